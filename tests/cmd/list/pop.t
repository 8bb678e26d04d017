# LPOP and RPOP, with a count and without.

> RPUSH l a b c d e f g h
< :8
> LPOP l
< "a"
> RPOP l
< "h"
> LPOP l 2
< *2 "b" "c"
> RPOP l 2
< *2 "g" "f"
> LPOP l 0
< *0
> RPOP l 0
< *0
> LRANGE l 0 -1
< *2 "d" "e"
> RPOP l 100
< *2 "e" "d"
> EXISTS l
< :0

# Nothing there: null, or the null array where an array would be.
> LPOP l
< nil
> RPOP l
< nil
> LPOP l 0
< *-1
> RPOP l 5
< *-1

> RPUSH l a
< :1
> LPOP l -1
< -ERR value is out of range, must be positive
> LPOP l x
< -ERR value is out of range, must be positive
> RPOP l ""
< -ERR value is out of range, must be positive
> LPOP l 9223372036854775808
< -ERR value is out of range, must be positive
> LPOP l 1 2
< -ERR wrong number of arguments for 'lpop' command
> RPOP l 1 2
< -ERR wrong number of arguments for 'rpop' command
> LPOP
< -ERR wrong number of arguments for 'lpop' command
> RPOP
< -ERR wrong number of arguments for 'rpop' command
> LPOP nosuch -1
< -ERR value is out of range, must be positive
> SET s x
< +OK
> LPOP s
< -WRONGTYPE Operation against a key holding the wrong kind of value
> RPOP s 1
< -WRONGTYPE Operation against a key holding the wrong kind of value
> LPOP s -1
< -ERR value is out of range, must be positive
> LPOP l 9223372036854775807
< *1 "a"
> LPOP l
< nil

! resp3
> RPUSH l 1 2 3
< :3
> LPOP l
< "1"
> LPOP l 5
< *2 "2" "3"
> LPOP l
< _
> LPOP l 1
< _
> RPOP l
< _
> RPOP l 0
< _
