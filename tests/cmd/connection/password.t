# A server with a password.
! config requirepass secret

> GET k
< -NOAUTH Authentication required.
> CLIENT LIST
< -NOAUTH Authentication required.
> ECHO x
< -NOAUTH Authentication required.
> CLIENT NOSUCH
< -ERR unknown subcommand 'NOSUCH'. Try CLIENT HELP.
> GET
< -ERR wrong number of arguments for 'get' command
> AUTH
< -ERR wrong number of arguments for 'auth' command
> AUTH a b c
< -ERR syntax error
> AUTH wrong
< -WRONGPASS invalid username-password pair or user is disabled.
> AUTH ""
< -WRONGPASS invalid username-password pair or user is disabled.
> AUTH secret2
< -WRONGPASS invalid username-password pair or user is disabled.
> AUTH nobody secret
< -WRONGPASS invalid username-password pair or user is disabled.
> GET k
< -NOAUTH Authentication required.
> AUTH secret
< +OK
> GET k
< nil

# A wrong attempt takes nothing away; RESET does.
> AUTH wrong
< -WRONGPASS invalid username-password pair or user is disabled.
> GET k
< nil
> RESET
< +RESET
> GET k
< -NOAUTH Authentication required.
> AUTH default secret
< +OK

# A pipeline behind a wrong password is run in its order.
@p > GET k
@p > AUTH wrong
@p > GET k
@p > AUTH secret
@p > GET k
@p < -NOAUTH Authentication required.
@p < -WRONGPASS invalid username-password pair or user is disabled.
@p < -NOAUTH Authentication required.
@p < +OK
@p < nil

# HELLO can do it all, or nothing.
@h > HELLO
@h <~ -NOAUTH HELLO must be called with the client already authenticated, otherwise the HELLO .*AUTH <user> <pass> option can be used to authenticate the client and select the RESP protocol version at the same time
@h > HELLO 3
@h <~ -NOAUTH HELLO must be called .*
@h > HELLO 4
@h < -NOPROTO unsupported protocol version
@h > HELLO 3 AUTH default
@h < -ERR Syntax error in HELLO option 'AUTH'
@h > HELLO 3 AUTH default wrong
@h < -WRONGPASS invalid username-password pair or user is disabled.
@h > HELLO 3 AUTH nobody secret
@h < -WRONGPASS invalid username-password pair or user is disabled.
@h > HELLO 3 SETNAME "a b"
@h < -ERR Client names cannot contain spaces, newlines or special characters.
@h > GET k
@h < -NOAUTH Authentication required.
@h > HELLO 3 AUTH default secret SETNAME h
@h <any
@h > GET k
@h < _
@h > CLIENT GETNAME
@h < "h"
@h > HELLO 2 AUTH default wrong
@h < -WRONGPASS invalid username-password pair or user is disabled.
@h > GET k
@h < _

# What needs no password.
@q > RESET
@q < +RESET
@q > QUIT
@q < +OK
@q < closed

# Without a password nobody is kept out any more; with a new one, who is in stays in.
@z > PING
@z < -NOAUTH Authentication required.
> CONFIG SET requirepass ""
< +OK
@z > PING
@z < +PONG
> CONFIG SET requirepass other
< +OK
> PING
< +PONG
@z > PING
@z < -NOAUTH Authentication required.
@z > AUTH secret
@z < -WRONGPASS invalid username-password pair or user is disabled.
@z > AUTH other
@z < +OK
