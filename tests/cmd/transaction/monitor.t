# MONITOR shows what a transaction runs when it runs, and EXEC behind it.

@m > MONITOR
@m < +OK
> MULTI
< +OK
@m <~ \+\d+\.\d+ \[0 .*\] "MULTI"
> SET a 1
< +QUEUED
> GET a
< +QUEUED
@m < nothing
> EXEC
< *2
<   +OK
<   "1"
@m <~ \+\d+\.\d+ \[0 .*\] "SET" "a" "1"
@m <~ \+\d+\.\d+ \[0 .*\] "GET" "a"
@m <~ \+\d+\.\d+ \[0 .*\] "EXEC"
> MULTI
< +OK
@m <~ \+\d+\.\d+ \[0 .*\] "MULTI"
> SET a 2
< +QUEUED
> DISCARD
< +OK
@m <~ \+\d+\.\d+ \[0 .*\] "DISCARD"
> WATCH a
< +OK
@m <~ \+\d+\.\d+ \[0 .*\] "WATCH" "a"
@m ! close

# SLOWLOG has each of them, not EXEC.
> CONFIG SET slowlog-log-slower-than 0
< +OK
> SLOWLOG RESET
< +OK
> MULTI
< +OK
> SET a 1
< +QUEUED
> EXEC
< *1
<   +OK
> CONFIG SET slowlog-log-slower-than -1
< +OK
> SLOWLOG LEN
< :3
