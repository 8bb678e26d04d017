-- error: a text of megabytes
error(string.rep('x', 2 ^ 22))
