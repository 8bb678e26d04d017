# LMOVEM: several elements at once. Replies and order as the documentation of Redis 8.10 has them; where
# that and its examples disagree (a missing source), as client libraries tested against it expect.

! since 8.10

> RPUSH l 1 2 3 4 5
< :5
> RPUSH m 6 7
< :2

# Without a number: one element, in an array.
> LMOVEM l m LEFT RIGHT
< *1 "1"
> LRANGE m 0 -1
< *3 "6" "7" "1"
> LMOVEM m l RIGHT LEFT
< *1 "1"

# OBO: as if moved one by one, so that the order turns round at the same end.
> LMOVEM l m LEFT LEFT COUNT 3 OBO
< *3 "3" "2" "1"
> LRANGE m 0 -1
< *5 "3" "2" "1" "6" "7"
> LMOVEM m l LEFT LEFT COUNT 3 OBO
< *3 "1" "2" "3"
> LMOVEM l m LEFT RIGHT COUNT 2 OBO
< *2 "1" "2"
> LMOVEM m l RIGHT LEFT EXACTLY 2 OBO
< *2 "1" "2"
> LMOVEM l m RIGHT RIGHT COUNT 2 obo
< *2 "5" "4"
> LRANGE m 0 -1
< *4 "6" "7" "5" "4"
> LMOVEM m l RIGHT RIGHT count 2 OBO
< *2 "4" "5"
> LRANGE l 0 -1
< *5 "1" "2" "3" "4" "5"

# BULK: they keep their order.
> LMOVEM l m LEFT LEFT COUNT 3 BULK
< *3 "1" "2" "3"
> LRANGE m 0 -1
< *5 "1" "2" "3" "6" "7"
> LMOVEM m l LEFT LEFT COUNT 3 BULK
< *3 "1" "2" "3"
> LMOVEM l m RIGHT RIGHT COUNT 3 BULK
< *3 "3" "4" "5"
> LRANGE m 0 -1
< *5 "6" "7" "3" "4" "5"
> LMOVEM m l RIGHT RIGHT EXACTLY 3 BULK
< *3 "3" "4" "5"
> LMOVEM l m RIGHT LEFT COUNT 2 BULK
< *2 "4" "5"
> LRANGE m 0 -1
< *4 "4" "5" "6" "7"
> LMOVEM m l LEFT RIGHT COUNT 2 BULK
< *2 "4" "5"
> LRANGE l 0 -1
< *5 "1" "2" "3" "4" "5"

# COUNT takes what there is, EXACTLY all or nothing.
> LMOVEM l m LEFT RIGHT EXACTLY 6 BULK
< *-1
> LLEN l
< :5
> LMOVEM l m LEFT RIGHT COUNT 6 BULK
< *5 "1" "2" "3" "4" "5"
> EXISTS l
< :0
> LMOVEM l m LEFT RIGHT
< *-1
> LMOVEM l m LEFT RIGHT COUNT 1 OBO
< *-1
> LMOVEM l m LEFT RIGHT EXACTLY 1 OBO
< *-1
> EXISTS l
< :0
> LRANGE m 0 -1
< *7 "6" "7" "1" "2" "3" "4" "5"

# Within one list.
> DEL m
< :1
> RPUSH m a b c d
< :4
> LMOVEM m m LEFT LEFT EXACTLY 2 OBO
< *2 "b" "a"
> LRANGE m 0 -1
< *4 "b" "a" "c" "d"
> LMOVEM m m LEFT LEFT COUNT 3 BULK
< *3 "b" "a" "c"
> LRANGE m 0 -1
< *4 "b" "a" "c" "d"
> LMOVEM m m LEFT RIGHT COUNT 2 BULK
< *2 "b" "a"
> LRANGE m 0 -1
< *4 "c" "d" "b" "a"
> LMOVEM m m RIGHT LEFT COUNT 2 OBO
< *2 "b" "a"
> LRANGE m 0 -1
< *4 "b" "a" "c" "d"
> LMOVEM m m RIGHT RIGHT COUNT 100 OBO
< *4 "d" "c" "a" "b"
> LRANGE m 0 -1
< *4 "d" "c" "a" "b"

# In chunks, with elements of all sizes.
> CONFIG SET list-max-listpack-size 2
< +OK
> RPUSH big 1 2 "x"*20000 3 4 5
< :6
> LMOVEM big other LEFT LEFT COUNT 5 OBO
< *5 "4" "3" "x"*20000 "2" "1"
> LMOVEM other other RIGHT LEFT COUNT 3 BULK
< *3 "x"*20000 "2" "1"
> LRANGE other 0 -1
< *5 "x"*20000 "2" "1" "4" "3"
> LRANGE big 0 -1
< *1 "5"
> CONFIG SET list-max-listpack-size -2
< +OK

> SET s x
< +OK
> LMOVEM s m LEFT LEFT
< -WRONGTYPE Operation against a key holding the wrong kind of value
> LMOVEM m s LEFT LEFT COUNT 2 OBO
< -WRONGTYPE Operation against a key holding the wrong kind of value
> LMOVEM nosuch s LEFT LEFT
< *-1
> LMOVEM m s LEFT LEFT EXACTLY 100 OBO
< *-1
> LLEN m
< :4
> LMOVEM m n LEFT
< -ERR wrong number of arguments for 'lmovem' command
> LMOVEM m n LEFT DOWN
< -ERR syntax error
> LMOVEM m n LEFT LEFT COUNT
< -ERR syntax error
> LMOVEM m n LEFT LEFT COUNT 1
< -ERR syntax error
> LMOVEM m n LEFT LEFT OBO
< -ERR syntax error
> LMOVEM m n LEFT LEFT COUNT 1 FOO
< -ERR syntax error
> LMOVEM m n LEFT LEFT FOO 1 OBO
< -ERR syntax error
> LMOVEM m n LEFT LEFT COUNT 1 OBO BULK
< -ERR syntax error
> LMOVEM m n LEFT LEFT COUNT 1 EXACTLY 1 OBO
< -ERR syntax error
> LMOVEM m n LEFT LEFT COUNT 0 OBO
< -ERR count should be greater than 0
> LMOVEM m n LEFT LEFT EXACTLY -1 BULK
< -ERR count should be greater than 0
> LMOVEM m n LEFT LEFT COUNT x OBO
< -ERR count should be greater than 0

! resp3
> LMOVEM nosuch m LEFT LEFT
< _
> LMOVEM m n RIGHT LEFT COUNT 2 OBO
< *2 "a" "b"
