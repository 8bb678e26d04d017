# GEOPOS, GEOHASH and GEODIST.

> GEOADD g 13.361389 38.115556 Palermo 15.087269 37.502669 Catania -122.4194 37.7749 SF 0 0 null 151.2093 -33.8688 Sydney
< :5
> GEOPOS g Palermo Catania
< *2
<   *2 "13.36138933897018433" "38.11555639549629859"
<   *2 "15.08726745843887329" "37.50266842333162032"
> GEOPOS g Palermo nobody Sydney
< *3
<   *2 "13.36138933897018433" "38.11555639549629859"
<   *-1
<   *2 "151.20929986238479614" "-33.86880091934155956"
> GEOPOS g Palermo Palermo
< *2
<   *2 "13.36138933897018433" "38.11555639549629859"
<   *2 "13.36138933897018433" "38.11555639549629859"
> GEOPOS g
< *0
> GEOPOS none
< *0
> GEOPOS none a b
< *2 *-1 *-1
> GEOHASH g Palermo Catania SF null Sydney
< *5 "sqc8b49rny0" "sqdtr74hyu0" "9q8yyk8ytp0" "s0000000000" "r3gx2f77bj0"
> GEOHASH g nobody Palermo
< *2 nil "sqc8b49rny0"
> GEOHASH g
< *0
> GEOHASH none
< *0
> GEOHASH none a b
< *2 nil nil

> GEODIST g Palermo Catania
< "166274.1516"
> GEODIST g Palermo Catania m
< "166274.1516"
> GEODIST g Palermo Catania KM
< "166.2742"
> GEODIST g Palermo Catania mi
< "103.3182"
> GEODIST g Palermo Catania Ft
< "545518.8700"
> GEODIST g Catania Palermo
< "166274.1516"
> GEODIST g Palermo Palermo
< "0.0000"
> GEODIST g SF Sydney km
< "11951.0315"
> GEODIST g null Sydney
< "15203738.5333"
> GEODIST g Palermo nobody
< nil
> GEODIST g nobody Palermo
< nil
> GEODIST none a b
< nil
> GEODIST none a b km
< nil

> GEODIST g Palermo
< -ERR wrong number of arguments for 'geodist' command
> GEODIST g Palermo Catania yd
< -ERR unsupported unit provided. please use M, KM, FT, MI
> GEODIST g Palermo Catania m m
< -ERR syntax error
> GEODIST g Palermo Catania yd m
< -ERR syntax error
> GEODIST none a b yd
< -ERR unsupported unit provided. please use M, KM, FT, MI
> GEOPOS
< -ERR wrong number of arguments for 'geopos' command
> GEOHASH
< -ERR wrong number of arguments for 'geohash' command

> SET text x
< +OK
> GEOPOS text a
< -WRONGTYPE Operation against a key holding the wrong kind of value
> GEOPOS text
< -WRONGTYPE Operation against a key holding the wrong kind of value
> GEOHASH text a
< -WRONGTYPE Operation against a key holding the wrong kind of value
> GEOHASH text
< -WRONGTYPE Operation against a key holding the wrong kind of value
> GEODIST text a b
< -WRONGTYPE Operation against a key holding the wrong kind of value
> GEODIST text a b yd
< -ERR unsupported unit provided. please use M, KM, FT, MI

# Scores need not be those of places.
> ZADD odd 1.5 fraction 4503599627370495 last 4503599627370496 next 9007199254740991 further
< :4
> GEOPOS odd fraction last next further
< *4
<   *2 "-179.99999731779098511" "-85.05112497791824921"
<   *2 "179.99999731779098511" "85.05112751263942528"
<   *2 "-179.99999731779098511" "85.0511287799999991"
<   *2 "179.99999731779098511" "85.0511287799999991"
> GEOHASH odd fraction last
< *2 "00bh0hbj210" "zzpgzgpfxz0"
> GEODIST odd fraction last
< "18919844.1662"

! resp3
> GEOPOS g Palermo nobody
< *2
<   *2 ,13.36138933897018433 ,38.11555639549629859
<   _
> GEOPOS none a
< *1 _
> GEOHASH g Palermo nobody
< *2 "sqc8b49rny0" _
> GEODIST g Palermo Catania
< "166274.1516"
> GEODIST g Palermo nobody
< _
> GEODIST none a b
< _
