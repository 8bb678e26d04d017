-- error: forgets itself
return redis.call('SCRIPT', 'FLUSH')
