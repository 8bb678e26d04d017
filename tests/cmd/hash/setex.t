# HSETEX.
! since 8.0
> HSETEX h FIELDS 2 a 1 b 2
< :1
> HTTL h FIELDS 2 a b
< *2 :-1 :-1
> OBJECT ENCODING h
< "listpack"
> HSETEX h EX 100 FIELDS 2 a 3 c 4
< :1
> HGETALL h
<unordered-pairs *6 "a" "3" "b" "2" "c" "4"
> HTTL h FIELDS 3 a b c
<~ \*3 :(99|100) :-1 :(99|100)
> HSETEX h PX 200000 FIELDS 1 b 5
< :1
> HTTL h FIELDS 1 b
<~ \*1 :(199|200)
> HSETEX h exat 33177117420 fields 1 b 6
< :1
> HEXPIRETIME h FIELDS 1 b
< *1 :33177117420
> HSETEX h PXAT 33177117420123 FIELDS 1 b 7
< :1
> HPEXPIRETIME h FIELDS 1 b
< *1 :33177117420123
> HSETEX h KEEPTTL FIELDS 2 b 8 new 9
< :1
> HPEXPIRETIME h FIELDS 2 b new
< *2 :33177117420123 :-1
> HGET h b
< "8"
> HSETEX h FIELDS 1 b 9
< :1
> HTTL h FIELDS 1 b
< *1 :-1

# Only if none of the fields exists, only if all do.
> HSETEX h FNX FIELDS 2 a 0 x 0
< :0
> HSETEX h FNX EX 100 FIELDS 2 x 1 y 2
< :1
> HSETEX h FXX FIELDS 2 x 0 z 0
< :0
> HSETEX h EX 50 FXX FIELDS 2 x 3 y 4
< :1
> HMGET h a x y z
< *4 "3" "3" "4" nil
> HTTL h FIELDS 2 x y
<~ \*2 :(49|50) :(49|50)
> HSETEX none FXX FIELDS 1 a 1
< :0
> EXISTS none
< :0
> HSETEX none fnx FIELDS 1 a 1
< :1
> HGETALL none
< *2 "a" "1"

# The same field twice: the last value counts.
> HSETEX twice FNX EX 100 FIELDS 2 a 1 a 2
< :1
> HGETALL twice
< *2 "a" "2"

# With a deadline that has passed the fields are gone.
> HSET p a 1 b 2
< :2
> HSETEX p PX 0 FIELDS 2 a 9 new 9
< :1
> HGETALL p
< *2 "b" "2"
> HSETEX p EXAT 1 FIELDS 1 b 9
< :1
> EXISTS p
< :0
> HSETEX p EX 0 FIELDS 1 b 9
< :1
> EXISTS p
< :0
> HSETEX p PX 20 FIELDS 1 a 1
< :1
> HLEN p
< :1
! sleep 40ms
> HLEN p
< :0

# Refused, and nothing is changed.
> SET s v
< +OK
> HSETEX s FIELDS 1 a 1
< -WRONGTYPE Operation against a key holding the wrong kind of value
> HSETEX h FNX FXX FIELDS 1 a 1
< -ERR Only one of FXX or FNX arguments can be specified
> HSETEX h FXX FXX FIELDS 1 a 1
< -ERR Only one of FXX or FNX arguments can be specified
> HSETEX h FXX EX 60 KEEPTTL FIELDS 1 a 1
< -ERR Only one of EX, PX, EXAT, PXAT or KEEPTTL arguments can be specified
> HSETEX h PERSIST FIELDS 1 a 1
< -ERR Mandatory argument FIELDS is missing or not at the right position
> HSETEX h EX x FIELDS 1 a 1
< -ERR value is not an integer or out of range
> HSETEX h EX -1 FIELDS 1 a 1
< -ERR invalid expire time, must be >= 0
> HSETEX h PXAT 9223372036854775808 FIELDS 1 a 1
< -ERR value is not an integer or out of range
> HSETEX h EX 9223372036854775807 FIELDS 1 a 1
< -ERR invalid expire time in 'hsetex' command
> HSETEX h FIELDS 0 a 1
< -ERR Parameter `numFields` should be greater than 0
> HSETEX h FIELDS 1 a 1 b
< -ERR The `numfields` parameter must match the number of arguments
> HSETEX h FIELDS 2 a 1
< -ERR The `numfields` parameter must match the number of arguments
> HSETEX h FIELDS 2147483647 a 1
< -ERR The `numfields` parameter must match the number of arguments
> HSETEX h EX 10 a 1 b
< -ERR Mandatory argument FIELDS is missing or not at the right position
> HSETEX h FIELDS 1 a
< -ERR wrong number of arguments for 'hsetex' command
> HGET h a
< "3"
