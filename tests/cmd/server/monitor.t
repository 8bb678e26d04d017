@watch > MONITOR
@watch < +OK
> SET k "a \"b\"\r\n\x01\xff\\"
> GET k
> get
> nosuchcommand
> SELECT 4
> PING
< +OK
< "a \"b\"\r\n\x01\xff\\"
< -ERR wrong number of arguments for 'get' command
<~ -ERR unknown command 'nosuchcommand'.*
< +OK
< +PONG
@watch <~ \+\d+\.\d{6} \[0 [^ ]+:\d+\] "SET" "k" "a \\+"b\\+"\\+r\\+n\\+x01\\+xff\\+"
@watch <~ \+\d+\.\d{6} \[0 [^ ]+:\d+\] "GET" "k"
@watch <~ \+\d+\.\d{6} \[\d [^ ]+:\d+\] "SELECT" "4"
@watch <~ \+\d+\.\d{6} \[4 [^ ]+:\d+\] "PING"

# Passwords are not shown, administrators' commands not at all.
> AUTH default secret
> CONFIG SET masterauth secret
> CONFIG SET masterauth ""
> SLOWLOG LEN
> ECHO end
< +OK
< +OK
< +OK
<~ :\d+
< "end"
@watch <~ \+.*\] "AUTH" "\(redacted\)" "\(redacted\)"
@watch <~ \+.*\] "ECHO" "end"

# RESET ends it; so does closing.
@watch > RESET
! differs: kvd shows a request before it runs, redis-server after it
! kvd
@watch <~ \+.*\] "RESET"
@watch < +RESET
! redis
@watch < +RESET
! end
> PING
< +PONG
@watch < nothing
> MONITOR x
< -ERR wrong number of arguments for 'monitor' command
