# DELIFEQ: delete a lock only if it is still ours.
! since V9.0: a command of Valkey

> DELIFEQ none v
< :0
> SET lock token NX PX 100000
< +OK
> DELIFEQ lock other
< :0
> GET lock
< "token"
> DELIFEQ lock token
< :1
> DELIFEQ lock token
< :0
> SET n 42
< +OK
> DELIFEQ n 42.0
< :0
> DELIFEQ n 42
< :1
> DELIFEQ k
< -ERR wrong number of arguments for 'delifeq' command
> DELIFEQ k v w
< -ERR wrong number of arguments for 'delifeq' command
