-- ends: what is handed out of a library cannot be changed
local n = 0
table.foreach(redis, function(k, v) n = n + 1 end)
for k, v in pairs(redis) do n = n + 1 end
return n
