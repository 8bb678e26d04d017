# One directive, then several.
> CONFIG SET timeout 10
< +OK
> CONFIG GET timeout
< *2 "timeout" "10"
> CONFIG SET TimeOut 20 tcp-keepalive 30
< +OK
> CONFIG GET timeout tcp-keepalive
<unordered-pairs *4 "timeout" "20" "tcp-keepalive" "30"

# An alias sets the same value.
> CONFIG SET slave-priority 7
< +OK
> CONFIG GET replica-priority
< *2 "replica-priority" "7"

# Sizes take units, in any case.
> CONFIG SET maxmemory 100mb
< +OK
> CONFIG GET maxmemory
< *2 "maxmemory" "104857600"
> CONFIG SET maxmemory 1K
< +OK
> CONFIG GET maxmemory
< *2 "maxmemory" "1000"
> CONFIG SET maxmemory 0 maxmemory-clients 5%
< +OK
> CONFIG GET maxmemory-clients
< *2 "maxmemory-clients" "5%"

# All or nothing: whichever pair is bad, no other takes effect.
> CONFIG SET timeout 1 hz abc
< -ERR CONFIG SET failed (possibly related to argument 'hz') - argument couldn't be parsed into an integer
> CONFIG SET timeout 1 nosuch 2
< -ERR Unknown option or number of arguments for CONFIG SET - 'nosuch'
> CONFIG SET timeout 1 databases 3
< -ERR CONFIG SET failed (possibly related to argument 'databases') - can't set immutable config
> CONFIG SET timeout 1 dir /tmp
< -ERR CONFIG SET failed (possibly related to argument 'dir') - can't set protected config
> CONFIG SET timeout 1 timeout 2
< -ERR CONFIG SET failed (possibly related to argument 'timeout') - duplicate parameter
> CONFIG SET timeout 1 save 60
< -ERR CONFIG SET failed (possibly related to argument 'save') - Invalid save parameters
> CONFIG GET timeout
< *2 "timeout" "20"

# Values that their types refuse.
> CONFIG SET timeout -1
< -ERR CONFIG SET failed (possibly related to argument 'timeout') - argument must be between 0 and 2147483647 inclusive
> CONFIG SET Timeout 1.5
< -ERR CONFIG SET failed (possibly related to argument 'timeout') - argument couldn't be parsed into an integer
> CONFIG SET timeout ""
< -ERR CONFIG SET failed (possibly related to argument 'timeout') - argument couldn't be parsed into an integer
> CONFIG SET appendonly maybe
< -ERR CONFIG SET failed (possibly related to argument 'appendonly') - argument must be 'yes' or 'no'
> CONFIG SET appendfsync never
< -ERR CONFIG SET failed (possibly related to argument 'appendfsync') - argument(s) must be one of the following: everysec, always, no
> CONFIG SET maxmemory 1.5gb
! differs: kvd takes a share of the machine's memory as well
! kvd
< -ERR CONFIG SET failed (possibly related to argument 'maxmemory') - argument must be a memory or percent value
! redis
< -ERR CONFIG SET failed (possibly related to argument 'maxmemory') - argument must be a memory value
! end
> CONFIG SET maxmemory -1
! differs: kvd takes a share of the machine's memory as well
! kvd
< -ERR CONFIG SET failed (possibly related to argument 'maxmemory') - argument must be a memory or percent value
! redis
< -ERR CONFIG SET failed (possibly related to argument 'maxmemory') - argument must be a memory value
! end
> CONFIG SET maxmemory-clients x%
< -ERR CONFIG SET failed (possibly related to argument 'maxmemory-clients') - argument must be a memory or percent value
> CONFIG SET maxmemory-clients 101%
< -ERR CONFIG SET failed (possibly related to argument 'maxmemory-clients') - percentage argument must be less or equal to 100
> CONFIG SET repl-backlog-size 0
< -ERR CONFIG SET failed (possibly related to argument 'repl-backlog-size') - argument must be between 1 and 9223372036854775807 inclusive

# Directives that cannot change while the server runs, or that no client may change.
> CONFIG SET unixsocket /tmp/x
< -ERR CONFIG SET failed (possibly related to argument 'unixsocket') - can't set immutable config
> CONFIG SET daemonize no
< -ERR CONFIG SET failed (possibly related to argument 'daemonize') - can't set immutable config
> CONFIG SET replicaof "no one"
< -ERR CONFIG SET failed (possibly related to argument 'replicaof') - can't set immutable config
> CONFIG SET dbfilename x.rdb
< -ERR CONFIG SET failed (possibly related to argument 'dbfilename') - can't set protected config
> CONFIG SET enable-protected-configs yes
< -ERR CONFIG SET failed (possibly related to argument 'enable-protected-configs') - can't set immutable config

# Unknown names, and an odd number of words.
> CONFIG SET nosuch 1
< -ERR Unknown option or number of arguments for CONFIG SET - 'nosuch'
> CONFIG SET include /etc/x
< -ERR Unknown option or number of arguments for CONFIG SET - 'include'
> CONFIG SET "a\r\nb" 1
< -ERR Unknown option or number of arguments for CONFIG SET - 'a  b'
> CONFIG SET timeout
< -ERR wrong number of arguments for 'config|set' command
> CONFIG SET timeout 1 hz
< -ERR syntax error
