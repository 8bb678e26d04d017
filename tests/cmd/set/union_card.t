! since 8.10
# SUNIONCARD, SDIFFCARD.

> SADD a 1 2 x
< :3
> SADD b 2 3 y
< :3
> SADD i 1 2 3
< :3

> SUNIONCARD 1 a
< :3
> SUNIONCARD 2 a b
< :5
> SUNIONCARD 3 a b i
< :5
> SUNIONCARD 2 a none
< :3
> SUNIONCARD 1 none
< :0
> SUNIONCARD 2 a b LIMIT 3
< :3
> SUNIONCARD 2 a b LIMIT 4
< :4
> SUNIONCARD 2 a b LIMIT 0
< :5
> SUNIONCARD 2 a b LIMIT 100
< :5
> SUNIONCARD 2 a b APPROX
< :5
> SUNIONCARD 2 a b APPROX LIMIT 2
< :2
> SUNIONCARD 2 a b LIMIT 2 APPROX
< :2

> SDIFFCARD 1 a
< :3
> SDIFFCARD 2 a b
< :2
> SDIFFCARD 2 a b LIMIT 1
< :1
> SDIFFCARD 2 a b LIMIT 0
< :2
> SDIFFCARD 2 a b LIMIT 3
< :2
> SDIFFCARD 3 a b i
< :1
> SDIFFCARD 2 a a
< :0
> SDIFFCARD 2 none a
< :0
> SDIFFCARD 2 a none
< :3

# Refused.
> SUNIONCARD 1
< -ERR wrong number of arguments for 'sunioncard' command
> SDIFFCARD 1
< -ERR wrong number of arguments for 'sdiffcard' command
> SUNIONCARD 0 a
< -ERR numkeys should be greater than 0
> SDIFFCARD x a
< -ERR numkeys should be greater than 0
> SUNIONCARD 2 a
< -ERR Number of keys can't be greater than number of args
> SDIFFCARD 2 a
< -ERR Number of keys can't be greater than number of args
> SUNIONCARD 1 a b
< -ERR syntax error
> SUNIONCARD 1 a LIMIT
< -ERR syntax error
> SDIFFCARD 1 a APPROX
< -ERR syntax error
> SUNIONCARD 1 a LIMIT -1
< -ERR LIMIT can't be negative
> SDIFFCARD 1 a LIMIT x
< -ERR LIMIT can't be negative
> SET str x
< +OK
> SUNIONCARD 2 a str
< -WRONGTYPE Operation against a key holding the wrong kind of value
> SDIFFCARD 2 none str
< -WRONGTYPE Operation against a key holding the wrong kind of value

! resp3
> SUNIONCARD 2 a b
< :5
