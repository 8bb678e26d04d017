# Errors of scripts: their texts, and what pcall makes of them.

> EVAL "local a =" 0
< -ERR Error compiling script (new function): user_script:1: unexpected symbol near '<eof>'
> EVAL "return \"a" 0
< -ERR Error compiling script (new function): user_script:1: unfinished string near '<eof>'
> EVAL "local x = {} \nreturn x.y.z" 0
< -ERR user_script:2: attempt to index field 'y' (a nil value) script: 2f9caeef04993aab79bd48431970032e3b8183a3, on @user_script:2.
> EVAL "error('hi')" 0
< -ERR user_script:1: hi script: 69182155b37d47e14707caf1be65b6f12d041493, on @user_script:1.
> EVAL "error('hi', 0)" 0
< -ERR hi script: 76354e9faf3d293fe7ffffd155620f26163b4f62, on @user_script:1.
> EVAL "error(5)" 0
< -ERR user_script:1: 5 script: 007feaf5de074afe3398416376e34525ad911752, on @user_script:1.
> EVAL "error()" 0
< -ERR nil script: aca90d914519fdb9825352bdc0befb59f7c8510f, on @user_script:1.
> EVAL "error({err='My Err'})" 0
< -My Err script: a059ab708ad4709a4f1c6aa12b1122498ee51704, on @user_script:1.
> EVAL "error({err='MYERR oops'})" 0
< -MYERR oops script: 820ccecea33e25d3db06e9c46d16b941b93499ed, on @user_script:1.
> EVAL "local ok, e = pcall(redis.call, 'foo') return e" 0
< "ERR Unknown Redis command called from script"
> EVAL "local ok, e = pcall(error, {a=1}) return {type(e), e.a}" 0
< *2 "table" :1
> EVAL "local ok, e = pcall(error, {err='X y'}) return {type(e), e}" 0
< *2 "string" "X y"
> EVAL "local ok, e = pcall(error, 'foo') return {ok, e}" 0
< *2 nil "foo"
> EVAL "local ok, e = pcall(function() x = 1 end) return e" 0
< "user_script:1: Attempt to modify a readonly table"
> EVAL "local ok, e = xpcall(function() redis.call('foo') end, function(m) return m end) return {type(e), e}" 0
< *2
<   "table"
<   -ERR Unknown Redis command called from script
> EVAL "return {pcall(error)}" 0
< *1 nil
> EVAL "return select('#', pcall(function() return 1, 2, 3 end))" 0
< :4
> EVAL "local function f() return f() + 1 end return f()" 0
< -ERR user_script:1: stack overflow script: 6ab18391d60e7e7bcbf4a881fd9b0c865dade0c6, on @user_script:1.
> EVAL "local t = setmetatable({}, {__tostring = function(t) return tostring(t) end}) return tostring(t)" 0
< -ERR C stack overflow script: a53197134a927d8387d61a1be5aa2a24b1fb3d0d, on @user_script:1.
> EVAL "local t = {} t[0/0] = 1" 0
< -ERR user_script:1: table index is NaN script: bd360e1f93a31dbe3e18350f7989e7fddcf63e4a, on @user_script:1.
> EVAL "return unpack({}, 1, 1e7)" 0
< -ERR user_script:1: too many results to unpack script: 356217fdde0d2a944fdd969d9d54c10d06db610d, on @user_script:1.
> EVAL "return table.concat({1, {}})" 0
< -ERR user_script:1: invalid value (table) at index 2 in table for 'concat' script: 358b7baa5438dd281ae308a26c44481b947af96e, on @user_script:1.
> EVAL "return 1 + {}" 0
< -ERR user_script:1: attempt to perform arithmetic on a table value script: 8ab7d53c27e34dc602fbe3688d99968c695c98e4, on @user_script:1.
> EVAL "return #5" 0
< -ERR user_script:1: attempt to get length of a number value script: ffe83ca6101f6ad505d8608927f3d3b8a836e154, on @user_script:1.
> EVAL "coroutine.yield(1)" 0
< -ERR attempt to yield across metamethod/C-call boundary script: 72ff8263a9a7024a2bb6d14fdef2014006cc8c9f, on @user_script:1.
> EVAL "return coroutine.wrap(function() return redis.call('foo') end)()" 0
< -ERR Unknown Redis command called from script script: e132fad1b849e26408c909afe3e4772369b49170, on @user_script:1.
> EVAL "return coroutine.wrap(function() error('in') end)()" 0
< -ERR user_script:1: user_script:1: in script: 79a3977f8208ec2485bca87e5e0c75d856d649f4, on @user_script:1.
> EVAL "return {coroutine.resume(coroutine.create(function() error('in') end))}" 0
< *2 nil "user_script:1: in"
> EVAL "return loadstring('x = 1')()" 0
< -ERR [string "x = 1"]:1: Attempt to modify a readonly table script: afbff2ee5a9bb020f9918fdbbf2a281dc3fec921, on x = 1:1.
> EVAL "return {select(2, loadstring('x ='))}" 0
< *1 "[string \"x =\"]:1: unexpected symbol near '<eof>'"
> EVAL "return redis.error_reply('MY ERR')" 0
< -MY ERR
> EVAL "return redis.error_reply('-MY ERR')" 0
< -MY ERR
> EVAL "return redis.error_reply('')" 0
< -ERR\x20
> EVAL "return redis.error_reply('word')" 0
< -ERR word
> EVAL "return redis.error_reply(1)" 0
< -ERR wrong number or type of arguments
> EVAL "return redis.status_reply()" 0
< -ERR wrong number or type of arguments
> EVAL "return redis.status_reply('fine')" 0
< +fine
> EVAL "return redis.sha1hex()" 0
< -ERR wrong number of arguments script: 3c7ce947ae74a835cc575b6ee87fb27503cb7ba4, on @user_script:1.
> EVAL "return redis.sha1hex(1)" 0
< "356a192b7913b04c54574d18c28d46e6395428ab"
> EVAL "return redis.sha1hex('')" 0
< "da39a3ee5e6b4b0d3255bfef95601890afd80709"
> EVAL "return redis.sha1hex(string.rep('a', 119))" 0
< "ee971065aaa017e0632a8ca6c77bb3bf8b1dfc56"
> EVAL "return redis.sha1hex('a', 'b')" 0
< -ERR wrong number of arguments script: 168a80c1fc9ccc2a1035122eae7afa0f638ba5b5, on @user_script:1.
> EVAL "return redis.log(1)" 0
< -ERR redis.log() requires two arguments or more. script: f5438245431406aa19fc387d93c6d03a0d5bcb0f, on @user_script:1.
> EVAL "return redis.log(9, 'x')" 0
< -ERR Invalid debug level. script: 0d2bb5cc8fe34dbfa499420ecaa69dc2e6c8130e, on @user_script:1.
> EVAL "return redis.log('x', 'x')" 0
< -ERR First argument must be a number (log level). script: 1ca7b2fcc13618110177d3fa90153335afc2a7da, on @user_script:1.
> EVAL "return redis.log(redis.LOG_DEBUG, 'a', 2, 'c')" 0
< nil
> EVAL "return redis.setresp()" 0
< -ERR redis.setresp() requires one argument. script: 76da64e28014e7c9ad76db33c3918c53d81a3d7e, on @user_script:1.
> EVAL "return redis.setresp(4)" 0
< -ERR RESP version must be 2 or 3. script: 921c0a48021d97dfd5884aeea41875972c7804d9, on @user_script:1.
> EVAL "return redis.setresp(2, 3)" 0
< -ERR redis.setresp() requires one argument. script: d1132ebf2c3720d9f3a80fc386a9b9982f0dc1e2, on @user_script:1.
> EVAL "return redis.replicate_commands()" 0
< :1
> EVAL "return redis.set_repl()" 0
< -ERR redis.set_repl() requires two arguments. script: 9504533b41060c143a92eb2f8878e77d33b6dc33, on @user_script:1.
> EVAL "return redis.set_repl(9)" 0
< -ERR Invalid replication flags. Use REPL_AOF, REPL_REPLICA, REPL_ALL or REPL_NONE. script: f43d522179aeb2c4dadb59b026d11ed249ca02e0, on @user_script:1.
> EVAL "return redis.set_repl(redis.REPL_ALL)" 0
< nil
> EVAL "return redis.acl_check_cmd('set','a','b')" 0
< :1
> EVAL "return redis.acl_check_cmd('foo')" 0
< -ERR Invalid command passed to redis.acl_check_cmd() script: 396e69bc0371f2ecca9041686f02314e24d6a44b, on @user_script:1.
> EVAL "return redis.acl_check_cmd()" 0
< -ERR Please specify at least one argument for this redis lib call script: 1124f33ad66e7866b4e0c1499a4c20fb5eb9c180, on @user_script:1.
> EVAL "return redis.acl_check_cmd('get', {})" 0
< -ERR Lua redis lib command arguments must be strings or integers script: 0aa2b5d2ac0199e1e8b769b3db96e8cbb91645fa, on @user_script:1.
> EVAL "return {redis.LOG_DEBUG, redis.LOG_VERBOSE, redis.LOG_NOTICE, redis.LOG_WARNING, redis.REPL_ALL, redis.REPL_AOF, redis.REPL_SLAVE, redis.REPL_REPLICA, redis.REPL_NONE}" 0
< *9 :0 :1 :2 :3 :3 :1 :2 :2 :0
> EVAL "return redis.breakpoint()" 0
< nil
> EVAL "return redis.debug('x')" 0
< nil

