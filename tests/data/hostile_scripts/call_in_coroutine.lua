-- ends: commands between yields
local co = coroutine.wrap(function() for i = 1, 100 do coroutine.yield(redis.call('INCR', 'c')) end end)
for i = 1, 99 do co() end
return co()
