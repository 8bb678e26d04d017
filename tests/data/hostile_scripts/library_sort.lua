-- error: the elements of a library
table.sort(redis, function() return true end)
