# Operations on sets so large that they are done over several turns: what other clients do meanwhile
# makes no difference to the result.

! repeat 2000
> SADD a ${i}a ${i}b ${i}c ${i}d ${i}e ${i}f ${i}g ${i}h ${i}i ${i}j
< :10
> SADD b ${i}f ${i}g ${i}h ${i}i ${i}j ${i}k ${i}l ${i}m ${i}n ${i}o
< :10
! end
> SADD few 5f 5a x
< :3

> SINTERSTORE d a b
< :10000
> SINTERCARD 2 a b
< :10000
> SINTERCARD 2 a b LIMIT 9999
< :9999
> SUNIONSTORE d a b
< :30000
> SDIFFSTORE d a b
< :10000
> SISMEMBER d 77a
< :1
> SISMEMBER d 77f
< :0
> SDIFFSTORE d a a few
< :0
> EXISTS d
< :0
> SUNION a b few nope
<~ \*30001( "[0-9]+[a-o]"| "x"){30001}
> SINTER a b few
< *1 "5f"
> SDIFF few a b
< *1 "x"

# In order: the next request of the same client waits.
> SUNIONSTORE d a b
> SCARD d
> DEL d
> EXISTS a
< :30000
< :30000
< :1
< :1

# A source does not change before the result is there; it can be read.
@x > SUNIONSTORE d a b
@y > SISMEMBER a 1a
@z > SADD a new
@y < :1
@x < :30000
@z < :1
> SISMEMBER d new
< :0
> SCARD a
< :20001

# The destination is a source, or does not hold a set.
> SINTERSTORE a a b
< :10000
> SCARD a
< :10000
> SET d str
< +OK
> SUNIONSTORE d a b
< :20000
> SUNIONSTORE d d d
< :20000
> SDIFFSTORE d d b
< :0
> EXISTS d
< :0

# Sources that are deleted, and clients that leave, meanwhile.
@x > SUNIONSTORE d a b
@y > DEL a b
@x < :20000
@y < :2
@x > SUNIONSTORE b d d
@x < :20000
@x > SUNIONSTORE e d b
@x ! close
> SADD b new
< :1
> SREM b new
< :1

! resp3
> SUNION b d
<~ ~20000( "[0-9]+[f-o]"){20000}
