# A key whose time is up has changed even while nothing may be deleted; one whose time was up when it was
# watched has not.

> SET k 1 PX 200
< +OK
> WATCH k
< +OK
> MULTI
< +OK
> GET k
< +QUEUED
@p > CLIENT PAUSE 5000 WRITE
@p < +OK
! sleep 300ms
> EXEC
< *-1
> WATCH k
< +OK
> MULTI
< +OK
> GET k
< +QUEUED
> EXEC
< *1 nil
> WATCH k
< +OK
@p > CLIENT UNPAUSE
@p < +OK
! sleep 500ms
> MULTI
< +OK
> GET k
< +QUEUED
> EXEC
< *1 nil
> WATCH k
< +OK
@b > SET k 1
@b < +OK
> MULTI
< +OK
> PING
< +QUEUED
> EXEC
< *-1

# So it is for what has not been deleted yet.
> DEBUG SET-ACTIVE-EXPIRE 0
< +OK
> SET k 1 PX 100
< +OK
! sleep 150ms
> WATCH k
< +OK
@b > GET k
@b < nil
> MULTI
< +OK
> PING
< +QUEUED
> EXEC
< *1
<   +PONG
> SET k 1 PX 100
< +OK
! sleep 150ms
> WATCH k
< +OK
@b > FLUSHALL
@b < +OK
> MULTI
< +OK
> PING
< +QUEUED
> EXEC
< *1
<   +PONG
> SET k 1 PX 100
< +OK
! sleep 150ms
> WATCH k
< +OK
@b > SWAPDB 0 1
@b < +OK
> MULTI
< +OK
> PING
< +QUEUED
> EXEC
< *1
<   +PONG
> DEBUG SET-ACTIVE-EXPIRE 1
< +OK
