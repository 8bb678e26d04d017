# SET with the options that redis-server 7.0 knows, SETEX and PSETEX.

> SET k v NX
< +OK
> SET k w NX
< nil
> GET k
< "v"
> SET k w XX
< +OK
> GET k
< "w"
> SET none v XX
< nil
> EXISTS none
< :0
> SET k v nx
< nil
> SET k x xx
< +OK

# GET replies the old value, whether the key was set or not.
> SET k y GET
< "x"
> GET k
< "y"
> SET fresh v GET
< nil
> SET fresh w NX GET
< "v"
> GET fresh
< "v"
> SET fresh2 w GET NX
< nil
> GET fresh2
< "w"
> SET fresh2 x XX GET
< "w"
> SET absent x XX GET
< nil
> EXISTS absent
< :0

> SET k v EX 100
< +OK
> TTL k
<~ :(99|100)
> SET k v PX 100000
< +OK
> TTL k
<~ :(99|100)
> SET k v EXAT 33177117420
< +OK
> EXPIRETIME k
< :33177117420
> SET k v PXAT 33177117420123
< +OK
> PEXPIRETIME k
< :33177117420123
> SET k v PXAT 9223372036854775807
< +OK
> PEXPIRETIME k
< :9223372036854775807
> SET k w KEEPTTL
< +OK
> PEXPIRETIME k
< :9223372036854775807
> GET k
< "w"
> SET k x
< +OK
> TTL k
< :-1
> SET k 10 KEEPTTL
< +OK
> TTL k
< :-1
> SET absent v KEEPTTL
< +OK
> TTL absent
< :-1
> SET k v ex 100
< +OK
> TTL k
<~ :(99|100)
> SET k w NX EX 500
< nil
> TTL k
<~ :(99|100)
> SET k w XX EX 500 GET
< "v"
> TTL k
<~ :(499|500)

# A value changes its encoding and keeps its deadline.
> SET k "x"*50 KEEPTTL
< +OK
> TTL k
<~ :(499|500)
> SET k "x"*5000 KEEPTTL
< +OK
> TTL k
<~ :(499|500)
> SET k 5 KEEPTTL
< +OK
> TTL k
<~ :(499|500)
> GET k
< "5"

# A deadline in the past deletes.
> SET k v PXAT 1
< +OK
> EXISTS k
< :0
> SET k v
< +OK
> SET k w EXAT 1 GET
< "v"
> EXISTS k
< :0
> SET k v
< +OK
> SET k w NX PXAT 1
< nil
> GET k
< "v"
> SET k w XX PXAT 1
< +OK
> EXISTS k
< :0
> DBSIZE
< :3

# The same option twice is accepted, of two times the last counts.
> SET k v NX NX
< +OK
> SET k v XX XX
< +OK
> SET k v GET GET
< "v"
> SET k v KEEPTTL KEEPTTL
< +OK
> SET k v EX 10 EX 2000
< +OK
> TTL k
<~ :(1999|2000)

# Nothing changes when something is wrong.
> SET k kept EX 1000
< +OK
> SET k v NX XX
< -ERR syntax error
> SET k v XX NX
< -ERR syntax error
> SET k v EX 10 PX 20
< -ERR syntax error
> SET k v EX 10 EXAT 20
< -ERR syntax error
> SET k v PXAT 10 PX 20
< -ERR syntax error
> SET k v KEEPTTL EX 10
< -ERR syntax error
> SET k v EX 10 KEEPTTL
< -ERR syntax error
> SET k v PERSIST
< -ERR syntax error
> SET k v FOO
< -ERR syntax error
> SET k v EX
< -ERR syntax error
> SET k v NX EX
< -ERR syntax error
> SET k v ""
< -ERR syntax error
> SET k v EX 10 FOO
< -ERR syntax error
> SET k v EX abc
< -ERR value is not an integer or out of range
> SET k v EX ""
< -ERR value is not an integer or out of range
> SET k v EX 1.5
< -ERR value is not an integer or out of range
> SET k v EX 0
< -ERR invalid expire time in 'set' command
> SET k v EX -1
< -ERR invalid expire time in 'set' command
> SET k v PX 0
< -ERR invalid expire time in 'set' command
> SET k v EXAT 0
< -ERR invalid expire time in 'set' command
> SET k v PXAT -5
< -ERR invalid expire time in 'set' command
> SET k v EX 9223372036854775807
< -ERR invalid expire time in 'set' command
> SET k v EX 9223372036854775808
< -ERR value is not an integer or out of range
> SET k v EX 9223372036854775
< -ERR invalid expire time in 'set' command
> SET k v PX 9223372036854775807
< -ERR invalid expire time in 'set' command
> SET k v EXAT 9223372036854775807
< -ERR invalid expire time in 'set' command
> SET k v EXAT -9223372036854775808
< -ERR invalid expire time in 'set' command
# The form is checked before the time, and the time before the key.
> SET k v EX abc FOO
< -ERR syntax error
> SET k v EX 0 FOO
< -ERR syntax error
> SET k v EX 0 NX
< -ERR invalid expire time in 'set' command
> SET k v GET EX 0
< -ERR invalid expire time in 'set' command
> GET k
< "kept"
> TTL k
<~ :(999|1000)

> SETEX s 100 v
< +OK
> TTL s
<~ :(99|100)
> GET s
< "v"
> PSETEX s 100000 w
< +OK
> TTL s
<~ :(99|100)
> GET s
< "w"
> SETEX s 0 v
< -ERR invalid expire time in 'setex' command
> SETEX s -1 v
< -ERR invalid expire time in 'setex' command
> SETEX s abc v
< -ERR value is not an integer or out of range
> SETEX s 9223372036854775807 v
< -ERR invalid expire time in 'setex' command
> PSETEX s 0 v
< -ERR invalid expire time in 'psetex' command
> PSETEX s -1 v
< -ERR invalid expire time in 'psetex' command
> PSETEX s abc v
< -ERR value is not an integer or out of range
> PSETEX s 9223372036854775807 v
< -ERR invalid expire time in 'psetex' command
> SETEX s 10
< -ERR wrong number of arguments for 'setex' command
> PSETEX s 10
< -ERR wrong number of arguments for 'psetex' command
> SETEX s 10 v x
< -ERR wrong number of arguments for 'setex' command
> GET s
< "w"

# It is really gone.
> PSETEX s 1 v
< +OK
! sleep 20ms
> GET s
< nil
> SET s v PX 1
< +OK
! sleep 20ms
> SET s w NX GET
< nil
> TTL s
< :-1

! resp3
> SET none v XX
< _
> SET none v XX GET
< _
> SET none v GET
< _
> SET none w NX
< _
