# OBJECT ENCODING of sets, and the limits. redis-server 7.0 has no listpacks for sets.

> SADD i 1 2 3
< :3
> OBJECT ENCODING i
< "intset"
> SREM i 3
< :1
> OBJECT ENCODING i
< "intset"
> SADD i a
< :1
> OBJECT ENCODING i
! differs: Redis 7.2
! kvd
< "listpack"
! redis
< "hashtable"
! end
> SMEMBERS i
<unordered *3 "1" "2" "a"
> SADD i "x"*65
< :1
> OBJECT ENCODING i
< "hashtable"
> SMISMEMBER i 1 2 3 a "x"*65
< *5 :1 :1 :0 :1 :1
> SREM i "x"*65 a
< :2
> OBJECT ENCODING i
< "hashtable"
> SADD w 1 -40000 3000000000 -9223372036854775808 70000
< :5
> SMEMBERS w
< *5 "-9223372036854775808" "-40000" "1" "70000" "3000000000"

# By the number of integers.
! repeat 512
> SADD many ${i}
< :1
! end
> OBJECT ENCODING many
< "intset"
> SADD many 7
< :0
> OBJECT ENCODING many
< "intset"
> SADD many 512
< :1
> OBJECT ENCODING many
< "hashtable"
> SCARD many
< :513
> SMISMEMBER many 0 511 512 513
< *4 :1 :1 :1 :0

# By the number of strings.
! repeat 128
> SADD strings member:${i}
< :1
! end
> OBJECT ENCODING strings
! differs: Redis 7.2
! kvd
< "listpack"
! redis
< "hashtable"
! end
> SADD strings more
< :1
> OBJECT ENCODING strings
< "hashtable"
> SCARD strings
< :129

> CONFIG GET set-max-intset-entries
< *2 "set-max-intset-entries" "512"
> CONFIG SET set-max-intset-entries 2
< +OK
> SADD j 1 2
< :2
> OBJECT ENCODING j
< "intset"

! only kvd: Redis 7.2
> CONFIG GET set-max-listpack-*
<unordered-pairs *4 "set-max-listpack-entries" "128" "set-max-listpack-value" "64"
> SADD j 3
< :1
> OBJECT ENCODING j
< "listpack"
> CONFIG SET set-max-listpack-entries 4 set-max-listpack-value 5
< +OK
> SADD j 12345
< :1
> OBJECT ENCODING j
< "listpack"
> SADD j 5
< :1
> OBJECT ENCODING j
< "hashtable"
> SADD k 1 abcdef
< :2
> OBJECT ENCODING k
< "hashtable"
> SADD m 123456 a
< :2
> OBJECT ENCODING m
< "hashtable"
! end
