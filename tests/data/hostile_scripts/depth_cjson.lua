-- error: a table that contains itself, as JSON
local t = {}
t[1] = t
return cjson.encode(t)
