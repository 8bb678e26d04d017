-- killed: a pattern with exponential work
return string.find(string.rep('a', 60), string.rep('a?', 60) .. string.rep('a', 60) .. 'b')
