# Clients stay in the database of their number and see the other's keys.
> SET a zero
> SET t zero EX 100
> SELECT 1
> SWAPDB 0 1
> GET a
> TTL t
< +OK
< +OK
< +OK
< +OK
< "zero"
< :100
@other > GET a
@other < nil
> SWAPDB 1 0
< +OK
@other > GET a
@other < "zero"

# Both must be numbers before either has to exist.
> SWAPDB 16 x
> SWAPDB 16 0
< -ERR invalid second DB index
< -ERR DB index is out of range
