> TIME
<~ \*2 "\d{10}" "\d{1,6}"
> TIME now
< -ERR wrong number of arguments for 'time' command

# The moment of the start, since nothing was saved.
> LASTSAVE
<~ :\d{10}
> LASTSAVE x
< -ERR wrong number of arguments for 'lastsave' command

> ROLE
< *3 "master" :0 *0
> ROLE x
< -ERR wrong number of arguments for 'role' command
