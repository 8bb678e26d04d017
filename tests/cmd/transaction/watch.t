# WATCH: EXEC does nothing if a watched key has changed since.

> SET a 1
< +OK
> WATCH a
< +OK
> MULTI
< +OK
> SET b 1
< +QUEUED
> EXEC
< *1
<   +OK

# Somebody else changes it, before MULTI or behind it.
> WATCH a
< +OK
@b > SET a 2
@b < +OK
> MULTI
< +OK
> SET b 2
< +QUEUED
> EXEC
< *-1
> GET b
< "1"
> WATCH a
< +OK
> MULTI
< +OK
> SET b 2
< +QUEUED
@b > SET a 3
@b < +OK
> EXEC
< *-1
> GET b
< "1"

# So it does when the client itself does.
> WATCH a
< +OK
> SET a 4
< +OK
> MULTI
< +OK
> PING
< +QUEUED
> EXEC
< *-1

# Setting it to what it is, is a change; putting it back too.
> WATCH a
< +OK
@b > SET a 4
@b < +OK
> MULTI
< +OK
> PING
< +QUEUED
> EXEC
< *-1
> WATCH a
< +OK
@b > SET a x
@b < +OK
@b > SET a 4
@b < +OK
> MULTI
< +OK
> PING
< +QUEUED
> EXEC
< *-1

# EXEC, DISCARD and UNWATCH forget watches, broken or not.
> WATCH a
< +OK
@b > SET a 5
@b < +OK
> UNWATCH
< +OK
> MULTI
< +OK
> PING
< +QUEUED
> EXEC
< *1
<   +PONG
> WATCH a
< +OK
@b > SET a 6
@b < +OK
> MULTI
< +OK
> DISCARD
< +OK
> MULTI
< +OK
> PING
< +QUEUED
> EXEC
< *1
<   +PONG
> WATCH a
< +OK
> MULTI
< +OK
> EXEC
< *0
@b > SET a 7
@b < +OK
> MULTI
< +OK
> PING
< +QUEUED
> EXEC
< *1
<   +PONG

# The changes of the transaction itself break nothing.
> WATCH a
< +OK
> MULTI
< +OK
> SET a 8
< +QUEUED
> SET a 9
< +QUEUED
> EXEC
< *2
<   +OK
<   +OK

# Several keys, some of them missing, some named twice.
> WATCH a b nothing a b a
< +OK
> WATCH nothing
< +OK
@b > SET other 1
@b < +OK
> MULTI
< +OK
> PING
< +QUEUED
> EXEC
< *1
<   +PONG
> WATCH a b nothing
< +OK
@b > SET nothing 1
@b < +OK
> MULTI
< +OK
> PING
< +QUEUED
> EXEC
< *-1
> WATCH a b nothing a
< +OK
@b > DEL nothing
@b < :1
> MULTI
< +OK
> PING
< +QUEUED
> EXEC
< *-1

# Broken once, all later watches are lost as well.
> WATCH a
< +OK
@b > SET a 1
@b < +OK
> WATCH b
< +OK
> MULTI
< +OK
> PING
< +QUEUED
> EXEC
< *-1

# Reading changes nothing.
> WATCH a
< +OK
@b > GET a
@b < "1"
@b > EXISTS a
@b < :1
@b > TTL a
@b < :-1
@b > TYPE a
@b < +string
@b > STRLEN a
@b < :1
@b > OBJECT ENCODING a
@b < "int"
@b > DUMP missing
@b < nil
> MULTI
< +OK
> PING
< +QUEUED
> EXEC
< *1
<   +PONG

# The key is that of the database at that time.
> WATCH db
< +OK
> SELECT 1
< +OK
@b > SET db 1
@b < +OK
> MULTI
< +OK
> PING
< +QUEUED
> EXEC
< *-1
> WATCH db
< +OK
@b > SET db 2
@b < +OK
> MULTI
< +OK
> PING
< +QUEUED
> EXEC
< *1
<   +PONG
> SELECT 0
< +OK

# Several clients watch the same key; each finds it broken.
@c > WATCH a
@c < +OK
@d > WATCH a
@d < +OK
> WATCH a
< +OK
@b > INCR a
@b < :2
@c > MULTI
@c < +OK
@c > PING
@c < +QUEUED
@c > EXEC
@c < *-1
@d > MULTI
@d < +OK
@d > PING
@d < +QUEUED
@d > EXEC
@d < *-1
> MULTI
< +OK
> PING
< +QUEUED
> EXEC
< *-1
# One of them changes it in EXEC.
@c > WATCH a
@c < +OK
@d > WATCH a
@d < +OK
@c > MULTI
@c < +OK
@c > INCR a
@c < +QUEUED
@d > MULTI
@d < +OK
@d > INCR a
@d < +QUEUED
@d > EXEC
@d < *1 :3
@c > EXEC
@c < *-1
> GET a
< "3"

# In RESP3 the reply is null.
@c ! resp3
@c > WATCH a
@c < +OK
@c > SET a 1
@c < +OK
@c > MULTI
@c < +OK
@c > PING
@c < +QUEUED
@c > EXEC
@c < _
