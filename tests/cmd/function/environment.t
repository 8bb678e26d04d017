# What a library sees when it is loaded, and its functions when they run.

> FUNCTION LOAD "#!lua name=counter\nlocal n = 0\nlocal r = redis\nredis.register_function('up', function() n = n + 1; return n end)\nredis.register_function('get', function() return n end)\nredis.register_function('captured', function() return r.call('PING') end)\nredis.register_function('same', function() return tostring(r == redis) end)"
< "counter"
> FCALL up 0
< :1
> FCALL up 0
< :2
> FCALL get 0
< :2
> FCALL captured 0
< -ERR user_function:6: Script attempted to access nonexistent global variable 'call' script: captured, on @user_function:6.
> FCALL same 0
< "false"
> FUNCTION LOAD REPLACE "#!lua name=counter\nlocal n = 0\nredis.register_function('up', function() n = n + 1; return n end)"
< "counter"
> FCALL up 0
< :1
> FUNCTION LOAD "#!lua name=globals\nlocal function r(n, f) redis.register_function(n, f) end\nr('g_read', function() return x end)\nr('g_write', function() x = 1 end)\nr('g_rawset', function() rawset(_G, 'x', 1) end)\nr('g_setmeta', function() setmetatable(_G, {}) end)\nr('g_redis', function() redis.call = nil end)\nr('g_string', function() string.foo = 1 end)\nr('g_meta', function() getmetatable('').__index = nil end)\nr('g_G', function() _G.x = 1 end)\nr('g_keys', function() return KEYS end)\nr('g_argv', function() return ARGV end)\nr('g_load', function() return loadstring('return 1 + 1')() end)\nr('g_load2', function() return tostring(loadstring('\\27Lua')) end)\nr('g_fenv', function() return setfenv(1, {}) end)\nr('g_math', function() return tostring(math.random()) == tostring(math.random()) and 1 or 0 end)"
< "globals"
> FCALL g_read 0
< -ERR user_function:3: Script attempted to access nonexistent global variable 'x' script: g_read, on @user_function:3.
> FCALL g_write 0
< -ERR user_function:4: Attempt to modify a readonly table script: g_write, on @user_function:4.
> FCALL g_rawset 0
< -ERR Attempt to modify a readonly table script: g_rawset, on @user_function:5.
> FCALL g_setmeta 0
< -ERR Attempt to modify a readonly table script: g_setmeta, on @user_function:6.
> FCALL g_redis 0
< -ERR user_function:7: Attempt to modify a readonly table script: g_redis, on @user_function:7.
> FCALL g_string 0
< -ERR user_function:8: Attempt to modify a readonly table script: g_string, on @user_function:8.
> FCALL g_meta 0
< -ERR user_function:9: Attempt to modify a readonly table script: g_meta, on @user_function:9.
> FCALL g_G 0
< -ERR user_function:10: Attempt to modify a readonly table script: g_G, on @user_function:10.
> FCALL g_keys 0
< -ERR user_function:11: Script attempted to access nonexistent global variable 'KEYS' script: g_keys, on @user_function:11.
> FCALL g_argv 0
< -ERR user_function:12: Script attempted to access nonexistent global variable 'ARGV' script: g_argv, on @user_function:12.
> FCALL g_load 0
< :2
> FCALL g_load2 0
< "nil"
> FCALL g_fenv 0
< -ERR user_function:15: Script attempted to access nonexistent global variable 'setfenv' script: g_fenv, on @user_function:15.
> FCALL g_math 0
< :0
> FUNCTION LOAD "#!lua name=load_names\nlocal t = {}\nlocal r = redis\nlocal i = 0\nlocal v = r.LOG_DEBUG + r.LOG_VERBOSE + r.LOG_NOTICE + r.LOG_WARNING\nredis.register_function('v', function() return v end)"
< "load_names"
> FCALL v 0
< :6
> FUNCTION LOAD "#!lua name=load_repl\nlocal v = redis.REPL_ALL\nredis.register_function('v2', function() return v end)"
< -ERR Error registering functions: ERR user_function:2: Script attempted to access nonexistent global variable 'REPL_ALL'
> FUNCTION LOAD "#!lua name=load_string\nlocal v = ('x'):upper()\nredis.register_function('v3', function() return v end)"
< "load_string"
> FCALL v3 0
< "X"
> FUNCTION LOAD "#!lua name=load_args\nlocal a, b = ...\nredis.register_function('v4', function() return type(a) end)"
< "load_args"
> FCALL v4 0
< "nil"
# The replies that the version of the protocol asks for are a function's own.
> FUNCTION LOAD "#!lua name=resp\nredis.register_function('resp3', function() redis.setresp(3) local r = redis.call('HGETALL', 'h') return type(r.map) end) redis.register_function('resp2', function() local r = redis.call('HGETALL', 'h') return type(r.map) end)"
< "resp"
> HSET h f v
< :1
> FCALL resp3 0
< "table"
> FCALL resp2 0
< "nil"
# The global table of EVAL is another.
> EVAL "return n" 0
< -ERR user_script:1: Script attempted to access nonexistent global variable 'n' script: c0a1d5d480726a71e5c1db132453eff7de59fa71, on @user_script:1.

# What is there at run time.
> FUNCTION LOAD "#!lua name=types\nredis.register_function('types', function() local t = {} for _, name in ipairs{'assert', 'bit', 'cjson', 'cmsgpack', 'coroutine', 'error', 'getmetatable', 'ipairs', 'load', 'loadstring', 'math', 'next', 'pairs', 'pcall', 'rawequal', 'rawget', 'rawset', 'redis', 'select', 'setmetatable', 'string', 'struct', 'table', 'tonumber', 'tostring', 'type', 'unpack', 'xpcall'} do t[#t + 1] = type(_G[name]) end return table.concat(t, ' ') end)"
< "types"
> FCALL types 0
< "function table table table table function function function function function table function function function function function function table function function table table table function function function function function"
> FUNCTION LOAD "#!lua name=missing\nlocal function r(name, f) redis.register_function(name, f) end\nr('m1', function() return print end) r('m2', function() return dofile end) r('m3', function() return loadfile end) r('m4', function() return require end) r('m5', function() return io end) r('m6', function() return debug end) r('m7', function() return package end) r('m8', function() return newproxy end) r('m9', function() return getfenv end)"
< "missing"
> FCALL m1 0
< -ERR user_function:3: Script attempted to access nonexistent global variable 'print' script: m1, on @user_function:3.
> FCALL m2 0
< -ERR user_function:3: Script attempted to access nonexistent global variable 'dofile' script: m2, on @user_function:3.
> FCALL m3 0
< -ERR user_function:3: Script attempted to access nonexistent global variable 'loadfile' script: m3, on @user_function:3.
> FCALL m4 0
< -ERR user_function:3: Script attempted to access nonexistent global variable 'require' script: m4, on @user_function:3.
> FCALL m5 0
< -ERR user_function:3: Script attempted to access nonexistent global variable 'io' script: m5, on @user_function:3.
> FCALL m6 0
< -ERR user_function:3: Script attempted to access nonexistent global variable 'debug' script: m6, on @user_function:3.
> FCALL m7 0
< -ERR user_function:3: Script attempted to access nonexistent global variable 'package' script: m7, on @user_function:3.
> FCALL m8 0
< -ERR user_function:3: Script attempted to access nonexistent global variable 'newproxy' script: m8, on @user_function:3.
> FCALL m9 0
< -ERR user_function:3: Script attempted to access nonexistent global variable 'getfenv' script: m9, on @user_function:3.
