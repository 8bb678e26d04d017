# Where redis-server leaves a cache with what is no longer true.

@a ! resp3
@a > CLIENT TRACKING ON
@a < +OK
> SET k 1
< +OK
@a > GET k
@a < "1"

# SWAPDB gives every name another value.
> SWAPDB 0 1
< +OK
! differs: here everything is invalid then
! kvd
@a < >2 "invalidate" _
! redis
@a < nothing
! end
@a > GET k
@a < _
> SWAPDB 0 1
< +OK
! only kvd: the same
@a < >2 "invalidate" _
! end
@a > GET k
@a < "1"

# A key that expires, or that a request of the client's own finds expired, is not its own change: RANDOMKEY
# removes it as well, and does not say which.
@a > CLIENT TRACKING ON NOLOOP
@a < +OK
> DEBUG SET-ACTIVE-EXPIRE 0
< +OK
> SET k 1 PX 300
< +OK
@a < >2 "invalidate" *1 "k"
@a > EXISTS k
@a < :1
! sleep 350ms
@a > RANDOMKEY
@a < _
! differs: redis-server takes it for a change of the client's own
! kvd
@a < >2 "invalidate" *1 "k"
! redis
@a < nothing
! end
> DEBUG SET-ACTIVE-EXPIRE 1
< +OK
@a > CLIENT TRACKING ON
@a < +OK

# What a blocked request is served is remembered, as what it would have replied at once.
@a > XREAD BLOCK 1000 STREAMS s $
> XADD s 1 f v
< "1-0"
@a < >2 "invalidate" *1 "s"
@a < %1 "s" *1 *2 "1-0" *2 "f" "v"
> XADD s 2 f v
< "2-0"
! differs: redis-server remembers the first look, which found nothing
! kvd
@a < >2 "invalidate" *1 "s"
! redis
@a < nothing
! end
