-- error: a source of nested tables
return loadstring('return ' .. string.rep('{', 100000) .. string.rep('}', 100000))()
