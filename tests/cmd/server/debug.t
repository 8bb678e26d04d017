! config enable-debug-command local
> DEBUG SLEEP 0.001
> DEBUG SET-ACTIVE-EXPIRE 0
> DEBUG SET-ACTIVE-EXPIRE 1
> DEBUG CHANGE-REPL-ID
> DEBUG LOG "a message"
> DEBUG ERROR "MYCODE some text"
< +OK
< +OK
< +OK
< +OK
< +OK
< -MYCODE some text

> DEBUG DIGEST
> DEBUG DIGEST-VALUE a b
< +0000000000000000000000000000000000000000
<~ \*2 .?0{40}.? .?0{40}.?

> DEBUG POPULATE 3
> GET key:2
> DEBUG POPULATE 2 foo 10
> GET foo:1
> DEBUG POPULATE 2 bar 3
> GET bar:1
> SET key:0 mine
> DEBUG POPULATE 1
> GET key:0
> DEBUG POPULATE 0
> DBSIZE
< +OK
< "value:2"
< +OK
< "value:1\x00\x00\x00"
< +OK
< "val"
< +OK
< +OK
< "mine"
< +OK
< :7
> DEBUG POPULATE x
> DEBUG POPULATE -1
> DEBUG POPULATE 1 foo x
> DEBUG POPULATE 1 foo -1
< -ERR value is out of range, must be positive
< -ERR value is out of range, must be positive
< -ERR value is out of range, must be positive
< -ERR value is out of range, must be positive

> SET s value
> SET n 12345
> SET r "x"*100
> DEBUG OBJECT s
> DEBUG OBJECT n
> DEBUG OBJECT r
> DEBUG OBJECT nosuchkey
< +OK
< +OK
< +OK
<~ \+Value at:0x[0-9a-f]+ refcount:1 encoding:embstr serializedlength:6 lru:\d+ lru_seconds_idle:0
<~ \+Value at:0x[0-9a-f]+ refcount:\d+ encoding:int serializedlength:3 lru:\d+ lru_seconds_idle:0
<~ \+Value at:0x[0-9a-f]+ refcount:1 encoding:raw serializedlength:\d+ lru:\d+ lru_seconds_idle:0
< -ERR no such key

> DEBUG HTSTATS 0
<~ "\[Dictionary HT\]\\n.* table size: \d+\\n number of elements: 10\\n.*\[Expires.*"
> DEBUG HTSTATS 16
> DEBUG HTSTATS x
> DEBUG HTSTATS-KEY nosuchkey
> DEBUG HTSTATS-KEY s
< -ERR Out of range database
< -ERR value is not an integer or out of range
< -ERR no such key
< -ERR The value stored at the specified key is not represented using an hash table

> DEBUG x
> DEBUG SLEEP
> DEBUG SLEEP 0 0
> DEBUG ERROR
< -ERR unknown subcommand or wrong number of arguments for 'x'. Try DEBUG HELP.
< -ERR unknown subcommand or wrong number of arguments for 'SLEEP'. Try DEBUG HELP.
< -ERR unknown subcommand or wrong number of arguments for 'SLEEP'. Try DEBUG HELP.
< -ERR unknown subcommand or wrong number of arguments for 'ERROR'. Try DEBUG HELP.
> DEBUG HELP
<~ \*\d+ \+DEBUG <subcommand> \[<arg> \[value\] \[opt\] \.\.\.\]\. Subcommands are: .*

# An expired key stays where it is while the cycle is off, but is not seen.
> DEBUG SET-ACTIVE-EXPIRE 0
> SET gone 1 PX 1
< +OK
< +OK
! sleep 20ms
> GET gone
> DEBUG SET-ACTIVE-EXPIRE 1
< nil
< +OK
