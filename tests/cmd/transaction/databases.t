# Whole databases at a time: keys that exist change, those that do not stay as they are.

> SET here 1
< +OK
> WATCH here
< +OK
@b > FLUSHALL
@b < +OK
> MULTI
< +OK
> EXEC
< *-1
> WATCH here
< +OK
@b > FLUSHALL
@b < +OK
> MULTI
< +OK
> EXEC
< *0

> SET here 1
< +OK
> WATCH here missing
< +OK
@b > FLUSHDB
@b < +OK
> MULTI
< +OK
> EXEC
< *-1
> SET here 1
< +OK
> WATCH here
< +OK
@b > SELECT 1
@b < +OK
@b > FLUSHDB
@b < +OK
> MULTI
< +OK
> EXEC
< *0
> WATCH here
< +OK
@b > FLUSHDB ASYNC
@b < +OK
> MULTI
< +OK
> EXEC
< *0
> WATCH here
< +OK
@b > FLUSHALL ASYNC
@b < +OK
> MULTI
< +OK
> EXEC
< *-1
@b > SELECT 0
@b < +OK

# SWAPDB: a key that exists in either of the two.
> SET here 1
< +OK
> WATCH here
< +OK
@b > SWAPDB 0 1
@b < +OK
> MULTI
< +OK
> EXEC
< *-1
> WATCH here
< +OK
@b > SWAPDB 0 1
@b < +OK
> MULTI
< +OK
> EXEC
< *-1
> WATCH missing
< +OK
@b > SWAPDB 0 1
@b < +OK
> MULTI
< +OK
> EXEC
< *0
> WATCH here
< +OK
@b > SWAPDB 2 3
@b < +OK
> MULTI
< +OK
> EXEC
< *0
> WATCH here
< +OK
@b > SWAPDB 0 0
@b < +OK
> MULTI
< +OK
> EXEC
< *0
@b > SWAPDB 0 1
@b < +OK

# In the transaction: what follows sees the other database.
> MULTI
< +OK
> SET in-transaction 1
< +QUEUED
> SWAPDB 0 1
< +QUEUED
> EXISTS in-transaction
< +QUEUED
> SWAPDB 0 1
< +QUEUED
> EXISTS in-transaction
< +QUEUED
> EXEC
< *5
<   +OK
<   +OK
<   :0
<   +OK
<   :1
> MULTI
< +OK
> FLUSHALL
< +QUEUED
> DBSIZE
< +QUEUED
> SET a 1
< +QUEUED
> FLUSHDB SYNC
< +QUEUED
> DBSIZE
< +QUEUED
> SET a 2
< +QUEUED
> EXEC
< *6
<   +OK
<   :0
<   +OK
<   +OK
<   :0
<   +OK
> GET a
< "2"

# SELECT in a transaction holds for the rest of it, and afterwards.
> MULTI
< +OK
> SELECT 5
< +QUEUED
> SET k five
< +QUEUED
> SELECT 99
< +QUEUED
> GET k
< +QUEUED
> EXEC
< *4
<   +OK
<   +OK
<   -ERR DB index is out of range
<   "five"
> GET k
< "five"
> SELECT 0
< +OK
> EXISTS k
< :0
