# CLIENT PAUSE: EXEC waits if something that it runs has to.

> SET a 1
< +OK
> MULTI
< +OK
> GET a
< +QUEUED
@b > CLIENT PAUSE 200 WRITE
@b < +OK
> EXEC
< *1 "1"
@b > CLIENT UNPAUSE
@b < +OK
> MULTI
< +OK
> SET a 2
< +QUEUED
@b > CLIENT PAUSE 10000 WRITE
@b < +OK
> EXEC
< nothing
@b > GET a
@b < "1"
@b > CLIENT UNPAUSE
@b < +OK
< *1 +OK
> GET a
< "2"

# DISCARD need not wait for the end of a pause of writes.
> MULTI
< +OK
> SET a 3
< +QUEUED
@b > CLIENT PAUSE 10000 WRITE
@b < +OK
> DISCARD
< +OK
@b > CLIENT UNPAUSE
@b < +OK

! only kvd: to be queued, a write need not wait
> MULTI
< +OK
@b > CLIENT PAUSE 10000 WRITE
@b < +OK
> SET a 4
< +QUEUED
@b > CLIENT UNPAUSE
@b < +OK
> EXEC
< *1 +OK
! end

# A transaction that pauses others goes on itself.
> MULTI
< +OK
> CLIENT PAUSE 10000 WRITE
< +QUEUED
> SET a 5
< +QUEUED
> CLIENT UNPAUSE
< +QUEUED
> EXEC
< *3
<   +OK
<   +OK
<   +OK
> GET a
< "5"
