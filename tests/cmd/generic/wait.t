# Without replicas.
> SET a 1
< +OK
> WAIT 0 0
< :0
> WAIT 0 100
< :0
> WAIT 1 1
< :0
> WAIT -1 0
< :0
> WAIT 1 x
< -ERR timeout is not an integer or out of range
> WAIT x 1
< -ERR value is not an integer or out of range
> WAIT x x
< -ERR value is not an integer or out of range
> WAIT 1 -1
< -ERR timeout is negative
> WAIT 0 -1
< -ERR timeout is negative
> WAIT 1.5 1
< -ERR value is not an integer or out of range
> WAIT 99999999999999999999 1
< -ERR value is not an integer or out of range
> WAIT 1 99999999999999999999
< -ERR timeout is not an integer or out of range
> WAIT 0 9223372036854775807
! differs: 7.0 lets the sum of time and timeout overflow
! kvd
< -ERR timeout is out of range
! redis
< :0
! end
> WAIT
< -ERR wrong number of arguments for 'wait' command
> WAIT 1
< -ERR wrong number of arguments for 'wait' command
> WAIT 1 1 1
< -ERR wrong number of arguments for 'wait' command
