-- killed: the same in an iterator
for a in string.gmatch(string.rep('a', 5000), 'a*a*a*a*a*a*b') do end
