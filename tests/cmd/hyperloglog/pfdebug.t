# PFDEBUG and PFSELFTEST.

> PFADD k x y z
< :1
> PFDEBUG ENCODING k
< +sparse
> PFDEBUG decode k
< "Z:8581 v:1,1 Z:6350 v:3,1 Z:1441 v:2,1 z:9"
> PFCOUNT k
< :3
> PFDEBUG TODENSE k
< :1
> PFDEBUG TODENSE k
< :0
> PFDEBUG ENCODING k
< +dense
> PFDEBUG DECODE k
< -ERR HLL encoding is not sparse
> GETRANGE k 0 20
< "HYLL\x00\x00\x00\x00\x03\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"
> STRLEN k
< :12304
> PFCOUNT k
< :3

# GETREG makes it dense too.
> PFADD g a
< :1
> EXPIRE g 1000
< :1
> PFDEBUG GETREG g
<any
> PFDEBUG ENCODING g
< +dense
> TTL g
< :1000

> PFDEBUG ENCODING none
< -ERR The specified key does not exist
> PFDEBUG NOPE none
< -ERR The specified key does not exist
> PFDEBUG NOPE k
< -ERR Unknown PFDEBUG subcommand 'NOPE'
> SET text hello
< +OK
> PFDEBUG ENCODING text
< -WRONGTYPE Key is not a valid HyperLogLog string value.
> RPUSH list a
< :1
> PFDEBUG ENCODING list
< -WRONGTYPE Operation against a key holding the wrong kind of value
> PFDEBUG ENCODING
< -ERR wrong number of arguments for 'pfdebug' command
> PFDEBUG
< -ERR wrong number of arguments for 'pfdebug' command

! only kvd: redis-server takes a minute or two for it
> PFSELFTEST
< +OK
! end
> PFSELFTEST now
< -ERR wrong number of arguments for 'pfselftest' command
