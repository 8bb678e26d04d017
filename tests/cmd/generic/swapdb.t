# Which databases change places, and what is refused.
> SET a zero
< +OK
> SELECT 1
< +OK
> SET a one
< +OK
> SET b one
< +OK
> SWAPDB 0 1
< +OK
> GET a
< "zero"
> EXISTS b
< :0
> DBSIZE
< :1
> SELECT 0
< +OK
> GET a
< "one"
> DBSIZE
< :2
> SWAPDB 1 0
< +OK
> GET a
< "zero"
> SWAPDB 0 0
< +OK
> GET a
< "zero"
> SWAPDB 3 7
< +OK
> SWAPDB 0 15
< +OK
> DBSIZE
< :0
> SELECT 15
< +OK
> GET a
< "zero"
> SWAPDB 15 0
< +OK
> SWAPDB 0 16
< -ERR DB index is out of range
> SWAPDB 16 0
< -ERR DB index is out of range
> SWAPDB -1 0
< -ERR DB index is out of range
> SWAPDB 0 -1
< -ERR DB index is out of range
> SWAPDB x 0
< -ERR invalid first DB index
> SWAPDB 0 x
< -ERR invalid second DB index
> SWAPDB x y
< -ERR invalid first DB index
> SWAPDB 99999999999 0
< -ERR invalid first DB index
> SWAPDB 0 99999999999
< -ERR invalid second DB index
> SWAPDB 4294967296 0
< -ERR invalid first DB index
> SWAPDB 0 4294967296
< -ERR invalid second DB index
> SWAPDB 9223372036854775808 0
< -ERR invalid first DB index
> SWAPDB 0
< -ERR wrong number of arguments for 'swapdb' command
> SWAPDB 0 1 2
< -ERR wrong number of arguments for 'swapdb' command
> SWAPDB
< -ERR wrong number of arguments for 'swapdb' command
