# NOLOOP: a client is not told of its own changes.

@a ! resp3
@a > CLIENT TRACKING ON NOLOOP
@a < +OK
@a > GET k
@a < _
@a > SET k 1
@a < +OK
@a > SET k 2
@a < +OK
@a > GET k
@a < "2"
> SET k 3
< +OK
@a < >2 "invalidate" *1 "k"

# What it has changed is forgotten all the same.
@a > GET k
@a < "3"
@a > SET k 1
@a < +OK
> SET k 3
< +OK
@a > PING
@a < +PONG
@a > GET k
@a < "3"
@a > MULTI
@a < +OK
@a > SET k 1
@a < +QUEUED
@a > EXEC
@a < *1
@a <   +OK
> SET k 3
< +OK
@a > PING
@a < +PONG

# All others are told.
@b ! resp3
@b > CLIENT TRACKING ON
@b < +OK
@a > GET k
@a < "3"
@b > GET k
@b < "3"
@a > SET k 1
@a < +OK
@b < >2 "invalidate" *1 "k"
@a > GET k
@a < "1"
@b > GET k
@b < "1"
@b > SET k 1
@b < +OK
@b < >2 "invalidate" *1 "k"
@a < >2 "invalidate" *1 "k"

# A flush concerns everybody.
@a > GET k
@a < "1"
@a > FLUSHALL
@a < +OK
@a < >2 "invalidate" _
@b < >2 "invalidate" _
