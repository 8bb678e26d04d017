-- ends: numbers that are no integers
return { redis.call('ECHO', 0 / 0), redis.call('ECHO', 1 / 0), redis.call('ECHO', -1 / 0), redis.call('ECHO', 2 ^ 63), redis.call('ECHO', -0.0) }
