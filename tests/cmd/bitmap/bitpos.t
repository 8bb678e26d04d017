> SET s "\x00\xff\xf0"
< +OK
> BITPOS s 1
< :8
> BITPOS s 0
< :0
> BITPOS s 1 0
< :8
> BITPOS s 1 2
< :16
> BITPOS s 0 1
< :20
> BITPOS s 0 2
< :20
> BITPOS s 0 2 2
< :20
> BITPOS s 1 1 1
< :8
> BITPOS s 0 1 1
< :-1
> BITPOS s 1 0 0
< :-1
> BITPOS s 1 -1
< :16
> BITPOS s 1 -1 -1
< :16
> BITPOS s 1 -2 -1 BYTE
< :8
> BITPOS s 1 0 -1 byte
< :8
> BITPOS s 1 2 1
< :-1
> BITPOS s 0 2 1
< :-1
> BITPOS s 1 -1 -2
< :-1
> BITPOS s 0 -1 -2
< :-1
> BITPOS s 1 7 15 BIT
< :8
> BITPOS s 1 7 8 bit
< :8
> BITPOS s 1 7 7 BIT
< :-1
> BITPOS s 1 8 8 BIT
< :8
> BITPOS s 0 8 19 BIT
< :-1
> BITPOS s 0 8 20 BIT
< :20
> BITPOS s 0 19 -1 BIT
< :20
> BITPOS s 1 -5 -1 BIT
< :19
> BITPOS s 1 -4 -1 BIT
< :-1
> BITPOS s 1 23 1000 BIT
< :-1
> BITPOS s 0 23 1000 BIT
< :23
> BITPOS s 0 24 1000 BIT
< :-1
> BITPOS s 1 20 10 BIT
< :-1
> BITPOS s 0 0 -100
< :0
> BITPOS s 0 -100 -200
< :0
> BITPOS s 1 -100 -200
< :-1
> BITPOS s 1 -9223372036854775808 9223372036854775807
< :8
> BITPOS s 1 -9223372036854775808 9223372036854775807 BIT
< :8
> BITPOS s 1 9223372036854775807
< :-1

# Zeros follow a string, as long as no end is named.
> SET ones "\xff\xff\xff"
< +OK
> BITPOS ones 0
< :24
> BITPOS ones 0 0
< :24
> BITPOS ones 0 2
< :24
> BITPOS ones 0 -1
< :24
> BITPOS ones 0 -100
< :24
> BITPOS ones 0 3
< :-1
> BITPOS ones 0 100
< :-1
> BITPOS ones 0 0 -1
< :-1
> BITPOS ones 0 0 2
< :-1
> BITPOS ones 0 0 100
< :-1
> BITPOS ones 0 2 100
< :-1
> BITPOS ones 0 3 100
< :-1
> BITPOS ones 0 0 -1 BIT
< :-1
> BITPOS ones 0 5 100 BIT
< :-1
> BITPOS ones 1 23 23 BIT
< :23
> BITPOS ones 1 24 24 BIT
< :-1
> SET zeros "\x00\x00\x00"
< +OK
> BITPOS zeros 1
< :-1
> BITPOS zeros 1 0
< :-1
> BITPOS zeros 1 0 -1
< :-1
> BITPOS zeros 0 1
< :8
> BITPOS zeros 0 9 17 BIT
< :9

# Long runs, whatever the value is held as.
> SET long "\xff"*1000
< +OK
> BITPOS long 0
< :8000
> BITPOS long 0 0 -1
< :-1
> SETBIT long 7999 0
< :1
> BITPOS long 0
< :7999
> BITPOS long 0 17
< :7999
> BITPOS long 0 999 999
< :7999
> BITPOS long 0 998 998
< :-1
> SETBIT long 4001 0
< :1
> BITPOS long 0 3 -1
< :4001
> BITPOS long 0 4001 4001 BIT
< :4001
> BITPOS long 0 4002 -1 BIT
< :7999
> SETBIT sparse 100000 1
< :0
> BITPOS sparse 1
< :100000
> BITPOS sparse 1 12499
< :100000
> BITPOS sparse 1 12501
< :-1
> BITPOS sparse 1 99999 100000 BIT
< :100000
> BITPOS sparse 1 99990 99999 BIT
< :-1
> SET int 12345
< +OK
> BITPOS int 1
< :2
> BITPOS int 0 2 3
< :16
> BITPOS int 1 -8 -1 BIT
< :34
> OBJECT ENCODING int
< "int"

# Nothing to look at
> SET empty ""
< +OK
> BITPOS empty 0
< :-1
> BITPOS empty 1
< :-1
> BITPOS empty 0 0
< :-1
> BITPOS empty 0 0 -1
< :-1
> BITPOS none 0
< :0
> BITPOS none 1
< :-1
> BITPOS none 0 5
< :0
> BITPOS none 1 5
< :-1
> BITPOS none 0 5 -1 BIT
< :0
> BITPOS none 1 5 -1 BIT
< :-1
> EXISTS none
< :0

# Refused
> BITPOS
< -ERR wrong number of arguments for 'bitpos' command
> BITPOS s
< -ERR wrong number of arguments for 'bitpos' command
> BITPOS s 2
< -ERR The bit argument must be 1 or 0.
> BITPOS s -1
< -ERR The bit argument must be 1 or 0.
> BITPOS s x
< -ERR value is not an integer or out of range
> BITPOS s ""
< -ERR value is not an integer or out of range
> BITPOS s 1 a
< -ERR value is not an integer or out of range
> BITPOS s 1 0 b
< -ERR value is not an integer or out of range
> BITPOS s 1 0 BIT
< -ERR value is not an integer or out of range
> BITPOS s 1 BIT
< -ERR value is not an integer or out of range
> BITPOS s 1 0 1 BAZ
< -ERR syntax error
> BITPOS s 1 0 1 BIT BIT
< -ERR syntax error
> BITPOS s 2 a
< -ERR The bit argument must be 1 or 0.
> BITPOS none 2
< -ERR The bit argument must be 1 or 0.
> BITPOS none x
< -ERR value is not an integer or out of range
> LPUSH l a
< :1
> BITPOS l 1
< -WRONGTYPE Operation against a key holding the wrong kind of value
> BITPOS l 1 0 -1 BIT
< -WRONGTYPE Operation against a key holding the wrong kind of value
> BITPOS l 2
< -ERR The bit argument must be 1 or 0.
> BITPOS l x
< -ERR value is not an integer or out of range

# The range is looked at before the key.
! since 7.2
> BITPOS none 1 a
< -ERR value is not an integer or out of range
> BITPOS none 0 0 1 BAZ
< -ERR syntax error
> BITPOS l 1 a
< -ERR value is not an integer or out of range
> BITPOS l 1 0 1 BAZ
< -ERR syntax error
! end
