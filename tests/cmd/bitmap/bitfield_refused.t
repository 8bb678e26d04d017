# One bad operation, and none is done.
> SET k abc
< +OK
> BITFIELD
< -ERR wrong number of arguments for 'bitfield' command
> BITFIELD k GET
< -ERR syntax error
> BITFIELD k GET u8
< -ERR syntax error
> BITFIELD k SET u8 0
< -ERR syntax error
> BITFIELD k INCRBY u8 0
< -ERR syntax error
> BITFIELD k SET u8 0 1 GET
< -ERR syntax error
> BITFIELD k SET u8 0 1 2
< -ERR syntax error
> BITFIELD k SET u8 0 1 BAZ
< -ERR syntax error
> BITFIELD k BAZ u8 0
< -ERR syntax error
> BITFIELD k BAZ u8 0 1
< -ERR syntax error
> BITFIELD k OVERFLOW
< -ERR syntax error
> BITFIELD k SET u8 0 1 OVERFLOW
< -ERR syntax error
> BITFIELD k OVERFLOW BAZ
< -ERR Invalid OVERFLOW type specified
> BITFIELD k SET u8 0 1 OVERFLOW BAZ GET u8 0
< -ERR Invalid OVERFLOW type specified
> BITFIELD k OVERFLOW "" GET u8 0
< -ERR Invalid OVERFLOW type specified
> BITFIELD k SET u8 0 1 GET u64 0
< -ERR Invalid bitfield type. Use something like i16 u8. Note that u64 is not supported but i64 is.
> BITFIELD k GET u0 0
< -ERR Invalid bitfield type. Use something like i16 u8. Note that u64 is not supported but i64 is.
> BITFIELD k GET i0 0
< -ERR Invalid bitfield type. Use something like i16 u8. Note that u64 is not supported but i64 is.
> BITFIELD k GET i65 0
< -ERR Invalid bitfield type. Use something like i16 u8. Note that u64 is not supported but i64 is.
> BITFIELD k GET u-1 0
< -ERR Invalid bitfield type. Use something like i16 u8. Note that u64 is not supported but i64 is.
> BITFIELD k GET u+1 0
< -ERR Invalid bitfield type. Use something like i16 u8. Note that u64 is not supported but i64 is.
> BITFIELD k GET u 0
< -ERR Invalid bitfield type. Use something like i16 u8. Note that u64 is not supported but i64 is.
> BITFIELD k GET i 0
< -ERR Invalid bitfield type. Use something like i16 u8. Note that u64 is not supported but i64 is.
> BITFIELD k GET "" 0
< -ERR Invalid bitfield type. Use something like i16 u8. Note that u64 is not supported but i64 is.
> BITFIELD k GET x8 0
< -ERR Invalid bitfield type. Use something like i16 u8. Note that u64 is not supported but i64 is.
> BITFIELD k GET U8 0
< -ERR Invalid bitfield type. Use something like i16 u8. Note that u64 is not supported but i64 is.
> BITFIELD k GET I8 0
< -ERR Invalid bitfield type. Use something like i16 u8. Note that u64 is not supported but i64 is.
> BITFIELD k GET 8 0
< -ERR Invalid bitfield type. Use something like i16 u8. Note that u64 is not supported but i64 is.
> BITFIELD k GET u08 0
< -ERR Invalid bitfield type. Use something like i16 u8. Note that u64 is not supported but i64 is.
> BITFIELD k GET u8x 0
< -ERR Invalid bitfield type. Use something like i16 u8. Note that u64 is not supported but i64 is.
> BITFIELD k GET u18446744073709551624 0
< -ERR Invalid bitfield type. Use something like i16 u8. Note that u64 is not supported but i64 is.
> BITFIELD k GET u8 x
< -ERR bit offset is not an integer or out of range
> BITFIELD k GET u8 ""
< -ERR bit offset is not an integer or out of range
> BITFIELD k GET u8 -1
< -ERR bit offset is not an integer or out of range
> BITFIELD k GET u8 +1
< -ERR bit offset is not an integer or out of range
> BITFIELD k GET u8 01
< -ERR bit offset is not an integer or out of range
> BITFIELD k GET u8 #
< -ERR bit offset is not an integer or out of range
> BITFIELD k GET u8 ##1
< -ERR bit offset is not an integer or out of range
> BITFIELD k GET u8 #-1
< -ERR bit offset is not an integer or out of range
> BITFIELD k GET u8 #x
< -ERR bit offset is not an integer or out of range
> BITFIELD k GET u8 4294967296
< -ERR bit offset is not an integer or out of range
> BITFIELD k GET u8 #536870912
< -ERR bit offset is not an integer or out of range
> BITFIELD k GET u8 9223372036854775807
< -ERR bit offset is not an integer or out of range
> BITFIELD k GET u8 18446744073709551616
< -ERR bit offset is not an integer or out of range
> BITFIELD k GET i64 #9223372036854775807
< -ERR bit offset is not an integer or out of range
> BITFIELD k GET u8 #9223372036854775808
< -ERR bit offset is not an integer or out of range
> BITFIELD k SET u8 0 1 SET u8 0 x
< -ERR value is not an integer or out of range
> BITFIELD k SET u8 0 1 SET u8 0 9223372036854775808
< -ERR value is not an integer or out of range
> BITFIELD k SET u8 0 1 INCRBY u8 0 1.5
< -ERR value is not an integer or out of range
> BITFIELD k SET u8 0 1 INCRBY u8 0 ""
< -ERR value is not an integer or out of range
> BITFIELD k SET u64 x x
< -ERR Invalid bitfield type. Use something like i16 u8. Note that u64 is not supported but i64 is.
> BITFIELD k SET u8 x x
< -ERR bit offset is not an integer or out of range
> GET k
< "abc"

