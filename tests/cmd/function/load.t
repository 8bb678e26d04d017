# FUNCTION LOAD: the shebang, names, what a library may do while it is loaded.

> FUNCTION LOAD "#!lua name=one\nredis.register_function('f', function(keys, args) return 'hello' end)"
< "one"
> FCALL f 0
< "hello"
> FUNCTION LOAD "#!lua name=one\nredis.register_function('f', function(keys, args) return 'again' end)"
< -ERR Library 'one' already exists
> FUNCTION LOAD REPLACE "#!lua name=one\nredis.register_function('f', function(keys, args) return 'again' end)"
< "one"
> FCALL f 0
< "again"
> FUNCTION LOAD replace "#!lua name=one\nredis.register_function('f', function(keys, args) return 'third' end)"
< "one"
> FCALL f 0
< "third"
> FUNCTION LOAD REPLACE REPLACE "#!lua name=one\nredis.register_function('f', function(keys, args) return 1 end)"
< "one"
> FUNCTION LOAD NOSUCH "#!lua name=one\nredis.register_function('f', function(keys, args) return 1 end)"
< -ERR Unknown option given: NOSUCH
> FUNCTION LOAD REPLACE
< -ERR Missing library metadata
> FUNCTION LOAD
< -ERR wrong number of arguments for 'function|load' command
> FUNCTION LOAD a b c
< -ERR Unknown option given: a

# The shebang.
> FUNCTION LOAD ""
< -ERR Missing library metadata
> FUNCTION LOAD "redis.register_function('g', function() return 1 end)"
< -ERR Missing library metadata
> FUNCTION LOAD "#!"
< -ERR Invalid library metadata
> FUNCTION LOAD "#!\nreturn 1"
< -ERR Library name was not given
> FUNCTION LOAD "#!lua"
< -ERR Invalid library metadata
> FUNCTION LOAD "#!lua\n"
< -ERR Library name was not given
> FUNCTION LOAD "#!lua\nredis.register_function('g', function() return 1 end)"
< -ERR Library name was not given
> FUNCTION LOAD "#!lua name=two"
< -ERR Invalid library metadata
> FUNCTION LOAD "#! lua name=two\nredis.register_function('g', function() return 1 end)"
< -ERR Invalid metadata value given: lua
> FUNCTION LOAD " #!lua name=two\nredis.register_function('g', function() return 1 end)"
< -ERR Missing library metadata
> FUNCTION LOAD "#!LUA name=two\nredis.register_function('g', function() return 1 end)"
< "two"
> FUNCTION LOAD REPLACE "#!Lua Name=two\nredis.register_function('g', function() return 1 end)"
< "two"
> FUNCTION LOAD REPLACE "#!lua NAME=two\nredis.register_function('g', function() return 1 end)"
< "two"
> FUNCTION LOAD "#!lua2 name=two\nredis.register_function('g', function() return 1 end)"
< -ERR Engine 'lua2' not found
> FUNCTION LOAD "#!js name=two\nfoo()"
< -ERR Engine 'js' not found
> FUNCTION LOAD "#!\"js x\" name=two\nfoo()"
< -ERR Engine 'js x' not found
> FUNCTION LOAD "#!lua name=\nredis.register_function('g', function() return 1 end)"
< -ERR Library names can only contain letters, numbers, or underscores(_) and must be at least one character long
> FUNCTION LOAD "#!lua name=two name=two\nredis.register_function('g', function() return 1 end)"
< -ERR Invalid metadata value, name argument was given multiple times
> FUNCTION LOAD "#!lua name=two flags=no-writes\nredis.register_function('g', function() return 1 end)"
< -ERR Invalid metadata value given: flags=no-writes
> FUNCTION LOAD "#!lua name=two foo\nredis.register_function('g', function() return 1 end)"
< -ERR Invalid metadata value given: foo
> FUNCTION LOAD "#!lua foo=bar name=two\nredis.register_function('g', function() return 1 end)"
< -ERR Invalid metadata value given: foo=bar
> FUNCTION LOAD "#!lua \"unbalanced\nredis.register_function('g', function() return 1 end)"
< -ERR Invalid library metadata
> FUNCTION LOAD "#!lua name=\"two\"\nredis.register_function('g', function() return 1 end)"
< -ERR Library 'two' already exists
> FUNCTION LOAD REPLACE "#!lua \"name=two\"\nredis.register_function('g', function() return 1 end)"
< "two"
> FUNCTION LOAD REPLACE "#!lua   name=two  \nredis.register_function('g', function() return 1 end)"
< "two"
> FUNCTION LOAD REPLACE "#!lua\tname=two\r\nredis.register_function('g', function() return 1 end)"
< "two"
> FUNCTION LOAD REPLACE "#!lua name=two\x00\nredis.register_function('g', function() return 1 end)"
< -ERR Invalid library metadata
> FUNCTION LOAD REPLACE "#!lua name=two\x00foo\nredis.register_function('g', function() return 1 end)"
< -ERR Invalid library metadata
> FUNCTION LOAD REPLACE "#!lua name=two-\nredis.register_function('g', function() return 1 end)"
< -ERR Library names can only contain letters, numbers, or underscores(_) and must be at least one character long
> FUNCTION LOAD REPLACE "#!lua name=t.o\nredis.register_function('g', function() return 1 end)"
< -ERR Library names can only contain letters, numbers, or underscores(_) and must be at least one character long
> FUNCTION LOAD REPLACE "#!lua name=t\xc3\xa4o\nredis.register_function('g', function() return 1 end)"
< -ERR Library names can only contain letters, numbers, or underscores(_) and must be at least one character long
> FUNCTION LOAD REPLACE "#!lua name=_2_\nredis.register_function('g2', function() return 1 end)"
< "_2_"
> FUNCTION LOAD "#!js name=-\n"
< -ERR Library names can only contain letters, numbers, or underscores(_) and must be at least one character long
> FUNCTION LOAD "#!js\n"
< -ERR Library name was not given
> FUNCTION LOAD "#!js foo=1\n"
< -ERR Invalid metadata value given: foo=1
> FUNCTION LOAD "#! name=x\n"
< -ERR Engine '' not found
> FUNCTION LOAD "#!lua name\n"
< -ERR Invalid metadata value given: name
> FUNCTION LOAD "#!lua name==a\n"
< -ERR Library names can only contain letters, numbers, or underscores(_) and must be at least one character long
> FUNCTION LOAD "#!lua na'me=a'\nredis.register_function('g', function() return 1 end)"
< -ERR Function g already exists
> FUNCTION LOAD "#\n"
< -ERR Missing library metadata
> FUNCTION LOAD "#!lua name=a name=-\n"
< -ERR Invalid metadata value, name argument was given multiple times
> FUNCTION LOAD "#!lua name=\"\\x61b\"\nredis.register_function('g4', function() return 1 end)"
< "ab"
> FUNCTION LOAD "#!lua name=ac\x0b\nredis.register_function('g3', function() return 1 end)"
< -ERR Library names can only contain letters, numbers, or underscores(_) and must be at least one character long
> FUNCTION LOAD "#!lua name=ad\rredis.register_function('g3', function() return 1 end)"
< -ERR Invalid library metadata
> FUNCTION FLUSH
< +OK
> FUNCTION LOAD "#!lua name=one\nredis.register_function('f', function(keys, args) return 1 end)"
< "one"

