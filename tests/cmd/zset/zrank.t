# ZRANK and ZREVRANK. Everything is played twice: ${i} is
# 0 for the large encoding, 1 for the listpack.

! repeat 2
> FLUSHALL
< +OK
> CONFIG SET zset-max-listpack-value ${i}
< +OK

> ZADD z 1 a 2 b 2 c 3 d
< :4
> ZRANK z a
< :0
> ZRANK z c
< :2
> ZRANK z d
< :3
> ZREVRANK z a
< :3
> ZREVRANK z c
< :1
> ZREVRANK z d
< :0
> ZRANK z x
< nil
> ZREVRANK z x
< nil
> ZRANK none a
< nil
> ZREVRANK none a
< nil
> ZADD z 0 d
< :0
> ZRANK z d
< :0
> SET s v
< +OK
> ZRANK s a
< -WRONGTYPE Operation against a key holding the wrong kind of value
> ZREVRANK s a
< -WRONGTYPE Operation against a key holding the wrong kind of value
> ZRANK z
< -ERR wrong number of arguments for 'zrank' command
> ZREVRANK z
< -ERR wrong number of arguments for 'zrevrank' command
! resp3
> ZRANK z a
< :1
> ZRANK z x
< _
> ZREVRANK none x
< _
! resp2
! end

! since 7.2
! repeat 2
> FLUSHALL
< +OK
> CONFIG SET zset-max-listpack-value ${i}
< +OK
> ZADD z 1.5 a 2 b
< :2
> ZRANK z b WITHSCORE
< *2 :1 "2"
> ZREVRANK z a withscore
< *2 :1 "1.5"
> ZRANK z x WITHSCORE
< *-1
> ZRANK none x WITHSCORE
< *-1
> ZRANK z a FOO
< -ERR syntax error
> ZRANK z a WITHSCORE FOO
< -ERR syntax error
> SET s v
< +OK
> ZRANK s a WITHSCORE
< -WRONGTYPE Operation against a key holding the wrong kind of value
> ZRANK s a FOO
< -ERR syntax error
! resp3
> ZREVRANK z a WITHSCORE
< *2 :1 ,1.5
> ZRANK z x WITHSCORE
< _
! resp2
! end
! end
