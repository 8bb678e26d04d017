# Blocking commands in a transaction act as if their time were up.

> MULTI
< +OK
> BLPOP q 0
< +QUEUED
> BRPOP q 0
< +QUEUED
> BLMOVE q r LEFT LEFT 0
< +QUEUED
> BLMPOP 0 1 q LEFT
< +QUEUED
> BZPOPMIN z 0
< +QUEUED
> BZMPOP 0 1 z MIN
< +QUEUED
> WAIT 0 0
< +QUEUED
> WAIT 1 0
< +QUEUED
> RPUSH q a b
< +QUEUED
> BLPOP q 0
< +QUEUED
> BRPOP q 0
< +QUEUED
> BLPOP q 0
< +QUEUED
> EXEC
< *12
<   *-1
<   *-1
<   nil
<   *-1
<   *-1
<   *-1
<   :0
<   :0
<   :2
<   *2 "q" "a"
<   *2 "q" "b"
<   *-1

# Those who wait are served when all of it is done.
@b > BLPOP q 0
> MULTI
< +OK
> RPUSH q 1 2 3
< +QUEUED
> LRANGE q 0 -1
< +QUEUED
> LPOP q
< +QUEUED
> EXEC
< *3
<   :3
<   *3 "1" "2" "3"
<   "1"
@b < *2 "q" "2"
> DEL q
< :1
@b > BLPOP q 0
> MULTI
< +OK
> RPUSH q 1
< +QUEUED
> DEL q
< +QUEUED
> EXEC
< *2 :1 :1
@b < nothing
> RPUSH q late
< :1
@b < *2 "q" "late"

# CLIENT UNBLOCK in a transaction.
@c > CLIENT ID
@c <save waiting
@c > BLPOP q 0
> MULTI
< +OK
> CLIENT UNBLOCK ${waiting} ERROR
< +QUEUED
> RPUSH q 1
< +QUEUED
> EXEC
< *2 :1 :1
@c < -UNBLOCKED client unblocked via CLIENT UNBLOCK
> LRANGE q 0 -1
< *1 "1"

> MULTI
< +OK
> MONITOR
< +QUEUED
> EXEC
< *1
<   -ERR MONITOR isn't allowed for DENY BLOCKING client
> PING
< +PONG
