# Numbers by default, in ascending order; equal numbers by their bytes.
> RPUSH l 3 1 2 10
< :4
> SORT l
< *4 "1" "2" "3" "10"
> SORT l ASC
< *4 "1" "2" "3" "10"
> SORT l DESC
< *4 "10" "3" "2" "1"
> SORT l ALPHA
< *4 "1" "10" "2" "3"
> SORT l alpha desc
< *4 "3" "2" "10" "1"
> sort_ro l desc
< *4 "10" "3" "2" "1"
> RPUSH same 1 1.0 01 1e0 0x1 +1 -0 0 inf -inf "" " 2" 1e300 -1.5
< :14
> SORT same
< *14 "-inf" "-1.5" "" "-0" "0" "+1" "01" "0x1" "1" "1.0" "1e0" " 2" "1e300" "inf"
> SORT same DESC
< *14 "inf" "1e300" " 2" "1e0" "1.0" "1" "0x1" "01" "+1" "0" "-0" "" "-1.5" "-inf"
> RPUSH words banana Apple cherry "" apple app 10 9
< :8
> SORT words ALPHA
< *8 "" "10" "9" "Apple" "app" "apple" "banana" "cherry"
> SORT words ALPHA DESC
< *8 "cherry" "banana" "apple" "app" "Apple" "9" "10" ""

# The last of several ASC, DESC and LIMIT counts.
> SORT l ASC DESC
< *4 "10" "3" "2" "1"
> SORT l DESC ASC
< *4 "1" "2" "3" "10"
> SORT l LIMIT 0 1 LIMIT 1 2
< *2 "2" "3"

# What is no number.
> SORT words
< -ERR One or more scores can't be converted into double
> SORT words LIMIT 0 0
< -ERR One or more scores can't be converted into double
> SORT words BY nosort
< *8 "banana" "Apple" "cherry" "" "apple" "app" "10" "9"
> RPUSH bad 1 nan
< :2
> SORT bad
< -ERR One or more scores can't be converted into double
> RPUSH bad2 "1 "
< :1
> SORT bad2
< -ERR One or more scores can't be converted into double
> RPUSH bad4 1.5x
< :1
> SORT bad4 STORE dst
< -ERR One or more scores can't be converted into double
> EXISTS dst
< :0

# LIMIT: an offset below 0 is 0, a count below 0 is all.
> SORT l LIMIT 1 2
< *2 "2" "3"
> SORT l LIMIT -5 2
< *2 "1" "2"
> SORT l LIMIT 1 -1
< *3 "2" "3" "10"
> SORT l LIMIT 1 -2
< *3 "2" "3" "10"
> SORT l LIMIT 1 0
< *0
> SORT l LIMIT 4 1
< *0
> SORT l LIMIT 10 2
< *0
> SORT l LIMIT 3 9223372036854775807
< *1 "10"
> SORT l LIMIT 9223372036854775807 9223372036854775807
< *0
> SORT l LIMIT -9223372036854775808 2
< *2 "1" "2"

# Mistakes, before anything is looked at.
> SORT
< -ERR wrong number of arguments for 'sort' command
> SORT l LIMIT a 2
< -ERR value is not an integer or out of range
> SORT l LIMIT 1 b
< -ERR value is not an integer or out of range
> SORT l LIMIT 1
< -ERR syntax error
> SORT l GET
< -ERR syntax error
> SORT l BY
< -ERR syntax error
> SORT l STORE
< -ERR syntax error
> SORT l nosuch
< -ERR syntax error
> SORT_RO l STORE x
< -ERR syntax error
> SORT none nosuch
< -ERR syntax error
> SET str x
< +OK
> SORT str nosuch
< -ERR syntax error
> SORT str
< -WRONGTYPE Operation against a key holding the wrong kind of value
> SORT str BY nosort LIMIT 0 0
< -WRONGTYPE Operation against a key holding the wrong kind of value
> HSET hash f v
< :1
> SORT hash
< -WRONGTYPE Operation against a key holding the wrong kind of value
> SORT_RO hash STORE x
< -ERR syntax error

# Keys that are not there.
> SORT none
< *0
> SORT none BY w_* GET #
< *0
> SORT none LIMIT 1 2 DESC ALPHA
< *0
> SORT_RO none
< *0

# Sets and sorted sets, small and large.
> SADD ints 5 3 1 20
< :4
> SORT ints
< *4 "1" "3" "5" "20"
> SORT ints DESC LIMIT 1 2
< *2 "5" "3"
> SADD texts c b a zz 10 9
< :6
> SORT texts
< -ERR One or more scores can't be converted into double
> SORT texts ALPHA
< *6 "10" "9" "a" "b" "c" "zz"
> SORT texts ALPHA DESC LIMIT 0 2
< *2 "zz" "c"
> ZADD z 1 30 2 4 3 200 4 1
< :4
> SORT z
< *4 "1" "4" "30" "200"
> SORT z DESC
< *4 "200" "30" "4" "1"
> SORT z ALPHA
< *4 "1" "200" "30" "4"
> SADD large "x"*100 1 2
< :3
> SORT large
< -ERR One or more scores can't be converted into double
> SORT large ALPHA LIMIT 0 2
< *2 "1" "2"
> ZADD zlarge 1 "x"*100 2 b 3 a
< :3
> SORT zlarge ALPHA LIMIT 0 2
< *2 "a" "b"
> SORT zlarge ALPHA DESC LIMIT 0 1
< *1 "x"*100

# Numbers beyond the range of doubles. (redis-server then refuses the next numbers it sees as well.)
> RPUSH bad3 1e400
< :1
> SORT bad3
< -ERR One or more scores can't be converted into double

! only kvd: redis-server compares up to the first NUL byte
> RPUSH nul "a\x00c" "a\x00b" a "a\x00"
< :4
> SORT nul ALPHA
< *4 "a" "a\x00" "a\x00b" "a\x00c"
! end
