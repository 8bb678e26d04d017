# Deadlines of fields: HEXPIRE and kin, HTTL and kin, HPERSIST.
! since 7.4
> HSET h a 1 b 2 c 3
< :3
> HEXPIRE h 100 FIELDS 2 a none
< *2 :1 :-2
> OBJECT ENCODING h
! differs: redis-server has encodings of its own for this
! kvd
< "hashtable"
! redis
< "listpackex"
! end
> HTTL h FIELDS 3 a b none
<~ \*3 :(99|100) :-1 :-2
> HPTTL h FIELDS 3 a b none
<~ \*3 :(99\d\d\d|100000) :-1 :-2
> HEXPIREAT h 33177117420 FIELDS 1 b
< *1 :1
> HEXPIRETIME h FIELDS 2 b c
< *2 :33177117420 :-1
> HPEXPIRETIME h FIELDS 1 b
< *1 :33177117420000
> HPEXPIREAT h 33177117420001 FIELDS 1 b
< *1 :1
> HPEXPIRETIME h FIELDS 1 b
< *1 :33177117420001

# In whole seconds a deadline is rounded up, so that what is there has a second to live.
> HEXPIRETIME h FIELDS 1 b
< *1 :33177117421
> HPEXPIRE h 1500 FIELDS 1 c
< *1 :1
> HTTL h FIELDS 1 c
< *1 :2
> HPERSIST h FIELDS 4 a a c none
< *4 :1 :-1 :1 :-2
> HTTL h FIELDS 3 a b c
<~ \*3 :-1 :\d+ :-1
> HGETALL h
<unordered-pairs *6 "a" "1" "b" "2" "c" "3"

# No such key.
> HEXPIRE none 10 FIELDS 2 a b
< *2 :-2 :-2
> HTTL none FIELDS 2 a b
< *2 :-2 :-2
> HPEXPIRETIME none FIELDS 1 a
< *1 :-2
> HPERSIST none FIELDS 1 a
< *1 :-2
> EXISTS none
< :0

# The same field twice.
> HEXPIRE h 100 NX FIELDS 2 a a
< *2 :1 :0
> HPERSIST h FIELDS 1 a
< *1 :1

# Conditions; what never expires counts as what expires last.
> HPERSIST h FIELDS 2 a b
< *2 :-1 :1
> HEXPIRE h 100 XX FIELDS 1 a
< *1 :0
> HEXPIRE h 100 GT FIELDS 1 a
< *1 :0
> HEXPIRE h 100 nx FIELDS 1 a
< *1 :1
> HEXPIRE h 200 NX FIELDS 1 a
< *1 :0
> HEXPIRE h 50 GT FIELDS 1 a
< *1 :0
> HEXPIRE h 200 GT FIELDS 1 a
< *1 :1
> HEXPIRE h 300 LT FIELDS 1 a
< *1 :0
> HEXPIRE h 150 LT FIELDS 2 a b
< *2 :1 :1
> HEXPIRE h 160 XX FIELDS 2 a b
< *2 :1 :1
> HTTL h FIELDS 3 a b c
<~ \*3 :(159|160) :(159|160) :-1

# A deadline that has passed deletes the field at once, if the condition holds.
> HEXPIRE h 0 NX FIELDS 1 a
< *1 :0
> HPEXPIRE h 0 GT FIELDS 1 a
< *1 :0
> HEXPIRE h 0 FIELDS 3 a a none
< *3 :2 :-2 :-2
> HEXPIREAT h 1 LT FIELDS 1 b
< *1 :2
> HGETALL h
< *2 "c" "3"
> HPEXPIREAT h 1 FIELDS 1 c
< *1 :2
> EXISTS h
< :0
> HSET small a 1
< :1
> HPEXPIRE small 0 FIELDS 1 a
< *1 :2
> EXISTS small
< :0

# Fields go at their deadline, and the key with the last.
> HSET e a 1 b 2 c 3 d 4
< :4
> HPEXPIRE e 30 FIELDS 2 a b
< *2 :1 :1
> HPEXPIRE e 5000 FIELDS 1 c
< *1 :1
> HLEN e
< :4
> HMGET e a b c
< *3 "1" "2" "3"
! sleep 50ms
> HLEN e
< :2
> HMGET e a b c
< *3 nil nil "3"
> HEXISTS e a
< :0
> HTTL e FIELDS 1 a
< *1 :-2
> HGETALL e
<unordered-pairs *4 "c" "3" "d" "4"
> HKEYS e
<unordered *2 "c" "d"
> HRANDFIELD e 5
<unordered *2 "c" "d"
> HSCAN e 0 COUNT 100 NOVALUES
< *2
<   "0"
<unordered *2 "c" "d"
> HSETNX e a 5
< :1
> HTTL e FIELDS 1 a
< *1 :-1
> HPEXPIRE e 20 FIELDS 3 a c d
< *3 :1 :1 :1
! sleep 40ms
> EXISTS e
< :0
> HLEN e
< :0
> TYPE e
< +none

