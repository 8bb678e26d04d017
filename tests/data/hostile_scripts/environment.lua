-- error: environments
return getfenv(redis.call)
