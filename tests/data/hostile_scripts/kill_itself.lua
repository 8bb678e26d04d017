-- error: kills its client
return redis.call('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'no')
