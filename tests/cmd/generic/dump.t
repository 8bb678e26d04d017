# The payload: type, value, version, checksum. Integers of 32 bits are held in binary.
> DUMP nosuch
< nil
> SET text hello
< +OK
> DUMP text
< "\x00\x05hello\x0a\x00cr\xdfve4 \x0a"
> SET empty ""
< +OK
> DUMP empty
< "\x00\x00\x0a\x00]\x9b\x5c@\x0f\x7f\xa2\xda"
> SET n 10
< +OK
> DUMP n
< "\x00\xc0\x0a\x0a\x00n\x9fWE\x0e\xaec\xbb"
> SET n -129
< +OK
> DUMP n
< "\x00\xc1\x7f\xff\x0a\x00\x17`\x82(T\x80\x84\x80"
> SET n 2147483647
< +OK
> DUMP n
< "\x00\xc2\xff\xff\xff\x7f\x0a\x00,t\xe5\x9e\xe0.\xad\xa1"
> SET n 2147483648
< +OK
> DUMP n
< "\x00\x0a2147483648\x0a\x00\xe7\xb1)\xa3L\x1dv\xee"
> SET n 010
< +OK
> DUMP n
< "\x00\x03010\x0a\x00\x98\xb6t-T\xfa\x96\xcf"

# From 21 bytes on strings are compressed.
> SET long "a"*20
< +OK
> DUMP long
< "\x00\x14aaaaaaaaaaaaaaaaaaaa\x0a\x00\x83\xb4k^\x1b\x11\xac\xf1"
> SET long "a"*21
< +OK
> DUMP long
< "\x00\xc3\x06\x15\x01aa\xe0\x0a\x00\x0a\x00\xfd\x0c\xb3h\x07A?h"
> CONFIG SET rdbcompression no
< +OK
> DUMP long
< "\x00\x15aaaaaaaaaaaaaaaaaaaaa\x0a\x00\x17\xe5\xa5 b\x13\xf4~"
> CONFIG SET rdbcompression yes
< +OK

# The deadline is no part of it.
> SET text hello PX 100000
< +OK
> DUMP text
< "\x00\x05hello\x0a\x00cr\xdfve4 \x0a"

# It is an access.
> DUMP
< -ERR wrong number of arguments for 'dump' command
> DUMP a b
< -ERR wrong number of arguments for 'dump' command
> CONFIG SET maxmemory-policy allkeys-lfu
< +OK
> SET used x
< +OK
> DUMP used
< "\x00\x01x\x0a\x00\x22\x80\x86_\xbd\xe8H\xd0"
> OBJECT FREQ used
<~ :[56]
> CONFIG SET maxmemory-policy noeviction
< +OK

! resp3
> DUMP nosuch
< _
> DUMP n
< "\x00\x03010\x0a\x00\x98\xb6t-T\xfa\x96\xcf"
