# ZRANGE and the older commands for ranges. Everything is played twice: ${i} is
# 0 for the large encoding, 1 for the listpack.

! repeat 2
> FLUSHALL
< +OK
> CONFIG SET zset-max-listpack-value ${i}
< +OK

> ZADD z 1 a 2 b 3 c 4 d 4 e 5 f
< :6

> ZRANGE z 0 -1
< *6 "a" "b" "c" "d" "e" "f"
> ZRANGE z 0 -1 WITHSCORES
< *12 "a" "1" "b" "2" "c" "3" "d" "4" "e" "4" "f" "5"
> ZRANGE z 1 2
< *2 "b" "c"
> ZRANGE z -2 -1
< *2 "e" "f"
> ZRANGE z -100 1
< *2 "a" "b"
> ZRANGE z 4 100
< *2 "e" "f"
> ZRANGE z 6 7
< *0
> ZRANGE z 3 2
< *0
> ZRANGE z -1 -2
< *0
> ZRANGE z 0 -100
< *0
> ZRANGE z 9223372036854775807 9223372036854775807
< *0
> ZRANGE z -9223372036854775808 9223372036854775807
< *6 "a" "b" "c" "d" "e" "f"
> ZRANGE z 0 -1 REV
< *6 "f" "e" "d" "c" "b" "a"
> ZRANGE z 0 1 REV WITHSCORES
< *4 "f" "5" "e" "4"
> ZRANGE z -2 -1 REV
< *2 "b" "a"
> ZRANGE none 0 -1
< *0
> ZREVRANGE z 0 -1
< *6 "f" "e" "d" "c" "b" "a"
> ZREVRANGE z 0 0 WITHSCORES
< *2 "f" "5"
> ZREVRANGE z -1 -1
< *1 "a"
> ZREVRANGE none 0 -1 WITHSCORES
< *0

