# MSETEX: several keys, one condition and one expiration for all.
! since 8.4

> MSETEX 1 a 1
< :1
> MSETEX 2 a 2 b 3
< :1
> MGET a b
< *2 "2" "3"
> TTL a
< :-1
> MSETEX 2 a first a last
< :1
> GET a
< "last"

> MSETEX 2 a x b y EX 100
< :1
> TTL a
<~ :(99|100)
> TTL b
<~ :(99|100)
> MSETEX 2 a x2 fresh y KEEPTTL
< :1
> TTL a
<~ :(99|100)
> TTL fresh
< :-1
> MSETEX 1 a x3
< :1
> TTL a
< :-1
> MSETEX 1 a x PX 500000
< :1
> TTL a
<~ :(499|500)
> MSETEX 1 a x EXAT 33177117420
< :1
> EXPIRETIME a
< :33177117420
> MSETEX 1 a x pxat 33177117420123
< :1
> PEXPIRETIME a
< :33177117420123

> MSETEX 2 a no n1 no NX
< :0
> EXISTS n1
< :0
> MSETEX 2 n1 1 n2 2 NX EX 100
< :1
> TTL n2
<~ :(99|100)
> MSETEX 2 a yes none yes XX
< :0
> MGET a none
< *2 "x" nil
> MSETEX 2 a yes b yes EX 100 XX
< :1
> MGET a b
< *2 "yes" "yes"
> MSETEX 2 d 1 d 2 nx
< :1
> GET d
< "2"

# Values that look like options are values.
> MSETEX 2 NX EX XX PX
< :1
> MGET NX XX
< *2 "EX" "PX"

# A deadline in the past deletes.
> MSETEX 2 a 1 gone 2 PXAT 1
< :1
> EXISTS a gone
< :0

> MSET a kept b kept
< +OK
> MSETEX 0 a 1
< -ERR invalid numkeys value
> MSETEX -1 a 1
< -ERR invalid numkeys value
> MSETEX abc a 1
< -ERR invalid numkeys value
> MSETEX 2147483648 a 1
< -ERR invalid numkeys value
> MSETEX 9223372036854775808 a 1
< -ERR invalid numkeys value
> MSETEX 2 a 1
< -ERR wrong number of key-value pairs
> MSETEX 2 a 1 b
< -ERR wrong number of key-value pairs
> MSETEX 2147483647 a 1
< -ERR wrong number of key-value pairs
> MSETEX 1 a 1 b
< -ERR syntax error
> MSETEX 1 a 1 b 2
< -ERR syntax error
> MSETEX 1 a 1 NX XX
< -ERR syntax error
> MSETEX 1 a 1 IFEQ kept
< -ERR syntax error
> MSETEX 1 a 1 EX
< -ERR syntax error
> MSETEX 1 a 1 EX 10 PX 10
< -ERR syntax error
> MSETEX 1 a 1 EX 10 KEEPTTL
< -ERR syntax error
> MSETEX 1 a 1 PERSIST
< -ERR syntax error
> MSETEX 1 a 1 EX abc
< -ERR value is not an integer or out of range
> MSETEX 1 a 1 EX 0
< -ERR invalid expire time in 'msetex' command
> MSETEX 1 a 1 EX 9223372036854775807
< -ERR invalid expire time in 'msetex' command
> MSETEX
< -ERR wrong number of arguments for 'msetex' command
> MSETEX 1 a
< -ERR wrong number of arguments for 'msetex' command
> MGET a b
< *2 "kept" "kept"
