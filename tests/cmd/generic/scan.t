# A part of the keys at a time: every option, and what is refused.
> SCAN 0
< *2 "0" *0
> SET a 1
< +OK
> SCAN 0
< *2 "0" *1 "a"
> SCAN 0 COUNT 1
<~ \*2 "\d+" \*[01]( "a")?
> SCAN 0 COUNT 1000
< *2 "0" *1 "a"
> SCAN 0 count 10 match a
< *2 "0" *1 "a"
> SCAN 0 MATCH a
< *2 "0" *1 "a"
> SCAN 0 MATCH b
< *2 "0" *0
> SCAN 0 MATCH *
< *2 "0" *1 "a"
> SCAN 0 MATCH "" COUNT 10
< *2 "0" *0
> SCAN 0 TYPE string
< *2 "0" *1 "a"
> SCAN 0 TYPE STRING
< *2 "0" *1 "a"
> SCAN 0 TYPE list
< *2 "0" *0
> SCAN 0 TYPE hash COUNT 5
< *2 "0" *0
> SCAN 0 MATCH a* COUNT 10 TYPE string
< *2 "0" *1 "a"
> SCAN 0 MATCH x* MATCH a*
< *2 "0" *1 "a"
> SCAN 0 COUNT 1 COUNT 10
< *2 "0" *1 "a"
> SCAN 0 TYPE list TYPE string
< *2 "0" *1 "a"

# A type there is none of.
> SCAN 0 TYPE nosuch
< *2 "0" *0
> SCAN 0 TYPE ""
< *2 "0" *0

# Refused.
> SCAN
< -ERR wrong number of arguments for 'scan' command
> SCAN x
< -ERR invalid cursor
> SCAN ""
! differs: a cursor is a number that SCAN gave
! kvd
< -ERR invalid cursor
! redis
< *2 "0" *1 "a"
! end
> SCAN -1
! differs: a cursor is a number that SCAN gave
! kvd
< -ERR invalid cursor
! redis
<~ \*2 "0" \*[01]( "a")?
! end
> SCAN 1.5
< -ERR invalid cursor
> SCAN " 0"
< -ERR invalid cursor
> SCAN "0 "
< -ERR invalid cursor
> SCAN +0
! differs: a cursor is a number that SCAN gave
! kvd
< -ERR invalid cursor
! redis
< *2 "0" *1 "a"
! end
> SCAN 18446744073709551616
< -ERR invalid cursor
> SCAN 99999999999999999999999
< -ERR invalid cursor
> SCAN 0 COUNT
< -ERR syntax error
> SCAN 0 COUNT 0
< -ERR syntax error
> SCAN 0 COUNT -1
< -ERR syntax error
> SCAN 0 COUNT x
< -ERR value is not an integer or out of range
> SCAN 0 COUNT 99999999999999999999
< -ERR value is not an integer or out of range
> SCAN 0 COUNT 1.5
< -ERR value is not an integer or out of range
> SCAN 0 MATCH
< -ERR syntax error
> SCAN 0 TYPE
< -ERR syntax error
> SCAN 0 NOPE
< -ERR syntax error
> SCAN 0 NOPE x
< -ERR syntax error
> SCAN 0 MATCH a NOPE
< -ERR syntax error
> SCAN 0 COUNT 10 x
< -ERR syntax error
> SCAN 0 COUNT x NOPE x
< -ERR value is not an integer or out of range
> SCAN x NOPE
< -ERR invalid cursor
> SCAN x COUNT 0
< -ERR invalid cursor
> SCAN 0 NOVALUES
< -ERR syntax error

# Expired keys are not shown.
> SET a 1 PX 1
< +OK
! sleep 20ms
> SCAN 0
< *2 "0" *0
> SCAN 0 COUNT 9223372036854775807
< *2 "0" *0
