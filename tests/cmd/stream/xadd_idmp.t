# XADD IDMP and IDMPAUTO: an entry that is sent twice is added once.
! since 8.6

> XADD s IDMP p 1 * f v
<save first
> XADD s IDMP p 1 * f v
< "${first}"
> XADD s IDMP p 1 * other thing
< "${first}"
> XLEN s
< :1
> XADD s IDMP p 2 * f v
<save second
> XADD s IDMP q 1 * f v
<any
> XLEN s
< :3
> XADD s idmp p 2 * f v
< "${second}"

# From the fields and values, in their order.
> XADD s IDMPAUTO p * f v
<save auto
> XADD s idmpauto p * f v
< "${auto}"
> XADD s IDMPAUTO p * f w
<any
> XADD s IDMPAUTO q * f v
<any
> XADD s IDMPAUTO p * fv ""
<any
> XADD s IDMPAUTO p * "" fv
<any
> XADD s IDMPAUTO p * a b c d
<any
> XADD s IDMPAUTO p * c d a b
<any
> XLEN s
< :10

# With other options.
> XADD s NOMKSTREAM IDMP p 3 MAXLEN 2 * f v
<save third
> XLEN s
< :2
> XADD s MAXLEN 1 IDMP p 3 * f v
< "${third}"
> XLEN s
< :2
> XADD none NOMKSTREAM IDMP p 1 * f v
< nil
> EXISTS none
< :0
> XINFO STREAM s
<~ \*32 "length" :2 .* "recorded-first-entry-id" "\S+" "idmp-duration" :100 "idmp-maxsize" :100 "pids-tracked" :2 "iids-tracked" :11 "iids-added" :11 "iids-duplicates" :5 "groups" :0 .*
> XINFO STREAM s FULL COUNT 1
<~ \*30 .* "idmp-duration" :100 "idmp-maxsize" :100 "pids-tracked" :2 .* "entries" .*

# The entry may be gone: it was added nevertheless.
> XDEL s ${third}
< :1
> XADD s IDMP p 3 * f v
< "${third}"

# XCFGSET: a change forgets what was.
> XCFGSET s IDMP-DURATION 100
< +OK
> XADD s IDMP p 3 * f v
< "${third}"
> XCFGSET s idmp-maxsize 2 IDMP-DURATION 5
< +OK
> XINFO STREAM s
<~ \*32 .* "idmp-duration" :5 "idmp-maxsize" :2 "pids-tracked" :0 "iids-tracked" :0 "iids-added" :11 "iids-duplicates" :7 .*
> XADD s IDMP p 3 * f v
<save again
> XADD s IDMP p 4 * f v
<any
> XADD s IDMP p 3 * f v
< "${again}"
> XADD s IDMP p 5 * f v
<any
> XINFO STREAM s
<~ \*32 .* "pids-tracked" :1 "iids-tracked" :2 .*
> XLEN s
< :4
> XADD s IDMP p 3 * f v
<any
> XLEN s
< :5

# A short time.
> XCFGSET s IDMP-DURATION 1
< +OK
> XADD s IDMP p 1 * f v
<save brief
> XADD s IDMP p 1 * f v
< "${brief}"
! sleep 1.1s
> XADD s IDMP p 1 * f v
<any
> XLEN s
< :7

# XIDMPRECORD.
> XADD r 1-1 f v
< "1-1"
> XADD r 1-2 f v
< "1-2"
> XIDMPRECORD r p i 1-1
< +OK
> XIDMPRECORD r p i 1-1
< +OK
> XADD r IDMP p i * f v
< "1-1"
> XIDMPRECORD r p i 1-2
< -ERR the idempotent ID belongs to another entry
> XIDMPRECORD r p j 9-9
< -ERR no such entry in the stream
> XIDMPRECORD r "" j 1-1
< -ERR the producer ID and the idempotent ID must not be empty
> XIDMPRECORD r p "" 1-1
< -ERR the producer ID and the idempotent ID must not be empty
> XIDMPRECORD r p j x
< -ERR Invalid stream ID specified as stream command argument
> XIDMPRECORD none p i 1-1
< -ERR no such key
> XIDMPRECORD r p i
< -ERR wrong number of arguments for 'xidmprecord' command

# Refused.
> XADD s IDMP "" 1 * f v
< -ERR the producer ID and the idempotent ID must not be empty
> XADD s IDMP p "" * f v
< -ERR the producer ID and the idempotent ID must not be empty
> XADD s IDMPAUTO "" * f v
< -ERR the producer ID and the idempotent ID must not be empty
> XADD s IDMP p 1 IDMPAUTO p * f v
< -ERR syntax error
> XADD s IDMP p 1 IDMP p 1 * f v
< -ERR syntax error
> XADD s IDMP p 1 *
< -ERR wrong number of arguments for 'xadd' command
> XADD s IDMP p 1 * f
< -ERR wrong number of arguments for 'xadd' command
> XCFGSET none IDMP-DURATION 1
< -ERR no such key
> XCFGSET s
< -ERR syntax error
> XCFGSET s IDMP-DURATION
< -ERR syntax error
> XCFGSET s NOSUCH 1
< -ERR syntax error
> XCFGSET s IDMP-DURATION 0
< -ERR invalid duration
> XCFGSET s IDMP-DURATION 86401
< -ERR invalid duration
> XCFGSET s IDMP-DURATION x
< -ERR invalid duration
> XCFGSET s IDMP-MAXSIZE 0
< -ERR invalid maxsize
> XCFGSET s IDMP-MAXSIZE 10001
< -ERR invalid maxsize
> XCFGSET s IDMP-MAXSIZE 10000 IDMP-DURATION 86400
< +OK
> SET str x
< +OK
> XCFGSET str IDMP-DURATION 1
< -WRONGTYPE Operation against a key holding the wrong kind of value
> XADD str IDMP p 1 * f v
< -WRONGTYPE Operation against a key holding the wrong kind of value
> XIDMPRECORD str p i 1-1
< -WRONGTYPE Operation against a key holding the wrong kind of value
