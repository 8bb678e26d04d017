-- error: a reply that contains itself
local t = {}
t[1] = t
return t
