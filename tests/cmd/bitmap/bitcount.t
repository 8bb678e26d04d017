> SET s foobar
< +OK
> BITCOUNT s
< :26
> BITCOUNT s 0 0
< :4
> BITCOUNT s 1 1
< :6
> BITCOUNT s 0 -1
< :26
> BITCOUNT s 1 -2
< :18
> BITCOUNT s -2 -1
< :7
> BITCOUNT s -3 5
< :10
> BITCOUNT s 5 100
< :4
> BITCOUNT s 6 100
< :0
> BITCOUNT s 100 200
< :0
> BITCOUNT s 3 2
< :0
> BITCOUNT s -1 -2
< :0
> BITCOUNT s 1 1 BYTE
< :6
> BITCOUNT s 1 1 byte
< :6
> BITCOUNT s 5 30 BIT
< :17
> BITCOUNT s 5 30 bit
< :17
> BITCOUNT s 0 0 BIT
< :0
> BITCOUNT s 1 1 BIT
< :1
> BITCOUNT s 1 2 BIT
< :2
> BITCOUNT s 7 8 BIT
< :0
> BITCOUNT s 8 15 BIT
< :6
> BITCOUNT s 9 14 BIT
< :5
> BITCOUNT s -8 -1 BIT
< :4
> BITCOUNT s -5 -2 BIT
< :2
> BITCOUNT s 0 -1 BIT
< :26
> BITCOUNT s 47 100 BIT
< :0
> BITCOUNT s 48 100 BIT
< :0
> BITCOUNT s 30 5 BIT
< :0

# Indexes before the start are the first, unless both are and in the wrong order.
> BITCOUNT s -100 0
< :4
> BITCOUNT s -100 -50
< :4
> BITCOUNT s -50 -100
< :0
> BITCOUNT s -100 -100
< :4
> BITCOUNT s -100 1 BIT
< :1
> BITCOUNT s -100 -60 BIT
< :0
> BITCOUNT s -60 -100 BIT
< :0
> BITCOUNT s 9223372036854775807 9223372036854775807
< :0
> BITCOUNT s -9223372036854775808 9223372036854775807
< :26
> BITCOUNT s -9223372036854775808 -9223372036854775808
< :4
> BITCOUNT s -9223372036854775808 9223372036854775807 BIT
< :26
> BITCOUNT s 9223372036854775807 -9223372036854775808 BIT
< :0

# What it is held as makes no difference.
> SET int 12345
< +OK
> BITCOUNT int
< :17
> BITCOUNT int 1 3
< :10
> BITCOUNT int -9 -1 BIT
< :4
> OBJECT ENCODING int
< "int"
> SET int -9223372036854775808
< +OK
> BITCOUNT int
< :72
> SET long "\xff"*1000
< +OK
> BITCOUNT long
< :8000
> BITCOUNT long 3 -4
< :7952
> BITCOUNT long 3 7996 BIT
< :7994
> BITCOUNT long 13 15 BIT
< :3
> BITCOUNT long 13 16 BIT
< :4
> BITCOUNT long 13 300 BIT
< :288
> SETRANGE long 100000 "\x01"
< :100001
> BITCOUNT long
< :8001
> BITCOUNT long 1000 -1
< :1
> BITCOUNT long -1 -1 BIT
< :1
> BITCOUNT long -2 -2 BIT
< :0
> SET empty ""
< +OK
> BITCOUNT empty
< :0
> BITCOUNT empty 0 -1
< :0
> BITCOUNT empty 0 -1 BIT
< :0
> BITCOUNT none
< :0
> BITCOUNT none 0 -1
< :0
> BITCOUNT none 0 -1 BIT
< :0
> EXISTS none
< :0

# Refused
> BITCOUNT
< -ERR wrong number of arguments for 'bitcount' command
> BITCOUNT s a 1
< -ERR value is not an integer or out of range
> BITCOUNT s 0 b
< -ERR value is not an integer or out of range
> BITCOUNT s a b
< -ERR value is not an integer or out of range
> BITCOUNT s 0 9223372036854775808
< -ERR value is not an integer or out of range
> BITCOUNT s 0 BIT
< -ERR value is not an integer or out of range
> BITCOUNT s 0 b BAZ
< -ERR value is not an integer or out of range
> BITCOUNT s 0 1 BAZ
< -ERR syntax error
> BITCOUNT s 0 1 BIT BIT
< -ERR syntax error
> BITCOUNT s 0 1 BYTE BIT
< -ERR syntax error
> BITCOUNT s 0 1 ""
< -ERR syntax error
> LPUSH l a
< :1
> BITCOUNT l
< -WRONGTYPE Operation against a key holding the wrong kind of value
> BITCOUNT l 0 -1 BIT
< -WRONGTYPE Operation against a key holding the wrong kind of value

# The arguments are looked at before the key.
! since 7.2
> BITCOUNT none a b
< -ERR value is not an integer or out of range
> BITCOUNT none 0 1 BAZ
< -ERR syntax error
> BITCOUNT l a b
< -ERR value is not an integer or out of range
> BITCOUNT l 0 1 BAZ
< -ERR syntax error
! end

# An end may be left out.
! since V8.0: the end became optional in Valkey; Redis calls it a syntax error
> BITCOUNT s 0
< :26
> BITCOUNT s 4
< :7
> BITCOUNT s -1
< :4
> BITCOUNT s -100
< :26
> BITCOUNT s 100
< :0
> BITCOUNT none 0
< :0
> BITCOUNT s BIT
< -ERR value is not an integer or out of range
! end
