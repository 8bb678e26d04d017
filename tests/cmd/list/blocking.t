# BLPOP and its kin: clients that wait for a list.

# Something is there: as the plain command, with the key's name.
> RPUSH q 1 2 3 4 5 6
< :6
> BLPOP q 0
< *2 "q" "1"
> BRPOP nosuch q 0
< *2 "q" "6"
> BLMOVE q p LEFT RIGHT 0
< "2"
> BRPOPLPUSH q p 0
< "5"
> LRANGE p 0 -1
< *2 "5" "2"
> BLMPOP 0 2 nosuch q LEFT COUNT 10
< *2 "q" *2 "3" "4"
> EXISTS q
< :0

# The time runs out.
> BLPOP q 0.01
< *-1
> BRPOP q p2 0.01
< *-1
> BLMOVE q p LEFT RIGHT 0.01
< *-1
> BRPOPLPUSH q p 0.01
< *-1
> BLMPOP 0.01 2 q q2 LEFT
< *-1
! resp3
> BLPOP q 0.01
< _
> BLMOVE q p LEFT RIGHT 0.01
< _
> BLMPOP 0.01 2 q q2 LEFT
< _
! resp2

# A push wakes the one that waits longest.
@a > BLPOP q 0
@a < nothing
@b > BLPOP q 0
@b < nothing
> RPUSH q x
< :1
@a < *2 "q" "x"
@b < nothing
> EXISTS q
< :0
> LPUSH q y z
< :2
@b < *2 "q" "z"
> LRANGE q 0 -1
< *1 "y"
> DEL q
< :1

# All elements of one push are there before anybody is served.
@a > BLPOP q 0
@a < nothing
> LPUSH q 1 2 3
< :3
@a < *2 "q" "3"
@a > BRPOP q 0
@a < *2 "q" "1"
> DEL q
< :1

# Several keys: the first that gets a list. Those of one client are looked at in its order.
@a > BRPOP q1 q2 q3 0
@a < nothing
> RPUSH q3 c
> RPUSH q1 a
< :1
< :1
@a < *2 "q3" "c"
> LLEN q1
< :1
> DEL q1
< :1

# Moving: the chain goes on at once.
@a > BLMOVE q1 q2 LEFT RIGHT 0
@a < nothing
@b > BLMOVE q2 q3 LEFT LEFT 0
@b < nothing
@c > BLPOP q3 0
@c < nothing
> RPUSH q1 v
< :1
@a < "v"
@b < "v"
@c < *2 "q3" "v"
> EXISTS q1 q2 q3
< :0

# The destination is looked at only when there is something to move.
> SET s x
< +OK
@a > BLMOVE q1 s LEFT RIGHT 0
@a < nothing
> RPUSH q1 v
< :1
@a < -WRONGTYPE Operation against a key holding the wrong kind of value
> LRANGE q1 0 -1
< *1 "v"
> DEL q1
< :1

# The same list: a rotation.
@a > BRPOPLPUSH r r 0
@a < nothing
> RPUSH r 1 2 3
< :3
@a < "3"
> LRANGE r 0 -1
< *3 "3" "1" "2"

# A count.
@a > BLMPOP 0 2 q1 q2 RIGHT COUNT 2
@a < nothing
> RPUSH q2 1 2 3
< :3
@a < *2 "q2" *2 "3" "2"
> DEL q2
< :1

# Any command that makes the list will do; another type will not.
@a > BLPOP q1 0
@a < nothing
> SET q1 x
< +OK
@a < nothing
> DEL q1
< :1
> RPUSH tmp v
< :1
> RENAME tmp q1
< +OK
@a < *2 "q1" "v"
@a > BLPOP q1 0
@a < nothing
> RPUSH tmp v
< :1
> COPY tmp q1
< :1
@a < *2 "q1" "v"
@a > BLPOP q1 0
@a < nothing
> LMOVE tmp q1 LEFT LEFT
< "v"
@a < *2 "q1" "v"

# CLIENT UNBLOCK, and what was sent ahead.
@a > CLIENT ID
@a <save a
@a > BLPOP q1 0
@a > PING
@a < nothing
> CLIENT UNBLOCK ${a}
< :1
@a < *-1
@a < +PONG
@a > BLMOVE q1 q2 LEFT LEFT 0
@a < nothing
> CLIENT UNBLOCK ${a} ERROR
< :1
@a < -UNBLOCKED client unblocked via CLIENT UNBLOCK

# A client that is gone gets nothing.
@d > BLPOP q1 0
@d < nothing
@d ! close
! sleep 20ms
> RPUSH q1 v
< :1
> LLEN q1
< :1
> DEL q1
< :1

# Types and arguments.
> BLPOP s 0
< -WRONGTYPE Operation against a key holding the wrong kind of value
> BLPOP nosuch s 0
< -WRONGTYPE Operation against a key holding the wrong kind of value
> BRPOP s 0
< -WRONGTYPE Operation against a key holding the wrong kind of value
> BLMOVE s q LEFT LEFT 0
< -WRONGTYPE Operation against a key holding the wrong kind of value
> BRPOPLPUSH s q 0
< -WRONGTYPE Operation against a key holding the wrong kind of value
> BLMPOP 0 1 s LEFT
< -WRONGTYPE Operation against a key holding the wrong kind of value
> BLPOP q x
< -ERR timeout is not a float or out of range
> BLPOP s x
< -ERR timeout is not a float or out of range
> BRPOP q -1
< -ERR timeout is negative
> BLPOP q -0.1
< -ERR timeout is negative
> BLMOVE q p LEFT LEFT x
< -ERR timeout is not a float or out of range
> BLMOVE q p UP LEFT x
< -ERR syntax error
> BLMOVE s p LEFT LEFT -1
< -ERR timeout is negative
> BRPOPLPUSH s p x
< -ERR timeout is not a float or out of range
> BLMPOP x 1 q LEFT
< -ERR timeout is not a float or out of range
> BLMPOP -1 1 q LEFT
< -ERR timeout is negative
> BLMPOP x 0 q LEFT
< -ERR numkeys should be greater than 0
> BLMPOP x 1 q UP
< -ERR syntax error
> BLMPOP x 1 q LEFT COUNT 0
< -ERR count should be greater than 0
> BLMPOP 0 2 q LEFT
< -ERR syntax error
> BLMPOP 0 1 q LEFT COUNT
< -ERR syntax error
> BLPOP q
< -ERR wrong number of arguments for 'blpop' command
> BRPOP
< -ERR wrong number of arguments for 'brpop' command
> BLMOVE q p LEFT LEFT
< -ERR wrong number of arguments for 'blmove' command
> BRPOPLPUSH q p
< -ERR wrong number of arguments for 'brpoplpush' command
> BLMPOP 0 1 q
< -ERR wrong number of arguments for 'blmpop' command
