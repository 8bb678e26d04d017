-- error: the same, returned
return { err = 'ERR a\r\n+OK\r\n:1\r\n' }
