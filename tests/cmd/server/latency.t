! config enable-debug-command yes
> LATENCY LATEST
< *0
> LATENCY HISTORY command
< *0
> LATENCY RESET
< :0
> LATENCY GRAPH command
< -ERR No samples available for event 'command'

# Nothing is noted before the threshold is set.
> DEBUG SLEEP 0.005
> LATENCY LATEST
< +OK
< *0
> CONFIG SET latency-monitor-threshold 4
> DEBUG SLEEP 0.02
> LATENCY LATEST
< +OK
< +OK
<~ \*1 \*4 "command" :\d{10} :\d+ :\d+
> DEBUG SLEEP 0.005
> DEBUG SLEEP 0.005
< +OK
< +OK
! sleep 1.05s
> DEBUG SLEEP 0.01
> LATENCY LATEST
< +OK
<~ \*1 \*4 "command" :\d{10} :\d+ :\d+
# A second counts once, with its worst: the first three were in one, or in two that follow.
> LATENCY HISTORY command
<~ \*[23]( \*2 :\d{10} :\d+){2,3}
> LATENCY GRAPH command
<~ "command - high \d+ ms, low \d+ ms \(all time high \d+ ms\)\\n-{80}\\n.*[#o_].*\\n.*s.*\\n"
> LATENCY DOCTOR
<~ ".*\\n\\n1\. command: [23] latency spikes \(average \d+ms, mean deviation \d+ms, period \d+\.\d\d sec\)\. Worst all time event \d+ms\.\\n.*"
> LATENCY RESET nosuchevent
> LATENCY RESET nosuchevent command command
> LATENCY LATEST
< :0
< :1
< *0

! resp3
> DEBUG SLEEP 0.01
> LATENCY GRAPH command
< +OK
<~ ="txt:command - high \d+ ms, .*"
> LATENCY RESET
< :1

> LATENCY
> LATENCY x
> LATENCY GRAPH
> LATENCY HISTORY
> LATENCY HISTORY a b
> LATENCY LATEST x
> LATENCY DOCTOR x
< -ERR wrong number of arguments for 'latency' command
< -ERR unknown subcommand 'x'. Try LATENCY HELP.
< -ERR wrong number of arguments for 'latency|graph' command
< -ERR wrong number of arguments for 'latency|history' command
< -ERR wrong number of arguments for 'latency|history' command
< -ERR wrong number of arguments for 'latency|latest' command
< -ERR wrong number of arguments for 'latency|doctor' command
> LATENCY HELP
<~ \*\d+ \+LATENCY <subcommand> \[<arg> \[value\] \[opt\] \.\.\.\]\. Subcommands are: .*
