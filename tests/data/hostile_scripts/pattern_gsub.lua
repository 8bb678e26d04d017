-- killed: the same in a replacement
return (string.gsub(string.rep('a', 5000), 'a*a*a*a*a*a*b', ''))
