> RPUSH l 3 1 2 10
< :4
> SORT l STORE dst
< :4
> LRANGE dst 0 -1
< *4 "1" "2" "3" "10"
> TYPE dst
< +list
> SORT l DESC LIMIT 1 2 STORE dst
< :2
> LRANGE dst 0 -1
< *2 "3" "2"

# What is not there is stored as an empty element.
> MSET x_1 one x_10 ten
< +OK
> SORT l GET x_* GET # STORE dst
< :8
> LRANGE dst 0 -1
< *8 "one" "1" "" "2" "" "3" "ten" "10"

# Whatever was there is replaced, its deadline included.
> SET dst text EX 100
< +OK
> SORT l STORE dst
< :4
> TTL dst
< :-1
> LRANGE dst 0 -1
< *4 "1" "2" "3" "10"
> SORT l STORE l
< :4
> LRANGE l 0 -1
< *4 "1" "2" "3" "10"
> SADD s2 3 2 1
< :3
> SORT s2 DESC STORE s2
< :3
> LRANGE s2 0 -1
< *3 "3" "2" "1"

# Nothing to store deletes the key.
> SORT none STORE dst
< :0
> EXISTS dst
< :0
> SORT none STORE dst
< :0
> SET dst text
< +OK
> SORT l LIMIT 10 10 STORE dst
< :0
> EXISTS dst
< :0
> SORT l BY nosort LIMIT 0 0 STORE l
< :0
> EXISTS l
< :0

# The last STORE counts.
> RPUSH l 3 1 2
< :3
> SORT l STORE a STORE b
< :3
> EXISTS a b
< :1
> COMMAND GETKEYS SORT l STORE a STORE b
< *2 "l" "b"
> COMMAND GETKEYS SORT l LIMIT 1 2 BY store GET x_* STORE a
< *2 "l" "a"
> COMMAND GETKEYS SORT l BY store GET limit
< *1 "l"
> COMMAND GETKEYS SORT_RO l GET #
< *1 "l"

# A set without BY has no order: what is stored is sorted by bytes. Others keep theirs.
> SADD s c b a zz 10 9
< :6
> SORT s BY nosort STORE dst
< :6
> LRANGE dst 0 -1
< *6 "10" "9" "a" "b" "c" "zz"
> SORT s BY nosort DESC STORE dst
< :6
> LRANGE dst 0 -1
< *6 "zz" "c" "b" "a" "9" "10"
> SORT s BY nosort LIMIT 1 2 STORE dst
< :2
> LRANGE dst 0 -1
< *2 "9" "a"
> ZADD z 1 c 2 a 3 b
< :3
> SORT z BY nosort STORE dst
< :3
> LRANGE dst 0 -1
< *3 "c" "a" "b"
> SORT z BY nosort DESC STORE dst
< :3
> LRANGE dst 0 -1
< *3 "b" "a" "c"
> SORT l BY nosort STORE dst
< :3
> LRANGE dst 0 -1
< *3 "3" "1" "2"
> SORT l BY nosort DESC STORE dst
< :3
> LRANGE dst 0 -1
< *3 "2" "1" "3"

# An error leaves everything as it is.
> RPUSH bad 1 x
< :2
> SORT bad STORE dst
< -ERR One or more scores can't be converted into double
> LRANGE dst 0 -1
< *3 "2" "1" "3"
> SET str x
< +OK
> SORT str STORE dst
< -WRONGTYPE Operation against a key holding the wrong kind of value
> LLEN dst
< :3
