-- error: a function of a library
string.format = function() return 'x' end
