# When a hash is held as a listpack and when as a hash table.
> CONFIG GET hash-max-*
<unordered-pairs *8
<   "hash-max-listpack-entries"
<   "512"
<   "hash-max-ziplist-entries"
<   "512"
<   "hash-max-listpack-value"
<   "64"
<   "hash-max-ziplist-value"
<   "64"
> CONFIG SET hash-max-listpack-entries 3 hash-max-listpack-value 5
< +OK
> HSET h a 1 b 2 c 3
< :3
> OBJECT ENCODING h
< "listpack"
> HSET h c 12345
< :0
> OBJECT ENCODING h
< "listpack"
> HSET h d 4
< :1
> OBJECT ENCODING h
< "hashtable"
> HDEL h b c d
< :3
> OBJECT ENCODING h
< "hashtable"
> HGETALL h
< *2 "a" "1"

# Long values, long fields.
> HSET v a 12345
< :1
> OBJECT ENCODING v
< "listpack"
> HSET v a 123456
< :0
> OBJECT ENCODING v
< "hashtable"
> HGET v a
< "123456"
> HSET f 12345 1
< :1
> OBJECT ENCODING f
< "listpack"
> HSET f 123456 1
< :1
> OBJECT ENCODING f
< "hashtable"
> HGET f 123456
< "1"
> HSETNX n 123456 1
< :1
> OBJECT ENCODING n
< "hashtable"
> HINCRBY i a 99999
< :99999
> OBJECT ENCODING i
< "listpack"
> HINCRBY i a 1
< :100000
> OBJECT ENCODING i
< "hashtable"
> HINCRBYFLOAT x a 1.5
< "1.5"
> OBJECT ENCODING x
< "listpack"
> HINCRBYFLOAT x a 0.00001
< "1.50001"
> OBJECT ENCODING x
< "hashtable"
> HMSET m a 1 b 123456
< +OK
> OBJECT ENCODING m
< "hashtable"
> HGET m a
< "1"

# More fields at once than a listpack holds.
> HSET many a 1 b 2 c 3 d 4
< :4
> OBJECT ENCODING many
< "hashtable"
> HLEN many
< :4

# Limits that change count at the next change.
> HSET later a 1 b 2 c 3
< :3
> CONFIG SET hash-max-ziplist-entries 2
< +OK
> OBJECT ENCODING later
< "listpack"
> HGET later c
< "3"
> HSET later a 4
< :0
> OBJECT ENCODING later
< "hashtable"
> CONFIG GET hash-max-listpack-entries
< *2 "hash-max-listpack-entries" "2"
> CONFIG SET hash-max-ziplist-value 1kb
< +OK
> CONFIG GET hash-max-listpack-value
< *2 "hash-max-listpack-value" "1024"
> CONFIG SET hash-max-listpack-entries -1
< -ERR CONFIG SET failed (possibly related to argument 'hash-max-listpack-entries') - argument must be between 0 and 9223372036854775807 inclusive
> CONFIG SET hash-max-listpack-entries x
< -ERR CONFIG SET failed (possibly related to argument 'hash-max-listpack-entries') - argument couldn't be parsed into an integer
> CONFIG SET hash-max-listpack-value x
< -ERR CONFIG SET failed (possibly related to argument 'hash-max-listpack-value') - argument must be a memory value
