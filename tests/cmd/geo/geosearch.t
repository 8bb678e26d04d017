# GEOSEARCH. Everything is played twice: ${i} is 0 for the large encoding, 1 for the listpack.

! repeat 2
> FLUSHALL
< +OK
> CONFIG SET zset-max-listpack-value ${i}kb
< +OK
> GEOADD g 13.361389 38.115556 Palermo 15.087269 37.502669 Catania
< :2
> GEOADD g 12.758489 38.788135 edge1 17.241510 38.788135 edge2
< :2

> GEOSEARCH g FROMLONLAT 15 37 BYRADIUS 200 km ASC
< *2 "Catania" "Palermo"
> GEOSEARCH g FROMLONLAT 15 37 BYRADIUS 200 km
< *2 "Palermo" "Catania"
> GEOSEARCH g FROMLONLAT 15 37 BYBOX 400 400 km ASC WITHCOORD WITHDIST
< *4
<   *3
<     "Catania"
<     "56.4413"
<     *2 "15.08726745843887329" "37.50266842333162032"
<   *3
<     "Palermo"
<     "190.4424"
<     *2 "13.36138933897018433" "38.11555639549629859"
<   *3
<     "edge2"
<     "279.7403"
<     *2 "17.24151045083999634" "38.78813451624225195"
<   *3
<     "edge1"
<     "279.7405"
<     *2 "12.7584877610206604" "38.78813451624225195"
> GEOSEARCH g FROMLONLAT 15 37 BYBOX 400 400 km DESC WITHHASH
< *4
<   *2 "edge1" :3479273021651468
<   *2 "edge2" :3481342659049484
<   *2 "Palermo" :3479099956230698
<   *2 "Catania" :3479447370796909
> GEOSEARCH g FROMMEMBER Palermo BYRADIUS 170 km ASC WITHDIST WITHHASH WITHCOORD
< *3
<   *4
<     "Palermo"
<     "0.0000"
<     :3479099956230698
<     *2 "13.36138933897018433" "38.11555639549629859"
<   *4
<     "edge1"
<     "91.4007"
<     :3479273021651468
<     *2 "12.7584877610206604" "38.78813451624225195"
<   *4
<     "Catania"
<     "166.2742"
<     :3479447370796909
<     *2 "15.08726745843887329" "37.50266842333162032"
> GEOSEARCH g FROMMEMBER Palermo BYRADIUS 0 m
< *1 "Palermo"
> GEOSEARCH g FROMMEMBER Palermo BYBOX 0 0 m
< *1 "Palermo"
> GEOSEARCH g FROMMEMBER Palermo BYRADIUS 100 km DESC
< *2 "edge1" "Palermo"
> GEOSEARCH g fromlonlat 15 37 byradius 200000 M asc withdist
< *2
<   *2 "Catania" "56441.2579"
<   *2 "Palermo" "190442.4298"
> GEOSEARCH g FROMLONLAT 15 37 BYRADIUS 656168 ft ASC WITHDIST
< *2
<   *2 "Catania" "185174.7305"
<   *2 "Palermo" "624811.1215"
> GEOSEARCH g FROMLONLAT 15 37 BYRADIUS 125 Mi ASC WITHDIST
< *2
<   *2 "Catania" "35.0711"
<   *2 "Palermo" "118.3357"
> GEOSEARCH g FROMLONLAT 15 37 BYRADIUS 1 m
< *0
> GEOSEARCH g FROMLONLAT 15 37 BYRADIUS 1e300 km ASC
< *4 "Catania" "Palermo" "edge2" "edge1"
> GEOSEARCH g FROMLONLAT 15 37 BYRADIUS inf km ASC
< *4 "Catania" "Palermo" "edge2" "edge1"
> GEOSEARCH g FROMLONLAT 15 37 BYBOX inf inf km ASC
< *4 "Catania" "Palermo" "edge2" "edge1"
> GEOSEARCH g FROMLONLAT 15 37 BYBOX 1000 10 km ASC
< *0
> GEOSEARCH none FROMLONLAT 15 37 BYRADIUS 200 km
< *0
> GEOSEARCH none FROMMEMBER nobody BYRADIUS 200 km
< *0

