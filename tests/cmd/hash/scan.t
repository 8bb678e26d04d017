# HSCAN: every option, both encodings, and what is refused.
> HSCAN none 0
< *2 "0" *0
> HSCAN none 7 COUNT 3
< *2 "0" *0
> HSET h a 1 b 2 ab 12
< :3
> HSCAN h 0
< *2
<   "0"
<   *6 "a" "1" "b" "2" "ab" "12"
> HSCAN h 0 COUNT 1
< *2
<   "0"
<   *6 "a" "1" "b" "2" "ab" "12"
> HSCAN h 5
< *2
<   "0"
<   *6 "a" "1" "b" "2" "ab" "12"
> HSCAN h 0 MATCH a*
< *2
<   "0"
<   *4 "a" "1" "ab" "12"
> HSCAN h 0 match *b count 100
< *2
<   "0"
<   *4 "b" "2" "ab" "12"
> HSCAN h 0 MATCH 1
< *2 "0" *0
> HSCAN h 0 MATCH ""
< *2 "0" *0
> HSCAN h 0 MATCH *
< *2
<   "0"
<   *6 "a" "1" "b" "2" "ab" "12"
> HSCAN h 0 MATCH x* MATCH b
< *2
<   "0"
<   *2 "b" "2"
> HSCAN h 0 COUNT 9223372036854775807
< *2
<   "0"
<   *6 "a" "1" "b" "2" "ab" "12"
> HSET n 1 10 2 20
< :2
> HSCAN n 0
< *2
<   "0"
<   *4 "1" "10" "2" "20"
> HSCAN n 0 MATCH 1
< *2
<   "0"
<   *2 "1" "10"
> HSCAN n 0 MATCH 1*
< *2
<   "0"
<   *2 "1" "10"

> CONFIG SET hash-max-listpack-entries 0
< +OK
> HSET t a 1
< :1
> HSCAN t 0
< *2
<   "0"
<   *2 "a" "1"
> HSCAN t 0 COUNT 10 MATCH a
< *2
<   "0"
<   *2 "a" "1"
> HSET t b 2 ab 12
< :2
> HSCAN t 0 COUNT 1000
< *2
<   "0"
<unordered-pairs *6 "a" "1" "b" "2" "ab" "12"
> HSCAN t 0 COUNT 1000 MATCH a*
< *2
<   "0"
<unordered-pairs *4 "a" "1" "ab" "12"
> HSCAN t 0 COUNT 1
<~ \*2 "\d+" \*[0246]( "[ab]+" "\d+"){0,3}

! since 7.4
> HSCAN h 0 NOVALUES
< *2
<   "0"
<   *3 "a" "b" "ab"
> HSCAN h 0 novalues MATCH a* COUNT 100
< *2
<   "0"
<   *2 "a" "ab"
> HSCAN t 0 COUNT 1000 NOVALUES
< *2
<   "0"
<unordered *3 "a" "b" "ab"
> HSCAN none 0 NOVALUES
< *2 "0" *0
> HSCAN h 0 NOVALUES x
< -ERR syntax error
! end

# Refused.
> SET s v
< +OK
> HSCAN s 0
< -WRONGTYPE Operation against a key holding the wrong kind of value
> HSCAN s x
< -ERR invalid cursor
> HSCAN s 0 COUNT
< -WRONGTYPE Operation against a key holding the wrong kind of value
> HSCAN h
< -ERR wrong number of arguments for 'hscan' command
> HSCAN h x
< -ERR invalid cursor
> HSCAN h 18446744073709551616
< -ERR invalid cursor
> HSCAN h 0 COUNT
< -ERR syntax error
> HSCAN h 0 MATCH
< -ERR syntax error
> HSCAN h 0 COUNT x
< -ERR value is not an integer or out of range
> HSCAN h 0 COUNT 0
< -ERR syntax error
> HSCAN h 0 COUNT -1
< -ERR syntax error
> HSCAN h 0 COUNT 1.5
< -ERR value is not an integer or out of range
> HSCAN h 0 TYPE string
< -ERR syntax error
> HSCAN h 0 x
< -ERR syntax error
> HSCAN h 0 x y
< -ERR syntax error
> HSCAN none x
< -ERR invalid cursor
> HSCAN none 0 COUNT x
< *2 "0" *0
> HSCAN none 0 x
< *2 "0" *0
> HSCAN h -1
! differs: a cursor is a number that HSCAN gave
! kvd
< -ERR invalid cursor
! redis
< *2
<   "0"
<   *6 "a" "1" "b" "2" "ab" "12"
! end

! resp3
> HSCAN h 0
< *2
<   "0"
<   *6 "a" "1" "b" "2" "ab" "12"
> HSCAN none 0
< *2 "0" *0
> HSCAN t 0 MATCH b COUNT 1000
< *2
<   "0"
<   *2 "b" "2"
