-- ends: weak tables that change while they are collected
local t = setmetatable({}, { __mode = 'kv' })
for i = 1, 1e5 do t[{}] = {} t[i] = {} if i % 1000 == 0 then collectgarbage('step') end end
collectgarbage()
return 1
