# Events of commands that came later.
! since 8.8

> CONFIG SET notify-keyspace-events EAoc
< +OK
@s > PSUBSCRIBE __keyevent@*
@s < *3 "psubscribe" "__keyevent@*" :1

# Deadlines of hash fields.
> HSET h a 1 b 2 c 3
< :3
> HEXPIRE h 100 FIELDS 1 a
< *1 :1
> HPERSIST h FIELDS 2 a none
< *2 :1 :-2
> HPERSIST h FIELDS 1 a
< *1 :-1
> HEXPIREAT h 1 FIELDS 1 a
< *1 :2
> HGETEX h EX 100 FIELDS 1 b
< *1 "2"
> HGETEX h PERSIST FIELDS 1 b
< *1 "2"
> HGETEX h PXAT 1 FIELDS 1 b
< *1 "2"
> HSETEX h EX 100 FIELDS 1 d 4
< :1
> HSETEX h FIELDS 1 e 4
< :1
> HGETDEL h FIELDS 2 c none
< *2 "3" nil
> HGETDEL h FIELDS 1 none
< *1 nil
> HGETDEL h FIELDS 2 d e
< *2 "4" "4"
> HSET h f 1
< :1
> HPEXPIRE h 20 FIELDS 1 f
< *1 :1
! sleep 100ms
@s < *4 "pmessage" "__keyevent@*" "__keyevent@0__:hset" "h"
@s < *4 "pmessage" "__keyevent@*" "__keyevent@0__:hexpire" "h"
@s < *4 "pmessage" "__keyevent@*" "__keyevent@0__:hpersist" "h"
@s < *4 "pmessage" "__keyevent@*" "__keyevent@0__:hdel" "h"
@s < *4 "pmessage" "__keyevent@*" "__keyevent@0__:hexpire" "h"
@s < *4 "pmessage" "__keyevent@*" "__keyevent@0__:hpersist" "h"
@s < *4 "pmessage" "__keyevent@*" "__keyevent@0__:hdel" "h"
@s < *4 "pmessage" "__keyevent@*" "__keyevent@0__:hset" "h"
@s < *4 "pmessage" "__keyevent@*" "__keyevent@0__:hexpire" "h"
@s < *4 "pmessage" "__keyevent@*" "__keyevent@0__:hset" "h"
@s < *4 "pmessage" "__keyevent@*" "__keyevent@0__:hdel" "h"
@s < *4 "pmessage" "__keyevent@*" "__keyevent@0__:hdel" "h"
@s < *4 "pmessage" "__keyevent@*" "__keyevent@0__:del" "h"
@s < *4 "pmessage" "__keyevent@*" "__keyevent@0__:hset" "h"
@s < *4 "pmessage" "__keyevent@*" "__keyevent@0__:hexpire" "h"
@s < *4 "pmessage" "__keyevent@*" "__keyevent@0__:hexpired" "h"
@s < *4 "pmessage" "__keyevent@*" "__keyevent@0__:del" "h"

> MSETEX 2 a 1 b 2 EX 100
< :1
> SET x v
< +OK
> DELEX x IFEQ no
< :0
> DELEX x
< :1
> INCREX i BYINT 5
< *2 :5 :5
> RPUSH l a b c
< :3
> XADD s 1-1 f v
< "1-1"
> XADD s 2-1 f v
< "2-1"
> XGROUP CREATE s g 0
< +OK
> XREADGROUP GROUP g c STREAMS s >
< *1
<   *2
<     "s"
<     *2
<       *2
<         "1-1"
<         *2 "f" "v"
<       *2
<         "2-1"
<         *2 "f" "v"
> XACKDEL s g IDS 1 1-1
< *1 :1
> XDELEX s IDS 1 2-1
< *1 :1
@s < *4 "pmessage" "__keyevent@*" "__keyevent@0__:set" "a"
@s < *4 "pmessage" "__keyevent@*" "__keyevent@0__:expire" "a"
@s < *4 "pmessage" "__keyevent@*" "__keyevent@0__:set" "b"
@s < *4 "pmessage" "__keyevent@*" "__keyevent@0__:expire" "b"
@s < *4 "pmessage" "__keyevent@*" "__keyevent@0__:set" "x"
@s < *4 "pmessage" "__keyevent@*" "__keyevent@0__:del" "x"
@s < *4 "pmessage" "__keyevent@*" "__keyevent@0__:incrby" "i"
@s < *4 "pmessage" "__keyevent@*" "__keyevent@0__:rpush" "l"
@s < *4 "pmessage" "__keyevent@*" "__keyevent@0__:xadd" "s"
@s < *4 "pmessage" "__keyevent@*" "__keyevent@0__:xadd" "s"
@s < *4 "pmessage" "__keyevent@*" "__keyevent@0__:xgroup-create" "s"
@s < *4 "pmessage" "__keyevent@*" "__keyevent@0__:xgroup-createconsumer" "s"
@s < *4 "pmessage" "__keyevent@*" "__keyevent@0__:xdel" "s"
@s < *4 "pmessage" "__keyevent@*" "__keyevent@0__:xdel" "s"

# What was there before is gone (o), and it was of another type (c). That is told before the event of the command,
# and after it where another key takes the place.
> SET k v
< +OK
> SET k w
< +OK
> SETRANGE k 0 x
< :1
> SADD set m
< :1
> SUNIONSTORE k set
< :1
> COPY set k REPLACE
< :1
> RENAME l k
< +OK
> SET fresh v
< +OK
> SUNIONSTORE none1 none2
< :0
@s < *4 "pmessage" "__keyevent@*" "__keyevent@0__:set" "k"
@s < *4 "pmessage" "__keyevent@*" "__keyevent@0__:overwritten" "k"
@s < *4 "pmessage" "__keyevent@*" "__keyevent@0__:set" "k"
@s < *4 "pmessage" "__keyevent@*" "__keyevent@0__:setrange" "k"
@s < *4 "pmessage" "__keyevent@*" "__keyevent@0__:sadd" "set"
@s < *4 "pmessage" "__keyevent@*" "__keyevent@0__:overwritten" "k"
@s < *4 "pmessage" "__keyevent@*" "__keyevent@0__:type_changed" "k"
@s < *4 "pmessage" "__keyevent@*" "__keyevent@0__:sunionstore" "k"
@s < *4 "pmessage" "__keyevent@*" "__keyevent@0__:copy_to" "k"
@s < *4 "pmessage" "__keyevent@*" "__keyevent@0__:overwritten" "k"
@s < *4 "pmessage" "__keyevent@*" "__keyevent@0__:rename_from" "l"
@s < *4 "pmessage" "__keyevent@*" "__keyevent@0__:rename_to" "k"
@s < *4 "pmessage" "__keyevent@*" "__keyevent@0__:overwritten" "k"
@s < *4 "pmessage" "__keyevent@*" "__keyevent@0__:type_changed" "k"
@s < *4 "pmessage" "__keyevent@*" "__keyevent@0__:set" "fresh"
