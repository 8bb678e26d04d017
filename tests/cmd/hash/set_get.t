# Fields of a small hash: setting, reading, deleting.
> HSET h a 1
< :1
> HSET h a 2 b two
< :1
> HSET h a 3
< :0
> HGET h a
< "3"
> HGET h b
< "two"
> HGET h c
< nil
> HGET none a
< nil
> OBJECT ENCODING h
< "listpack"
> TYPE h
< +hash
> HLEN h
< :2
> HLEN none
< :0
> HEXISTS h a
< :1
> HEXISTS h c
< :0
> HEXISTS none a
< :0
> HSTRLEN h a
< :1
> HSTRLEN h b
< :3
> HSTRLEN h c
< :0
> HSTRLEN none a
< :0
> HMGET h a c b a
< *4 "3" nil "two" "3"
> HMGET none a b
< *2 nil nil
> HKEYS h
< *2 "a" "b"
> HVALS h
< *2 "3" "two"
> HGETALL h
< *4 "a" "3" "b" "two"
> HKEYS none
< *0
> HVALS none
< *0
> HGETALL none
< *0

# The same field twice: the last value counts, the field is one.
> HSET h c 1 c 2 c 3
< :1
> HGET h c
< "3"
> HSET h c 4 d 5 c 6
< :1
> HGETALL h
< *8 "a" "3" "b" "two" "c" "6" "d" "5"

> HMSET h a x e y
< +OK
> HMSET new f v
< +OK
> HGETALL new
< *2 "f" "v"
> HSETNX h a other
< :0
> HGET h a
< "x"
> HSETNX h f 7
< :1
> HSETNX other f 8
< :1
> HGETALL other
< *2 "f" "8"

# Texts of every kind: empty, numbers and what only looks like one, bytes.
> HSET t "" empty
< :1
> HSET t nothing ""
< :1
> HSET t 12 -5 012 007 " 1" "1 " -0 +1
< :4
> HSET t 9223372036854775807 -9223372036854775808 9223372036854775808 -9223372036854775809
< :2
> HSET t "\x00\xff\r\n" "\r\n\x00"
< :1
> HGETALL t
< *18
<   ""
<   "empty"
<   "nothing"
<   ""
<   "12"
<   "-5"
<   "012"
<   "007"
<   " 1"
<   "1 "
<   "-0"
<   "+1"
<   "9223372036854775807"
<   "-9223372036854775808"
<   "9223372036854775808"
<   "-9223372036854775809"
<   "\x00\xff\r\n"
<   "\r\n\x00"
> HGET t ""
< "empty"
> HGET t 12
< "-5"
> HGET t 012
< "007"
> HGET t 9223372036854775807
< "-9223372036854775808"
> HGET t 9223372036854775808
< "-9223372036854775809"
> HGET t "\x00\xff\r\n"
< "\r\n\x00"
> HSTRLEN t 9223372036854775807
< :20
> HSTRLEN t 12
< :2
> HSTRLEN t nothing
< :0
> HEXISTS t nothing
< :1
> OBJECT ENCODING t
< "listpack"

# The key goes with its last field.
> HDEL h a nope a b
< :2
> HDEL h nope
< :0
> HDEL none a
< :0
> HLEN h
< :4
> HDEL h c d e f
< :4
> EXISTS h
< :0
> HDEL new f
< :1
> EXISTS new
< :0

# A deadline of the key stays.
> HSET k f v
< :1
> EXPIRE k 1000
< :1
> HSET k f w g x
< :1
> TTL k
<~ :(999|1000)
> HDEL k g
< :1
> TTL k
<~ :(999|1000)

# Refused.
> SET s v
< +OK
> HSET s f v
< -WRONGTYPE Operation against a key holding the wrong kind of value
> HMSET s f v
< -WRONGTYPE Operation against a key holding the wrong kind of value
> HSETNX s f v
< -WRONGTYPE Operation against a key holding the wrong kind of value
> HGET s f
< -WRONGTYPE Operation against a key holding the wrong kind of value
> HMGET s f g
< -WRONGTYPE Operation against a key holding the wrong kind of value
> HGETALL s
< -WRONGTYPE Operation against a key holding the wrong kind of value
> HKEYS s
< -WRONGTYPE Operation against a key holding the wrong kind of value
> HVALS s
< -WRONGTYPE Operation against a key holding the wrong kind of value
> HDEL s f
< -WRONGTYPE Operation against a key holding the wrong kind of value
> HEXISTS s f
< -WRONGTYPE Operation against a key holding the wrong kind of value
> HLEN s
< -WRONGTYPE Operation against a key holding the wrong kind of value
> HSTRLEN s f
< -WRONGTYPE Operation against a key holding the wrong kind of value
> GET k
< -WRONGTYPE Operation against a key holding the wrong kind of value
> APPEND k x
< -WRONGTYPE Operation against a key holding the wrong kind of value
> HSET k
< -ERR wrong number of arguments for 'hset' command
> HSET k f
< -ERR wrong number of arguments for 'hset' command
> HSET k f v g
< -ERR wrong number of arguments for 'hset' command
> HMSET k f
< -ERR wrong number of arguments for 'hmset' command
> HMSET k f v g
< -ERR wrong number of arguments for 'hmset' command
> HSET s f v g
< -ERR wrong number of arguments for 'hset' command
> HSETNX k f
< -ERR wrong number of arguments for 'hsetnx' command
> HSETNX k f v g
< -ERR wrong number of arguments for 'hsetnx' command
> HGET k
< -ERR wrong number of arguments for 'hget' command
> HGET k f g
< -ERR wrong number of arguments for 'hget' command
> HMGET k
< -ERR wrong number of arguments for 'hmget' command
> HGETALL
< -ERR wrong number of arguments for 'hgetall' command
> HGETALL k f
< -ERR wrong number of arguments for 'hgetall' command
> HKEYS k f
< -ERR wrong number of arguments for 'hkeys' command
> HVALS k f
< -ERR wrong number of arguments for 'hvals' command
> HDEL k
< -ERR wrong number of arguments for 'hdel' command
> HEXISTS k
< -ERR wrong number of arguments for 'hexists' command
> HEXISTS k f g
< -ERR wrong number of arguments for 'hexists' command
> HLEN
< -ERR wrong number of arguments for 'hlen' command
> HLEN k f
< -ERR wrong number of arguments for 'hlen' command
> HSTRLEN k
< -ERR wrong number of arguments for 'hstrlen' command
> HSTRLEN k f g
< -ERR wrong number of arguments for 'hstrlen' command
> HGETALL k
< *2 "f" "w"

! resp3
> HGETALL k
< %1 "f" "w"
> HGETALL none
< %0
> HKEYS k
< *1 "f"
> HVALS k
< *1 "w"
> HGET k f
< "w"
> HGET k none
< _
> HMGET k f none
< *2 "w" _
> HGETALL s
< -WRONGTYPE Operation against a key holding the wrong kind of value
