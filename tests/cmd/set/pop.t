# SPOP, without and with a count.

> SADD s a
< :1
> SPOP s
< "a"
> EXISTS s
< :0
> SPOP s
< nil
> SPOP s 5
< *0
> SPOP s 0
< *0

> SADD s a b c
< :3
> SPOP s
<~ "[abc]"
> SCARD s
< :2
> SPOP s 0
< *0
> SPOP s 1
<~ \*1 "[abc]"
> SPOP s 1
<~ \*1 "[abc]"
> EXISTS s
< :0

> SADD s a b c
< :3
> SPOP s 3
<unordered *3 "a" "b" "c"
> EXISTS s
< :0
> SADD s 1 2 3
< :3
> SPOP s 9223372036854775807
<unordered *3 "1" "2" "3"
> EXISTS s
< :0

# What is popped is gone, whatever the encoding: integers, small and large sets.
> SADD i 1 2 3 4 5 6
< :6
> SPOP i 5
<~ \*5( "[1-6]"){5}
> SCARD i
< :1
> SADD p a b c d e f
< :6
> SPOP p 4
<~ \*4( "[a-f]"){4}
> SCARD p
< :2
> SADD l "x"*100 a b c d e f
< :7
> SPOP l 3
<any
> SCARD l
< :4
> SPOP l 4
<any
> EXISTS l
< :0

> EXPIRE p 100
< :1
> SPOP p
<~ "[a-f]"
> TTL p
< :100

# Refused.
> SPOP
< -ERR wrong number of arguments for 'spop' command
> SPOP p -1
< -ERR value is out of range, must be positive
> SPOP p x
< -ERR value is out of range, must be positive
> SPOP p ""
< -ERR value is out of range, must be positive
> SPOP p 1.5
< -ERR value is out of range, must be positive
> SPOP p 99999999999999999999
< -ERR value is out of range, must be positive
> SPOP p 1 1
< -ERR syntax error
> SPOP none -1
< -ERR value is out of range, must be positive
> SCARD p
< :1

! resp3
> SPOP none
< _
> SPOP none 1
< ~0
> SPOP p 0
< ~0
> SADD r a b
< :2
> SPOP r 1
<~ ~1 "[ab]"
> SPOP r 5
<~ ~1 "[ab]"
> SADD r a
< :1
> SPOP r
< "a"
