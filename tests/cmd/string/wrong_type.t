# Keys that hold another type.

> RPUSH l a
< :1
> GET l
< -WRONGTYPE Operation against a key holding the wrong kind of value
> STRLEN l
< -WRONGTYPE Operation against a key holding the wrong kind of value
> SET l v GET
< -WRONGTYPE Operation against a key holding the wrong kind of value
> SET l v NX
< nil
> SET l v NX GET
< -WRONGTYPE Operation against a key holding the wrong kind of value
> SET l v XX GET
< -WRONGTYPE Operation against a key holding the wrong kind of value
> SET l v GET EX 0
< -ERR invalid expire time in 'set' command
> SETNX l v
< :0
> GETEX l
< -WRONGTYPE Operation against a key holding the wrong kind of value
> GETEX l EX 0
< -WRONGTYPE Operation against a key holding the wrong kind of value
> GETDEL l
< -WRONGTYPE Operation against a key holding the wrong kind of value
> GETSET l v
< -WRONGTYPE Operation against a key holding the wrong kind of value
> GETRANGE l 0 -1
< -WRONGTYPE Operation against a key holding the wrong kind of value
> SUBSTR l 0 -1
< -WRONGTYPE Operation against a key holding the wrong kind of value
> SETRANGE l 0 x
< -WRONGTYPE Operation against a key holding the wrong kind of value
> SETRANGE l 0 ""
< -WRONGTYPE Operation against a key holding the wrong kind of value
> SETRANGE l -1 x
< -ERR offset is out of range
> SETRANGE l 536870912 x
< -WRONGTYPE Operation against a key holding the wrong kind of value
> APPEND l x
< -WRONGTYPE Operation against a key holding the wrong kind of value
> INCR l
< -WRONGTYPE Operation against a key holding the wrong kind of value
> DECR l
< -WRONGTYPE Operation against a key holding the wrong kind of value
> INCRBY l 1
< -WRONGTYPE Operation against a key holding the wrong kind of value
> INCRBY l abc
< -ERR value is not an integer or out of range
> DECRBY l 1
< -WRONGTYPE Operation against a key holding the wrong kind of value
> INCRBYFLOAT l 1
< -WRONGTYPE Operation against a key holding the wrong kind of value
> INCRBYFLOAT l abc
< -WRONGTYPE Operation against a key holding the wrong kind of value
> SET s v
< +OK
> MGET s l s
< *3 "v" nil "v"
> MSETNX l 1 fresh 2
< :0
> LCS l s
< -ERR The specified keys must contain string values
> LCS s l LEN
< -ERR The specified keys must contain string values
> LCS none l
< -ERR The specified keys must contain string values
> LCS l s FOO
< -ERR The specified keys must contain string values
> LRANGE l 0 -1
< *1 "a"
> SET l v
< +OK
> GET l
< "v"
> RPUSH m a
< :1
> MSET m v
< +OK
> GET m
< "v"
> RPUSH p a
< :1
> PSETEX p 100000 v
< +OK
> GET p
< "v"
