# A function that runs for long: BUSY for others, STATS and KILL.

> CONFIG SET busy-reply-threshold 20
< +OK
> FUNCTION LOAD "#!lua name=loop\nlocal function forever() while true do end end\nredis.register_function('loop', forever)\nredis.register_function('wloop', function(keys) redis.call('SET', keys[1], 'v') forever() end)\nredis.register_function('ploop', function() while true do pcall(forever) end end)\nredis.register_function{function_name='roloop', callback=forever, flags={'no-writes'}}"
< "loop"
@a > FCALL loop 1 k arg
! sleep 50ms
> PING
< -BUSY Redis is busy running a script. You can only call FUNCTION KILL or SHUTDOWN NOSAVE.
> GET k
< -BUSY Redis is busy running a script. You can only call FUNCTION KILL or SHUTDOWN NOSAVE.
> FUNCTION LIST
< -BUSY Redis is busy running a script. You can only call FUNCTION KILL or SHUTDOWN NOSAVE.
> FUNCTION DELETE loop
< -BUSY Redis is busy running a script. You can only call FUNCTION KILL or SHUTDOWN NOSAVE.
> FCALL roloop 0
< -BUSY Redis is busy running a script. You can only call FUNCTION KILL or SHUTDOWN NOSAVE.
> EVAL "return 1" 0
< -BUSY Redis is busy running a script. You can only call FUNCTION KILL or SHUTDOWN NOSAVE.
> SCRIPT KILL
< -BUSY Redis is busy running a script. You can only call FUNCTION KILL or SHUTDOWN NOSAVE.
> FUNCTION STATS
<~ \*4 "running_script" \*6 "name" "loop" "command" \*5 "FCALL" "loop" "1" "k" "arg" "duration_ms" :\d+ "engines" \*2 "LUA" \*4 "libraries_count" :1 "functions_count" :4
> FUNCTION KILL
< +OK
@a < -ERR Script killed by user with SCRIPT KILL... script: loop, on @user_function:2.
> FUNCTION KILL
< -NOTBUSY No scripts in execution right now.
> FUNCTION STATS
< *4
<   "running_script"
<   nil
<   "engines"
<   *2
<     "LUA"
<     *4 "libraries_count" :1 "functions_count" :4
> PING
< +PONG

# One that catches its errors.
@a > FCALL ploop 0
! sleep 50ms
> PING
< -BUSY Redis is busy running a script. You can only call FUNCTION KILL or SHUTDOWN NOSAVE.
> FUNCTION KILL
< +OK
@a < -ERR Script killed by user with SCRIPT KILL... script: ploop, on @user_function:5.

# One that may not write.
@a > FCALL_RO roloop 0
! sleep 50ms
> PING
< -BUSY Redis is busy running a script. You can only call FUNCTION KILL or SHUTDOWN NOSAVE.
> FUNCTION KILL
< +OK
@a < -ERR Script killed by user with SCRIPT KILL... script: roloop, on @user_function:2.

# A transaction goes on behind it.
@a > MULTI
@a < +OK
@a > SET before 1
@a < +QUEUED
@a > FCALL loop 0
@a < +QUEUED
@a > SET after 1
@a < +QUEUED
@a > EXEC
! sleep 50ms
> GET before
< -BUSY Redis is busy running a script. You can only call FUNCTION KILL or SHUTDOWN NOSAVE.
> FUNCTION KILL
< +OK
@a < *3
@a <   +OK
@a <   -ERR Script killed by user with SCRIPT KILL... script: loop, on @user_function:2.
@a <   +OK
> MGET before after
< *2 "1" "1"

# A script of EVAL is killed by SCRIPT KILL.
@a > EVAL "while true do end" 0
! sleep 50ms
> FUNCTION KILL
< -BUSY Redis is busy running a script. You can only call SCRIPT KILL or SHUTDOWN NOSAVE.
> FUNCTION STATS
< -BUSY Redis is busy running a script. You can only call SCRIPT KILL or SHUTDOWN NOSAVE.
> SCRIPT KILL
< +OK
@a <~ -ERR Script killed by user with SCRIPT KILL... script: [0-9a-f]{40}, on @user_script:1.
