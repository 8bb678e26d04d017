# GETEX and its options.

> GETEX none
< nil
> GETEX none EX 10
< nil
> GETEX none EX 0
< nil
> EXISTS none
< :0
> SET k v
< +OK
> GETEX k
< "v"
> TTL k
< :-1
> GETEX k EX 100
< "v"
> TTL k
<~ :(99|100)
> GETEX k
< "v"
> TTL k
<~ :(99|100)
> GETEX k PX 500000
< "v"
> TTL k
<~ :(499|500)
> GETEX k EXAT 33177117420
< "v"
> EXPIRETIME k
< :33177117420
> GETEX k PXAT 33177117420123
< "v"
> PEXPIRETIME k
< :33177117420123
> GETEX k PERSIST
< "v"
> TTL k
< :-1
> GETEX k PERSIST
< "v"
> GETEX k persist PERSIST
< "v"
> GETEX k EX 10 ex 2000
< "v"
> TTL k
<~ :(1999|2000)
> SET n 12345
< +OK
> GETEX n EX 100
< "12345"
> GET n
< "12345"
> SET big "x"*20000
< +OK
> GETEX big EX 100
< "x"*20000
> TTL big
<~ :(99|100)
> GETEX big PERSIST
< "x"*20000
> GET big
< "x"*20000

# A deadline in the past deletes, after the reply.
> GETEX n PXAT 1
< "12345"
> EXISTS n
< :0
> GETEX big EXAT 1
< "x"*20000
> EXISTS big
< :0

> GETEX k EX 100 PERSIST
< -ERR syntax error
> GETEX k EX 10 PX 10
< -ERR syntax error
> GETEX k KEEPTTL
< -ERR syntax error
> GETEX k NX
< -ERR syntax error
> GETEX k EX
< -ERR syntax error
> GETEX k EX abc
< -ERR value is not an integer or out of range
> GETEX k EX 0
< -ERR invalid expire time in 'getex' command
> GETEX k PX -1
< -ERR invalid expire time in 'getex' command
> GETEX k EX 9223372036854775807
< -ERR invalid expire time in 'getex' command
> GETEX k EXAT 9223372036854775807
< -ERR invalid expire time in 'getex' command
> GETEX k EX 0 FOO
< -ERR syntax error
> GETEX
< -ERR wrong number of arguments for 'getex' command
> TTL k
<~ :(1999|2000)

! resp3
> GETEX none
< _
