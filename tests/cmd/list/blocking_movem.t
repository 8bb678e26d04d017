# BLMOVEM.

! since 8.10

> RPUSH l 1 2 3 4
< :4
> BLMOVEM l m LEFT RIGHT 0
< *1 "1"
> BLMOVEM l m LEFT LEFT 0 COUNT 2 OBO
< *2 "3" "2"
> BLMOVEM l m LEFT LEFT 0 COUNT 2 BULK
< *1 "4"
> BLMOVEM l m LEFT LEFT 0.01
< *-1
> BLMOVEM m l LEFT LEFT 0.01 EXACTLY 5 BULK
< *-1
> LRANGE m 0 -1
< *4 "4" "3" "2" "1"
> DEL m
< :1

# With COUNT one element is enough, with EXACTLY only all of them.
@a > BLMOVEM l m LEFT RIGHT 0 COUNT 3 BULK
@a < nothing
> RPUSH l 1
< :1
@a < *1 "1"
@a > BLMOVEM l m LEFT RIGHT 0 EXACTLY 3 OBO
@a < nothing
> RPUSH l 2
< :1
@a < nothing
> RPUSH l 3
< :2
@a < nothing
> RPUSH l 4 5
< :4
@a < *3 "2" "3" "4"
> LRANGE l 0 -1
< *1 "5"
> DEL l
< :1

# Who waits for more than there is does not stand in the way of others.
@a > BLMOVEM l m LEFT RIGHT 0 EXACTLY 2 BULK
@a < nothing
@b > BLPOP l 0
@b < nothing
> RPUSH l x
< :1
@b < *2 "l" "x"
@a < nothing
> RPUSH l y z
< :2
@a < *2 "y" "z"
> EXISTS l
< :0

> SET s x
< +OK
> BLMOVEM s m LEFT LEFT 0
< -WRONGTYPE Operation against a key holding the wrong kind of value
> BLMOVEM m s LEFT LEFT 0
< -WRONGTYPE Operation against a key holding the wrong kind of value
> BLMOVEM l s LEFT LEFT 0.01
< *-1
> BLMOVEM l m LEFT UP 0
< -ERR syntax error
> BLMOVEM l m LEFT LEFT x
< -ERR timeout is not a float or out of range
> BLMOVEM l m LEFT LEFT -1
< -ERR timeout is negative
> BLMOVEM l m LEFT LEFT 0 COUNT 1
< -ERR syntax error
> BLMOVEM l m LEFT LEFT 0 COUNT 0 OBO
< -ERR count should be greater than 0
> BLMOVEM l m LEFT LEFT
< -ERR wrong number of arguments for 'blmovem' command

! resp3
> BLMOVEM l m LEFT LEFT 0.01
< _
