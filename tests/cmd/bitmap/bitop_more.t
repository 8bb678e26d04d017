# The operations that Redis has from 8.2 on: x is the first source, y any other.
! since 8.2
> SET x "\xf0\xff"
< +OK
> SET y1 "\x3c"
< +OK
> SET y2 "\x0a\x01\x07"
< +OK
> BITOP DIFF d x y1
< :2
> GET d
< "\xc0\xff"
> BITOP DIFF d x y1 y2
< :3
> GET d
< "\xc0\xfe\x00"
> BITOP diff d x x
< :2
> GET d
< "\x00\x00"
> BITOP DIFF d x none
< :2
> GET d
< "\xf0\xff"
> BITOP DIFF d none x
< :2
> GET d
< "\x00\x00"
> BITOP DIFF1 d x y1
< :2
> GET d
< "\x0c\x00"
> BITOP DIFF1 d x y1 y2
< :3
> GET d
< "\x0e\x00\x07"
> BITOP DIFF1 d none y1 y2
< :3
> GET d
< ">\x01\x07"
> BITOP DIFF1 d x none
< :2
> GET d
< "\x00\x00"
> BITOP ANDOR d x y1
< :2
> GET d
< "0\x00"
> BITOP ANDOR d x y1 y2
< :3
> GET d
< "0\x01\x00"
> BITOP ANDOR d none y1 y2
< :3
> GET d
< "\x00\x00\x00"
> BITOP ANDOR d y2 x
< :3
> GET d
< "\x00\x01\x00"
> BITOP ONE d x
< :2
> GET d
< "\xf0\xff"
> BITOP ONE d x y1
< :2
> GET d
< "\xcc\xff"
> BITOP ONE d x y1 y2
< :3
> GET d
< "\xc6\xfe\x07"
> BITOP ONE d x x
< :2
> GET d
< "\x00\x00"
> BITOP ONE d x x x
< :2
> GET d
< "\x00\x00"
> BITOP ONE d none x none y1
< :2
> GET d
< "\xcc\xff"
> BITOP OnE d d d y2
< :3
> GET d
< "\x02\x00\x07"
> SET d x
< +OK
> BITOP DIFF d none none
< :0
> EXISTS d
< :0
> BITOP ONE d none
< :0
> EXISTS d
< :0

# Long sources
> SET ones "\xff"*9000
< +OK
> SET low "\x0f"*100000
< +OK
> SET high "\xf0"*50000
< +OK
> BITOP DIFF d ones low
< :100000
> BITCOUNT d
< :36000
> BITOP DIFF1 d ones low high
< :100000
> BITCOUNT d
< :528000
> BITOP ANDOR d ones low high
< :100000
> BITCOUNT d
< :72000
> BITOP ANDOR d low ones
< :100000
> BITCOUNT d
< :36000
> BITOP ONE d ones low high
< :100000
> BITCOUNT d
< :528000
> BITPOS d 1
< :72000
> BITOP ONE d ones low high ones
< :100000
> BITCOUNT d
< :528000

# Refused
> SET d keep
< +OK
> BITOP DIFF d x
< -ERR BITOP DIFF must be called with at least two source keys.
> BITOP DIFF1 d x
< -ERR BITOP DIFF1 must be called with at least two source keys.
> BITOP andor d x
< -ERR BITOP ANDOR must be called with at least two source keys.
> BITOP DIFF d none
< -ERR BITOP DIFF must be called with at least two source keys.
> LPUSH l a
< :1
> BITOP DIFF d x l
< -WRONGTYPE Operation against a key holding the wrong kind of value
> BITOP ONE d l
< -WRONGTYPE Operation against a key holding the wrong kind of value
> GET d
< "keep"
