# SETBIT and GETBIT: bit 0 is the highest bit of the first byte.
> SETBIT k 7 1
< :0
> GET k
< "\x01"
> SETBIT k 7 1
< :1
> SETBIT k 7 0
< :1
> GET k
< "\x00"
> SETBIT k 0 1
< :0
> SETBIT k 9 1
< :0
> GET k
< "\x80@"
> GETBIT k 0
< :1
> GETBIT k 1
< :0
> GETBIT k 9
< :1
> GETBIT k 10
< :0
> GETBIT k 16
< :0
> GETBIT k 4294967295
< :0
> GETBIT none 0
< :0
> EXISTS none
< :0

# A bit that is cleared makes the key or the bytes up to it too.
> SETBIT zeros 0 0
< :0
> GET zeros
< "\x00"
> SETBIT zeros 23 0
< :0
> STRLEN zeros
< :3
> SETBIT zeros 5 0
< :0
> STRLEN zeros
< :3

# Whatever the value was held as.
> SET int 12345
< +OK
> GETBIT int 2
< :1
> GETBIT int 39
< :1
> GETBIT int 40
< :0
> SETBIT int 6 1
< :0
> GET int
< "32345"
> OBJECT ENCODING int
< "raw"
> SET int -9223372036854775808
< +OK
> SETBIT int 159 1
< :0
> GET int
< "-9223372036854775809"
> SET short abc
< +OK
> SETBIT short 100 1
< :0
> GET short
< "abc\x00\x00\x00\x00\x00\x00\x00\x00\x00\x08"
> OBJECT ENCODING short
< "raw"
> SET long "a"*300
< +OK
> SETBIT long 2400 1
< :0
> STRLEN long
< :301
> GETBIT long 2400
< :1
> SETBIT long 6 1
< :0
> GETRANGE long 0 1
< "ca"
> GETRANGE long 299 300
< "a\x80"
> SET empty ""
< +OK
> GETBIT empty 0
< :0
> SETBIT empty 1 1
< :0
> GET empty
< "@"

# The deadline stays.
> SET ttl x EX 1000
< +OK
> SETBIT ttl 6 1
< :0
> GET ttl
< "z"
> PERSIST ttl
< :1

# Across the lengths at which a string moves: in the entry, out of it.
> SETBIT edge 1535 1
< :0
> SETBIT edge 1536 1
< :0
> SETBIT edge 1543 1
< :0
> STRLEN edge
< :193
> BITCOUNT edge
< :3
> BITPOS edge 1
< :1535
> SETBIT edge 100000 1
< :0
> STRLEN edge
< :12501
> BITCOUNT edge
< :4
> SETBIT edge 50000000 1
< :0
> STRLEN edge
< :6250001
> BITCOUNT edge
< :5
> GETBIT edge 50000000
< :1
> GETBIT edge 49999999
< :0

# A copy is a string of its own.
> COPY edge twin
< :1
> SETBIT twin 0 1
< :0
> GETBIT edge 0
< :0
> BITCOUNT twin
< :6
> BITCOUNT edge
< :5