# COUNT
> GEOSEARCH g FROMLONLAT 15 37 BYBOX 400 400 km COUNT 1
< *1 "Catania"
> GEOSEARCH g FROMLONLAT 15 37 BYBOX 400 400 km COUNT 3
< *3 "Catania" "Palermo" "edge2"
> GEOSEARCH g FROMLONLAT 15 37 BYBOX 400 400 km COUNT 3 DESC
< *3 "edge1" "edge2" "Palermo"
> GEOSEARCH g FROMLONLAT 15 37 BYBOX 400 400 km COUNT 9223372036854775807
< *4 "Catania" "Palermo" "edge2" "edge1"
> GEOSEARCH g FROMLONLAT 15 37 BYRADIUS 200 km COUNT 1 ANY
< *1 "Palermo"
> GEOSEARCH g FROMLONLAT 15 37 BYRADIUS 200 km ANY COUNT 1
< *1 "Palermo"
> GEOSEARCH g FROMLONLAT 15 37 BYRADIUS 200 km COUNT 1 ASC ANY
< *1 "Palermo"
> GEOSEARCH g FROMLONLAT 15 37 BYRADIUS 200 km COUNT 2 ANY ASC
< *2 "Catania" "Palermo"
> GEOSEARCH g FROMLONLAT 15 37 BYRADIUS 200 km COUNT 1 COUNT 2
< *2 "Catania" "Palermo"
> GEOSEARCH g FROMLONLAT 15 37 BYRADIUS 200 km COUNT 0
< -ERR COUNT must be > 0
> GEOSEARCH g FROMLONLAT 15 37 BYRADIUS 200 km COUNT -1
< -ERR COUNT must be > 0
> GEOSEARCH g FROMLONLAT 15 37 BYRADIUS 200 km COUNT one
< -ERR value is not an integer or out of range
> GEOSEARCH g FROMLONLAT 15 37 BYRADIUS 200 km COUNT
< -ERR syntax error
> GEOSEARCH g FROMLONLAT 15 37 BYRADIUS 200 km COUNT 9223372036854775808
< -ERR value is not an integer or out of range
> GEOSEARCH g FROMLONLAT 15 37 BYRADIUS 200 km ANY
< -ERR the ANY argument requires COUNT argument

# Options in any order, and more than once: the last one counts.
> GEOSEARCH g WITHDIST COUNT 1 DESC BYRADIUS 200 km FROMLONLAT 15 37
< *1
<   *2 "Palermo" "190.4424"
> GEOSEARCH g FROMLONLAT 15 37 BYRADIUS 200 km ASC DESC
< *2 "Palermo" "Catania"
> GEOSEARCH g FROMLONLAT 15 37 BYRADIUS 200 km DESC ASC WITHDIST WITHDIST
< *2
<   *2 "Catania" "56.4413"
<   *2 "Palermo" "190.4424"
> GEOSEARCH g FROMMEMBER Catania FROMMEMBER Palermo BYRADIUS 1 km
< *1 "Palermo"
> GEOSEARCH g FROMLONLAT 0 0 FROMLONLAT 15 37 BYRADIUS 100 km
< *1 "Catania"
> GEOSEARCH g FROMLONLAT 15 37 BYRADIUS 1 m BYRADIUS 100 km
< *1 "Catania"
> GEOSEARCH g FROMLONLAT 15 37 BYBOX 1 1 m BYBOX 150 150 km
< *1 "Catania"

