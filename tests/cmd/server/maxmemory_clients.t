# All clients together may hold so much; above it the one that holds most is closed.
> CLIENT NO-EVICT ON
< +OK
> CONFIG SET maxmemory-clients 3mb
< +OK
> CONFIG RESETSTAT
< +OK
@small > PING
@small < +PONG
@big >> "*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$9000000\r\n" "x"*4000000
! sleep 100ms
@big < closed
> EXISTS k
< :0
> INFO stats
<~ "(?=.*\\r\\nevicted_keys:0\\r)(?=.*\\r\\nevicted_clients:1\\r).*"
@small > PING
@small < +PONG

! only kvd: redis-server counts those that must not be closed as well, and closes others for them
@admin > CLIENT NO-EVICT ON
@admin < +OK
@admin >> "*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$4000000\r\n" "x"*3999999
! sleep 100ms
@small > PING
@small < +PONG
@admin >> "x\r\n"
@admin < +OK
> STRLEN k
< :4000000
> INFO stats
<~ ".*\\r\\nevicted_clients:1\\r\\n.*"
! end

# A share of maxmemory; without one there is no limit.
> CONFIG SET maxmemory-clients 1%
< +OK
> CONFIG GET maxmemory-clients
< *2 "maxmemory-clients" "1%"
@more >> "*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$4000000\r\n" "y"*4000000 "\r\n"
@more < +OK
> CONFIG SET maxmemory 100mb
< +OK
@more >> "*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$9000000\r\n" "y"*4000000
! sleep 100ms
@more < closed
> INFO stats
<~ ".*\\r\\nevicted_clients:2\\r\\n.*"
> CONFIG SET maxmemory-clients 0
< +OK
> CLIENT NO-EVICT maybe
< -ERR syntax error
> CLIENT NO-EVICT OFF
< +OK
