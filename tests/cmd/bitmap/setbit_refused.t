# Nothing is changed by a request that is refused.
> SETBIT
< -ERR wrong number of arguments for 'setbit' command
> SETBIT k
< -ERR wrong number of arguments for 'setbit' command
> SETBIT k 1
< -ERR wrong number of arguments for 'setbit' command
> SETBIT k 1 1 1
< -ERR wrong number of arguments for 'setbit' command
> GETBIT k
< -ERR wrong number of arguments for 'getbit' command
> GETBIT k 1 1
< -ERR wrong number of arguments for 'getbit' command
> SETBIT k x 1
< -ERR bit offset is not an integer or out of range
> SETBIT k "" 1
< -ERR bit offset is not an integer or out of range
> SETBIT k -1 1
< -ERR bit offset is not an integer or out of range
> SETBIT k +1 1
< -ERR bit offset is not an integer or out of range
> SETBIT k 01 1
< -ERR bit offset is not an integer or out of range
> SETBIT k 1.0 1
< -ERR bit offset is not an integer or out of range
> SETBIT k #1 1
< -ERR bit offset is not an integer or out of range
> SETBIT k 4294967296 1
< -ERR bit offset is not an integer or out of range
> SETBIT k 9223372036854775807 1
< -ERR bit offset is not an integer or out of range
> SETBIT k 9223372036854775808 1
< -ERR bit offset is not an integer or out of range
> SETBIT k 18446744073709551616 1
< -ERR bit offset is not an integer or out of range
> SETBIT k -9223372036854775808 1
< -ERR bit offset is not an integer or out of range
> SETBIT k 0 2
< -ERR bit is not an integer or out of range
> SETBIT k 0 -1
< -ERR bit is not an integer or out of range
> SETBIT k 0 x
< -ERR bit is not an integer or out of range
> SETBIT k 0 ""
< -ERR bit is not an integer or out of range
> SETBIT k 0 01
< -ERR bit is not an integer or out of range
> SETBIT k x x
< -ERR bit offset is not an integer or out of range
> GETBIT k x
< -ERR bit offset is not an integer or out of range
> GETBIT k -1
< -ERR bit offset is not an integer or out of range
> GETBIT k 4294967296
< -ERR bit offset is not an integer or out of range
> EXISTS k
< :0
> LPUSH l a
< :1
> SETBIT l 0 1
< -WRONGTYPE Operation against a key holding the wrong kind of value
> SETBIT l x 1
< -ERR bit offset is not an integer or out of range
> SETBIT l 0 2
< -ERR bit is not an integer or out of range
> GETBIT l 0
< -WRONGTYPE Operation against a key holding the wrong kind of value
> GETBIT l x
< -ERR bit offset is not an integer or out of range
> LRANGE l 0 -1
< *1 "a"
