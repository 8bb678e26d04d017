# XTRIM and XADD: KEEPREF, DELREF, ACKED.
! since 8.2

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

# Without groups the rule does not matter.
> XTRIM s MAXLEN 4 ACKED
< :1
> XGROUP CREATE s g 0
< +OK
> XGROUP CREATE s h 0
< +OK
> XREADGROUP GROUP g c STREAMS s >
<any
> XREADGROUP GROUP h c COUNT 2 STREAMS s >
<any

# Nothing is acknowledged by both.
> XTRIM s MAXLEN 0 ACKED
< :0
> XACK s g 1-2 1-3 1-4
< :3
> XTRIM s MAXLEN 0 ACKED
< :0
> XACK s h 1-3
< :1
> XTRIM s MAXLEN = 0 ACKED
< :1
> XRANGE s - +
< *3 *2 "1-2" *2 "f" "v" *2 "1-4" *2 "f" "v" *2 "1-5" *2 "f" "v"
> XTRIM s MINID 1-4 KEEPREF
< :1
> XPENDING s h
< *4 :1 "1-2" "1-2" *1 *2 "c" "1"
> XADD s DELREF MAXLEN 1 1-6 f v
< "1-6"
> XPENDING s g
< *4 :0 nil nil *-1
> XPENDING s h
< *4 :1 "1-2" "1-2" *1 *2 "c" "1"
> XREADGROUP GROUP h c STREAMS s >
< *1 *2 "s" *1 *2 "1-6" *2 "f" "v"
> XADD s MAXLEN 0 ACKED 1-7 f v
< "1-7"
> XLEN s
< :2
> XTRIM s DELREF MAXLEN 0
< :2
> XPENDING s h
< *4 :1 "1-2" "1-2" *1 *2 "c" "1"

# Refused.
> XTRIM s MAXLEN 0 DELREF ACKED
< -ERR syntax error
> XTRIM s DELREF
< -ERR wrong number of arguments for 'xtrim' command
> XTRIM s DELREF MAXLEN
< -ERR syntax error
> XADD s DELREF ACKED 2-1 f v
< -ERR syntax error
> XADD s DELREF 2-1 f v
< "2-1"
> XADD s KEEPREF
< -ERR wrong number of arguments for 'xadd' command
