# What others see of scripts: MONITOR, the slow log, statistics, memory.

@m > MONITOR
@m < +OK
> EVAL "redis.call('SET', KEYS[1], 1) redis.pcall('NOSUCH') return redis.call('GET', KEYS[1])" 1 k x
< "1"
@m <~ \+\d+\.\d+ \[0 127\.0\.0\.1:\d+\] "EVAL" ".*" "1" "k" "x"
@m <~ \+\d+\.\d+ \[0 lua\] "SET" "k" "1"
@m <~ \+\d+\.\d+ \[0 lua\] "GET" "k"
> SCRIPT LOAD "return 1"
< "e0e1f9fabfc9d4800c877a703b823ac0578ff8db"
@m <~ \+\d+\.\d+ \[0 127\.0\.0\.1:\d+\] "SCRIPT" "LOAD" "return 1"
> EVALSHA e0e1f9fabfc9d4800c877a703b823ac0578ff8db 0
< :1
@m <~ \+\d+\.\d+ \[0 127\.0\.0\.1:\d+\] "EVALSHA" "e0e1f9fabfc9d4800c877a703b823ac0578ff8db" "0"
@m ! close

# Commands of scripts are counted like others; refused ones, too.
> CONFIG RESETSTAT
< +OK
> EVAL "redis.call('SET', 'k', 1) redis.pcall('NOSUCH') redis.pcall('GET') redis.pcall('LPUSH', 'k', 'v') redis.pcall('MULTI') return redis.call('GET', 'k')" 0
< "1"
> EVAL "return redis.call('LPUSH', 'k', 'v')" 0
<~ -WRONGTYPE Operation against a key holding the wrong kind of value script: .*
> INFO errorstats
<~ "# Errorstats\\r\\nerrorstat_ERR:count=3\\r\\nerrorstat_WRONGTYPE:count=2\\r\\n"
> INFO commandstats
<~ .*cmdstat_lpush:calls=2,usec=\d+,usec_per_call=[\d.]+,rejected_calls=0,failed_calls=2.*
> INFO commandstats
<~ .*cmdstat_get:calls=1,usec=\d+,usec_per_call=[\d.]+,rejected_calls=1,failed_calls=0.*
> INFO commandstats
<~ .*cmdstat_multi:calls=0,usec=0,usec_per_call=0.00,rejected_calls=1,failed_calls=0.*
> INFO commandstats
<~ .*cmdstat_eval:calls=2,usec=\d+,usec_per_call=[\d.]+,rejected_calls=0,failed_calls=1.*
> INFO memory
<~ .*used_memory_lua:\d+.*
> INFO memory
<~ .*used_memory_vm_eval:\d+.*number_of_cached_scripts:4.*
> INFO memory
<~ .*used_memory_scripts_human:[\d.]+[BK].*
> INFO memory
<~ .*used_memory_vm_total_human:[\d.]+K.*
> MEMORY STATS
<~ .*"lua.caches" :\d+.*

# The slow log names the script and what it called, the call first.
> CONFIG SET slowlog-log-slower-than 0
< +OK
> SLOWLOG RESET
< +OK
> EVAL "return redis.call('GET', 'k')" 0
< "1"
> CONFIG SET slowlog-log-slower-than -1
< +OK
> SLOWLOG GET 3
<~ .*"EVAL" "return redis.call\('GET', 'k'\)" "0".*"GET" "k".*
