# ZPOPMIN, ZPOPMAX and ZMPOP. Everything is played twice: ${i} is
# 0 for the large encoding, 1 for the listpack.

! repeat 2
> FLUSHALL
< +OK
> CONFIG SET zset-max-listpack-value ${i}
< +OK

> ZADD z 1 a 2 b 3 c 4 d 5 e 6 f
< :6
> ZPOPMIN z
< *2 "a" "1"
> ZPOPMAX z
< *2 "f" "6"
> ZPOPMIN z 2
< *4 "b" "2" "c" "3"
> ZPOPMAX z 1
< *2 "e" "5"
> ZPOPMIN z 0
< *0
> ZPOPMAX z 10
< *2 "d" "4"
> EXISTS z
< :0
> ZPOPMIN z
< *0
> ZPOPMIN z 5
< *0
> ZADD z 1 a
< :1
> ZPOPMIN z -1
< -ERR value is out of range, must be positive
> ZPOPMIN z x
< -ERR value is out of range, must be positive
> ZPOPMIN z x 2
< -ERR syntax error
> ZPOPMIN z 1 2
< -ERR syntax error
> ZPOPMAX z -1
< -ERR value is out of range, must be positive
> ZPOPMIN
< -ERR wrong number of arguments for 'zpopmin' command
> SET s v
< +OK
> ZPOPMIN s
< -WRONGTYPE Operation against a key holding the wrong kind of value
> ZPOPMAX s 2
< -WRONGTYPE Operation against a key holding the wrong kind of value
> ZPOPMAX s 0
< -WRONGTYPE Operation against a key holding the wrong kind of value
> ZPOPMIN s -1
< -ERR value is out of range, must be positive

> ZADD z 1 a 2 b 3 c 4 d 5 e 6 f
< :5
> ZMPOP 1 z MIN
< *2
<   "z"
<   *1
<     *2 "a" "1"
> ZMPOP 1 z MAX
< *2
<   "z"
<   *1
<     *2 "f" "6"
> ZMPOP 2 none z MIN COUNT 2
< *2
<   "z"
<   *2
<     *2 "b" "2"
<     *2 "c" "3"
> ZMPOP 2 none z max count 10
< *2
<   "z"
<   *2
<     *2 "e" "5"
<     *2 "d" "4"
> EXISTS z
< :0
> ZMPOP 2 none z MIN
< *-1
> ZADD z 1 a
< :1
> ZADD y 1 a
< :1
> ZMPOP 2 y z MIN COUNT 5
< *2
<   "y"
<   *1
<     *2 "a" "1"
> ZMPOP 0 z MIN
< -ERR numkeys should be greater than 0
> ZMPOP -1 z MIN
< -ERR numkeys should be greater than 0
> ZMPOP x z MIN
< -ERR numkeys should be greater than 0
> ZMPOP 1.5 z MIN
< -ERR numkeys should be greater than 0
> ZMPOP 2 z MIN
< -ERR syntax error
> ZMPOP 3 z MIN
< -ERR syntax error
> ZMPOP 1 z
< -ERR wrong number of arguments for 'zmpop' command
> ZMPOP 1 z y MIN
< -ERR syntax error
> ZMPOP 1 z MIDDLE
< -ERR syntax error
> ZMPOP 1 z MIN COUNT 0
< -ERR count should be greater than 0
> ZMPOP 1 z MIN COUNT -1
< -ERR count should be greater than 0
> ZMPOP 1 z MIN COUNT x
< -ERR count should be greater than 0
> ZMPOP 1 z MIN COUNT
< -ERR syntax error
> ZMPOP 1 z MIN COUNT 1 COUNT 2
< -ERR syntax error
> ZMPOP 1 z MIN MAX
< -ERR syntax error
> ZMPOP 2 s z MIN
< -WRONGTYPE Operation against a key holding the wrong kind of value
> ZMPOP 2 z s MIN
< *2
<   "z"
<   *1
<     *2 "a" "1"
> ZMPOP 2 z s MIN
< -WRONGTYPE Operation against a key holding the wrong kind of value

! resp3
> ZADD z 1 a 2.5 b 3 c inf d
< :4
> ZPOPMIN z
< *2 "a" ,1
> ZPOPMIN z 1
< *1
<   *2 "b" ,2.5
> ZPOPMAX z 1
< *1
<   *2 "d" ,inf
> ZPOPMAX z
< *2 "c" ,3
> ZPOPMIN z
< *0
> ZPOPMIN z 1
< *0
> ZADD z 1 a 2.5 b 3 c inf d
< :4
> ZMPOP 1 z MAX
< *2
<   "z"
<   *1
<     *2 "d" ,inf
> ZMPOP 1 z MIN COUNT 3
< *2
<   "z"
<   *3
<     *2 "a" ,1
<     *2 "b" ,2.5
<     *2 "c" ,3
> ZMPOP 1 z MIN
< _
! resp2
! end
