# XREAD BLOCK.

# Something is there already.
> XADD s 1-1 f 1
< "1-1"
> XREAD BLOCK 0 STREAMS s 0
< *1 *2 "s" *1 *2 "1-1" *2 "f" "1"
> XREAD BLOCK 10 COUNT 1 STREAMS s none 0 0
< *1 *2 "s" *1 *2 "1-1" *2 "f" "1"

# The time runs out.
> XREAD BLOCK 10 STREAMS s $
< *-1
> XREAD BLOCK 10 STREAMS none 0
< *-1
> XREAD BLOCK 1 STREAMS s none $ $
< *-1
! resp3
> XREAD BLOCK 10 STREAMS s $
< _
! resp2

# Whoever waits gets what is new, all of them.
@a > XREAD BLOCK 0 STREAMS s $
@a < nothing
@b > XREAD BLOCK 0 STREAMS s 1-1
@b < nothing
@c > XREAD BLOCK 0 COUNT 1 STREAMS none s 0 $
@c < nothing
> XADD s 1-2 f 2
< "1-2"
@a < *1 *2 "s" *1 *2 "1-2" *2 "f" "2"
@b < *1 *2 "s" *1 *2 "1-2" *2 "f" "2"
@c < *1 *2 "s" *1 *2 "1-2" *2 "f" "2"

# $ is what was last when the wait began.
@a > XREAD BLOCK 0 STREAMS new $
@a < nothing
> XADD new 1-1 f 1
< "1-1"
@a < *1 *2 "new" *1 *2 "1-1" *2 "f" "1"

# An entry that is not beyond the ID wakes nobody.
@a > XREAD BLOCK 0 STREAMS s 5-0
@a < nothing
> XADD s 5-0 f x
< "5-0"
@a < nothing
> XADD s 6-0 f y
< "6-0"
@a < *1 *2 "s" *1 *2 "6-0" *2 "f" "y"

# Several entries in one transaction's worth: a pipeline serves the first at once.
@a > XREAD BLOCK 0 STREAMS s $
@a < nothing
> XADD s 7-0 f 1
< "7-0"
> XADD s 7-1 f 2
< "7-1"
@a < *1 *2 "s" *1 *2 "7-0" *2 "f" "1"
@a > XREAD BLOCK 0 STREAMS s 7-0
@a < *1 *2 "s" *1 *2 "7-1" *2 "f" "2"

# Other ways for a stream to come to be.
> DEL s new
< :2
> XADD from 1-1 f v
< "1-1"
@a > XREAD BLOCK 0 STREAMS s 0
@a < nothing
> RENAME from s
< +OK
@a < *1 *2 "s" *1 *2 "1-1" *2 "f" "v"
@a > XREAD BLOCK 0 STREAMS t 0
@a < nothing
> COPY s t
< :1
@a < *1 *2 "t" *1 *2 "1-1" *2 "f" "v"

# Keys of other types are none of its business while it waits.
> DEL s t
< :2
@a > XREAD BLOCK 0 STREAMS s 0
@a < nothing
> SET s x
< +OK
@a < nothing
> DEL s
< :1
@a < nothing
> LPUSH s x
< :1
@a < nothing
> DEL s
< :1
> XADD s 1-1 f 1
< "1-1"
@a < *1 *2 "s" *1 *2 "1-1" *2 "f" "1"

# The stream goes and comes.
@a > XREAD BLOCK 0 STREAMS s $
@a < nothing
> DEL s
< :1
@a < nothing
> XADD s 1-1 f 1
< "1-1"
@a < nothing
> XADD s 1-2 f 1
< "1-2"
@a < *1 *2 "s" *1 *2 "1-2" *2 "f" "1"

# A stream of another database.
@a > XREAD BLOCK 0 STREAMS s $
@a < nothing
> SELECT 1
< +OK
> XADD s 9-9 f 1
< "9-9"
@a < nothing
> DEL s
< :1
> SELECT 0
< +OK
> XADD s 3-0 f 1
< "3-0"
@a < *1 *2 "s" *1 *2 "3-0" *2 "f" "1"

# CLIENT UNBLOCK.
@a > CLIENT ID
@a <save id
@a > XREAD BLOCK 0 STREAMS s $
@a < nothing
> CLIENT UNBLOCK ${id}
< :1
@a < *-1
@a > XREAD BLOCK 0 STREAMS s $
@a < nothing
> CLIENT UNBLOCK ${id} ERROR
< :1
@a < -UNBLOCKED client unblocked via CLIENT UNBLOCK

# RESP3.
@a ! resp3
@a > XREAD BLOCK 0 STREAMS s $
@a < nothing
> XADD s 4-0 f 1
< "4-0"
@a < %1 "s" *1 *2 "4-0" *2 "f" "1"
