# A copy is a value of its own, with the deadline of its source.
> SET a one EX 100
< +OK
> COPY a b
< :1
> GET b
< "one"
> TTL b
< :100
> GET a
< "one"
> SET a two
< +OK
> GET b
< "one"
> COPY a b
< :0
> GET b
< "one"
> COPY a b REPLACE
< :1
> GET b
< "two"
> TTL b
< :-1
> COPY nosuch b
< :0
> COPY nosuch b REPLACE
< :0
> GET b
< "two"
> COPY a a
< -ERR source and destination objects are the same
> COPY a a REPLACE
< -ERR source and destination objects are the same
> COPY nosuch nosuch
< -ERR source and destination objects are the same
> COPY a a DB 0
< -ERR source and destination objects are the same
> COPY a b DB 0
< :0

# To another database.
> COPY a a DB 1
< :1
> COPY a a DB 1
< :0
> COPY a a DB 1 REPLACE
< :1
> COPY a c REPLACE DB 2
< :1
> COPY a d REPLACE REPLACE DB 2 DB 3
< :1
> SELECT 1
< +OK
> GET a
< "two"
> DBSIZE
< :1
> COPY a a
< -ERR source and destination objects are the same
> COPY a a DB 0
< :0
> COPY a z DB 0
< :1
> SELECT 2
< +OK
> GET c
< "two"
> EXISTS d
< :0
> SELECT 3
< +OK
> GET d
< "two"
> SELECT 0
< +OK
> GET z
< "two"

# Refused.
> COPY a b DB
< -ERR syntax error
> COPY a b DB x
< -ERR value is not an integer or out of range
> COPY a b DB -1
< -ERR DB index is out of range
> COPY a b DB 16
< -ERR DB index is out of range
> COPY a b DB 99999999999
< -ERR value is out of range, value must between -2147483648 and 2147483647
> COPY a b DB 9223372036854775807
< -ERR value is out of range, value must between -2147483648 and 2147483647
> COPY a b DB 18446744073709551616
< -ERR value is not an integer or out of range
> COPY a b DB 1.5
< -ERR value is not an integer or out of range
> COPY a b DB ""
< -ERR value is not an integer or out of range
> COPY a b NOPE
< -ERR syntax error
> COPY a b REPLACE NOPE
< -ERR syntax error
> COPY a b NOPE DB x
< -ERR syntax error
> COPY a b DB x NOPE
< -ERR value is not an integer or out of range
> COPY a b DB 0 1
< -ERR syntax error
> COPY nosuch b DB 99
< -ERR DB index is out of range
> COPY a
< -ERR wrong number of arguments for 'copy' command
> COPY
< -ERR wrong number of arguments for 'copy' command

# A big value, an integer, an empty one; a copy is a value of its own.
> SET big "y"*20000
< +OK
> COPY big big2
< :1
> DEL big
< :1
> STRLEN big2
< :20000
> SET n 41
< +OK
> COPY n m
< :1
> INCR m
< :42
> GET n
< "41"
> OBJECT ENCODING m
< "int"
> SET e ""
< +OK
> COPY e f
< :1
> GET f
< ""
> SET x 1 PX 1
< +OK
! sleep 20ms
> COPY x y
< :0
> EXISTS y
< :0
