# BCAST: all keys with a prefix, one message for those of a prefix that changed together.

@a ! resp3
@a > CLIENT TRACKING ON BCAST PREFIX u: PREFIX v:
@a < +OK
> SET u:1 1
< +OK
@a < >2 "invalidate" *1 "u:1"
> SET u:1 2
< +OK
@a < >2 "invalidate" *1 "u:1"
> SET w:1 1
< +OK
> SET u 1
< +OK
> GET u:1
< "2"
> MSET u:1 1 u:2 1 v:1 1 w:1 1
< +OK
@a < >2 "invalidate" *2 "u:1" "u:2"
@a < >2 "invalidate" *1 "v:1"
> DEL u:1 nokey u:nokey
< :1
@a < >2 "invalidate" *1 "u:1"

# Its own changes come behind the reply.
@a > MULTI
@a < +OK
@a > SET u:1 1
@a < +QUEUED
@a > PING
@a < +QUEUED
@a > INCR u:1
@a < +QUEUED
@a > SET u:3 1
@a < +QUEUED
@a > EXEC
@a < *4
@a <   +OK
@a <   +PONG
@a <   :2
@a <   +OK
@a < >2 "invalidate" *2 "u:1" "u:3"
@a > FLUSHALL
@a < +OK
@a < >2 "invalidate" _

# Prefixes that overlap belong to different clients.
@b ! resp3
@b > CLIENT TRACKING ON BCAST PREFIX u:1
@b < +OK
@c ! resp3
@c > CLIENT TRACKING ON BCAST
@c < +OK
> MSET u:1 1 u:12 1 u:2 1 x 1
< +OK
@a < >2 "invalidate" *3 "u:1" "u:12" "u:2"
@b < >2 "invalidate" *2 "u:1" "u:12"
@c < >2 "invalidate" *4 "u:1" "u:12" "u:2" "x"
> SET "" 1
< +OK
@c < >2 "invalidate" *1 ""
> SELECT 1
< +OK
> SET u:1 1
< +OK
@a < >2 "invalidate" *1 "u:1"
@b < >2 "invalidate" *1 "u:1"
@c < >2 "invalidate" *1 "u:1"
> SELECT 0
< +OK

# NOLOOP.
@c > CLIENT TRACKING OFF
@c < +OK
@c > CLIENT TRACKING ON BCAST NOLOOP PREFIX u: PREFIX x
@c < +OK
@c > SET u:7 1
@c < +OK
@a < >2 "invalidate" *1 "u:7"
@c > SET x 1
@c < +OK
> SET u:7 1
< +OK
@a < >2 "invalidate" *1 "u:7"
@c < >2 "invalidate" *1 "u:7"
@c > FLUSHALL
@c < +OK
@c < >2 "invalidate" _
@a < >2 "invalidate" _
@b < >2 "invalidate" _
@b > CLIENT TRACKING OFF
@b < +OK
> SET u:1 1
< +OK
@a < >2 "invalidate" *1 "u:1"
@c < >2 "invalidate" *1 "u:1"
@b > PING
@b < +PONG

# Reads are not remembered.
@a > GET y
@a < _
> SET y 1
< +OK
@a > PING
@a < +PONG