# A number of fields whose bits do not fit 64 bits
> BITFIELD k GET u8 #2305843009213693952
! differs: redis-server multiplies modulo 2^64, and reads the field at 0
! kvd
< -ERR bit offset is not an integer or out of range
! redis
< *1 :97
! end

> BITFIELD_RO
< -ERR wrong number of arguments for 'bitfield_ro' command
> BITFIELD_RO k SET u8 0 1
< -ERR BITFIELD_RO only supports the GET subcommand
> BITFIELD_RO k INCRBY u8 0 1
< -ERR BITFIELD_RO only supports the GET subcommand
> BITFIELD_RO k GET u8 0 SET u8 0 1
< -ERR BITFIELD_RO only supports the GET subcommand
> BITFIELD_RO k SET u8 0
< -ERR syntax error
> BITFIELD_RO k SET u8 0 x
< -ERR value is not an integer or out of range
> BITFIELD_RO k SET u8 0 1 GET u99 0
< -ERR Invalid bitfield type. Use something like i16 u8. Note that u64 is not supported but i64 is.
> BITFIELD_RO k BAZ
< -ERR syntax error
> BITFIELD_RO k OVERFLOW BAZ
< -ERR Invalid OVERFLOW type specified
> GET k
< "abc"

> LPUSH l a
< :1
> BITFIELD l
< -WRONGTYPE Operation against a key holding the wrong kind of value
> BITFIELD l GET u8 0
< -WRONGTYPE Operation against a key holding the wrong kind of value
> BITFIELD l SET u8 0 1
< -WRONGTYPE Operation against a key holding the wrong kind of value
> BITFIELD l INCRBY u8 0 1
< -WRONGTYPE Operation against a key holding the wrong kind of value
> BITFIELD l OVERFLOW SAT
< -WRONGTYPE Operation against a key holding the wrong kind of value
> BITFIELD l GET u99 0
< -ERR Invalid bitfield type. Use something like i16 u8. Note that u64 is not supported but i64 is.
> BITFIELD l SET u8 0 x
< -ERR value is not an integer or out of range
> BITFIELD_RO l
< -WRONGTYPE Operation against a key holding the wrong kind of value
> BITFIELD_RO l GET u8 0
< -WRONGTYPE Operation against a key holding the wrong kind of value
> BITFIELD_RO l SET u8 0 1
< -ERR BITFIELD_RO only supports the GET subcommand
> LRANGE l 0 -1
< *1 "a"
