# ZSCAN. Everything is played twice: ${i} is
# 0 for the large encoding, 1 for the listpack.

! repeat 2
> FLUSHALL
< +OK
> CONFIG SET zset-max-listpack-value ${i}
< +OK

> ZADD z 1.5 a
< :1
> ZSCAN z 0
< *2
<   "0"
<   *2 "a" "1.5"
> ZSCAN z 0 MATCH a*
< *2
<   "0"
<   *2 "a" "1.5"
> ZSCAN z 0 MATCH b*
< *2 "0" *0
> ZSCAN z 0 MATCH *
< *2
<   "0"
<   *2 "a" "1.5"
> ZSCAN z 0 count 1000 match a
< *2
<   "0"
<   *2 "a" "1.5"
> ZSCAN z 0 COUNT 0
< -ERR syntax error
> ZSCAN z 0 COUNT a
< -ERR value is not an integer or out of range
> ZSCAN z 0 MATCH
< -ERR syntax error
> ZSCAN z 0 COUNT
< -ERR syntax error
> ZSCAN z x
< -ERR invalid cursor
> ZSCAN z
< -ERR wrong number of arguments for 'zscan' command
> ZSCAN z 0 FOO bar
< -ERR syntax error
> ZSCAN none 0
< *2 "0" *0
> ZSCAN none x
< -ERR invalid cursor
> SET s v
< +OK
> ZSCAN s 0
< -WRONGTYPE Operation against a key holding the wrong kind of value
> ZSCAN s x
< -ERR invalid cursor
! resp3
> ZSCAN z 0
< *2
<   "0"
<   *2 "a" "1.5"
! resp2
! end

# A walk over many members shows each of them, with its score.
> FLUSHALL
< +OK
! repeat 200
> ZADD many ${i} m${i}
< :1
! end
> ZSCAN many 0 COUNT 1000
<~ \*2 "0" \*400 .*"m199" "199".*

# What redis-server does not know.
! since V8.0
> ZADD t 1.5 a
< :1
> ZSCAN t 0 NOSCORES
< *2 "0" *1 "a"
> ZSCAN t 0 MATCH a COUNT 5 noscores
< *2 "0" *1 "a"
> ZSCAN t 0 NOSCORES FOO
< -ERR syntax error
! end
