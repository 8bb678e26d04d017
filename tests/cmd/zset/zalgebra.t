# ZUNION, ZINTER, ZDIFF, each with STORE, and ZINTERCARD. Everything is played twice: ${i} is
# 0 for the large encoding, 1 for the listpack.

! repeat 2
> FLUSHALL
< +OK
> CONFIG SET zset-max-listpack-value ${i}
< +OK

> ZADD x 1 a 2 b 3 c
< :3
> ZADD y 10 b 20 c 30 d
< :3
> SADD t a c e
< :3

> ZUNION 2 x y
< *4 "a" "b" "c" "d"
> ZUNION 2 x y WITHSCORES
< *8 "a" "1" "b" "12" "c" "23" "d" "30"
> ZUNION 1 x WITHSCORES
< *6 "a" "1" "b" "2" "c" "3"
> ZUNION 3 x y t WITHSCORES
< *10 "e" "1" "a" "2" "b" "12" "c" "24" "d" "30"
> ZUNION 2 x none WITHSCORES
< *6 "a" "1" "b" "2" "c" "3"
> ZUNION 1 none
< *0
> ZUNION 2 x x WITHSCORES
< *6 "a" "2" "b" "4" "c" "6"
> ZUNION 2 x y WEIGHTS 2 3 WITHSCORES
< *8 "a" "2" "b" "34" "c" "66" "d" "90"
> ZUNION 2 x y WEIGHTS 0.5 -1 WITHSCORES
< *8 "d" "-30" "c" "-18.5" "b" "-9" "a" "0.5"
> ZUNION 3 x y t WEIGHTS 1 1 100 WITHSCORES
< *10 "b" "12" "d" "30" "e" "100" "a" "101" "c" "123"
> ZUNION 2 x y AGGREGATE SUM WITHSCORES
< *8 "a" "1" "b" "12" "c" "23" "d" "30"
> ZUNION 2 x y AGGREGATE MIN WITHSCORES
< *8 "a" "1" "b" "2" "c" "3" "d" "30"
> ZUNION 2 x y aggregate max withscores
< *8 "a" "1" "b" "10" "c" "20" "d" "30"
> ZUNION 2 x y WITHSCORES WEIGHTS 1 2 AGGREGATE MAX
< *8 "a" "1" "b" "20" "c" "40" "d" "60"
> ZUNION 2 x y AGGREGATE MAX AGGREGATE MIN WITHSCORES
< *8 "a" "1" "b" "2" "c" "3" "d" "30"

> ZINTER 2 x y
< *2 "b" "c"
> ZINTER 2 x y WITHSCORES
< *4 "b" "12" "c" "23"
> ZINTER 3 x y t WITHSCORES
< *2 "c" "24"
> ZINTER 1 x WITHSCORES
< *6 "a" "1" "b" "2" "c" "3"
> ZINTER 2 x none
< *0
> ZINTER 2 none x
< *0
> ZINTER 2 x x WITHSCORES
< *6 "a" "2" "b" "4" "c" "6"
> ZINTER 2 x y WEIGHTS 2 3 WITHSCORES
< *4 "b" "34" "c" "66"
> ZINTER 2 x y WEIGHTS 2 3 AGGREGATE MIN WITHSCORES
< *4 "b" "4" "c" "6"
> ZINTER 2 x y AGGREGATE MAX WITHSCORES
< *4 "b" "10" "c" "20"

> ZDIFF 2 x y
< *1 "a"
> ZDIFF 2 x y WITHSCORES
< *2 "a" "1"
> ZDIFF 2 x t WITHSCORES
< *2 "b" "2"
> ZDIFF 2 t x WITHSCORES
< *2 "e" "1"
> ZDIFF 3 x y t WITHSCORES
< *0
> ZDIFF 1 x WITHSCORES
< *6 "a" "1" "b" "2" "c" "3"
> ZDIFF 2 x x
< *0
> ZDIFF 2 none x
< *0
> ZDIFF 2 x none WITHSCORES
< *6 "a" "1" "b" "2" "c" "3"

