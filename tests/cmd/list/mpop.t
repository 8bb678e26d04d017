# LMPOP.

> RPUSH a 1 2 3 4 5
< :5
> RPUSH b x y
< :2
> LMPOP 1 a LEFT
< *2
<   "a"
<   *1 "1"
> LMPOP 1 a RIGHT COUNT 2
< *2
<   "a"
<   *2 "5" "4"
> LMPOP 2 nosuch a LEFT COUNT 1
< *2
<   "a"
<   *1 "2"
> LMPOP 2 a b left count 100
< *2
<   "a"
<   *1 "3"
> LMPOP 2 a b right count 100
< *2
<   "b"
<   *2 "y" "x"
> EXISTS a b
< :0
> LMPOP 2 a b LEFT
< *-1

# The first key that is there decides.
> SET s x
< +OK
> RPUSH a 1 2
< :2
> LMPOP 2 a s LEFT
< *2
<   "a"
<   *1 "1"
> LMPOP 2 s a LEFT
< -WRONGTYPE Operation against a key holding the wrong kind of value
> LMPOP 2 nosuch s LEFT
< -WRONGTYPE Operation against a key holding the wrong kind of value

> LMPOP 0 a LEFT
< -ERR numkeys should be greater than 0
> LMPOP -1 a LEFT
< -ERR numkeys should be greater than 0
> LMPOP x a LEFT
< -ERR numkeys should be greater than 0
> LMPOP 99999999999999999999 a LEFT
< -ERR numkeys should be greater than 0
> LMPOP 9223372036854775807 a LEFT
< -ERR syntax error
> LMPOP 2 a LEFT
< -ERR syntax error
> LMPOP 3 a LEFT COUNT
< -ERR syntax error
> LMPOP 1 a MIDDLE
< -ERR syntax error
> LMPOP 1 a LEFT COUNT 0
< -ERR count should be greater than 0
> LMPOP 1 a LEFT COUNT -1
< -ERR count should be greater than 0
> LMPOP 1 a LEFT COUNT x
< -ERR count should be greater than 0
> LMPOP 1 a LEFT COUNT
< -ERR syntax error
> LMPOP 1 a LEFT COUNT 1 COUNT 1
< -ERR syntax error
> LMPOP 1 a LEFT FOO 1
< -ERR syntax error
> LMPOP 1 a LEFT 1
< -ERR syntax error
> LMPOP 1 a
< -ERR wrong number of arguments for 'lmpop' command
> LMPOP 1 nosuch LEFT COUNT 0
< -ERR count should be greater than 0
> LMPOP 1 s LEFT COUNT 0
< -ERR count should be greater than 0

! resp3
> LMPOP 1 a LEFT COUNT 9
< *2
<   "a"
<   *1 "2"
> LMPOP 1 a LEFT
< _
