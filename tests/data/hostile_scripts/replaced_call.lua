-- error: redis.call replaced
redis.call = function() return 'x' end
