# Counters per command and per error, and setting them back.
> CONFIG RESETSTAT
> SET a 1
> GET a
> GET a
> GET
> GET nosuchkey
> LPUSHX
> INCR a
> SET a x
> INCR a
< +OK
< +OK
< "1"
< "1"
< -ERR wrong number of arguments for 'get' command
< nil
<any
< :2
< +OK
< -ERR value is not an integer or out of range
> INFO commandstats
<~ "# Commandstats\\r\\n.*cmdstat_get:calls=3,usec=\d+,usec_per_call=\d+\.\d\d,rejected_calls=1,failed_calls=0\\r\\n.*"
> INFO commandstats
<~ ".*cmdstat_incr:calls=2,usec=\d+,usec_per_call=\d+\.\d\d,rejected_calls=0,failed_calls=1\\r\\n.*"
> INFO commandstats
<~ ".*cmdstat_config\|resetstat:calls=1,.*"
> INFO errorstats
< "# Errorstats\r\nerrorstat_ERR:count=3\r\n"
> INFO stats
<~ ".*keyspace_hits:2\\r\\nkeyspace_misses:1\\r\\n.*"
> INFO stats
<~ ".*total_error_replies:3\\r\\n.*"
> CONFIG RESETSTAT
> INFO errorstats
> INFO commandstats
< +OK
< "# Errorstats\r\n"
<~ "# Commandstats\\r\\ncmdstat_((?!get:|incr:).)*"
