# redis.register_function: both forms, what they refuse.

> FUNCTION LOAD "#!lua name=a\nredis.register_function('f', function() return 1 end)\nredis.register_function('f', function() return 2 end)"
< -ERR Error registering functions: ERR Function already exists in the library
> FUNCTION LOAD "#!lua name=a\nredis.register_function('f', function() return 1 end)"
< "a"
> FCALL f 0
< :1
> FCALL F 0
< :1
> FUNCTION LOAD "#!lua name=b\nredis.register_function('f', function() return 1 end)"
< -ERR Function f already exists
> FUNCTION LOAD REPLACE "#!lua name=b\nredis.register_function('f', function() return 1 end)"
< -ERR Function f already exists
> FUNCTION LOAD "#!lua name=b\nredis.register_function('g', function() return 1 end)\nredis.register_function('f', function() return 1 end)"
< -ERR Function f already exists
> FCALL g 0
< -ERR Function not found
> FUNCTION LOAD "#!lua name=b\nredis.register_function('g', function() return 1 end)"
< "b"
> FUNCTION LOAD REPLACE "#!lua name=b\nredis.register_function('h', function() return 1 end)\nredis.register_function('f', function() return 1 end)"
< -ERR Function f already exists
> FCALL g 0
< :1
> FCALL h 0
< -ERR Function not found
> FUNCTION LOAD REPLACE "#!lua name=b\nredis.register_function('h', function() return 1 end)\nnosuch()"
< -ERR Error registering functions: ERR user_function:3: Script attempted to access nonexistent global variable 'nosuch'
> FCALL g 0
< :1
> FUNCTION LOAD REPLACE "#!lua name=b\nredis.register_function('h', function() return 1 end)"
< "b"
> FCALL g 0
< -ERR Function not found
> FCALL h 0
< :1
> FUNCTION FLUSH
< +OK

# Wrong arguments.
> FUNCTION LOAD "#!lua name=a\nredis.register_function()"
< -ERR Error registering functions: ERR wrong number of arguments to redis.register_function
> FUNCTION LOAD "#!lua name=a\nredis.register_function('f')"
< -ERR Error registering functions: ERR calling redis.register_function with a single argument is only applicable to Lua table (representing named arguments).
> FUNCTION LOAD "#!lua name=a\nredis.register_function('f', 'g')"
< -ERR Error registering functions: ERR second argument to redis.register_function must be a function
> FUNCTION LOAD "#!lua name=a\nredis.register_function('f', function() end, 'x')"
< -ERR Error registering functions: ERR wrong number of arguments to redis.register_function
> FUNCTION LOAD "#!lua name=a\nredis.register_function('f', function() end, {})"
< -ERR Error registering functions: ERR wrong number of arguments to redis.register_function
> FUNCTION LOAD "#!lua name=a\nredis.register_function('f', function() end, {'no-writes'})"
< -ERR Error registering functions: ERR wrong number of arguments to redis.register_function
> FUNCTION LOAD "#!lua name=a\nredis.register_function(function() end, 'f')"
< -ERR Error registering functions: ERR first argument to redis.register_function must be a string
> FUNCTION LOAD "#!lua name=a\nredis.register_function(nil, function() end)"
< -ERR Error registering functions: ERR first argument to redis.register_function must be a string
> FUNCTION LOAD "#!lua name=a\nredis.register_function({}, function() end)"
< -ERR Error registering functions: ERR first argument to redis.register_function must be a string
> FUNCTION LOAD "#!lua name=a\nredis.register_function('', function() end)"
< -ERR Error registering functions: ERR Library names can only contain letters, numbers, or underscores(_) and must be at least one character long
> FUNCTION LOAD "#!lua name=a\nredis.register_function('a-b', function() end)"
< -ERR Error registering functions: ERR Library names can only contain letters, numbers, or underscores(_) and must be at least one character long
> FUNCTION LOAD "#!lua name=a\nredis.register_function('a b', function() end)"
< -ERR Error registering functions: ERR Library names can only contain letters, numbers, or underscores(_) and must be at least one character long
> FUNCTION LOAD "#!lua name=a\nredis.register_function('a\\0b', function() end)"
< -ERR Error registering functions: ERR Library names can only contain letters, numbers, or underscores(_) and must be at least one character long
> FUNCTION LOAD "#!lua name=a\nredis.register_function(12, function() return 'number' end)"
< "a"
> FCALL 12 0
< "number"
> FUNCTION LOAD REPLACE "#!lua name=a\nredis.register_function(1.5, function() return 'number' end)"
< -ERR Error registering functions: ERR Library names can only contain letters, numbers, or underscores(_) and must be at least one character long
> FUNCTION LOAD REPLACE "#!lua name=a\nredis.register_function('f', redis.log)"
< "a"
> FCALL f 0
< -ERR First argument must be a number (log level).
> FUNCTION LOAD REPLACE "#!lua name=a\nredis.register_function('f', redis.register_function)"
< "a"
> FCALL f 0
< -ERR redis.register_function can only be called on FUNCTION LOAD command
> FUNCTION LOAD REPLACE "#!lua name=a\nredis.register_function('f', function() end, nil)"
< -ERR Error registering functions: ERR wrong number of arguments to redis.register_function

