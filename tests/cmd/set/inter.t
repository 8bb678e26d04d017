# SINTER, SINTERSTORE, SINTERCARD.

> SADD a 1 2 3 x y
< :5
> SADD b 2 3 4 y z
< :5
> SADD c 3 y
< :2
> SADD i 1 2 3 4
< :4
> SADD j 3 4 5
< :3
> SADD l "x"*70 1 2 y
< :4

> SINTER a
<unordered *5 "1" "2" "3" "x" "y"
> SINTER a b
<unordered *3 "2" "3" "y"
> SINTER a b c
<unordered *2 "3" "y"
> SINTER c b a c
<unordered *2 "3" "y"
> SINTER i j
<unordered *2 "3" "4"
> SINTER i a
<unordered *3 "1" "2" "3"
> SINTER l a
<unordered *3 "1" "2" "y"
> SINTER i l a
<unordered *2 "1" "2"
> SINTER a a
<unordered *5 "1" "2" "3" "x" "y"
> SINTER a none
< *0
> SINTER none
< *0
> SINTER none none
< *0
> SINTER c i j l
< *0

> SINTERSTORE d a b
< :3
> SMEMBERS d
<unordered *3 "2" "3" "y"
> SINTERSTORE d i j
< :2
> OBJECT ENCODING d
< "intset"
> SINTERSTORE d d d
< :2
> SINTERSTORE d none a
< :0
> EXISTS d
< :0
> SINTERSTORE d none
< :0
> SET d str EX 100
< +OK
> SINTERSTORE d a c
< :2
> TYPE d
< +set
> TTL d
< :-1
> EXPIRE d 100
< :1
> SINTERSTORE d a c
< :2
> TTL d
< :-1
> SET d str
< +OK
> SINTERSTORE d a none
< :0
> EXISTS d
< :0
> SINTERSTORE c c i
< :1
> SMEMBERS c
< *1 "3"

> SINTERCARD 1 a
< :5
> SINTERCARD 2 a b
< :3
> SINTERCARD 2 a b LIMIT 2
< :2
> SINTERCARD 2 a b LIMIT 3
< :3
> SINTERCARD 2 a b LIMIT 100
< :3
> SINTERCARD 2 a b LIMIT 0
< :3
> SINTERCARD 2 a b limit 1 limit 2
< :2
> SINTERCARD 2 i j LIMIT 1
< :1
> SINTERCARD 2 a none
< :0
> SINTERCARD 1 none LIMIT 1
< :0

# Refused.
> SINTER
< -ERR wrong number of arguments for 'sinter' command
> SINTERSTORE d
< -ERR wrong number of arguments for 'sinterstore' command
> SINTERCARD 1
< -ERR wrong number of arguments for 'sintercard' command
> SINTERCARD 0 a
< -ERR numkeys should be greater than 0
> SINTERCARD -1 a
< -ERR numkeys should be greater than 0
> SINTERCARD x a
< -ERR numkeys should be greater than 0
> SINTERCARD 99999999999999999999 a
< -ERR numkeys should be greater than 0
> SINTERCARD 2 a
< -ERR Number of keys can't be greater than number of args
> SINTERCARD 2147483648 a
< -ERR Number of keys can't be greater than number of args
> SINTERCARD 1 a b
< -ERR syntax error
> SINTERCARD 1 a LIMIT
< -ERR syntax error
> SINTERCARD 1 a NOPE 1
< -ERR syntax error
> SINTERCARD 1 a APPROX
< -ERR syntax error
> SINTERCARD 1 a LIMIT -1
< -ERR LIMIT can't be negative
> SINTERCARD 1 a LIMIT x
< -ERR LIMIT can't be negative
> SINTERCARD 1 a LIMIT 99999999999999999999
< -ERR LIMIT can't be negative

! resp3
> SINTER a b
<unordered ~3 "2" "3" "y"
> SINTER a none
< ~0
> SINTERCARD 2 a b
< :3
