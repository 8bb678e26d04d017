# HRANDFIELD in every form.
> HRANDFIELD none
< nil
> HRANDFIELD none 3
< *0
> HRANDFIELD none -3 WITHVALUES
< *0
> HSET h a 1
< :1
> HRANDFIELD h
< "a"
> HRANDFIELD h 1
< *1 "a"
> HRANDFIELD h 5
< *1 "a"
> HRANDFIELD h -3
< *3 "a" "a" "a"
> HRANDFIELD h 0
< *0
> HRANDFIELD h 0 WITHVALUES
< *0
> HRANDFIELD h 1 WITHVALUES
< *2 "a" "1"
> HRANDFIELD h -2 withvalues
< *4 "a" "1" "a" "1"
> HRANDFIELD h 9223372036854775807
< *1 "a"
> HSET h b 2 c 3
< :2
> HRANDFIELD h
<~ "[abc]"
> HRANDFIELD h 3
< *3 "a" "b" "c"
> HRANDFIELD h 10 WITHVALUES
< *6 "a" "1" "b" "2" "c" "3"
> HRANDFIELD h 2
<~ \*2 ("a" "[bc]"|"b" "[ac]"|"c" "[ab]")
> HRANDFIELD h 2 WITHVALUES
<~ \*4 ("a" "1" ("b" "2"|"c" "3")|"b" "2" ("a" "1"|"c" "3")|"c" "3" ("a" "1"|"b" "2"))
> HRANDFIELD h -4
<~ \*4( "[abc]"){4}
> HRANDFIELD h -4 WITHVALUES
<~ \*8( "a" "1"| "b" "2"| "c" "3"){4}

# In a hash table.
> CONFIG SET hash-max-listpack-entries 0
< +OK
> HSET t a 1 b 2 c 3
< :3
> HRANDFIELD t
<~ "[abc]"
> HRANDFIELD t 3
<unordered *3 "a" "b" "c"
> HRANDFIELD t 10 WITHVALUES
<unordered-pairs *6 "a" "1" "b" "2" "c" "3"
> HRANDFIELD t 2
<~ \*2 ("a" "[bc]"|"b" "[ac]"|"c" "[ab]")
> HRANDFIELD t 2 WITHVALUES
<~ \*4 ("a" "1" ("b" "2"|"c" "3")|"b" "2" ("a" "1"|"c" "3")|"c" "3" ("a" "1"|"b" "2"))
> HRANDFIELD t -4
<~ \*4( "[abc]"){4}
> HRANDFIELD t -4 WITHVALUES
<~ \*8( "a" "1"| "b" "2"| "c" "3"){4}

# Refused.
> SET s v
< +OK
> HRANDFIELD
< -ERR wrong number of arguments for 'hrandfield' command
> HRANDFIELD s
< -WRONGTYPE Operation against a key holding the wrong kind of value
> HRANDFIELD s 1
< -WRONGTYPE Operation against a key holding the wrong kind of value
> HRANDFIELD s x
< -ERR value is not an integer or out of range
> HRANDFIELD h x
< -ERR value is not an integer or out of range
> HRANDFIELD h 1.5
< -ERR value is not an integer or out of range
> HRANDFIELD h 1 WITH
< -ERR syntax error
> HRANDFIELD h 1 WITHVALUES x
< -ERR syntax error
> HRANDFIELD none 1 WITH
< -ERR syntax error
> HRANDFIELD none x
< -ERR value is not an integer or out of range
> HRANDFIELD h -9223372036854775808
< -ERR value is out of range, value must between -9223372036854775807 and 9223372036854775807
> HRANDFIELD h 9223372036854775808
< -ERR value is not an integer or out of range
> HRANDFIELD h -9223372036854775807 WITHVALUES
< -ERR value is out of range
> HRANDFIELD h 9223372036854775807 WITHVALUES
< -ERR value is out of range

# A reply that would not end.
! only kvd: redis-server sends as many as it is asked for
> HRANDFIELD h -10000001
< -ERR value is out of range
> CONFIG SET proto-max-bulk-len 1mb
< +OK
> HSET long field "x"*6000
< :1
> HRANDFIELD long -1000 WITHVALUES
< -ERR reply exceeds maximum allowed size (proto-max-bulk-len)
> HRANDFIELD h 3
< *3 "a" "b" "c"
! end

! resp3
> HRANDFIELD none
< _
> HRANDFIELD none 1
< *0
> HRANDFIELD none 1 WITHVALUES
< *0
> HSET one f v
< :1
> HRANDFIELD one
< "f"
> HRANDFIELD one 2
< *1 "f"
> HRANDFIELD one 2 WITHVALUES
< *1
<   *2 "f" "v"
> HRANDFIELD one -2
< *2 "f" "f"
> HRANDFIELD one -2 WITHVALUES
< *2
<   *2 "f" "v"
<   *2 "f" "v"
> HRANDFIELD h 3 WITHVALUES
< *3
<   *2 "a" "1"
<   *2 "b" "2"
<   *2 "c" "3"
