-- ends: as many arguments as there can be
local t = {}
for i = 1, 7990 do t[i] = i end
return redis.call('SADD', 'many', unpack(t))
