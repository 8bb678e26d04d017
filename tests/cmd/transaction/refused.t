# What cannot be queued: EXEC refuses the transaction then.

> MULTI
< +OK
> NOSUCH a b
< -ERR unknown command 'NOSUCH', with args beginning with: 'a' 'b'\x20
> SET a 1
< +QUEUED
> EXEC
< -EXECABORT Transaction discarded because of previous errors.
> EXISTS a
< :0
> EXEC
< -ERR EXEC without MULTI

> MULTI
< +OK
> SET a 1
< +QUEUED
> SET a
< -ERR wrong number of arguments for 'set' command
> EXEC
< -EXECABORT Transaction discarded because of previous errors.
> EXISTS a
< :0

> MULTI
< +OK
> CONFIG NOSUCH
< -ERR unknown subcommand 'NOSUCH'. Try CONFIG HELP.
> EXEC
< -EXECABORT Transaction discarded because of previous errors.

> MULTI
< +OK
> MULTI x
< -ERR wrong number of arguments for 'multi' command
> EXEC
< -EXECABORT Transaction discarded because of previous errors.
> MULTI
< +OK
> DISCARD x
< -ERR wrong number of arguments for 'discard' command
> EXEC
< -EXECABORT Transaction discarded because of previous errors.
> MULTI
< +OK
> WATCH
< -ERR wrong number of arguments for 'watch' command
> EXEC
< -EXECABORT Transaction discarded because of previous errors.
> MULTI
< +OK
> UNWATCH x
< -ERR wrong number of arguments for 'unwatch' command
> EXEC
< -EXECABORT Transaction discarded because of previous errors.

# DISCARD ends it as well.
> MULTI
< +OK
> NOSUCH
< -ERR unknown command 'NOSUCH', with args beginning with:\x20
> DISCARD
< +OK
> SET a 1
< +OK
> GET a
< "1"

# EXEC itself refused ends the transaction.
> MULTI
< +OK
> SET a 2
< +QUEUED
> EXEC now
< -EXECABORT Transaction discarded because of: wrong number of arguments for 'exec' command
> EXEC
< -ERR EXEC without MULTI
> GET a
< "1"
> EXEC now
< -EXECABORT Transaction discarded because of: wrong number of arguments for 'exec' command
> DISCARD now
< -ERR wrong number of arguments for 'discard' command
> MULTI now
< -ERR wrong number of arguments for 'multi' command

# Not allowed in transactions.
> MULTI
< +OK
> SHUTDOWN NOSAVE
< -ERR Command not allowed inside a transaction
> EXEC
< -EXECABORT Transaction discarded because of previous errors.
> PING
< +PONG

# With and without a broken watch: the error comes first.
> WATCH a
< +OK
@b > SET a 3
@b < +OK
> MULTI
< +OK
> NOSUCH
< -ERR unknown command 'NOSUCH', with args beginning with:\x20
> EXEC
< -EXECABORT Transaction discarded because of previous errors.
> MULTI
< +OK
> GET a
< +QUEUED
> EXEC
< *1 "3"

# Statistics: EXEC failed where it replied an error.
> CONFIG RESETSTAT
< +OK
> MULTI
< +OK
> NOSUCH
< -ERR unknown command 'NOSUCH', with args beginning with:\x20
> SET a
< -ERR wrong number of arguments for 'set' command
> EXEC
< -EXECABORT Transaction discarded because of previous errors.
> MULTI
< +OK
> SET a 4
< +QUEUED
> SET a 5
< +QUEUED
> INCR nothing
< +QUEUED
> LPUSH a x
< +QUEUED
> EXEC
< *4
<   +OK
<   +OK
<   :1
<   -WRONGTYPE Operation against a key holding the wrong kind of value
> INFO commandstats
<~ (?s).*cmdstat_set:calls=2,.*rejected_calls=1,failed_calls=0.*
> INFO commandstats
<~ (?s).*cmdstat_exec:calls=2,.*rejected_calls=0,failed_calls=1.*
> INFO commandstats
<~ (?s).*cmdstat_lpush:calls=1,.*rejected_calls=0,failed_calls=1.*
> INFO errorstats
<~ (?s).*errorstat_EXECABORT:count=1.*
