-- error: files
return io.open('/etc/passwd'):read('*a')
