# GEORADIUS, GEORADIUSBYMEMBER and their _RO forms.

> GEOADD g 13.361389 38.115556 Palermo 15.087269 37.502669 Catania 13.583333 37.316667 Agrigento
< :3
> GEORADIUS g 15 37 200 km ASC
< *3 "Catania" "Agrigento" "Palermo"
> GEORADIUS g 15 37 200 km DESC WITHDIST
< *3
<   *2 "Palermo" "190.4424"
<   *2 "Agrigento" "130.4235"
<   *2 "Catania" "56.4413"
> GEORADIUS g 15 37 200 km ASC WITHCOORD WITHHASH WITHDIST
< *3
<   *4
<     "Catania"
<     "56.4413"
<     :3479447370796909
<     *2 "15.08726745843887329" "37.50266842333162032"
<   *4
<     "Agrigento"
<     "130.4235"
<     :3479030013248308
<     *2 "13.5833314061164856" "37.31666804993816555"
<   *4
<     "Palermo"
<     "190.4424"
<     :3479099956230698
<     *2 "13.36138933897018433" "38.11555639549629859"
> GEORADIUS g 15 37 100000 m
< *1 "Catania"
> GEORADIUS g 15 37 200 km COUNT 1
< *1 "Catania"
> GEORADIUS g 15 37 200 km COUNT 1 DESC
< *1 "Palermo"
> GEORADIUS g 15 37 200 km COUNT 10 ANY ASC
< *3 "Catania" "Agrigento" "Palermo"
> GEORADIUS g 15 37 0 km
< *0
> GEORADIUS none 15 37 200 km
< *0
> GEORADIUS_RO g 15 37 200 km ASC WITHDIST
< *3
<   *2 "Catania" "56.4413"
<   *2 "Agrigento" "130.4235"
<   *2 "Palermo" "190.4424"
> GEORADIUSBYMEMBER g Agrigento 100 km ASC WITHDIST
< *2
<   *2 "Agrigento" "0.0000"
<   *2 "Palermo" "90.9778"
> GEORADIUSBYMEMBER g Agrigento 100 km
< *2 "Agrigento" "Palermo"
> GEORADIUSBYMEMBER g Palermo 0 km
< *1 "Palermo"
> GEORADIUSBYMEMBER g Palermo 200 km DESC COUNT 2
< *2 "Catania" "Agrigento"
> GEORADIUSBYMEMBER none nobody 200 km
< *0
> GEORADIUSBYMEMBER none nobody abc yd
< *0
> GEORADIUSBYMEMBER_RO g Agrigento 100 km ASC WITHDIST WITHCOORD
< *2
<   *3
<     "Agrigento"
<     "0.0000"
<     *2 "13.5833314061164856" "37.31666804993816555"
<   *3
<     "Palermo"
<     "90.9778"
<     *2 "13.36138933897018433" "38.11555639549629859"
> GEORADIUSBYMEMBER_RO none nobody 100 km
< *0

# STORE and STOREDIST; of several the last one counts.
> GEORADIUS g 15 37 200 km STORE d
< :3
> ZRANGE d 0 -1 WITHSCORES
< *6 "Agrigento" "3479030013248308" "Palermo" "3479099956230698" "Catania" "3479447370796909"
> GEORADIUSBYMEMBER g Palermo 0 km STOREDIST d
< :1
> ZRANGE d 0 -1 WITHSCORES
< *2 "Palermo" "0"
> GEORADIUS g 15 37 200 km STOREDIST d1 STORE d2
< :3
> EXISTS d1
< :0
> ZRANGE d2 0 -1 WITHSCORES
< *6 "Agrigento" "3479030013248308" "Palermo" "3479099956230698" "Catania" "3479447370796909"
> GEORADIUS g 15 37 200 km STORE d3 STOREDIST d4
< :3
> EXISTS d3
< :0
> ZRANGE d4 0 -1
< *3 "Catania" "Agrigento" "Palermo"
> GEORADIUSBYMEMBER g Agrigento 100 km STORE d COUNT 1
< :1
> ZRANGE d 0 -1
< *1 "Agrigento"
> GEORADIUS g 15 37 1 m STORE d
< :0
> EXISTS d
< :0
> GEORADIUS none 15 37 1 m STORE d2
< :0
> GEORADIUSBYMEMBER none nobody 1 m STOREDIST d4
< :0
> EXISTS d2 d4
< :0

