# CLIENT PAUSE: requests wait, in order, until the time is over or CLIENT UNPAUSE comes.

# WRITE holds back what may change data; the client's later requests wait behind it.
> CLIENT PAUSE 60000 WRITE
< +OK
@a > GET k
@a > SET k a
@a > GET k
@a < nil
@a < nothing
@b > SET k b
@b < nothing
@b > PING
@b < nothing
@c > GET k
@c < nil
@c > DBSIZE
@c < :0
@c > WAIT 0 0
@c < :0
@c > CLIENT LIST TYPE normal
@c <~ ".* flags=b .* cmd=set .*"

# What would be refused is refused at once.
@c > SET
@c < -ERR wrong number of arguments for 'set' command
@c > NOSUCH
@c < -ERR unknown command 'NOSUCH', with args beginning with:\x20
> CLIENT UNPAUSE
< +OK
@a < +OK
@a <~ "[ab]"
@b < +OK
@b < +PONG

# ALL holds back every request that could run, also of the one who paused.
@a > CLIENT PAUSE 400
@a < +OK
@a > PING
@a < nothing
@b > CLIENT UNPAUSE
@b < nothing
@c > CLIENT NOSUCH
@c < -ERR unknown subcommand 'NOSUCH'. Try CLIENT HELP.
@c > GET
@c < -ERR wrong number of arguments for 'get' command
@a < +PONG
@b < +OK

# A further pause never ends the first one early, and may hold back more.
> DEL k
< :1
> CLIENT PAUSE 60000 WRITE
< +OK
> CLIENT PAUSE 1 WRITE
< +OK
@a > SET k 1
@a < nothing
> CLIENT UNPAUSE
< +OK
@a < +OK
> CLIENT PAUSE 150 WRITE
< +OK
> CLIENT PAUSE 1 ALL
< +OK
@b > GET k
@b < nothing
@b < "1"

# A pause that one sends in front of one's own writes.
> CLIENT PAUSE 30 WRITE
> SET k 2
> CLIENT UNPAUSE
> GET k
< +OK
< +OK
< +OK
< "2"

# A waiting client can be closed; its request is not run.
@d > CLIENT ID
@d <save d
> CLIENT PAUSE 60000 WRITE
< +OK
@d > SET k 3
@d < nothing
> CLIENT KILL ID ${d}
< :1
@d < closed
@e > SET k 4
@e ! half-close
@e < closed
> CLIENT UNPAUSE
< +OK
> GET k
< "2"

# Nobody waits in a command of his own here, so there is nothing to unblock.
! only kvd: redis-server 7.0.15 crashes
@f > CLIENT ID
@f <save f
> CLIENT PAUSE 60000 WRITE
< +OK
@f > SET k 5
@f < nothing
> CLIENT UNBLOCK ${f}
< :0
> CLIENT UNPAUSE
< +OK
@f < +OK
! end

> CLIENT PAUSE 0
< +OK
> PING
< +PONG
> CLIENT UNPAUSE
< +OK
> CLIENT PAUSE
< -ERR wrong number of arguments for 'client|pause' command
> CLIENT PAUSE soon
< -ERR timeout is not an integer or out of range
> CLIENT PAUSE 1.5
< -ERR timeout is not an integer or out of range
> CLIENT PAUSE -1
< -ERR timeout is negative
> CLIENT PAUSE 10 READ
< -ERR CLIENT PAUSE mode must be WRITE or ALL
> CLIENT PAUSE 10 WRITE ALL
<~ -ERR unknown subcommand or wrong number of arguments for '(?i:pause)'. Try CLIENT HELP.
> CLIENT UNPAUSE x
< -ERR wrong number of arguments for 'client|unpause' command
> CLIENT PAUSE 9223372036854775807
! differs: an end that does not fit 64 bits is refused, not wrapped into the past
! kvd
< -ERR timeout is out of range
! redis
< +OK
! end
> CLIENT UNPAUSE
< +OK

# PFCOUNT may note in the value what it has counted, so a pause of writes stops it.
> PFADD p a b c
< :1
@a > CLIENT PAUSE 100000 WRITE
@a < +OK
@b > PFCOUNT p
@b < nothing
@a > CLIENT UNPAUSE
@a < +OK
@b < :3

# Nothing is deleted while writes are paused; what has expired is not seen all the same.
> FLUSHALL
> SET brief 1 PX 30
> SET long 1
< +OK
< +OK
< +OK
@a > CLIENT PAUSE 100000 WRITE
@a < +OK
! sleep 60ms
> GET brief
> EXISTS brief
> DBSIZE
< nil
< :0
< :2
@a > CLIENT UNPAUSE
@a < +OK
! sleep 30ms
> GET brief
> DBSIZE
< nil
< :1
