-- error: metatables in a circle
local t = {}
setmetatable(t, t)
t.__index = t
return t.x + 1