> ZUNIONSTORE d 2 x y
< :4
> ZRANGE d 0 -1 WITHSCORES
< *8 "a" "1" "b" "12" "c" "23" "d" "30"
> ZUNIONSTORE d 2 x y WEIGHTS 1 2 AGGREGATE MAX
< :4
> ZRANGE d 0 -1 WITHSCORES
< *8 "a" "1" "b" "20" "c" "40" "d" "60"
> ZINTERSTORE d 2 x y
< :2
> ZRANGE d 0 -1 WITHSCORES
< *4 "b" "12" "c" "23"
> ZINTERSTORE d 2 x t WEIGHTS 1 5
< :2
> ZRANGE d 0 -1 WITHSCORES
< *4 "a" "6" "c" "8"
> ZDIFFSTORE d 2 x y
< :1
> ZRANGE d 0 -1 WITHSCORES
< *2 "a" "1"
> EXPIRE d 100
< :1
> ZUNIONSTORE d 1 x
< :3
> TTL d
< :-1
> ZINTERSTORE d 2 x none
< :0
> EXISTS d
< :0
> ZINTERSTORE d 2 x none
< :0
> ZUNIONSTORE d 1 none
< :0
> ZDIFFSTORE d 2 x x
< :0
> ZUNIONSTORE x 2 x y
< :4
> ZRANGE x 0 -1 WITHSCORES
< *8 "a" "1" "b" "12" "c" "23" "d" "30"
> ZUNIONSTORE d 1 t
< :3
> ZRANGE d 0 -1 WITHSCORES
< *6 "a" "1" "c" "1" "e" "1"
> TYPE d
< +zset
> SET s v
< +OK
> ZDIFFSTORE s 1 y
< :3
> TYPE s
< +zset

> ZINTERCARD 2 x y
< :3
> ZINTERCARD 2 x y LIMIT 1
< :1
> ZINTERCARD 2 x y LIMIT 0
< :3
> ZINTERCARD 2 x y limit 10
< :3
> ZINTERCARD 2 x none
< :0
> ZINTERCARD 3 x y t
< :1
> ZINTERCARD 1 x
< :4

# Infinities of both signs add up to 0.
> ZADD p inf a -inf b 1 c
< :3
> ZADD q -inf a -inf b 2 c
< :3
> ZUNION 2 p q WITHSCORES
< *6 "b" "-inf" "a" "0" "c" "3"
> ZINTER 2 p q WITHSCORES
< *6 "b" "-inf" "a" "0" "c" "3"
> ZUNION 2 p q WEIGHTS 0 1 WITHSCORES
< *6 "a" "-inf" "b" "-inf" "c" "2"
> ZINTER 2 p q WEIGHTS 0 1 WITHSCORES
< *6 "a" "-inf" "b" "-inf" "c" "2"
> ZINTER 2 p q WEIGHTS 1 0 WITHSCORES
< *6 "a" "0" "b" "0" "c" "1"
> ZUNION 2 p q WEIGHTS 1 inf WITHSCORES
< *6 "b" "-inf" "a" "0" "c" "inf"
> ZINTER 2 p q WEIGHTS 1 0 AGGREGATE MAX WITHSCORES
< *6 "b" "-inf" "c" "1" "a" "inf"
> ZINTER 2 p q WEIGHTS 1 0 AGGREGATE MIN WITHSCORES
< *6 "b" "-inf" "c" "0" "a" "inf"
> ZUNION 2 p q WEIGHTS 1 0 AGGREGATE MIN WITHSCORES
< *6 "b" "-inf" "a" "0" "c" "0"

