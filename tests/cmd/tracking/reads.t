# Keys of requests that only read are tracked, found in whatever place.

@a ! resp3
@a > CLIENT TRACKING ON
@a < +OK
@a > EXISTS 1 2
@a < :0
> MSET 1 a 2 a
< +OK
@a < >2 "invalidate" *1 "1"
@a < >2 "invalidate" *1 "2"
@a > OBJECT ENCODING 1
@a < "embstr"
> SET 1 a
< +OK
@a < >2 "invalidate" *1 "1"
@a > SINTERCARD 2 3 4
@a < :0
> SADD 3 a
< :1
@a < >2 "invalidate" *1 "3"
> SADD 4 a
< :1
@a < >2 "invalidate" *1 "4"
@a > XREAD STREAMS 5 6 0 0
@a < _
> XADD 5 1 a b
< "1-0"
@a < >2 "invalidate" *1 "5"
@a > SORT_RO 7
@a < *0
> RPUSH 7 1
< :1
@a < >2 "invalidate" *1 "7"
@a > LCS 8 9
@a < ""
> SET 9 x
< +OK
@a < >2 "invalidate" *1 "9"
@a > ZUNION 2 10 11
@a < *0
> ZADD 11 1 a
< :1
@a < >2 "invalidate" *1 "11"
@a > BITFIELD_RO 12 GET u8 0
@a < *1 :0
> SET 12 1
< +OK
@a < >2 "invalidate" *1 "12"
@a > MEMORY USAGE 13
@a < _
> SET 13 1
< +OK
@a < >2 "invalidate" *1 "13"
@a > DUMP 14
@a < _
> SET 14 1
< +OK
@a < >2 "invalidate" *1 "14"
@a > TOUCH 15
@a < :0
> SET 15 1
< +OK
@a < >2 "invalidate" *1 "15"
@a > GETRANGE 16 0 1
@a < ""
> SET 16 1
< +OK
@a < >2 "invalidate" *1 "16"
@a > HGET 16 f
@a < -WRONGTYPE Operation against a key holding the wrong kind of value
> SET 16 1
< +OK
@a < >2 "invalidate" *1 "16"

# Others are not, though they reply with a value.
@a > GETEX 20
@a < _
@a > GETSET 21 x
@a < _
@a > INCR 22
@a < :1
@a > BITFIELD 23 GET u8 0
@a < *1 :0
@a > SORT 24
@a < *0
@a > WATCH 25
@a < +OK
@a > KEYS *
@a <any
@a > SCAN 0 COUNT 100
@a <any
> MSET 20 a 21 a 22 1 23 a 24 a 25 a
< +OK
@a > PING
@a < +PONG