# What sets a field anew ends its deadline, what changes its value does not.
> HSET k a 1 b 2 c 3 d 4 e 5
< :5
> HEXPIRE k 100 FIELDS 5 a b c d e
< *5 :1 :1 :1 :1 :1
> HSET k a 5
< :0
> HMSET k b 6
< +OK
> HINCRBY k c 1
< :4
> HINCRBYFLOAT k d 0.25
< "4.25"
> HSETNX k e 6
< :0
> HTTL k FIELDS 5 a b c d e
<~ \*5 :-1 :-1 :(99|100) :(99|100) :(99|100)
> HINCRBY k c 1000000000000000000
< :1000000000000000004
> HTTL k FIELDS 1 c
<~ \*1 :(99|100)
> HDEL k c
< :1
> HSET k c 1
< :1
> HTTL k FIELDS 1 c
< *1 :-1

# A copy and a renamed key keep the deadlines.
> COPY k copied
< :1
> RENAME k renamed
< +OK
> HTTL copied FIELDS 2 a e
<~ \*2 :-1 :(99|100)
> HTTL renamed FIELDS 2 a e
<~ \*2 :-1 :(99|100)
> HPEXPIRE copied 1 FIELDS 1 e
< *1 :1
! sleep 10ms
> HLEN copied
< :4
> HLEN renamed
< :5

# Refused, and nothing is changed.
> HSET h a 1
< :1
> SET s v
< +OK
> HEXPIRE s 10 FIELDS 1 a
< -WRONGTYPE Operation against a key holding the wrong kind of value
> HTTL s FIELDS 1 a
< -WRONGTYPE Operation against a key holding the wrong kind of value
> HPERSIST s FIELDS 1 a
< -WRONGTYPE Operation against a key holding the wrong kind of value
> HEXPIRE h x FIELDS 1 a
< -ERR value is not an integer or out of range
> HEXPIRE h -1 FIELDS 1 a
< -ERR invalid expire time, must be >= 0
> HPEXPIREAT h -1 FIELDS 1 a
< -ERR invalid expire time, must be >= 0
> HEXPIRE h 9223372036854775807 FIELDS 1 a
< -ERR invalid expire time in 'hexpire' command
> HPEXPIRE h 9223372036854775807 FIELDS 1 a
< -ERR invalid expire time in 'hpexpire' command
> HEXPIREAT h 9223372036854775807 FIELDS 1 a
< -ERR invalid expire time in 'hexpireat' command
> HEXPIRE h 10 FIELDS 0 a
< -ERR Parameter `numFields` should be greater than 0
> HEXPIRE h 10 FIELDS -1 a
< -ERR Parameter `numFields` should be greater than 0
> HEXPIRE h 10 FIELDS x a
< -ERR Parameter `numFields` should be greater than 0
> HTTL h FIELDS 9223372036854775808 a
< -ERR Parameter `numFields` should be greater than 0
> HEXPIRE h 10 FIELDS 2 a
< -ERR The `numfields` parameter must match the number of arguments
> HEXPIRE h 10 FIELDS 1 a b
< -ERR The `numfields` parameter must match the number of arguments
> HTTL h FIELDS 2147483647 a
< -ERR The `numfields` parameter must match the number of arguments
> HPERSIST h FIELDS 1 a b
< -ERR The `numfields` parameter must match the number of arguments
> HEXPIRE h 10 FIELD 1 a
< -ERR Mandatory argument FIELDS is missing or not at the right position
> HEXPIRE h 10 NX XX FIELDS 1 a
< -ERR Mandatory argument FIELDS is missing or not at the right position
> HTTL h NX FIELDS 1 a
< -ERR Mandatory argument FIELDS is missing or not at the right position
> HEXPIRE h 10 FIELDS 1
< -ERR wrong number of arguments for 'hexpire' command
> HTTL h FIELDS 1
< -ERR wrong number of arguments for 'httl' command
> HPERSIST h FIELDS 1
< -ERR wrong number of arguments for 'hpersist' command
> HTTL h FIELDS 1 a
< *1 :-1
! resp3
> HEXPIRE h 10 FIELDS 2 a none
< *2 :1 :-2
> HTTL none FIELDS 1 a
< *1 :-2
