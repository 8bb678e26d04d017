# XADD: IDs, fields, and what is refused.

> XADD s 1-1 a 1
< "1-1"
> XADD s 1-2 a 1 b 2 c 3
< "1-2"
> XADD s 2 f v
< "2-0"
> XADD s 2-* f v
< "2-1"
> XADD s 5-* f v
< "5-0"
> XLEN s
< :5
> XRANGE s - +
< *5
<   *2 "1-1" *2 "a" "1"
<   *2 "1-2" *6 "a" "1" "b" "2" "c" "3"
<   *2 "2-0" *2 "f" "v"
<   *2 "2-1" *2 "f" "v"
<   *2 "5-0" *2 "f" "v"
> TYPE s
< +stream
> OBJECT ENCODING s
< "stream"

# IDs go up.
> XADD s 5-0 f v
< -ERR The ID specified in XADD is equal or smaller than the target stream top item
> XADD s 4-9 f v
< -ERR The ID specified in XADD is equal or smaller than the target stream top item
> XADD s 4-* f v
< -ERR The ID specified in XADD is equal or smaller than the target stream top item
> XADD s 4 f v
< -ERR The ID specified in XADD is equal or smaller than the target stream top item
> XADD new 0-0 f v
< -ERR The ID specified in XADD must be greater than 0-0
> XADD new 0 f v
< -ERR The ID specified in XADD must be greater than 0-0
> XADD s 0-0 f v
< -ERR The ID specified in XADD must be greater than 0-0
> EXISTS new
< :0
> XADD new 0-* f v
< "0-1"
> XADD new 0-1 f v
< -ERR The ID specified in XADD is equal or smaller than the target stream top item
> DEL new
< :1

# What is no ID.
> XADD s - f v
< -ERR Invalid stream ID specified as stream command argument
> XADD s + f v
< -ERR Invalid stream ID specified as stream command argument
> XADD s abc f v
< -ERR Invalid stream ID specified as stream command argument
> XADD s 6- f v
< -ERR Invalid stream ID specified as stream command argument
> XADD s -6 f v
< -ERR Invalid stream ID specified as stream command argument
> XADD s 6-x f v
< -ERR Invalid stream ID specified as stream command argument
> XADD s 6-1-1 f v
< -ERR Invalid stream ID specified as stream command argument
> XADD s 6-** f v
< -ERR Invalid stream ID specified as stream command argument
> XADD s *-6 f v
< -ERR Invalid stream ID specified as stream command argument
> XADD s 06-1 f v
< "6-1"
> XADD s "" f v
< -ERR Invalid stream ID specified as stream command argument
> XADD s 18446744073709551616-1 f v
< -ERR Invalid stream ID specified as stream command argument
> XADD s 6-18446744073709551616 f v
< -ERR Invalid stream ID specified as stream command argument
> XADD s " 6-1" f v
! differs: no blanks in an ID
! kvd
< -ERR Invalid stream ID specified as stream command argument
! redis
< -ERR The ID specified in XADD is equal or smaller than the target stream top item
! end
> XADD s $ f v
< -ERR Invalid stream ID specified as stream command argument
> XADD s (6-1 f v
< -ERR Invalid stream ID specified as stream command argument
> XADD s "x"*200 f v
< -ERR Invalid stream ID specified as stream command argument

# The largest IDs.
> XADD big 18446744073709551615-18446744073709551614 f v
< "18446744073709551615-18446744073709551614"
> XADD big 18446744073709551615-* f v
< "18446744073709551615-18446744073709551615"
> XADD big * f v
< -ERR The stream has exhausted the last possible ID, unable to add more items
> XADD big 18446744073709551615-* f v
< -ERR The stream has exhausted the last possible ID, unable to add more items
> XADD big 18446744073709551615-18446744073709551615 f v
< -ERR The stream has exhausted the last possible ID, unable to add more items
> XADD seq 5-18446744073709551615 f v
< "5-18446744073709551615"
> XADD seq 5-* f v
! differs: redis-server 7.0 names another cause
! kvd
< -ERR The ID specified in XADD is equal or smaller than the target stream top item
! redis
< -ERR Elements are too large to be stored
! end
> XADD seq 6-* f v
< "6-0"
> XLEN big
< :2

# Fields and values of any bytes, and of any kind.
> DEL s
< :1
> XADD s 1-1 "" ""
< "1-1"
> XADD s 1-2 "\x00\xff" "\r\n"
< "1-2"
> XADD s 1-3 f 1 f 2 f 3
< "1-3"
> XADD s 1-4 n -1 12 9223372036854775807 01 1.5
< "1-4"
> XADD s 1-5 f "x"*5000
< "1-5"
> XADD s 1-6 "y"*300 "z"*70000
< "1-6"
> XRANGE s - 1-4
< *4
<   *2 "1-1" *2 "" ""
<   *2 "1-2" *2 "\x00\xff" "\r\n"
<   *2 "1-3" *6 "f" "1" "f" "2" "f" "3"
<   *2 "1-4" *6 "n" "-1" "12" "9223372036854775807" "01" "1.5"
> XRANGE s 1-5 +
< *2 *2 "1-5" *2 "f" "x"*5000 *2 "1-6" *2 "y"*300 "z"*70000
> XLEN s
< :6

# Arguments in pairs.
> XADD s
< -ERR wrong number of arguments for 'xadd' command
> XADD s *
< -ERR wrong number of arguments for 'xadd' command
> XADD s 9-1 f
< -ERR wrong number of arguments for 'xadd' command
> XADD s 9-1 f v g
< -ERR wrong number of arguments for 'xadd' command
> XADD s NOMKSTREAM 9-1 f
< -ERR wrong number of arguments for 'xadd' command
> XADD s NOMKSTREAM 9-1 f v g
< -ERR wrong number of arguments for 'xadd' command
> XADD s MAXLEN 3 9-1 f
< -ERR wrong number of arguments for 'xadd' command
> XADD s MAXLEN 3
< -ERR wrong number of arguments for 'xadd' command
> XADD s NOMKSTREAM * f
< -ERR wrong number of arguments for 'xadd' command
> XADD s NOMKSTREAM NOMKSTREAM 9-1
< -ERR wrong number of arguments for 'xadd' command
> XLEN s
< :6

# NOMKSTREAM.
> XADD none NOMKSTREAM * f v
< nil
> XADD none nomkstream MAXLEN 3 * f v
< nil
> EXISTS none
< :0
> XADD s NOMKSTREAM 9-1 f v
< "9-1"
> XADD s nomkstream NOMKSTREAM 9-2 f v
< "9-2"
! resp3
> XADD none NOMKSTREAM * f v
< _
! resp2

# The time of the server.
> XADD t * f v
<~ "\d{13,}-0"
> DEL t
< :1
> XADD t 99999999999999-5 f v
< "99999999999999-5"
> XADD t * f v
< "99999999999999-6"
> XADD t * f v
< "99999999999999-7"

# Another type.
> SET str x
< +OK
> XADD str * f v
< -WRONGTYPE Operation against a key holding the wrong kind of value
> XADD str 0-0 f v
< -ERR The ID specified in XADD must be greater than 0-0
> XADD str bad f v
< -ERR Invalid stream ID specified as stream command argument
> XADD str NOMKSTREAM * f v
< -WRONGTYPE Operation against a key holding the wrong kind of value
> XLEN str
< -WRONGTYPE Operation against a key holding the wrong kind of value
> XLEN none
< :0
> XLEN
< -ERR wrong number of arguments for 'xlen' command
> XLEN a b
< -ERR wrong number of arguments for 'xlen' command