# ---- What a script raises: the text is a string, the place is the real one
> EVAL "error(true)" 0
< -ERR true script: 4fafe2149f68a1618a3eef40aeef55f5af6951da, on @user_script:1.
> EVAL "error(false)" 0
< -ERR false script: cd88597c169df81a965d638cda3ccb1b59ac56c2, on @user_script:1.
> EVAL "error({err=1})" 0
< -1 script: 70f082e4ab042f55a6e12465953fb84757fb372f, on @user_script:1.
> EVAL "error({err='X y', source='s', line=5})" 0
< -X y script: 7cbf307f50a0f5d0a8f2054db85bc5f74ee73d53, on @user_script:1.
> EVAL "error({err='X y', source='\\r\\n', line='\\r\\n'})" 0
< -X y script: c17bec1ffec62594ae0143d3d19940fe88e9efe0, on @user_script:1.
> EVAL "return {redis.error_reply('a b\\r\\n').err, redis.error_reply('-\\n').err, redis.error_reply('a\\r\\nb\\r').err}" 0
< *3 "a b" "ERR " "ERR a\r\nb"
> EVAL "return {err='a\\nb\\r\\n\\r\\n'}" 0
< -a b
> EVAL "return redis.error_reply('-abc')" 0
< -ERR abc
> EVAL "return redis.error_reply('-')" 0
< -ERR\x20
> EVAL "return redis.error_reply('-a b')" 0
< -a b
