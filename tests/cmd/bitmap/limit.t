# proto-max-bulk-len bounds what a bit makes of a string.
! config proto-max-bulk-len 1mb
> SETBIT k 8388607 1
< :0
> STRLEN k
< :1048576
> SETBIT k 8388608 1
< -ERR bit offset is not an integer or out of range
> GETBIT k 8388607
< :1
> GETBIT k 8388608
< -ERR bit offset is not an integer or out of range
> BITFIELD k GET u8 8388600 GET u1 8388607
< *2 :1 :1
> BITFIELD k GET u8 8388608
< -ERR bit offset is not an integer or out of range
> BITFIELD k SET u8 8388600 1
< *1 :1
> BITFIELD k SET u8 #1048575 2
< *1 :1
> BITFIELD k SET u8 #1048576 2
< -ERR bit offset is not an integer or out of range
> STRLEN k
< :1048576

# The first bit of a field counts: it may end up to 63 bits later.
> BITFIELD end SET i64 8388607 -1
< *1 :0
> STRLEN end
< :1048584
> BITCOUNT end
< :64
> BITOP NOT inverse end
< :1048584
> BITCOUNT inverse
< :8388608
> BITPOS inverse 1
< :0
> BITPOS inverse 0
< :8388607
