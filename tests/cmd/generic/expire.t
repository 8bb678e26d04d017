# EXPIRE PEXPIRE EXPIREAT PEXPIREAT with their conditions.
> EXPIRE nosuch 100
< :0
> SET a 1
< +OK
> EXPIRE a 100
< :1
> TTL a
< :100
> PEXPIRE a 200000
< :1
> TTL a
< :200
> EXPIREAT a 4000000000
< :1
> EXPIRETIME a
< :4000000000
> PEXPIRETIME a
< :4000000000000
> PEXPIREAT a 4000000000123
< :1
> EXPIRETIME a
< :4000000000
> PEXPIRETIME a
< :4000000000123

# NX XX GT LT
> SET a 1
< +OK
> EXPIRE a 100 XX
< :0
> EXPIRE a 100 GT
< :0
> TTL a
< :-1
> EXPIRE a 100 NX
< :1
> EXPIRE a 200 NX
< :0
> TTL a
< :100
> EXPIRE a 200 XX
< :1
> TTL a
< :200
> EXPIRE a 100 GT
< :0
> EXPIRE a 300 GT
< :1
> TTL a
< :300
> EXPIRE a 400 LT
< :0
> EXPIRE a 50 LT
< :1
> TTL a
< :50
> PERSIST a
< :1
> EXPIRE a 500 LT
< :1
> TTL a
< :500
> PERSIST a
< :1
> EXPIRE a 500 GT
< :0
> EXPIRE a 500 XX GT
< :0
> EXPIRE a 500 XX LT
< :0
> EXPIRE a 600 XX GT
< :0
> EXPIRE a 500 xx lt
< :0
> TTL a
< :-1
> EXPIRE a 500 NX NX
< :1
> EXPIREAT a 4000000000 XX XX
< :1
> EXPIREAT a 4000000000 GT
< :0
> EXPIREAT a 4000000000 LT
< :0
> EXPIREAT a 3999999999 LT
< :1
> EXPIREAT a 3999999999 GT
< :0
> PEXPIREAT a 3999999999001 GT
< :1
> PEXPIREAT a 3999999999000 LT
< :1
> PEXPIRE nosuch 100 NX
< :0
> PEXPIRE nosuch 100 XX
< :0

# Refused: options first, then the key.
> EXPIRE a 100 NX XX
< -ERR NX and XX, GT or LT options at the same time are not compatible
> EXPIRE a 100 NX GT
< -ERR NX and XX, GT or LT options at the same time are not compatible
> EXPIRE a 100 LT NX
< -ERR NX and XX, GT or LT options at the same time are not compatible
> EXPIRE a 100 GT LT
< -ERR GT and LT options at the same time are not compatible
> EXPIRE a 100 NX GT LT
< -ERR NX and XX, GT or LT options at the same time are not compatible
> EXPIRE a 100 XX GT LT
< -ERR GT and LT options at the same time are not compatible
> EXPIRE a 100 AB
< -ERR Unsupported option AB
> EXPIRE a 100 AB CD
< -ERR Unsupported option AB
> EXPIRE a 100 NX XX AB
< -ERR Unsupported option AB
> EXPIRE a 100 ""
< -ERR Unsupported option\x20
> EXPIRE nosuch 100 AB
< -ERR Unsupported option AB
> EXPIRE nosuch 100 NX XX
< -ERR NX and XX, GT or LT options at the same time are not compatible
> EXPIRE nosuch 100 GT LT
< -ERR GT and LT options at the same time are not compatible
> EXPIRE a x AB
< -ERR Unsupported option AB
> EXPIRE a x NX XX
< -ERR NX and XX, GT or LT options at the same time are not compatible
> EXPIRE a x
< -ERR value is not an integer or out of range
> EXPIRE a 1.5
< -ERR value is not an integer or out of range
> EXPIRE a ""
< -ERR value is not an integer or out of range
> EXPIRE a " 1"
< -ERR value is not an integer or out of range
> EXPIRE a 99999999999999999999
< -ERR value is not an integer or out of range
> EXPIRE nosuch x
< -ERR value is not an integer or out of range
> PEXPIRE a x
< -ERR value is not an integer or out of range
> EXPIREAT a x
< -ERR value is not an integer or out of range
> PEXPIREAT a x
< -ERR value is not an integer or out of range
> EXPIRE
< -ERR wrong number of arguments for 'expire' command
> EXPIRE a
< -ERR wrong number of arguments for 'expire' command
> PEXPIRE a
< -ERR wrong number of arguments for 'pexpire' command
> EXPIREAT a
< -ERR wrong number of arguments for 'expireat' command
> PEXPIREAT a
< -ERR wrong number of arguments for 'pexpireat' command

