# lua-instruction-limit: a script is stopped after so many instructions of Lua, whatever it does.
! kvd-only: redis-server has no such limit

> CONFIG GET lua-instruction-limit
< *2 "lua-instruction-limit" "0"
> CONFIG SET lua-instruction-limit -1
<~ -ERR CONFIG SET failed .*lua-instruction-limit.*
> CONFIG SET lua-instruction-limit 100000
< +OK
> EVAL "local n = 0 for i = 1, 10000 do n = n + i end return n" 0
< :50005000
> EVAL "while true do end" 0
<~ -ERR Script stopped: it has run more than lua-instruction-limit allows script: .*
> EVAL "for i = 1, 200000 do end return 1" 0
<~ -ERR Script stopped: it has run more than lua-instruction-limit allows script: .*

# It cannot be caught, and what was written stays.
> EVAL "redis.call('SET', KEYS[1], 'v') while true do pcall(function() while true do end end) end" 1 k
<~ -ERR Script stopped: it has run more than lua-instruction-limit allows script: .*
> GET k
< "v"

# In coroutines, and with them.
> EVAL "coroutine.wrap(function() while true do end end)()" 0
<~ -ERR Script stopped: it has run more than lua-instruction-limit allows script: .*
> EVAL "while true do coroutine.wrap(function() end)() end" 0
<~ -ERR Script stopped: it has run more than lua-instruction-limit allows script: .*
> EVAL "local f = coroutine.wrap(function() while true do coroutine.yield() end end) while true do f() end" 0
<~ -ERR Script stopped: it has run more than lua-instruction-limit allows script: .*

# The work of C functions counts as well, that of commands does not.
> EVAL "return string.find(('a'):rep(30), ('a?'):rep(30) .. ('a'):rep(30) .. 'b')" 0
<~ -ERR Script stopped: it has run more than lua-instruction-limit allows script: .*
> EVAL "for i = 1, 1000 do redis.call('INCR', KEYS[1]) end return redis.call('GET', KEYS[1])" 1 n
< "1000"

# Functions, and the code of libraries.
> FUNCTION LOAD "#!lua name=lib\nredis.register_function('loop', function() while true do end end)\nredis.register_function('one', function() return 1 end)"
< "lib"
> FCALL loop 0
<~ -ERR Script stopped: it has run more than lua-instruction-limit allows script: loop, .*
> FCALL one 0
< :1
> FUNCTION LOAD "#!lua name=endless\nwhile true do end"
< -ERR Error registering functions: ERR Script stopped: it has run more than lua-instruction-limit allows
> FUNCTION FLUSH
< +OK

> CONFIG SET lua-instruction-limit 0
< +OK
> EVAL "for i = 1, 100000 do end return 1" 0
< :1
