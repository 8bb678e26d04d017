# XREADGROUP BLOCK.

> XGROUP CREATE s g $ MKSTREAM
< +OK
> XREADGROUP GROUP g c BLOCK 10 STREAMS s >
< *-1
! resp3
> XREADGROUP GROUP g c BLOCK 10 STREAMS s >
< _
! resp2
> XREADGROUP GROUP g c BLOCK 10 STREAMS s 0
< *1 *2 "s" *0

# One entry for one consumer, in the order in which they came.
@a > XREADGROUP GROUP g a BLOCK 0 STREAMS s >
@a < nothing
@b > XREADGROUP GROUP g b BLOCK 0 STREAMS s >
@b < nothing
> XADD s 1-0 f 1
< "1-0"
@a < *1 *2 "s" *1 *2 "1-0" *2 "f" "1"
@b < nothing
> XADD s 2-0 f 2
< "2-0"
@b < *1 *2 "s" *1 *2 "2-0" *2 "f" "2"
> XPENDING s g - + 10
< *2
<~   \*4 "1-0" "a" :\d+ :1
<~   \*4 "2-0" "b" :\d+ :1

# Two groups get it both, and a plain reader.
> XGROUP CREATE s h $
< +OK
@a > XREADGROUP GROUP g a BLOCK 0 STREAMS s >
@a < nothing
@b > XREADGROUP GROUP h b BLOCK 0 NOACK STREAMS s >
@b < nothing
@c > XREAD BLOCK 0 STREAMS s $
@c < nothing
> XADD s 3-0 f 3
< "3-0"
@a < *1 *2 "s" *1 *2 "3-0" *2 "f" "3"
@b < *1 *2 "s" *1 *2 "3-0" *2 "f" "3"
@c < *1 *2 "s" *1 *2 "3-0" *2 "f" "3"
> XPENDING s h
< *4 :0 nil nil *-1

# The group goes.
@a > XREADGROUP GROUP h a BLOCK 0 STREAMS s >
@a < nothing
> XGROUP DESTROY s h
< :1
! differs: since 7.2 the reply is that of the command itself
! kvd
@a < -NOGROUP No such key 's' or consumer group 'h' in XREADGROUP with GROUP option
! redis
@a < -NOGROUP the consumer group this client was blocked on no longer exists
! end

# The key goes, by every way.
@a > XREADGROUP GROUP g a BLOCK 0 STREAMS s >
@a < nothing
> DEL s
< :1
! differs: since 7.2 the reply is that of the command itself
! kvd
@a < -NOGROUP No such key 's' or consumer group 'g' in XREADGROUP with GROUP option
! redis
@a < -UNBLOCKED the stream key no longer exists
! end
> XGROUP CREATE s g $ MKSTREAM
< +OK
@a > XREADGROUP GROUP g a BLOCK 0 STREAMS s >
@a < nothing
> SET s x
< +OK
! differs: since 7.2 the reply is that of the command itself
! kvd
@a < -WRONGTYPE Operation against a key holding the wrong kind of value
! redis
@a < -UNBLOCKED the stream key no longer exists
! end
> DEL s
< :1
> XGROUP CREATE s g $ MKSTREAM
< +OK
@a > XREADGROUP GROUP g a BLOCK 0 STREAMS s >
@a < nothing
> RENAME s away
< +OK
! differs: since 7.2 the reply is that of the command itself
! kvd
@a < -NOGROUP No such key 's' or consumer group 'g' in XREADGROUP with GROUP option
! redis
@a < -UNBLOCKED the stream key no longer exists
! end
> RENAME away s
< +OK
@a > XREADGROUP GROUP g a BLOCK 0 STREAMS s >
@a < nothing
> PEXPIRE s 1
< :1
! sleep 20ms
> EXISTS s
< :0
! differs: since 7.2 the reply is that of the command itself
! kvd
@a < -NOGROUP No such key 's' or consumer group 'g' in XREADGROUP with GROUP option
! redis
@a < -UNBLOCKED the stream key no longer exists
! end
> XGROUP CREATE s g $ MKSTREAM
< +OK
@a > XREADGROUP GROUP g a BLOCK 0 STREAMS s >
@a < nothing
> FLUSHDB
< +OK
! differs: since 7.2 the reply is that of the command itself
! kvd
@a < -NOGROUP No such key 's' or consumer group 'g' in XREADGROUP with GROUP option
! redis
@a < -UNBLOCKED the stream key no longer exists
! end
> XGROUP CREATE s g $ MKSTREAM
< +OK

# The key is replaced by a stream without the group, by a stream with the group.
> XADD other 1-1 f v
< "1-1"
@a > XREADGROUP GROUP g a BLOCK 0 STREAMS s >
@a < nothing
> RENAME other s
< +OK
! differs: since 7.2 the reply is that of the command itself
! kvd
@a < -NOGROUP No such key 's' or consumer group 'g' in XREADGROUP with GROUP option
! redis
@a < -NOGROUP the consumer group this client was blocked on no longer exists
! end
> DEL s
< :1
> XGROUP CREATE s g $ MKSTREAM
< +OK
> XADD other 1-1 f v
< "1-1"
> XGROUP CREATE other g 0
< +OK
@a > XREADGROUP GROUP g a BLOCK 0 STREAMS s >
@a < nothing
> RENAME other s
< +OK
@a < *1 *2 "s" *1 *2 "1-1" *2 "f" "v"

# XGROUP SETID may make entries new again.
> XADD s 2-1 f v
< "2-1"
> XREADGROUP GROUP g b STREAMS s >
< *1 *2 "s" *1 *2 "2-1" *2 "f" "v"
@a > XREADGROUP GROUP g a BLOCK 0 COUNT 1 STREAMS s >
@a < nothing
> XGROUP SETID s g 0
< +OK
! differs: what is new now need not wait for what comes next
! kvd
@a < *1 *2 "s" *1 *2 "1-1" *2 "f" "v"
! redis
@a < nothing
! end
> XADD s 3-1 f v
< "3-1"
! only redis: it waited for the next entry
@a < *1 *2 "s" *1 *2 "1-1" *2 "f" "v"
! end

# The consumer goes while it waits, and is made again.
> XGROUP SETID s g $
< +OK
@a > XREADGROUP GROUP g a BLOCK 0 STREAMS s >
@a < nothing
> XGROUP DELCONSUMER s g a
< :1
@a < nothing
> XADD s 4-1 f v
< "4-1"
@a < *1 *2 "s" *1 *2 "4-1" *2 "f" "v"
> XPENDING s g - + 10
< *2
<~   \*4 "2-1" "b" :\d+ :1
<~   \*4 "4-1" "a" :\d+ :1

# Waiting for several streams.
> XGROUP CREATE t g $ MKSTREAM
< +OK
@a > XREADGROUP GROUP g a BLOCK 0 STREAMS s t > >
@a < nothing
> XADD t 1-1 f v
< "1-1"
@a < *1 *2 "t" *1 *2 "1-1" *2 "f" "v"
@a > XREADGROUP GROUP g a BLOCK 0 STREAMS s t > >
@a < nothing
> DEL t
< :1
! differs: since 7.2 the reply is that of the command itself
! kvd
@a < -NOGROUP No such key 't' or consumer group 'g' in XREADGROUP with GROUP option
! redis
@a < -UNBLOCKED the stream key no longer exists
! end