# Refused.
> SET s v
< +OK
> ZUNION 0 x
< -ERR at least 1 input key is needed for 'zunion' command
> ZUNION -1 x
< -ERR at least 1 input key is needed for 'zunion' command
> ZUNION x x
< -ERR value is not an integer or out of range
> ZUNION 3 x y
< -ERR syntax error
> ZUNION 1 x FOO
< -ERR syntax error
> ZUNION 2 x y WEIGHTS 1
< -ERR syntax error
> ZUNION 2 x y WEIGHTS 1 x
< -ERR weight value is not a float
> ZUNION 2 x y WEIGHTS 1 2 3
< -ERR syntax error
> ZUNION 2 x y AGGREGATE
< -ERR syntax error
> ZUNION 2 x y AGGREGATE AVG
< -ERR syntax error
> ZUNION 2 x s
< -WRONGTYPE Operation against a key holding the wrong kind of value
> ZUNION 2 x s WEIGHTS 1 a
< -WRONGTYPE Operation against a key holding the wrong kind of value
> ZUNION 3 x s
< -ERR syntax error
> ZINTER 0 x
< -ERR at least 1 input key is needed for 'zinter' command
> ZINTER 1 s
< -WRONGTYPE Operation against a key holding the wrong kind of value
> ZDIFF 0 x
< -ERR at least 1 input key is needed for 'zdiff' command
> ZDIFF 1 x WEIGHTS 1
< -ERR syntax error
> ZDIFF 1 x AGGREGATE SUM
< -ERR syntax error
> ZDIFF 1 s
< -WRONGTYPE Operation against a key holding the wrong kind of value
> ZUNIONSTORE d 0 x
< -ERR at least 1 input key is needed for 'zunionstore' command
> ZUNIONSTORE d 1 x WITHSCORES
< -ERR syntax error
> ZUNIONSTORE d 1 s
< -WRONGTYPE Operation against a key holding the wrong kind of value
> ZUNIONSTORE d x x
< -ERR value is not an integer or out of range
> ZINTERSTORE d 0 x
< -ERR at least 1 input key is needed for 'zinterstore' command
> ZINTERSTORE d 2 x
< -ERR syntax error
> ZDIFFSTORE d 0 x
< -ERR at least 1 input key is needed for 'zdiffstore' command
> ZDIFFSTORE d 1 x WITHSCORES
< -ERR syntax error
> ZDIFFSTORE d 1 x WEIGHTS 1
< -ERR syntax error
> ZINTERCARD 0 x
< -ERR at least 1 input key is needed for 'zintercard' command
> ZINTERCARD 2 x
< -ERR syntax error
> ZINTERCARD x x
< -ERR value is not an integer or out of range
> ZINTERCARD 1 x LIMIT -1
< -ERR LIMIT can't be negative
> ZINTERCARD 1 x LIMIT x
< -ERR LIMIT can't be negative
> ZINTERCARD 1 x LIMIT
< -ERR syntax error
> ZINTERCARD 1 x FOO
< -ERR syntax error
> ZINTERCARD 1 x WITHSCORES
< -ERR syntax error
> ZINTERCARD 1 s
< -WRONGTYPE Operation against a key holding the wrong kind of value
> ZUNION 1
< -ERR wrong number of arguments for 'zunion' command
> ZUNIONSTORE d 1
< -ERR wrong number of arguments for 'zunionstore' command
> ZINTERCARD 1
< -ERR wrong number of arguments for 'zintercard' command

! resp3
> ZUNION 2 y t WITHSCORES
< *5
<   *2 "a" ,1
<   *2 "e" ,1
<   *2 "b" ,10
<   *2 "c" ,21
<   *2 "d" ,30
> ZUNION 2 y t
< *5 "a" "e" "b" "c" "d"
> ZINTER 2 y t WITHSCORES
< *1
<   *2 "c" ,21
> ZDIFF 2 y t WITHSCORES
< *2
<   *2 "b" ,10
<   *2 "d" ,30
> ZDIFF 2 y t
< *2 "b" "d"
> ZUNION 1 none WITHSCORES
< *0
> ZUNIONSTORE d 1 y
< :3
> ZINTERCARD 2 y t
< :1
! resp2
! end

! since 8.8
> FLUSHALL
< +OK
> ZADD x 1 a 2 b 3 c
< :3
> ZADD y 10 b 20 c 30 d
< :3
> SADD t a c e
< :3
> ZUNION 3 x y t AGGREGATE COUNT WITHSCORES
< *10 "d" "1" "e" "1" "a" "2" "b" "2" "c" "3"
> ZUNION 3 x y t WEIGHTS 1 10 100 AGGREGATE COUNT WITHSCORES
< *10 "d" "10" "b" "11" "e" "100" "a" "101" "c" "111"
> ZINTER 2 x y AGGREGATE COUNT WITHSCORES
< *4 "b" "2" "c" "2"
> ZINTERSTORE out 2 x y WEIGHTS 1 -1 aggregate count
< :2
> ZRANGE out 0 -1 WITHSCORES
< *4 "b" "0" "c" "0"
! end
