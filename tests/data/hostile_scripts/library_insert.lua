-- error: an element in a library
table.insert(string, 'x')
