# A key that takes another one's place is new, and is so before anything else is said.

> CONFIG SET notify-keyspace-events EAn
< +OK
@s > PSUBSCRIBE __key*__:*
@s < *3 "psubscribe" "__key*__:*" :1
> MSET a 1 b 2
< +OK
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:new" "a"
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:set" "a"
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:new" "b"
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:set" "b"
> RPUSH l x
< :1
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:new" "l"
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:rpush" "l"
> RENAME a b
< +OK
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:new" "b"
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:rename_from" "a"
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:rename_to" "b"
> RENAME b l
< +OK
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:new" "l"
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:rename_from" "b"
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:rename_to" "l"
> RENAME l l
< +OK
> RENAMENX l fresh
< :1
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:new" "fresh"
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:rename_from" "l"
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:rename_to" "fresh"
> RENAMENX fresh fresh
< :0
> COPY fresh fresh2
< :1
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:new" "fresh2"
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:copy_to" "fresh2"
> COPY fresh fresh2 REPLACE
< :1
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:new" "fresh2"
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:copy_to" "fresh2"
> COPY fresh fresh2 DB 1
< :1
@s < *4 "pmessage" "__key*__:*" "__keyevent@1__:new" "fresh2"
@s < *4 "pmessage" "__key*__:*" "__keyevent@1__:copy_to" "fresh2"
> COPY fresh fresh2 DB 1 REPLACE
< :1
@s < *4 "pmessage" "__key*__:*" "__keyevent@1__:new" "fresh2"
@s < *4 "pmessage" "__key*__:*" "__keyevent@1__:copy_to" "fresh2"
> MOVE fresh 2
< :1
@s < *4 "pmessage" "__key*__:*" "__keyevent@2__:new" "fresh"
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:move_from" "fresh"
@s < *4 "pmessage" "__key*__:*" "__keyevent@2__:move_to" "fresh"
> MOVE fresh2 1
< :0
> EVAL "return redis.call('RESTORE', 'r', 0, redis.call('DUMP', 'fresh2'))" 0
< +OK
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:new" "r"
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:restore" "r"
> EVAL "return redis.call('RESTORE', 'r', 0, redis.call('DUMP', 'fresh2'), 'REPLACE')" 0
< +OK
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:new" "r"
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:restore" "r"
> EVAL "return redis.call('RESTORE', 'r', 1, redis.call('DUMP', 'fresh2'), 'REPLACE', 'ABSTTL')" 0
< +OK
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:del" "r"
> EVAL "return redis.call('RESTORE', 'r', 1, redis.call('DUMP', 'fresh2'), 'REPLACE', 'ABSTTL')" 0
< +OK

# What a result is stored over is changed, and not new.
> MSET s v dest v
< +OK
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:new" "s"
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:set" "s"
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:new" "dest"
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:set" "dest"
> SADD set 1 2
< :2
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:new" "set"
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:sadd" "set"
> SUNIONSTORE dest set
< :2
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:sunionstore" "dest"
> SORT set STORE dest
< :2
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:sortstore" "dest"
> ZUNIONSTORE dest 1 set
< :2
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:zunionstore" "dest"
> BITOP NOT dest s
< :1
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:set" "dest"
> SDIFFSTORE dest none
< :0
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:del" "dest"
> SINTERSTORE dest set set
< :2
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:new" "dest"
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:sinterstore" "dest"
> SET dest v
< +OK
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:set" "dest"
> GETSET dest w
< "v"
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:set" "dest"
> SETEX dest 100 v
< +OK
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:set" "dest"
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:expire" "dest"

# A transaction and a script say the same as their requests one by one.
> MULTI
< +OK
> RENAME s dest
< +QUEUED
> COPY dest set REPLACE
< +QUEUED
> EXEC
< *2
<   +OK
<   :1
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:new" "dest"
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:rename_from" "s"
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:rename_to" "dest"
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:new" "set"
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:copy_to" "set"
> EVAL "redis.call('RENAME', 'dest', 'set') return redis.call('COPY', 'set', 'fresh2', 'REPLACE')" 0
< :1
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:new" "set"
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:rename_from" "dest"
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:rename_to" "set"
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:new" "fresh2"
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:copy_to" "fresh2"
