# The reply of KEYS over many keys comes to a client that has said it will send no more.

> DEBUG POPULATE 200000
< +OK
> KEYS key:19999[9]
> DBSIZE
! half-close
< *1 "key:199999"
< :200000
< closed
