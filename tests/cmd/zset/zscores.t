# The text of scores: the same number comes back, whatever the encoding. ${i} is 0 for the large
# encoding, 1 for the listpack.

! repeat 2
> FLUSHALL
< +OK
> CONFIG SET zset-max-listpack-value ${i}
< +OK
> ZADD z 0 a 1 b -1 c 123456789 d 12345678901234567 e 0.5 f -2.25 g 1e16 h 1e17 i 1e18 j
< :10
> ZMSCORE z a b c d e f g h i j
< *10 "0" "1" "-1" "123456789" "12345678901234568" "0.5" "-2.25" "10000000000000000"
< "1e+17" "1e+18"
> ZADD z 1e20 a 1e100 b 1e22 c 0.0001 d 0.00048828125 e 3.0517578125e-05 f
< :0
> ZMSCORE z a b c d e f
< *6 "1e+20" "1e+100" "1e+22" "0.0001" "0.00048828125" "3.0517578125e-05"
! resp3
> ZMSCORE z a e f
< *3 ,1e+20 ,0.00048828125 ,3.0517578125e-05
! resp2

# The shortest text, as redis-server has it since 7.2.
> ZADD z 0.1 a 3.3 b 1e-7 c 123.456 d
< :0
> ZMSCORE z a b c d
! differs: redis-server 7.0 shows 17 digits
! kvd
< *4 "0.1" "3.3" "1e-07" "123.456"
! redis
< *4 "0.10000000000000001" "3.2999999999999998" "9.9999999999999995e-08" "123.456"
! end
> ZINCRBY z 0.2 a
! differs: redis-server 7.0 shows 17 digits
! kvd
< "0.30000000000000004"
! redis
< "0.30000000000000004"
! end

# A zero keeps its sign where it is a double; a listpack holds the integer.
> ZADD z -0 n
< :1
> ZSCORE z n
<~ "-?0"
> ZADD z 0 n
< :0
> ZINCRBY z -0 new
< "-0"
> ZRANGEBYSCORE z -0 0
< *2 "n" "new"
> ZRANGEBYSCORE z (-0 0
< *0
! end
