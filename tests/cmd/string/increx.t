# INCREX: a counter with bounds and an expiration.
! since 8.8

> INCREX n
< *2 :1 :1
> INCREX n BYINT 5
< *2 :6 :5
> INCREX n BYINT -10
< *2 :-4 :-10
> INCREX n byint 0
< *2 :-4 :0
> GET n
< "-4"
> OBJECT ENCODING n
< "int"

# Outside of the bounds nothing happens, unless it may saturate.
> SET n 99
< +OK
> INCREX n BYINT 5 UBOUND 100
< *2 :99 :0
> GET n
< "99"
> INCREX n UBOUND 100
< *2 :100 :1
> INCREX n UBOUND 100
< *2 :100 :0
> SET n 99
< +OK
> INCREX n BYINT 5 UBOUND 100 SATURATE
< *2 :100 :1
> INCREX n SATURATE UBOUND 100 BYINT 5
< *2 :100 :0
> INCREX n BYINT -500 LBOUND 0 SATURATE
< *2 :0 :-100
> INCREX n BYINT -1 LBOUND 0
< *2 :0 :0
> INCREX n BYINT -1 LBOUND -1 UBOUND -1
< *2 :-1 :-1
# A value outside already: the result counts.
> SET n 200
< +OK
> INCREX n UBOUND 100
< *2 :200 :0
> INCREX n BYINT -150 UBOUND 100
< *2 :50 :-150
> SET n 200
< +OK
> INCREX n UBOUND 100 SATURATE
< *2 :100 :-100

# A refused increment does not make the key, a saturated one does.
> INCREX none UBOUND -1
< *2 :0 :0
> INCREX none UBOUND -1 EX 100
< *2 :0 :0
> EXISTS none
< :0
> INCREX made UBOUND -1 SATURATE
< *2 :-1 :-1
> GET made
< "-1"

# Without bounds those of 64-bit integers hold.
> SET n 9223372036854775807
< +OK
> INCREX n
< *2 :9223372036854775807 :0
> INCREX n SATURATE
< *2 :9223372036854775807 :0
> SET n 9223372036854775800
< +OK
> INCREX n BYINT 100 SATURATE
< *2 :9223372036854775807 :7
> SET n -9223372036854775808
< +OK
> INCREX n BYINT -1
< *2 :-9223372036854775808 :0
> INCREX n BYINT -9223372036854775808
< *2 :-9223372036854775808 :0
> INCREX n BYINT 1 LBOUND 1 SATURATE
< -ERR increment or decrement would overflow
> INCREX n BYINT 1 LBOUND -9223372036854775807
< *2 :-9223372036854775807 :1

# BYFLOAT: texts in RESP2.
> SET f 1.5
< +OK
> INCREX f BYFLOAT 0.25
< *2 "1.75" "0.25"
> GET f
< "1.75"
> INCREX f BYFLOAT 10 UBOUND 2.5
< *2 "1.75" "0"
> INCREX f BYFLOAT 10 UBOUND 2.5 SATURATE
< *2 "2.5" "0.75"
> INCREX f BYFLOAT -10 LBOUND -1e1 SATURATE
< *2 "-7.5" "-10"
> INCREX f BYFLOAT 0.1 LBOUND 0
< *2 "-7.5" "0"
> INCREX freshf BYFLOAT 3
< *2 "3" "3"
> INCREX freshf BYFLOAT 0.5
< *2 "3.5" "0.5"
> INCREX freshf BYINT 1
< -ERR value is not an integer or out of range
> INCREX nonef BYFLOAT 1 UBOUND 0.5
< *2 "0" "0"
> EXISTS nonef
< :0
> SET big 1e4932
< +OK
> INCREX big BYFLOAT 1e4932
<~ \*2 "10000000000000000000060189493.*" "0"

