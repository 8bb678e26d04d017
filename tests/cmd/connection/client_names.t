# CLIENT SETNAME, GETNAME and ID.

> CLIENT GETNAME
< nil
> CLIENT SETNAME worker-1
< +OK
> CLIENT GETNAME
< "worker-1"
> CLIENT SETNAME "two words"
< -ERR Client names cannot contain spaces, newlines or special characters.
> CLIENT SETNAME "line\n"
< -ERR Client names cannot contain spaces, newlines or special characters.
> CLIENT SETNAME "\xc3\xa9"
< -ERR Client names cannot contain spaces, newlines or special characters.
> CLIENT GETNAME
< "worker-1"
> CLIENT SETNAME ""
< +OK
> CLIENT GETNAME
< nil
> CLIENT SETNAME
< -ERR wrong number of arguments for 'client|setname' command
> CLIENT GETNAME x
< -ERR wrong number of arguments for 'client|getname' command
> CLIENT ID x
< -ERR wrong number of arguments for 'client|id' command

# Every connection has its own name and number.
@a > CLIENT SETNAME a
@a < +OK
> CLIENT GETNAME
< nil
@a > CLIENT ID
@a <save id
> CLIENT LIST ID ${id}
<~ "id=${id} addr=127\.0\.0\.1:\d+ laddr=127\.0\.0\.1:\d+ fd=\d+ name=a age=0 idle=0 flags=N db=0 .* cmd=client\|id user=default redir=-1 resp=2.*\\n"
@a ! resp3
@a > CLIENT GETNAME
@a < "a"
@a > CLIENT SETNAME ""
@a < +OK
@a > CLIENT GETNAME
@a < _
