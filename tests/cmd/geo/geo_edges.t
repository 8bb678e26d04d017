# The edges of the map.

> GEOADD g -180 0 west 0 -85.05112878 south
< :2
> ZMSCORE g west south
< *2 "1125899906842624" "2251799813685248"
> GEOPOS g west south
< *2
<   *2 "-179.99999731779098511" "0.00000126736058093"
<   *2 "0.00000268220901489" "-85.05112751263942528"
> GEOADD g 180 0 east 0 85.05112878 north
< :2
> GEOPOS g east north
! differs: redis-server has cells of their own for 180 and 85.05112878, which its searches do not find
! kvd
< *2
<   *2 "179.99999731779098511" "0.00000126736058093"
<   *2 "0.00000268220901489" "85.05112751263942528"
! redis
< *2
<   *2 "180" "0.00000126736058093"
<   *2 "0.00000268220901489" "85.0511287799999991"
! end
> GEOSEARCH g FROMLONLAT -180 0 BYRADIUS 1 km ASC
! differs: as above
! kvd
<unordered *2 "west" "east"
! redis
< *1 "west"
! end
> GEOSEARCH g FROMLONLAT 0 85.05 BYRADIUS 1 km ASC WITHDIST
! differs: as above
! kvd
< *1
<   *2 "north" "0.1254"
! redis
< *0
! end
> GEOSEARCH g FROMLONLAT 0 0 BYRADIUS 30000 km ASC
! differs: as above
! kvd
< *4 "south" "north" "west" "east"
! redis
< *2 "south" "west"
! end

# Scores that no cell has are found by no search.
> ZADD odd -1 a 4503599627370496 b inf c -inf d 4503599627370495 e
< :5
> GEOSEARCH odd FROMLONLAT 0 0 BYRADIUS inf m
< *1 "e"

# Which key a STORE means.
> COMMAND GETKEYS GEORADIUS g 15 37 200 km STORE d1 STOREDIST d2
! differs: redis-server names keys that are not stored to, or the first where it stores to the last
! kvd
< *2 "g" "d2"
! redis
< *3 "g" "d1" "d2"
! end
> COMMAND GETKEYS GEORADIUS g 15 37 200 km STORE d1 STORE d2
! differs: as above
! kvd
< *2 "g" "d2"
! redis
< *2 "g" "d1"
! end

> GEOADD s 13.361389 38.115556 Palermo 15.087269 37.502669 Catania
< :2
> GEOSEARCHSTORE d s FROMLONLAT 15 37 BYRADIUS 200 km STOREDIST
< :2
> ZRANGE d 0 -1 WITHSCORES
! differs: redis-server 7.0 shows 17 digits
! kvd
< *4 "Catania" "56.4412578701582" "Palermo" "190.44242984775784"
! redis
< *4 "Catania" "56.441257870158204" "Palermo" "190.44242984775784"
! end
