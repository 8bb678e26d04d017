# Functions that may not write, transactions, databases.

> FUNCTION LOAD "#!lua name=ro\nlocal function set(keys, args) return redis.call('SET', keys[1], args[1]) end local function get(keys) return redis.call('GET', keys[1]) end\nredis.register_function('set', set)\nredis.register_function{function_name='set_ro', callback=set, flags={'no-writes'}}\nredis.register_function{function_name='get_ro', callback=get, flags={'no-writes'}}\nredis.register_function('get', get) redis.register_function('wrong', function() return redis.call('GET') end)"
< "ro"
> FCALL set 1 k v
< +OK
> FCALL get_ro 1 k
< "v"
> FCALL_RO get_ro 1 k
< "v"
> FCALL_RO get 1 k
< -ERR Can not execute a script with write flag using *_ro command.
> FCALL set_ro 1 k w
< -ERR Write commands are not allowed from read-only scripts. script: set_ro, on @user_function:2.
> FCALL_RO set_ro 1 k w
< -ERR Write commands are not allowed from read-only scripts. script: set_ro, on @user_function:2.
> FCALL_RO set 1 k w
< -ERR Can not execute a script with write flag using *_ro command.
> FCALL get_ro 1 k
< "v"
> TYPE k
< +string
> MULTI
< +OK
> FCALL set 1 k new
< +QUEUED
> FCALL wrong 0
< +QUEUED
> FCALL nosuch 0
< +QUEUED
> FCALL set
< -ERR wrong number of arguments for 'fcall' command
> EXEC
< -EXECABORT Transaction discarded because of previous errors.
> MULTI
< +OK
> FCALL set 1 k newer
< +QUEUED
> FCALL wrong 0
< +QUEUED
> FCALL nosuch 0
< +QUEUED
> FUNCTION LOAD "#!lua name=multi\nredis.register_function('inmulti', function() return 1 end)"
< +QUEUED
> FCALL inmulti 0
< +QUEUED
> EXEC
< *5
<   +OK
<   -ERR Wrong number of args calling Redis command from script script: wrong, on @user_function:6.
<   -ERR Function not found
<   "multi"
<   :1
> GET k
< "newer"
> SELECT 3
< +OK
> FCALL set 1 k db3
< +OK
> SELECT 0
< +OK
> GET k
< "newer"
