# ZRANGESTORE. Everything is played twice: ${i} is
# 0 for the large encoding, 1 for the listpack.

! repeat 2
> FLUSHALL
< +OK
> CONFIG SET zset-max-listpack-value ${i}
< +OK

> ZADD z 1 a 2 b 3 c 4 d 5 e
< :5
> ZRANGESTORE d z 0 -1
< :5
> ZRANGE d 0 -1 WITHSCORES
< *10 "a" "1" "b" "2" "c" "3" "d" "4" "e" "5"
> ZRANGESTORE d z 1 2
< :2
> ZRANGE d 0 -1 WITHSCORES
< *4 "b" "2" "c" "3"
> ZRANGESTORE d z 0 1 REV
< :2
> ZRANGE d 0 -1 WITHSCORES
< *4 "d" "4" "e" "5"
> ZRANGESTORE d z 2 4 BYSCORE
< :3
> ZRANGESTORE d z (4 1 BYSCORE REV LIMIT 1 2
< :2
> ZRANGE d 0 -1 WITHSCORES
< *4 "a" "1" "b" "2"
> ZRANGESTORE d z [b (d BYLEX
< :2
> ZRANGE d 0 -1 WITHSCORES
< *4 "b" "2" "c" "3"
> EXPIRE d 100
< :1
> ZRANGESTORE d z 0 0
< :1
> TTL d
< :-1
> ZRANGESTORE d z 9 10
< :0
> EXISTS d
< :0
> ZRANGESTORE d none 0 -1
< :0
> ZRANGESTORE d z 0 -1
< :5
> ZRANGESTORE d none 0 -1
< :0
> EXISTS d
< :0
> SET s v
< +OK
> ZRANGESTORE s z 0 0
< :1
> TYPE s
< +zset
> ZRANGESTORE z z 1 2
< :2
> ZRANGE z 0 -1 WITHSCORES
< *4 "b" "2" "c" "3"
> SET s v
< +OK
> ZRANGESTORE d s 0 -1
< -WRONGTYPE Operation against a key holding the wrong kind of value
> ZRANGESTORE d s x -1
< -ERR value is not an integer or out of range
> ZRANGESTORE d z 0 -1 WITHSCORES
< -ERR syntax error
> ZRANGESTORE d z 0 -1 LIMIT 0 1
< -ERR syntax error, LIMIT is only supported in combination with either BYSCORE or BYLEX
> ZRANGESTORE d z 0 -1 FOO
< -ERR syntax error
> ZRANGESTORE d z x -1
< -ERR value is not an integer or out of range
> ZRANGESTORE d z x 1 BYSCORE
< -ERR min or max is not a float
> ZRANGESTORE d z x + BYLEX
< -ERR min or max not valid string range item
> ZRANGESTORE d z 0
< -ERR wrong number of arguments for 'zrangestore' command
! end
