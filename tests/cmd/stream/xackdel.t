# XACKDEL: acknowledged, and deleted as the rule says.
! since 8.2

> XACKDEL none g IDS 2 1-1 1-2
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
> XGROUP CREATE s g 0
< +OK
> XGROUP CREATE s h 0
< +OK
> XREADGROUP GROUP g c COUNT 4 STREAMS s >
<any
> XREADGROUP GROUP h d COUNT 3 STREAMS s >
<any
> XACKDEL s none IDS 1 1-1
< *1 :-1

# KEEPREF: the other group still has it.
> XACKDEL s g IDS 3 1-1 1-1 9-9
< *3 :1 :-1 :-1
> XPENDING s h
< *4 :3 "1-1" "1-3" *1 *2 "d" "3"
> XLEN s
< :4

# It was deleted before: acknowledged, and gone.
> XACKDEL s h IDS 1 1-1
< *1 :1
> XPENDING s h
< *4 :2 "1-2" "1-3" *1 *2 "d" "2"

# DELREF: nobody has it.
> XACKDEL s g DELREF IDS 1 1-2
< *1 :1
> XPENDING s h
< *4 :1 "1-3" "1-3" *1 *2 "d" "1"

# ACKED: deleted once the last group has acknowledged it.
> XACKDEL s g ACKED IDS 2 1-3 1-4
< *2 :2 :2
> XPENDING s g
< *4 :0 nil nil *-1
> XLEN s
< :3
> XACKDEL s h ACKED IDS 1 1-3
< *1 :1
> XLEN s
< :2

# What is not pending is left alone, even if it is there.
> XACKDEL s g IDS 2 1-4 1-5
< *2 :-1 :-1
> XACKDEL s g DELREF IDS 1 1-5
< *1 :-1
> XRANGE s - +
< *2 *2 "1-4" *2 "f" "v" *2 "1-5" *2 "f" "v"

# Refused.
> XACKDEL s g IDS 1 x
< -ERR Invalid stream ID specified as stream command argument
> XACKDEL s g IDS 0 1-1
< -ERR Number of IDs must be a positive integer
> XACKDEL s g IDS 2 1-1
< -ERR The `numids` parameter must match the number of arguments
> XACKDEL s g NOSUCH IDS 1 1-1
< -ERR syntax error
> XACKDEL s g KEEPREF ACKED IDS 1 1-1
< -ERR syntax error
> XACKDEL s g IDS 1
< -ERR wrong number of arguments for 'xackdel' command
> SET str x
< +OK
> XACKDEL str g IDS 1 1-1
< -WRONGTYPE Operation against a key holding the wrong kind of value
