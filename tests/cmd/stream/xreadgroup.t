# XREADGROUP without waiting.

> XADD s 1-1 a 1
< "1-1"
> XADD s 1-2 b 2
< "1-2"
> XADD s 2-0 c 3
< "2-0"
> XADD s 3-0 d 4
< "3-0"
> XADD s 4-0 e 5
< "4-0"
> XGROUP CREATE s g 0
< +OK
> XREADGROUP GROUP g alice COUNT 2 STREAMS s >
< *1 *2 "s" *2 *2 "1-1" *2 "a" "1" *2 "1-2" *2 "b" "2"
> XREADGROUP GROUP g bob COUNT 1 STREAMS s >
< *1 *2 "s" *1 *2 "2-0" *2 "c" "3"
> XPENDING s g
< *4 :3 "1-1" "2-0" *2 *2 "alice" "2" *2 "bob" "1"
> XINFO GROUPS s
< *1 *12 "name" "g" "consumers" :2 "pending" :3 "last-delivered-id" "2-0" "entries-read" :3 "lag" :2

# The history of a consumer.
> XREADGROUP GROUP g alice STREAMS s 0
< *1 *2 "s" *2 *2 "1-1" *2 "a" "1" *2 "1-2" *2 "b" "2"
> XREADGROUP GROUP g alice COUNT 1 STREAMS s 0
< *1 *2 "s" *1 *2 "1-1" *2 "a" "1"
> XREADGROUP GROUP g alice STREAMS s 1-1
< *1 *2 "s" *1 *2 "1-2" *2 "b" "2"
> XREADGROUP GROUP g alice STREAMS s 1
< *1 *2 "s" *2 *2 "1-1" *2 "a" "1" *2 "1-2" *2 "b" "2"
> XREADGROUP GROUP g alice STREAMS s 1-2
< *1 *2 "s" *0
> XREADGROUP GROUP g bob STREAMS s 0
< *1 *2 "s" *1 *2 "2-0" *2 "c" "3"
> XREADGROUP GROUP g carol STREAMS s 0
< *1 *2 "s" *0
> XPENDING s g - + 10
< *3
<~   \*4 "1-1" "alice" :\d+ :4
<~   \*4 "1-2" "alice" :\d+ :4
<~   \*4 "2-0" "bob" :\d+ :2
> XREADGROUP GROUP g bob BLOCK 0 STREAMS s 0
< *1 *2 "s" *1 *2 "2-0" *2 "c" "3"
> XREADGROUP GROUP g bob BLOCK 0 STREAMS s 9
< *1 *2 "s" *0

# An entry that is gone.
> XDEL s 1-1
< :1
> XREADGROUP GROUP g alice STREAMS s 0
< *1 *2 "s" *2 *2 "1-1" *-1 *2 "1-2" *2 "b" "2"
! resp3
> XREADGROUP GROUP g alice STREAMS s 0
< %1 "s" *2 *2 "1-1" _ *2 "1-2" *2 "b" "2"
> XREADGROUP GROUP g carol STREAMS s 0
< %1 "s" *0
! resp2

# NOACK.
> XREADGROUP GROUP g bob NOACK COUNT 1 STREAMS s >
< *1 *2 "s" *1 *2 "3-0" *2 "d" "4"
> XPENDING s g
< *4 :3 "1-1" "2-0" *2 *2 "alice" "2" *2 "bob" "1"
> XREADGROUP GROUP g bob NOACK STREAMS s 0
< *1 *2 "s" *1 *2 "2-0" *2 "c" "3"
> XINFO GROUPS s
< *1 *12 "name" "g" "consumers" :3 "pending" :3 "last-delivered-id" "3-0" "entries-read" :4 "lag" :1

# The rest, and then nothing.
> XREADGROUP GROUP g bob COUNT 0 STREAMS s >
< *1 *2 "s" *1 *2 "4-0" *2 "e" "5"
> XREADGROUP GROUP g bob STREAMS s >
< *-1
> XREADGROUP GROUP g bob COUNT -1 STREAMS s >
< *-1
! resp3
> XREADGROUP GROUP g bob STREAMS s >
< _
! resp2
> XINFO GROUPS s
< *1 *12 "name" "g" "consumers" :3 "pending" :4 "last-delivered-id" "4-0" "entries-read" :5 "lag" :0

# Several streams, and groups of the same name.
> XADD t 1-1 f 1
< "1-1"
> XGROUP CREATE t g 0
< +OK
> XADD s 5-0 f 6
< "5-0"
> XREADGROUP GROUP g bob COUNT 1 STREAMS s t > >
< *2 *2 "s" *1 *2 "5-0" *2 "f" "6" *2 "t" *1 *2 "1-1" *2 "f" "1"
> XREADGROUP GROUP g bob STREAMS s t > >
< *-1
> XREADGROUP GROUP g bob STREAMS s t > 0
< *1 *2 "t" *1 *2 "1-1" *2 "f" "1"
> XREADGROUP GROUP g bob STREAMS t s 0 0
< *2
<   *2 "t" *1 *2 "1-1" *2 "f" "1"
<   *2 "s" *3 *2 "2-0" *2 "c" "3" *2 "4-0" *2 "e" "5" *2 "5-0" *2 "f" "6"
> XREADGROUP GROUP g bob STREAMS t t 0 >
< *1 *2 "t" *1 *2 "1-1" *2 "f" "1"
! resp3
> XREADGROUP GROUP g bob STREAMS t s 0 >
< %1 "t" *1 *2 "1-1" *2 "f" "1"
! resp2

