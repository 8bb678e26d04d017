# GEOSEARCH BYPOLYGON: the sides are straight where longitude and latitude are the axes. The mean of the
# vertices is the center; distances are in metres.

! since V9.0
> GEOADD g 1 1 a 2 1 b 3 1 c 2 3 d 5 5 e 1 3 f
< :6
> GEOSEARCH g BYPOLYGON 3 0 0 4 0 2 4
< *4 "a" "b" "c" "d"
> GEOSEARCH g BYPOLYGON 4 0 0 4 0 4 4 0 4 ASC
<unordered *5 "b" "a" "c" "d" "f"
> GEOSEARCH g BYPOLYGON 4 0 0 4 0 4 4 0 4 COUNT 1 DESC
< *1 "a"
> GEOSEARCH g BYPOLYGON 4 0 0 4 0 2 2 2 4 WITHCOORD
< *3
<   *2 "a" *2 "0.99999994039535522" "0.99999945914297683"
<   *2 "b" *2 "2.00000256299972534" "0.99999945914297683"
<   *2 "c" *2 "2.99999982118606567" "0.99999945914297683"
> GEOSEARCH g ASC COUNT 1 BYPOLYGON 3 0 0 4 0 2 4 WITHDIST
< *1
<   *2 "b" "37075.4935"
> GEOSEARCH g BYPOLYGON 3 10 10 11 10 10 11
< *0
> GEOSEARCH none BYPOLYGON 3 10 10 11 10 10 11
< *0
> GEOSEARCHSTORE d g BYPOLYGON 3 0 0 4 0 2 4
< :4
> GEOSEARCH d BYPOLYGON 3 0 0 4 0 2 4
< *4 "a" "b" "c" "d"
> GEOSEARCHSTORE d g BYPOLYGON 3 0 0 4 0 2 4 STOREDIST COUNT 1
< :1
> ZRANGE d 0 -1
< *1 "b"

# A shape has one kind, and a polygon its own center.
> GEOSEARCH g FROMLONLAT 1 1 BYPOLYGON 3 0 0 4 0 2 4
< -ERR syntax error
> GEOSEARCH g BYPOLYGON 3 0 0 4 0 2 4 FROMLONLAT 1 1
< -ERR syntax error
> GEOSEARCH g BYPOLYGON 3 0 0 4 0 2 4 FROMMEMBER a
< -ERR syntax error
> GEOSEARCH g BYPOLYGON 3 0 0 4 0 2 4 BYRADIUS 1 km
< -ERR syntax error
> GEOSEARCH g BYRADIUS 1 km BYPOLYGON 3 0 0 4 0 2 4
< -ERR syntax error
> GEOSEARCH g BYPOLYGON 3 0 0 4 0 2
< -ERR syntax error
> GEOSEARCH g BYPOLYGON 4 0 0 4 0 2 4
< -ERR syntax error
> GEOSEARCH g BYPOLYGON 9223372036854775807 0 0 4 0 2 4
< -ERR syntax error
> GEOSEARCH g BYPOLYGON 3 0 0 400 0 2 4
< -ERR invalid longitude,latitude pair 400.000000,0.000000
> GEOSEARCH g BYPOLYGON 3 0 0 4 x 2 4
< -ERR value is not a valid float
> GEOSEARCH g BYPOLYGON three 0 0 4 0 2 4
< -ERR value is not an integer or out of range
> GEOSEARCH g BYPOLYGON 3 0 0 4 0 2 4 ANY
< -ERR the ANY argument requires COUNT argument
> GEOSEARCH g BYPOLYGON 3 0 0 1 1 2 0 BYPOLYGON 4 0 0 4 0 4 4 0 4 COUNT 1 WITHHASH DESC
< *1
<   *2 "a" :3377822707026402
! end

! only kvd: the text is our own
> GEOSEARCH g BYPOLYGON 2 0 0 4 0 ASC
< -ERR a polygon has at least 3 vertices
> GEOSEARCH g BYPOLYGON -1 0 0 4 0 ASC
< -ERR a polygon has at least 3 vertices
> GEORADIUS g 0 0 1 km BYPOLYGON 3 0 0 4 0 2 4
< -ERR syntax error
! end
