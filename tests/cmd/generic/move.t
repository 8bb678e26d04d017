# To another database, unless the key is there.
> SET a 1 EX 100
< +OK
> MOVE a 1
< :1
> GET a
< nil
> SELECT 1
< +OK
> GET a
< "1"
> TTL a
< :100
> SELECT 0
< +OK
> MOVE a 1
< :0
> SET a 2
< +OK
> MOVE a 1
< :0
> GET a
< "2"
> MOVE nosuch 1
< :0
> MOVE a 0
< -ERR source and destination objects are the same
> MOVE nosuch 0
< -ERR source and destination objects are the same
> MOVE a 16
< -ERR DB index is out of range
> MOVE a -1
< -ERR DB index is out of range
> MOVE a x
< -ERR value is not an integer or out of range
> MOVE a 1.5
< -ERR value is not an integer or out of range
> MOVE a ""
< -ERR value is not an integer or out of range
> MOVE a 99999999999
< -ERR value is out of range, value must between -2147483648 and 2147483647
> MOVE a 9223372036854775807
< -ERR value is out of range, value must between -2147483648 and 2147483647
> MOVE a 9223372036854775808
< -ERR value is not an integer or out of range
> MOVE nosuch x
< -ERR value is not an integer or out of range
> MOVE nosuch 99
< -ERR DB index is out of range
> MOVE a
< -ERR wrong number of arguments for 'move' command
> MOVE a 1 2
< -ERR wrong number of arguments for 'move' command
> SELECT 1
< +OK
> SET a 3 PX 1
< +OK
! sleep 20ms
> SELECT 0
< +OK
> MOVE a 1
< :1
> SELECT 1
< +OK
> GET a
< "2"
> MOVE a 0
< :1
> DBSIZE
< :0
