# HGETEX and HGETDEL.
! since 8.0
> HSET h a 1 b two c 3
< :3
> HGETEX h FIELDS 3 a none b
< *3 "1" nil "two"
> HTTL h FIELDS 1 a
< *1 :-1
> HGETEX h EX 100 FIELDS 2 a none
< *2 "1" nil
> HTTL h FIELDS 2 a b
<~ \*2 :(99|100) :-1
> HGETEX h px 200000 FIELDS 1 a
< *1 "1"
> HTTL h FIELDS 1 a
<~ \*1 :(199|200)
> HGETEX h EXAT 33177117420 FIELDS 1 a
< *1 "1"
> HEXPIRETIME h FIELDS 1 a
< *1 :33177117420
> HGETEX h PXAT 33177117420123 FIELDS 1 a
< *1 "1"
> HPEXPIRETIME h FIELDS 1 a
< *1 :33177117420123
> HGETEX h FIELDS 1 a
< *1 "1"
> HPEXPIRETIME h FIELDS 1 a
< *1 :33177117420123
> HGETEX h PERSIST FIELDS 2 a b
< *2 "1" "two"
> HTTL h FIELDS 2 a b
< *2 :-1 :-1
> HGETEX none FIELDS 2 a b
< *2 nil nil
> HGETEX none EX 10 FIELDS 1 a
< *1 nil
> EXISTS none
< :0

# A deadline that has passed deletes; the same field is there once.
> HGETEX h PX 0 FIELDS 2 a a
< *2 "1" nil
> HGETEX h EXAT 1 FIELDS 1 b
< *1 "two"
> HGETALL h
< *2 "c" "3"
> HGETEX h EX 0 FIELDS 1 c
< *1 "3"
> EXISTS h
< :0
> HSET e a 1
< :1
> HGETEX e PX 20 FIELDS 1 a
< *1 "1"
! sleep 40ms
> EXISTS e
< :0

> HSET d a 1 b two c 3
< :3
> HGETDEL d FIELDS 3 a none a
< *3 "1" nil nil
> HLEN d
< :2
> HGETDEL d FIELDS 1 none
< *1 nil
> HGETDEL d FIELDS 2 c b
< *2 "3" "two"
> EXISTS d
< :0
> HGETDEL d FIELDS 2 a b
< *2 nil nil

# In a hash table.
> CONFIG SET hash-max-listpack-entries 0
< +OK
> HSET t a 1 b two c 3
< :3
> HGETEX t EX 100 FIELDS 2 a none
< *2 "1" nil
> HGETDEL t FIELDS 2 a c
< *2 "1" "3"
> HGETALL t
< *2 "b" "two"

# Refused, and nothing is changed.
> SET s v
< +OK
> HGETEX s FIELDS 1 a
< -WRONGTYPE Operation against a key holding the wrong kind of value
> HGETEX s EX 1 FIELDS 1 a
< -WRONGTYPE Operation against a key holding the wrong kind of value
> HGETDEL s FIELDS 1 a
< -WRONGTYPE Operation against a key holding the wrong kind of value
> HGETEX t EX 10 PX 10 FIELDS 1 b
< -ERR Only one of EX, PX, EXAT, PXAT or PERSIST arguments can be specified
> HGETEX t PERSIST EX 10 FIELDS 1 b
< -ERR Only one of EX, PX, EXAT, PXAT or PERSIST arguments can be specified
> HGETEX t EX 10 EX 10 FIELDS 1 b
< -ERR Only one of EX, PX, EXAT, PXAT or PERSIST arguments can be specified
> HGETEX t KEEPTTL FIELDS 1 b
< -ERR Mandatory argument FIELDS is missing or not at the right position
> HGETEX t EX x FIELDS 1 b
< -ERR value is not an integer or out of range
> HGETEX t EX -1 FIELDS 1 b
< -ERR invalid expire time, must be >= 0
> HGETEX t EX 9223372036854775807 FIELDS 1 b
< -ERR invalid expire time in 'hgetex' command
> HGETEX t FIELDS 0 b
< -ERR Parameter `numFields` should be greater than 0
> HGETEX t FIELDS 2 b
< -ERR The `numfields` parameter must match the number of arguments
> HGETEX t EX FIELDS 1 b
< -ERR Mandatory argument FIELDS is missing or not at the right position
> HGETEX t b c d
< -ERR Mandatory argument FIELDS is missing or not at the right position
> HGETEX t FIELDS 1
< -ERR wrong number of arguments for 'hgetex' command
> HGETDEL t FIELDS 0 b
< -ERR Parameter `numFields` should be greater than 0
> HGETDEL t FIELDS 2 b
< -ERR The `numfields` parameter must match the number of arguments
> HGETDEL t b c d
< -ERR Mandatory argument FIELDS is missing or not at the right position
> HGETDEL t FIELDS 1
< -ERR wrong number of arguments for 'hgetdel' command
> HTTL t FIELDS 1 b
< *1 :-1
! resp3
> HGETEX t FIELDS 2 b none
< *2 "two" _
> HGETDEL t FIELDS 2 none b
< *2 _ "two"
> HGETEX t FIELDS 1 b
< *1 _
