# GEOADD. Everything is played twice: ${i} is 0 for the large encoding, 1 for the listpack.

! repeat 2
> FLUSHALL
< +OK
> CONFIG SET zset-max-listpack-value ${i}kb
< +OK

> GEOADD g 13.361389 38.115556 Palermo 15.087269 37.502669 Catania
< :2
> ZRANGE g 0 -1 WITHSCORES
< *4 "Palermo" "3479099956230698" "Catania" "3479447370796909"
> TYPE g
< +zset
> GEOADD g 13.361389 38.115556 Palermo
< :0
> GEOADD g 13.4 38.115556 Palermo
< :0
> ZSCORE g Palermo
< "3479100000293410"
> GEOADD g CH 13.361389 38.115556 Palermo 15.087269 37.502669 Catania 1 2 new
< :2
> GEOADD g NX 1 1 Palermo 5 5 other
< :1
> GEOADD g XX 1 1 nobody
< :0
> GEOADD g XX CH 1 1 nobody 1 1 Palermo
< :1
> GEOADD g ch nx 1 1 x 2 2 x
< :1
> GEOADD g CH CH XX XX 3 3 x
< :1
> GEOPOS g x
< *1
<   *2 "2.99999982118606567" "3.00000091215010656"
> ZREM g x new other
< :3
> GEOADD g 1 2 "" 3 4 12345
< :2
> GEOPOS g "" 12345
< *2
<   *2 "0.99999994039535522" "2.0000001856465488"
<   *2 "2.99999982118606567" "3.99999910393250957"
> GEOADD g 1 2 twice 3 4 twice
< :1
> GEOPOS g twice
< *1
<   *2 "2.99999982118606567" "3.99999910393250957"
> GEOADD g -0 +0 zero
< :1
> ZSCORE g zero
< "3377699720527872"
> GEOADD g -180 -85.05112878 corner
< :1
> ZSCORE g corner
< "0"
> GEOADD g 1e1 .5 forms 010 5. forms2
< :2
> GEOPOS g forms forms2
< *2
<   *2 "10.00000208616256714" "0.50000036325177888"
<   *2 "10.00000208616256714" "4.99999983043607443"

# What is refused changes nothing.
> GEOADD g
< -ERR wrong number of arguments for 'geoadd' command
> GEOADD g 1 2
< -ERR wrong number of arguments for 'geoadd' command
> GEOADD g NX
< -ERR wrong number of arguments for 'geoadd' command
> GEOADD g CH 1 2
< -ERR syntax error
> GEOADD g NX XX CH
< -ERR syntax error
> GEOADD g NX XX 1 2 m
< -ERR syntax error
> GEOADD g NX XX nan 2 m
< -ERR syntax error
> GEOADD g GT 1 2 m
< -ERR syntax error
> GEOADD g 1 2 a 3
< -ERR syntax error
> GEOADD g 1 2 a 3 4
< -ERR syntax error
> GEOADD g 1 b m
< -ERR value is not a valid float
> GEOADD g a 1 m
< -ERR value is not a valid float
> GEOADD g nan 1 m
< -ERR value is not a valid float
> GEOADD g "" 1 m
< -ERR value is not a valid float
> GEOADD g " 1" 1 m
< -ERR value is not a valid float
> GEOADD g "1 " 1 m
< -ERR value is not a valid float
> GEOADD g 1e400 1 m
< -ERR value is not a valid float
> GEOADD g inf 1 m
< -ERR invalid longitude,latitude pair inf,1.000000
> GEOADD g 180.000001 1 m
< -ERR invalid longitude,latitude pair 180.000001,1.000000
> GEOADD g -180.000001 1 m
< -ERR invalid longitude,latitude pair -180.000001,1.000000
> GEOADD g 1 85.05112879 m
< -ERR invalid longitude,latitude pair 1.000000,85.051129
> GEOADD g 1 -85.05112879 m
< -ERR invalid longitude,latitude pair 1.000000,-85.051129
> GEOADD fresh 1 2 a 200 3 b
< -ERR invalid longitude,latitude pair 200.000000,3.000000
> GEOADD fresh 1 2 a 3 abc b 200 4 c
< -ERR value is not a valid float
> EXISTS fresh
< :0
> GEOADD fresh XX 1 2 a
< :0
> EXISTS fresh
< :0
> SET text x
< +OK
> GEOADD text 1 2 a
< -WRONGTYPE Operation against a key holding the wrong kind of value
> GEOADD text 1 b a
< -ERR value is not a valid float
> GEOADD text 1 200 a
< -ERR invalid longitude,latitude pair 1.000000,200.000000
> ZCARD g
< :9
> OBJECT ENCODING g
<~ "skiplist"|"listpack"
! end

> CONFIG SET zset-max-listpack-value 64
< +OK
> FLUSHALL
< +OK
> GEOADD g 1 2 a 3 4 b
< :2
> OBJECT ENCODING g
< "listpack"
> ZINCRBY g 1 a
< "3378080408407460"
> ZRANGE g 0 -1
< *2 "a" "b"
