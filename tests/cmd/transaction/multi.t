# MULTI, EXEC and DISCARD: what is queued, when it runs, and what EXEC replies.

> EXEC
< -ERR EXEC without MULTI
> DISCARD
< -ERR DISCARD without MULTI
> UNWATCH
< +OK
> MULTI
< +OK
> EXEC
< *0

# Nothing runs before EXEC.
> MULTI
< +OK
> SET a 1
< +QUEUED
> INCR a
< +QUEUED
> GET a
< +QUEUED
@b > EXISTS a
@b < :0
> EXEC
< *3
<   +OK
<   :2
<   "2"
@b > GET a
@b < "2"

# DISCARD forgets it all.
> MULTI
< +OK
> SET a 100
< +QUEUED
> DISCARD
< +OK
> EXEC
< -ERR EXEC without MULTI
> GET a
< "2"

# Errors while it runs stop nothing and undo nothing.
> MULTI
< +OK
> SET s text
< +QUEUED
> INCR s
< +QUEUED
> LPUSH s x
< +QUEUED
> SET after 1
< +QUEUED
> EXEC
< *4
<   +OK
<   -ERR value is not an integer or out of range
<   -WRONGTYPE Operation against a key holding the wrong kind of value
<   +OK
> MGET s after
< *2 "text" "1"

# What cannot be queued does not fail the transaction.
> MULTI
< +OK
> MULTI
< -ERR MULTI calls can not be nested
> WATCH x
< -ERR WATCH inside MULTI is not allowed
> PING
< +QUEUED
> EXEC
< *1
<   +PONG

# UNWATCH and PING are queued like any other.
> MULTI
< +OK
> UNWATCH
< +QUEUED
> ECHO "some words"
< +QUEUED
> PING hello
< +QUEUED
> EXEC
< *3
<   +OK
<   "some words"
<   "hello"

# Words in any case, names as they are given.
> multi
< +OK
> sEt A.Key 1
< +QUEUED
> Exec
< *1
<   +OK
> GET A.Key
< "1"

# Empty arguments, binary ones.
> MULTI
< +OK
> SET "" ""
< +QUEUED
> SET "\x00\r\n" "a\x00b"
< +QUEUED
> GET ""
< +QUEUED
> GET "\x00\r\n"
< +QUEUED
> EXEC
< *4
<   +OK
<   +OK
<   ""
<   "a\x00b"

# A pipeline of several transactions.
> MULTI
< +OK
> SET p 1
< +QUEUED
> EXEC
< *1
<   +OK
> MULTI
< +OK
> INCR p
< +QUEUED
> EXEC
< *1 :2
> GET p
< "2"

# Nobody else runs in between: the other connection queues at the same time.
> MULTI
< +OK
@b > MULTI
@b < +OK
> SET shared mine
< +QUEUED
@b > SET shared theirs
@b < +QUEUED
> GET shared
< +QUEUED
@b > GET shared
@b < +QUEUED
@b > EXEC
@b < *2
@b <   +OK
@b <   "theirs"
> EXEC
< *2
<   +OK
<   "mine"
> GET shared
< "mine"
