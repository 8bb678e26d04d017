# Each policy evicts all it may when no memory is left.
> CONFIG SET maxmemory 0
< +OK
> CONFIG SET maxmemory-policy allkeys-lru
< +OK
> MSET a 1 b 2 c 3
< +OK
> SET d 4 EX 1000
< +OK
> SADD e x y z
< :3
> CONFIG RESETSTAT
< +OK
> CONFIG SET maxmemory 1
< +OK
! sleep 30ms
> DBSIZE
< :0
> INFO stats
<~ "(?=.*\\r\\nevicted_keys:5\\r)(?=.*\\r\\nevicted_clients:0\\r)(?=.*total_eviction_exceeded_time:[1-9])(?=.*current_eviction_exceeded_time:[1-9]).*"
> SET a 1
< -OOM command not allowed when used memory > 'maxmemory'.
> GET a
< nil
> CONFIG SET maxmemory 0
< +OK
> CONFIG SET maxmemory-policy allkeys-lfu
< +OK
> MSET a 1 b 2 c 3
< +OK
> SET d 4 EX 1000
< +OK
> SADD e x y z
< :3
> CONFIG RESETSTAT
< +OK
> CONFIG SET maxmemory 1
< +OK
! sleep 30ms
> DBSIZE
< :0
> INFO stats
<~ "(?=.*\\r\\nevicted_keys:5\\r)(?=.*\\r\\nevicted_clients:0\\r)(?=.*total_eviction_exceeded_time:[1-9])(?=.*current_eviction_exceeded_time:[1-9]).*"
> SET a 1
< -OOM command not allowed when used memory > 'maxmemory'.
> GET a
< nil
> CONFIG SET maxmemory 0
< +OK
> CONFIG SET maxmemory-policy allkeys-random
< +OK
> MSET a 1 b 2 c 3
< +OK
> SET d 4 EX 1000
< +OK
> SADD e x y z
< :3
> CONFIG RESETSTAT
< +OK
> CONFIG SET maxmemory 1
< +OK
! sleep 30ms
> DBSIZE
< :0
> INFO stats
<~ "(?=.*\\r\\nevicted_keys:5\\r)(?=.*\\r\\nevicted_clients:0\\r)(?=.*total_eviction_exceeded_time:[1-9])(?=.*current_eviction_exceeded_time:[1-9]).*"
> SET a 1
< -OOM command not allowed when used memory > 'maxmemory'.
> GET a
< nil
> CONFIG SET maxmemory 0
< +OK
> FLUSHALL
< +OK
> CONFIG SET maxmemory-policy volatile-lru
< +OK
> MSET a 1 b 2 c 3
< +OK
> SET d 4 EX 1000
< +OK
> SADD e x y z
< :3
> EXPIRE e 1000
< :1
> CONFIG RESETSTAT
< +OK
> CONFIG SET maxmemory 1
< +OK
! sleep 30ms
> SELECT 0
< +OK
> MGET a b c d
< *4 "1" "2" "3" nil
> EXISTS e
< :0
> DBSIZE
< :3
> INFO stats
<~ "(?=.*\\r\\nevicted_keys:2\\r)(?=.*\\r\\nevicted_clients:0\\r)(?=.*total_eviction_exceeded_time:[1-9])(?=.*current_eviction_exceeded_time:[1-9]).*"
> SET a 1
< -OOM command not allowed when used memory > 'maxmemory'.
> CONFIG SET maxmemory 0
< +OK
> FLUSHALL
< +OK
> CONFIG SET maxmemory-policy volatile-lfu
< +OK
> MSET a 1 b 2 c 3
< +OK
> SET d 4 EX 1000
< +OK
> SADD e x y z
< :3
> EXPIRE e 1000
< :1
> CONFIG RESETSTAT
< +OK
> CONFIG SET maxmemory 1
< +OK
! sleep 30ms
> SELECT 0
< +OK
> MGET a b c d
< *4 "1" "2" "3" nil
> EXISTS e
< :0
> DBSIZE
< :3
> INFO stats
<~ "(?=.*\\r\\nevicted_keys:2\\r)(?=.*\\r\\nevicted_clients:0\\r)(?=.*total_eviction_exceeded_time:[1-9])(?=.*current_eviction_exceeded_time:[1-9]).*"
> SET a 1
< -OOM command not allowed when used memory > 'maxmemory'.
> CONFIG SET maxmemory 0
< +OK
> FLUSHALL
< +OK
> CONFIG SET maxmemory-policy volatile-random
< +OK
> MSET a 1 b 2 c 3
< +OK
> SET d 4 EX 1000
< +OK
> SADD e x y z
< :3
> EXPIRE e 1000
< :1
> CONFIG RESETSTAT
< +OK
> CONFIG SET maxmemory 1
< +OK
! sleep 30ms
> SELECT 0
< +OK
> MGET a b c d
< *4 "1" "2" "3" nil
> EXISTS e
< :0
> DBSIZE
< :3
> INFO stats
<~ "(?=.*\\r\\nevicted_keys:2\\r)(?=.*\\r\\nevicted_clients:0\\r)(?=.*total_eviction_exceeded_time:[1-9])(?=.*current_eviction_exceeded_time:[1-9]).*"
> SET a 1
< -OOM command not allowed when used memory > 'maxmemory'.
> CONFIG SET maxmemory 0
< +OK
> FLUSHALL
< +OK
> CONFIG SET maxmemory-policy volatile-ttl
< +OK
> MSET a 1 b 2 c 3
< +OK
> SET d 4 EX 1000
< +OK
> SADD e x y z
< :3
> EXPIRE e 1000
< :1
> CONFIG RESETSTAT
< +OK
> CONFIG SET maxmemory 1
< +OK
! sleep 30ms
> SELECT 0
< +OK
> MGET a b c d
< *4 "1" "2" "3" nil
> EXISTS e
< :0
> DBSIZE
< :3
> INFO stats
<~ "(?=.*\\r\\nevicted_keys:2\\r)(?=.*\\r\\nevicted_clients:0\\r)(?=.*total_eviction_exceeded_time:[1-9])(?=.*current_eviction_exceeded_time:[1-9]).*"
> SET a 1
< -OOM command not allowed when used memory > 'maxmemory'.

