# In RESP2 a subscriber is told, as if it had been published; whatever it is subscribed to.

@r > CLIENT ID
@r <save r
@a > CLIENT TRACKING ON REDIRECT ${r}
@a < +OK
@a > GET k
@a < nil
> SET k 1
< +OK
@r > PING
@r < +PONG
@r > SUBSCRIBE __redis__:invalidate
@r < *3 "subscribe" "__redis__:invalidate" :1
@a > GET k
@a < "1"
> SET k 1
< +OK
@r < *3 "message" "__redis__:invalidate" *1 "k"
> SET k 1
< +OK
@a > GET k
@a < "1"
@a > SET k 1
@a < +OK
@r < *3 "message" "__redis__:invalidate" *1 "k"
@a > MGET x y
@a < *2 nil nil
> MSET x 1 y 1
< +OK
@r < *3 "message" "__redis__:invalidate" *1 "x"
@r < *3 "message" "__redis__:invalidate" *1 "y"
> FLUSHALL
< +OK
@r < *3 "message" "__redis__:invalidate" nil
@r > UNSUBSCRIBE
@r < *3 "unsubscribe" "__redis__:invalidate" :0
@a > GET k
@a < nil
> SET k 1
< +OK
@r > PSUBSCRIBE __red*
@r < *3 "psubscribe" "__red*" :1
@a > GET k
@a < "1"
> SET k 1
< +OK
@r < *3 "message" "__redis__:invalidate" *1 "k"
@r > PUNSUBSCRIBE
@r < *3 "punsubscribe" "__red*" :0
@r > SUBSCRIBE other
@r < *3 "subscribe" "other" :1
@a > GET k
@a < "1"
> SET k 1
< +OK
@r < *3 "message" "__redis__:invalidate" *1 "k"
@r > SSUBSCRIBE shard
@r < *3 "ssubscribe" "shard" :1
@r > UNSUBSCRIBE
@r < *3 "unsubscribe" "other" :0
@a > GET k
@a < "1"
> SET k 1
< +OK
@r < *3 "message" "__redis__:invalidate" *1 "k"
@r > SUNSUBSCRIBE
@r < *3 "sunsubscribe" "shard" :0

# Real messages on this channel are messages like others.
@r > SUBSCRIBE __redis__:invalidate
@r < *3 "subscribe" "__redis__:invalidate" :1
> PUBLISH __redis__:invalidate hello
< :1
@r < *3 "message" "__redis__:invalidate" "hello"
@a > CLIENT TRACKING OFF
@a < +OK
@a > CLIENT TRACKING ON BCAST PREFIX u: REDIRECT ${r}
@a < +OK
> MSET u:1 1 u:2 2
< +OK
@r < *3 "message" "__redis__:invalidate" *2 "u:1" "u:2"
> FLUSHDB
< +OK
@r < *3 "message" "__redis__:invalidate" nil

# A subscriber of RESP3 gets the push of RESP3.
@r > UNSUBSCRIBE
@r < *3 "unsubscribe" "__redis__:invalidate" :0
@r ! resp3
@r > SUBSCRIBE __redis__:invalidate
@r < >3 "subscribe" "__redis__:invalidate" :1
> SET u:1 1
< +OK
@r < >2 "invalidate" *1 "u:1"

# Tracking itself, in RESP2.
@b > CLIENT ID
@b <save b
@b > CLIENT TRACKING ON REDIRECT ${b}
@b < +OK
@b > GET k
@b < nil
@b > SUBSCRIBE __redis__:invalidate
@b < *3 "subscribe" "__redis__:invalidate" :1
> SET k 1
< +OK
@b < *3 "message" "__redis__:invalidate" *1 "k"
@b > RESET
@b < +RESET
> SET k 1
< +OK
@b > PING
@b < +PONG

# Without REDIRECT a subscriber of RESP2 is told nothing.
@b > CLIENT TRACKING ON
@b < +OK
@b > GET k
@b < "1"
@b > SUBSCRIBE __redis__:invalidate
@b < *3 "subscribe" "__redis__:invalidate" :1
> SET k 1
< +OK
@b > PING
@b < *2 "pong" ""

# The subscriber is gone: in RESP2 nobody is told, but CLIENT LIST shows it.
@a > CLIENT TRACKING OFF
@a < +OK
@a > CLIENT TRACKING ON REDIRECT ${r}
@a < +OK
@a > GET k
@a < "1"
@r ! close
! sleep 30ms
> SET k 1
< +OK
@a > PING
@a < +PONG
> CLIENT LIST
<~ .*flags=tR .*redir=${r} .*
