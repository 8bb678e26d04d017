# HELLO and what changes on the wire with RESP3.

> HELLO 2
< *14
<   "server"
<~ "redis"
<   "version"
<~ "7\.[0-9.]+"
<   "proto" :2
<   "id"
<~ :\d+
<   "mode" "standalone"
<   "role" "master"
<   "modules" *0
> CONFIG GET no-such-directive
< *0
> GET none
< nil
> HELLO 3 SETNAME tester
< %7
<   "server" "redis"
<   "version"
<~ "7\.[0-9.]+"
<   "proto" :3
<   "id"
<save id
<   "mode" "standalone"
<   "role" "master"
<   "modules" *0
> CLIENT ID
<~ :${id}
> CLIENT GETNAME
< "tester"
> GET none
< _
> MGET none none
< *2 _ _
> HELLO 2
<any
> GET none
< nil
> HELLO 4
< -NOPROTO unsupported protocol version
> HELLO nope
< -ERR Protocol version is not an integer or out of range
> HELLO 3 NOSUCH
< -ERR Syntax error in HELLO option 'NOSUCH'
> HELLO 3 SETNAME "a b"
< -ERR Client names cannot contain spaces, newlines or special characters.
> HELLO 3 AUTH nosuch wrong
< -WRONGPASS invalid username-password pair or user is disabled.
> PING
< +PONG

# Replies of maps and RESET, which goes back to RESP2.
! resp3
> CONFIG GET port nosuch
<~ %1 "port" "\d+"
> RESET
< +RESET
> GET none
< nil