# All databases give.
> CONFIG SET maxmemory 0
< +OK
> FLUSHALL
< +OK
> CONFIG SET maxmemory-policy allkeys-random
< +OK
> SET a 1
< +OK
> SELECT 3
< +OK
> SET a 1
< +OK
> SELECT 9
< +OK
> SET a 1
< +OK
> CONFIG SET maxmemory 1
< +OK
! sleep 30ms
> DBSIZE
< :0
> SELECT 3
< +OK
> DBSIZE
< :0
> SELECT 0
< +OK
> DBSIZE
< :0

# What is tracked follows the policy.
> CONFIG SET maxmemory 0
< +OK
> CONFIG SET maxmemory-policy allkeys-lfu
< +OK
> SET k v
< +OK
> OBJECT FREQ k
< :5
> OBJECT IDLETIME k
< -ERR An LFU maxmemory policy is selected, idle time not tracked. Please note that when switching between policies at runtime LRU and LFU data will take some time to adjust.
> CONFIG SET lfu-log-factor 0
< +OK
> GET k
< "v"
> TOUCH k
< :1
> OBJECT FREQ k
< :7
> EXISTS k
< :1
> TTL k
< :-1
> TYPE k
< +string
> OBJECT FREQ k
< :7
> CONFIG SET maxmemory-policy volatile-ttl
< +OK
> OBJECT FREQ k
< -ERR An LFU maxmemory policy is not selected, access frequency not tracked. Please note that when switching between policies at runtime LRU and LFU data will take some time to adjust.
> SET k v
< +OK
> OBJECT IDLETIME k
< :0

! since 8.6: the lrm policies
> CONFIG SET maxmemory-policy volatile-lrm
< +OK
> CONFIG SET maxmemory-policy allkeys-lrm
< +OK
> SET k v
< +OK
> OBJECT IDLETIME k
< :0
! sleep 2.1s
> GET k
< "v"
> TOUCH k
< :1
> OBJECT IDLETIME k
<~ :[123]
> APPEND k w
< :2
> OBJECT IDLETIME k
< :0
! end
