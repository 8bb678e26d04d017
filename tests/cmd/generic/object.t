# About the value at a key.
> SET text hello
< +OK
> SET long "x"*45
< +OK
> SET edge "x"*44
< +OK
> SET n 123
< +OK
> SET n2 10000000
< +OK
> SET neg -5
< +OK
> SET not 0123
< +OK
> SET big 9223372036854775807
< +OK
> SET over 9223372036854775808
< +OK
> SET empty ""
< +OK
> OBJECT ENCODING text
< "embstr"
> OBJECT ENCODING edge
< "embstr"
> OBJECT ENCODING long
< "raw"
> OBJECT ENCODING n
< "int"
> OBJECT ENCODING n2
< "int"
> OBJECT ENCODING neg
< "int"
> OBJECT ENCODING not
< "embstr"
> OBJECT ENCODING big
< "int"
> OBJECT ENCODING over
< "embstr"
> OBJECT ENCODING empty
< "embstr"
> APPEND text !
< :6
> OBJECT ENCODING text
< "raw"
> object encoding n
< "int"
> OBJECT REFCOUNT text
< :1
> OBJECT IDLETIME text
<~ :[01]
> OBJECT FREQ text
< -ERR An LFU maxmemory policy is not selected, access frequency not tracked. Please note that when switching between policies at runtime LRU and LFU data will take some time to adjust.

# Missing keys.
> OBJECT ENCODING nosuch
< nil
> OBJECT REFCOUNT nosuch
< nil
> OBJECT IDLETIME nosuch
< nil
> OBJECT FREQ nosuch
< nil
> SET x 1 PX 1
< +OK
! sleep 20ms
> OBJECT ENCODING x
< nil

> OBJECT
< -ERR wrong number of arguments for 'object' command
> OBJECT ENCODING
< -ERR wrong number of arguments for 'object|encoding' command
> OBJECT ENCODING a b
< -ERR wrong number of arguments for 'object|encoding' command
> OBJECT FREQ
< -ERR wrong number of arguments for 'object|freq' command
> OBJECT IDLETIME
< -ERR wrong number of arguments for 'object|idletime' command
> OBJECT REFCOUNT
< -ERR wrong number of arguments for 'object|refcount' command
> OBJECT NOPE
< -ERR unknown subcommand 'NOPE'. Try OBJECT HELP.
> OBJECT NOPE a
< -ERR unknown subcommand 'NOPE'. Try OBJECT HELP.
> OBJECT HELP x
< -ERR wrong number of arguments for 'object|help' command

# The frequency is counted under an LFU policy, the idle time under the others.
> CONFIG SET maxmemory-policy allkeys-lfu
< +OK
> SET f 1
< +OK
> OBJECT FREQ f
<~ :\d+
> OBJECT FREQ nosuch
< nil
> OBJECT IDLETIME f
< -ERR An LFU maxmemory policy is selected, idle time not tracked. Please note that when switching between policies at runtime LRU and LFU data will take some time to adjust.
> OBJECT IDLETIME nosuch
< nil

# A factor of 0 counts every access: reading and changing a number is one.
> CONFIG SET lfu-log-factor 0 lfu-decay-time 0
< +OK
> SET counter 100000
< +OK
> OBJECT FREQ counter
< :5
> INCR counter
< :100001
> OBJECT FREQ counter
< :6
> INCRBYFLOAT counter 1.5
< "100002.5"
> INCRBYFLOAT counter 1.5
< "100004"
> OBJECT FREQ counter
< :8
! since 8.8
> INCREX counter BYINT 2
< *2 :100006 :2
> INCREX counter BYFLOAT 1.5
< *2 "100007.5" "1.5"
> OBJECT FREQ counter
< :10
! end
> CONFIG SET maxmemory-policy noeviction
< +OK
> OBJECT FREQ f
< -ERR An LFU maxmemory policy is not selected, access frequency not tracked. Please note that when switching between policies at runtime LRU and LFU data will take some time to adjust.
