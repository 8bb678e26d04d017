! config save ""
# The connection closes without a reply; what was sent behind is not run.
> SET a 1
< +OK
> SHUTDOWN NOSAVE
> SET a 2
< closed
# Until the process is gone: a sanitizer looks for leaks at its end.
! sleep 500ms
