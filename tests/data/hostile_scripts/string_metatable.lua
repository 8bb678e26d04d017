-- error: the metatable of strings
getmetatable('').__index = function() return function() return 'x' end end
