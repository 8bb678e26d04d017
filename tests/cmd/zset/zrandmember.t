# ZRANDMEMBER. Everything is played twice: ${i} is
# 0 for the large encoding, 1 for the listpack.

! repeat 2
> FLUSHALL
< +OK
> CONFIG SET zset-max-listpack-value ${i}
< +OK

> ZRANDMEMBER none
< nil
> ZRANDMEMBER none 2
< *0
> ZRANDMEMBER none -2
< *0
> ZRANDMEMBER none 2 WITHSCORES
< *0
> ZADD z 2.5 a
< :1
> ZRANDMEMBER z
< "a"
> ZRANDMEMBER z 1
< *1 "a"
> ZRANDMEMBER z 5
< *1 "a"
> ZRANDMEMBER z 5 WITHSCORES
< *2 "a" "2.5"
> ZRANDMEMBER z -3
< *3 "a" "a" "a"
> ZRANDMEMBER z -2 WITHSCORES
< *4 "a" "2.5" "a" "2.5"
> ZRANDMEMBER z 0
< *0
> ZRANDMEMBER z 0 WITHSCORES
< *0
> ZRANDMEMBER z x
< -ERR value is not an integer or out of range
> ZRANDMEMBER z 1 FOO
< -ERR syntax error
> ZRANDMEMBER z 1 WITHSCORES FOO
< -ERR syntax error
> ZRANDMEMBER z x WITHSCORES
< -ERR value is not an integer or out of range
> ZRANDMEMBER z WITHSCORES
< -ERR value is not an integer or out of range
> ZRANDMEMBER z -9223372036854775808
< -ERR value is out of range, value must between -9223372036854775807 and 9223372036854775807
> ZRANDMEMBER z 9223372036854775807
< *1 "a"
> ZRANDMEMBER z 9223372036854775807 WITHSCORES
< -ERR value is out of range
> ZRANDMEMBER z 4611686018427387903 WITHSCORES
< *2 "a" "2.5"
> ZRANDMEMBER z -9223372036854775807 WITHSCORES
< -ERR value is out of range
> ZRANDMEMBER
< -ERR wrong number of arguments for 'zrandmember' command
> SET s v
< +OK
> ZRANDMEMBER s
< -WRONGTYPE Operation against a key holding the wrong kind of value
> ZRANDMEMBER s 1
< -WRONGTYPE Operation against a key holding the wrong kind of value
> ZRANDMEMBER s x
< -ERR value is not an integer or out of range
! resp3
> ZRANDMEMBER z
< "a"
> ZRANDMEMBER z 1
< *1 "a"
> ZRANDMEMBER z 2 WITHSCORES
< *1
<   *2 "a" ,2.5
> ZRANDMEMBER z -2 WITHSCORES
< *2
<   *2 "a" ,2.5
<   *2 "a" ,2.5
> ZRANDMEMBER none
< _
> ZRANDMEMBER none 1 WITHSCORES
< *0
! resp2
! end
