# What nobody asked for: keys that expire or are evicted; clients that are served.

> CONFIG SET notify-keyspace-events EA
< +OK
@s > PSUBSCRIBE __key*__:*
@s < *3 "psubscribe" "__key*__:*" :1

> SET k v PX 20
< +OK
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:set" "k"
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:expire" "k"
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:expired" "k"
> GET k
< nil
> SELECT 5
< +OK
> SET k v PX 20
< +OK
@s < *4 "pmessage" "__key*__:*" "__keyevent@5__:set" "k"
@s < *4 "pmessage" "__key*__:*" "__keyevent@5__:expire" "k"
@s < *4 "pmessage" "__key*__:*" "__keyevent@5__:expired" "k"
> SELECT 0
< +OK
@s < nothing

# A key that is used before it would have gone by itself.
> CONFIG SET notify-keyspace-events Ex
< +OK
> SET k v PX 1
< +OK
! sleep 5ms
> SET k w
< +OK
> DEL k
< :1
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:expired" "k"
@s < nothing

# Blocked clients are served by the push; their events follow its own.
> CONFIG SET notify-keyspace-events EA
< +OK
@a > BLPOP l 0
@b > BLMOVE l m LEFT RIGHT 0
@c > BZPOPMIN z 0
! sleep 20ms
> RPUSH l 1 2 3
< :3
@a < *2 "l" "1"
@b < "2"
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:rpush" "l"
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:lpop" "l"
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:rpush" "m"
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:lpop" "l"
> ZADD z 1 m
< :1
@c < *3 "z" "m" "1"
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:zadd" "z"
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:zpopmin" "z"
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:del" "z"

> FLUSHALL
< +OK
> SET big "x"*3000000
< +OK
> CONFIG SET notify-keyspace-events Ee
< +OK
> CONFIG SET maxmemory-policy allkeys-random
< +OK
> CONFIG SET maxmemory 1mb
< +OK
> SET small v
<any
> CONFIG SET maxmemory 0
< +OK
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:set" "big"
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:evicted" "big"
