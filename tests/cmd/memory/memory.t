# MEMORY: what is told of keys and of the server.
> MEMORY USAGE none
< nil
> SET s value
< +OK
> MEMORY USAGE s
<~ :[1-9]\d{1,2}
> MEMORY USAGE s SAMPLES 0
<~ :[1-9]\d{1,2}
> MEMORY USAGE s samples 5
<~ :[1-9]\d{1,2}
> MEMORY USAGE s SAMPLES 5 SAMPLES 6
<~ :[1-9]\d{1,2}
> SET long "x"*100000
< +OK
> MEMORY USAGE long
<~ :1[0-3]\d{4}
> SET n 12345
< +OK
> MEMORY USAGE n
<~ :[1-9]\d{1,2}
> RPUSH l a b c
< :3
> MEMORY USAGE l
<~ :[1-9]\d{1,2}
> SADD set a b c
< :3
> MEMORY USAGE set
<~ :[1-9]\d{1,2}
> HSET h f v
< :1
> MEMORY USAGE h
<~ :[1-9]\d{1,2}
> ZADD z 1 a
< :1
> MEMORY USAGE z
<~ :[1-9]\d{1,2}

# A large value is estimated from samples.
! repeat 50
> HSET big "${i}-0" "x"*1000 "${i}-1" "x"*1000 "${i}-2" "x"*1000 "${i}-3" "x"*1000
< :4
! end
> MEMORY USAGE big SAMPLES 0
<~ :2[0-9]\d{4}
> MEMORY USAGE big SAMPLES 10
<~ :2[0-9]\d{4}
> DEL big
< :1
> MEMORY USAGE big
< nil

# Refused.
> MEMORY
< -ERR wrong number of arguments for 'memory' command
> MEMORY USAGE
< -ERR wrong number of arguments for 'memory|usage' command
> MEMORY USAGE s SAMPLES
< -ERR syntax error
> MEMORY USAGE s SAMPLES -1
< -ERR syntax error
> MEMORY USAGE s SAMPLES x
< -ERR value is not an integer or out of range
> MEMORY USAGE s SAMPLES 99999999999999999999
< -ERR value is not an integer or out of range
> MEMORY USAGE s WORD 1
< -ERR syntax error
> MEMORY USAGE s SAMPLES 1 x
< -ERR syntax error
> MEMORY STATS x
< -ERR wrong number of arguments for 'memory|stats' command
> MEMORY PURGE x
< -ERR wrong number of arguments for 'memory|purge' command
> MEMORY DOCTOR x
< -ERR wrong number of arguments for 'memory|doctor' command
> MEMORY MALLOC-STATS x
< -ERR wrong number of arguments for 'memory|malloc-stats' command
> MEMORY NOSUCH
< -ERR unknown subcommand 'NOSUCH'. Try MEMORY HELP.

> MEMORY PURGE
< +OK
> MEMORY DOCTOR
<~ ".+"
> MEMORY MALLOC-STATS
<~ ".+"
> MEMORY HELP
<any
> MEMORY STATS
<~ \*\d+ "peak.allocated" :\d+ "total.allocated" :\d+ "startup.allocated" :\d+ .*"clients.normal" :\d+ .*"db.0" \*\d+ "overhead.hashtable.main" :\d+ "overhead.hashtable.expires" :\d+ .*"overhead.total" :\d+ "keys.count" :7 "keys.bytes-per-key" :\d+ "dataset.bytes" :\d+ "dataset.percentage" "[\d.]+" "peak.percentage" "[\d.]+" "allocator.allocated" :\d+ .*"fragmentation" "[\d.]+" "fragmentation.bytes" :-?\d+

! resp3
> MEMORY DOCTOR
<~ ="txt:.+"
> MEMORY MALLOC-STATS
<~ ="txt:.+"
> MEMORY STATS
<~ %\d+ "peak.allocated" :\d+ .*"db.0" %[23] "overhead.hashtable.main" :\d+ .*"dataset.percentage" ,[\d.]+ .*"fragmentation.bytes" :-?\d+
