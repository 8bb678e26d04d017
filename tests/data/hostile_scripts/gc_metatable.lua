-- ends: a finalizer of a table is none
setmetatable({}, { __gc = function() while true do end end })
collectgarbage()
return 1
