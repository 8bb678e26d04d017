# What a client has read is invalid when it changes: it is told once, until it reads the key again.

@a ! resp3
@a > CLIENT TRACKING ON
@a < +OK
@a > GET k
@a < _
> SET k 1
< +OK
@a < >2 "invalidate" *1 "k"
> SET k 2
< +OK
@a > GET k
@a < "2"
> APPEND k x
< :2
@a < >2 "invalidate" *1 "k"

# One message for each key, in the order of the changes.
@a > MGET x y z
@a < *3 _ _ _
> MSET x 1 y 1 z 1
< +OK
@a < >2 "invalidate" *1 "x"
@a < >2 "invalidate" *1 "y"
@a < >2 "invalidate" *1 "z"
@a > MGET x y z
@a < *3 "1" "1" "1"
> DEL x y z nokey
< :3
@a < >2 "invalidate" *1 "x"
@a < >2 "invalidate" *1 "y"
@a < >2 "invalidate" *1 "z"
> DEL x
< :0
@a > GET nokey
@a < _
> DEL nokey
< :0
> SET nokey 1
< +OK
@a < >2 "invalidate" *1 "nokey"

# A key has one name in all databases.
@a > GET d
@a < _
> SELECT 1
< +OK
> SET d 1
< +OK
@a < >2 "invalidate" *1 "d"
> SELECT 0
< +OK
@a > SELECT 3
@a < +OK
@a > GET d
@a < _
@a > SELECT 0
@a < +OK
> SET d 1
< +OK
@a < >2 "invalidate" *1 "d"

# Deadlines are part of what is read.
@a > TTL d
@a < :-1
> EXPIRE d 100
< :1
@a < >2 "invalidate" *1 "d"
@a > TTL d
@a < :100
> PERSIST d
< :1
@a < >2 "invalidate" *1 "d"
@a > TTL d
@a < :-1
> PERSIST d
< :0

# What changes nothing invalidates nothing.
> SADD s 1 2
< :2
@a > SMEMBERS s
@a < ~2 "1" "2"
> SADD s 1
< :0
> SREM s 3
< :0
> SETNX d 2
< :0
> GET d
< "1"
> SREM s 1
< :1
@a < >2 "invalidate" *1 "s"
@a > SCARD s
@a < :1
> SREM s 2
< :1
@a < >2 "invalidate" *1 "s"

# Collections, and keys that move.
> RPUSH l a b
< :2
@a > LRANGE l 0 -1
@a < *2 "a" "b"
> LPOP l
< "a"
@a < >2 "invalidate" *1 "l"
> HSET h f 1
< :1
@a > HGET h f
@a < "1"
> HINCRBY h f 1
< :2
@a < >2 "invalidate" *1 "h"
@a > GET r1
@a < _
> SET r1 1
< +OK
@a < >2 "invalidate" *1 "r1"
@a > GET r1
@a < "1"
> RENAME r1 r2
< +OK
@a < >2 "invalidate" *1 "r1"
@a > GET r1
@a < _
> COPY r2 r1
< :1
@a < >2 "invalidate" *1 "r1"
@a > GET r2
@a < "1"
> MOVE r2 4
< :1
@a < >2 "invalidate" *1 "r2"

# Several clients.
@b ! resp3
@b > CLIENT TRACKING ON
@b < +OK
@a > GET k
@a < "2x"
@b > GET k
@b < "2x"
> SET k 1
< +OK
@a < >2 "invalidate" *1 "k"
@b < >2 "invalidate" *1 "k"
@b > GET k
@b < "1"
> SET k 1
< +OK
@b < >2 "invalidate" *1 "k"

# Tracking that is off tells nothing; what was read before is not forgotten.
@a > GET k
@a < "1"
@a > CLIENT TRACKING OFF
@a < +OK
> SET k 1
< +OK
@a > CLIENT TRACKING ON
@a < +OK
@a > GET k
@a < "1"
@a > CLIENT TRACKING OFF
@a < +OK
@a > CLIENT TRACKING ON
@a < +OK
> SET k 1
< +OK
@a < >2 "invalidate" *1 "k"
