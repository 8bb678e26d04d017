# XPENDING.

> XADD s 1-1 f v
< "1-1"
> XADD s 1-2 f v
< "1-2"
> XADD s 2-1 f v
< "2-1"
> XADD s 2-2 f v
< "2-2"
> XADD s 3-1 f v
< "3-1"
> XGROUP CREATE s g 0
< +OK
> XPENDING s g
< *4 :0 nil nil *-1
> XPENDING s g - + 10
< *0
> XREADGROUP GROUP g bob COUNT 2 STREAMS s >
< *1 *2 "s" *2 *2 "1-1" *2 "f" "v" *2 "1-2" *2 "f" "v"
> XREADGROUP GROUP g alice COUNT 2 STREAMS s >
< *1 *2 "s" *2 *2 "2-1" *2 "f" "v" *2 "2-2" *2 "f" "v"
> XGROUP CREATECONSUMER s g idle
< :1
> XPENDING s g
< *4 :4 "1-1" "2-2" *2 *2 "alice" "2" *2 "bob" "2"
> XPENDING s g - + 10
< *4
<~   \*4 "1-1" "bob" :\d+ :1
<~   \*4 "1-2" "bob" :\d+ :1
<~   \*4 "2-1" "alice" :\d+ :1
<~   \*4 "2-2" "alice" :\d+ :1
> XPENDING s g - + 10 bob
< *2
<~   \*4 "1-1" "bob" :\d+ :1
<~   \*4 "1-2" "bob" :\d+ :1
> XPENDING s g - + 1 alice
< *1
<~   \*4 "2-1" "alice" :\d+ :1
> XPENDING s g - + 10 idle
< *0
> XPENDING s g - + 10 nobody
< *0
> XPENDING s g 1-2 2-1 10
< *2
<~   \*4 "1-2" "bob" :\d+ :1
<~   \*4 "2-1" "alice" :\d+ :1
> XPENDING s g (1-2 (2-2 10
< *1
<~   \*4 "2-1" "alice" :\d+ :1
> XPENDING s g 2 2 10
< *2
<~   \*4 "2-1" "alice" :\d+ :1
<~   \*4 "2-2" "alice" :\d+ :1
> XPENDING s g 2 1 10
< *0
> XPENDING s g + - 10
< *0
> XPENDING s g - + 0
< *0
> XPENDING s g - + -1
< *0
> XPENDING s g - + 9223372036854775807
< *4
<~   \*4 "1-1" "bob" :\d+ :1
<~   \*4 "1-2" "bob" :\d+ :1
<~   \*4 "2-1" "alice" :\d+ :1
<~   \*4 "2-2" "alice" :\d+ :1
> XPENDING s g IDLE 0 - + 10
< *4
<~   \*4 "1-1" "bob" :\d+ :1
<~   \*4 "1-2" "bob" :\d+ :1
<~   \*4 "2-1" "alice" :\d+ :1
<~   \*4 "2-2" "alice" :\d+ :1
> XPENDING s g idle 3600000 - + 10
< *0
> XPENDING s g IDLE 0 - + 10 bob
< *2
<~   \*4 "1-1" "bob" :\d+ :1
<~   \*4 "1-2" "bob" :\d+ :1
> XPENDING s g IDLE 3600000 - + 10 bob
< *0
> XPENDING s g IDLE -1 - + 10
< *4
<~   \*4 "1-1" "bob" :\d+ :1
<~   \*4 "1-2" "bob" :\d+ :1
<~   \*4 "2-1" "alice" :\d+ :1
<~   \*4 "2-2" "alice" :\d+ :1
> XCLAIM s g bob 0 1-2 IDLE 100000 JUSTID
< *1 "1-2"
> XCLAIM s g alice 0 2-1 IDLE 200000 JUSTID
< *1 "2-1"
> XCLAIM s g alice 0 2-2 IDLE 300000 RETRYCOUNT 5 JUSTID
< *1 "2-2"
> XPENDING s g IDLE 100000 - + 10
< *3
<~   \*4 "1-2" "bob" :10\d{4} :1
<~   \*4 "2-1" "alice" :20\d{4} :1
<~   \*4 "2-2" "alice" :30\d{4} :5
> XPENDING s g IDLE 200000 - + 1
< *1
<~   \*4 "2-1" "alice" :\d+ :1
> XPENDING s g IDLE 200000 - + 10 bob
< *0
> XPENDING s g IDLE 200000 (2-1 + 10 alice
< *1
<~   \*4 "2-2" "alice" :\d+ :5
! resp3
> XPENDING s g
< *4 :4 "1-1" "2-2" *2 *2 "alice" "2" *2 "bob" "2"
> XPENDING s g - + 1
< *1
<~   \*4 "1-1" "bob" :\d+ :1
> XPENDING s g - + 10 idle
< *0
! resp2

# Entries that are gone stay pending.
> XDEL s 1-1 2-2
< :2
> XPENDING s g
< *4 :4 "1-1" "2-2" *2 *2 "alice" "2" *2 "bob" "2"

# Refused.
> XPENDING s
< -ERR wrong number of arguments for 'xpending' command
> XPENDING s none
< -NOGROUP No such key 's' or consumer group 'none'
> XPENDING none g
< -NOGROUP No such key 'none' or consumer group 'g'
> XPENDING none g - + 10
< -NOGROUP No such key 'none' or consumer group 'g'
> XPENDING s none - + 10
< -NOGROUP No such key 's' or consumer group 'none'
> XPENDING s g -
< -ERR syntax error
> XPENDING s g - +
< -ERR syntax error
> XPENDING s g - + x
< -ERR value is not an integer or out of range
> XPENDING s g - + 10 bob x
! differs: an argument too many
! kvd
< -ERR syntax error
! redis
< *2
<~   \*4 "1-1" "bob" :\d+ :1
<~   \*4 "1-2" "bob" :\d+ :1
! end
> XPENDING s g x + 10
< -ERR Invalid stream ID specified as stream command argument
> XPENDING s g - x 10
< -ERR Invalid stream ID specified as stream command argument
> XPENDING s g (- + 10
< -ERR Invalid stream ID specified as stream command argument
> XPENDING s g (18446744073709551615-18446744073709551615 + 10
< -ERR invalid start ID for the interval
> XPENDING s g - (0-0 10
< -ERR invalid end ID for the interval
> XPENDING s g IDLE x - + 10
< -ERR value is not an integer or out of range
> XPENDING s g IDLE 0
< -ERR syntax error
> XPENDING s g IDLE 0 -
< -ERR syntax error
> XPENDING s g IDLE 0 - +
< -ERR syntax error
> XPENDING s g IDLE 0 - + x
< -ERR value is not an integer or out of range
> XPENDING s g IDLE 0 - + 10 bob x
< -ERR syntax error
> XPENDING s g NOSUCH 0 - + 10
< -ERR value is not an integer or out of range
> XPENDING none g IDLE x - + 10
< -ERR value is not an integer or out of range
> XPENDING none g x + 10
< -ERR Invalid stream ID specified as stream command argument
> SET str x
< +OK
> XPENDING str g
< -WRONGTYPE Operation against a key holding the wrong kind of value
> XPENDING str g - + 10
< -WRONGTYPE Operation against a key holding the wrong kind of value
