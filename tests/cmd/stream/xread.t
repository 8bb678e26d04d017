# XREAD without waiting.

> XADD a 1-1 f 1
< "1-1"
> XADD a 1-2 f 2
< "1-2"
> XADD a 2-0 f 3
< "2-0"
> XADD b 1-1 g 1
< "1-1"
> XADD b 5-0 g 2
< "5-0"
> XREAD STREAMS a 0
< *1 *2 "a" *3 *2 "1-1" *2 "f" "1" *2 "1-2" *2 "f" "2" *2 "2-0" *2 "f" "3"
> XREAD STREAMS a 0-0
< *1 *2 "a" *3 *2 "1-1" *2 "f" "1" *2 "1-2" *2 "f" "2" *2 "2-0" *2 "f" "3"
> XREAD STREAMS a 1
< *1 *2 "a" *3 *2 "1-1" *2 "f" "1" *2 "1-2" *2 "f" "2" *2 "2-0" *2 "f" "3"
> XREAD STREAMS a 1-1
< *1 *2 "a" *2 *2 "1-2" *2 "f" "2" *2 "2-0" *2 "f" "3"
> XREAD streams a b 1-2 1-1
< *2 *2 "a" *1 *2 "2-0" *2 "f" "3" *2 "b" *1 *2 "5-0" *2 "g" "2"
> XREAD COUNT 1 STREAMS a b 0 0
< *2 *2 "a" *1 *2 "1-1" *2 "f" "1" *2 "b" *1 *2 "1-1" *2 "g" "1"
> XREAD count 2 STREAMS a b 2-0 0
< *1 *2 "b" *2 *2 "1-1" *2 "g" "1" *2 "5-0" *2 "g" "2"
> XREAD COUNT 0 STREAMS a 0
< *1 *2 "a" *3 *2 "1-1" *2 "f" "1" *2 "1-2" *2 "f" "2" *2 "2-0" *2 "f" "3"
> XREAD COUNT -5 STREAMS a 0
< *1 *2 "a" *3 *2 "1-1" *2 "f" "1" *2 "1-2" *2 "f" "2" *2 "2-0" *2 "f" "3"
> XREAD STREAMS a 2-0
< *-1
> XREAD STREAMS a 9
< *-1
> XREAD STREAMS a $
< *-1
> XREAD STREAMS a b $ 0
< *1 *2 "b" *2 *2 "1-1" *2 "g" "1" *2 "5-0" *2 "g" "2"
> XREAD STREAMS none 0
< *-1
> XREAD STREAMS none a 0 2
< *-1
> XREAD STREAMS a a 1-1 1-2
< *2 *2 "a" *2 *2 "1-2" *2 "f" "2" *2 "2-0" *2 "f" "3" *2 "a" *1 *2 "2-0" *2 "f" "3"
> XREAD STREAMS a 18446744073709551615-18446744073709551615
< *-1
> XREAD STREAMS a 18446744073709551615
< *-1
> XREAD COUNT 1 COUNT 2 STREAMS a 0
< *1 *2 "a" *2 *2 "1-1" *2 "f" "1" *2 "1-2" *2 "f" "2"

! resp3
> XREAD STREAMS a 1-2
< %1 "a" *1 *2 "2-0" *2 "f" "3"
> XREAD COUNT 1 STREAMS a b 0 0
< %2 "a" *1 *2 "1-1" *2 "f" "1" "b" *1 *2 "1-1" *2 "g" "1"
> XREAD STREAMS a 2-0
< _
> XREAD STREAMS none $
< _
! resp2

# Refused.
> XREAD STREAMS a
< -ERR wrong number of arguments for 'xread' command
> XREAD STREAMS a b 0
< -ERR Unbalanced XREAD list of streams: for each stream key an ID or '$' must be specified.
> XREAD STREAMS a 0 0
< -ERR Unbalanced XREAD list of streams: for each stream key an ID or '$' must be specified.
> XREAD COUNT 1 a 0
< -ERR syntax error
> XREAD COUNT x STREAMS a 0
< -ERR value is not an integer or out of range
> XREAD COUNT
< -ERR wrong number of arguments for 'xread' command
> XREAD COUNT 1
< -ERR wrong number of arguments for 'xread' command
> XREAD COUNT 1 STREAMS
< -ERR syntax error
> XREAD BLOCK -1 STREAMS a 0
< -ERR timeout is negative
> XREAD BLOCK x STREAMS a 0
< -ERR timeout is not an integer or out of range
> XREAD BLOCK 1.5 STREAMS a 0
< -ERR timeout is not an integer or out of range
> XREAD BLOCK 9000000000000000000 STREAMS a 0
< *1 *2 "a" *3 *2 "1-1" *2 "f" "1" *2 "1-2" *2 "f" "2" *2 "2-0" *2 "f" "3"
> XREAD NOSUCH 1 STREAMS a 0
< -ERR syntax error
> XREAD STREAMS a >
< -ERR The > ID can be specified only when calling XREADGROUP using the GROUP <group> <consumer> option.
> XREAD STREAMS a x
< -ERR Invalid stream ID specified as stream command argument
> XREAD STREAMS a -
< -ERR Invalid stream ID specified as stream command argument
> XREAD STREAMS a (1
< -ERR Invalid stream ID specified as stream command argument
> XREAD STREAMS a *
< -ERR Invalid stream ID specified as stream command argument
> XREAD STREAMS a 1-*
< -ERR Invalid stream ID specified as stream command argument
> XREAD NOACK STREAMS a 0
< -ERR The NOACK option is only supported by XREADGROUP. You called XREAD instead.
> XREAD GROUP g c STREAMS a >
< -ERR The GROUP option is only supported by XREADGROUP. You called XREAD instead.
> XREAD COUNT 1 GROUP g c STREAMS a >
< -ERR The GROUP option is only supported by XREADGROUP. You called XREAD instead.
> XREAD
< -ERR wrong number of arguments for 'xread' command
> XREAD STREAMS
< -ERR wrong number of arguments for 'xread' command
> SET str x
< +OK
> XREAD STREAMS str 0
< -WRONGTYPE Operation against a key holding the wrong kind of value
> XREAD STREAMS str $
< -WRONGTYPE Operation against a key holding the wrong kind of value
> XREAD STREAMS a str 0 0
< -WRONGTYPE Operation against a key holding the wrong kind of value
> XREAD STREAMS str a x 0
< -WRONGTYPE Operation against a key holding the wrong kind of value
> XREAD STREAMS a str 9 $
< -WRONGTYPE Operation against a key holding the wrong kind of value
