# ZREMRANGEBYRANK, ZREMRANGEBYSCORE and ZREMRANGEBYLEX. Everything is played twice: ${i} is
# 0 for the large encoding, 1 for the listpack.

! repeat 2
> FLUSHALL
< +OK
> CONFIG SET zset-max-listpack-value ${i}
< +OK

> ZADD z 1 a 2 b 3 c 4 d 5 e 6 f
< :6
> ZREMRANGEBYRANK z 0 0
< :1
> ZREMRANGEBYRANK z -1 -1
< :1
> ZREMRANGEBYRANK z 1 2
< :2
> ZRANGE z 0 -1 WITHSCORES
< *4 "b" "2" "e" "5"
> ZREMRANGEBYRANK z 2 1
< :0
> ZREMRANGEBYRANK z 5 10
< :0
> ZREMRANGEBYRANK none 0 -1
< :0
> ZREMRANGEBYRANK z 0 -1
< :2
> EXISTS z
< :0
> ZADD z 1 a 2 b 3 c 4 d 5 e 6 f
< :6
> ZREMRANGEBYSCORE z (1 2
< :1
> ZREMRANGEBYSCORE z 4 (5
< :1
> ZREMRANGEBYSCORE z 10 20
< :0
> ZREMRANGEBYSCORE z 5 3
< :0
> ZRANGE z 0 -1 WITHSCORES
< *8 "a" "1" "c" "3" "e" "5" "f" "6"
> ZREMRANGEBYSCORE none 0 1
< :0
> ZREMRANGEBYSCORE z -inf +inf
< :4
> EXISTS z
< :0
> ZADD z 0 a 0 b 0 c 0 d 0 e
< :5
> ZREMRANGEBYLEX z [b (d
< :2
> ZREMRANGEBYLEX z (a [a
< :0
> ZREMRANGEBYLEX z + -
< :0
> ZRANGE z 0 -1
< *3 "a" "d" "e"
> ZREMRANGEBYLEX none - +
< :0
> ZREMRANGEBYLEX z - +
< :3
> EXISTS z
< :0

> ZADD z 1 a
< :1
> ZREMRANGEBYRANK z a 1
< -ERR value is not an integer or out of range
> ZREMRANGEBYRANK z 1 a
< -ERR value is not an integer or out of range
> ZREMRANGEBYRANK z 1
< -ERR wrong number of arguments for 'zremrangebyrank' command
> ZREMRANGEBYSCORE z a 1
< -ERR min or max is not a float
> ZREMRANGEBYSCORE z 1 a
< -ERR min or max is not a float
> ZREMRANGEBYLEX z a +
< -ERR min or max not valid string range item
> ZREMRANGEBYLEX z - a
< -ERR min or max not valid string range item
> SET s v
< +OK
> ZREMRANGEBYRANK s 0 1
< -WRONGTYPE Operation against a key holding the wrong kind of value
> ZREMRANGEBYRANK s a 1
< -ERR value is not an integer or out of range
> ZREMRANGEBYSCORE s 0 1
< -WRONGTYPE Operation against a key holding the wrong kind of value
> ZREMRANGEBYLEX s - +
< -WRONGTYPE Operation against a key holding the wrong kind of value
! end
