# Over maxmemory nothing is queued, and EXEC refuses what would need memory.

> SET a 1
< +OK
> MULTI
< +OK
> GET a
< +QUEUED
@b > CONFIG SET maxmemory 1
@b < +OK
> EXEC
< *1 "1"
> MULTI
< +OK
> SET a 2
< -OOM command not allowed when used memory > 'maxmemory'.
> EXEC
< -EXECABORT Transaction discarded because of previous errors.
> MULTI
< +OK
> GET a
< -OOM command not allowed when used memory > 'maxmemory'.
> DISCARD
< +OK
> MULTI
< +OK
> EXEC
< *0
> WATCH a
< +OK
@b > CONFIG SET maxmemory 0
@b < +OK
> MULTI
< +OK
> SET a 3
< +QUEUED
@b > CONFIG SET maxmemory 1
@b < +OK
> EXEC
< -EXECABORT Transaction discarded because of: OOM command not allowed when used memory > 'maxmemory'.
> EXEC
< -ERR EXEC without MULTI
> MULTI
< +OK
> EXEC
< *0
@b > CONFIG SET maxmemory 0
@b < +OK
> GET a
< "1"
