-- error: a source that nests
return loadstring('return ' .. string.rep('(', 100000) .. string.rep(')', 100000))()
