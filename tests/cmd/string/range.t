# GETRANGE, SUBSTR, SETRANGE, APPEND.

> SET s Hello
< +OK
> GETRANGE s 0 -1
< "Hello"
> GETRANGE s 0 0
< "H"
> GETRANGE s 1 3
< "ell"
> GETRANGE s -3 -1
< "llo"
> GETRANGE s -1 -3
< ""
> GETRANGE s 3 1
< ""
> GETRANGE s 4 4
< "o"
> GETRANGE s 5 10
< ""
> GETRANGE s -100 100
< "Hello"
> GETRANGE s 9223372036854775807 9223372036854775807
< ""
> GETRANGE s -9223372036854775808 9223372036854775807
< "Hello"
> GETRANGE s 0 9223372036854775807
< "Hello"
> GETRANGE s 0 -9223372036854775808
< "H"
> GETRANGE s -9223372036854775808 -9223372036854775808
< "H"
> GETRANGE s -100 -100
< "H"
> GETRANGE s -99 -100
< ""
> GETRANGE s -100 -5
< "H"
> GETRANGE s -100 -6
< "H"
> GETRANGE s 0 -6
< "H"
> GETRANGE none 0 -1
< ""
> SET empty ""
< +OK
> GETRANGE empty 0 -1
< ""
> GETRANGE empty 0 0
< ""
> SET n 12345
< +OK
> GETRANGE n 1 3
< "234"
> GETRANGE n -2 -1
< "45"
> SET big "0123456789"*5000
< +OK
> GETRANGE big 49990 -1
< "0123456789"
> GETRANGE big 5 40004
< "5678901234"*4000
> GETRANGE s a 1
< -ERR value is not an integer or out of range
> GETRANGE s 0 b
< -ERR value is not an integer or out of range
> GETRANGE s 0 9223372036854775808
< -ERR value is not an integer or out of range
> GETRANGE s 0 1.5
< -ERR value is not an integer or out of range
> GETRANGE none a b
< -ERR value is not an integer or out of range
> GETRANGE s 0
< -ERR wrong number of arguments for 'getrange' command
> GETRANGE s 0 1 2
< -ERR wrong number of arguments for 'getrange' command
> SUBSTR s 1 2
< "el"
> SUBSTR s -2 -1
< "lo"
> SUBSTR none 0 -1
< ""
> SUBSTR s 0
< -ERR wrong number of arguments for 'substr' command

> SETRANGE s 1 EL
< :5
> GET s
< "HELlo"
> SETRANGE s 5 " World"
< :11
> GET s
< "HELlo World"
> SETRANGE s 13 end
< :16
> GET s
< "HELlo World\x00\x00end"
> SETRANGE fresh 0 abc
< :3
> GET fresh
< "abc"
> SETRANGE fresh2 3 abc
< :6
> GET fresh2
< "\x00\x00\x00abc"
> SETRANGE n 2 xx
< :5
> GET n
< "12xx5"
> SET n 12345
< +OK
> SETRANGE n 5 6
< :6
> INCR n
< :123457
> SETRANGE s 2 ""
< :16
> SETRANGE none 0 ""
< :0
> SETRANGE none 5 ""
< :0
> EXISTS none
< :0
> SET t v EX 100
< +OK
> SETRANGE t 1 w
< :2
> TTL t
<~ :(99|100)
> SETRANGE t 500 far
< :503
> STRLEN t
< :503
> TTL t
<~ :(99|100)
> GETRANGE t 0 2
< "vw\x00"
> GETRANGE t 498 -1
< "\x00\x00far"
> SETRANGE grown 190 "xyz"
< :193
> GET grown
< "\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00xyz"

> SETRANGE s -1 x
< -ERR offset is out of range
> SETRANGE s -9223372036854775808 x
< -ERR offset is out of range
> SETRANGE none -1 ""
< -ERR offset is out of range
> SETRANGE s abc x
< -ERR value is not an integer or out of range
> SETRANGE s 9223372036854775808 x
< -ERR value is not an integer or out of range
> SETRANGE s 536870912 x
< -ERR string exceeds maximum allowed size (proto-max-bulk-len)
> SETRANGE s 536870911 xy
< -ERR string exceeds maximum allowed size (proto-max-bulk-len)
> SETRANGE s 9223372036854775807 x
< -ERR string exceeds maximum allowed size (proto-max-bulk-len)
> SETRANGE none 536870912 x
< -ERR string exceeds maximum allowed size (proto-max-bulk-len)
> SETRANGE s 536870912 ""
< :16
> SETRANGE none 9223372036854775807 ""
< :0
> EXISTS none
< :0
> SETRANGE s 0
< -ERR wrong number of arguments for 'setrange' command
> SETRANGE s 0 x y
< -ERR wrong number of arguments for 'setrange' command

> APPEND a Hello
< :5
> APPEND a " World"
< :11
> GET a
< "Hello World"
> APPEND a ""
< :11
> APPEND zero ""
< :0
> EXISTS zero
< :1
> GET zero
< ""
> APPEND i 10
< :2
> OBJECT ENCODING i
< "int"
> APPEND i 5
< :3
> GET i
< "105"
> OBJECT ENCODING i
< "raw"
> INCR i
< :106
> OBJECT ENCODING i
< "int"
> SET t v EX 100
< +OK
> APPEND t w
< :2
> TTL t
<~ :(99|100)
> APPEND t "x"*300
< :302
> TTL t
<~ :(99|100)
> STRLEN t
< :302
> APPEND t "y"*30000
< :30302
> STRLEN t
< :30302
> GETRANGE t 0 3
< "vwxx"
> GETRANGE t -2 -1
< "yy"
> APPEND bin "\x00\x01"
< :2
> APPEND bin "\xff"
< :3
> GET bin
< "\x00\x01\xff"
> APPEND a
< -ERR wrong number of arguments for 'append' command
> APPEND a b c
< -ERR wrong number of arguments for 'append' command

# A long value grows a byte at a time.
> SET grow "x"*190
< +OK
! repeat 10
> APPEND grow "${i}"
<~ :\d+
! end
> GETRANGE grow 185 -1
< "xxxxx0123456789"

# A big first part.
> APPEND first "x"*50000
< :50000
> APPEND first y
< :50001
> GETRANGE first 49998 -1
< "xxy"
