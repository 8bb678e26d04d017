# What scripts find, and what they may not do.

> EVAL "return y" 0
< -ERR user_script:1: Script attempted to access nonexistent global variable 'y' script: e278681ed961e2fb52881313e5c90fdd93749940, on @user_script:1.
> EVAL "x = 1" 0
< -ERR user_script:1: Attempt to modify a readonly table script: 34bce5f775de97f557a34088509c8bfe1ea17e52, on @user_script:1.
> EVAL "return io" 0
< -ERR user_script:1: Script attempted to access nonexistent global variable 'io' script: badfe324d30f60abd2dbecf4d4b0f915038384e2, on @user_script:1.
> EVAL "return require" 0
< -ERR user_script:1: Script attempted to access nonexistent global variable 'require' script: 68c9d8918a98cebaec1948aff703e96c57af9fdd, on @user_script:1.
> EVAL "return debug" 0
< -ERR user_script:1: Script attempted to access nonexistent global variable 'debug' script: 7f0eed9eaa523ec9e1ff69159f45a399473d9771, on @user_script:1.
> EVAL "return dofile" 0
< -ERR user_script:1: Script attempted to access nonexistent global variable 'dofile' script: 0c5f629ecf4a281cada464398cd571c2f6828b27, on @user_script:1.
> EVAL "return loadfile" 0
< -ERR user_script:1: Script attempted to access nonexistent global variable 'loadfile' script: a08fbe72c95f67027cc9b6349f5d335b598397b7, on @user_script:1.
> EVAL "return print" 0
< -ERR user_script:1: Script attempted to access nonexistent global variable 'print' script: df4c752a7558004676bbee87e38b92e0b9056d68, on @user_script:1.
> EVAL "return newproxy" 0
< -ERR user_script:1: Script attempted to access nonexistent global variable 'newproxy' script: f77b925834a6a5cd4c3f954d604c77e44181c40f, on @user_script:1.
> EVAL "return getfenv" 0
< -ERR user_script:1: Script attempted to access nonexistent global variable 'getfenv' script: 16cfebc0feae9751eb6419326840e1512625eb36, on @user_script:1.
> EVAL "return setfenv" 0
< -ERR user_script:1: Script attempted to access nonexistent global variable 'setfenv' script: 3ffeb955c6323bb75eb872e0e1bc7214ea8780d9, on @user_script:1.
> EVAL "return package" 0
< -ERR user_script:1: Script attempted to access nonexistent global variable 'package' script: bfab18646c3a65e87365badef4807726c27a0041, on @user_script:1.
> EVAL "_G.x = 1" 0
< -ERR user_script:1: Attempt to modify a readonly table script: e5cf4a26667af1721988fe8c9829d5cd2e26c62e, on @user_script:1.
> EVAL "_G.print = 1" 0
< -ERR user_script:1: Attempt to modify a readonly table script: 1e456fb2887e0d7136da29cfbdf6b0b9e43131d6, on @user_script:1.
> EVAL "rawset(_G, 'x', 1)" 0
< -ERR Attempt to modify a readonly table script: e2c706419da183d6229a1230c3be09cc32cdeee0, on @user_script:1.
> EVAL "setmetatable(_G, {})" 0
< -ERR Attempt to modify a readonly table script: 0bf0a51fbb051c942113de0105d3f8e18cdcddb5, on @user_script:1.
> EVAL "getmetatable(_G).__index = 1" 0
< -ERR user_script:1: Attempt to modify a readonly table script: cbebc50beef076cbce3cb562fee6ffe57403a073, on @user_script:1.
> EVAL "return type(getmetatable(_G))" 0
< "table"
> EVAL "string.x = 1" 0
< -ERR user_script:1: Attempt to modify a readonly table script: c3eb0a2a15b3d4790b323c4104029c1ae425a769, on @user_script:1.
> EVAL "string.rep = nil" 0
< -ERR user_script:1: Attempt to modify a readonly table script: 02f9a6049f3f288f94f44301e448f328b81ef9df, on @user_script:1.
> EVAL "table.insert(redis, 1)" 0
< -ERR Attempt to modify a readonly table script: 153437512fbb40bf934091c90b83e1de3f0dda6c, on @user_script:1.
> EVAL "redis.call = nil" 0
< -ERR user_script:1: Attempt to modify a readonly table script: 2786c35ed73d3860851cf52e0b5dfbbc0bdb4803, on @user_script:1.
> EVAL "rawset(redis, 'call', 1)" 0
< -ERR Attempt to modify a readonly table script: 5fe6a8883340d7b98ed047026ea0c11e1cd0fa4e, on @user_script:1.
> EVAL "cjson.x = 1" 0
< -ERR user_script:1: Attempt to modify a readonly table script: 4b2ca7db0bf72ed85cdead5baca2fcaf0f05131c, on @user_script:1.
> EVAL "setmetatable(math, {})" 0
< -ERR Attempt to modify a readonly table script: 04789397400929b63794227326d9838fdaf50dc6, on @user_script:1.
> EVAL "return rawget(redis, 'call') == redis.call" 0
< :1
> EVAL "local n = 0 for k in pairs(redis) do n = n + 1 end return n > 10" 0
< :1
> EVAL "return next(string) ~= nil" 0
< :1
> EVAL "return ('x'):rep(3)" 0
< "xxx"
> EVAL "return _VERSION" 0
< "Lua 5.1"
> EVAL "return type(collectgarbage('count'))" 0
< "number"
> EVAL "return gcinfo() > 0" 0
< :1
> EVAL "return tonumber('0x10')" 0
< :16
> EVAL "return math.random() == math.random()" 0
< nil
> EVAL "math.randomseed(7) local a = math.random(1000000) math.randomseed(7) return a == math.random(1000000)" 0
< :1
> EVAL "return math.random(0)" 0
< -ERR user_script:1: bad argument #1 to 'random' (interval is empty) script: 008bcb60f86ee36d26c67b641b46674578d9cba0, on @user_script:1.
> EVAL "return math.random(5, 5)" 0
< :5
> EVAL "return coroutine.wrap(function(a) local b = coroutine.yield(a + 1) return b * 2 end)(1)" 0
< :2
> EVAL "local co = coroutine.create(function(a) local b = coroutine.yield(a + 1) return b * 2 end) local _, x = coroutine.resume(co, 1) local _, y = coroutine.resume(co, 10) return {x, y, coroutine.status(co)}" 0
< *3 :2 :20 "dead"
> EVAL "local co co = coroutine.create(function() return coroutine.status(co), coroutine.running() == co end) return {coroutine.resume(co)}" 0
< *3 :1 "running" :1
> EVAL "local co = coroutine.create(function() end) coroutine.resume(co) return {coroutine.resume(co)}" 0
< *2 nil "cannot resume dead coroutine"
> EVAL "return coroutine.running()" 0
< nil
> EVAL "local t = {3,1,2} table.sort(t) return t" 0
< *3 :1 :2 :3
> EVAL "local t = {3,1,2} table.sort(t, function(a, b) return a > b end) return t" 0
< *3 :3 :2 :1
> EVAL "local t = {1,2} table.insert(t, 1, 0) return {table.remove(t), t[1]}" 0
< *2 :2 :0
> EVAL "return {load(function() return nil end) ~= nil}" 0
< *1 :1
> EVAL "local n = 0 return load(function() n = n + 1 if n == 1 then return 'return ' elseif n == 2 then return '42' end end)()" 0
< :42
> EVAL "return loadstring('return ...')(7)" 0
< :7
> EVAL "return {pcall(string.rep)}" 0
< *2 nil "bad argument #1 to '?' (string expected, got no value)"
> EVAL "local s = '' for i, v in ipairs({'a','b','c'}) do s = s .. i .. v end for k, v in pairs({'x'}) do s = s .. k .. v end return s" 0
< "1a2b3c1x"

# The next script goes on with the generator of the last.
> EVAL "math.randomseed(7)" 0
> EVAL "local a = math.random() math.randomseed(7) return a == math.random()" 0
> EVAL "return math.random() == math.random()" 0
< nil
< :1
< nil
