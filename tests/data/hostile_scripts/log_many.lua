-- error: as many arguments as there can be
local t = {}
for i = 1, 7000 do t[i] = 'x' end
redis.log(redis.LOG_DEBUG, unpack(t))
return 1
