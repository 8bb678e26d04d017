# INCRBYFLOAT: arithmetic in extended precision, at most 17 decimals, no exponent.

> SET f 10.50
< +OK
> INCRBYFLOAT f 0.1
< "10.6"
> GET f
< "10.6"
> INCRBYFLOAT f -5
< "5.6"
> SET f 5.0e3
< +OK
> INCRBYFLOAT f 2.0e2
< "5200"
> INCRBYFLOAT none 3
< "3"
> INCRBYFLOAT none 0.5
< "3.5"
> INCRBYFLOAT none -3.5
< "0"
> INCRBYFLOAT neg -0.0
< "0"
> INCRBYFLOAT small 1e-17
< "0.00000000000000001"
> INCRBYFLOAT small2 1e-18
< "0"
> INCRBYFLOAT third 0.333333333333333333
< "0.33333333333333333"
> INCRBYFLOAT plus +5
< "5"
> INCRBYFLOAT point .5
< "0.5"
> INCRBYFLOAT zeros 005
< "5"
> INCRBYFLOAT tenth 0.1
< "0.1"
> INCRBYFLOAT tenth 0.2
< "0.3"
> INCRBYFLOAT max 9223372036854775807
< "9223372036854775807"
> INCRBYFLOAT max 1
< "9223372036854775808"
> INCRBYFLOAT exp 1e20
< "100000000000000000000"
> INCRBYFLOAT exp 1e+1
< "100000000000000000008"
> SET t 1 EX 100
< +OK
> INCRBYFLOAT t 1.5
< "2.5"
> TTL t
<~ :(99|100)
> INCRBYFLOAT t 0.5
< "3"
> TTL t
<~ :(99|100)
> GET t
< "3"
> INCR t
< :4
> SET i 5
< +OK
> INCRBYFLOAT i 1
< "6"
> INCR i
< :7

> INCRBYFLOAT f abc
< -ERR value is not a valid float
> INCRBYFLOAT f ""
< -ERR value is not a valid float
> INCRBYFLOAT f " 1"
< -ERR value is not a valid float
> INCRBYFLOAT f "1 "
< -ERR value is not a valid float
> INCRBYFLOAT f 1.5x
< -ERR value is not a valid float
> INCRBYFLOAT f nan
< -ERR value is not a valid float
> INCRBYFLOAT f 1e5000
< -ERR value is not a valid float
> INCRBYFLOAT f inf
< -ERR increment would produce NaN or Infinity
> INCRBYFLOAT f -inf
< -ERR increment would produce NaN or Infinity
> INCRBYFLOAT f +inf
< -ERR increment would produce NaN or Infinity
> INCRBYFLOAT f infinity
< -ERR increment would produce NaN or Infinity
> INCRBYFLOAT absent abc
< -ERR value is not a valid float
> INCRBYFLOAT absent inf
< -ERR increment would produce NaN or Infinity
> EXISTS absent
< :0
> SET v abc
< +OK
> INCRBYFLOAT v 1
< -ERR value is not a valid float
> SET v ""
< +OK
> INCRBYFLOAT v 1
< -ERR value is not a valid float
> SET v " 1"
< +OK
> INCRBYFLOAT v 1
< -ERR value is not a valid float
> SET v "1 "
< +OK
> INCRBYFLOAT v 1
< -ERR value is not a valid float
> SET v inf
< +OK
> INCRBYFLOAT v 1
< -ERR increment would produce NaN or Infinity
> INCRBYFLOAT v -inf
< -ERR increment would produce NaN or Infinity
> SET v nan
< +OK
> INCRBYFLOAT v 1
< -ERR value is not a valid float
> SET v "1"*300
< +OK
> INCRBYFLOAT v 0
< "111111111111111111109085470141439906911453216915748599217265320693995483507724995209615412805121845390510728684029740219011127680823240765064126204147057251711929786621264974147104120439648295199246389151297073428634890781573276889565273260277510902334753548287349301988316410334739741016239959441408"
> SET v 1e4932
< +OK
> INCRBYFLOAT v 1e4932
< -ERR increment would produce NaN or Infinity
> GET v
< "1e4932"
> INCRBYFLOAT f
< -ERR wrong number of arguments for 'incrbyfloat' command
> INCRBYFLOAT f 1 2
< -ERR wrong number of arguments for 'incrbyfloat' command

! resp3
> INCRBYFLOAT r 1.5
< "1.5"
