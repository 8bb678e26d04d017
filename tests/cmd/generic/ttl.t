# -2: no such key, -1: no deadline.
> TTL nosuch
< :-2
> PTTL nosuch
< :-2
> EXPIRETIME nosuch
< :-2
> PEXPIRETIME nosuch
< :-2
> SET a 1
< +OK
> TTL a
< :-1
> PTTL a
< :-1
> EXPIRETIME a
< :-1
> PEXPIRETIME a
< :-1

# TTL rounds to the next second, half up.
> PEXPIRE a 10450
< :1
> TTL a
< :10
> PEXPIRE a 10950
< :1
> TTL a
< :11
> PEXPIREAT a 4000000000400
< :1
> EXPIRETIME a
< :4000000000
> PEXPIREAT a 4000000000499
< :1
> EXPIRETIME a
< :4000000000
> PEXPIREAT a 4000000000500
< :1
> EXPIRETIME a
< :4000000001
> PEXPIREAT a 4000000000999
< :1
> EXPIRETIME a
< :4000000001
> PEXPIRETIME a
< :4000000000999
> SET a 1 PX 1
< +OK
! sleep 20ms
> TTL a
< :-2
> PTTL a
< :-2
> EXPIRETIME a
< :-2
> PEXPIRETIME a
< :-2
> TTL
< -ERR wrong number of arguments for 'ttl' command
> TTL a b
< -ERR wrong number of arguments for 'ttl' command
> PTTL
< -ERR wrong number of arguments for 'pttl' command
> EXPIRETIME
< -ERR wrong number of arguments for 'expiretime' command
> PEXPIRETIME
< -ERR wrong number of arguments for 'pexpiretime' command
> PEXPIRETIME a b
< -ERR wrong number of arguments for 'pexpiretime' command

# PERSIST
> PERSIST nosuch
< :0
> SET a 1
< +OK
> PERSIST a
< :0
> EXPIRE a 100
< :1
> PERSIST a
< :1
> TTL a
< :-1
> PERSIST a
< :0
> GET a
< "1"
> SET a 1 PX 1
< +OK
! sleep 20ms
> PERSIST a
< :0
> PERSIST
< -ERR wrong number of arguments for 'persist' command
> PERSIST a b
< -ERR wrong number of arguments for 'persist' command
