# SCRIPT: the cache.

> SCRIPT LOAD "return 1"
< "e0e1f9fabfc9d4800c877a703b823ac0578ff8db"
> SCRIPT LOAD "retur 1"
< -ERR Error compiling script (new function): user_script:1: '=' expected near '1'
> SCRIPT LOAD
< -ERR wrong number of arguments for 'script|load' command
> SCRIPT EXISTS e0e1f9fabfc9d4800c877a703b823ac0578ff8db E0E1F9FABFC9D4800C877A703B823AC0578FF8DB x
< *3 :1 :1 :0
> EVALSHA E0E1F9FABFC9D4800C877A703B823AC0578FF8DB 0
< :1
> EVAL "return 2" 0
< :2
> SCRIPT EXISTS 7f923f79fe76194c868d7e1d0820de36700eb649
< *1 :1
> SCRIPT FLUSH foo
< -ERR SCRIPT FLUSH only support SYNC|ASYNC option
> SCRIPT FLUSH async bar
< -ERR SCRIPT FLUSH only support SYNC|ASYNC option
> SCRIPT FLUSH
< +OK
> SCRIPT EXISTS e0e1f9fabfc9d4800c877a703b823ac0578ff8db
< *1 :0
> SCRIPT LOAD "return 1"
< "e0e1f9fabfc9d4800c877a703b823ac0578ff8db"
> SCRIPT FLUSH SYNC
< +OK
> EVALSHA e0e1f9fabfc9d4800c877a703b823ac0578ff8db 0
< -NOSCRIPT No matching script. Please use EVAL.
> SCRIPT LOAD "return 1"
< "e0e1f9fabfc9d4800c877a703b823ac0578ff8db"
> SCRIPT FLUSH async
< +OK
> SCRIPT EXISTS e0e1f9fabfc9d4800c877a703b823ac0578ff8db
< *1 :0
> SCRIPT KILL
< -NOTBUSY No scripts in execution right now.
! sleep 1ms
> SCRIPT DEBUG NO
< +OK
! sleep 1ms
> SCRIPT DEBUG xx
< -ERR Use SCRIPT DEBUG YES/SYNC/NO
! sleep 1ms
> SCRIPT DEBUG
< -ERR wrong number of arguments for 'script|debug' command
> SCRIPT foo
< -ERR unknown subcommand 'foo'. Try SCRIPT HELP.
> SCRIPT
< -ERR wrong number of arguments for 'script' command

# Valkey 8.0 shows a script.
! only kvd: SCRIPT SHOW is Valkey's
> SCRIPT LOAD "return 'x'"
<save id
> SCRIPT SHOW ${id}
< "return 'x'"
> SCRIPT SHOW ffffffffffffffffffffffffffffffffffffffff
< -NOSCRIPT No matching script.
> SCRIPT DEBUG YES
< -ERR scripts cannot be debugged on this server: run them on one that has the debugger, or use redis.log()
! end

# Of scripts that were only given to EVAL the last 500 are kept; those that were loaded stay.
! only kvd: redis-server 7.0 keeps all
> SCRIPT FLUSH
< +OK
> SCRIPT LOAD "return 'stays'"
<save stays
> EVAL "return redis.sha1hex('return 1')" 0
<save goes
> EVAL "return 1" 0
< :1
! repeat 500
> EVAL "return ${i} + 1000" 0
<~ :\d+
! end
> SCRIPT EXISTS ${stays} ${goes}
< *2 :1 :0
! end
