# XCLAIM.

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
> XREADGROUP GROUP g alice COUNT 3 STREAMS s >
< *1 *2 "s" *3 *2 "1-1" *2 "f" "1" *2 "1-2" *2 "f" "2" *2 "1-3" *2 "f" "3"
> XCLAIM s g bob 0 1-1
< *1 *2 "1-1" *2 "f" "1"
> XPENDING s g
< *4 :3 "1-1" "1-3" *2 *2 "alice" "2" *2 "bob" "1"
> XPENDING s g - + 10
< *3
<~   \*4 "1-1" "bob" :\d+ :2
<~   \*4 "1-2" "alice" :\d+ :1
<~   \*4 "1-3" "alice" :\d+ :1
> XCLAIM s g bob 0 1-1 1-2 9-9 1-4
< *2 *2 "1-1" *2 "f" "1" *2 "1-2" *2 "f" "2"
> XCLAIM s g bob 3600000 1-3
< *0
> XCLAIM s g bob 0 1-3 JUSTID
< *1 "1-3"
> XPENDING s g - + 10
< *3
<~   \*4 "1-1" "bob" :\d+ :3
<~   \*4 "1-2" "bob" :\d+ :2
<~   \*4 "1-3" "bob" :\d+ :1
> XCLAIM s g bob 0 1-1 1-2 JUSTID
< *2 "1-1" "1-2"
> XCLAIM s g alice 0 1-1 IDLE 500000 RETRYCOUNT 7 JUSTID
< *1 "1-1"
> XPENDING s g IDLE 400000 - + 10
< *1
<~   \*4 "1-1" "alice" :\d+ :7
> XCLAIM s g alice 0 1-2 IDLE 900000 RETRYCOUNT 1
< *1 *2 "1-2" *2 "f" "2"
> XPENDING s g IDLE 800000 - + 10
< *1
<~   \*4 "1-2" "alice" :\d+ :1
> XCLAIM s g alice 1000000 1-1 1-2
< *0
> XCLAIM s g alice 600000 1-1 1-2
< *1 *2 "1-2" *2 "f" "2"
> XCLAIM s g alice 0 1-2 TIME 1000 JUSTID
< *1 "1-2"
> XPENDING s g IDLE 100000000 - + 10
< *1
<~   \*4 "1-2" "alice" :\d+ :2
> XCLAIM s g alice 0 1-2 TIME 99999999999999 JUSTID
< *1 "1-2"
> XPENDING s g IDLE 400000 - + 10
< *1
<~   \*4 "1-1" "alice" :\d+ :7
> XCLAIM s g alice -5 1-2 JUSTID
< *1 "1-2"
> XCLAIM s g alice 0 1-2 IDLE -5 JUSTID
< *1 "1-2"
> XCLAIM s g alice 0 1-2 RETRYCOUNT 0
< *1 *2 "1-2" *2 "f" "2"
> XPENDING s g 1-2 1-2 1
< *1
<~   \*4 "1-2" "alice" :\d+ :0
> XCLAIM s g alice 0 1-2 1-2 1-2 JUSTID
< *3 "1-2" "1-2" "1-2"

# FORCE makes pending what is not.
> XCLAIM s g carol 0 1-4 FORCE
< *1 *2 "1-4" *2 "f" "4"
> XCLAIM s g carol 0 9-9 FORCE
< *0
> XCLAIM s g carol 0 1-4 FORCE JUSTID
< *1 "1-4"
> XPENDING s g - + 10 carol
< *1
<~   \*4 "1-4" "carol" :\d+ :2
> XINFO GROUPS s
< *1 *12 "name" "g" "consumers" :3 "pending" :4 "last-delivered-id" "1-3" "entries-read" :3 "lag" :1

# LASTID.
> XCLAIM s g carol 0 1-4 LASTID 1-4 JUSTID
< *1 "1-4"
> XINFO GROUPS s
< *1 *12 "name" "g" "consumers" :3 "pending" :4 "last-delivered-id" "1-4" "entries-read" :3 "lag" :1
> XCLAIM s g carol 0 1-4 LASTID 1-1 JUSTID
< *1 "1-4"
> XCLAIM s g carol 0 1-4 LASTID 7-7 JUSTID
< *1 "1-4"
> XINFO GROUPS s
< *1 *12 "name" "g" "consumers" :3 "pending" :4 "last-delivered-id" "7-7" "entries-read" :3 "lag" :1

