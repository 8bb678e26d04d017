# SADD, SREM, SCARD, SISMEMBER, SMISMEMBER, SMEMBERS.

> SADD s a
< :1
> SADD s a
< :0
> SADD s a b c b
< :2
> SCARD s
< :3
> SMEMBERS s
<unordered *3 "a" "b" "c"
> SISMEMBER s a
< :1
> SISMEMBER s x
< :0
> SISMEMBER none a
< :0
> SMISMEMBER s a x b a
< *4 :1 :0 :1 :1
> SMISMEMBER none a x
< *2 :0 :0
> SCARD none
< :0
> SMEMBERS none
< *0
> TYPE s
< +set

> SREM s x
< :0
> SREM s a x a b
< :2
> SMEMBERS s
< *1 "c"
> SREM none a b
< :0
> EXISTS none
< :0
> SREM s c
< :1
> EXISTS s
< :0
> SREM s c
< :0

# What follows the last member.
> SADD s a b
< :2
> SREM s a b c d
< :2
> EXISTS s
< :0

# Members are bytes: empty ones, blanks, zeros, long ones.
> SADD s "" " " "\x00" "a\r\nb" "\xff\xfe"
< :5
> SMISMEMBER s "" " " "\x00" "a\r\nb" "\xff\xfe" "a"
< *6 :1 :1 :1 :1 :1 :0
> SADD s "x"*64 "x"*65 "x"*254 "x"*255 "x"*256 "x"*70000
< :6
> SMISMEMBER s "x"*64 "x"*65 "x"*66 "x"*254 "x"*255 "x"*256 "x"*257 "x"*70000
< *8 :1 :1 :0 :1 :1 :1 :0 :1
> SREM s "x"*255 "x"*70000 ""
< :3
> SCARD s
< :8
> DEL s
< :1

# An integer is its canonical text; all others are other members.
> SADD n 1 -1 9223372036854775807 -9223372036854775808
< :4
> SADD n 1 -1
< :0
> SADD n 01 +1 "1 " 1.0 -0 9223372036854775808
< :6
> SMISMEMBER n 1 01 001 -0 0 9223372036854775808 9223372036854775809
< *7 :1 :1 :0 :1 :0 :1 :0
> SREM n 1 -9223372036854775808
< :2
> SCARD n
< :8

# The deadline of the key stays.
> SADD t a
< :1
> PEXPIRE t 100000
< :1
> SADD t b
< :1
> SREM t a
< :1
> TTL t
< :100
> SREM t b
< :1
> SADD t c
< :1
> TTL t
< :-1

# Refused.
> SADD
< -ERR wrong number of arguments for 'sadd' command
> SADD s
< -ERR wrong number of arguments for 'sadd' command
> SREM s
< -ERR wrong number of arguments for 'srem' command
> SISMEMBER s
< -ERR wrong number of arguments for 'sismember' command
> SISMEMBER s a b
< -ERR wrong number of arguments for 'sismember' command
> SMISMEMBER s
< -ERR wrong number of arguments for 'smismember' command
> SCARD
< -ERR wrong number of arguments for 'scard' command
> SCARD s s
< -ERR wrong number of arguments for 'scard' command
> SMEMBERS
< -ERR wrong number of arguments for 'smembers' command
> SMEMBERS s s
< -ERR wrong number of arguments for 'smembers' command

! resp3
> SADD three a 1
< :2
> SMEMBERS three
<unordered ~2 "a" "1"
> SMEMBERS none
< ~0
> SISMEMBER three a
< :1
> SMISMEMBER three a x
< *2 :1 :0
