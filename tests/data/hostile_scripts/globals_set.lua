-- error: a global variable
leak = 1
