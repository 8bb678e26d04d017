# Keys of any type, databases, transactions.

> CONFIG SET notify-keyspace-events EA
< +OK
@s > PSUBSCRIBE __key*__:*
@s < *3 "psubscribe" "__key*__:*" :1
> SET k v
< +OK
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:set" "k"
> EXPIRE k 100
< :1
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:expire" "k"
> EXPIRE k 100 NX
< :0
> PEXPIRE k 100000
< :1
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:expire" "k"
> EXPIREAT k 9999999999
< :1
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:expire" "k"
> PEXPIREAT k 9999999999999
< :1
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:expire" "k"
> PERSIST k
< :1
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:persist" "k"
> PERSIST k
< :0
> EXPIRE k -1
< :1
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:del" "k"
> EXPIRE k 100
< :0
> SET k v
< +OK
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:set" "k"
> EXPIREAT k 1
< :1
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:del" "k"
> SET k v
< +OK
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:set" "k"
> DEL k none
< :1
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:del" "k"
> SET k v
< +OK
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:set" "k"
> UNLINK k none
< :1
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:del" "k"
> SET k v
< +OK
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:set" "k"
> RENAME k k2
< +OK
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:rename_from" "k"
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:rename_to" "k2"
> RENAME k2 k2
< +OK
> SET k v
< +OK
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:set" "k"
> RENAME k k2
< +OK
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:rename_from" "k"
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:rename_to" "k2"
> RENAMENX k2 k3
< :1
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:rename_from" "k2"
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:rename_to" "k3"
> SET k v
< +OK
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:set" "k"
> RENAMENX k k3
< :0
> COPY k kc
< :1
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:copy_to" "kc"
> COPY k kc
< :0
> COPY k kc REPLACE
< :1
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:copy_to" "kc"
> COPY k kc DB 1
< :1
@s < *4 "pmessage" "__key*__:*" "__keyevent@1__:copy_to" "kc"
> MOVE k 2
< :1
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:move_from" "k"
@s < *4 "pmessage" "__key*__:*" "__keyevent@2__:move_to" "k"
> SET k v
< +OK
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:set" "k"
> MOVE k 2
< :0
> TOUCH k
< :1
> OBJECT ENCODING k
< "embstr"
> DUMP k
< "\x00\x01v\n\x00\x91\x08\xce\xb2\x198\x8a\xce"
> SELECT 1
< +OK
> SET in1 v
< +OK
@s < *4 "pmessage" "__key*__:*" "__keyevent@1__:set" "in1"
> DEL in1
< :1
@s < *4 "pmessage" "__key*__:*" "__keyevent@1__:del" "in1"
> SELECT 0
< +OK
> SWAPDB 1 2
< +OK
> FLUSHDB
< +OK
> FLUSHALL
< +OK
> MULTI
< +OK
> SET m 1
< +QUEUED
> INCR m
< +QUEUED
> DEL m
< +QUEUED
> EXEC
< *3
<   +OK
<   :2
<   :1
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:set" "m"
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:incrby" "m"
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:del" "m"
> SET wrong v
< +OK
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:set" "wrong"
> LPUSH wrong v
< -WRONGTYPE Operation against a key holding the wrong kind of value
> SELECT 3
< +OK
> SET s3 v EX 100
< +OK
@s < *4 "pmessage" "__key*__:*" "__keyevent@3__:set" "s3"
@s < *4 "pmessage" "__key*__:*" "__keyevent@3__:expire" "s3"
> RPUSH l3 a
< :1
@s < *4 "pmessage" "__key*__:*" "__keyevent@3__:rpush" "l3"
> SORT l3 BY nosort STORE l3s
< :1
@s < *4 "pmessage" "__key*__:*" "__keyevent@3__:sortstore" "l3s"
> SELECT 0
< +OK
> HSET hh f v
< :1
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:hset" "hh"
> EXPIRE hh 0
< :1
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:del" "hh"
> SADD sss 1
< :1
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:sadd" "sss"
> SET str_dest x
< +OK
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:set" "str_dest"
> SUNIONSTORE str_dest sss
< :1
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:sunionstore" "str_dest"
