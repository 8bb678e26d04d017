# SSCAN: small sets come whole, large ones a part at a time.

> SSCAN none 0
< *2 "0" *0
> SADD s a b c
< :3
> SSCAN s 0
<~ \*2 "0" \*3( "[abc]"){3}
> SSCAN s 0 COUNT 100
<~ \*2 "0" \*3( "[abc]"){3}
> SSCAN s 0 MATCH b
< *2 "0" *1 "b"
> SSCAN s 0 match B
< *2 "0" *0
> SSCAN s 0 MATCH * COUNT 10
<~ \*2 "0" \*3( "[abc]"){3}
> SSCAN s 0 MATCH "[ab]" MATCH c
< *2 "0" *1 "c"
> SADD i 1 12 3
< :3
> SSCAN i 0
< *2 "0" *3 "1" "3" "12"
> SSCAN i 0 COUNT 1
< *2 "0" *3 "1" "3" "12"
> SSCAN i 0 MATCH 1*
< *2 "0" *2 "1" "12"
> SSCAN i 77
< *2 "0" *3 "1" "3" "12"

# A table of more members than one call looks at.
! repeat 200
> SADD l member:${i}
< :1
! end
> SSCAN l 0 COUNT 1
<~ \*2 "[1-9]\d*" \*\d+( "member:\d+")*
> SSCAN l 0 MATCH member:77 COUNT 10000
< *2 "0" *1 "member:77"
> SSCAN l 0 COUNT 9223372036854775807 MATCH member:19?
<~ \*2 "0" \*10( "member:19\d"){10}

# Refused; a missing key or one of another type is seen before the options.
> SSCAN
< -ERR wrong number of arguments for 'sscan' command
> SSCAN s
< -ERR wrong number of arguments for 'sscan' command
> SSCAN s x
< -ERR invalid cursor
> SSCAN none x
< -ERR invalid cursor
> SSCAN s 18446744073709551616
< -ERR invalid cursor
> SSCAN s 0 COUNT
< -ERR syntax error
> SSCAN s 0 COUNT 0
< -ERR syntax error
> SSCAN s 0 COUNT -1
< -ERR syntax error
> SSCAN s 0 COUNT x
< -ERR value is not an integer or out of range
> SSCAN s 0 MATCH
< -ERR syntax error
> SSCAN s 0 NOPE
< -ERR syntax error
> SSCAN s 0 TYPE set
< -ERR syntax error
> SSCAN s 0 NOVALUES
< -ERR syntax error
> SSCAN none 0 COUNT 0
< *2 "0" *0
> SSCAN none 0 NOPE
< *2 "0" *0
> SET str x
< +OK
> SSCAN str 0 NOPE
< -WRONGTYPE Operation against a key holding the wrong kind of value
> SSCAN str x
< -ERR invalid cursor

! resp3
> SSCAN i 0
< *2 "0" *3 "1" "3" "12"
