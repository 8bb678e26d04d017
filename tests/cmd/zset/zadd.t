# ZADD, ZINCRBY, ZREM, ZCARD, ZSCORE and ZMSCORE. Everything is played twice: ${i} is
# 0 for the large encoding, 1 for the listpack.

! repeat 2
> FLUSHALL
< +OK
> CONFIG SET zset-max-listpack-value ${i}
< +OK

> ZADD z 1 a
< :1
> ZADD z 1 a
< :0
> ZADD z 2 a 3 b 2.5 c
< :2
> ZRANGE z 0 -1 WITHSCORES
< *6 "a" "2" "c" "2.5" "b" "3"
> ZADD z CH 2 a 4 b 5 d
< :2
> ZCARD z
< :4
> ZSCORE z b
< "4"
> ZSCORE z x
< nil
> ZSCORE none a
< nil
> ZMSCORE z a x d
< *3 "2" nil "5"
> ZMSCORE none a b
< *2 nil nil
> ZCARD none
< :0

# The same member twice: the last score holds.
> ZADD w 1 a 2 a 3 b
< :2
> ZRANGE w 0 -1 WITHSCORES
< *4 "a" "2" "b" "3"
> DEL w
< :1

# Conditions.
> ZADD z NX 9 a 9 e
< :1
> ZADD z XX 9 a 9 f
< :0
> ZADD z XX CH 8 a 9 f
< :1
> ZADD z GT 7 a 1 g
< :1
> ZADD z GT CH 9 a
< :1
> ZADD z LT CH 10 a
< :0
> ZADD z LT CH 6 a
< :1
> ZADD z XX GT CH 7 a 1 h
< :1
> ZADD none XX 1 a
< :0
> EXISTS none
< :0
> ZRANGE z 0 -1 WITHSCORES
< *12 "g" "1" "c" "2.5" "b" "4" "d" "5" "a" "7" "e" "9"
> ZADD z nx 1 a
< :0
> ZADD z xx ch gt 1 a
< :0

# INCR.
> ZADD z INCR 1 a
< "8"
> ZADD z XX INCR 1 a
< "9"
> ZADD z NX INCR 1 a
< nil
> ZADD z NX INCR 1.5 i
< "1.5"
> ZADD z GT INCR -1 a
< nil
> ZADD z LT INCR -1 a
< "8"
> ZADD z XX INCR 1 x
< nil
> ZADD none XX INCR 1 x
< nil
> ZADD z INCR CH 1 a
< "9"
> ZINCRBY z 2 a
< "11"
> ZINCRBY z -2.5 y
< "-2.5"
> ZINCRBY n 1 a
< "1"
> ZINCRBY n -1 a
< "0"
> ZSCORE n a
< "0"

# Removing.
> ZREM z a x b
< :2
> ZREM z a
< :0
> ZREM none a
< :0
> ZREM n a
< :1
> EXISTS n
< :0
> ZREM z c d e g i y
< :6
> EXISTS z
< :0

# Infinities.
> ZADD z inf a -inf b +inf c Infinity d -INFINITY e
< :5
> ZRANGE z 0 -1 WITHSCORES
< *10 "b" "-inf" "e" "-inf" "a" "inf" "c" "inf" "d" "inf"
> ZINCRBY z 1 a
< "inf"
> ZINCRBY z -inf a
< -ERR resulting score is not a number (NaN)
> ZADD z INCR +inf b
< -ERR resulting score is not a number (NaN)
> ZSCORE z a
< "inf"
> ZADD z XX 1 a
< :0
> ZADD z nan a
< -ERR value is not a valid float
> ZADD z NaN a
< -ERR value is not a valid float
> ZINCRBY z nan a
< -ERR value is not a valid float

# Scores that are no numbers; nothing is changed.
> ZADD z 1 m x n
< -ERR value is not a valid float
> ZADD z "1 " m
< -ERR value is not a valid float
> ZADD z "" m
< -ERR value is not a valid float
> ZADD z 1e400 m
< -ERR value is not a valid float
> ZADD z 1.2.3 m
< -ERR value is not a valid float
> ZINCRBY z one m
< -ERR value is not a valid float
> ZSCORE z m
< nil
> ZADD z +5 p .5 q 5. r 1e2 s
< :4
> ZMSCORE z p q r s
< *4 "5" "0.5" "5" "100"

# Options that exclude one another, and arguments that are missing.
> ZADD z NX XX 1 a
< -ERR XX and NX options at the same time are not compatible
> ZADD z GT LT 1 a
< -ERR GT, LT, and/or NX options at the same time are not compatible
> ZADD z NX GT 1 a
< -ERR GT, LT, and/or NX options at the same time are not compatible
> ZADD z NX LT 1 a
< -ERR GT, LT, and/or NX options at the same time are not compatible
> ZADD z NX XX GT 1 a
< -ERR XX and NX options at the same time are not compatible
> ZADD z INCR 1 a 2 b
< -ERR INCR option supports a single increment-element pair
> ZADD z NX XX 1
< -ERR syntax error
> ZADD z 1 a 2
< -ERR syntax error
> ZADD z NX
< -ERR wrong number of arguments for 'zadd' command
> ZADD z CH
< -ERR wrong number of arguments for 'zadd' command
> ZADD z NX 1
< -ERR syntax error
> ZADD z NX CH
< -ERR syntax error
> ZADD z a 1
< -ERR value is not a valid float
> ZADD z
< -ERR wrong number of arguments for 'zadd' command
> ZADD z 1
< -ERR wrong number of arguments for 'zadd' command
> ZADD z 1 a NX 2
< -ERR value is not a valid float
> ZINCRBY z 1
< -ERR wrong number of arguments for 'zincrby' command
> ZINCRBY z 1 a b
< -ERR wrong number of arguments for 'zincrby' command
> ZREM z
< -ERR wrong number of arguments for 'zrem' command
> ZSCORE z
< -ERR wrong number of arguments for 'zscore' command
> ZMSCORE z
< -ERR wrong number of arguments for 'zmscore' command
> ZCARD
< -ERR wrong number of arguments for 'zcard' command

# Other types.
> SET s v
< +OK
> ZADD s 1 a
< -WRONGTYPE Operation against a key holding the wrong kind of value
> ZADD s x a
< -ERR value is not a valid float
> ZADD s NX XX 1 a
< -ERR XX and NX options at the same time are not compatible
> ZADD s XX 1 a
< -WRONGTYPE Operation against a key holding the wrong kind of value
> ZINCRBY s 1 a
< -WRONGTYPE Operation against a key holding the wrong kind of value
> ZREM s a
< -WRONGTYPE Operation against a key holding the wrong kind of value
> ZCARD s
< -WRONGTYPE Operation against a key holding the wrong kind of value
> ZSCORE s a
< -WRONGTYPE Operation against a key holding the wrong kind of value
> ZMSCORE s a
< -WRONGTYPE Operation against a key holding the wrong kind of value

# RESP3.
! resp3
> ZADD r 1.5 a inf b -3 c
< :3
> ZADD r INCR 1 a
< ,2.5
> ZADD r NX INCR 1 a
< _
> ZINCRBY r 0.5 a
< ,3
> ZSCORE r a
< ,3
> ZSCORE r b
< ,inf
> ZSCORE r x
< _
> ZMSCORE r a x b
< *3 ,3 _ ,inf
> ZADD r INCR -inf b
< -ERR resulting score is not a number (NaN)
! resp2
! end