# What the code may be. While it is loaded there is a table redis with little in it, and nothing else.
> FUNCTION LOAD "#!lua name=three\n"
< -ERR No functions registered
> FUNCTION LOAD "#!lua name=three\nlocal a = 1"
< -ERR No functions registered
> FUNCTION LOAD "#!lua name=three\nreturn 1"
< -ERR No functions registered
> FUNCTION LOAD "#!lua name=three\nthis is no Lua"
< -ERR Error compiling function: user_function:2: '=' expected near 'is'
> FUNCTION LOAD "#!lua name=three\n\n\nlocal a = = 1"
< -ERR Error compiling function: user_function:4: unexpected symbol near '='
> FUNCTION LOAD "#!lua name=three\nerror('stop')"
< -ERR Error registering functions: ERR user_function:2: Script attempted to access nonexistent global variable 'error'
> FUNCTION LOAD "#!lua name=three\nlocal t = nil; t.x = 1"
< -ERR Error registering functions: ERR user_function:2: attempt to index local 't' (a nil value)
> FUNCTION LOAD "#!lua name=three\nnosuch()"
< -ERR Error registering functions: ERR user_function:2: Script attempted to access nonexistent global variable 'nosuch'
> FUNCTION LOAD "#!lua name=three\nprint(nosuch)"
< -ERR Error registering functions: ERR user_function:2: Script attempted to access nonexistent global variable 'print'
> FUNCTION LOAD "#!lua name=three\na = 1"
< -ERR Error registering functions: ERR user_function:2: Attempt to modify a readonly table
> FUNCTION LOAD "#!lua name=three\nfunction a() end"
< -ERR Error registering functions: ERR user_function:2: Attempt to modify a readonly table
> FUNCTION LOAD "#!lua name=three\n_G.a = 1"
< -ERR Error registering functions: ERR user_function:2: Script attempted to access nonexistent global variable '_G'
> FUNCTION LOAD "#!lua name=three\nredis.x = 1"
< -ERR Error registering functions: ERR user_function:2: Attempt to modify a readonly table
> FUNCTION LOAD "#!lua name=three\nredis.call('PING')"
< -ERR Error registering functions: ERR user_function:2: Script attempted to access nonexistent global variable 'call'
> FUNCTION LOAD "#!lua name=three\nredis.pcall('PING')"
< -ERR Error registering functions: ERR user_function:2: Script attempted to access nonexistent global variable 'pcall'
> FUNCTION LOAD "#!lua name=three\nredis.setresp(3)"
< -ERR Error registering functions: ERR user_function:2: Script attempted to access nonexistent global variable 'setresp'
> FUNCTION LOAD "#!lua name=three\nredis.error_reply('x')"
< -ERR Error registering functions: ERR user_function:2: Script attempted to access nonexistent global variable 'error_reply'
> FUNCTION LOAD "#!lua name=three\nredis.status_reply('x')"
< -ERR Error registering functions: ERR user_function:2: Script attempted to access nonexistent global variable 'status_reply'
> FUNCTION LOAD "#!lua name=three\nredis.sha1hex('x')"
< -ERR Error registering functions: ERR user_function:2: Script attempted to access nonexistent global variable 'sha1hex'
> FUNCTION LOAD "#!lua name=three\nredis.acl_check_cmd('GET', 'x')"
< -ERR Error registering functions: ERR user_function:2: Script attempted to access nonexistent global variable 'acl_check_cmd'
> FUNCTION LOAD "#!lua name=three\nredis.set_repl(redis.REPL_ALL)"
< -ERR Error registering functions: ERR user_function:2: Script attempted to access nonexistent global variable 'set_repl'
> FUNCTION LOAD "#!lua name=three\nredis.replicate_commands()"
< -ERR Error registering functions: ERR user_function:2: Script attempted to access nonexistent global variable 'replicate_commands'
> FUNCTION LOAD "#!lua name=three\nredis.breakpoint()"
< -ERR Error registering functions: ERR user_function:2: Script attempted to access nonexistent global variable 'breakpoint'
> FUNCTION LOAD "#!lua name=three\nmath.random()"
< -ERR Error registering functions: ERR user_function:2: Script attempted to access nonexistent global variable 'math'
> FUNCTION LOAD "#!lua name=three\nloadstring('return 1')()"
< -ERR Error registering functions: ERR user_function:2: Script attempted to access nonexistent global variable 'loadstring'
> FUNCTION LOAD "#!lua name=three\nprint('x')"
< -ERR Error registering functions: ERR user_function:2: Script attempted to access nonexistent global variable 'print'
> FUNCTION LOAD "#!lua name=three\nredis.log(redis.LOG_NOTICE, 'loading')\nredis.register_function('g', function() return 1 end)"
< "three"
> FUNCTION DELETE three
< +OK
> FUNCTION LOAD "#!lua name=three\nlocal x = cjson.encode({1})\nredis.register_function('g', function() return x end)"
< -ERR Error registering functions: ERR user_function:2: Script attempted to access nonexistent global variable 'cjson'
> FCALL g 0
< -ERR Function not found
> FUNCTION DELETE three
< -ERR Library not found
> FUNCTION LOAD "#!lua name=three\nlocal x = tostring(redis.REDIS_VERSION_NUM)\nredis.register_function('g', function() return x end)"
< -ERR Error registering functions: ERR user_function:2: Script attempted to access nonexistent global variable 'tostring'
> FUNCTION DELETE three
< -ERR Library not found
> FUNCTION LOAD "#!lua name=three\nlocal v = redis.REDIS_VERSION\nredis.register_function('g', function() return 1 end)"
< "three"
> FUNCTION DELETE three
< +OK
> FUNCTION LOAD "#!lua name=three\nlocal v = KEYS\nredis.register_function('g', function() return 1 end)"
< -ERR Error registering functions: ERR user_function:2: Script attempted to access nonexistent global variable 'KEYS'
! only kvd: the table has a second name
> FUNCTION LOAD "#!lua name=three\nlocal v = server.LOG_NOTICE\nserver.register_function('g', function() return v end)"
< "three"
> FCALL g 0
< :2
> FUNCTION DELETE three
< +OK
> FUNCTION LOAD "#!lua name=three\nserver.call('PING')"
< -ERR Error registering functions: ERR user_function:2: Script attempted to access nonexistent global variable 'call'
! end
> FUNCTION LIST
< *1
<   *6
<     "library_name"
<     "one"
<     "engine"
<     "LUA"
<     "functions"
<     *1
<       *6 "name" "f" "description" nil "flags" *0

# A library that is not done after half a second is given up.
> FUNCTION LOAD "#!lua name=three\nredis.register_function('g', function() return 1 end)\nwhile true do end"
< -ERR Error registering functions: ERR FUNCTION LOAD timeout
> FUNCTION LIST LIBRARYNAME three
< *0