# A table.
> FUNCTION LOAD REPLACE "#!lua name=a\nredis.register_function{}"
< -ERR Error registering functions: ERR redis.register_function must get a function name argument
> FUNCTION LOAD REPLACE "#!lua name=a\nredis.register_function('x')"
< -ERR Error registering functions: ERR calling redis.register_function with a single argument is only applicable to Lua table (representing named arguments).
> FUNCTION LOAD REPLACE "#!lua name=a\nredis.register_function(12)"
< -ERR Error registering functions: ERR calling redis.register_function with a single argument is only applicable to Lua table (representing named arguments).
> FUNCTION LOAD REPLACE "#!lua name=a\nredis.register_function{function_name='f'}"
< -ERR Error registering functions: ERR redis.register_function must get a callback argument
> FUNCTION LOAD REPLACE "#!lua name=a\nredis.register_function{callback=function() end}"
< -ERR Error registering functions: ERR redis.register_function must get a function name argument
> FUNCTION LOAD REPLACE "#!lua name=a\nredis.register_function{function_name='f', callback=12}"
< -ERR Error registering functions: ERR callback argument given to redis.register_function must be a function
> FUNCTION LOAD REPLACE "#!lua name=a\nredis.register_function{function_name={}, callback=function() end}"
< -ERR Error registering functions: ERR function_name argument given to redis.register_function must be a string
> FUNCTION LOAD REPLACE "#!lua name=a\nredis.register_function{function_name=12, callback=function() end}"
< "a"
> FUNCTION LOAD REPLACE "#!lua name=a\nredis.register_function{function_name='f', callback=function() end, nosuch=1}"
< -ERR Error registering functions: ERR unknown argument given to redis.register_function
> FUNCTION LOAD REPLACE "#!lua name=a\nredis.register_function{function_name='f', callback=function() end, [1]=1}"
< -ERR Error registering functions: ERR unknown argument given to redis.register_function
> FUNCTION LOAD REPLACE "#!lua name=a\nredis.register_function{function_name='f', callback=function() end, [{}]=1}"
< -ERR Error registering functions: ERR named argument key given to redis.register_function is not a string
> FUNCTION LOAD REPLACE "#!lua name=a\nredis.register_function{function_name='f', callback=function() end, description=12}"
< "a"
> FUNCTION LOAD REPLACE "#!lua name=a\nredis.register_function{function_name='f', callback=function() end, description={}}"
< -ERR Error registering functions: ERR description argument given to redis.register_function must be a string
> FUNCTION LOAD REPLACE "#!lua name=a\nredis.register_function{function_name='f', callback=function() end, flags='no-writes'}"
< -ERR Error registering functions: ERR flags argument to redis.register_function must be a table representing function flags
> FUNCTION LOAD REPLACE "#!lua name=a\nredis.register_function{function_name='f', callback=function() end, flags=1}"
< -ERR Error registering functions: ERR flags argument to redis.register_function must be a table representing function flags
> FUNCTION LOAD REPLACE "#!lua name=a\nredis.register_function{function_name='f', callback=function() end, flags={'nosuch'}}"
< -ERR Error registering functions: ERR unknown flag given
> FUNCTION LOAD REPLACE "#!lua name=a\nredis.register_function{function_name='f', callback=function() end, flags={1}}"
< -ERR Error registering functions: ERR unknown flag given
> FUNCTION LOAD REPLACE "#!lua name=a\nredis.register_function{function_name='f', callback=function() end, flags={{}}}"
< -ERR Error registering functions: ERR unknown flag given
> FUNCTION LOAD REPLACE "#!lua name=a\nredis.register_function{function_name='f', callback=function() end, flags={'NO-WRITES'}}"
< "a"
> FUNCTION LOAD REPLACE "#!lua name=a\nredis.register_function{function_name='f', callback=function() end, flags={x='no-writes'}}"
< "a"
> FUNCTION LIST
< *1
<   *6
<     "library_name"
<     "a"
<     "engine"
<     "LUA"
<     "functions"
<     *1
<       *6 "name" "f" "description" nil "flags" *0
> FUNCTION LOAD REPLACE "#!lua name=a\nredis.register_function{function_name='f', callback=function() end, flags={'no-writes', nil, 'nosuch'}}"
< "a"
> FUNCTION LIST
< *1
<   *6
<     "library_name"
<     "a"
<     "engine"
<     "LUA"
<     "functions"
<     *1
<       *6
<         "name"
<         "f"
<         "description"
<         nil
<         "flags"
<         *1
<           +no-writes
> FUNCTION LOAD REPLACE "#!lua name=a\nredis.register_function{function_name='f', callback=function() end, flags={}}"
< "a"
> FUNCTION LOAD REPLACE "#!lua name=a\nredis.register_function{function_name='f', callback=function() end, flags={'no-writes', 'no-writes'}}"
< "a"
> FUNCTION LIST
< *1
<   *6
<     "library_name"
<     "a"
<     "engine"
<     "LUA"
<     "functions"
<     *1
<       *6
<         "name"
<         "f"
<         "description"
<         nil
<         "flags"
<         *1
<           +no-writes
> FUNCTION LOAD REPLACE "#!lua name=a\nredis.register_function({function_name='f', callback=function() end}, 1)"
< -ERR Error registering functions: ERR first argument to redis.register_function must be a string
> FUNCTION LOAD REPLACE "#!lua name=a\nredis.register_function({Function_Name='f', callback=function() end})"
< "a"
> FUNCTION LOAD REPLACE "#!lua name=a\nredis.register_function{function_name='f', callback=function() return 1 end, description='What it does.\\n\\0', flags={'no-writes', 'allow-oom', 'allow-stale', 'no-cluster', 'allow-cross-slot-keys'}}"
< "a"
> FUNCTION LIST
< *1
<   *6
<     "library_name"
<     "a"
<     "engine"
<     "LUA"
<     "functions"
<     *1
<       *6
<         "name"
<         "f"
<         "description"
<         "What it does.\n\x00"
<         "flags"
<         *5
<           +no-writes
<           +allow-oom
<           +allow-stale
<           +no-cluster
<           +allow-cross-slot-keys
> FUNCTION LOAD REPLACE "#!lua name=a\nredis.register_function{function_name='f', callback=function() return 1 end, description=''}"
< "a"
> FUNCTION LIST
< *1
<   *6
<     "library_name"
<     "a"
<     "engine"
<     "LUA"
<     "functions"
<     *1
<       *6 "name" "f" "description" "" "flags" *0
# What it returns.
> FUNCTION LOAD REPLACE "#!lua name=a\nlocal r = redis.register_function('z', function() end); redis.register_function('a', function() return r == nil end)"
< "a"
> FCALL a 0
< :1

! only kvd: redis-server takes both, and only one of them can be called
> FUNCTION LOAD REPLACE "#!lua name=a\nredis.register_function('f', function() return 1 end)\nredis.register_function('F', function() return 2 end)"
< -ERR Error registering functions: ERR Function already exists in the library
! end
