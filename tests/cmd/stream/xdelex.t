# XDELEX: what becomes of the references that groups hold.
! since 8.2

> XDELEX none IDS 2 1-1 1-2
< *2 :-1 :-1
> XADD s 1-1 f v
< "1-1"
> XADD s 1-2 f v
< "1-2"
> XADD s 1-3 f v
< "1-3"
> XADD s 1-4 f v
< "1-4"
> XADD s 1-5 f v
< "1-5"

# Nobody has read anything: without groups there is nobody who acknowledged either.
> XDELEX s ACKED IDS 1 1-1
< *1 :2
> XLEN s
< :5
> XDELEX s IDS 2 1-1 9-9
< *2 :1 :-1
> XDELEX s DELREF IDS 1 1-1
< *1 :-1

> XGROUP CREATE s g 0
< +OK
> XGROUP CREATE s h 0
< +OK
> XREADGROUP GROUP g c COUNT 3 STREAMS s >
<any
> XREADGROUP GROUP h d COUNT 2 STREAMS s >
<any
> XACK s g 1-2 1-3
< :2
> XACK s h 1-2
< :1

# ACKED: read and acknowledged by all groups.
> XDELEX s ACKED IDS 5 1-2 1-3 1-4 1-5 1-2
< *5 :1 :2 :2 :2 :-1
> XLEN s
< :3

# KEEPREF leaves the list of those pending as it is, DELREF takes them out of every group's.
> XDELEX s KEEPREF IDS 1 1-4
< *1 :1
> XPENDING s g
< *4 :1 "1-4" "1-4" *1 *2 "c" "1"
> XDELEX s DELREF IDS 1 1-4
< *1 :-1
> XPENDING s g
< *4 :0 nil nil *-1
> XPENDING s h
< *4 :1 "1-3" "1-3" *1 *2 "d" "1"
> XDELEX s delref ids 2 1-3 1-3
< *2 :1 :-1
> XPENDING s h
< *4 :0 nil nil *-1
> XRANGE s - +
< *1 *2 "1-5" *2 "f" "v"

# The IDs may come before the rule.
> XDELEX s IDS 1 1-5 ACKED
< *1 :2
> XDELEX s IDS 1 1-5 KEEPREF
< *1 :1
> XLEN s
< :0
> EXISTS s
< :1

# Refused.
> XADD s 2-1 f v
< "2-1"
> XDELEX s IDS 1 x
< -ERR Invalid stream ID specified as stream command argument
> XDELEX s IDS 2 2-1 x
< -ERR Invalid stream ID specified as stream command argument
> XDELEX s IDS 0 2-1
< -ERR Number of IDs must be a positive integer
> XDELEX s IDS -1 2-1
< -ERR Number of IDs must be a positive integer
> XDELEX s IDS x 2-1
< -ERR Number of IDs must be a positive integer
> XDELEX s IDS 9223372036854775808 2-1
< -ERR Number of IDs must be a positive integer
> XDELEX s IDS 2 2-1
< -ERR The `numids` parameter must match the number of arguments
> XDELEX s IDS 9223372036854775807 2-1
< -ERR The `numids` parameter must match the number of arguments
> XDELEX s IDS 1 2-1 2-1
< -ERR syntax error
> XDELEX s NOSUCH IDS 1 2-1
< -ERR syntax error
> XDELEX s KEEPREF DELREF IDS 1 2-1
< -ERR syntax error
> XDELEX s KEEPREF 2-1 2-2
< -ERR syntax error
> XDELEX s IDS 1 2-1 IDS 1 2-1
< -ERR syntax error
> XDELEX s IDS 1
< -ERR wrong number of arguments for 'xdelex' command
> XLEN s
< :1
> SET str x
< +OK
> XDELEX str IDS 1 1-1
< -WRONGTYPE Operation against a key holding the wrong kind of value
