# Above maxmemory with nobody to evict: what may need memory is refused, the rest goes on.
> CONFIG GET maxmemory
< *2 "maxmemory" "0"
> CONFIG GET maxmemory-policy
< *2 "maxmemory-policy" "noeviction"
> SET text a
< +OK
> SET number 1
< +OK
> RPUSH list a b
< :2
> SADD set a
< :1
> HSET hash f v
< :1
> ZADD zset 1 a
< :1
> CONFIG SET maxmemory 1
< +OK
> SET text b
< -OOM command not allowed when used memory > 'maxmemory'.
> SET new x NX
< -OOM command not allowed when used memory > 'maxmemory'.
> SETRANGE text 1 b
< -OOM command not allowed when used memory > 'maxmemory'.
> APPEND text b
< -OOM command not allowed when used memory > 'maxmemory'.
> INCR number
< -OOM command not allowed when used memory > 'maxmemory'.
> GETSET text b
< -OOM command not allowed when used memory > 'maxmemory'.
> MSET a 1 b 2
< -OOM command not allowed when used memory > 'maxmemory'.
> MSETNX a 1 b 2
< -OOM command not allowed when used memory > 'maxmemory'.
> RPUSH list c
< -OOM command not allowed when used memory > 'maxmemory'.
> LINSERT list BEFORE a c
< -OOM command not allowed when used memory > 'maxmemory'.
> LSET list 0 c
< -OOM command not allowed when used memory > 'maxmemory'.
> RPOPLPUSH list other
< -OOM command not allowed when used memory > 'maxmemory'.
> BLMOVE list other LEFT LEFT 1
< -OOM command not allowed when used memory > 'maxmemory'.
> SADD set b
< -OOM command not allowed when used memory > 'maxmemory'.
> SUNIONSTORE to set
< -OOM command not allowed when used memory > 'maxmemory'.
> HSET hash g v
< -OOM command not allowed when used memory > 'maxmemory'.
> HINCRBY hash f 1
< -OOM command not allowed when used memory > 'maxmemory'.
> ZADD zset 2 b
< -OOM command not allowed when used memory > 'maxmemory'.
> ZINCRBY zset 1 a
< -OOM command not allowed when used memory > 'maxmemory'.
> ZUNIONSTORE to 1 zset
< -OOM command not allowed when used memory > 'maxmemory'.
> SORT list ALPHA STORE to
< -OOM command not allowed when used memory > 'maxmemory'.
> COPY text to
< -OOM command not allowed when used memory > 'maxmemory'.
> RESTORE to 0 x
< -OOM command not allowed when used memory > 'maxmemory'.
> GET text
< "a"
> LRANGE list 0 -1
< *2 "a" "b"
> EXISTS new to a other
< :0
> EXPIRE text 100
< :1
> PERSIST text
< :1
> RENAME text moved
< +OK
> MOVE moved 1
< :1
> LPOP list
< "a"
> SREM set a
< :1
> HDEL hash f
< :1
> ZREM zset a
< :1
> DEL list
< :1
> PING
< +PONG
> DBSIZE
< :1

# What is wrong with a request in itself is said first; what its keys hold, not.
> SET text
< -ERR wrong number of arguments for 'set' command
> NOSUCH text
< -ERR unknown command 'NOSUCH', with args beginning with: 'text'\x20
> RPUSH number a
< -OOM command not allowed when used memory > 'maxmemory'.
> INCR number extra
< -ERR wrong number of arguments for 'incr' command

# It is counted as rejected, and as an error of its own kind.
> CONFIG RESETSTAT
< +OK
> SET text b
< -OOM command not allowed when used memory > 'maxmemory'.
> SET text c
< -OOM command not allowed when used memory > 'maxmemory'.
> GET text
< nil
> INFO errorstats
< "# Errorstats\r\nerrorstat_OOM:count=2\r\n"
> INFO commandstats
<~ ".*cmdstat_set:calls=0,usec=0,usec_per_call=0.00,rejected_calls=2,failed_calls=0.*"

# More memory, and all is well.
> CONFIG SET maxmemory 1gb
< +OK
> INFO memory
<~ ".*\\r\\nmaxmemory:1073741824\\r\\nmaxmemory_human:1\.00G\\r\\nmaxmemory_policy:noeviction\\r\\n.*"
> SET text b
< +OK
> CONFIG SET maxmemory 0
< +OK
> INFO memory
<~ ".*\\r\\nmaxmemory:0\\r\\nmaxmemory_human:0B\\r\\nmaxmemory_policy:noeviction\\r\\n.*"
> SET text b
< +OK
> CONFIG SET maxmemory 100mb maxmemory-policy allkeys-lru maxmemory-samples 10 maxmemory-eviction-tenacity 0
< +OK
> INFO memory
<~ ".*\\r\\nmaxmemory:104857600\\r\\nmaxmemory_human:100\.00M\\r\\nmaxmemory_policy:allkeys-lru\\r\\n.*"
> CONFIG SET maxmemory-samples 0
< -ERR CONFIG SET failed (possibly related to argument 'maxmemory-samples') - argument must be between 1 and 2147483647 inclusive
> CONFIG SET maxmemory-eviction-tenacity 101
< -ERR CONFIG SET failed (possibly related to argument 'maxmemory-eviction-tenacity') - argument must be between 0 and 100 inclusive
> CONFIG SET maxmemory-policy lru
! differs: kvd has the lrm policies as well
! kvd
< -ERR CONFIG SET failed (possibly related to argument 'maxmemory-policy') - argument(s) must be one of the following: volatile-lru, volatile-lfu, volatile-random, volatile-ttl, volatile-lrm, allkeys-lru, allkeys-lfu, allkeys-random, allkeys-lrm, noeviction
! redis
< -ERR CONFIG SET failed (possibly related to argument 'maxmemory-policy') - argument(s) must be one of the following: volatile-lru, volatile-lfu, volatile-random, volatile-ttl, allkeys-lru, allkeys-lfu, allkeys-random, noeviction
! end
