# Every command on a key that holds no set.

> SET str x
< +OK
> SADD s a
< :1
> SADD str a
< -WRONGTYPE Operation against a key holding the wrong kind of value
> SREM str a
< -WRONGTYPE Operation against a key holding the wrong kind of value
> SISMEMBER str a
< -WRONGTYPE Operation against a key holding the wrong kind of value
> SMISMEMBER str a b
< -WRONGTYPE Operation against a key holding the wrong kind of value
> SCARD str
< -WRONGTYPE Operation against a key holding the wrong kind of value
> SMEMBERS str
< -WRONGTYPE Operation against a key holding the wrong kind of value
> SMOVE str s a
< -WRONGTYPE Operation against a key holding the wrong kind of value
> SMOVE s str a
< -WRONGTYPE Operation against a key holding the wrong kind of value
> SMOVE s str x
< -WRONGTYPE Operation against a key holding the wrong kind of value
> SMOVE str str x
< -WRONGTYPE Operation against a key holding the wrong kind of value
> SMOVE none str x
< :0
> SPOP str
< -WRONGTYPE Operation against a key holding the wrong kind of value
> SPOP str 1
< -WRONGTYPE Operation against a key holding the wrong kind of value
> SPOP str 0
< -WRONGTYPE Operation against a key holding the wrong kind of value
> SRANDMEMBER str
< -WRONGTYPE Operation against a key holding the wrong kind of value
> SRANDMEMBER str 1
< -WRONGTYPE Operation against a key holding the wrong kind of value
> SRANDMEMBER str 0
< -WRONGTYPE Operation against a key holding the wrong kind of value
> SSCAN str 0
< -WRONGTYPE Operation against a key holding the wrong kind of value

> SINTER str
< -WRONGTYPE Operation against a key holding the wrong kind of value
> SINTER s str
< -WRONGTYPE Operation against a key holding the wrong kind of value
> SINTER none str
< -WRONGTYPE Operation against a key holding the wrong kind of value
> SINTER str none
< -WRONGTYPE Operation against a key holding the wrong kind of value
> SINTERCARD 1 str
< -WRONGTYPE Operation against a key holding the wrong kind of value
> SINTERCARD 2 none str
< -WRONGTYPE Operation against a key holding the wrong kind of value
> SINTERSTORE d none str
< -WRONGTYPE Operation against a key holding the wrong kind of value
> SUNION s str
< -WRONGTYPE Operation against a key holding the wrong kind of value
> SUNIONSTORE d s str
< -WRONGTYPE Operation against a key holding the wrong kind of value
> SDIFF s str
< -WRONGTYPE Operation against a key holding the wrong kind of value
> SDIFF none str
< -WRONGTYPE Operation against a key holding the wrong kind of value
> SDIFFSTORE d s str
< -WRONGTYPE Operation against a key holding the wrong kind of value
> EXISTS d
< :0
> GET s
< -WRONGTYPE Operation against a key holding the wrong kind of value
> INCR s
< -WRONGTYPE Operation against a key holding the wrong kind of value

# A destination may hold anything.
> SUNIONSTORE str s
< :1
> TYPE str
< +set
> SET s x
< +OK
> GET s
< "x"