> ZRANGE z 2 4 BYSCORE
< *4 "b" "c" "d" "e"
> ZRANGE z (2 4 BYSCORE WITHSCORES
< *6 "c" "3" "d" "4" "e" "4"
> ZRANGE z (2 (4 BYSCORE
< *1 "c"
> ZRANGE z -inf +inf BYSCORE
< *6 "a" "b" "c" "d" "e" "f"
> ZRANGE z (-inf (inf BYSCORE
< *6 "a" "b" "c" "d" "e" "f"
> ZRANGE z 4 4 BYSCORE
< *2 "d" "e"
> ZRANGE z (4 4 BYSCORE
< *0
> ZRANGE z (4 (4 BYSCORE
< *0
> ZRANGE z 5 2 BYSCORE
< *0
> ZRANGE z 5 2 BYSCORE REV
< *5 "f" "e" "d" "c" "b"
> ZRANGE z 2 5 BYSCORE REV
< *0
> ZRANGE z 6 7 BYSCORE
< *0
> ZRANGE z 4 (2 BYSCORE REV WITHSCORES
< *6 "e" "4" "d" "4" "c" "3"
> ZRANGE z 1 5 BYSCORE LIMIT 1 2
< *2 "b" "c"
> ZRANGE z 5 1 BYSCORE REV LIMIT 1 2
< *2 "e" "d"
> ZRANGE z 5 1 LIMIT 4 10 BYSCORE REV WITHSCORES
< *4 "b" "2" "a" "1"
> ZRANGE z 1 5 BYSCORE LIMIT 0 0
< *0
> ZRANGE z 1 5 BYSCORE LIMIT 2 -1
< *4 "c" "d" "e" "f"
> ZRANGE z 1 5 BYSCORE LIMIT 6 1
< *0
> ZRANGE z 1 5 BYSCORE LIMIT -1 1
< *0
> ZRANGE z 5 1 BYSCORE REV LIMIT -1 1
< *0
> ZRANGE z 1 5 BYSCORE LIMIT 9223372036854775807 9223372036854775807
< *0
> ZRANGEBYSCORE z 2 4
< *4 "b" "c" "d" "e"
> ZRANGEBYSCORE z (2 +inf WITHSCORES LIMIT 1 2
< *4 "d" "4" "e" "4"
> ZRANGEBYSCORE z -inf inf LIMIT 1 2 WITHSCORES
< *4 "b" "2" "c" "3"
> ZRANGEBYSCORE none 0 1
< *0
> ZREVRANGEBYSCORE z 4 2
< *4 "e" "d" "c" "b"
> ZREVRANGEBYSCORE z +inf (2 WITHSCORES LIMIT 1 2
< *4 "e" "4" "d" "4"
> ZREVRANGEBYSCORE z 2 4
< *0
> ZCOUNT z 2 4
< :4
> ZCOUNT z (2 (4
< :1
> ZCOUNT z -inf +inf
< :6
> ZCOUNT z 5 1
< :0
> ZCOUNT z 10 20
< :0
> ZCOUNT none 0 1
< :0

> ZADD l 0 a 0 b 0 c 0 d 0 e
< :5
> ZRANGE l - + BYLEX
< *5 "a" "b" "c" "d" "e"
> ZRANGE l [b [d BYLEX
< *3 "b" "c" "d"
> ZRANGE l (b (d BYLEX
< *1 "c"
> ZRANGE l (b + BYLEX LIMIT 1 1
< *1 "d"
> ZRANGE l + - BYLEX
< *0
> ZRANGE l + - BYLEX REV
< *5 "e" "d" "c" "b" "a"
> ZRANGE l [d (b BYLEX REV
< *2 "d" "c"
> ZRANGE l [d [b BYLEX REV LIMIT 0 2
< *2 "d" "c"
> ZRANGE l [bb [cc BYLEX
< *1 "c"
> ZRANGE l [ [b BYLEX
< *2 "a" "b"
> ZRANGE l ( (b BYLEX
< *1 "a"
> ZRANGE l [x + BYLEX
< *0
> ZRANGE l - - BYLEX
< *0
> ZRANGE l + + BYLEX
< *0
> ZRANGEBYLEX l - [c
< *3 "a" "b" "c"
> ZRANGEBYLEX l [c + LIMIT 1 10
< *2 "d" "e"
> ZREVRANGEBYLEX l + (c
< *2 "e" "d"
> ZREVRANGEBYLEX l + - LIMIT 1 2
< *2 "d" "c"
> ZRANGEBYLEX none - +
< *0
> ZLEXCOUNT l - +
< :5
> ZLEXCOUNT l [b (d
< :2
> ZLEXCOUNT l + -
< :0
> ZLEXCOUNT l (a [a
< :0
> ZLEXCOUNT none - +
< :0

# Refused.
> ZRANGE z a 1
< -ERR value is not an integer or out of range
> ZRANGE z 0 1.5
< -ERR value is not an integer or out of range
> ZRANGE z 0 -1 BYSCORE LIMIT
< -ERR syntax error
> ZRANGE z 0 -1 BYSCORE LIMIT 1
< -ERR syntax error
> ZRANGE z 0 -1 BYSCORE LIMIT a 1
< -ERR value is not an integer or out of range
> ZRANGE z 0 -1 BYSCORE LIMIT 1 b
< -ERR value is not an integer or out of range
> ZRANGE z 0 -1 BYSCORE LIMIT a 1 FOO
< -ERR value is not an integer or out of range
> ZRANGE z 0 -1 LIMIT 0 1
< -ERR syntax error, LIMIT is only supported in combination with either BYSCORE or BYLEX
> ZRANGE z 0 -1 LIMIT 0 1 FOO
< -ERR syntax error
> ZRANGE none 0 -1 LIMIT 2 -1
< *0
> ZRANGE z 0 0 LIMIT 2 -1
< *1 "a"
> ZREVRANGE none 0 -1 LIMIT 0 -1
< *0
> ZRANGE z x y LIMIT 0 1
< -ERR syntax error, LIMIT is only supported in combination with either BYSCORE or BYLEX
> ZRANGE z 0 -1 FOO
< -ERR syntax error
> ZRANGE z x y BYSCORE
< -ERR min or max is not a float
> ZRANGE z nan 1 BYSCORE
< -ERR min or max is not a float
> ZRANGE z ((1 2 BYSCORE
< -ERR min or max is not a float
> ZRANGE z "1 " 2 BYSCORE
< -ERR min or max is not a float
> ZRANGE z a b BYLEX
< -ERR min or max not valid string range item
> ZRANGE z [a -x BYLEX
< -ERR min or max not valid string range item
> ZRANGE z "" + BYLEX
< -ERR min or max not valid string range item
> ZRANGE z - + BYLEX WITHSCORES
< -ERR syntax error, WITHSCORES not supported in combination with BYLEX
> ZRANGE z x y BYLEX WITHSCORES
< -ERR syntax error, WITHSCORES not supported in combination with BYLEX
> ZRANGE z 0 1 BYSCORE BYLEX
< -ERR syntax error
> ZRANGE z 0 1 BYLEX BYSCORE
< -ERR syntax error
> ZRANGE z 0 1 BYSCORE BYSCORE
< -ERR syntax error
> ZRANGE z 0 1 REV REV
< -ERR syntax error
> ZRANGE z 0 1 WITHSCORES WITHSCORES
< *4 "a" "1" "b" "2"
> ZRANGE z 0 5 BYSCORE LIMIT 0 1 LIMIT 0 2
< *2 "a" "b"
> ZREVRANGE z 0 -1 REV
< -ERR syntax error
> ZREVRANGE z 0 -1 LIMIT 0 1
< -ERR syntax error, LIMIT is only supported in combination with either BYSCORE or BYLEX
> ZREVRANGE z 0 -1 BYSCORE
< -ERR syntax error
> ZRANGEBYSCORE z 0 1 BYSCORE
< -ERR syntax error
> ZRANGEBYSCORE z a 1
< -ERR min or max is not a float
> ZRANGEBYSCORE z 1 b
< -ERR min or max is not a float
> ZRANGEBYSCORE z 0 1 REV
< -ERR syntax error
> ZRANGEBYLEX z - + WITHSCORES
< -ERR syntax error, WITHSCORES not supported in combination with BYLEX
> ZRANGEBYLEX z a +
< -ERR min or max not valid string range item
> ZREVRANGEBYLEX z - x
< -ERR min or max not valid string range item
> ZCOUNT z a 1
< -ERR min or max is not a float
> ZCOUNT z 1 a
< -ERR min or max is not a float
> ZCOUNT z 1
< -ERR wrong number of arguments for 'zcount' command
> ZLEXCOUNT z a +
< -ERR min or max not valid string range item
> ZLEXCOUNT z - +x
< -ERR min or max not valid string range item
> ZRANGE z 0
< -ERR wrong number of arguments for 'zrange' command
> SET s v
< +OK
> ZRANGE s 0 -1
< -WRONGTYPE Operation against a key holding the wrong kind of value
> ZRANGE s a -1
< -ERR value is not an integer or out of range
> ZRANGE s 0 1 BYSCORE
< -WRONGTYPE Operation against a key holding the wrong kind of value
> ZREVRANGE s 0 1
< -WRONGTYPE Operation against a key holding the wrong kind of value
> ZRANGEBYSCORE s 0 1
< -WRONGTYPE Operation against a key holding the wrong kind of value
> ZREVRANGEBYSCORE s 0 1
< -WRONGTYPE Operation against a key holding the wrong kind of value
> ZRANGEBYLEX s - +
< -WRONGTYPE Operation against a key holding the wrong kind of value
> ZREVRANGEBYLEX s + -
< -WRONGTYPE Operation against a key holding the wrong kind of value
> ZCOUNT s 0 1
< -WRONGTYPE Operation against a key holding the wrong kind of value
> ZCOUNT s a 1
< -ERR min or max is not a float
> ZLEXCOUNT s - +
< -WRONGTYPE Operation against a key holding the wrong kind of value

! resp3
> ZRANGE z 0 1
< *2 "a" "b"
> ZRANGE z 0 1 WITHSCORES
< *2
<   *2 "a" ,1
<   *2 "b" ,2
> ZRANGE z 2 1 WITHSCORES
< *0
> ZRANGE z 4 (2 BYSCORE REV WITHSCORES LIMIT 0 2
< *2
<   *2 "e" ,4
<   *2 "d" ,4
> ZREVRANGE z 0 0 WITHSCORES
< *1
<   *2 "f" ,5
> ZRANGEBYSCORE z 4 inf WITHSCORES
< *3
<   *2 "d" ,4
<   *2 "e" ,4
<   *2 "f" ,5
> ZRANGE none 0 -1 WITHSCORES
< *0
! resp2
! end
