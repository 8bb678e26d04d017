# MONITOR shows a function before what it calls.

> FUNCTION LOAD "#!lua name=x\nredis.register_function('set', function(k, a) return redis.call('SET', k[1], a[1]) end)"
< "x"
@m > MONITOR
@m < +OK
> FCALL set 1 k v
< +OK
> FCALL_RO nosuch 0
< -ERR Function not found
> FUNCTION LOAD REPLACE "#!lua name=x\nredis.register_function('set', function() return 1 end)"
< "x"
> FUNCTION STATS
<any
> FUNCTION DELETE x
< +OK
@m <~ \+\d+\.\d{6} \[0 127\.0\.0\.1:\d+\] "FCALL" "set" "1" "k" "v"
@m <~ \+\d+\.\d{6} \[0 lua\] "SET" "k" "v"
@m <~ \+\d+\.\d{6} \[0 127\.0\.0\.1:\d+\] "FCALL_RO" "nosuch" "0"
@m <~ \+\d+\.\d{6} \[0 127\.0\.0\.1:\d+\] "FUNCTION" "LOAD" "REPLACE" "#!lua name=x.*return 1 end\)"
@m <~ \+\d+\.\d{6} \[0 127\.0\.0\.1:\d+\] "FUNCTION" "STATS"
@m <~ \+\d+\.\d{6} \[0 127\.0\.0\.1:\d+\] "FUNCTION" "DELETE" "x"
