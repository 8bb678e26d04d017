# A key that expires or is evicted becomes invalid.

@a ! resp3
@a > CLIENT TRACKING ON
@a < +OK
> SET e 1 PX 300
< +OK
@a > GET e
@a < "1"
! sleep 500ms
@a < >2 "invalidate" *1 "e"
> DEBUG SET-ACTIVE-EXPIRE 0
< +OK
> SET e 1 PX 300
< +OK
@a > GET e
@a < "1"
! sleep 350ms
> GET e
< nil
@a < >2 "invalidate" *1 "e"
> SET e 1 PX 300
< +OK
@a > GET e
@a < "1"
! sleep 350ms
@a > PING
@a > GET e
@a > PING
@a < +PONG
@a < _
@a < >2 "invalidate" *1 "e"
@a < +PONG
> DEBUG SET-ACTIVE-EXPIRE 1
< +OK
@b ! resp3
@b > CLIENT TRACKING ON BCAST PREFIX u:
@b < +OK
> SET u:1 1 PX 20
< +OK
@b < >2 "invalidate" *1 "u:1"
! sleep 400ms
@b < >2 "invalidate" *1 "u:1"
@a > GET k
@a < _
> SET k 1
< +OK
@a < >2 "invalidate" *1 "k"
@a > GET k
@a < "1"
> CONFIG SET maxmemory-policy allkeys-lru
< +OK
> CONFIG SET maxmemory 1
< +OK
> GET nokey
< nil
@a < >2 "invalidate" *1 "k"
> CONFIG SET maxmemory 0
< +OK
