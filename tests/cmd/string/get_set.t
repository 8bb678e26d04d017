# GET, SET without options, STRLEN, GETDEL, GETSET, SETNX, and their arity.

> GET k
< nil
> SET k v
< +OK
> GET k
< "v"
> SET k ""
< +OK
> GET k
< ""
> STRLEN k
< :0
> SET k "\x00\r\n\xff binary"
< +OK
> GET k
< "\x00\r\n\xff binary"
> STRLEN k
< :11
> SET "\x00key\r\n" x
< +OK
> GET "\x00key\r\n"
< "x"
> SET "" "the empty key"
< +OK
> GET ""
< "the empty key"

# Integers come back as they were sent, and only what prints the same is one.
> SET k 12345
< +OK
> GET k
< "12345"
> STRLEN k
< :5
> SET k -9223372036854775808
< +OK
> GET k
< "-9223372036854775808"
> STRLEN k
< :20
> SET k 9223372036854775807
< +OK
> GET k
< "9223372036854775807"
> SET k 9223372036854775808
< +OK
> GET k
< "9223372036854775808"
> SET k 007
< +OK
> GET k
< "007"
> SET k -0
< +OK
> GET k
< "-0"
> SET k +1
< +OK
> GET k
< "+1"

# Lengths around the limits of every encoding.
> SET k "x"*44
< +OK
> GET k
< "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
> SET k "x"*45
< +OK
> GET k
< "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
> SET k "x"*192
< +OK
> GET k
< "x"*192
> SET k "x"*193
< +OK
> GET k
< "x"*193
> SET k "y"*16384
< +OK
> GET k
< "y"*16384
> SET k "z"*100000
< +OK
> GET k
< "z"*100000
> STRLEN k
< :100000
> SET k short
< +OK
> GET k
< "short"
> SET "k"*300 "long key"
< +OK
> GET "k"*300
< "long key"
> STRLEN "k"*300
< :8

# A plain SET drops the deadline.
> SET k v EX 100
< +OK
> SET k w
< +OK
> TTL k
< :-1

> SETNX n 1
< :1
> SETNX n 2
< :0
> GET n
< "1"
> SETNX ttl v
< :1
> TTL ttl
< :-1

> GETSET g 1
< nil
> GETSET g 2
< "1"
> GET g
< "2"
> SET g v EX 100
< +OK
> GETSET g w
< "v"
> TTL g
< :-1

> GETDEL g
< "w"
> GETDEL g
< nil
> EXISTS g
< :0
> STRLEN g
< :0

> GET
< -ERR wrong number of arguments for 'get' command
> GET a b
< -ERR wrong number of arguments for 'get' command
> SET k
< -ERR wrong number of arguments for 'set' command
> SETNX k
< -ERR wrong number of arguments for 'setnx' command
> SETNX k v x
< -ERR wrong number of arguments for 'setnx' command
> GETSET k
< -ERR wrong number of arguments for 'getset' command
> GETSET k v x
< -ERR wrong number of arguments for 'getset' command
> GETDEL
< -ERR wrong number of arguments for 'getdel' command
> GETDEL a b
< -ERR wrong number of arguments for 'getdel' command
> STRLEN
< -ERR wrong number of arguments for 'strlen' command
> STRLEN a b
< -ERR wrong number of arguments for 'strlen' command

! resp3
> GET none
< _
> GETSET none v
< _
> GETDEL none
< "v"
> GETDEL none
< _
> SET k v
< +OK
> GET k
< "v"
