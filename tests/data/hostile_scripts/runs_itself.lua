-- error: runs a script in itself
return redis.call('EVAL', 'return 1', 0)
