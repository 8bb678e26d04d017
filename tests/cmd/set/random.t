# SRANDMEMBER, without and with a count.

> SRANDMEMBER none
< nil
> SRANDMEMBER none 5
< *0
> SRANDMEMBER none -5
< *0
> SADD s a b c
< :3
> SRANDMEMBER s
<~ "[abc]"
> SRANDMEMBER s 0
< *0
> SRANDMEMBER s 1
<~ \*1 "[abc]"
> SRANDMEMBER s 3
<unordered *3 "a" "b" "c"
> SRANDMEMBER s 100
<unordered *3 "a" "b" "c"
> SRANDMEMBER s 9223372036854775807
<unordered *3 "a" "b" "c"
> SRANDMEMBER s -1
<~ \*1 "[abc]"
> SRANDMEMBER s -7
<~ \*7( "[abc]"){7}
> SCARD s
< :3

# Other encodings.
> SADD i 1 2 3
< :3
> SRANDMEMBER i
<~ "[123]"
> SRANDMEMBER i 5
<unordered *3 "1" "2" "3"
> SRANDMEMBER i -4
<~ \*4( "[123]"){4}
> SADD l "x"*100 b c d e f g h i j k l m n o p q r s t
< :20
> SRANDMEMBER l -1
<any
> SRANDMEMBER l 2
<~ \*2( "(x{100}|[b-t])"){2}
> SRANDMEMBER l 15
<~ \*15( "(x{100}|[b-t])"){15}
> SRANDMEMBER l 20
<unordered *20 "x"*100 "b" "c" "d" "e" "f" "g" "h" "i" "j" "k" "l" "m" "n" "o" "p" "q" "r" "s" "t"

# Refused.
> SRANDMEMBER
< -ERR wrong number of arguments for 'srandmember' command
> SRANDMEMBER s x
< -ERR value is not an integer or out of range
> SRANDMEMBER s ""
< -ERR value is not an integer or out of range
> SRANDMEMBER s -0
< -ERR value is not an integer or out of range
> SRANDMEMBER s 1.5
< -ERR value is not an integer or out of range
> SRANDMEMBER s 9223372036854775808
< -ERR value is not an integer or out of range
> SRANDMEMBER s -9223372036854775808
< -ERR value is out of range, value must between -9223372036854775807 and 9223372036854775807
> SRANDMEMBER none x
< -ERR value is not an integer or out of range
> SRANDMEMBER s 1 1
< -ERR syntax error
> SRANDMEMBER none -9223372036854775807
! differs: at most 10 million picks, since redis-server uses up all memory where there is a set
! kvd
< -ERR value is out of range
! redis
< *0
! end

! resp3
> SRANDMEMBER none
< _
> SRANDMEMBER none 1
< *0
> SRANDMEMBER s 3
<unordered *3 "a" "b" "c"
> SRANDMEMBER s -2
<~ \*2( "[abc]"){2}
> SRANDMEMBER s
<~ "[abc]"
