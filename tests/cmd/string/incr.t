# INCR, DECR, INCRBY, DECRBY.

> INCR n
< :1
> INCR n
< :2
> GET n
< "2"
> OBJECT ENCODING n
< "int"
> DECR n
< :1
> DECR n
< :0
> DECR n
< :-1
> INCRBY n 10
< :9
> INCRBY n -3
< :6
> INCRBY n 0
< :6
> DECRBY n 7
< :-1
> DECRBY n -7
< :6
> DECR d
< :-1
> INCRBY i 5
< :5
> DECRBY j 5
< :-5
> GET j
< "-5"

> SET t 5 EX 100
< +OK
> INCR t
< :6
> TTL t
<~ :(99|100)
> INCRBY t 100
< :106
> TTL t
<~ :(99|100)

> SET n 9223372036854775807
< +OK
> INCR n
< -ERR increment or decrement would overflow
> INCRBY n 1
< -ERR increment or decrement would overflow
> INCRBY n 9223372036854775807
< -ERR increment or decrement would overflow
> GET n
< "9223372036854775807"
> DECR n
< :9223372036854775806
> INCR n
< :9223372036854775807
> SET n -9223372036854775808
< +OK
> DECR n
< -ERR increment or decrement would overflow
> DECRBY n 1
< -ERR increment or decrement would overflow
> INCRBY n -1
< -ERR increment or decrement would overflow
> INCRBY n -9223372036854775808
< -ERR increment or decrement would overflow
> GET n
< "-9223372036854775808"
> DECRBY n -9223372036854775808
< -ERR decrement would overflow
> SET n 0
< +OK
> DECRBY n -9223372036854775808
< -ERR decrement would overflow
> INCRBY n -9223372036854775808
< :-9223372036854775808
> SET n -1
< +OK
> DECRBY n 9223372036854775807
< :-9223372036854775808
> SET n -2
< +OK
> DECRBY n 9223372036854775807
< -ERR increment or decrement would overflow

> INCRBY n abc
< -ERR value is not an integer or out of range
> INCRBY n ""
< -ERR value is not an integer or out of range
> INCRBY n 1.0
< -ERR value is not an integer or out of range
> INCRBY n 9223372036854775808
< -ERR value is not an integer or out of range
> INCRBY n " 1"
< -ERR value is not an integer or out of range
> INCRBY n 01
< -ERR value is not an integer or out of range
> INCRBY none abc
< -ERR value is not an integer or out of range
> DECRBY n abc
< -ERR value is not an integer or out of range
> DECRBY n -9223372036854775809
< -ERR value is not an integer or out of range
> EXISTS none
< :0

> SET s abc
< +OK
> INCR s
< -ERR value is not an integer or out of range
> SET s ""
< +OK
> INCR s
< -ERR value is not an integer or out of range
> SET s 1.5
< +OK
> INCR s
< -ERR value is not an integer or out of range
> SET s " 1"
< +OK
> INCR s
< -ERR value is not an integer or out of range
> SET s "1 "
< +OK
> INCR s
< -ERR value is not an integer or out of range
> SET s 012
< +OK
> INCR s
< -ERR value is not an integer or out of range
> SET s -0
< +OK
> INCR s
< -ERR value is not an integer or out of range
> SET s +1
< +OK
> INCR s
< -ERR value is not an integer or out of range
> SET s 9223372036854775808
< +OK
> INCR s
< -ERR value is not an integer or out of range
> SET s "1"*300
< +OK
> INCR s
< -ERR value is not an integer or out of range
> APPEND grown 1
< :1
> APPEND grown 2
< :2
> INCR grown
< :13

> INCR
< -ERR wrong number of arguments for 'incr' command
> INCR a b
< -ERR wrong number of arguments for 'incr' command
> DECR
< -ERR wrong number of arguments for 'decr' command
> DECR a b
< -ERR wrong number of arguments for 'decr' command
> INCRBY a
< -ERR wrong number of arguments for 'incrby' command
> INCRBY a 1 2
< -ERR wrong number of arguments for 'incrby' command
> DECRBY a
< -ERR wrong number of arguments for 'decrby' command
> DECRBY a 1 2
< -ERR wrong number of arguments for 'decrby' command