# Expiration: kept without an option.
> DEL n
< :1
> INCREX n EX 100
< *2 :1 :1
> TTL n
<~ :(99|100)
> INCREX n
< *2 :2 :1
> TTL n
<~ :(99|100)
> INCREX n PX 500000
< *2 :3 :1
> TTL n
<~ :(499|500)
> INCREX n EXAT 33177117420
< *2 :4 :1
> EXPIRETIME n
< :33177117420
> INCREX n PXAT 33177117420123
< *2 :5 :1
> PEXPIRETIME n
< :33177117420123
> INCREX n PERSIST
< *2 :6 :1
> TTL n
< :-1
> INCREX n PERSIST
< *2 :7 :1
> INCREX n EX 100 ENX
< *2 :8 :1
> TTL n
<~ :(99|100)
> INCREX n ENX EX 5000
< *2 :9 :1
> TTL n
<~ :(99|100)
> INCREX n UBOUND 9 EX 5000
< *2 :9 :0
> TTL n
<~ :(99|100)
> INCREX n UBOUND 9 SATURATE EX 5000
< *2 :9 :0
> TTL n
<~ :(4999|5000)
> INCREX freshf BYFLOAT 1 EX 100
< *2 "4.5" "1"
> TTL freshf
<~ :(99|100)
> INCREX freshf BYFLOAT 1 PERSIST
< *2 "5.5" "1"
> TTL freshf
< :-1
# A deadline in the past deletes, and the reply is as ever.
> INCREX n PXAT 1
< *2 :10 :1
> EXISTS n
< :0
> INCREX freshf BYFLOAT 1 EXAT 1
< *2 "6.5" "1"
> EXISTS freshf
< :0

> SET n 5
< +OK
> INCREX n BYINT 1 BYFLOAT 1
< -ERR syntax error
> INCREX n BYINT 1 BYINT 1
< -ERR syntax error
> INCREX n BYINT
< -ERR syntax error
> INCREX n LBOUND
< -ERR syntax error
> INCREX n LBOUND 1 LBOUND 2
< -ERR syntax error
> INCREX n 5
< -ERR syntax error
> INCREX n FOO
< -ERR syntax error
> INCREX n ENX
< -ERR syntax error
> INCREX n ENX PERSIST
< -ERR syntax error
> INCREX n EX 10 PERSIST
< -ERR syntax error
> INCREX n EX 10 PX 10
< -ERR syntax error
> INCREX n EX
< -ERR syntax error
> INCREX n KEEPTTL
< -ERR syntax error
> INCREX n BYINT abc FOO
< -ERR syntax error
> INCREX n EX abc
< -ERR value is not an integer or out of range
> INCREX n EX 0
< -ERR invalid expire time in 'increx' command
> INCREX n BYINT abc
< -ERR value is not an integer or out of range
> INCREX n BYINT 1.5
< -ERR value is not an integer or out of range
> INCREX n LBOUND 1.5
< -ERR value is not an integer or out of range
> INCREX n UBOUND 9223372036854775808
< -ERR value is not an integer or out of range
> INCREX n BYFLOAT abc
< -ERR value is not a valid float
> INCREX n UBOUND abc BYFLOAT 1
< -ERR value is not a valid float
> INCREX n BYFLOAT inf
< -ERR increment would produce NaN or Infinity
> INCREX n BYFLOAT 1 UBOUND inf
< -ERR increment would produce NaN or Infinity
> INCREX n LBOUND 2 UBOUND 1
< -ERR LBOUND can't be greater than UBOUND
> INCREX n BYFLOAT 1 LBOUND 0.2 UBOUND 0.1
< -ERR LBOUND can't be greater than UBOUND
> SET s abc
< +OK
> INCREX s
< -ERR value is not an integer or out of range
> INCREX s BYFLOAT 1
< -ERR value is not a valid float
> SET s inf
< +OK
> INCREX s BYFLOAT 1
< -ERR increment would produce NaN or Infinity
> INCREX
< -ERR wrong number of arguments for 'increx' command
> GET n
< "5"

! resp3
> INCREX n
< *2 :6 :1
> INCREX n BYFLOAT 0.5
< *2 ,6.5 ,0.5
> INCREX n BYFLOAT 5 UBOUND 7
< *2 ,6.5 ,0
