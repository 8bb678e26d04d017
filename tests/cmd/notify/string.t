# Strings, bitmaps and HyperLogLogs: what their commands publish.

> CONFIG SET notify-keyspace-events KEA
< +OK
@s > PSUBSCRIBE __key*__:*
@s < *3 "psubscribe" "__key*__:*" :1
> SET s v
< +OK
@s < *4 "pmessage" "__key*__:*" "__keyspace@0__:s" "set"
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:set" "s"
> SET s v EX 100
< +OK
@s < *4 "pmessage" "__key*__:*" "__keyspace@0__:s" "set"
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:set" "s"
@s < *4 "pmessage" "__key*__:*" "__keyspace@0__:s" "expire"
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:expire" "s"
> SET s v XX KEEPTTL
< +OK
@s < *4 "pmessage" "__key*__:*" "__keyspace@0__:s" "set"
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:set" "s"
> SET s v NX
< nil
> SET s v GET
< "v"
@s < *4 "pmessage" "__key*__:*" "__keyspace@0__:s" "set"
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:set" "s"
> SET s v
< +OK
@s < *4 "pmessage" "__key*__:*" "__keyspace@0__:s" "set"
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:set" "s"
# A deadline in the past. No client could ever read the value, so no event says that there is one.
> SET past v
< +OK
@s < *4 "pmessage" "__key*__:*" "__keyspace@0__:past" "set"
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:set" "past"
> SET past v PXAT 1
< +OK
! only kvd: redis-server 7.0 sets the key, and deletes it as expired when it is next met
@s < *4 "pmessage" "__key*__:*" "__keyspace@0__:past" "del"
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:del" "past"
> SET past v PXAT 1
< +OK
@s < nothing
! end
! only redis: the same
@s < *4 "pmessage" "__key*__:*" "__keyspace@0__:past" "set"
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:set" "past"
@s < *4 "pmessage" "__key*__:*" "__keyspace@0__:past" "expire"
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:expire" "past"
> EXISTS past
< :0
@s < *4 "pmessage" "__key*__:*" "__keyspace@0__:past" "expired"
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:expired" "past"
! end
> SETEX s 100 v
< +OK
@s < *4 "pmessage" "__key*__:*" "__keyspace@0__:s" "set"
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:set" "s"
@s < *4 "pmessage" "__key*__:*" "__keyspace@0__:s" "expire"
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:expire" "s"
> PSETEX s 100000 v
< +OK
@s < *4 "pmessage" "__key*__:*" "__keyspace@0__:s" "set"
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:set" "s"
@s < *4 "pmessage" "__key*__:*" "__keyspace@0__:s" "expire"
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:expire" "s"
> SETNX s v
< :0
> SETNX sn v
< :1
@s < *4 "pmessage" "__key*__:*" "__keyspace@0__:sn" "set"
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:set" "sn"
> GETSET s w
< "v"
@s < *4 "pmessage" "__key*__:*" "__keyspace@0__:s" "set"
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:set" "s"
> MSET a 1 b 2
< +OK
@s < *4 "pmessage" "__key*__:*" "__keyspace@0__:a" "set"
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:set" "a"
@s < *4 "pmessage" "__key*__:*" "__keyspace@0__:b" "set"
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:set" "b"
> MSETNX a 1 c 2
< :0
> MSETNX ma 1 mb 2
< :1
@s < *4 "pmessage" "__key*__:*" "__keyspace@0__:ma" "set"
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:set" "ma"
@s < *4 "pmessage" "__key*__:*" "__keyspace@0__:mb" "set"
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:set" "mb"
> GETDEL s
< "w"
@s < *4 "pmessage" "__key*__:*" "__keyspace@0__:s" "del"
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:del" "s"
> GETDEL s
< nil
> SET s v
< +OK
@s < *4 "pmessage" "__key*__:*" "__keyspace@0__:s" "set"
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:set" "s"
> GETEX s
< "v"
> GETEX s EX 100
< "v"
@s < *4 "pmessage" "__key*__:*" "__keyspace@0__:s" "expire"
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:expire" "s"
> GETEX s PERSIST
< "v"
@s < *4 "pmessage" "__key*__:*" "__keyspace@0__:s" "persist"
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:persist" "s"
> GETEX s PERSIST
< "v"
> GETEX s EXAT 1
< "v"
@s < *4 "pmessage" "__key*__:*" "__keyspace@0__:s" "del"
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:del" "s"
> INCR n
< :1
@s < *4 "pmessage" "__key*__:*" "__keyspace@0__:n" "incrby"
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:incrby" "n"
> INCRBY n 5
< :6
@s < *4 "pmessage" "__key*__:*" "__keyspace@0__:n" "incrby"
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:incrby" "n"
> DECR n
< :5
@s < *4 "pmessage" "__key*__:*" "__keyspace@0__:n" "incrby"
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:incrby" "n"
> DECRBY n 3
< :2
@s < *4 "pmessage" "__key*__:*" "__keyspace@0__:n" "incrby"
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:incrby" "n"
> INCRBYFLOAT n 1.5
< "3.5"
@s < *4 "pmessage" "__key*__:*" "__keyspace@0__:n" "incrbyfloat"
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:incrbyfloat" "n"
> APPEND ap x
< :1
@s < *4 "pmessage" "__key*__:*" "__keyspace@0__:ap" "append"
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:append" "ap"
> APPEND ap y
< :2
@s < *4 "pmessage" "__key*__:*" "__keyspace@0__:ap" "append"
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:append" "ap"
> SETRANGE ap 3 zzz
< :6
@s < *4 "pmessage" "__key*__:*" "__keyspace@0__:ap" "setrange"
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:setrange" "ap"
> SETRANGE ap 0 ""
< :6
> SETRANGE newsr 0 ""
< :0
> SETRANGE newsr 2 x
< :3
@s < *4 "pmessage" "__key*__:*" "__keyspace@0__:newsr" "setrange"
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:setrange" "newsr"
> SETBIT bit 7 1
< :0
@s < *4 "pmessage" "__key*__:*" "__keyspace@0__:bit" "setbit"
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:setbit" "bit"
> SETBIT bit 7 1
< :1
> BITOP AND bdest bit bit
< :1
@s < *4 "pmessage" "__key*__:*" "__keyspace@0__:bdest" "set"
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:set" "bdest"
> BITOP OR bdest nokey
< :0
@s < *4 "pmessage" "__key*__:*" "__keyspace@0__:bdest" "del"
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:del" "bdest"
> BITOP OR bdest nokey
< :0
> BITFIELD bf SET u8 0 1
< *1 :0
@s < *4 "pmessage" "__key*__:*" "__keyspace@0__:bf" "setbit"
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:setbit" "bf"
> BITFIELD bf GET u8 0
< *1 :1
> BITFIELD bf SET u8 0 1 INCRBY u8 0 1
< *2 :1 :2
@s < *4 "pmessage" "__key*__:*" "__keyspace@0__:bf" "setbit"
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:setbit" "bf"
> BITFIELD bf OVERFLOW FAIL INCRBY u8 0 255
< *1 nil
> PFADD hll a b
< :1
@s < *4 "pmessage" "__key*__:*" "__keyspace@0__:hll" "pfadd"
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:pfadd" "hll"
> PFADD hll a
< :0
> PFADD hll2
< :1
@s < *4 "pmessage" "__key*__:*" "__keyspace@0__:hll2" "pfadd"
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:pfadd" "hll2"
> PFADD hll2
< :0
> PFMERGE hll3 hll hll2
< +OK
@s < *4 "pmessage" "__key*__:*" "__keyspace@0__:hll3" "pfadd"
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:pfadd" "hll3"
> PFCOUNT hll
< :2
> PFCOUNT hll hll2
< :2
> PFMERGE hll3
< +OK
@s < *4 "pmessage" "__key*__:*" "__keyspace@0__:hll3" "pfadd"
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:pfadd" "hll3"
> LCS a b
< ""
