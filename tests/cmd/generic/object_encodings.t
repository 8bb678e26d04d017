# OBJECT over every type and encoding.
> SET int 1234567
> SET embstr text
> SET raw "x"*100
> RPUSH list:listpack a b
> RPUSH list:quicklist "x"*9000 b
> HSET hash:listpack f v
> HSET hash:hashtable f "x"*65
> SADD set:intset 1 2
> SADD set:listpack a b
> SADD set:hashtable a "b"*65
> ZADD zset:listpack 1 a
> ZADD zset:skiplist 1 "x"*65
< +OK
< +OK
< +OK
< :2
< :2
< :1
< :1
< :2
< :2
< :2
< :1
< :1
> OBJECT ENCODING int
> OBJECT ENCODING embstr
> OBJECT ENCODING raw
> OBJECT ENCODING list:quicklist
> OBJECT ENCODING hash:listpack
> OBJECT ENCODING hash:hashtable
> OBJECT ENCODING set:intset
> OBJECT ENCODING set:hashtable
> OBJECT ENCODING zset:listpack
> OBJECT ENCODING zset:skiplist
< "int"
< "embstr"
< "raw"
< "quicklist"
< "listpack"
< "hashtable"
< "intset"
< "hashtable"
< "listpack"
< "skiplist"
! since 7.2
> OBJECT ENCODING list:listpack
> OBJECT ENCODING set:listpack
< "listpack"
< "listpack"
! end
> OBJECT REFCOUNT int
> OBJECT REFCOUNT embstr
> OBJECT REFCOUNT raw
> OBJECT REFCOUNT list:listpack
> OBJECT REFCOUNT list:quicklist
> OBJECT REFCOUNT hash:listpack
> OBJECT REFCOUNT hash:hashtable
> OBJECT REFCOUNT set:intset
> OBJECT REFCOUNT set:listpack
> OBJECT REFCOUNT set:hashtable
> OBJECT REFCOUNT zset:listpack
> OBJECT REFCOUNT zset:skiplist
< :1
< :1
< :1
< :1
< :1
< :1
< :1
< :1
< :1
< :1
< :1
< :1
> OBJECT IDLETIME int
> OBJECT IDLETIME embstr
> OBJECT IDLETIME raw
> OBJECT IDLETIME list:listpack
> OBJECT IDLETIME list:quicklist
> OBJECT IDLETIME hash:listpack
> OBJECT IDLETIME hash:hashtable
> OBJECT IDLETIME set:intset
> OBJECT IDLETIME set:listpack
> OBJECT IDLETIME set:hashtable
> OBJECT IDLETIME zset:listpack
> OBJECT IDLETIME zset:skiplist
<~ :[01]
<~ :[01]
<~ :[01]
<~ :[01]
<~ :[01]
<~ :[01]
<~ :[01]
<~ :[01]
<~ :[01]
<~ :[01]
<~ :[01]
<~ :[01]
> OBJECT FREQ list:listpack
< -ERR An LFU maxmemory policy is not selected, access frequency not tracked. Please note that when switching between policies at runtime LRU and LFU data will take some time to adjust.

# Under an LFU policy the frequency is told instead.
> CONFIG SET maxmemory-policy allkeys-lfu
< +OK
> OBJECT FREQ int
> OBJECT FREQ embstr
> OBJECT FREQ raw
> OBJECT FREQ list:listpack
> OBJECT FREQ list:quicklist
> OBJECT FREQ hash:listpack
> OBJECT FREQ hash:hashtable
> OBJECT FREQ set:intset
> OBJECT FREQ set:listpack
> OBJECT FREQ set:hashtable
> OBJECT FREQ zset:listpack
> OBJECT FREQ zset:skiplist
<~ :\d+
<~ :\d+
<~ :\d+
<~ :\d+
<~ :\d+
<~ :\d+
<~ :\d+
<~ :\d+
<~ :\d+
<~ :\d+
<~ :\d+
<~ :\d+
> OBJECT IDLETIME set:intset
< -ERR An LFU maxmemory policy is selected, idle time not tracked. Please note that when switching between policies at runtime LRU and LFU data will take some time to adjust.
> CONFIG SET maxmemory-policy noeviction
< +OK

> OBJECT HELP
<~ \*\d+ \+OBJECT <subcommand> .*ENCODING <key>.*FREQ <key>.*IDLETIME <key>.*REFCOUNT <key>.*
