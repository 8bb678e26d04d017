# An invalidation stands behind the reply to the request that caused it, never in the middle of one.

! resp3
> CLIENT TRACKING ON
< +OK
> GET x
> SET x 1
> GET x
> SET x 2
> INCR x
> PING
< _
< +OK
< >2 "invalidate" *1 "x"
< "1"
< +OK
< >2 "invalidate" *1 "x"
< :3
< +PONG

# A transaction has one reply.
> GET x
> MULTI
> SET x 4
> GET x
> SET x 5
> PING
> EXEC
> PING
< "3"
< +OK
< +QUEUED
< +QUEUED
< +QUEUED
< +QUEUED
< *4
<   +OK
<   "4"
<   +OK
<   +PONG
< >2 "invalidate" *1 "x"
< >2 "invalidate" *1 "x"
< +PONG

# Reads in a transaction count, somebody else's are invalid at once.
> MULTI
< +OK
> GET y
< +QUEUED
> GET z
< +QUEUED
> EXEC
< *2 _ _
@b > MULTI
@b < +OK
@b > SET y 1
@b < +QUEUED
@b > DEL x
@b < +QUEUED
@b > SET z 1
@b < +QUEUED
@b > EXEC
@b < *3
@b <   +OK
@b <   :1
@b <   +OK
< >2 "invalidate" *1 "y"
< >2 "invalidate" *1 "z"
> MULTI
< +OK
> GET y
< +QUEUED
> FLUSHALL
< +QUEUED
> PING
< +QUEUED
> EXEC
< *3
<   "1"
<   +OK
<   +PONG
< >2 "invalidate" _

# A blocked client is told before its request is over.
> GET x
< _
> BLPOP nolist 0.3
@b > SET x 1
@b < +OK
< >2 "invalidate" *1 "x"
< _

# CLIENT REPLY is about replies.
> GET x
< "1"
> CLIENT REPLY OFF
@b > SET x 2
@b < +OK
< >2 "invalidate" *1 "x"
> GET x
@b > SET x 3
@b < +OK
< >2 "invalidate" *1 "x"
> CLIENT REPLY ON
< +OK
> GET x
< "3"
> CLIENT REPLY SKIP
> SET x 1
> PING
< >2 "invalidate" *1 "x"
< +PONG

# In RESP2 there are no such messages, not even of what changed before.
> GET x
> MULTI
> SET x 1
> HELLO 2
> EXEC
> PING
< "1"
< +OK
< +QUEUED
< +QUEUED
<~ \*2 \+OK \*14 .*
< +PONG
