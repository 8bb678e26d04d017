# Requests that break the protocol: an error that names the reason, then the end of the stream.

@a >> "*abc\r\n"
@a < -ERR Protocol error: invalid multibulk length
@a < closed
@b >> "*\r\n"
@b < -ERR Protocol error: invalid multibulk length
@b < closed
@c >> "*1 \r\n"
@c < -ERR Protocol error: invalid multibulk length
@c < closed
@d >> "*+1\r\n"
@d < -ERR Protocol error: invalid multibulk length
@d < closed
@e >> "*2147483648\r\n"
@e < -ERR Protocol error: invalid multibulk length
@e < closed
@f >> "*9223372036854775808\r\n"
@f < -ERR Protocol error: invalid multibulk length
@f < closed
@g >> "*18446744073709551617\r\n"
@g < -ERR Protocol error: invalid multibulk length
@g < closed

# Elements have to be bulk strings.
@h >> "*1\r\n:1\r\n"
@h < -ERR Protocol error: expected '$', got ':'
@h < closed
@i >> "*1\r\nPING\r\n"
@i < -ERR Protocol error: expected '$', got 'P'
@i < closed
@j >> "*1\r\n*1\r\n$4\r\nPING\r\n"
@j < -ERR Protocol error: expected '$', got '*'
@j < closed

# Lengths of bulk strings: no null, no sign, no more than 512 MiB.
@k >> "*1\r\n$-1\r\n"
@k < -ERR Protocol error: invalid bulk length
@k < closed
@l >> "*1\r\n$abc\r\n"
@l < -ERR Protocol error: invalid bulk length
@l < closed
@m >> "*1\r\n$536870913\r\n"
@m < -ERR Protocol error: invalid bulk length
@m < closed
@n >> "*1\r\n$9223372036854775807\r\n"
@n < -ERR Protocol error: invalid bulk length
@n < closed
@o >> "*1\r\n$18446744073709551620\r\n"
@o < -ERR Protocol error: invalid bulk length
@o < closed
@p >> "*1\r\n$\r\n"
@p < -ERR Protocol error: invalid bulk length
@p < closed

# Header lines may have 64 KiB.
@q >> "*" "1"*70000
@q < -ERR Protocol error: too big mbulk count string
@q < closed
@r >> "*1\r\n$" "1"*70000
@r < -ERR Protocol error: too big bulk count string
@r < closed

# What came before the mistake is answered; what stands behind it is not run.
@s >> "*1\r\n$4\r\nPING\r\n*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$1\r\nv\r\n*x\r\n*3\r\n$3\r\nSET\r\n$1\r\nl\r\n$1\r\nv\r\n"
@s < +PONG
@s < +OK
@s < -ERR Protocol error: invalid multibulk length
@s < closed
> EXISTS k l
< :1

# Announced and not sent: the server waits, others do not notice.
@t >> "*2147483647\r\n"
@t < nothing
@u >> "*2\r\n$3\r\nGET\r\n$536870912\r\nabc"
@u < nothing
> PING
< +PONG
