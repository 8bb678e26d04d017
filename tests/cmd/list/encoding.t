# How lists are held: one listpack, and chunks beyond list-max-listpack-size.

! since 7.2

> RPUSH l a b c
< :3
> OBJECT ENCODING l
< "listpack"
> CONFIG SET list-max-listpack-size 4
< +OK
> RPUSH l d
< :4
> OBJECT ENCODING l
< "listpack"
> LPUSH l 0
< :5
> OBJECT ENCODING l
< "quicklist"

# It is a listpack again when it has shrunk to half the limit.
> LPOP l 2
< *2 "0" "a"
> OBJECT ENCODING l
< "quicklist"
> LREM l 0 c
< :1
> OBJECT ENCODING l
< "listpack"
> LRANGE l 0 -1
< *2 "b" "d"
> RPUSH l 1 2 3
< :5
> OBJECT ENCODING l
< "quicklist"
> LTRIM l 3 4
< +OK
> OBJECT ENCODING l
< "listpack"
> LRANGE l 0 -1
< *2 "2" "3"
> LINSERT l BEFORE 3 a
< :3
> LINSERT l BEFORE 3 b
< :4
> OBJECT ENCODING l
< "listpack"
> LINSERT l AFTER a c
< :5
> OBJECT ENCODING l
< "quicklist"
> LRANGE l 0 -1
< *5 "2" "a" "c" "b" "3"

# By bytes: classes of 4, 8, 16, 32 and 64 kilobytes.
> CONFIG SET list-max-listpack-size -1
< +OK
> RPUSH b "x"*4000
< :1
> OBJECT ENCODING b
< "listpack"
> RPUSH b "y"*100
< :2
> OBJECT ENCODING b
< "quicklist"
> DEL b
< :1
> CONFIG SET list-max-ziplist-size -5
< +OK
> RPUSH b "x"*4000 "x"*50000
< :2
> OBJECT ENCODING b
< "listpack"
> LSET b 0 "x"*20000
< +OK
> OBJECT ENCODING b
< "quicklist"
> LSET b 0 a
< +OK
> LSET b 1 b
< +OK
> OBJECT ENCODING b
< "quicklist"
> RPOP b
< "b"
> OBJECT ENCODING b
< "listpack"
> LRANGE b 0 -1
< *1 "a"

# An element too big for a listpack.
> CONFIG SET list-max-listpack-size -2
< +OK
> RPUSH e "x"*9000
< :1
> OBJECT ENCODING e
< "quicklist"
> LPUSH e a
< :2
> RPOP e
< "x"*9000
> OBJECT ENCODING e
< "listpack"

> CONFIG GET list-*
< *6 "list-compress-depth" "0" "list-max-listpack-size" "-2" "list-max-ziplist-size" "-2"
> CONFIG SET list-compress-depth -1
< -ERR CONFIG SET failed (possibly related to argument 'list-compress-depth') - argument must be between 0 and 2147483647 inclusive
> CONFIG SET list-max-listpack-size 2147483648
< -ERR CONFIG SET failed (possibly related to argument 'list-max-listpack-size') - argument must be between -2147483648 and 2147483647 inclusive
> CONFIG SET list-compress-depth 1 list-max-listpack-size 0
< +OK
> RPUSH z "z"*1000 "z"*1000 "z"*1000
< :3
> OBJECT ENCODING z
< "quicklist"
> LRANGE z 0 -1
< *3 "z"*1000 "z"*1000 "z"*1000
> CONFIG SET list-compress-depth 0 list-max-listpack-size -2
< +OK
