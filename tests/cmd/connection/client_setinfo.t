# CLIENT SETINFO: the client's library, seen in CLIENT LIST.
! since 7.2

> CLIENT SETINFO LIB-NAME redis-py
< +OK
> CLIENT SETINFO lib-ver 5.0.1
< +OK
> CLIENT INFO
<~ ".* lib-name=redis-py lib-ver=5\.0\.1.*\\n"
> CLIENT SETINFO LIB-NAME "redis py"
< -ERR lib-name cannot contain spaces, newlines or special characters.
> CLIENT SETINFO LIB-VER "1\n"
< -ERR lib-ver cannot contain spaces, newlines or special characters.
> CLIENT SETINFO LIB-WHAT x
< -ERR Unrecognized option 'LIB-WHAT'
> CLIENT SETINFO LIB-NAME
< -ERR wrong number of arguments for 'client|setinfo' command

# What is not a client's own choice outlives RESET.
> RESET
< +RESET
> CLIENT INFO
<~ ".* lib-name=redis-py lib-ver=5\.0\.1.*\\n"
> CLIENT SETINFO LIB-NAME ""
< +OK
> CLIENT INFO
<~ ".* lib-name= lib-ver=5\.0\.1.*\\n"
