# OPTIN and OPTOUT: CLIENT CACHING chooses for the next request, or the next transaction.

@a ! resp3
@a > CLIENT TRACKING ON OPTIN
@a < +OK
@a > GET 1
@a < _
@a > CLIENT CACHING YES
@a < +OK
@a > GET 2
@a < _
@a > GET 3
@a < _
@a > CLIENT CACHING YES
@a < +OK
@a > PING
@a < +PONG
@a > GET 4
@a < _
> MSET 1 a 2 a 3 a 4 a
< +OK
@a < >2 "invalidate" *1 "2"
@a > CLIENT CACHING YES
@a < +OK
@a > CLIENT GETREDIR
@a < :0
@a > GET 5
@a < _
@a > CLIENT CACHING YES
@a < +OK
@a > GET
@a < -ERR wrong number of arguments for 'get' command
@a > GET 6
@a < _
@a > CLIENT CACHING YES
@a < +OK
@a > NOSUCH
@a < -ERR unknown command 'NOSUCH', with args beginning with:\x20
@a > GET 7
@a < _
> MSET 5 a 6 a 7 a
< +OK
@a < >2 "invalidate" *1 "5"
@a > CLIENT CACHING YES
@a < +OK
@a > MULTI
@a < +OK
@a > GET 1
@a < +QUEUED
@a > GET 2
@a < +QUEUED
@a > EXEC
@a < *2 "a" "a"
@a > GET 3
@a < "a"
> MSET 1 a 2 a 3 a
< +OK
@a < >2 "invalidate" *1 "1"
@a < >2 "invalidate" *1 "2"
@a > MULTI
@a < +OK
@a > CLIENT CACHING YES
@a < +QUEUED
@a > GET 1
@a < +QUEUED
@a > GET 2
@a < +QUEUED
@a > EXEC
@a < *3
@a <   +OK
@a <   "a"
@a <   "a"
@a > GET 3
@a < "a"
> MSET 1 a 2 a 3 a
< +OK
@a < >2 "invalidate" *1 "1"
@a < >2 "invalidate" *1 "2"
@a > CLIENT CACHING YES
@a < +OK
@a > MULTI
@a < +OK
@a > GET 1
@a < +QUEUED
@a > DISCARD
@a < +OK
@a > GET 2
@a < "a"
@a > CLIENT CACHING YES
@a < +OK
@a > CLIENT CACHING NO
@a < -ERR CLIENT CACHING NO is only valid when tracking is enabled in OPTOUT mode.
@a > GET 3
@a < "a"
> MSET 1 a 2 a 3 a
< +OK
@a < >2 "invalidate" *1 "3"
@a > CLIENT CACHING YES
@a < +OK
@a > MULTI
@a < +OK
@a > GET 1
@a < +QUEUED
@a > CLIENT TRACKING OFF
@a < +QUEUED
@a > GET 2
@a < +QUEUED
@a > EXEC
@a < *3
@a <   "a"
@a <   +OK
@a <   "a"
> MSET 1 a 2 a
< +OK

@a > CLIENT TRACKING ON OPTOUT
@a < +OK
@a > GET 1
@a < "a"
@a > CLIENT CACHING NO
@a < +OK
@a > GET 2
@a < "a"
@a > GET 3
@a < "a"
> MSET 1 a 2 a 3 a
< +OK
@a < >2 "invalidate" *1 "1"
@a < >2 "invalidate" *1 "3"
@a > CLIENT CACHING NO
@a < +OK
@a > MULTI
@a < +OK
@a > GET 1
@a < +QUEUED
@a > GET 2
@a < +QUEUED
@a > EXEC
@a < *2 "a" "a"
@a > GET 3
@a < "a"
> MSET 1 a 2 a 3 a
< +OK
@a < >2 "invalidate" *1 "3"
@a > MULTI
@a < +OK
@a > CLIENT CACHING NO
@a < +QUEUED
@a > GET 1
@a < +QUEUED
@a > EXEC
@a < *2
@a <   +OK
@a <   "a"
@a > GET 2
@a < "a"
> MSET 1 a 2 a
< +OK
@a < >2 "invalidate" *1 "2"
