# BZPOPMIN, BZPOPMAX and BZMPOP.

# With something there they do as the plain commands.
> ZADD z 1 a 2 b 3 c 4 d 5 e
< :5
> BZPOPMIN z 0
< *3 "z" "a" "1"
> BZPOPMAX none z 0
< *3 "z" "e" "5"
> BZMPOP 0 2 none z MIN
< *2 "z" *1 *2 "b" "2"
> BZMPOP 0.5 1 z MAX COUNT 10
< *2 "z" *2 *2 "d" "4" *2 "c" "3"
> EXISTS z
< :0

# The time is up.
> BZPOPMIN z 0.01
< *-1
> BZPOPMAX z y 0.01
< *-1
> BZMPOP 0.01 2 z y MIN
< *-1

# A waiter gets what comes.
@a > BZPOPMIN z 0
@a < nothing
> ZADD z 2 b 1 a 3 c
< :3
@a < *3 "z" "a" "1"
> ZRANGE z 0 -1
< *2 "b" "c"
> DEL z
< :1
@a > BZPOPMAX y z 10
@a < nothing
> ZADD z 2 b 1 a
< :2
@a < *3 "z" "b" "2"
> DEL z
< :1
@a > BZMPOP 0 2 y z MAX COUNT 2
@a < nothing
> ZADD z 2 b 1 a 3 c
< :3
@a < *2 "z" *2 *2 "c" "3" *2 "b" "2"
> ZRANGE z 0 -1
< *1 "a"
> DEL z
< :1

# First come, first served; who finds nothing goes on waiting.
@a > BZPOPMIN z 0
@b > BZPOPMAX z 0
@c > BZMPOP 0 1 z MIN
@a < nothing
@b < nothing
@c < nothing
> ZADD z 1 a
< :1
@a < *3 "z" "a" "1"
@b < nothing
@c < nothing
> ZADD z 1 a 2 b 3 c
< :3
@b < *3 "z" "c" "3"
@c < *2 "z" *1 *2 "a" "1"
> ZRANGE z 0 -1
< *1 "b"
> DEL z
< :1

# Whatever makes the key wakes them.
@a > BZPOPMIN z 0
@a < nothing
> ZADD y 1 a 2 b
< :2
> RENAME y z
< +OK
@a < *3 "z" "a" "1"
> DEL z
< :1
@a > BZPOPMIN z 0
@a < nothing
> ZADD y 1 a 2 b
< :2
> ZUNIONSTORE z 1 y
< :2
@a < *3 "z" "a" "1"
@a > BZPOPMAX x 0
@a < nothing
> ZRANGESTORE x y 0 -1
< :2
@a < *3 "x" "b" "2"
@a > BZPOPMIN w 0
@a < nothing
> COPY y w
< :1
@a < *3 "w" "a" "1"
@a > BZPOPMIN v 0
@a < nothing
> ZINCRBY v 1 m
< "1"
@a < *3 "v" "m" "1"

# Another type does not.
@a > BZPOPMIN s 0
@a < nothing
> SET s v
< +OK
@a < nothing
> DEL s
< :1
> ZADD s 1 a
< :1
@a < *3 "s" "a" "1"

# CLIENT UNBLOCK.
@a > CLIENT ID
@a <save a
@a > BZPOPMIN z1 0
@a < nothing
> CLIENT UNBLOCK ${a}
< :1
@a < *-1
@a > BZMPOP 0 1 z1 MIN
@a < nothing
> CLIENT UNBLOCK ${a} ERROR
< :1
@a < -UNBLOCKED client unblocked via CLIENT UNBLOCK

# Refused.
> FLUSHALL
< +OK
> SET s v
< +OK
> BZPOPMIN z -1
< -ERR timeout is negative
> BZPOPMIN z x
< -ERR timeout is not a float or out of range
> BZPOPMIN z
< -ERR wrong number of arguments for 'bzpopmin' command
> BZPOPMIN s 0
< -WRONGTYPE Operation against a key holding the wrong kind of value
> BZPOPMIN none s 0
< -WRONGTYPE Operation against a key holding the wrong kind of value
> BZPOPMIN s x
< -ERR timeout is not a float or out of range
> BZMPOP x 1 z MIN
< -ERR timeout is not a float or out of range
> BZMPOP -1 1 z MIN
< -ERR timeout is negative
> BZMPOP 0 0 z MIN
< -ERR numkeys should be greater than 0
> BZMPOP x 0 z MIN
< -ERR numkeys should be greater than 0
> BZMPOP x 1 z MIN COUNT 0
< -ERR count should be greater than 0
> BZMPOP 0 1 z FOO
< -ERR syntax error
> BZMPOP 0 2 z MIN
< -ERR syntax error
> BZMPOP 0 1 z MIN COUNT 0
< -ERR count should be greater than 0
> BZMPOP 0 1 s MIN
< -WRONGTYPE Operation against a key holding the wrong kind of value
> BZMPOP 0 1 z
< -ERR wrong number of arguments for 'bzmpop' command

! resp3
> ZADD z 1.5 a inf b 3 c
< :3
> BZPOPMIN z 0
< *3 "z" "a" ,1.5
> BZPOPMAX z 0
< *3 "z" "b" ,inf
> BZMPOP 0 1 z MIN
< *2 "z" *1 *2 "c" ,3
> BZPOPMIN z 0.01
< _
> BZMPOP 0.01 1 z MIN
< _
