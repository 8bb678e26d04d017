-- ends: keys that are no keys
local t = {}
local a = pcall(function() t[nil] = 1 end)
local b = pcall(function() t[0 / 0] = 1 end)
return { a and 1 or 0, b and 1 or 0 }
