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
> INFO stats
<~ ".*total_reads_processed:[1-9]\d*\\r\\ntotal_writes_processed:[1-9]\d*\\r\\n.*"
> INFO stats
<~ ".*latest_fork_usec:0\\r\\ntotal_forks:0\\r\\n.*"
> CONFIG RESETSTAT
> INFO errorstats
> INFO commandstats
< +OK
< "# Errorstats\r\n"
<~ "# Commandstats\\r\\ncmdstat_((?!get:|incr:).)*"

# Errors count by their first word, in which ':' and '#' would mislead who reads INFO; ERR if it is the only one, or too
# long. The codes are in order.
> EVAL "return {err='ONLY'}" 0
< -ONLY
> EVAL "return {err='Z:a#b c'}" 0
< -Z:a#b c
> EVAL "return {err='A\\nb'}" 0
< -A b
> EVAL "return {err=string.rep('B', 30)..' x'}" 0
< -BBBBBBBBBBBBBBBBBBBBBBBBBBBBBB x
> EVAL "return {err=string.rep('C', 31)..' x'}" 0
< -CCCCCCCCCCCCCCCCCCCCCCCCCCCCCCC x
> EVAL "return {err=' x'}" 0
< -\x20x
> INFO errorstats
< "# Errorstats\r\nerrorstat_:count=1\r\nerrorstat_A:count=1\r\nerrorstat_BBBBBBBBBBBBBBBBBBBBBBBBBBBBBB:count=1\r\nerrorstat_ERR:count=2\r\nerrorstat_Z_a_b:count=1\r\n"

# An unknown subcommand is no call of the container.
> CONFIG RESETSTAT
< +OK
> SCRIPT NOSUCH
< -ERR unknown subcommand 'NOSUCH'. Try SCRIPT HELP.
> SCRIPT
< -ERR wrong number of arguments for 'script' command
> INFO commandstats
<~ ".*cmdstat_script:calls=0,usec=0,usec_per_call=0.00,rejected_calls=1,failed_calls=0\\r\\n.*"
