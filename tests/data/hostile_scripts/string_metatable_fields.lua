-- error: another operator of strings
rawset(getmetatable(''), '__add', function() return 'x' end)
