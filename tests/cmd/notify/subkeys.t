# Which fields of a hash an event is about.
! since 8.8

> CONFIG SET notify-keyspace-events hSTIV
< +OK
@s > PSUBSCRIBE __sub*
@s < *3 "psubscribe" "__sub*" :1
> HSET h f 1 gg 22
< :2
> HDEL h none f
< :1
> HINCRBY h n 1
< :1
> HINCRBYFLOAT h n 1
< "2"
> HSETNX h x 1
< :1
> HSETNX h x 1
< :0
@s < *4 "pmessage" "__sub*" "__subkeyspace@0__:h" "hset|1:f,2:gg"
@s < *4 "pmessage" "__sub*" "__subkeyevent@0__:hset" "1:h|1:f,2:gg"
@s < *4 "pmessage" "__sub*" "__subkeyspaceitem@0__:h\nf" "hset"
@s < *4 "pmessage" "__sub*" "__subkeyspaceitem@0__:h\ngg" "hset"
@s < *4 "pmessage" "__sub*" "__subkeyspaceevent@0__:hset|h" "1:f,2:gg"
@s < *4 "pmessage" "__sub*" "__subkeyspace@0__:h" "hdel|1:f"
@s < *4 "pmessage" "__sub*" "__subkeyevent@0__:hdel" "1:h|1:f"
@s < *4 "pmessage" "__sub*" "__subkeyspaceitem@0__:h\nf" "hdel"
@s < *4 "pmessage" "__sub*" "__subkeyspaceevent@0__:hdel|h" "1:f"
@s < *4 "pmessage" "__sub*" "__subkeyspace@0__:h" "hincrby|1:n"
@s < *4 "pmessage" "__sub*" "__subkeyevent@0__:hincrby" "1:h|1:n"
@s < *4 "pmessage" "__sub*" "__subkeyspaceitem@0__:h\nn" "hincrby"
@s < *4 "pmessage" "__sub*" "__subkeyspaceevent@0__:hincrby|h" "1:n"
@s < *4 "pmessage" "__sub*" "__subkeyspace@0__:h" "hincrbyfloat|1:n"
@s < *4 "pmessage" "__sub*" "__subkeyevent@0__:hincrbyfloat" "1:h|1:n"
@s < *4 "pmessage" "__sub*" "__subkeyspaceitem@0__:h\nn" "hincrbyfloat"
@s < *4 "pmessage" "__sub*" "__subkeyspaceevent@0__:hincrbyfloat|h" "1:n"
@s < *4 "pmessage" "__sub*" "__subkeyspace@0__:h" "hset|1:x"
@s < *4 "pmessage" "__sub*" "__subkeyevent@0__:hset" "1:h|1:x"
@s < *4 "pmessage" "__sub*" "__subkeyspaceitem@0__:h\nx" "hset"
@s < *4 "pmessage" "__sub*" "__subkeyspaceevent@0__:hset|h" "1:x"

# One of the channels is enough from here on.
> CONFIG SET notify-keyspace-events hS
< +OK
> HEXPIRE h 100 FIELDS 3 n none x
< *3 :1 :-2 :1
> HPERSIST h FIELDS 2 n gg
< *2 :1 :-1
> HEXPIREAT h 1 FIELDS 1 n
< *1 :2
> HGETEX h EX 100 FIELDS 2 x none
< *2 "1" nil
> HGETEX h PERSIST FIELDS 1 x
< *1 "1"
> HGETDEL h FIELDS 2 x none
< *2 "1" nil
> HSETEX h EX 100 FIELDS 2 a 1 b 2
< :1
> HSETEX h PX 20 FIELDS 1 c 3
< :1
! sleep 100ms
> HPEXPIRE k2 1 FIELDS 1 f
< *1 :-2
> HSET k2 f v
< :1
> HSET h f v
< :1
> HPEXPIRE k2 20 FIELDS 1 f
< *1 :1
> HSET h other v
< :1
! sleep 100ms
> HSET "k,|\n" "f:,\n" v
< :1
> SELECT 1
< +OK
> HSET h f 1
< :1
> SELECT 0
< +OK
@s < *4 "pmessage" "__sub*" "__subkeyspace@0__:h" "hexpire|1:n,1:x"
@s < *4 "pmessage" "__sub*" "__subkeyspace@0__:h" "hpersist|1:n"
@s < *4 "pmessage" "__sub*" "__subkeyspace@0__:h" "hdel|1:n"
@s < *4 "pmessage" "__sub*" "__subkeyspace@0__:h" "hexpire|1:x"
@s < *4 "pmessage" "__sub*" "__subkeyspace@0__:h" "hpersist|1:x"
@s < *4 "pmessage" "__sub*" "__subkeyspace@0__:h" "hdel|1:x"
@s < *4 "pmessage" "__sub*" "__subkeyspace@0__:h" "hset|1:a,1:b"
@s < *4 "pmessage" "__sub*" "__subkeyspace@0__:h" "hexpire|1:a,1:b"
@s < *4 "pmessage" "__sub*" "__subkeyspace@0__:h" "hset|1:c"
@s < *4 "pmessage" "__sub*" "__subkeyspace@0__:h" "hexpire|1:c"
@s < *4 "pmessage" "__sub*" "__subkeyspace@0__:h" "hexpired|1:c"
@s < *4 "pmessage" "__sub*" "__subkeyspace@0__:k2" "hset|1:f"
@s < *4 "pmessage" "__sub*" "__subkeyspace@0__:h" "hset|1:f"
@s < *4 "pmessage" "__sub*" "__subkeyspace@0__:k2" "hexpire|1:f"
@s < *4 "pmessage" "__sub*" "__subkeyspace@0__:h" "hset|5:other"
@s < *4 "pmessage" "__sub*" "__subkeyspace@0__:k2" "hexpired|1:f"
@s < *4 "pmessage" "__sub*" "__subkeyspace@0__:k,|\n" "hset|4:f:,\n"
@s < *4 "pmessage" "__sub*" "__subkeyspace@1__:h" "hset|1:f"

# Other types have no fields; without the class of hashes nothing is told.
> SET s v
< +OK
> SADD set m
< :1
> CONFIG SET notify-keyspace-events KEgSTIV
< +OK
> HSET h f 1
< :0
> HDEL h f
< :1
> CONFIG SET notify-keyspace-events hS
< +OK
> HSET h last 1
< :1
@s < *4 "pmessage" "__sub*" "__subkeyspace@0__:h" "hset|4:last"
