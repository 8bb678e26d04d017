! config enable-debug-command yes
# What DEBUG shows of the memory of values.
> SET s hello
> SET r "x"*100
> HSET h a 1
> SADD i 1 2 3
> ZADD z 1 a
> RPUSH l "x"*9000 b c
> CONFIG SET hash-max-listpack-entries 2 set-max-intset-entries 2 zset-max-listpack-entries 2
> HSET hh a 1 b 2 c 3
> ZADD zz 1 a 2 b 3 c
> SADD ss a b "c"*70
> CONFIG SET set-max-intset-entries 512
< +OK
< +OK
< :1
< :3
< :1
< :3
< +OK
< :3
< :3
< :3
< +OK

# The length is that of the value in an RDB file.
> DEBUG OBJECT s
> DEBUG OBJECT r
> DEBUG OBJECT h
> DEBUG OBJECT i
> DEBUG OBJECT z
> DEBUG OBJECT hh
> DEBUG OBJECT zz
<~ \+Value at:0x[0-9a-f]+ refcount:1 encoding:embstr serializedlength:6 lru:\d+ lru_seconds_idle:\d+
<~ \+Value at:0x[0-9a-f]+ refcount:1 encoding:raw serializedlength:13 lru:\d+ lru_seconds_idle:\d+
<~ \+Value at:0x[0-9a-f]+ refcount:1 encoding:listpack serializedlength:13 lru:\d+ lru_seconds_idle:\d+
<~ \+Value at:0x[0-9a-f]+ refcount:1 encoding:intset serializedlength:15 lru:\d+ lru_seconds_idle:\d+
<~ \+Value at:0x[0-9a-f]+ refcount:1 encoding:listpack serializedlength:13 lru:\d+ lru_seconds_idle:\d+
<~ \+Value at:0x[0-9a-f]+ refcount:1 encoding:hashtable serializedlength:13 lru:\d+ lru_seconds_idle:\d+
<~ \+Value at:0x[0-9a-f]+ refcount:1 encoding:skiplist serializedlength:31 lru:\d+ lru_seconds_idle:\d+
> DEBUG OBJECT ss
<~ \+Value at:0x[0-9a-f]+ refcount:1 encoding:hashtable serializedlength:\d+ lru:\d+ lru_seconds_idle:\d+

# Of a list in chunks there is more to tell.
> DEBUG OBJECT l
<~ \+Value at:0x[0-9a-f]+ refcount:1 encoding:quicklist serializedlength:\d+ lru:\d+ lru_seconds_idle:\d+ ql_nodes:2 ql_avg_node:1.50 ql_listpack_max:-2 ql_compressed:0 ql_uncompressed_size:\d+
> CONFIG SET list-max-listpack-size 3 list-compress-depth 1
> RPUSH counted 1 2 3 4 5 6 7
> DEBUG OBJECT counted
> CONFIG SET list-max-listpack-size -9
> CONFIG SET maxmemory-policy allkeys-lfu
> RPUSH bytes "x"*65530 a
> DEBUG OBJECT bytes
> CONFIG SET list-max-listpack-size -2 list-compress-depth 0 maxmemory-policy noeviction
< +OK
< :7
<~ \+Value at:0x[0-9a-f]+ refcount:1 encoding:quicklist serializedlength:\d+ lru:\d+ lru_seconds_idle:\d+ ql_nodes:3 ql_avg_node:2.33 ql_listpack_max:3 ql_compressed:1 ql_uncompressed_size:35
< +OK
< +OK
< :2
<~ \+Value at:0x[0-9a-f]+ refcount:1 encoding:quicklist serializedlength:\d+ lru:\d+ (lfu_freq:\d+|lru_seconds_idle:\d+) ql_nodes:2 ql_avg_node:1.00 ql_listpack_max:-5 ql_compressed:1 ql_uncompressed_size:\d+
< +OK

