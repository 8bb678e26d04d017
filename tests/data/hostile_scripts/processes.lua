-- error: processes
return os.execute('true')
