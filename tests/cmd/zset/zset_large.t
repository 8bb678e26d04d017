# Sorted sets with so many members that ranges, removals and algebra are done in slices.

! repeat 3000
> ZADD z ${i} a${i} ${i} b${i} ${i} c${i} ${i} d${i}
< :4
! end
> ZCARD z
< :12000
> ZRANGESTORE copy z 0 -1
< :12000
> ZRANGE copy 11998 -1 WITHSCORES
< *4 "c2999" "2999" "d2999" "2999"
> ZRANK copy c2500
< :10002
> ZUNIONSTORE u 2 z copy WEIGHTS 1 2
< :12000
> ZRANGE u -1 -1 WITHSCORES
< *2 "d2999" "8997"
> ZADD other 5 a7 5 x
< :2
> ZINTERSTORE i 3 z copy other
< :1
> ZRANGE i 0 -1 WITHSCORES
< *2 "a7" "19"
> ZDIFFSTORE d 2 z other
< :11999
> ZSCORE d a7
< nil
> ZINTERCARD 2 z copy
< :12000
> ZINTERCARD 2 z copy LIMIT 7000
< :7000

# Who writes a source while it is read waits; who reads it does not.
> ZUNIONSTORE u 3 z copy d
@a > ZADD z 1 new
@b > ZCARD z
< :12000
@a < :1
@b <~ :(12000|12001)
> ZSCORE u new
< nil

# What a long removal leaves behind is not seen, and may come back.
> ZREMRANGEBYRANK copy 500 11499
< :11000
> ZCARD copy
< :1000
> ZSCORE copy a1500
< nil
> ZADD copy XX 1 a1500
< :0
> ZADD copy 3000 a1500
< :1
> ZREVRANK copy a1500
< :0
> ZREMRANGEBYSCORE z (10 (2990
< :11916
> ZCARD z
< :85
> ZREM z a500
< :0
> ZRANGE z 45 46
< *2 "a2990" "b2990"
> ZREMRANGEBYRANK u 0 -1
< :12000
> EXISTS u
< :0
> ZPOPMAX d 11998
<~ \*23996 "d2999" .*
> ZCARD d
< :1
