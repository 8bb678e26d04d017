# XRANGE and XREVRANGE.

> XADD s 1-1 a 1
< "1-1"
> XADD s 1-2 b 2
< "1-2"
> XADD s 2-0 c 3
< "2-0"
> XADD s 2-5 d 4 e 5
< "2-5"
> XADD s 3-0 f 6
< "3-0"

> XRANGE s - +
< *5
<   *2 "1-1" *2 "a" "1"
<   *2 "1-2" *2 "b" "2"
<   *2 "2-0" *2 "c" "3"
<   *2 "2-5" *4 "d" "4" "e" "5"
<   *2 "3-0" *2 "f" "6"
> XREVRANGE s + -
< *5
<   *2 "3-0" *2 "f" "6"
<   *2 "2-5" *4 "d" "4" "e" "5"
<   *2 "2-0" *2 "c" "3"
<   *2 "1-2" *2 "b" "2"
<   *2 "1-1" *2 "a" "1"
> XRANGE s 1 1
< *2 *2 "1-1" *2 "a" "1" *2 "1-2" *2 "b" "2"
> XRANGE s 1 2
< *4 *2 "1-1" *2 "a" "1" *2 "1-2" *2 "b" "2" *2 "2-0" *2 "c" "3" *2 "2-5" *4 "d" "4" "e" "5"
> XRANGE s 2 2
< *2 *2 "2-0" *2 "c" "3" *2 "2-5" *4 "d" "4" "e" "5"
> XREVRANGE s 2 2
< *2 *2 "2-5" *4 "d" "4" "e" "5" *2 "2-0" *2 "c" "3"
> XREVRANGE s 2 1
< *4 *2 "2-5" *4 "d" "4" "e" "5" *2 "2-0" *2 "c" "3" *2 "1-2" *2 "b" "2" *2 "1-1" *2 "a" "1"
> XRANGE s 1-2 2-4
< *2 *2 "1-2" *2 "b" "2" *2 "2-0" *2 "c" "3"
> XRANGE s (1-2 (2-5
< *1 *2 "2-0" *2 "c" "3"
> XRANGE s (1 +
< *5
<   *2 "1-1" *2 "a" "1"
<   *2 "1-2" *2 "b" "2"
<   *2 "2-0" *2 "c" "3"
<   *2 "2-5" *4 "d" "4" "e" "5"
<   *2 "3-0" *2 "f" "6"
> XRANGE s - (2
< *4 *2 "1-1" *2 "a" "1" *2 "1-2" *2 "b" "2" *2 "2-0" *2 "c" "3" *2 "2-5" *4 "d" "4" "e" "5"
> XRANGE s (1-1 1
< *1 *2 "1-2" *2 "b" "2"
> XREVRANGE s (2-5 (1-1
< *2 *2 "2-0" *2 "c" "3" *2 "1-2" *2 "b" "2"
> XREVRANGE s + (2-5
< *1 *2 "3-0" *2 "f" "6"
> XRANGE s 2-5 2-5
< *1 *2 "2-5" *4 "d" "4" "e" "5"
> XRANGE s 3 2
< *0
> XRANGE s + -
< *0
> XREVRANGE s - +
< *0
> XRANGE s 4 +
< *0
> XRANGE s 0 0
< *0
> XRANGE s - -
< *0
> XRANGE s + +
< *0
> XRANGE s 0-0 18446744073709551615-18446744073709551615
< *5
<   *2 "1-1" *2 "a" "1"
<   *2 "1-2" *2 "b" "2"
<   *2 "2-0" *2 "c" "3"
<   *2 "2-5" *4 "d" "4" "e" "5"
<   *2 "3-0" *2 "f" "6"
> XRANGE s 3-0 18446744073709551615
< *1 *2 "3-0" *2 "f" "6"

# COUNT.
> XRANGE s - + COUNT 2
< *2 *2 "1-1" *2 "a" "1" *2 "1-2" *2 "b" "2"
> XREVRANGE s + - count 2
< *2 *2 "3-0" *2 "f" "6" *2 "2-5" *4 "d" "4" "e" "5"
> XRANGE s - + COUNT 0
< *-1
> XRANGE s - + COUNT -1
< *-1
> XRANGE s - + COUNT 100
< *5
<   *2 "1-1" *2 "a" "1"
<   *2 "1-2" *2 "b" "2"
<   *2 "2-0" *2 "c" "3"
<   *2 "2-5" *4 "d" "4" "e" "5"
<   *2 "3-0" *2 "f" "6"
> XRANGE s - + COUNT 9223372036854775807
< *5
<   *2 "1-1" *2 "a" "1"
<   *2 "1-2" *2 "b" "2"
<   *2 "2-0" *2 "c" "3"
<   *2 "2-5" *4 "d" "4" "e" "5"
<   *2 "3-0" *2 "f" "6"
> XRANGE s - + COUNT 1 COUNT 3
< *3 *2 "1-1" *2 "a" "1" *2 "1-2" *2 "b" "2" *2 "2-0" *2 "c" "3"
> XREVRANGE s + - COUNT 0
< *-1
> XRANGE none - + COUNT 0
< *0
> XRANGE none - + COUNT 1
< *0
> XRANGE none - +
< *0
> XREVRANGE none + -
< *0

! resp3
> XRANGE s 1 1
< *2 *2 "1-1" *2 "a" "1" *2 "1-2" *2 "b" "2"
> XRANGE s - + COUNT 0
< _
> XRANGE none - +
< *0
> XRANGE none - + COUNT 0
< *0
! resp2

# Refused.
> XRANGE s - + COUNT
< -ERR syntax error
> XRANGE s - + COUNT x
< -ERR value is not an integer or out of range
> XRANGE s - + COUNT 9223372036854775808
< -ERR value is not an integer or out of range
> XRANGE s - + NOSUCH 1
< -ERR syntax error
> XRANGE s - + COUNT 1 x
< -ERR syntax error
> XRANGE s x +
< -ERR Invalid stream ID specified as stream command argument
> XRANGE s - y
< -ERR Invalid stream ID specified as stream command argument
> XRANGE s x y
< -ERR Invalid stream ID specified as stream command argument
> XREVRANGE s x -
< -ERR Invalid stream ID specified as stream command argument
> XREVRANGE s + y
< -ERR Invalid stream ID specified as stream command argument
> XRANGE s (- +
< -ERR Invalid stream ID specified as stream command argument
> XRANGE s - (+
< -ERR Invalid stream ID specified as stream command argument
> XRANGE s ( +
< -ERR Invalid stream ID specified as stream command argument
> XRANGE s (18446744073709551615-18446744073709551615 +
< -ERR invalid start ID for the interval
> XRANGE s - (0-0
< -ERR invalid end ID for the interval
> XRANGE s - (0
< *0
> XREVRANGE s (0 -
< *0
> XREVRANGE s + (18446744073709551615
< *0
> XREVRANGE s + (18446744073709551615-18446744073709551615
< -ERR invalid start ID for the interval
> XRANGE s - $
< -ERR Invalid stream ID specified as stream command argument
> XRANGE s > +
< -ERR Invalid stream ID specified as stream command argument
> XRANGE s * +
< -ERR Invalid stream ID specified as stream command argument
> XRANGE s 1-* +
< -ERR Invalid stream ID specified as stream command argument
> XRANGE s -
< -ERR wrong number of arguments for 'xrange' command
> XREVRANGE s +
< -ERR wrong number of arguments for 'xrevrange' command
> XRANGE s x + COUNT y
< -ERR Invalid stream ID specified as stream command argument
> XRANGE s - + COUNT 0 NOSUCH
< -ERR syntax error
> SET str x
< +OK
> XRANGE str - +
< -WRONGTYPE Operation against a key holding the wrong kind of value
> XREVRANGE str + -
< -WRONGTYPE Operation against a key holding the wrong kind of value
> XRANGE str x +
< -ERR Invalid stream ID specified as stream command argument
> XRANGE str - + COUNT 0
< -WRONGTYPE Operation against a key holding the wrong kind of value
