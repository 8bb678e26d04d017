# One of the keys that have not expired.
> RANDOMKEY
< nil
> DBSIZE
< :0
> SET only 1
< +OK
> RANDOMKEY
< "only"
> RANDOMKEY
< "only"
> DBSIZE
< :1
> SELECT 1
< +OK
> RANDOMKEY
< nil
> DBSIZE
< :0
> SELECT 0
< +OK
> SET gone 1 PX 1
< +OK
> DEL only
< :1
! sleep 20ms
> RANDOMKEY
< nil
> DBSIZE
< :0
> RANDOMKEY x
< -ERR wrong number of arguments for 'randomkey' command
> DBSIZE x
< -ERR wrong number of arguments for 'dbsize' command
