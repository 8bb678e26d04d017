# SDIFF, SDIFFSTORE.

> SADD a 1 2 3 x y
< :5
> SADD b 2 y
< :2
> SADD c x
< :1
> SADD i 1 2 3 4
< :4
> SADD j 3 4 5
< :3
> SADD l "x"*70 1 y
< :3

> SDIFF a
<unordered *5 "1" "2" "3" "x" "y"
> SDIFF a b
<unordered *3 "1" "3" "x"
> SDIFF a b c
<unordered *2 "1" "3"
> SDIFF b a
< *0
> SDIFF a a
< *0
> SDIFF i j
<unordered *2 "1" "2"
> SDIFF j i
< *1 "5"
> SDIFF l a
< *1 "x"*70
> SDIFF a l i
< *1 "x"
> SDIFF a none
<unordered *5 "1" "2" "3" "x" "y"
> SDIFF none a
< *0
> SDIFF none
< *0
# So many that their members are taken out of a copy.
> SDIFF a b c b c b c b c b c b c b c b c b c b c b c b c b c b c b c b c b c
<unordered *2 "1" "3"

> SDIFFSTORE d a b
< :3
> SMEMBERS d
<unordered *3 "1" "3" "x"
> SDIFFSTORE d i j
< :2
> OBJECT ENCODING d
< "intset"
> SDIFFSTORE d a a
< :0
> EXISTS d
< :0
> SET d str EX 100
< +OK
> SDIFFSTORE d a b
< :3
> TTL d
< :-1
> SDIFFSTORE d none a
< :0
> EXISTS d
< :0
> SDIFFSTORE a a b
< :3
> SMEMBERS a
<unordered *3 "1" "3" "x"

> SDIFF
< -ERR wrong number of arguments for 'sdiff' command
> SDIFFSTORE d
< -ERR wrong number of arguments for 'sdiffstore' command

! resp3
> SDIFF i j
<unordered ~2 "1" "2"
> SDIFF none
< ~0
