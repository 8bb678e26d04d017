-- error: a handler that fails
local ok, e = xpcall(function() error('x') end, function() error('y') end)
error(tostring(e))
