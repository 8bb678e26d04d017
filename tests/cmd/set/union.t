# SUNION, SUNIONSTORE.

> SADD a 1 2 x
< :3
> SADD b 2 3 y
< :3
> SADD i 1 2 3
< :3
> SADD j 3 4
< :2
> SADD l "x"*70 1 y
< :3

> SUNION a
<unordered *3 "1" "2" "x"
> SUNION a b
<unordered *5 "1" "2" "3" "x" "y"
> SUNION i j
<unordered *4 "1" "2" "3" "4"
> SUNION a b i j l
<unordered *7 "1" "2" "3" "4" "x" "y" "x"*70
> SUNION a a a
<unordered *3 "1" "2" "x"
> SUNION none a none
<unordered *3 "1" "2" "x"
> SUNION none
< *0
> SUNION none none2
< *0
# So many that they are put into one set.
> SUNION a b a b a b a b a b a b a b a b a b a b a b a b i j i j i j i j
<unordered *6 "1" "2" "3" "4" "x" "y"

> SUNIONSTORE d a b
< :5
> SMEMBERS d
<unordered *5 "1" "2" "3" "x" "y"
> SUNIONSTORE d i j
< :4
> OBJECT ENCODING d
< "intset"
> SUNIONSTORE d a l
< :5
> OBJECT ENCODING d
< "hashtable"
> SUNIONSTORE d none
< :0
> EXISTS d
< :0
> SET d str EX 100
< +OK
> SUNIONSTORE d a
< :3
> TTL d
< :-1
> SUNIONSTORE a a b
< :5
> SCARD a
< :5
> SUNIONSTORE none none
< :0

> SUNION
< -ERR wrong number of arguments for 'sunion' command
> SUNIONSTORE d
< -ERR wrong number of arguments for 'sunionstore' command

! resp3
> SUNION i j
<unordered ~4 "1" "2" "3" "4"
> SUNION none
< ~0
