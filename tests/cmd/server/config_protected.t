! config enable-protected-configs local

# Clients of this host may change protected directives.
> CONFIG SET dbfilename other.rdb
< +OK
> CONFIG GET dbfilename
< *2 "dbfilename" "other.rdb"
> CONFIG SET dir /tmp
< +OK
> CONFIG GET dir
< *2 "dir" "/tmp"
> CONFIG SET timeout 5 dir /nonexistent
< -ERR CONFIG SET failed (possibly related to argument 'dir') - No such file or directory
> CONFIG GET dir timeout
<unordered-pairs *4 "dir" "/tmp" "timeout" "0"
> CONFIG SET dbfilename a/b
! differs: one text for every directive that names a file
! kvd
< -ERR CONFIG SET failed (possibly related to argument 'dbfilename') - it must be the name of a file in dir, not a path
! redis
< -ERR CONFIG SET failed (possibly related to argument 'dbfilename') - dbfilename can't be a path, just a filename
! end
