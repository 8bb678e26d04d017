# What counts as a hit, a miss and a change.
> SET k abc
< +OK
> CONFIG RESETSTAT
< +OK
> GETBIT k 0
< :0
> GETBIT none 0
< :0
> BITCOUNT k
< :10
> BITCOUNT none
< :0
> BITPOS k 1
< :1
> BITPOS none 1
< :-1
> BITFIELD k GET u8 0
< *1 :97
> BITFIELD none GET u8 0
< *1 :0
> BITFIELD_RO k GET u8 0
< *1 :97
> BITFIELD_RO none GET u8 0
< *1 :0
> BITOP OR d k none
< :3
> INFO stats
<~ ".*keyspace_hits:6\\r\\nkeyspace_misses:6.*"
> SETBIT k 0 1
< :0
> SETBIT new 0 1
< :0
> BITFIELD k SET u8 0 1
< *1 :225
> BITFIELD newer INCRBY u8 0 1
< *1 :1
> INFO stats
<~ ".*keyspace_hits:6\\r\\nkeyspace_misses:6.*"
