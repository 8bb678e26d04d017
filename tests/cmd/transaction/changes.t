# What is a change of a watched key, and what is none: a command that finds nothing to do changes nothing.

@b > MSET s 5 t 5
@b < +OK
> WATCH s
< +OK
@b > SET s 6
@b < +OK
> MULTI
< +OK
> EXEC
< *-1

> WATCH s
< +OK
@b > SET s 7 NX
@b < nil
> MULTI
< +OK
> EXEC
< *0

> WATCH s
< +OK
@b > SET s 7 XX
@b < +OK
> MULTI
< +OK
> EXEC
< *-1

> WATCH none
< +OK
@b > SET none 7 XX
@b < nil
> MULTI
< +OK
> EXEC
< *0

> WATCH s
< +OK
@b > GETSET s 8
@b < "7"
> MULTI
< +OK
> EXEC
< *-1

> WATCH s
< +OK
@b > SETNX s 1
@b < :0
> MULTI
< +OK
> EXEC
< *0

> WATCH s
< +OK
@b > APPEND s ""
@b < :1
> MULTI
< +OK
> EXEC
< *-1

> WATCH s
< +OK
@b > APPEND s x
@b < :2
> MULTI
< +OK
> EXEC
< *-1

> WATCH s
< +OK
@b > SETRANGE s 0 ""
@b < :2
> MULTI
< +OK
> EXEC
< *0

> WATCH s
< +OK
@b > SETRANGE s 0 a
@b < :2
> MULTI
< +OK
> EXEC
< *-1

@b > SET s 5
@b < +OK
> WATCH s
< +OK
@b > INCR s
@b < :6
> MULTI
< +OK
> EXEC
< *-1

> WATCH s
< +OK
@b > INCRBY s 0
@b < :6
> MULTI
< +OK
> EXEC
< *-1

> WATCH s
< +OK
@b > DECR s
@b < :5
> MULTI
< +OK
> EXEC
< *-1

> WATCH s
< +OK
@b > INCRBYFLOAT s 0
@b < "5"
> MULTI
< +OK
> EXEC
< *-1

> WATCH s
< +OK
@b > MSETNX s 1 u 2
@b < :0
> MULTI
< +OK
> EXEC
< *0

> WATCH s
< +OK
@b > SETBIT s 0 0
@b < :0
> MULTI
< +OK
> EXEC
< *0

> WATCH s
< +OK
@b > GETEX s
@b < "5"
> MULTI
< +OK
> EXEC
< *0

> WATCH s
< +OK
@b > GETEX s EX 100
@b < "5"
> MULTI
< +OK
> EXEC
< *-1

> WATCH s
< +OK
@b > GETEX s PERSIST
@b < "5"
> MULTI
< +OK
> EXEC
< *-1

> WATCH s
< +OK
@b > GETEX s PERSIST
@b < "5"
> MULTI
< +OK
> EXEC
< *0

> WATCH s
< +OK
@b > EXPIRE s 100
@b < :1
> MULTI
< +OK
> EXEC
< *-1

> WATCH s
< +OK
@b > EXPIRE s 50 GT
@b < :0
> MULTI
< +OK
> EXEC
< *0

> WATCH s
< +OK
@b > PERSIST s
@b < :1
> MULTI
< +OK
> EXEC
< *-1

> WATCH s
< +OK
@b > PERSIST s
@b < :0
> MULTI
< +OK
> EXEC
< *0

> WATCH none
< +OK
@b > EXPIRE none 10
@b < :0
> MULTI
< +OK
> EXEC
< *0

> WATCH s
< +OK
@b > EXPIRE s -1
@b < :1
> MULTI
< +OK
> EXEC
< *-1

> WATCH s
< +OK
@b > SET s 1 PX 100000
@b < +OK
> MULTI
< +OK
> EXEC
< *-1

> WATCH none
< +OK
@b > DEL none
@b < :0
> MULTI
< +OK
> EXEC
< *0

> WATCH s
< +OK
@b > DEL s t
@b < :2
> MULTI
< +OK
> EXEC
< *-1

@b > SET s 5
@b < +OK
> WATCH s
< +OK
@b > GETDEL s
@b < "5"
> MULTI
< +OK
> EXEC
< *-1

