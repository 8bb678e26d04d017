# Big arguments, which are received into a blob of their own, and many small ones.

> MULTI
< +OK
> SET big "x"*300000
< +QUEUED
> APPEND big "y"*100000
< +QUEUED
> STRLEN big
< +QUEUED
> GETRANGE big 299999 300000
< +QUEUED
> GET big
< +QUEUED
> EXEC
<~ \*5 \+OK :400000 :400000 "xy" "x{300000}y{100000}"
> MULTI
< +OK
> SET big "z"*200000
< +QUEUED
> DISCARD
< +OK
> STRLEN big
< :400000
> MULTI
< +OK
> NOSUCH
< -ERR unknown command 'NOSUCH', with args beginning with:\x20
> SET big "z"*200000
< +QUEUED
> EXEC
< -EXECABORT Transaction discarded because of previous errors.
> STRLEN big
< :400000

> MULTI
< +OK
! repeat 300
> INCR counter
< +QUEUED
! end
> EXEC
<~ \*300 :1 :2 .* :300
> GET counter
< "300"
