# HINCRBY and HINCRBYFLOAT.
> HINCRBY h n 5
< :5
> HINCRBY h n -7
< :-2
> HINCRBY h n 0
< :-2
> HGET h n
< "-2"
> HINCRBY h m 9223372036854775807
< :9223372036854775807
> HINCRBY h m 1
< -ERR increment or decrement would overflow
> HGET h m
< "9223372036854775807"
> HINCRBY h m -9223372036854775808
< :-1
> HINCRBY h k -9223372036854775808
< :-9223372036854775808
> HINCRBY h k -1
< -ERR increment or decrement would overflow
> HGETALL h
< *6 "n" "-2" "m" "-1" "k" "-9223372036854775808"
> OBJECT ENCODING h
< "listpack"
> HSET h text x blank " 1" zero 01 empty "" float 1.5 e 1e3
< :6
> HINCRBY h text 1
< -ERR hash value is not an integer
> HINCRBY h blank 1
< -ERR hash value is not an integer
> HINCRBY h zero 1
< -ERR hash value is not an integer
> HINCRBY h empty 1
< -ERR hash value is not an integer
> HINCRBY h float 1
< -ERR hash value is not an integer
> HINCRBY h n x
< -ERR value is not an integer or out of range
> HINCRBY h n 1.5
< -ERR value is not an integer or out of range
> HINCRBY h n ""
< -ERR value is not an integer or out of range
> HINCRBY h n 9223372036854775808
< -ERR value is not an integer or out of range
> HINCRBY h n
< -ERR wrong number of arguments for 'hincrby' command
> HINCRBY h n 1 2
< -ERR wrong number of arguments for 'hincrby' command
> SET s v
< +OK
> HINCRBY s n 1
< -WRONGTYPE Operation against a key holding the wrong kind of value
> HINCRBY s n x
< -ERR value is not an integer or out of range
> HINCRBY none text x
< -ERR value is not an integer or out of range
> EXISTS none
< :0

> HINCRBYFLOAT f n 1.5
< "1.5"
> HINCRBYFLOAT f n 1.5
< "3"
> HINCRBYFLOAT f n -3
< "0"
> HINCRBYFLOAT f n 0.1
< "0.1"
> HINCRBYFLOAT f n 0.2
< "0.3"
> HGET f n
< "0.3"
> HINCRBYFLOAT f big 1e20
< "100000000000000000000"
> HINCRBYFLOAT f small 1e-5
< "0.00001"
> HINCRBYFLOAT f small 1e-17
< "0.00001000000000001"
> HINCRBYFLOAT f exp 5.0e3
< "5000"
> HINCRBYFLOAT f neg -0
< "0"
> HSET f int 10
< :1
> HINCRBYFLOAT f int 1
< "11"
> HINCRBY f int 1
< :12
> HINCRBYFLOAT h float 1
< "2.5"
> HINCRBYFLOAT h e 1
< "1001"
> HINCRBYFLOAT h text 1
< -ERR hash value is not a float
> HINCRBYFLOAT h blank 1
< -ERR hash value is not a float
> HINCRBYFLOAT h n x
< -ERR value is not a valid float
> HINCRBYFLOAT h n ""
< -ERR value is not a valid float
> HINCRBYFLOAT h n nan
< -ERR value is not a valid float
> HINCRBYFLOAT h n inf
< -ERR value is NaN or Infinity
> HINCRBYFLOAT h n -inf
< -ERR value is NaN or Infinity
> HINCRBYFLOAT h n
< -ERR wrong number of arguments for 'hincrbyfloat' command
> HINCRBYFLOAT h n 1 2
< -ERR wrong number of arguments for 'hincrbyfloat' command
> HSET h inf inf
< :1
> HINCRBYFLOAT h inf 1
< -ERR increment would produce NaN or Infinity
> HINCRBYFLOAT s n 1
< -WRONGTYPE Operation against a key holding the wrong kind of value
> HINCRBYFLOAT s n x
< -ERR value is not a valid float
> HINCRBYFLOAT s n inf
< -ERR value is NaN or Infinity
> HGET h n
< "-2"

# In a hash table.
> CONFIG SET hash-max-listpack-entries 0
< +OK
> HINCRBY t n 99
< :99
> HINCRBY t n 1
< :100
> HINCRBY t n 9223372036854775000
< :9223372036854775100
> HINCRBY t n 9223372036854775000
< -ERR increment or decrement would overflow
> HINCRBYFLOAT t f 10.25
< "10.25"
> HINCRBYFLOAT t f -10.25
< "0"
> HSET t x x
< :1
> HINCRBY t x 1
< -ERR hash value is not an integer
> HINCRBYFLOAT t x 1
< -ERR hash value is not a float
> OBJECT ENCODING t
< "hashtable"
! resp3
> HINCRBY t n -9223372036854775100
< :0
> HINCRBYFLOAT t f 2.5
< "2.5"