# What is refused.
> GEOSEARCH g FROMLONLAT 15 37
< -ERR wrong number of arguments for 'geosearch' command
> GEOSEARCH g FROMLONLAT 15 37 BYRADIUS 200
< -ERR syntax error
> GEOSEARCH g FROMLONLAT 15 37 BYRADIUS 200 km km
< -ERR syntax error
> GEOSEARCH g FROMLONLAT 15 37 BYRADIUS -200 km
< -ERR radius cannot be negative
> GEOSEARCH g FROMLONLAT 15 37 BYRADIUS nan km
< -ERR need numeric radius
> GEOSEARCH g FROMLONLAT 15 37 BYRADIUS abc km
< -ERR need numeric radius
> GEOSEARCH g FROMLONLAT 15 37 BYRADIUS 200 yd
< -ERR unsupported unit provided. please use M, KM, FT, MI
> GEOSEARCH g FROMLONLAT 15 37 BYRADIUS abc yd
< -ERR need numeric radius
> GEOSEARCH g FROMLONLAT 15 37 BYRADIUS -1 yd
< -ERR radius cannot be negative
> GEOSEARCH g FROMLONLAT 15 37 BYBOX abc 100 km
< -ERR need numeric width
> GEOSEARCH g FROMLONLAT 15 37 BYBOX 100 abc km
< -ERR need numeric height
> GEOSEARCH g FROMLONLAT 15 37 BYBOX -1 abc km
< -ERR need numeric height
> GEOSEARCH g FROMLONLAT 15 37 BYBOX -100 100 km
< -ERR height or width cannot be negative
> GEOSEARCH g FROMLONLAT 15 37 BYBOX 100 -100 km
< -ERR height or width cannot be negative
> GEOSEARCH g FROMLONLAT 15 37 BYBOX 100 100 yd
< -ERR unsupported unit provided. please use M, KM, FT, MI
> GEOSEARCH g FROMLONLAT 15 37 BYBOX -100 100 yd
< -ERR height or width cannot be negative
> GEOSEARCH g FROMLONLAT 15 37 BYBOX 100 100
< -ERR syntax error
> GEOSEARCH g FROMLONLAT 15 37 BYBOX 100 100 km BYRADIUS 100 km
< -ERR syntax error
> GEOSEARCH g FROMLONLAT 15 37 BYRADIUS 100 km BYBOX 100 100 km
< -ERR syntax error
> GEOSEARCH g FROMMEMBER Palermo FROMLONLAT 15 37 BYRADIUS 100 km
< -ERR syntax error
> GEOSEARCH g FROMLONLAT 15 37 FROMMEMBER nobody BYRADIUS 100 km
< -ERR syntax error
> GEOSEARCH g FROMMEMBER nobody BYRADIUS 100 km
< -ERR could not decode requested zset member
> GEOSEARCH g FROMMEMBER nobody BYRADIUS abc km
< -ERR could not decode requested zset member
> GEOSEARCH g FROMMEMBER nobody BYRADIUS 100 km bogus
< -ERR could not decode requested zset member
> GEOSEARCH g FROMLONLAT 200 37 BYRADIUS 100 km
< -ERR invalid longitude,latitude pair 200.000000,37.000000
> GEOSEARCH g FROMLONLAT 15 87 BYRADIUS abc km
< -ERR invalid longitude,latitude pair 15.000000,87.000000
> GEOSEARCH g FROMLONLAT abc 37 BYRADIUS 100 km
< -ERR value is not a valid float
> GEOSEARCH g FROMLONLAT 15 nan BYRADIUS 100 km
< -ERR value is not a valid float
> GEOSEARCH g FROMLONLAT inf 37 BYRADIUS 100 km
< -ERR invalid longitude,latitude pair inf,37.000000
> GEOSEARCH g BYRADIUS 100 km ASC DESC
< -ERR exactly one of FROMMEMBER or FROMLONLAT can be specified for GEOSEARCH
> GEOSEARCH g BYRADIUS 100 km ASC FROMLONLAT 15
< -ERR syntax error
> GEOSEARCH g BYRADIUS 100 km ASC ASC FROMMEMBER
< -ERR syntax error
> GEOSEARCH g ASC ASC ASC ASC ASC
< -ERR exactly one of FROMMEMBER or FROMLONLAT can be specified for GEOSEARCH
> GEOSEARCH g FROMLONLAT 15 37 ASC ASC ASC
< -ERR exactly one of BYRADIUS and BYBOX can be specified for GEOSEARCH
> GEOSEARCH g FROMLONLAT 15 37 ASC BYBOX 1 1
< -ERR syntax error
> GEOSEARCH g FROMLONLAT 15 37 ASC BYBOX 1 1 k
< -ERR unsupported unit provided. please use M, KM, FT, MI
> GEOSEARCH g FROMLONLAT 15 37 BYRADIUS 300 km STOREDIST
< -ERR syntax error
> GEOSEARCH g FROMLONLAT 15 37 BYRADIUS 300 km STORE x
< -ERR syntax error
> GEOSEARCH none bogus a b c d
< -ERR syntax error
> GEOSEARCH none FROMMEMBER a BYRADIUS abc km
< -ERR need numeric radius
> GEOSEARCH none FROMLONLAT 999 0 BYRADIUS 1 km
< -ERR invalid longitude,latitude pair 999.000000,0.000000
> GEOSEARCH none BYRADIUS 1 km ANY WITHDIST
< -ERR exactly one of FROMMEMBER or FROMLONLAT can be specified for GEOSEARCH
> GEOSEARCH none FROMMEMBER a ASC ASC ASC
< -ERR exactly one of BYRADIUS and BYBOX can be specified for GEOSEARCH
> GEOSEARCH none FROMLONLAT 1 1 BYRADIUS 1 km COUNT 0
< -ERR COUNT must be > 0
> SET text x
< +OK
> GEOSEARCH text FROMLONLAT 15 37 BYRADIUS 200 km
< -WRONGTYPE Operation against a key holding the wrong kind of value
> GEOSEARCH text ASC ASC ASC ASC ASC
< -WRONGTYPE Operation against a key holding the wrong kind of value
> GEOSEARCH text FROMMEMBER a BYRADIUS abc yd
< -WRONGTYPE Operation against a key holding the wrong kind of value

