> SHUTDOWN x
> SHUTDOWN SAVE NOSAVE
> SHUTDOWN ABORT NOW
> SHUTDOWN ABORT FORCE
> SHUTDOWN NOSAVE ABORT
> SHUTDOWN NOSAVE x
> SHUTDOWN ABORT
> PING
< -ERR syntax error
< -ERR syntax error
< -ERR syntax error
< -ERR syntax error
< -ERR syntax error
< -ERR syntax error
< -ERR No shutdown in progress.
< +PONG
