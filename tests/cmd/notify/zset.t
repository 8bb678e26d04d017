# Sorted sets and places.

> CONFIG SET notify-keyspace-events EA
< +OK
@s > PSUBSCRIBE __key*__:*
@s < *3 "psubscribe" "__key*__:*" :1
> ZADD z 1 a 2 b 3 c 4 d
< :4
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:zadd" "z"
> ZADD z 1 a
< :0
> ZADD z CH 2 a
< :1
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:zadd" "z"
> ZADD z INCR 1 a
< "3"
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:zincr" "z"
> ZADD z XX INCR 1 none
< nil
> ZADD z XX 1 none
< :0
> ZADD z NX 1 a
< :0
> ZINCRBY z 1 a
< "4"
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:zincr" "z"
> ZINCRBY z 0 a
< "4"
> ZREM z none
< :0
> ZREM z a
< :1
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:zrem" "z"
> ZPOPMIN z
< *2 "b" "2"
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:zpopmin" "z"
> ZPOPMAX z
< *2 "d" "4"
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:zpopmax" "z"
> ZPOPMIN noz
< *0
> ZPOPMIN z 0
< *0
> ZADD z 1 a 2 b 3 c 4 d 5 e 6 f
< :5
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:zadd" "z"
> BZPOPMIN z 0.005
< *3 "z" "a" "1"
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:zpopmin" "z"
> BZPOPMAX z 0.005
< *3 "z" "f" "6"
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:zpopmax" "z"
> ZMPOP 1 z MIN
< *2
<   "z"
<   *1
<     *2 "b" "2"
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:zpopmin" "z"
> ZMPOP 1 z MAX COUNT 2
< *2
<   "z"
<   *2
<     *2 "e" "5"
<     *2 "d" "4"
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:zpopmax" "z"
> BZMPOP 0.005 1 z MIN
< *2
<   "z"
<   *1
<     *2 "c" "3"
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:zpopmin" "z"
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:del" "z"
> ZADD z 1 a 2 b 3 c 4 d 5 e 6 f
< :6
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:zadd" "z"
> ZREMRANGEBYRANK z 0 0
< :1
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:zremrangebyrank" "z"
> ZREMRANGEBYRANK z 10 20
< :0
> ZREMRANGEBYSCORE z 2 2
< :1
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:zremrangebyscore" "z"
> ZREMRANGEBYSCORE z 20 20
< :0
> ZREMRANGEBYLEX z [c [c
< :1
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:zremrangebylex" "z"
> ZREMRANGEBYRANK z 0 -1
< :3
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:zremrangebyrank" "z"
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:del" "z"
> ZADD z1 1 a 2 b
< :2
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:zadd" "z1"
> ZADD z2 2 b 3 c
< :2
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:zadd" "z2"
> ZUNIONSTORE zd 2 z1 z2
< :3
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:zunionstore" "zd"
> ZINTERSTORE zd 2 z1 z2
< :1
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:zinterstore" "zd"
> ZDIFFSTORE zd 2 z1 z2
< :1
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:zdiffstore" "zd"
> ZDIFFSTORE zd 2 z1 z1
< :0
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:del" "zd"
> ZDIFFSTORE zd 2 z1 z1
< :0
> ZRANGESTORE zd z1 0 -1
< :2
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:zrangestore" "zd"
> ZRANGESTORE zd z1 5 6
< :0
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:del" "zd"
> ZRANGESTORE zd z1 5 6
< :0
> ZREM z1 a b
< :2
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:zrem" "z1"
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:del" "z1"
> GEOADD g 13 38 p 15 37 q
< :2
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:zadd" "g"
> GEOADD g 13 38 p
< :0
> GEOADD g XX CH 13 39 p
< :1
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:zadd" "g"
> GEOSEARCHSTORE gd g FROMMEMBER p BYRADIUS 500 km
< :2
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:geosearchstore" "gd"
> GEOSEARCHSTORE gd g FROMLONLAT 0 0 BYRADIUS 1 km
< :0
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:del" "gd"
> GEOSEARCHSTORE gd g FROMLONLAT 0 0 BYRADIUS 1 km
< :0
> GEORADIUS g 15 37 500 km STORE gd
< :2
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:georadiusstore" "gd"
> GEORADIUSBYMEMBER g p 1 km STOREDIST gd
< :1
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:georadiusstore" "gd"
> GEORADIUS g 0 0 1 km STORE gd
< :0
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:del" "gd"
