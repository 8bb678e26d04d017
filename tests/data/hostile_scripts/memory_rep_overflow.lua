-- error: a length that wraps around
return string.rep(string.rep('x', 1000), 2 ^ 54)