# What is refused.
> GEORADIUS g 15 37 200
< -ERR wrong number of arguments for 'georadius' command
> GEORADIUS g 15 37 200 yd
< -ERR unsupported unit provided. please use M, KM, FT, MI
> GEORADIUS g 15 37 abc km
< -ERR need numeric radius
> GEORADIUS g 15 37 -1 km
< -ERR radius cannot be negative
> GEORADIUS g 15 37 nan km
< -ERR need numeric radius
> GEORADIUS g abc 37 200 km
< -ERR value is not a valid float
> GEORADIUS g 15 100 200 km
< -ERR invalid longitude,latitude pair 15.000000,100.000000
> GEORADIUS g 15 37 200 km bogus
< -ERR syntax error
> GEORADIUS g 15 37 200 km STORE
< -ERR syntax error
> GEORADIUS g 15 37 200 km STOREDIST
< -ERR syntax error
> GEORADIUS g 15 37 200 km STORE d WITHDIST
< -ERR STORE option in GEORADIUS is not compatible with WITHDIST, WITHHASH and WITHCOORD options
> GEORADIUS g 15 37 200 km WITHCOORD STOREDIST d
< -ERR STORE option in GEORADIUS is not compatible with WITHDIST, WITHHASH and WITHCOORD options
> GEORADIUS g 15 37 200 km STORE d COUNT 0
< -ERR COUNT must be > 0
> GEORADIUS g 15 37 200 km COUNT abc
< -ERR value is not an integer or out of range
> GEORADIUS g 15 37 200 km ANY
< -ERR the ANY argument requires COUNT argument
> GEORADIUS g 15 37 200 km FROMMEMBER Palermo
< -ERR syntax error
> GEORADIUS g 15 37 200 km BYRADIUS 1 km
< -ERR syntax error
> GEORADIUS none 15 37 abc km
< -ERR need numeric radius
> GEORADIUS none 15 300 10 km
< -ERR invalid longitude,latitude pair 15.000000,300.000000
> GEORADIUS none 15 37 10 yd
< -ERR unsupported unit provided. please use M, KM, FT, MI
> GEORADIUS_RO g 15 37 200 km STORE d
< -ERR syntax error
> GEORADIUS_RO g 15 37 200 km STOREDIST d
< -ERR syntax error
> GEORADIUS_RO none 15 37 200 km bogus
< -ERR syntax error
> GEORADIUS_RO g Palermo 200
< -ERR wrong number of arguments for 'georadius_ro' command
> GEORADIUSBYMEMBER g nobody 200 km
< -ERR could not decode requested zset member
> GEORADIUSBYMEMBER g nobody abc yd
< -ERR could not decode requested zset member
> GEORADIUSBYMEMBER g Palermo -200 km
< -ERR radius cannot be negative
> GEORADIUSBYMEMBER g Palermo 200 yd
< -ERR unsupported unit provided. please use M, KM, FT, MI
> GEORADIUSBYMEMBER g Palermo 200
< -ERR wrong number of arguments for 'georadiusbymember' command
> GEORADIUSBYMEMBER none nobody 200 km bogus
< -ERR syntax error
> GEORADIUSBYMEMBER none nobody 200 km ANY
< -ERR the ANY argument requires COUNT argument
> GEORADIUSBYMEMBER none nobody 200 km WITHDIST STORE x
< -ERR STORE option in GEORADIUS is not compatible with WITHDIST, WITHHASH and WITHCOORD options
> GEORADIUSBYMEMBER_RO g Palermo 200 km STORE d
< -ERR syntax error
> SET text x
< +OK
> GEORADIUS text 15 300 10 yd
< -WRONGTYPE Operation against a key holding the wrong kind of value
> GEORADIUS_RO text 15 37 10 km
< -WRONGTYPE Operation against a key holding the wrong kind of value
> GEORADIUSBYMEMBER text nobody abc yd
< -WRONGTYPE Operation against a key holding the wrong kind of value
> GEORADIUSBYMEMBER_RO text nobody 10 km
< -WRONGTYPE Operation against a key holding the wrong kind of value
> EXISTS d
< :0

! resp3
> GEORADIUS g 15 37 200 km ASC WITHCOORD WITHHASH WITHDIST COUNT 1
< *1
<   *4
<     "Catania"
<     "56.4413"
<     :3479447370796909
<     *2 ,15.08726745843887329 ,37.50266842333162032
> GEORADIUSBYMEMBER_RO g Agrigento 1 km WITHDIST
< *1
<   *2 "Agrigento" "0.0000"
! resp2

# The keys of a request.
> COMMAND GETKEYS GEORADIUS g 15 37 200 km STORE d
< *2 "g" "d"
> COMMAND GETKEYS GEORADIUS g 15 37 200 km COUNT 5 STOREDIST d ASC
< *2 "g" "d"
> COMMAND GETKEYSANDFLAGS GEORADIUSBYMEMBER g STORE 200 km STORE d
< *2
<   *2
<     "g"
<     *2
<       +RO
<       +access
<   *2
<     "d"
<     *2
<       +OW
<       +update
> COMMAND GETKEYS GEORADIUSBYMEMBER g STORE 200 km
< *1 "g"
> COMMAND GETKEYS GEORADIUS g 15 37 200 km
< *1 "g"
> COMMAND GETKEYS GEORADIUS_RO g 15 37 200 km STORE d
< *1 "g"
> COMMAND GETKEYS GEOSEARCHSTORE d g FROMLONLAT 1 1 BYRADIUS 1 m
< *2 "d" "g"
