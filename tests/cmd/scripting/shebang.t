# The first line "#!lua flags=...", and scripts that may not write.

> EVAL "#!lua" 0
< -ERR Invalid script shebang
> EVAL "#!lua\nreturn 1" 0
< :1
> EVAL "#!lua \nreturn 1" 0
< :1
> EVAL "#!lua flags=\nreturn 1" 0
< :1
> EVAL "#!lua flags=no-writes\nreturn redis.call('set','a',1)" 0
< -ERR Write commands are not allowed from read-only scripts. script: 36dfcf40eac5d9221c568698818560e04c0903bd, on @user_script:2.
> EVAL "#!lua flags=no-writes\nreturn redis.pcall('set','a',1).err" 0
< "ERR Write commands are not allowed from read-only scripts."
> EVAL "#!lua flags=no-writes\nreturn redis.call('get','a')" 0
< nil
> EVAL "#!lua flags=no-writes,bad\nreturn 1" 0
< -ERR Unexpected flag in script shebang: bad
> EVAL "#!lua foo=bar\nreturn 1" 0
< -ERR Unknown lua shebang option: foo=bar
> EVAL "#!lua name=x\nreturn 1" 0
< -ERR Unknown lua shebang option: name=x
> EVAL "#!python\nreturn 1" 0
< -ERR Unexpected engine in script shebang: #!python
> EVAL "#!\nreturn 1" 0
< -ERR Unexpected engine in script shebang: #!
> EVAL "#!luax\nreturn 2" 0
< -ERR Unexpected engine in script shebang: #!luax
> EVAL "#!LUA\nreturn 2" 0
< -ERR Unexpected engine in script shebang: #!LUA
> EVAL " #!lua\nreturn 1" 0
< -ERR Error compiling script (new function): user_script:1: unexpected symbol near '#'
> EVAL "#!lua flags=no-writes flags=allow-oom\nreturn redis.call('set','a',1)" 0
< -ERR Write commands are not allowed from read-only scripts. script: 46e7cb45d0aac4ebd8f1247b1c725bf2e90bc72f, on @user_script:2.
> EVAL "#!lua   flags=no-writes  \nreturn 3" 0
< :3
> EVAL "#!lua flags=no-writes,allow-oom,allow-stale,no-cluster,allow-cross-slot-keys\nx=1" 0
< -ERR user_script:2: Attempt to modify a readonly table script: 17bd9fa56d50b3e7ad36cb2e1d30e93b8f9285dd, on @user_script:2.
> EVAL "#!lua\nerror('hi')" 0
< -ERR user_script:2: hi script: 070d9fc65d91a138b834097c7bc4d31ee3430ed0, on @user_script:2.
> EVAL "#!lua\nlocal a =" 0
< -ERR Error compiling script (new function): user_script:2: unexpected symbol near '<eof>'
> EVAL "#!lua\t\"flags=no-writes\"\r\nreturn redis.call('set','a',1)" 0
< -ERR Write commands are not allowed from read-only scripts. script: 8de1b6c1fd34c7b627d761a823add620060ee0c3, on @user_script:2.
> EVAL "#!\"lua\" 'flags=allow-oom'\nreturn 4" 0
< :4
> EVAL "#!lua flags='no-writes\nreturn 1" 0
< -ERR Invalid engine in script shebang
> EVAL "#!lua flags=\x00\nreturn 1" 0
< -ERR Invalid script shebang
> SCRIPT LOAD "#!lua bad\nreturn 1"
< -ERR Unknown lua shebang option: bad

# EVAL_RO and EVALSHA_RO.
> EVAL_RO "return redis.call('set','a',1)" 0
< -ERR Write commands are not allowed from read-only scripts. script: 119b0beb461d5982ddacc6dda6829882d5e16b4d, on @user_script:1.
> EVAL_RO "return redis.call('get','nokey')" 0
< nil
> EVAL_RO "#!lua\nreturn 1" 0
< -ERR Can not execute a script with write flag using *_ro command.
> EVAL_RO "#!lua flags=no-writes\nreturn 1" 0
< :1
> SCRIPT LOAD "return redis.call('set',KEYS[1],1)"
< "beef354d82996a708aa0deac229a63225ff0dd9c"
> EVALSHA_RO d8f2fad9f8e86a53d2a6ebd960b33c4972cacc37 1 a
< -NOSCRIPT No matching script. Please use EVAL.
> EVALSHA_RO e0e1f9fabfc9d4800c877a703b823ac0578ff8db 0
< -NOSCRIPT No matching script. Please use EVAL.
> EXISTS a
< :0

# Memory that is short: a script is stopped at its first write, but for flags.
> SET k v
< +OK
> CONFIG SET maxmemory 1
< +OK
> EVAL "return redis.call('set','a',1)" 0
< -OOM command not allowed when used memory > 'maxmemory'. script: 119b0beb461d5982ddacc6dda6829882d5e16b4d, on @user_script:1.
> EVAL "return redis.pcall('set','a',1).err" 0
< "OOM command not allowed when used memory > 'maxmemory'."
> EVAL "return redis.call('get','k')" 0
< "v"
> EVAL "redis.call('del','k') return redis.call('set','k',1)" 0
< +OK
> EVAL "#!lua\nreturn 1" 0
< -OOM command not allowed when used memory > 'maxmemory'.
> EVAL "#!lua flags=allow-oom\nreturn redis.call('set','a',1)" 0
< +OK
> EVAL "#!lua flags=no-writes\nreturn redis.call('get','a')" 0
< "1"
> EVAL_RO "return redis.call('get','a')" 0
< "1"
> SCRIPT LOAD "return 55"
< "ffdf2ef60ac5c1bc72833148a4f62d9f0e318036"
> CONFIG SET maxmemory 0
< +OK

# What may be replicated though it is no write counts as one.
> EVAL_RO "return redis.call('pfcount',KEYS[1])" 1 hll
< -ERR Write commands are not allowed from read-only scripts. script: ef608dac509fbafdd4fe048527367d7d0d46bcdd, on @user_script:1.
> EVAL "#!lua flags=no-writes\nreturn redis.call('pfcount',KEYS[1])" 1 hll
< -ERR Write commands are not allowed from read-only scripts. script: b39141be0ee27911baa402e3d4bc8dba52813cf9, on @user_script:2.
> EVAL_RO "return redis.call('publish','a','b')" 0
< -ERR Write commands are not allowed from read-only scripts. script: 4790605679cf073cb561805eb6c83112ff57d189, on @user_script:1.
> EVAL_RO "return redis.call('spublish','a','b')" 0
< -ERR Write commands are not allowed from read-only scripts. script: 5482eafdc8d89b2e3eda46023a23532654bf58fc, on @user_script:1.
