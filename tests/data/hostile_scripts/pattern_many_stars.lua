-- killed: a pattern with polynomial work
return string.match(string.rep('a', 5000), '.-.-.-.-.-.-.-.-b')
