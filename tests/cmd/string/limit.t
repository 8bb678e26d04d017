# proto-max-bulk-len bounds what APPEND and SETRANGE may build.
! config proto-max-bulk-len 1048576

> SETRANGE k 1048575 x
< :1048576
> STRLEN k
< :1048576
> SETRANGE k 1048576 x
< -ERR string exceeds maximum allowed size (proto-max-bulk-len)
> SETRANGE k 1048575 xy
< -ERR string exceeds maximum allowed size (proto-max-bulk-len)
> APPEND k x
< -ERR string exceeds maximum allowed size (proto-max-bulk-len)
> APPEND k ""
< :1048576
> SETRANGE none 1048576 x
< -ERR string exceeds maximum allowed size (proto-max-bulk-len)
> EXISTS none
< :0
> SET a "x"*1048570
< +OK
> APPEND a 123456
< :1048576
> APPEND a 7
< -ERR string exceeds maximum allowed size (proto-max-bulk-len)
> STRLEN a
< :1048576