> WATCH none
< +OK
@b > GETDEL none
@b < nil
> MULTI
< +OK
> EXEC
< *0

@b > SET s 5
@b < +OK
> WATCH s
< +OK
@b > UNLINK s
@b < :1
> MULTI
< +OK
> EXEC
< *-1

@b > SET s 5
@b < +OK
> WATCH s
< +OK
@b > RENAME s r
@b < +OK
> MULTI
< +OK
> EXEC
< *-1

> WATCH r
< +OK
@b > RENAME r s
@b < +OK
> MULTI
< +OK
> EXEC
< *-1

@b > SET r 1
@b < +OK
> WATCH r
< +OK
@b > RENAME s r
@b < +OK
> MULTI
< +OK
> EXEC
< *-1

> WATCH r
< +OK
@b > RENAME r r
@b < +OK
> MULTI
< +OK
> EXEC
< *0

@b > SET q 1
@b < +OK
> WATCH r
< +OK
@b > RENAMENX q r
@b < :0
> MULTI
< +OK
> EXEC
< *0

> WATCH r
< +OK
@b > COPY q r
@b < :0
> MULTI
< +OK
> EXEC
< *0

> WATCH r
< +OK
@b > COPY q r REPLACE
@b < :1
> MULTI
< +OK
> EXEC
< *-1

> WATCH q
< +OK
@b > COPY q r REPLACE
@b < :1
> MULTI
< +OK
> EXEC
< *0

> WATCH q
< +OK
@b > MOVE q 2
@b < :1
> MULTI
< +OK
> EXEC
< *-1

> WATCH none
< +OK
@b > MOVE none 2
@b < :0
> MULTI
< +OK
> EXEC
< *0

> WATCH q
< +OK
@b > MOVE q 2
@b < :0
> MULTI
< +OK
> EXEC
< *0

@b > RPUSH l a b
@b < :2
> WATCH l
< +OK
@b > RPUSH l c
@b < :3
> MULTI
< +OK
> EXEC
< *-1

> WATCH l
< +OK
@b > LPUSHX none c
@b < :0
> MULTI
< +OK
> EXEC
< *0

> WATCH l
< +OK
@b > LREM l 0 zz
@b < :0
> MULTI
< +OK
> EXEC
< *0

> WATCH l
< +OK
@b > LREM l 0 c
@b < :1
> MULTI
< +OK
> EXEC
< *-1

> WATCH l
< +OK
@b > LSET l 0 a
@b < +OK
> MULTI
< +OK
> EXEC
< *-1

> WATCH l
< +OK
@b > LTRIM l 0 -1
@b < +OK
> MULTI
< +OK
> EXEC
< *-1

> WATCH l
< +OK
@b > LTRIM l 0 0
@b < +OK
> MULTI
< +OK
> EXEC
< *-1

> WATCH l
< +OK
@b > LPOP l 0
@b < *0
> MULTI
< +OK
> EXEC
< *0

> WATCH l
< +OK
@b > LINSERT l BEFORE zz x
@b < :-1
> MULTI
< +OK
> EXEC
< *0

> WATCH l
< +OK
@b > LINSERT l BEFORE a x
@b < :2
> MULTI
< +OK
> EXEC
< *-1

> WATCH l
< +OK
@b > LMOVE l l LEFT RIGHT
@b < "x"
> MULTI
< +OK
> EXEC
< *-1

> WATCH l
< +OK
@b > LMOVE none l LEFT LEFT
@b < nil
> MULTI
< +OK
> EXEC
< *0

> WATCH l
< +OK
@b > LPOP l
@b < "a"
> MULTI
< +OK
> EXEC
< *-1

> WATCH none
< +OK
@b > RPUSHX none 1
@b < :0
> MULTI
< +OK
> EXEC
< *0

@b > SADD set a b
@b < :2
> WATCH set
< +OK
@b > SADD set a
@b < :0
> MULTI
< +OK
> EXEC
< *0

> WATCH set
< +OK
@b > SADD set c
@b < :1
> MULTI
< +OK
> EXEC
< *-1

> WATCH set
< +OK
@b > SREM set zz
@b < :0
> MULTI
< +OK
> EXEC
< *0

