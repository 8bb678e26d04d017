# What a client publishes to itself follows its reply.
! since 7.2: before, it came first, or in the middle of EXEC's reply

@a ! resp3
@a > SUBSCRIBE c
@a < >3 "subscribe" "c" :1
@a > PUBLISH c m
@a > PING
@a < :1
@a < >3 "message" "c" "m"
@a < +PONG
@a > MULTI
@a > PUBLISH c in
@a > SET k v
@a > PUBLISH c side
@a > EXEC
@a > PING
@a < +OK
@a < +QUEUED
@a < +QUEUED
@a < +QUEUED
@a < *3
@a <   :1
@a <   +OK
@a <   :1
@a < >3 "message" "c" "in"
@a < >3 "message" "c" "side"
@a < +PONG

# CLIENT REPLY stops the reply only.
@a > CLIENT REPLY OFF
@a > PUBLISH c off
@a < >3 "message" "c" "off"
@a > CLIENT REPLY ON
@a < +OK

# Who unsubscribes behind it gets it before.
@a > MULTI
@a > PUBLISH c last
@a > EXEC
@a > UNSUBSCRIBE
@a < +OK
@a < +QUEUED
@a < *1 :1
@a < >3 "message" "c" "last"
@a < >3 "unsubscribe" "c" :0
