# A watched key whose time is up has changed, unless its time was up when it was watched.

> SET k 1 PX 30
< +OK
> WATCH k
< +OK
! sleep 60ms
> MULTI
< +OK
> PING
< +QUEUED
> EXEC
< *-1

> SET k 1 PX 30
< +OK
! sleep 60ms
> WATCH k
< +OK
> MULTI
< +OK
> PING
< +QUEUED
> EXEC
< *1
<   +PONG

> WATCH k
< +OK
@b > SET k 1 PX 30
@b < +OK
! sleep 60ms
> MULTI
< +OK
> PING
< +QUEUED
> EXEC
< *-1

> SET k 1 PX 100000
< +OK
> WATCH k
< +OK
> MULTI
< +OK
> PTTL k
< +QUEUED
> EXEC
<~ \*1 :\d+

# The deadline passes between queueing and EXEC: the transaction runs, and the key is gone.
> SET k 1 PX 30
< +OK
> MULTI
< +OK
> EXISTS k
< +QUEUED
! sleep 60ms
> EXEC
< *1 :0
