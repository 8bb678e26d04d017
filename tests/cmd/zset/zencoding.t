# How sorted sets are held, and what clients see of their scores.

> CONFIG GET zset-max-listpack-entries
< *2 "zset-max-listpack-entries" "128"
> CONFIG GET zset-max-ziplist-value
< *2 "zset-max-ziplist-value" "64"
> CONFIG SET zset-max-listpack-entries 4 zset-max-listpack-value 8
< +OK
> ZADD z 1 a 2 b 3 c 4 d
< :4
> OBJECT ENCODING z
< "listpack"
> ZADD z 5 a
< :0
> OBJECT ENCODING z
< "listpack"
> ZADD z 5 e
< :1
> OBJECT ENCODING z
< "skiplist"
> ZREM z a b c
< :3
> OBJECT ENCODING z
< "skiplist"
> ZADD y 1 12345678
< :1
> OBJECT ENCODING y
< "listpack"
> ZADD y 1 123456789
< :1
> OBJECT ENCODING y
< "skiplist"
> ZADD x 1 123456789
< :1
> OBJECT ENCODING x
< "skiplist"
> ZADD w 1 a 2 b 3 c 4 d 5 e
< :5
> OBJECT ENCODING w
< "skiplist"

# What is stored has the encoding of its size.
> ZRANGESTORE d w 0 3
< :4
> OBJECT ENCODING d
< "listpack"
> ZRANGESTORE d w 0 -1
< :5
> OBJECT ENCODING d
< "skiplist"
> ZUNIONSTORE d 2 z w
< :5
> OBJECT ENCODING d
< "skiplist"
> ZUNIONSTORE d 1 z
< :2
> OBJECT ENCODING d
< "listpack"
> ZINTERSTORE d 2 z w
< :2
> OBJECT ENCODING d
< "listpack"
> ZDIFFSTORE d 2 w z
< :3
> OBJECT ENCODING d
< "listpack"
> ZUNIONSTORE d 1 x
< :1
> OBJECT ENCODING d
< "skiplist"
> CONFIG SET zset-max-listpack-entries 0
< +OK
> ZADD v 1 a
< :1
> OBJECT ENCODING v
< "skiplist"
> CONFIG SET zset-max-listpack-entries 128 zset-max-listpack-value 64
< +OK
> CONFIG SET zset-max-ziplist-entries 128 zset-max-ziplist-value 64
< +OK
> COPY w u
< :1
> OBJECT ENCODING u
< "skiplist"
> ZRANGE u 0 -1 WITHSCORES
< *10 "a" "1" "b" "2" "c" "3" "d" "4" "e" "5"
> RENAME u t
< +OK
> ZRANGE t 1 2
< *2 "b" "c"
> TYPE t
< +zset
