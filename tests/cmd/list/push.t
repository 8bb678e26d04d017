# LPUSH, RPUSH, LPUSHX, RPUSHX, LLEN.

> LPUSH l c
< :1
> LPUSH l b a
< :3
> RPUSH l d e
< :5
> LRANGE l 0 -1
< *5 "a" "b" "c" "d" "e"
> LLEN l
< :5
> TYPE l
< +list
> RPUSHX l f g
< :7
> LPUSHX l z
< :8
> LRANGE l 0 -1
< *8 "z" "a" "b" "c" "d" "e" "f" "g"

# The key has to exist for the X forms.
> LPUSHX nosuch a
< :0
> RPUSHX nosuch a b
< :0
> EXISTS nosuch
< :0
> LLEN nosuch
< :0

# Elements are texts: what looks like a number comes back as it was.
> RPUSH n 007 7 -0 0 -5 "" +1 1.0 9223372036854775807 9223372036854775808 -9223372036854775808 -9223372036854775809 127 128 4095 4096 -4096 -4097 32767 32768 8388607 8388608 2147483647 2147483648
< :24
> LRANGE n 0 -1
< *24
<   "007"
<   "7"
<   "-0"
<   "0"
<   "-5"
<   ""
<   "+1"
<   "1.0"
<   "9223372036854775807"
<   "9223372036854775808"
<   "-9223372036854775808"
<   "-9223372036854775809"
<   "127"
<   "128"
<   "4095"
<   "4096"
<   "-4096"
<   "-4097"
<   "32767"
<   "32768"
<   "8388607"
<   "8388608"
<   "2147483647"
<   "2147483648"
> RPUSH bin "\x00\xff\r\n" "a b"
< :2
> LRANGE bin 0 -1
< *2 "\x00\xff\r\n" "a b"

# A deadline stays.
> RPUSH t a
< :1
> EXPIRE t 1000
< :1
> LPUSH t b
< :2
> TTL t
< :1000
> LPOP t
< "b"
> TTL t
< :1000

> SET s x
< +OK
> LPUSH s a
< -WRONGTYPE Operation against a key holding the wrong kind of value
> RPUSH s a
< -WRONGTYPE Operation against a key holding the wrong kind of value
> LPUSHX s a
< -WRONGTYPE Operation against a key holding the wrong kind of value
> RPUSHX s a
< -WRONGTYPE Operation against a key holding the wrong kind of value
> LLEN s
< -WRONGTYPE Operation against a key holding the wrong kind of value
> LPUSH
< -ERR wrong number of arguments for 'lpush' command
> LPUSH l
< -ERR wrong number of arguments for 'lpush' command
> RPUSH l
< -ERR wrong number of arguments for 'rpush' command
> LPUSHX l
< -ERR wrong number of arguments for 'lpushx' command
> RPUSHX l
< -ERR wrong number of arguments for 'rpushx' command
> LLEN
< -ERR wrong number of arguments for 'llen' command
> LLEN l l
< -ERR wrong number of arguments for 'llen' command
> LLEN l
< :8
