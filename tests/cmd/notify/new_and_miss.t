# Keys that come to be (n), and reads of keys that are not there (m).

> CONFIG SET notify-keyspace-events Emn
< +OK
@s > PSUBSCRIBE __key*__:*
@s < *3 "psubscribe" "__key*__:*" :1
> SET s v
< +OK
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:new" "s"
> SET s w
< +OK
> GET none
< nil
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:keymiss" "none"
> MGET none s none2
< *3 nil "w" nil
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:keymiss" "none"
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:keymiss" "none2"
> EXISTS none
< :0
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:keymiss" "none"
> TTL none
< :-2
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:keymiss" "none"
> TYPE none
< +none
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:keymiss" "none"
> OBJECT ENCODING none
< nil
> STRLEN none
< :0
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:keymiss" "none"
> GETRANGE none 0 1
< ""
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:keymiss" "none"
> LRANGE none 0 -1
< *0
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:keymiss" "none"
> LLEN none
< :0
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:keymiss" "none"
> LPOP none
< nil
> HGET none f
< nil
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:keymiss" "none"
> HLEN none
< :0
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:keymiss" "none"
> SMEMBERS none
< *0
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:keymiss" "none"
> SISMEMBER none m
< :0
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:keymiss" "none"
> ZSCORE none m
< nil
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:keymiss" "none"
> ZRANGE none 0 -1
< *0
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:keymiss" "none"
> XLEN none
< :0
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:keymiss" "none"
> XRANGE none - +
< *0
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:keymiss" "none"
> GETBIT none 0
< :0
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:keymiss" "none"
> PFCOUNT none
< :0
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:keymiss" "none"
> GETEX none
< nil
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:keymiss" "none"
> GETDEL none
< nil
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:keymiss" "none"
> GETSET gs v
< nil
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:keymiss" "gs"
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:new" "gs"
> DUMP none
< nil
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:keymiss" "none"
> TOUCH none
< :0
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:keymiss" "none"
> SORT none
< *0
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:keymiss" "none"
> SINTER s1 s2
< *0
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:keymiss" "s1"
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:keymiss" "s2"
> SUNION s1 s2
< *0
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:keymiss" "s1"
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:keymiss" "s2"
> ZUNION 1 none
< *0
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:keymiss" "none"
> GEOPOS none m
< *1 *-1
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:keymiss" "none"
> APPEND none x
< :1
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:new" "none"
> INCR i
< :1
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:new" "i"
> LPUSH l a
< :1
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:new" "l"
> SADD set a
< :1
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:new" "set"
> HSET h f v
< :1
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:new" "h"
> ZADD z 1 a
< :1
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:new" "z"
> XADD x 1-1 f v
< "1-1"
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:new" "x"
> SETBIT b 0 1
< :0
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:new" "b"
> PFADD p a
< :1
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:new" "p"
> MSET s 1 m 2
< +OK
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:new" "m"
> RENAME s t
< +OK
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:new" "t"
> COPY t u
< :1
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:new" "u"
> SMOVE set set2 a
< :1
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:new" "set2"
> RPOPLPUSH l l2
< "a"
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:new" "l2"
> SORT l2 ALPHA STORE sorted
< :1
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:new" "sorted"
> ZUNIONSTORE zu 1 z
< :1
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:new" "zu"
> MOVE t 1
< :1
@s < *4 "pmessage" "__key*__:*" "__keyevent@1__:new" "t"
> DEL none
< :1
> EXPIRE none 5
< :0
> LREM none 0 x
< :0
> RENAME none x
< -ERR no such key
> LCS h none
< -ERR The specified keys must contain string values
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:keymiss" "none"

# A key that takes the place of another one is new.
> FLUSHALL
< +OK
> CONFIG SET notify-keyspace-events En
< +OK
> MSET a 1 b 2
< +OK
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:new" "a"
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:new" "b"
> RENAME a b
< +OK
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:new" "b"
> SET a 1
< +OK
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:new" "a"
> COPY a b REPLACE
< :1
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:new" "b"
> EVAL "redis.call('RESTORE', 'a', 0, redis.call('DUMP', 'b'), 'REPLACE') return 1" 0
< :1
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:new" "a"
> BITOP NOT a b
< :1
> SUNIONSTORE a none
< :0
@s < nothing
