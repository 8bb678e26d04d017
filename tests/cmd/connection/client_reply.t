# CLIENT REPLY: OFF and ON for all that follows, SKIP for the next request.

> CLIENT REPLY OFF
> SET k 1
> NOSUCH
> CLIENT REPLY MAYBE
> CLIENT REPLY ON
> GET k
< +OK
< "1"
> CLIENT REPLY SKIP
> SET k 2
> GET k
< "2"
> CLIENT REPLY SKIP
> CLIENT REPLY SKIP
> SET k 3
> GET k
< "3"
> CLIENT REPLY SKIP
> CLIENT REPLY ON
> PING
< +OK
< +PONG
> CLIENT REPLY OFF
> CLIENT REPLY SKIP
> CLIENT REPLY ON
> PING
< +OK
< +PONG
> CLIENT REPLY SKIP
> CLIENT REPLY OFF
> PING
> CLIENT REPLY ON
> PING
< +OK
< +PONG
> CLIENT REPLY ON
< +OK
> CLIENT REPLY MAYBE
< -ERR syntax error
> CLIENT REPLY
< -ERR wrong number of arguments for 'client|reply' command

# In requests of their own, too.
> CLIENT REPLY OFF
< nothing
> PING
< nothing
> CLIENT REPLY ON
< +OK

# A big value is not sent either.
> SET big "x"*40000
< +OK
> CLIENT REPLY SKIP
> GET big
> PING
< +PONG

# A command that waits: SKIP covers its late reply.
> CLIENT REPLY SKIP
> WAIT 1 20
> PING
< +PONG
> CLIENT REPLY OFF
> WAIT 1 20
> CLIENT REPLY ON
> PING
< +OK
< +PONG

# HELLO takes effect without a reply; RESET ends the silence and says so, unless it is skipped.
> CLIENT REPLY OFF
> HELLO 3
> CLIENT REPLY ON
> GET none
< +OK
< _
> CLIENT REPLY OFF
> RESET
> GET none
< +RESET
< nil
> CLIENT REPLY SKIP
> RESET
> PING
< +PONG
> CLIENT REPLY OFF
> CLIENT REPLY SKIP
> RESET
> PING
< +RESET
< +PONG
