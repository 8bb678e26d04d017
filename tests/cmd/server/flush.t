> SET a 1
> SET b 2 EX 100
> SELECT 3
> SET c 3
> FLUSHDB
> DBSIZE
> SELECT 0
> DBSIZE
> FLUSHALL
> DBSIZE
< +OK
< +OK
< +OK
< +OK
< +OK
< :0
< +OK
< :2
< +OK
< :0

> SET a 1
> FLUSHDB ASYNC
> EXISTS a
> SET a 1
> FLUSHDB sync
> EXISTS a
> SET a 1
> FLUSHALL async
> EXISTS a
> SET a 1
> FLUSHALL SYNC
> EXISTS a
< +OK
< +OK
< :0
< +OK
< +OK
< :0
< +OK
< +OK
< :0
< +OK
< +OK
< :0

# What is refused deletes nothing.
> SET a 1
> FLUSHDB NOW
> FLUSHDB ASYNC SYNC
> FLUSHALL x
> FLUSHALL SYNC x
> GET a
< +OK
< -ERR syntax error
< -ERR syntax error
< -ERR syntax error
< -ERR syntax error
< "1"
