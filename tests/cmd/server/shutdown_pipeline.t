! kvd-only: redis-server drops the replies to what came before
! config save ""
> SET a 1
> GET a
> SHUTDOWN NOSAVE
> SET a 2
< +OK
< "1"
< closed
# Until the process is gone: a sanitizer looks for leaks at its end.
! sleep 500ms
