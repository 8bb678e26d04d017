# Short raw requests of every shape, played once for each position at which a request can be cut in
# two: what the server understands must not depend on it.
! split

>> "*3\r\n$3\r\nSET\r\n$3\r\nkey\r\n$4\r\n\r\n\r\n\r\n"
< +OK
>> "*2\r\n$3\r\nGET\r\n$3\r\nkey\r\n"
< "\r\n\r\n"
>> "*2\r\n$4\r\nECHO\r\n$0\r\n\r\n*0\r\n*-1\r\n*1\r\n$4\r\nPING\r\n"
< ""
< +PONG
>> "ECHO a \"a\\x41\\\" b\" \r\n\r\nPING 'it\\'s'\nPING\r\n"
< -ERR wrong number of arguments for 'echo' command
< "it's"
< +PONG
>> "*2\r\n$6\r\nAPPEND\r\n$3\r\nkey\r\n*3\r\n$6\r\nAPPEND\r\n$3\r\nkey\r\n$2\r\nxy\r\n"
< -ERR wrong number of arguments for 'append' command
< :6
@a >> "*1\r\n$4\r\nPING\r\n*1\r\n$-1\r\n"
@a < +PONG
@a < -ERR Protocol error: invalid bulk length
@a < closed
@b >> "PING\r\nECHO \"x\r\n"
@b < +PONG
@b < -ERR Protocol error: unbalanced quotes in request
@b < closed
@c >> "*12x\r\n"
@c < -ERR Protocol error: invalid multibulk length
@c < closed
@d >> "*1\r\n+PING\r\n"
@d < -ERR Protocol error: expected '$', got '+'
@d < closed
