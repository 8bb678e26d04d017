# Small subcommands of CLIENT, and what is refused.

> CLIENT GETREDIR
< :-1
> CLIENT TRACKINGINFO
< *6 "flags" *1 "off" "redirect" :-1 "prefixes" *0
@three ! resp3
@three > CLIENT TRACKINGINFO
@three < %3 "flags" ~1 "off" "redirect" :-1 "prefixes" *0
> CLIENT TRACKINGINFO x
< -ERR wrong number of arguments for 'client|trackinginfo' command
> CLIENT
< -ERR wrong number of arguments for 'client' command
> CLIENT NOSUCH
< -ERR unknown subcommand 'NOSUCH'. Try CLIENT HELP.
> CLIENT NOSUCH with arguments
< -ERR unknown subcommand 'NOSUCH'. Try CLIENT HELP.
> client help x
< -ERR wrong number of arguments for 'client|help' command
> CLIENT HELP
<~ \*\d+ \+CLIENT <subcommand> \[<arg> \[value\] \[opt\] \.\.\.\]\. Subcommands are:.* \+HELP .*

! since 7.2
> CLIENT NO-TOUCH ON
< +OK
> CLIENT INFO
<~ ".* flags=T .*"
> CLIENT NO-TOUCH OFF
< +OK
> CLIENT NO-TOUCH MAYBE
< -ERR syntax error
> CLIENT NO-TOUCH
< -ERR wrong number of arguments for 'client|no-touch' command
! end

! since V8.0
> CLIENT CAPA
< -ERR wrong number of arguments for 'client|capa' command
> CLIENT CAPA nosuch redirect
< +OK
! end
