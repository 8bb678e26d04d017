# LRANGE and LTRIM.

> RPUSH l a b c d e
< :5
> LRANGE l 0 -1
< *5 "a" "b" "c" "d" "e"
> LRANGE l 1 3
< *3 "b" "c" "d"
> LRANGE l -3 -2
< *2 "c" "d"
> LRANGE l -100 100
< *5 "a" "b" "c" "d" "e"
> LRANGE l 4 4
< *1 "e"
> LRANGE l 5 9
< *0
> LRANGE l 3 1
< *0
> LRANGE l -1 -2
< *0
> LRANGE l 0 -6
< *0
> LRANGE l -9 -8
< *0
> LRANGE l -9223372036854775808 9223372036854775807
< *5 "a" "b" "c" "d" "e"
> LRANGE nosuch 0 -1
< *0

> LTRIM l -9223372036854775808 9223372036854775807
< +OK
> LLEN l
< :5
> LTRIM l 1 -2
< +OK
> LRANGE l 0 -1
< *3 "b" "c" "d"
> LTRIM l 0 0
< +OK
> LRANGE l 0 -1
< *1 "b"
> LTRIM l 1 0
< +OK
> EXISTS l
< :0
> RPUSH l a b c
< :3
> LTRIM l 5 9
< +OK
> EXISTS l
< :0
> RPUSH l a b c
< :3
> LTRIM l -2 -1
< +OK
> LRANGE l 0 -1
< *2 "b" "c"
> LTRIM nosuch 0 1
< +OK

> LRANGE l x 1
< -ERR value is not an integer or out of range
> LRANGE l 1 x
< -ERR value is not an integer or out of range
> LRANGE nosuch x 1
< -ERR value is not an integer or out of range
> LTRIM l x 1
< -ERR value is not an integer or out of range
> LTRIM l 1 x
< -ERR value is not an integer or out of range
> LTRIM nosuch 1 x
< -ERR value is not an integer or out of range
> SET s x
< +OK
> LRANGE s 0 1
< -WRONGTYPE Operation against a key holding the wrong kind of value
> LRANGE s x 1
< -ERR value is not an integer or out of range
> LTRIM s 0 1
< -WRONGTYPE Operation against a key holding the wrong kind of value
> LRANGE l 0
< -ERR wrong number of arguments for 'lrange' command
> LRANGE l 0 1 2
< -ERR wrong number of arguments for 'lrange' command
> LTRIM l 0
< -ERR wrong number of arguments for 'ltrim' command
> LTRIM l 0 1 2
< -ERR wrong number of arguments for 'ltrim' command
