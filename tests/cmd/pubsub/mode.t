# A client of RESP2 that is subscribed can only listen: its replies could not be told from messages.

@a > SUBSCRIBE c
@a < *3 "subscribe" "c" :1
@a > PING
@a < *2 "pong" ""
@a > PING x
@a < *2 "pong" "x"
@a > PING x y
@a < -ERR wrong number of arguments for 'ping' command
@a > GET k
@a < -ERR Can't execute 'get': only (P|S)SUBSCRIBE / (P|S)UNSUBSCRIBE / PING / QUIT / RESET are allowed in this context
@a > GET
@a < -ERR wrong number of arguments for 'get' command
@a > NOSUCH x
@a < -ERR unknown command 'NOSUCH', with args beginning with: 'x'\x20
@a > CLIENT ID
@a < -ERR Can't execute 'client|id': only (P|S)SUBSCRIBE / (P|S)UNSUBSCRIBE / PING / QUIT / RESET are allowed in this context
@a > CONFIG GET port
@a < -ERR Can't execute 'config|get': only (P|S)SUBSCRIBE / (P|S)UNSUBSCRIBE / PING / QUIT / RESET are allowed in this context
@a > PUBLISH c m
@a < -ERR Can't execute 'publish': only (P|S)SUBSCRIBE / (P|S)UNSUBSCRIBE / PING / QUIT / RESET are allowed in this context
@a > PUBSUB CHANNELS
@a < -ERR Can't execute 'pubsub|channels': only (P|S)SUBSCRIBE / (P|S)UNSUBSCRIBE / PING / QUIT / RESET are allowed in this context
@a > MULTI
@a < -ERR Can't execute 'multi': only (P|S)SUBSCRIBE / (P|S)UNSUBSCRIBE / PING / QUIT / RESET are allowed in this context
@a > HELLO 3
@a < -ERR Can't execute 'hello': only (P|S)SUBSCRIBE / (P|S)UNSUBSCRIBE / PING / QUIT / RESET are allowed in this context
@a > RESET
@a < +RESET
@a > PING
@a < +PONG
@a > GET k
@a < nil

@s > SSUBSCRIBE c
@s < *3 "ssubscribe" "c" :1
@s > GET k
@s < -ERR Can't execute 'get': only (P|S)SUBSCRIBE / (P|S)UNSUBSCRIBE / PING / QUIT / RESET are allowed in this context
@s > PING
@s < *2 "pong" ""
@s > SUNSUBSCRIBE
@s < *3 "sunsubscribe" "c" :0
@s > GET k
@s < nil
@s > PING
@s < +PONG

@p > PSUBSCRIBE *
@p < *3 "psubscribe" "*" :1
@p > QUIT
@p < +OK
@p < closed

# In RESP3 everything is allowed.
@b ! resp3
@b > SUBSCRIBE c
@b < >3 "subscribe" "c" :1
@b > PING
@b < +PONG
@b > PING x
@b < "x"
@b > SET k v
@b < +OK
@b > GET k
@b < "v"
@b > PUBLISH other m
@b < :0
@b > MULTI
@b < +OK
@b > GET k
@b < +QUEUED
@b > EXEC
@b < *1 "v"
@b > RESET
@b < +RESET
@b > GET k
@b < "v"

# In MULTI a client may subscribe; it can only listen when that is over.
@m > MULTI
@m < +OK
@m > SUBSCRIBE c
@m < +QUEUED
@m > SET k w
@m < +QUEUED
@m > PING
@m < +QUEUED
@m > EXEC
@m < *3
@m <   *3 "subscribe" "c" :1
@m <   +OK
@m <   *2 "pong" ""
@m > GET k
@m < -ERR Can't execute 'get': only (P|S)SUBSCRIBE / (P|S)UNSUBSCRIBE / PING / QUIT / RESET are allowed in this context
@m > UNSUBSCRIBE c
@m < *3 "unsubscribe" "c" :0
@m > GET k
@m < "w"

# A transaction may subscribe, but not to a shard channel.
@t > MULTI
@t > SSUBSCRIBE c
@t > PING
@t > EXEC
@t > GET k
@t < +OK
@t < +QUEUED
@t < +QUEUED
@t < *2
@t <   -ERR SSUBSCRIBE isn't allowed for a DENY BLOCKING client
@t <   +PONG
@t < "w"

# What CLIENT REPLY stops are replies.
@r > CLIENT REPLY OFF
@r > SUBSCRIBE c
@r > PING
> PUBLISH c off
< :1
@r > UNSUBSCRIBE
@r > PING
@r < *3 "subscribe" "c" :1
@r < *3 "message" "c" "off"
@r < *3 "unsubscribe" "c" :0
@r < nothing
@k > CLIENT REPLY SKIP
@k > SUBSCRIBE c
@k > PING
@k < *3 "subscribe" "c" :1
@k < *2 "pong" ""

# Blocked clients get what is published while they wait.
@w ! resp3
@w > SUBSCRIBE c
@w > BLPOP list 0
> PUBLISH c while
< :2
@w < >3 "subscribe" "c" :1
@w < >3 "message" "c" "while"
> RPUSH list e
< :1
@w < *2 "list" "e"
@k < *3 "message" "c" "while"
