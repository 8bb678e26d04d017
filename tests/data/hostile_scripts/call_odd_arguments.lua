-- ends: arguments that are no strings
local n = 0
for _, a in ipairs({ {}, true, function() end, coroutine.create(function() end) }) do
    if redis.pcall('GET', a).err then n = n + 1 end
    if redis.pcall(a).err then n = n + 1 end
end
return n
