# Without a config file there is nothing to rewrite.
> CONFIG REWRITE
< -ERR The server is running without a config file
> CONFIG REWRITE now
< -ERR wrong number of arguments for 'config|rewrite' command

> CONFIG RESETSTAT
< +OK
> CONFIG RESETSTAT all
< -ERR wrong number of arguments for 'config|resetstat' command

# The words of HELP are each program's own, its form is not.
> CONFIG HELP
<~ \*\d+ \+CONFIG <subcommand> .*\+(RESETSTAT|resetstat)\b.*
