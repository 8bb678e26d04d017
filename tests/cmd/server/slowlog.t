> SLOWLOG RESET
> SLOWLOG LEN
> SLOWLOG GET
< +OK
< :0
< *0
> CLIENT SETNAME watcher
> CONFIG SET slowlog-log-slower-than 0
> PING one
> PING two
> CONFIG SET slowlog-log-slower-than -1
> PING three
< +OK
< +OK
< "one"
< "two"
< +OK
< "three"
> SLOWLOG GET 2
<~ \*2 \*6 :\d+ :\d{10} :\d+ \*2 "PING" "two" "[^"]+:\d+" "watcher" \*6 :\d+ :\d{10} :\d+ \*2 "PING" "one" "[^"]+:\d+" "watcher"
> SLOWLOG GET 0
> SLOWLOG LEN
< *0
< :3
> SLOWLOG GET -1
<~ \*3 .* \*4 "CONFIG" "SET" "slowlog-log-slower-than" "0" .*
> SLOWLOG RESET
> SLOWLOG GET
< +OK
< *0

# Long arguments and many of them are cut.
> CONFIG SET slowlog-log-slower-than 0
> PING "x"*130
> DEL 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30 31
> DEL 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30 31 32
> CONFIG SET slowlog-log-slower-than -1
> SLOWLOG GET 3
< +OK
< "x"*130
< :0
< :0
< +OK
<~ \*3 .* \*32 "DEL" "1" .* "30" "\.\.\. \(2 more arguments\)" .* \*32 "DEL" "1" .* "30" "31" .* \*2 "PING" "x{128}\.\.\. \(2 more bytes\)" .*
> CONFIG SET slowlog-log-slower-than 0 slowlog-max-len 2
> PING
> PING
> SLOWLOG LEN
< +OK
< +PONG
< +PONG
< :2
> CONFIG SET slowlog-log-slower-than -1 slowlog-max-len 0
> SLOWLOG LEN
< +OK
! differs: redis-server forgets the old ones when the next slow request comes
! kvd
< :0
! redis
< :2
! end

> SLOWLOG
> SLOWLOG x
> SLOWLOG GET -2
> SLOWLOG GET x
> SLOWLOG GET 1 2
> SLOWLOG LEN x
> SLOWLOG RESET x
< -ERR wrong number of arguments for 'slowlog' command
< -ERR unknown subcommand 'x'. Try SLOWLOG HELP.
< -ERR count should be greater than or equal to -1
< -ERR count should be greater than or equal to -1
< -ERR unknown subcommand or wrong number of arguments for 'GET'. Try SLOWLOG HELP.
< -ERR wrong number of arguments for 'slowlog|len' command
< -ERR wrong number of arguments for 'slowlog|reset' command
> SLOWLOG HELP
<~ \*\d+ \+SLOWLOG <subcommand> \[<arg> \[value\] \[opt\] \.\.\.\]\. Subcommands are: .*
