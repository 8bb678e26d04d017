# SMOVE

> SADD a 1 2 x
< :3
> SMOVE a b 1
< :1
> SMEMBERS b
< *1 "1"
> SMOVE a b none
< :0
> SMOVE none b 1
< :0
> SADD b x
< :1
> SMOVE a b x
< :1
> SCARD b
< :2
> SMEMBERS a
< *1 "2"
> SMOVE a b 2
< :1
> EXISTS a
< :0
> SMEMBERS b
<unordered *3 "1" "2" "x"

# To itself.
> SMOVE b b x
< :1
> SMOVE b b y
< :0
> SCARD b
< :3

# The deadlines stay where they are.
> EXPIRE b 100
< :1
> SMOVE b c x
< :1
> TTL b
< :100
> TTL c
< :-1

> SMOVE
< -ERR wrong number of arguments for 'smove' command
> SMOVE a b
< -ERR wrong number of arguments for 'smove' command
> SMOVE a b 1 2
< -ERR wrong number of arguments for 'smove' command