# An entry that is gone leaves the list of those pending.
> XDEL s 1-1
< :1
> XCLAIM s g bob 0 1-1
< *0
> XCLAIM s g bob 0 1-1 JUSTID
< *0
> XPENDING s g
< *4 :3 "1-2" "1-4" *3 *2 "alice" "1" *2 "bob" "1" *2 "carol" "1"
> XDEL s 1-3
< :1
> XCLAIM s g dave 0 1-3 1-2
< *1 *2 "1-2" *2 "f" "2"
> XPENDING s g
< *4 :2 "1-2" "1-4" *2 *2 "carol" "1" *2 "dave" "1"
> XCLAIM s g erin 3600000 1-2
< *0
> XINFO GROUPS s
! differs: since 7.2 a consumer that gets nothing is made too
! kvd
< *1 *12 "name" "g" "consumers" :5 "pending" :2 "last-delivered-id" "7-7" "entries-read" :3 "lag" :1
! resp3
! redis
< *1 *12 "name" "g" "consumers" :4 "pending" :2 "last-delivered-id" "7-7" "entries-read" :3 "lag" :1
! resp3
! end
> XCLAIM s g dave 0 1-2
< *1 *2 "1-2" *2 "f" "2"
> XCLAIM s g dave 0 1-2 JUSTID
< *1 "1-2"
> XCLAIM s g dave 0 8-8
< *0
! resp2

# Refused.
> XCLAIM none g c 0 1-1
< -NOGROUP No such key 'none' or consumer group 'g'
> XCLAIM s none c 0 1-1
< -NOGROUP No such key 's' or consumer group 'none'
> XCLAIM s g c 0
< -ERR wrong number of arguments for 'xclaim' command
> XCLAIM s g c x 1-2
< -ERR Invalid min-idle-time argument for XCLAIM
> XCLAIM s g c 0 x
< -ERR Unrecognized XCLAIM option 'x'
> XCLAIM s g c 0 1-2 x
< -ERR Unrecognized XCLAIM option 'x'
> XCLAIM s g c 0 1-2 IDLE
< -ERR Unrecognized XCLAIM option 'IDLE'
> XCLAIM s g c 0 1-2 IDLE x
< -ERR Invalid IDLE option argument for XCLAIM
> XCLAIM s g c 0 1-2 TIME
< -ERR Unrecognized XCLAIM option 'TIME'
> XCLAIM s g c 0 1-2 TIME x
< -ERR Invalid TIME option argument for XCLAIM
> XCLAIM s g c 0 1-2 RETRYCOUNT
< -ERR Unrecognized XCLAIM option 'RETRYCOUNT'
> XCLAIM s g c 0 1-2 RETRYCOUNT x
< -ERR Invalid RETRYCOUNT option argument for XCLAIM
> XCLAIM s g c 0 1-2 RETRYCOUNT -1
< *1 *2 "1-2" *2 "f" "2"
> XCLAIM s g c 0 1-2 LASTID
< -ERR Unrecognized XCLAIM option 'LASTID'
> XCLAIM s g c 0 1-2 LASTID x
< -ERR Invalid stream ID specified as stream command argument
> XCLAIM s g c 0 1-2 NOSUCH
< -ERR Unrecognized XCLAIM option 'NOSUCH'
> XCLAIM s g c 0 1-2 FORCE x
< -ERR Unrecognized XCLAIM option 'x'
> XCLAIM s g c 0 1-2 JUSTID 1-4
< -ERR Unrecognized XCLAIM option '1-4'
> XCLAIM s g c 0 FORCE
< *0
> XCLAIM s none c x x
< -NOGROUP No such key 's' or consumer group 'none'
> XCLAIM none none c x x
< -NOGROUP No such key 'none' or consumer group 'none'
> SET str x
< +OK
> XCLAIM str g c 0 1-1
< -WRONGTYPE Operation against a key holding the wrong kind of value
> XCLAIM str g c x 1-1
< -WRONGTYPE Operation against a key holding the wrong kind of value
> XINFO GROUPS s
! differs: since 7.2 a consumer that gets nothing is made too
! kvd
< *1 *12 "name" "g" "consumers" :6 "pending" :2 "last-delivered-id" "7-7" "entries-read" :3 "lag" :1

! redis
< *1 *12 "name" "g" "consumers" :5 "pending" :2 "last-delivered-id" "7-7" "entries-read" :3 "lag" :1

! end