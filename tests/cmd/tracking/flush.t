# FLUSHALL and FLUSHDB make everything invalid, in whatever database, and even when there was nothing.

@a ! resp3
@a > CLIENT TRACKING ON
@a < +OK
@a > GET k
@a < _
> FLUSHALL
< +OK
@a < >2 "invalidate" _
> SET k 1
< +OK
@a > PING
@a < +PONG
> SELECT 5
< +OK
> FLUSHDB
< +OK
@a < >2 "invalidate" _
> FLUSHALL ASYNC
< +OK
@a < >2 "invalidate" _
> SELECT 0
< +OK
@a > SET k 1
@a > GET k
@a > FLUSHALL
@a > PING
@a < +OK
@a < "1"
@a < +OK
@a < >2 "invalidate" _
@a < +PONG
@b ! resp3
@b > CLIENT TRACKING ON BCAST PREFIX u:
@b < +OK
> MULTI
< +OK
> SET u:1 1
< +QUEUED
> FLUSHALL
< +QUEUED
> SET u:2 1
< +QUEUED
> EXEC
< *3
<   +OK
<   +OK
<   +OK
@a < >2 "invalidate" _
@b < >2 "invalidate" _
@b < >2 "invalidate" *2 "u:1" "u:2"
@c > CLIENT TRACKING ON
@c < +OK
> FLUSHALL
< +OK
@a < >2 "invalidate" _
@b < >2 "invalidate" _
@c > PING
@c < +PONG
