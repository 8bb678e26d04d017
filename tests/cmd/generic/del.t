# DEL and UNLINK count the keys that were there; a key named twice is deleted once.
> SET a 1
< +OK
> SET b 2
< +OK
> DEL a
< :1
> GET a
< nil
> DEL a
< :0
> DEL a b c
< :1
> SET a 1
< +OK
> SET b 2
< +OK
> DEL a b a b nosuch
< :2
> DBSIZE
< :0
> SET a 1 EX 100
< +OK
> DEL a
< :1
> SET a 2
< +OK
> TTL a
< :-1
> UNLINK a
< :1
> UNLINK a
< :0
> MSET a 1 b 2 c 3
< +OK
> UNLINK a b c a
< :3
> EXISTS a b c
< :0

# A value that was large, and the empty key.
> SET big "x"*100000
< +OK
> DEL big
< :1
> SET big "x"*100000
< +OK
> UNLINK big
< :1
> SET "" empty
< +OK
> DEL ""
< :1
> SET "\x00\r\n" binary
< +OK
> DEL "\x00\r\n"
< :1
> DBSIZE
< :0

# An expired key does not count.
> SET a 1 PX 1
< +OK
! sleep 20ms
> DEL a
< :0
> SET a 1 PX 1
< +OK
! sleep 20ms
> UNLINK a
< :0

> DEL
< -ERR wrong number of arguments for 'del' command
> UNLINK
< -ERR wrong number of arguments for 'unlink' command
