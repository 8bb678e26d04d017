# What DUMP gave becomes a key again.
> RESTORE k 0 "\x00\x05hello\x0a\x00cr\xdfve4 \x0a"
< +OK
> GET k
< "hello"
> TTL k
< :-1
> RESTORE n 0 "\x00\xc0\x05\x0a\x00c/_f\x83/\xb3Q"
< +OK
> OBJECT ENCODING n
< "int"
> INCR n
< :6
> RESTORE z 0 "\x00\xc3\x06\x15\x01aa\xe0\x0a\x00\x0a\x00\xfd\x0c\xb3h\x07A?h"
< +OK
> GET z
< "a"*21
> RESTORE e 0 "\x00\x00\x0a\x00]\x9b\x5c@\x0f\x7f\xa2\xda"
< +OK
> GET e
< ""

# A number in any form of a string is a number.
> RESTORE m 0 "\x00\x0212\x0a\x00\xc3d\xea\xc7^\xf1\xf3\x1f"
< +OK
> OBJECT ENCODING m
< "int"
> RESTORE m 0 "\x00\x81\x00\x00\x00\x00\x00\x00\x00\x02hi\x0a\x00I$LwT<\x17\x1f" REPLACE
< +OK
> GET m
< "hi"

# Older versions, and version 12.
> RESTORE v 0 "\x00\x05hello\x06\x00\xf5\x9f\xb7\xf6\x90a\x1c\x99"
< +OK
> RESTORE v 0 "\x00\x05hello\x01\x00W6>E\x97\xd4kY" REPLACE
< +OK
> RESTORE v 0 "\x00\x05hello\x0b\x00\x0a\xadb\x05\x98\xab\xc9\x83" REPLACE
! differs: redis-server 7.0 knows versions up to 10
! kvd
< +OK
! redis
< -ERR DUMP payload version or checksum are wrong
! end
> RESTORE v 0 "\x00\x05hello\x0c\x00\xa8\x04\xeb\xb6\x9f\x1e\xbeC" REPLACE
! differs: redis-server 7.0 knows versions up to 10
! kvd
< +OK
! redis
< -ERR DUMP payload version or checksum are wrong
! end
> RESTORE v 0 "\x00\x05hello\x0d\x00\xc1\xdbV\xc5b\x81W\xca" REPLACE
< -ERR DUMP payload version or checksum are wrong

# Time to live, and deadlines.
> RESTORE t 100000 "\x00\x05hello\x0a\x00cr\xdfve4 \x0a"
< +OK
> PTTL t
<~ :(100000|9999\d)
> RESTORE t 0 "\x00\x05hello\x0a\x00cr\xdfve4 \x0a" REPLACE
< +OK
> PTTL t
< :-1
> RESTORE t 33177117420000 "\x00\x05hello\x0a\x00cr\xdfve4 \x0a" ABSTTL REPLACE
< +OK
> PEXPIRETIME t
< :33177117420000
> RESTORE t 0 "\x00\x05hello\x0a\x00cr\xdfve4 \x0a" REPLACE ABSTTL
< +OK
> PTTL t
< :-1
> RESTORE t 30 "\x00\x05hello\x0a\x00cr\xdfve4 \x0a" REPLACE
< +OK
! sleep 60ms
> EXISTS t
< :0

# A deadline in the past: there is no key, and under REPLACE no old one.
> RESTORE past 1 "\x00\x05hello\x0a\x00cr\xdfve4 \x0a" ABSTTL
< +OK
> EXISTS past
< :0
> SET past old
< +OK
> RESTORE past 1 "\x00\x05hello\x0a\x00cr\xdfve4 \x0a" ABSTTL
< -BUSYKEY Target key name already exists.
> RESTORE past 1 "\x00\x05hello\x0a\x00cr\xdfve4 \x0a" ABSTTL REPLACE
< +OK
> EXISTS past
< :0

# REPLACE.
> SET k old EX 100
< +OK
> RESTORE k 0 "\x00\x05hello\x0a\x00cr\xdfve4 \x0a"
< -BUSYKEY Target key name already exists.
> GET k
< "old"
> RESTORE k 0 "\x00\x05hello\x0a\x00cr\xdfve4 \x0a" replace
< +OK
> GET k
< "hello"
> TTL k
< :-1
> RESTORE k 0 "\x00\x05hello\x0a\x00cr\xdfve4 \x0a" REPLACE REPLACE
< +OK

# The access clock.
> RESTORE i 0 "\x00\x05hello\x0a\x00cr\xdfve4 \x0a" IDLETIME 1000
< +OK
> OBJECT IDLETIME i
<~ :100[01]
> RESTORE i 0 "\x00\x05hello\x0a\x00cr\xdfve4 \x0a" IDLETIME 5 IDLETIME 2000 REPLACE
< +OK
> OBJECT IDLETIME i
<~ :200[01]
> RESTORE i 0 "\x00\x05hello\x0a\x00cr\xdfve4 \x0a" FREQ 9 REPLACE
< +OK
> OBJECT IDLETIME i
<~ :[01]
> CONFIG SET maxmemory-policy allkeys-lfu
< +OK
> RESTORE f 0 "\x00\x05hello\x0a\x00cr\xdfve4 \x0a" FREQ 77
< +OK
> OBJECT FREQ f
< :77
> RESTORE f 0 "\x00\x05hello\x0a\x00cr\xdfve4 \x0a" FREQ 255 REPLACE
< +OK
> OBJECT FREQ f
< :255
> RESTORE f 0 "\x00\x05hello\x0a\x00cr\xdfve4 \x0a" IDLETIME 5 REPLACE
< +OK
> OBJECT FREQ f
< :5
> CONFIG SET maxmemory-policy noeviction
< +OK

# The same by another name.
> RESTORE-ASKING asked 0 "\x00\x05hello\x0a\x00cr\xdfve4 \x0a"
< +OK
> GET asked
< "hello"
> RESTORE-ASKING asked 0 "\x00\x05hello\x0a\x00cr\xdfve4 \x0a"
< -BUSYKEY Target key name already exists.
