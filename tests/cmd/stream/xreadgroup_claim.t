# XREADGROUP CLAIM: what others left, then what is new.
! since 8.4

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
> XREADGROUP GROUP g a COUNT 3 STREAMS s >
<any
> XCLAIM s g a 0 1-1 IDLE 100000 JUSTID
< *1 "1-1"
> XCLAIM s g a 0 1-3 IDLE 200000 RETRYCOUNT 4 JUSTID
< *1 "1-3"

# Idle longest first; with them how long they were idle, and how often delivered.
> XREADGROUP GROUP g b COUNT 3 CLAIM 50000 STREAMS s >
< *1
<   *2 "s"
<     *3
<~      \*4 "1-3" \*2 "f" "3" :20\d{4} :4
<~      \*4 "1-1" \*2 "f" "1" :10\d{4} :1
<       *2 "1-4" *2 "f" "4"
> XPENDING s g - + 10
< *4
<~  \*4 "1-1" "b" :\d{1,5} :2
<~  \*4 "1-2" "a" :\d{1,5} :1
<~  \*4 "1-3" "b" :\d{1,5} :5
<~  \*4 "1-4" "b" :\d{1,5} :1

# Nothing is idle for so long: what is new alone.
> XREADGROUP GROUP g b CLAIM 50000 STREAMS s >
< *1 *2 "s" *1 *2 "1-5" *2 "f" "5"
> XREADGROUP GROUP g b CLAIM 50000 STREAMS s >
< *-1

# One's own too; NOACK is about new ones only.
> XCLAIM s g b 0 1-4 IDLE 20000 JUSTID
< *1 "1-4"
> XREADGROUP GROUP g b CLAIM 10000 NOACK STREAMS s >
<~ \*1 \*2 "s" \*1 \*4 "1-4" \*2 "f" "4" :2\d{4} :1
> XPENDING s g
< *4 :5 "1-1" "1-5" *2 *2 "a" "1" *2 "b" "4"
> XREADGROUP GROUP g d CLAIM 0 STREAMS s >
<~ \*1 \*2 "s" \*5 .*
> XPENDING s g
< *4 :5 "1-1" "1-5" *1 *2 "d" "5"

# What was given back comes before all others.
> XNACK s g FAIL IDS 1 1-5
< :1
> XREADGROUP GROUP g b CLAIM 50000 STREAMS s >
<~ \*1 \*2 "s" \*1 \*4 "1-5" \*2 "f" "5" :-1 :2

# An entry that is gone is not claimed: it is pending no longer.
> XCLAIM s g a 0 1-1 1-2 IDLE 100000 JUSTID
< *2 "1-1" "1-2"
> XDEL s 1-1
< :1
> XREADGROUP GROUP g b CLAIM 50000 STREAMS s >
<~ \*1 \*2 "s" \*1 \*4 "1-2" \*2 "f" "2" :10\d{4} :2
> XPENDING s g
< *4 :4 "1-2" "1-5" *2 *2 "b" "2" *2 "d" "2"

# It means nothing to the history.
> XREADGROUP GROUP g nobody CLAIM 0 STREAMS s 0
< *1 *2 "s" *0

# It waits until something has been idle long enough.
@w > XREADGROUP GROUP g w BLOCK 0 COUNT 10 CLAIM 200 STREAMS s >
@w < nothing
! sleep 1s
@w <~ \*1 \*2 "s" \*\d \*4 "1-\d" .*
> XACK s g 1-1 1-2 1-3 1-4 1-5
<any
@w > XREADGROUP GROUP g w BLOCK 0 CLAIM 1000000 STREAMS s >
@w < nothing
> XADD s 2-1 f 6
< "2-1"
@w < *1 *2 "s" *1 *2 "2-1" *2 "f" "6"
@w > XREADGROUP GROUP g w BLOCK 0 CLAIM 1000000 STREAMS s >
@w < nothing
> XNACK s g FAIL IDS 1 2-1
< :1
@w <~ \*1 \*2 "s" \*1 \*4 "2-1" \*2 "f" "6" :-1 :1
@w > XREADGROUP GROUP g w BLOCK 10 CLAIM 1000000 STREAMS s >
@w < *-1
@w > XREADGROUP GROUP g w BLOCK 0 CLAIM 1000000 STREAMS s >
@w < nothing
> DEL s
< :1
@w < -NOGROUP No such key 's' or consumer group 'g' in XREADGROUP with GROUP option

# Refused.
> XGROUP CREATE s g 0 MKSTREAM
< +OK
> XREADGROUP GROUP g c CLAIM STREAMS s >
< -ERR min-idle-time is not an integer
> XREADGROUP GROUP g c CLAIM x STREAMS s >
< -ERR min-idle-time is not an integer
> XREADGROUP GROUP g c CLAIM -1 STREAMS s >
< -ERR min-idle-time must be a positive integer
> XREAD CLAIM 1 STREAMS s 0
< -ERR The CLAIM option is only supported by XREADGROUP. You called XREAD instead.
