! config busy-reply-threshold 20

# What a script does is told behind its reply, however long it takes: a cache that heard before
# that its key has changed would keep what the script had read.
@r > HELLO 3
@r <any
@r > CLIENT TRACKING ON
@r < +OK
> SET k old
< +OK
@r > EVAL "local v = redis.call('GET', KEYS[1]) redis.call('SET', KEYS[1], 'new') local t = redis.call('TIME') repeat local u = redis.call('TIME') until (u[1] - t[1]) * 1000000 + u[2] - t[2] > 200000 return v" 1 k
@r < "old"
@r < >2 "invalidate" *1 "k"

# In a transaction too.
@r > MULTI
@r < +OK
@r > GET k
@r < +QUEUED
@r > EVAL "redis.call('SET', KEYS[1], 'newer') local t = redis.call('TIME') repeat local u = redis.call('TIME') until (u[1] - t[1]) * 1000000 + u[2] - t[2] > 200000 return 1" 1 k
@r < +QUEUED
@r > EXEC
@r < *2 "new" :1
@r < >2 "invalidate" *1 "k"
