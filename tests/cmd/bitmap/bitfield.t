> BITFIELD k SET u8 0 97 SET u8 8 98 GET u16 0 GET u8 #1
< *4 :0 :0 :24930 :98
> GET k
< "ab"
> BITFIELD k GET i5 4 GET u4 #2 GET i1 1 GET u1 1 GET u63 0 GET i64 0
< *6 :2 :6 :-1 :1 :3508585584698327040 :7017171169396654080
> BITFIELD k get U8 0
< -ERR Invalid bitfield type. Use something like i16 u8. Note that u64 is not supported but i64 is.
> BITFIELD k GeT u8 0
< *1 :97
> BITFIELD k INCRBY u8 0 1 INCRBY u8 #1 -1
< *2 :98 :97
> GET k
< "ba"
> BITFIELD k SET u8 0 1 GET u8 0 INCRBY u8 0 5 GET u8 0
< *4 :98 :1 :6 :6
> BITFIELD k
< *0
> BITFIELD k OVERFLOW SAT
< *0

# Only reading makes no key and no bytes.
> BITFIELD none GET u8 0 GET i64 4294967295
< *2 :0 :0
> BITFIELD none OVERFLOW FAIL GET u8 0
< *1 :0
> BITFIELD none
< *0
> EXISTS none
< :0
> BITFIELD k GET u8 100 GET i32 12 GET u8 4294967295
< *3 :0 :268435456 :0
> STRLEN k
< :2

# Fields at any bit, across any number of bytes
> BITFIELD f SET i64 3 -2 GET i64 3 GET u3 0 GET u5 67
< *4 :0 :-2 :0 :0
> STRLEN f
< :9
> BITFIELD f SET u63 9 9223372036854775807 GET u63 9 GET u1 72 GET u9 0
< *4 :9223372036854775744 :9223372036854775807 :0 :63
> BITFIELD f SET i1 80 -1 GET i1 80 GET u1 80
< *3 :0 :-1 :1
> BITFIELD f SET u7 5 0 GET u7 5 GET i64 0
< *3 :127 :0 :1733885856537640959
> BITFIELD f INCRBY i17 #3 -70000 GET i17 51 GET i17 #3
< *3 :61071 :61071 :61071
> BITFIELD f SET u12 #1 4095 SET u12 #0 0 SET u12 #2 0 GET u36 0
< *4 :4095 :384 :4095 :16773120

# Setting makes the key, whatever it sets.
> BITFIELD zero SET u8 100 0
< *1 :0
> STRLEN zero
< :14
> BITFIELD zero INCRBY i16 200 0
< *1 :0
> STRLEN zero
< :27
> BITFIELD zero SET u1 7 0
< *1 :0
> STRLEN zero
< :27
> BITCOUNT zero
< :0

# Whatever the value was held as; the deadline stays.
> SET int 12345 EX 1000
< +OK
> BITFIELD int GET u8 0 GET u8 #4 GET u8 #5
< *3 :49 :53 :0
> OBJECT ENCODING int
< "int"
> BITFIELD int INCRBY u8 #0 1
< *1 :50
> GET int
< "22345"
> OBJECT ENCODING int
< "raw"
> PERSIST int
< :1
> SET short abc
< +OK
> BITFIELD short SET u8 #1 65
< *1 :98
> GET short
< "aAc"
> SET short abc
< +OK
> BITFIELD short SET i8 #3 100
< *1 :0
> GET short
< "abcd"
> SET long "a"*300
< +OK
> BITFIELD long SET u8 #299 98 SET u8 #300 99 GET u16 2392
< *3 :97 :0 :25187
> STRLEN long
< :301
> GETRANGE long 298 -1
< "abc"
> SET empty ""
< +OK
> BITFIELD empty GET u8 0
< *1 :0
> BITFIELD empty SET u4 0 15
< *1 :0
> GET empty
< "\xf0"
> BITFIELD far SET u8 #1000000 200 GET u8 #1000000
< *2 :0 :200
> STRLEN far
< :1000001
> BITCOUNT far
< :3

# BITFIELD_RO
> BITFIELD_RO k GET u8 0 GET u8 #1 GET i4 1
< *3 :6 :97 :0
> BITFIELD_RO k get u8 0
< *1 :6
> BITFIELD_RO k
< *0
> BITFIELD_RO none GET u8 0
< *1 :0
> BITFIELD_RO k OVERFLOW SAT GET u8 0
< *1 :6
> BITFIELD_RO int GET u8 0
< *1 :50
