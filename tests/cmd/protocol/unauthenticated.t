# Before AUTH a connection is small: few arguments, short ones, a short query.
! config requirepass secret

> GET k
< -NOAUTH Authentication required.
> PING
< -NOAUTH Authentication required.
> NOSUCH
< -ERR unknown command 'NOSUCH', with args beginning with:\x20

@many >> "*11\r\n$4\r\nMGET\r\n"
@many < -ERR Protocol error: unauthenticated multibulk length
@many < closed
@long >> "*2\r\n$4\r\nECHO\r\n$16385\r\n"
@long < -ERR Protocol error: unauthenticated bulk length
@long < closed
@fits >> "*2\r\n$4\r\nECHO\r\n$1000\r\n" "x"*1000 "\r\n"
@fits < -NOAUTH Authentication required.
@fits > AUTH wrong
@fits < -WRONGPASS invalid username-password pair or user is disabled.
@fits > AUTH default secret
@fits < +OK
@fits > MGET a b c d e f g h i j k l
@fits < *12 nil nil nil nil nil nil nil nil nil nil nil nil
@hello > HELLO 3
@hello <~ -NOAUTH HELLO must be called with the client already authenticated, otherwise the HELLO .*AUTH.*
@hello > HELLO 3 AUTH default secret
@hello <any
@hello > GET k
@hello < _
