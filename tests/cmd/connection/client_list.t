# CLIENT LIST and INFO: the line, and which clients are shown.

@a > CLIENT SETNAME alice
@a < +OK
@a > CLIENT ID
@a <save a
@b > CLIENT SETNAME bob
@b < +OK
@b > CLIENT ID
@b <save b
> CLIENT SETNAME me
< +OK

> CLIENT LIST
<~ "id=\d+ [^\\]*name=me [^\\]*\\nid=${a} [^\\]*name=alice [^\\]*\\nid=${b} [^\\]*name=bob [^\\]*\\n"
> CLIENT LIST TYPE normal
<~ "id=\d+ [^\\]*\\nid=${a} [^\\]*\\nid=${b} [^\\]*\\n"
> CLIENT LIST TYPE NORMAL
<~ "id=\d+ [^\\]*\\nid=${a} [^\\]*\\nid=${b} [^\\]*\\n"
> CLIENT LIST TYPE master
< ""
> CLIENT LIST TYPE replica
< ""
> CLIENT LIST TYPE slave
< ""
> CLIENT LIST TYPE pubsub
< ""
> CLIENT LIST TYPE nosuch
< -ERR Unknown client type 'nosuch'
> CLIENT LIST TYPE
< -ERR syntax error
> CLIENT LIST ID ${b} 999999 ${a}
<~ "id=${b} [^\\]*\\nid=${a} [^\\]*\\n"
> CLIENT LIST ID 0
< ""
> CLIENT LIST ID -1
< ""
> CLIENT LIST ID
< -ERR syntax error
> CLIENT LIST ID one
< -ERR Invalid client ID
> CLIENT LIST ID ${a} one
< -ERR Invalid client ID
> CLIENT LIST NOSUCH
< -ERR syntax error
> CLIENT LIST NOSUCH x
< -ERR syntax error
> CLIENT INFO x
< -ERR wrong number of arguments for 'client|info' command

# Database, flags and protocol of the line.
@a > SELECT 3
@a < +OK
@a > CLIENT NO-EVICT ON
@a < +OK
@a ! resp3
> CLIENT LIST ID ${a}
<~ "id=${a} .* flags=e db=3 sub=0 psub=0 ssub=0 multi=-1 .* cmd=hello user=default redir=-1 resp=3.*\\n"
@a > CLIENT INFO
@a <~ ="txt:id=${a} .* flags=e db=3 .* cmd=client\|info user=default redir=-1 resp=3.*\\n"
@a > CLIENT LIST TYPE master
@a < ="txt:"
@a > CLIENT NO-EVICT OFF
@a < +OK
@a > CLIENT NO-EVICT
@a < -ERR wrong number of arguments for 'client|no-evict' command
@a > CLIENT NO-EVICT MAYBE
@a < -ERR syntax error

# The order of flags; a request that was refused is the last one, too.
@a ! resp2
@a > SELECT 0
@a > CLIENT TRACKING ON BCAST
@a > WATCH w
@a > MULTI
> SET w 1
@a > GET
@a < +OK
@a < +OK
@a < +OK
@a < +OK
< +OK
@a < -ERR wrong number of arguments for 'get' command
> CLIENT LIST ID ${a}
<~ ".* flags=xtBd .* cmd=get .*"
@a > NOSUCH
@a < -ERR unknown command 'NOSUCH', with args beginning with:\x20
> CLIENT LIST ID ${a}
<~ ".* cmd=NULL .*"

# An id that is asked for twice is shown once.
> CLIENT LIST ID ${a} ${b} ${a}
! differs: a reply must not grow with repeated ids
! kvd
<~ "id=${a} [^\\]*\\nid=${b} [^\\]*\\n"
! redis
<~ "id=${a} [^\\]*\\nid=${b} [^\\]*\\nid=${a} [^\\]*\\n"
! end