> WATCH set
< +OK
@b > SREM set c
@b < :1
> MULTI
< +OK
> EXEC
< *-1

> WATCH set
< +OK
@b > SPOP set 0
@b < *0
> MULTI
< +OK
> EXEC
< *0

> WATCH set
< +OK
@b > SMOVE set other zz
@b < :0
> MULTI
< +OK
> EXEC
< *0

> WATCH set
< +OK
@b > SMOVE set set a
@b < :1
> MULTI
< +OK
> EXEC
< *0

> WATCH set
< +OK
@b > SINTERSTORE set none none
@b < :0
> MULTI
< +OK
> EXEC
< *-1

@b > SADD set a
@b < :1
> WATCH set
< +OK
@b > SINTERSTORE set none none
@b < :0
> MULTI
< +OK
> EXEC
< *-1

> WATCH set
< +OK
@b > SINTERSTORE set none none
@b < :0
> MULTI
< +OK
> EXEC
< *0

@b > HSET h f v
@b < :1
> WATCH h
< +OK
@b > HSET h f v
@b < :0
> MULTI
< +OK
> EXEC
< *-1

> WATCH h
< +OK
@b > HSETNX h f v
@b < :0
> MULTI
< +OK
> EXEC
< *0

> WATCH h
< +OK
@b > HDEL h zz
@b < :0
> MULTI
< +OK
> EXEC
< *0

> WATCH h
< +OK
@b > HINCRBY h n 0
@b < :0
> MULTI
< +OK
> EXEC
< *-1

> WATCH h
< +OK
@b > HDEL h n
@b < :1
> MULTI
< +OK
> EXEC
< *-1

@b > ZADD z 1 a 2 b
@b < :2
> WATCH z
< +OK
@b > ZADD z 1 a
@b < :0
> MULTI
< +OK
> EXEC
< *0

> WATCH z
< +OK
@b > ZADD z NX 5 a
@b < :0
> MULTI
< +OK
> EXEC
< *0

> WATCH z
< +OK
@b > ZADD z XX 5 zz
@b < :0
> MULTI
< +OK
> EXEC
< *0

> WATCH z
< +OK
@b > ZADD z 7 a
@b < :0
> MULTI
< +OK
> EXEC
< *-1

> WATCH z
< +OK
@b > ZINCRBY z 0 a
@b < "7"
> MULTI
< +OK
> EXEC
< *0

> WATCH z
< +OK
@b > ZREM z zz
@b < :0
> MULTI
< +OK
> EXEC
< *0

> WATCH z
< +OK
@b > ZREM z a
@b < :1
> MULTI
< +OK
> EXEC
< *-1

> WATCH z
< +OK
@b > ZREMRANGEBYSCORE z 100 200
@b < :0
> MULTI
< +OK
> EXEC
< *0

> WATCH z
< +OK
@b > ZREMRANGEBYRANK z 0 -1
@b < :1
> MULTI
< +OK
> EXEC
< *-1

> WATCH z
< +OK
@b > ZUNIONSTORE z 1 none
@b < :0
> MULTI
< +OK
> EXEC
< *0

@b > RPUSH nums 3 1 2
@b < :3
> WATCH out
< +OK
@b > SORT nums STORE out
@b < :3
> MULTI
< +OK
> EXEC
< *-1

> WATCH out
< +OK
@b > SORT none STORE out
@b < :0
> MULTI
< +OK
> EXEC
< *-1

> WATCH out
< +OK
@b > SORT none STORE out
@b < :0
> MULTI
< +OK
> EXEC
< *0

> WATCH nums
< +OK
@b > SORT nums
@b < *3 "1" "2" "3"
> MULTI
< +OK
> EXEC
< *0

@b > SET bits a
@b < +OK
> WATCH bitout
< +OK
@b > BITOP AND bitout bits
@b < :1
> MULTI
< +OK
> EXEC
< *-1

> WATCH bitout
< +OK
@b > BITOP AND bitout none
@b < :0
> MULTI
< +OK
> EXEC
< *-1

> WATCH bitout
< +OK
@b > BITOP AND bitout none
@b < :0
> MULTI
< +OK
> EXEC
< *0