# A consumer is made even if there is nothing.
> XREADGROUP GROUP g dave STREAMS s >
< *-1
> XINFO GROUPS s
! differs: since 7.2 a consumer that gets nothing is made too
! kvd
< *1 *12 "name" "g" "consumers" :4 "pending" :5 "last-delivered-id" "5-0" "entries-read" :6 "lag" :0

# Refused.
! redis
< *1 *12 "name" "g" "consumers" :3 "pending" :5 "last-delivered-id" "5-0" "entries-read" :6 "lag" :0

# Refused.
! end
> XREADGROUP GROUP none c STREAMS s >
< -NOGROUP No such key 's' or consumer group 'none' in XREADGROUP with GROUP option
> XREADGROUP GROUP g c STREAMS none >
< -NOGROUP No such key 'none' or consumer group 'g' in XREADGROUP with GROUP option
> XREADGROUP GROUP g c STREAMS s none > >
< -NOGROUP No such key 'none' or consumer group 'g' in XREADGROUP with GROUP option
> XREADGROUP GROUP g c STREAMS s none > 0
< -NOGROUP No such key 'none' or consumer group 'g' in XREADGROUP with GROUP option
> XREADGROUP GROUP g c STREAMS none s 0 0
< -NOGROUP No such key 'none' or consumer group 'g' in XREADGROUP with GROUP option
> XREADGROUP GROUP g c STREAMS s $
< -ERR The $ ID is meaningless in the context of XREADGROUP: you want to read the history of this consumer by specifying a proper ID, or use the > ID to get new messages. The $ ID would just return an empty result set.
> XREADGROUP GROUP g c STREAMS s x
< -ERR Invalid stream ID specified as stream command argument
> XREADGROUP GROUP g c STREAMS s -
< -ERR Invalid stream ID specified as stream command argument
> XREADGROUP GROUP g c STREAMS s +
< -ERR Invalid stream ID specified as stream command argument
> XREADGROUP GROUP g c STREAMS s t >
< -ERR Unbalanced XREAD list of streams: for each stream key an ID or '$' must be specified.
> XREADGROUP GROUP g c STREAMS s > >
< -ERR Unbalanced XREAD list of streams: for each stream key an ID or '$' must be specified.
> XREADGROUP GROUP g c COUNT x STREAMS s >
< -ERR value is not an integer or out of range
> XREADGROUP GROUP g c BLOCK x STREAMS s >
< -ERR timeout is not an integer or out of range
> XREADGROUP GROUP g c BLOCK -1 STREAMS s >
< -ERR timeout is negative
> XREADGROUP GROUP g c NOSUCH STREAMS s >
< -ERR syntax error
> XREADGROUP STREAMS s > x y z
< -ERR Unbalanced XREAD list of streams: for each stream key an ID or '$' must be specified.
> XREADGROUP COUNT 1 STREAMS s > x
< -ERR Unbalanced XREAD list of streams: for each stream key an ID or '$' must be specified.
> XREADGROUP COUNT 1 GROUP g c STREAMS s >
< *-1
> XREADGROUP GROUP g c GROUP g d STREAMS s 0
< *1 *2 "s" *0
> XREADGROUP GROUP g STREAMS s >
< -ERR wrong number of arguments for 'xreadgroup' command
> XREADGROUP GROUP g c
< -ERR wrong number of arguments for 'xreadgroup' command
> XREADGROUP NOACK NOACK NOACK STREAMS s >
< -ERR Missing GROUP option for XREADGROUP
> SET str x
< +OK
> XREADGROUP GROUP g c STREAMS str >
< -WRONGTYPE Operation against a key holding the wrong kind of value
> XREADGROUP GROUP g c STREAMS s str > >
< -WRONGTYPE Operation against a key holding the wrong kind of value
> XREADGROUP GROUP g c STREAMS str s > x
< -WRONGTYPE Operation against a key holding the wrong kind of value
> XREADGROUP GROUP none c STREAMS s x
< -NOGROUP No such key 's' or consumer group 'none' in XREADGROUP with GROUP option
> XINFO GROUPS s
! differs: since 7.2 a consumer that gets nothing is made too
! kvd
< *1 *12 "name" "g" "consumers" :6 "pending" :5 "last-delivered-id" "5-0" "entries-read" :6 "lag" :0
! redis
< *1 *12 "name" "g" "consumers" :4 "pending" :5 "last-delivered-id" "5-0" "entries-read" :6 "lag" :0
! end
> GET s
< -WRONGTYPE Operation against a key holding the wrong kind of value

# Where the keys are.
> COMMAND GETKEYS XREADGROUP GROUP g c STREAMS s t > >
< *2 "s" "t"
> COMMAND GETKEYS XREAD COUNT 1 BLOCK 0 STREAMS s 0
< *1 "s"
! since 8.10: a group, a consumer or a number may be called STREAMS
> COMMAND GETKEYS XREADGROUP COUNT 1 GROUP STREAMS STREAMS NOACK STREAMS s t > >
< *2 "s" "t"
> COMMAND GETKEYS XREADGROUP NOACK COUNT STREAMS GROUP g c STREAMS s >
< *1 "s"
! end
