-- error: a map that contains itself
local t = {}
t.map = t
return t
