-- error: the metatable that is there
getmetatable(_G).__index = function() return 'x' end
