-- error: the same around metatables
rawset(_G, 'leak', 1)
