# Errors of functions, and what redis.call refuses in them.

> SET text abc
< +OK
> FUNCTION LOAD "#!lua name=e_error\nredis.register_function('e_error', function() error('stop') end)"
< "e_error"
> FCALL e_error 0
< -ERR user_function:2: stop script: e_error, on @user_function:2.
> FUNCTION LOAD "#!lua name=e_error0\nredis.register_function('e_error0', function() error('stop', 0) end)"
< "e_error0"
> FCALL e_error0 0
< -ERR stop script: e_error0, on @user_function:2.
> FUNCTION LOAD "#!lua name=e_table\nredis.register_function('e_table', function() error({err='MINE stop'}) end)"
< "e_table"
> FCALL e_table 0
< -MINE stop script: e_table, on @user_function:2.
> FUNCTION LOAD "#!lua name=e_table2\nredis.register_function('e_table2', function() error({err='stop'}) end)"
< "e_table2"
> FCALL e_table2 0
< -stop script: e_table2, on @user_function:2.
> FUNCTION LOAD "#!lua name=e_nil\nredis.register_function('e_nil', function() error() end)"
< "e_nil"
> FCALL e_nil 0
< -ERR nil script: e_nil, on @user_function:2.
> FUNCTION LOAD "#!lua name=e_number\nredis.register_function('e_number', function() error(12) end)"
< "e_number"
> FCALL e_number 0
< -ERR user_function:2: 12 script: e_number, on @user_function:2.
> FUNCTION LOAD "#!lua name=e_lua\nredis.register_function('e_lua', function() local t; t.x = 1 end)"
< "e_lua"
> FCALL e_lua 0
< -ERR user_function:2: attempt to index local 't' (a nil value) script: e_lua, on @user_function:2.
> FUNCTION LOAD "#!lua name=e_global\nredis.register_function('e_global', function() return nosuch end)"
< "e_global"
> FCALL e_global 0
< -ERR user_function:2: Script attempted to access nonexistent global variable 'nosuch' script: e_global, on @user_function:2.
> FUNCTION LOAD "#!lua name=e_set\nredis.register_function('e_set', function() x = 1 end)"
< "e_set"
> FCALL e_set 0
< -ERR user_function:2: Attempt to modify a readonly table script: e_set, on @user_function:2.
> FUNCTION LOAD "#!lua name=e_call\nredis.register_function('e_call', function() return redis.call('INCR', 'text') end)"
< "e_call"
> FCALL e_call 0
< -ERR value is not an integer or out of range script: e_call, on @user_function:2.
> FUNCTION LOAD "#!lua name=e_pcall\nredis.register_function('e_pcall', function() return redis.pcall('INCR', 'text') end)"
< "e_pcall"
> FCALL e_pcall 0
< -ERR value is not an integer or out of range
> FUNCTION LOAD "#!lua name=e_pcall2\nredis.register_function('e_pcall2', function() return redis.pcall('INCR', 'text').err end)"
< "e_pcall2"
> FCALL e_pcall2 0
< "ERR value is not an integer or out of range"
> FUNCTION LOAD "#!lua name=e_unknown\nredis.register_function('e_unknown', function() return redis.call('NOSUCH') end)"
< "e_unknown"
> FCALL e_unknown 0
< -ERR Unknown Redis command called from script script: e_unknown, on @user_function:2.
> FUNCTION LOAD "#!lua name=e_arity\nredis.register_function('e_arity', function() return redis.call('GET') end)"
< "e_arity"
> FCALL e_arity 0
< -ERR Wrong number of args calling Redis command from script script: e_arity, on @user_function:2.
> FUNCTION LOAD "#!lua name=e_none\nredis.register_function('e_none', function() return redis.call() end)"
< "e_none"
> FCALL e_none 0
< -ERR Please specify at least one argument for this redis lib call script: e_none, on @user_function:2.
> FUNCTION LOAD "#!lua name=e_wrong\nredis.register_function('e_wrong', function() return redis.call({}) end)"
< "e_wrong"
> FCALL e_wrong 0
< -ERR Lua redis lib command arguments must be strings or integers script: e_wrong, on @user_function:2.
> FUNCTION LOAD "#!lua name=e_noscript\nredis.register_function('e_noscript', function() return redis.call('FCALL', 'e_lua', 0) end)"
< "e_noscript"
> FCALL e_noscript 0
< -ERR This Redis command is not allowed from script script: e_noscript, on @user_function:2.
> FUNCTION LOAD "#!lua name=e_noscript2\nredis.register_function('e_noscript2', function() return redis.call('EVAL', 'return 1', 0) end)"
< "e_noscript2"
> FCALL e_noscript2 0
< -ERR This Redis command is not allowed from script script: e_noscript2, on @user_function:2.
> FUNCTION LOAD "#!lua name=e_function\nredis.register_function('e_function', function() return redis.call('FUNCTION', 'LIST') end)"
< "e_function"
> FCALL e_function 0
< -ERR This Redis command is not allowed from script script: e_function, on @user_function:2.
> FUNCTION LOAD "#!lua name=e_stop\nredis.register_function('e_stop', function() local ok, e = pcall(redis.call, 'INCR', 'text') return {tostring(ok), tostring(e)} end)"
< "e_stop"
> FCALL e_stop 0
< *2 "false" "ERR value is not an integer or out of range"
> FUNCTION LOAD "#!lua name=e_status\nredis.register_function('e_status', function() return redis.error_reply('MINE x') end)"
< "e_status"
> FCALL e_status 0
< -MINE x
> FUNCTION LOAD "#!lua name=e_status2\nredis.register_function('e_status2', function() return redis.error_reply('x') end)"
< "e_status2"
> FCALL e_status2 0
< -ERR x
> FUNCTION LOAD "#!lua name=e_status3\nredis.register_function('e_status3', function() return redis.status_reply('x') end)"
< "e_status3"
> FCALL e_status3 0
< +x
> FUNCTION LOAD "#!lua name=e_register\nredis.register_function('e_register', function() return redis.register_function('x', function() end) end)"
< "e_register"
> FCALL e_register 0
< -ERR user_function:2: attempt to call field 'register_function' (a nil value) script: e_register, on @user_function:2.
> EVAL "return redis.call('FCALL', 'e_lua', 0)" 0
< -ERR This Redis command is not allowed from script script: df77a1c12849270fcd1e542c7d8173c05366f7c9, on @user_script:1.
> EVAL "return redis.call('FUNCTION', 'LIST')" 0
< -ERR This Redis command is not allowed from script script: 716b79376633ef2b497d914a260f58c36a4b915e, on @user_script:1.
> EVAL "return redis.register_function" 0
< nil


# The line is the one that failed, in the code as it was loaded.
> FUNCTION LOAD "#!lua name=lines\nlocal function inner()\n  return redis.call('INCR', 'text')\nend\n\nredis.register_function('line', function()\n  local x = inner()\n  return x\nend)"
< "lines"
> FCALL line 0
< -ERR value is not an integer or out of range script: line, on @user_function:3.
