# WAIT, and CLIENT UNBLOCK of it.

> WAIT 0 0
< :0
> WAIT 1 50
> PING
< :0
< +PONG
> WAIT 1 -1
< -ERR timeout is negative
> WAIT 1 soon
< -ERR timeout is not an integer or out of range
> WAIT one 1
< -ERR value is not an integer or out of range

# As if the time were up, or with an error; then what was sent ahead is run.
@a > CLIENT ID
@a <save a
@a > WAIT 1 0
@a > PING
@a < nothing
> CLIENT LIST ID ${a}
<~ ".* flags=b .* cmd=wait .*"
> CLIENT UNBLOCK ${a}
< :1
@a < :0
@a < +PONG
@a > WAIT 1 0
@a > PING
@a < nothing
> CLIENT UNBLOCK ${a} ERROR
< :1
@a < -UNBLOCKED client unblocked via CLIENT UNBLOCK
@a < +PONG
@a > WAIT 1 60000
@a > WAIT 1 60000
@a > PING
@a < nothing
> CLIENT UNBLOCK ${a} timeout
< :1
@a < :0
@a < nothing
> CLIENT UNBLOCK ${a} error
< :1
@a < -UNBLOCKED client unblocked via CLIENT UNBLOCK
@a < +PONG

# Who does not wait is not disturbed.
> CLIENT UNBLOCK ${a}
< :0
> CLIENT UNBLOCK 999999 ERROR
< :0
> CLIENT UNBLOCK -1
< :0
> CLIENT UNBLOCK one
< -ERR value is not an integer or out of range
> CLIENT UNBLOCK ${a} MAYBE
< -ERR CLIENT UNBLOCK reason should be TIMEOUT or ERROR
> CLIENT UNBLOCK ${a} ERROR x
<~ -ERR unknown subcommand or wrong number of arguments for '(?i:unblock)'. Try CLIENT HELP.
> CLIENT UNBLOCK
< -ERR wrong number of arguments for 'client|unblock' command

# A waiting client can be closed, by others and by its peer.
@a > WAIT 1 0
@a < nothing
> CLIENT KILL ID ${a}
< :1
@a < closed
@b > CLIENT ID
@b <save b
@b > WAIT 1 0
@b ! half-close
@b < closed
> CLIENT LIST ID ${b}
< ""