# redis-server prints a listpack or quicklist to its standard output.
> DEBUG LISTPACK h
! differs: the reply holds what redis-server prints elsewhere
! kvd
< "[Listpack]\n bytes: 12\n elements: 2\n 0: offset 6, 3 bytes, str6 \"a\"\n 1: offset 9, 2 bytes, uint7 \"1\"\n"
! redis
< +Listpack structure printed on stdout
! end
> DEBUG QUICKLIST counted
! differs: the reply holds what redis-server prints elsewhere
! kvd
<~ "\[Quicklist\]\\n elements: 7\\n chunks: 3\\n list-max-listpack-size: 3\\n list-compress-depth: 1\\n bytes of memory: \d+\\n\[Chunk 0\] listpack, 3 elements, 13 bytes in a block of \d+\\n\[Chunk 1\] listpack, 3 elements, 13 bytes in a block of \d+\\n\[Chunk 2\] listpack, 1 elements, 9 bytes in a block of \d+\\n"
! redis
< +Quicklist structure printed on stdout
! end
> DEBUG QUICKLIST counted 1
! differs: the reply holds what redis-server prints elsewhere
! kvd
<~ ".*\[Chunk 0\] .*\\n 2: offset 10, 2 bytes, uint7 \\"3\\"\\n\[Chunk 1\] .*\\n 3: offset 6, 2 bytes, uint7 \\"4\\"\\n.*\[Chunk 2\] .* 6: offset 6, 2 bytes, uint7 \\"7\\"\\n"
! redis
< +Quicklist structure printed on stdout
! end
> DEBUG LISTPACK s
> DEBUG LISTPACK hh
> DEBUG LISTPACK i
> DEBUG LISTPACK l
> DEBUG LISTPACK nosuchkey
> DEBUG QUICKLIST s
> DEBUG QUICKLIST h
> DEBUG QUICKLIST hh 1
> DEBUG QUICKLIST nosuchkey
> DEBUG LISTPACK
> DEBUG QUICKLIST l 1 1
< -ERR Not a listpack encoded object.
< -ERR Not a listpack encoded object.
< -ERR Not a listpack encoded object.
< -ERR Not a listpack encoded object.
< -ERR no such key
< -ERR Not a quicklist encoded object.
< -ERR Not a quicklist encoded object.
< -ERR Not a quicklist encoded object.
< -ERR no such key
< -ERR unknown subcommand or wrong number of arguments for 'LISTPACK'. Try DEBUG HELP.
< -ERR unknown subcommand or wrong number of arguments for 'QUICKLIST'. Try DEBUG HELP.

# The table of a value.
> DEBUG HTSTATS-KEY hh
> DEBUG HTSTATS-KEY ss
> DEBUG HTSTATS-KEY zz
<~ ".* table size: \d+\\n number of elements: 3\\n.*"
<~ ".* table size: \d+\\n number of elements: 3\\n.*"
<~ ".* table size: \d+\\n number of elements: 3\\n.*"
> DEBUG HTSTATS-KEY h
> DEBUG HTSTATS-KEY i
> DEBUG HTSTATS-KEY z
> DEBUG HTSTATS-KEY l
< -ERR The value stored at the specified key is not represented using an hash table
< -ERR The value stored at the specified key is not represented using an hash table
< -ERR The value stored at the specified key is not represented using an hash table
< -ERR The value stored at the specified key is not represented using an hash table

# From which size on an element of a quicklist is a node of its own.
> DEBUG QUICKLIST-PACKED-THRESHOLD 10b
> RPUSH l 123456789 1234567890 d
> LINSERT l BEFORE d "y"*10
> LSET l 1 "y"*11
> LSET l 2 c2
> LPUSH l "y"*12
> DEBUG OBJECT l
> LRANGE l 2 -1
< +OK
< :6
< :7
< +OK
< +OK
< :8
<~ \+Value at.* ql_nodes:7 ql_avg_node:1.14 ql_listpack_max:-2 ql_compressed:0 ql_uncompressed_size:\d+
< *6 "y"*11 "c2" "123456789" "1234567890" "y"*10 "d"
> DEBUG QUICKLIST-PACKED-THRESHOLD 0
> LSET l 0 a
> LREM l 0 "y"*10
> LPOP l
< +OK
< +OK
< :1
< "a"
> DEBUG QUICKLIST-PACKED-THRESHOLD 1
> DEBUG QUICKLIST-PACKED-THRESHOLD 1kb
> DEBUG QUICKLIST-PACKED-THRESHOLD 4095mb
> DEBUG QUICKLIST-PACKED-THRESHOLD 4293918721
> DEBUG QUICKLIST-PACKED-THRESHOLD 4gb
> DEBUG QUICKLIST-PACKED-THRESHOLD -1
> DEBUG QUICKLIST-PACKED-THRESHOLD abc
> DEBUG QUICKLIST-PACKED-THRESHOLD 99999999999999999999
> DEBUG QUICKLIST-PACKED-THRESHOLD
> DEBUG QUICKLIST-PACKED-THRESHOLD 0
< +OK
< +OK
< +OK
< -ERR argument must be a memory value bigger than 1 and smaller than 4gb
< -ERR argument must be a memory value bigger than 1 and smaller than 4gb
< -ERR argument must be a memory value bigger than 1 and smaller than 4gb
< -ERR argument must be a memory value bigger than 1 and smaller than 4gb
< -ERR argument must be a memory value bigger than 1 and smaller than 4gb
< -ERR unknown subcommand or wrong number of arguments for 'QUICKLIST-PACKED-THRESHOLD'. Try DEBUG HELP.
< +OK
