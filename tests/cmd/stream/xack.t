# XACK.

> XADD s 1-1 f v
< "1-1"
> XADD s 1-2 f v
< "1-2"
> XADD s 1-3 f v
< "1-3"
> XGROUP CREATE s g 0
< +OK
> XGROUP CREATE s h 0
< +OK
> XREADGROUP GROUP g c STREAMS s >
< *1 *2 "s" *3 *2 "1-1" *2 "f" "v" *2 "1-2" *2 "f" "v" *2 "1-3" *2 "f" "v"
> XREADGROUP GROUP h c STREAMS s >
< *1 *2 "s" *3 *2 "1-1" *2 "f" "v" *2 "1-2" *2 "f" "v" *2 "1-3" *2 "f" "v"
> XACK s g 1-1
< :1
> XACK s g 1-1
< :0
> XACK s g 1-2 9-9 1-2 1
< :1
> XPENDING s g
< *4 :1 "1-3" "1-3" *1 *2 "c" "1"
> XPENDING s h
< *4 :3 "1-1" "1-3" *1 *2 "c" "3"
> XACK s none 1-1
< :0
> XACK none g 1-1
< :0
> XACK none g x
< :0
> XACK s g x
< -ERR Invalid stream ID specified as stream command argument
> XACK s g 1-3 x
< -ERR Invalid stream ID specified as stream command argument
> XACK s g -
< -ERR Invalid stream ID specified as stream command argument
> XPENDING s g
< *4 :1 "1-3" "1-3" *1 *2 "c" "1"
> XACK s g
< -ERR wrong number of arguments for 'xack' command
> XDEL s 1-3
< :1
> XACK s g 1-3
< :1
> XPENDING s g
< *4 :0 nil nil *-1
> SET str x
< +OK
> XACK str g 1-1
< -WRONGTYPE Operation against a key holding the wrong kind of value
> XACK str g x
< -WRONGTYPE Operation against a key holding the wrong kind of value