# Limits of a deadline.
> EXPIRE a 9223372036854775807
< -ERR invalid expire time in 'expire' command
> EXPIRE a 9223372036854775
< -ERR invalid expire time in 'expire' command
> EXPIRE a 9223372036854776
< -ERR invalid expire time in 'expire' command
> EXPIRE a -9223372036854775808
< -ERR invalid expire time in 'expire' command
> EXPIRE a -9223372036854775807
< -ERR invalid expire time in 'expire' command
> EXPIRE nosuch 9223372036854775807
< -ERR invalid expire time in 'expire' command
> EXPIREAT a 9223372036854775807
< -ERR invalid expire time in 'expireat' command
> EXPIREAT a 9223372036854775
< :1
> PEXPIRETIME a
< :9223372036854775000
> EXPIREAT a 9223372036854776
< -ERR invalid expire time in 'expireat' command
> EXPIREAT a -9223372036854776
< -ERR invalid expire time in 'expireat' command
> PEXPIRE a 9223372036854775807
< -ERR invalid expire time in 'pexpire' command
> PEXPIREAT a 9223372036854775807
< :1
> PEXPIRETIME a
< :9223372036854775807
> EXPIRETIME a
< :9223372036854776
> PEXPIREAT a 9223372036854775808
< -ERR value is not an integer or out of range
> PEXPIRE a -9223372036854775808
< :1
> EXISTS a
< :0

# A deadline that is over deletes the key.
> SET a 1
< +OK
> EXPIRE a 0
< :1
> EXISTS a
< :0
> SET a 1
< +OK
> EXPIRE a -1
< :1
> EXISTS a
< :0
> SET a 1
< +OK
> PEXPIRE a -1
< :1
> EXISTS a
< :0
> SET a 1
< +OK
> EXPIREAT a 1
< :1
> EXISTS a
< :0
> SET a 1
< +OK
> PEXPIREAT a 1
< :1
> EXISTS a
< :0
> SET a 1
< +OK
> PEXPIREAT a 0
< :1
> EXISTS a
< :0
> SET a 1
< +OK
> PEXPIREAT a -1
< :1
> EXISTS a
< :0
> SET a 1
< +OK
> EXPIREAT a -9223372036854775
< :1
> EXISTS a
< :0
> SET a 1
< +OK
> EXPIRE a -1 XX
< :0
> EXISTS a
< :1
> EXPIRE a -1 GT
< :0
> EXISTS a
< :1
> EXPIRE a -1 LT
< :1
> EXISTS a
< :0
> SET a 1 EX 100
< +OK
> EXPIRE a -1 GT
< :0
> EXPIRE a -1 NX
< :0
> EXISTS a
< :1
> EXPIRE a -1 XX
< :1
> EXISTS a
< :0

# Time passes.
> SET a 1
< +OK
> PEXPIRE a 1
< :1
! sleep 20ms
> GET a
< nil
> EXPIRE a 100
< :0
> TTL a
< :-2

# SET takes the deadline away, INCR and APPEND keep it.
> SET a 1 EX 100
< +OK
> INCR a
< :2
> APPEND a 0
< :2
> TTL a
< :100
> SET a 1
< +OK
> TTL a
< :-1
