# XAUTOCLAIM.

> XADD s 1-1 f 1
< "1-1"
> XADD s 1-2 f 2
< "1-2"
> XADD s 1-3 f 3
< "1-3"
> XADD s 1-4 f 4
< "1-4"
> XADD s 1-5 f 5
< "1-5"
> XGROUP CREATE s g 0
< +OK
> XAUTOCLAIM s g bob 0 0
< *3 "0-0" *0 *0
> XREADGROUP GROUP g alice COUNT 4 STREAMS s >
< *1 *2 "s" *4 *2 "1-1" *2 "f" "1" *2 "1-2" *2 "f" "2" *2 "1-3" *2 "f" "3" *2 "1-4" *2 "f" "4"
> XAUTOCLAIM s g bob 3600000 0
< *3 "0-0" *0 *0
> XAUTOCLAIM s g bob 0 0 COUNT 2
< *3 "1-3" *2 *2 "1-1" *2 "f" "1" *2 "1-2" *2 "f" "2" *0
> XPENDING s g - + 10
< *4
<~   \*4 "1-1" "bob" :\d+ :2
<~   \*4 "1-2" "bob" :\d+ :2
<~   \*4 "1-3" "alice" :\d+ :1
<~   \*4 "1-4" "alice" :\d+ :1
> XAUTOCLAIM s g bob 0 1-3 COUNT 2
< *3 "0-0" *2 *2 "1-3" *2 "f" "3" *2 "1-4" *2 "f" "4" *0
> XAUTOCLAIM s g bob 0 (1-3 COUNT 2
< *3 "0-0" *1 *2 "1-4" *2 "f" "4" *0
> XAUTOCLAIM s g carol 0 - COUNT 1 JUSTID
< *3 "1-2" *1 "1-1" *0
> XAUTOCLAIM s g carol 0 0-0 JUSTID
< *3 "0-0" *4 "1-1" "1-2" "1-3" "1-4" *0
> XAUTOCLAIM s g carol 0 +
< *3 "0-0" *0 *0
> XAUTOCLAIM s g carol 0 1
< *3 "0-0" *4 *2 "1-1" *2 "f" "1" *2 "1-2" *2 "f" "2" *2 "1-3" *2 "f" "3" *2 "1-4" *2 "f" "4" *0
> XPENDING s g - + 10
< *4
<~   \*4 "1-1" "carol" :\d+ :3
<~   \*4 "1-2" "carol" :\d+ :3
<~   \*4 "1-3" "carol" :\d+ :3
<~   \*4 "1-4" "carol" :\d+ :4
> XINFO GROUPS s
< *1 *12 "name" "g" "consumers" :3 "pending" :4 "last-delivered-id" "1-4" "entries-read" :4 "lag" :1

# Entries that are gone are named and forgotten.
> XDEL s 1-1 1-3
< :2
> XAUTOCLAIM s g dave 0 0
< *3 "0-0" *2 *2 "1-2" *2 "f" "2" *2 "1-4" *2 "f" "4" *2 "1-1" "1-3"
> XAUTOCLAIM s g dave 0 0
< *3 "0-0" *2 *2 "1-2" *2 "f" "2" *2 "1-4" *2 "f" "4" *0
> XDEL s 1-2
< :1
> XAUTOCLAIM s g dave 0 0 COUNT 1
< *3 "1-4" *0 *1 "1-2"
> XAUTOCLAIM s g dave 0 0 COUNT 1 JUSTID
< *3 "0-0" *1 "1-4" *0
> XDEL s 1-4
< :1
> XAUTOCLAIM s g dave 3600000 0
< *3 "0-0" *0 *1 "1-4"
> XAUTOCLAIM s g dave 0 0 JUSTID
< *3 "0-0" *0 *0
> XPENDING s g
< *4 :0 nil nil *-1
! resp3
> XREADGROUP GROUP g alice STREAMS s >
< %1 "s" *1 *2 "1-5" *2 "f" "5"
> XAUTOCLAIM s g dave 0 0
< *3 "0-0" *1 *2 "1-5" *2 "f" "5" *0
> XAUTOCLAIM s g dave 0 0 JUSTID
< *3 "0-0" *1 "1-5" *0
! resp2

# Refused.
> XAUTOCLAIM none g c 0 0
< -NOGROUP No such key 'none' or consumer group 'g'
> XAUTOCLAIM s none c 0 0
< -NOGROUP No such key 's' or consumer group 'none'
> XAUTOCLAIM s g c 0
< -ERR wrong number of arguments for 'xautoclaim' command
> XAUTOCLAIM s g c x 0
< -ERR Invalid min-idle-time argument for XAUTOCLAIM
> XAUTOCLAIM s g c 0 x
< -ERR Invalid stream ID specified as stream command argument
> XAUTOCLAIM s g c 0 (18446744073709551615-18446744073709551615
< -ERR invalid start ID for the interval
> XAUTOCLAIM s g c -1 0 JUSTID
< *3 "0-0" *1 "1-5" *0
> XAUTOCLAIM s g c 0 0 COUNT
< -ERR syntax error
> XAUTOCLAIM s g c 0 0 COUNT 0
< -ERR COUNT must be > 0
> XAUTOCLAIM s g c 0 0 COUNT -1
< -ERR COUNT must be > 0
> XAUTOCLAIM s g c 0 0 COUNT x
< -ERR COUNT must be > 0
> XAUTOCLAIM s g c 0 0 COUNT 9223372036854775807
< -ERR COUNT must be > 0
> XAUTOCLAIM s g c 0 0 COUNT 1000000000
< *3 "0-0" *1 *2 "1-5" *2 "f" "5" *0
> XAUTOCLAIM s g c 0 0 JUSTID JUSTID
< *3 "0-0" *1 "1-5" *0
> XAUTOCLAIM s g c 0 0 NOSUCH
< -ERR syntax error
> XAUTOCLAIM s g c 0 0 COUNT 1 COUNT 2 JUSTID
< *3 "0-0" *1 "1-5" *0
> XAUTOCLAIM none g c x 0
< -ERR Invalid min-idle-time argument for XAUTOCLAIM
> SET str x
< +OK
> XAUTOCLAIM str g c 0 0
< -WRONGTYPE Operation against a key holding the wrong kind of value
> XAUTOCLAIM str g c x 0
< -ERR Invalid min-idle-time argument for XAUTOCLAIM

# Ten tries for each one asked for.
> DEL s
< :1
! repeat 30
> XADD s 1-1${i} f v
<any
! end
> XGROUP CREATE s g 0
< +OK
> XREADGROUP GROUP g c NOACK STREAMS s x
< -ERR Invalid stream ID specified as stream command argument
> XREADGROUP GROUP g c COUNT 30 STREAMS s >
<any
> XAUTOCLAIM s g d 3600000 0 COUNT 1
< *3 "1-110" *0 *0
> XAUTOCLAIM s g d 3600000 0 COUNT 2
< *3 "1-120" *0 *0
> XAUTOCLAIM s g d 3600000 0 COUNT 3
< *3 "0-0" *0 *0
> XAUTOCLAIM s g d 3600000 0
< *3 "0-0" *0 *0
