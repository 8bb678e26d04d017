# XNACK: pending entries are given back to the group.
! since 8.8

> XADD s 1-1 f 1
< "1-1"
> XADD s 1-2 f 2
< "1-2"
> XADD s 1-3 f 3
< "1-3"
> XADD s 1-4 f 4
< "1-4"
> XGROUP CREATE s g 0
< +OK
> XREADGROUP GROUP g c COUNT 3 STREAMS s >
<any
> XNACK s g FAIL IDS 2 1-1 9-9
< :1
> XPENDING s g
< *4 :3 "1-1" "1-3" *1 *2 "c" "2"
> XPENDING s g - + 10
< *3
<   *4 "1-1" "" :-1 :1
<~  \*4 "1-2" "c" :\d+ :1
<~  \*4 "1-3" "c" :\d+ :1
> XPENDING s g - + 10 c
< *2
<~  \*4 "1-2" "c" :\d+ :1
<~  \*4 "1-3" "c" :\d+ :1
> XPENDING s g IDLE 1000000 - + 10
< *1 *4 "1-1" "" :-1 :1
> XREADGROUP GROUP g c STREAMS s 0
< *1 *2 "s" *2 *2 "1-2" *2 "f" "2" *2 "1-3" *2 "f" "3"

# SILENT undoes a delivery, FATAL makes it the largest, RETRYCOUNT sets it.
> XNACK s g SILENT IDS 1 1-1
< :1
> XNACK s g SILENT IDS 1 1-1
< :1
> XPENDING s g 1-1 1-1 1
< *1 *4 "1-1" "" :-1 :0
> XNACK s g FATAL IDS 1 1-2
< :1
> XPENDING s g 1-2 1-2 1
< *1 *4 "1-2" "" :-1 :9223372036854775807
> XNACK s g fatal ids 1 1-2 retrycount 5
< :1
> XPENDING s g 1-2 1-2 1
< *1 *4 "1-2" "" :-1 :5
> XINFO CONSUMERS s g
<~ \*1 \*8 "name" "c" "pending" :1 .*

# Whoever claims gets them, however long it has to be idle.
> XCLAIM s g d 1000000 1-1 JUSTID
< *1 "1-1"
> XAUTOCLAIM s g d 1000000 0
< *3 "0-0" *1 *2 "1-2" *2 "f" "2" *0
> XPENDING s g - + 10 d
< *2
<~  \*4 "1-1" "d" :\d+ :0
<~  \*4 "1-2" "d" :\d+ :6

# They are acknowledged like others.
> XNACK s g FAIL IDS 3 1-1 1-2 1-3
< :3
> XACK s g 1-1
< :1
> XGROUP DELCONSUMER s g c
< :0
> XGROUP DELCONSUMER s g d
< :0
> XPENDING s g
< *4 :2 "1-2" "1-3" *0

# FORCE: entries that are not pending, if they are there.
> XNACK s g FAIL IDS 2 1-4 9-9 FORCE
< :1
> XNACK s g FATAL IDS 1 1-1 FORCE
< :1
> XPENDING s g - + 10
< *4 *4 "1-1" "" :-1 :9223372036854775807 *4 "1-2" "" :-1 :6 *4 "1-3" "" :-1 :2 *4 "1-4" "" :-1 :0
> XACK s g 1-4 1-3
< :2
> XNACK s g SILENT IDS 1 1-4 RETRYCOUNT 8 FORCE
< :1
> XPENDING s g 1-4 1-4 1
< *1 *4 "1-4" "" :-1 :8
> XINFO GROUPS s
< *1 *12 "name" "g" "consumers" :0 "pending" :3 "last-delivered-id" "1-3" "entries-read" :3 "lag" :1

# Refused.
> XNACK none g FAIL IDS 1 1-1
< -NOGROUP No such key 'none' or consumer group 'g'
> XNACK s none FAIL IDS 1 1-1
< -NOGROUP No such key 's' or consumer group 'none'
> XNACK s g NOSUCH IDS 1 1-1
< -ERR syntax error
> XNACK s g FAIL IDS 1 x
< -ERR Invalid stream ID specified as stream command argument
> XNACK s g FAIL IDS 0 1-1
< -ERR Number of IDs must be a positive integer
> XNACK s g FAIL IDS 2 1-1
< -ERR The `numids` parameter must match the number of arguments
> XNACK s g FAIL IDS 1 1-1 RETRYCOUNT
< -ERR syntax error
> XNACK s g FAIL IDS 1 1-1 RETRYCOUNT -1
< -ERR value is out of range, must be positive
> XNACK s g FAIL IDS 1 1-1 RETRYCOUNT x
< -ERR value is not an integer or out of range
> XNACK s g FAIL IDS 1 1-1 NOSUCH
< -ERR syntax error
> XNACK s g FAIL FORCE IDS 1 1-1 x
< -ERR syntax error
> XNACK s g FAIL IDS 1
< -ERR wrong number of arguments for 'xnack' command
> SET str x
< +OK
> XNACK str g FAIL IDS 1 1-1
< -WRONGTYPE Operation against a key holding the wrong kind of value
