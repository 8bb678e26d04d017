# Scripts in transactions, watches, waiting clients and pauses.

> MULTI
< +OK
> SET a 1
< +QUEUED
> EVAL "return redis.call('incr', KEYS[1])" 1 a
< +QUEUED
> EVAL "return redis.call('lpush', KEYS[1], 1)" 1 a
< +QUEUED
> EVALSHA ffffffffffffffffffffffffffffffffffffffff 0
< +QUEUED
> EVAL "bad" 0
< +QUEUED
> GET a
< +QUEUED
> EXEC
< *6
<   +OK
<   :2
<   -WRONGTYPE Operation against a key holding the wrong kind of value script: c9db597066bf775182928ed96dd47a8e575cbc33, on @user_script:1.
<   -NOSCRIPT No matching script. Please use EVAL.
<   -ERR Error compiling script (new function): user_script:1: '=' expected near '<eof>'
<   "2"
> EVAL "return redis.call('exec')" 0
< -ERR This Redis command is not allowed from script script: cfd06730c41ba24d30327b6d49d1ebf96a001298, on @user_script:1.

# A watch sees what a script does.
> WATCH a
< +OK
@b > EVAL "redis.call('set','a',5)" 0
@b < nil
> MULTI
< +OK
> GET a
< +QUEUED
> EXEC
< *-1

# A client that waits gets what a script pushes, when it is over.
@c > BLPOP q 0
@b > EVAL "redis.call('rpush','q',1,2) return redis.call('llen','q')" 0
@b < :2
> LRANGE q 0 -1
< *1 "2"

# A script with keys waits for the end of a pause of writes.
> CLIENT PAUSE 10000 WRITE
< +OK
@d > EVAL "return redis.call('set','p',1)" 1 p
@d < nothing
@e > EVAL_RO "return redis.call('get','p')" 1 p
@e < nil
> CLIENT UNPAUSE
< +OK
@d < +OK
@c < *2 "q" "1"
