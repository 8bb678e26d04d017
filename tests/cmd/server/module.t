# No modules: clients ask for them to know what a server can do.
> MODULE LIST
< *0
> MODULE LIST x
< -ERR wrong number of arguments for 'module|list' command
> MODULE
< -ERR wrong number of arguments for 'module' command
> MODULE nosuch
< -ERR unknown subcommand 'nosuch'. Try MODULE HELP.
> EVAL "return redis.pcall('MODULE', 'LIST').err" 0
<~ ".*not allowed from script.*"
! resp3
> MODULE LIST
< *0
