# A script that runs for long: others are told BUSY, and it can be killed unless it has written.

> CONFIG SET busy-reply-threshold 20
< +OK
> CONFIG GET lua-time-limit
< *2 "lua-time-limit" "20"
@a > EVAL "while true do end" 0
! sleep 100ms
> PING
< -BUSY Redis is busy running a script. You can only call SCRIPT KILL or SHUTDOWN NOSAVE.
> GET k
< -BUSY Redis is busy running a script. You can only call SCRIPT KILL or SHUTDOWN NOSAVE.
> EVAL "return 1" 0
< -BUSY Redis is busy running a script. You can only call SCRIPT KILL or SHUTDOWN NOSAVE.
> SCRIPT EXISTS x
< -BUSY Redis is busy running a script. You can only call SCRIPT KILL or SHUTDOWN NOSAVE.
> SHUTDOWN
< -BUSY Redis is busy running a script. You can only call SCRIPT KILL or SHUTDOWN NOSAVE.
> SCRIPT FLUSH
< -BUSY Redis is busy running a script. You can only call SCRIPT KILL or SHUTDOWN NOSAVE.
@b > MULTI
@b < +OK
@b > GET x
@b < -BUSY Redis is busy running a script. You can only call SCRIPT KILL or SHUTDOWN NOSAVE.
@b > EXEC
@b < -EXECABORT Transaction discarded because of: BUSY Redis is busy running a script. You can only call SCRIPT KILL or SHUTDOWN NOSAVE.
> SCRIPT KILL
< +OK
@a < -ERR Script killed by user with SCRIPT KILL... script: 694a5fe1ddb97a4c6a1bf299d9537c7d3d0f84e7, on @user_script:1.
> SCRIPT KILL
< -NOTBUSY No scripts in execution right now.

# One that catches its errors.
@a > EVAL "local function forever() while true do end end while true do pcall(forever) end" 0
! sleep 100ms
> PING
< -BUSY Redis is busy running a script. You can only call SCRIPT KILL or SHUTDOWN NOSAVE.
> SCRIPT KILL
< +OK
@a <~ -ERR Script killed by user with SCRIPT KILL\.\.\. script: .*
> PING
< +PONG

# A transaction goes on behind it.
@a > MULTI
@a < +OK
@a > SET m 1
@a < +QUEUED
@a > EVAL "while true do end" 0
@a < +QUEUED
@a > INCR m
@a < +QUEUED
@a > EXEC
! sleep 100ms
> GET m
< -BUSY Redis is busy running a script. You can only call SCRIPT KILL or SHUTDOWN NOSAVE.
> SCRIPT KILL
< +OK
@a <~ \*3 \+OK -ERR Script killed by user with SCRIPT KILL\.\.\. script: .* :2
> GET m
< "2"

# One that has written ends by itself.
@a > EVAL "redis.call('set','w',1) for i = 1, 1e8 do end return 'done'" 0
! sleep 100ms
> PING
< -BUSY Redis is busy running a script. You can only call SCRIPT KILL or SHUTDOWN NOSAVE.
> SCRIPT KILL
< -UNKILLABLE Sorry the script already executed write commands against the dataset. You can either wait the script termination or kill the server in a hard way using the SHUTDOWN NOSAVE command.
@a < "done"
> GET w
< "1"
> PING
< +PONG

! only kvd: redis-server cannot stop it
# One in coroutines.
@a > EVAL "local co = coroutine.wrap(function() while true do end end) while true do pcall(co) end" 0
! sleep 100ms
> PING
< -BUSY Redis is busy running a script. You can only call SCRIPT KILL or SHUTDOWN NOSAVE.
> SCRIPT KILL
< +OK
@a <~ -ERR Script killed by user with SCRIPT KILL\.\.\. script: .*
! end