# The date line and the poles.
> GEOADD d 179.9 10 east -179.9 10 west 178 10 far 0 10 farther
< :4
> GEOSEARCH d FROMLONLAT 179.95 10 BYRADIUS 30 km ASC WITHDIST
< *2
<   *2 "east" "5.4769"
<   *2 "west" "16.4306"
> GEOSEARCH d FROMLONLAT -180 10 BYRADIUS 30 km ASC
< *2 "east" "west"
> GEOSEARCH d FROMMEMBER west BYBOX 50 50 km ASC WITHDIST
< *2
<   *2 "west" "0.0000"
<   *2 "east" "21.9075"
> GEOSEARCH d FROMLONLAT 180 10 BYRADIUS 300 km ASC
! differs: redis-server looks around a cell beyond the map
! kvd
< *3 "west" "east" "far"
! redis
< *2 "east" "far"
! end
> GEOADD p 0 84 a 90 84 b 180 84 c -90 84 d 45 70 e
< :5
> GEOSEARCH p FROMLONLAT 0 85 BYRADIUS 1000 km ASC WITHDIST
< *3
<   *2 "a" "111.2264"
<   *2 "d" "868.0535"
<   *2 "b" "868.0535"
> GEOSEARCH p FROMLONLAT 45 84 BYBOX 100 3500 km ASC
< *1 "e"

# Members at one place, in order of their names.
> GEOADD same 1 1 b 1 1 a 1 1 c
< :3
> GEOSEARCH same FROMLONLAT 1 1 BYRADIUS 1 km ASC
< *3 "a" "b" "c"
> GEOSEARCH same FROMLONLAT 1 1 BYRADIUS 1 km DESC
< *3 "a" "b" "c"
> GEOSEARCH same FROMLONLAT 1 1 BYRADIUS 1 km
< *3 "a" "b" "c"
> GEOSEARCH same FROMMEMBER b BYRADIUS 0 km ASC COUNT 2
< *2 "a" "b"
> GEOADD numbers 1 1 12345 1 1 -7
< :2
> GEOSEARCH numbers FROMMEMBER -7 BYRADIUS 1 km ASC WITHHASH
< *2
<   *2 "-7" :3377822707026402
<   *2 "12345" :3377822707026402

! resp3
> GEOSEARCH g FROMLONLAT 15 37 BYRADIUS 200 km ASC WITHCOORD WITHDIST WITHHASH
< *2
<   *4
<     "Catania"
<     "56.4413"
<     :3479447370796909
<     *2 ,15.08726745843887329 ,37.50266842333162032
<   *4
<     "Palermo"
<     "190.4424"
<     :3479099956230698
<     *2 ,13.36138933897018433 ,38.11555639549629859
> GEOSEARCH g FROMLONLAT 15 37 BYRADIUS 200 km ASC
< *2 "Catania" "Palermo"
> GEOSEARCH none FROMLONLAT 15 37 BYRADIUS 200 km ASC
< *0
! resp2
! end
> CONFIG SET zset-max-listpack-value 64
< +OK
