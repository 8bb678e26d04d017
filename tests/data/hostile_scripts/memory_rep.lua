-- error: a string of a terabyte
return string.rep('x', 1e12)
