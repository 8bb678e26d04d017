-- error: a text that looks like another reply
error({ err = 'ERR a\r\n+OK\r\n$3\r\nfoo\r\n' })
