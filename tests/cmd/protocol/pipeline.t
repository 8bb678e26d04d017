# Many requests in one write, replies in their order.

> SET a 1
> INCR a
> GET a
> NOSUCH
> APPEND a 0
> GET a
< +OK
< :2
< "2"
< -ERR unknown command 'NOSUCH', with args beginning with:\x20
< :2
< "20"

# An error in the middle does not stop what follows.
> SET s text
> INCR s
> INCRBY s
> GET s
< +OK
< -ERR value is not an integer or out of range
< -ERR wrong number of arguments for 'incrby' command
< "text"

# A change is seen by the requests behind it in the same write.
>> "*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$1\r\n1\r\n*2\r\n$3\r\nGET\r\n$1\r\nk\r\n*2\r\n$3\r\nDEL\r\n$1\r\nk\r\n*2\r\n$3\r\nGET\r\n$1\r\nk\r\n"
< +OK
< "1"
< :1
< nil

# A deep pipeline on one connection does not disturb another.
@deep >> "*1\r\n$4\r\nPING\r\n"*2000
@other > PING
@other < +PONG
@deep << "+PONG\r\n"*2000

# Replies larger than the requests: 300 times 10 KB.
> SET big "x"*10000
< +OK
>> "*2\r\n$3\r\nGET\r\n$3\r\nbig\r\n"*300
! repeat 300
< "x"*10000
! end

# A peer that says it will send no more still gets every reply, then the end of the stream.
@half >> "*1\r\n$4\r\nPING\r\n"*100
! sleep 20ms
@half ! half-close
@half << "+PONG\r\n"*100
@half < closed

# QUIT answers and closes; what follows it is not run.
@quit >> "SET before 1\r\nQUIT\r\nSET after 1\r\n"
@quit < +OK
@quit < +OK
@quit < closed
> EXISTS before after
< :1
