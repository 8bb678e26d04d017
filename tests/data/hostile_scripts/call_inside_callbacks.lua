-- ends: commands from a comparison
local t = {}
for i = 1, 100 do t[i] = i end
table.sort(t, function(a, b) redis.call('INCR', 'n') return a > b end)
return redis.call('GET', 'n')
