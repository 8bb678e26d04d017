-- error: an error that answers with functions
error(setmetatable({}, { __index = function() error('again') end, __tostring = function() error('again') end }))
