# XREAD: the ID +, MAXCOUNT and MAXSIZE.

# + is the last entry that is there.
! since 7.4
> XADD a 1-1 f 1
< "1-1"
> XADD a 1-2 f 2
< "1-2"
> XADD b 5-0 g 1
< "5-0"
> XREAD STREAMS a +
< *1 *2 "a" *1 *2 "1-2" *2 "f" "2"
> XREAD COUNT 10 STREAMS a b + +
< *2 *2 "a" *1 *2 "1-2" *2 "f" "2" *2 "b" *1 *2 "5-0" *2 "g" "1"
> XREAD STREAMS none +
< *-1
> XREAD BLOCK 10 STREAMS none +
< *-1
> XREAD STREAMS a none b + + 0
< *2 *2 "a" *1 *2 "1-2" *2 "f" "2" *2 "b" *1 *2 "5-0" *2 "g" "1"
> XDEL a 1-2
< :1
> XREAD STREAMS a +
< *1 *2 "a" *1 *2 "1-1" *2 "f" "1"
> XDEL a 1-1
< :1
> XREAD STREAMS a +
< *-1
@w > XREAD BLOCK 0 STREAMS a none + +
@w < nothing
> XADD a 2-1 f 3
< "2-1"
@w < *1 *2 "a" *1 *2 "2-1" *2 "f" "3"
> XGROUP CREATE a g 0
< +OK
> XREADGROUP GROUP g c STREAMS a +
< -ERR Invalid stream ID specified as stream command argument
> DEL a b
< :2
! end

# MAXCOUNT: entries of all streams together. MAXSIZE: bytes of fields and values, at least one entry.
! since 8.10
> XADD a 1-1 f 1
< "1-1"
> XADD a 1-2 f 2
< "1-2"
> XADD b 5-0 g "0123456789"
< "5-0"
> XADD b 6-0 g h
< "6-0"
> XREAD MAXCOUNT 3 STREAMS a b 0 0
< *2 *2 "a" *2 *2 "1-1" *2 "f" "1" *2 "1-2" *2 "f" "2" *2 "b" *1 *2 "5-0" *2 "g" "0123456789"
> XREAD COUNT 1 MAXCOUNT 3 STREAMS a b 0 0
< *2 *2 "a" *1 *2 "1-1" *2 "f" "1" *2 "b" *1 *2 "5-0" *2 "g" "0123456789"
> XREAD MAXCOUNT 2 STREAMS a b 0 0
< *1 *2 "a" *2 *2 "1-1" *2 "f" "1" *2 "1-2" *2 "f" "2"
> XREAD maxcount 2 STREAMS a b + +
< *2 *2 "a" *1 *2 "1-2" *2 "f" "2" *2 "b" *1 *2 "6-0" *2 "g" "h"
> XREAD MAXSIZE 4 STREAMS a b 0 0
< *1 *2 "a" *2 *2 "1-1" *2 "f" "1" *2 "1-2" *2 "f" "2"
> XREAD MAXSIZE 3 STREAMS a b 0 0
< *1 *2 "a" *1 *2 "1-1" *2 "f" "1"
> XREAD MAXSIZE 1 STREAMS a b 1-2 0
< *1 *2 "b" *1 *2 "5-0" *2 "g" "0123456789"
> XREAD MAXSIZE 15 STREAMS a b 0 0
< *2 *2 "a" *2 *2 "1-1" *2 "f" "1" *2 "1-2" *2 "f" "2" *2 "b" *1 *2 "5-0" *2 "g" "0123456789"
> XREAD MAXSIZE 17 MAXCOUNT 9 STREAMS a b 0 0
< *2
<   *2 "a" *2 *2 "1-1" *2 "f" "1" *2 "1-2" *2 "f" "2"
<   *2 "b" *2 *2 "5-0" *2 "g" "0123456789" *2 "6-0" *2 "g" "h"
! resp3
> XREAD MAXCOUNT 1 STREAMS a b 0 0
< %1 "a" *1 *2 "1-1" *2 "f" "1"
! resp2

# Only what was given is pending.
> XGROUP CREATE a g 0
< +OK
> XGROUP CREATE b g 0
< +OK
> XREADGROUP GROUP g c MAXCOUNT 1 STREAMS a b > >
< *1 *2 "a" *1 *2 "1-1" *2 "f" "1"
> XREADGROUP GROUP g c MAXSIZE 3 STREAMS a b > >
< *1 *2 "a" *1 *2 "1-2" *2 "f" "2"
> XREADGROUP GROUP g c MAXCOUNT 3 STREAMS a b 0 >
< *2 *2 "a" *2 *2 "1-1" *2 "f" "1" *2 "1-2" *2 "f" "2" *2 "b" *1 *2 "5-0" *2 "g" "0123456789"
> XPENDING a g
< *4 :2 "1-1" "1-2" *1 *2 "c" "2"
> XPENDING b g
< *4 :1 "5-0" "5-0" *1 *2 "c" "1"

# Refused.
> XREAD MAXCOUNT 0 STREAMS a 0
< -ERR MAXCOUNT must be > 0
> XREAD MAXCOUNT -1 STREAMS a 0
< -ERR MAXCOUNT must be > 0
> XREAD MAXCOUNT x STREAMS a 0
< -ERR value is not an integer or out of range
> XREAD MAXSIZE 0 STREAMS a 0
< -ERR MAXSIZE must be > 0
> XREAD MAXSIZE x STREAMS a 0
< -ERR value is not an integer or out of range
> XREAD MAXSIZE
< -ERR wrong number of arguments for 'xread' command
! end

! since 7.2
> XREAD BLOCK 9223372036854775807 STREAMS a 0
< -ERR timeout is out of range
! end
