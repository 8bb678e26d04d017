# One directive, as RESP2 and RESP3 show it.
> CONFIG GET hz
< *2 "hz" "10"
! resp3
> CONFIG GET hz
< %1 "hz" "10"
> CONFIG GET nosuch
< %0
! resp2

# Patterns, ASCII case ignored. A name that is asked for is found as it was spelled.
> CONFIG GET tcp-*
<unordered-pairs *4 "tcp-keepalive" "300" "tcp-backlog" "511"
> CONFIG GET HZ
< *2 "HZ" "10"
> CONFIG GET TCP-B*
< *2 "tcp-backlog" "511"
> CONFIG GET h\x5a
< *0

# Several patterns; what two of them match comes once.
> CONFIG GET hz timeout
<unordered-pairs *4 "hz" "10" "timeout" "0"
> CONFIG GET nosuch hz
< *2 "hz" "10"
> CONFIG GET hz HZ h? hz
< *2 "hz" "10"

# An alias is a name too.
> CONFIG GET slave-priority
< *2 "slave-priority" "100"
> CONFIG GET *-priority
<unordered-pairs *4 "slave-priority" "100" "replica-priority" "100"

# Values of every type: text, list, size in bytes, enum, octal, none.
> CONFIG GET bind
< *2 "bind" "127.0.0.1"
> CONFIG GET save
< *2 "save" ""
> CONFIG GET repl-backlog-size
< *2 "repl-backlog-size" "1048576"
> CONFIG GET appendfsync
< *2 "appendfsync" "everysec"
> CONFIG GET unixsocketperm
< *2 "unixsocketperm" "0"
> CONFIG GET replicaof
< *2 "replicaof" ""

# What only a file may hold is not shown.
> CONFIG GET rename-command
< *0
> CONFIG GET include
< *0
> CONFIG GET loadmodule
< *0
> CONFIG GET user
< *0

# Nothing matches; bad patterns match nothing.
> CONFIG GET nosuch
< *0
> CONFIG GET [
< *0
> CONFIG GET ""
< *0
> CONFIG GET \x00
< *0

> CONFIG GET
< -ERR wrong number of arguments for 'config|get' command
> CONFIG
< -ERR wrong number of arguments for 'config' command
> CONFIG NOSUCH
< -ERR unknown subcommand 'NOSUCH'. Try CONFIG HELP.
> CONFIG HELP x
< -ERR wrong number of arguments for 'config|help' command
