-- error: another metatable of the globals
setmetatable(_G, { __index = function() return 'x' end })
