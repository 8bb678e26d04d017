# import-mode: what expires is hidden, and only an import source sees it and deletes it.
! since V8.1: of Valkey
> CLIENT IMPORT-SOURCE ON
< -ERR import-mode is off, so there is nothing to import
> CONFIG SET import-mode yes
< +OK
@tool > CLIENT IMPORT-SOURCE MAYBE
@tool < -ERR syntax error
@tool > CLIENT IMPORT-SOURCE ON
@tool < +OK
@tool > SET s 1 PX 20
@tool < +OK
! only kvd: the fields of this server's hashes
@tool > HSETEX h PX 20 FIELDS 1 a 1
@tool < :1
! end
! sleep 50ms
> GET s
< nil
> EXISTS s
< :0
> KEYS *
< *0
@tool > INCR s
@tool < :2
@tool > PTTL s
@tool < :0
@tool > EXPIRE s -5
@tool < :1
@tool > GET s
@tool < "2"
@tool > SET s 5 KEEPTTL
@tool < +OK
! only kvd: the fields of this server's hashes
@tool > HGET h a
@tool < "1"
> HGET h a
< nil
> TYPE h
< +none
! end
@tool > EXPIRE s 100
@tool < :1
> GET s
< "5"
@tool > PEXPIREAT s 1
@tool < :1
> GET s
< nil

# Whoever else changes such a key finds nothing there.
> APPEND s x
< :1
> TTL s
< :-1
! only kvd: the fields of this server's hashes
> HSET h b 2
< :1
@tool > HGETALL h
@tool < *2 "b" "2"
! end
@tool > CLIENT INFO
@tool <~ ".* flags=I .*"
@tool > CLIENT IMPORT-SOURCE OFF
@tool < +OK
> SET t v PX 10
< +OK
! sleep 40ms
> DBSIZE
<~ :[23]
> CONFIG SET import-mode no
< +OK
! sleep 40ms
> KEYS t
< *0
