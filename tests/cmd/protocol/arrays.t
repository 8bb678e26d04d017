# Requests as arrays of bulk strings, well-formed ones.

>> "*1\r\n$4\r\nPING\r\n"
< +PONG
>> "*2\r\n$4\r\nECHO\r\n$0\r\n\r\n"
< ""

# Command names in any case.
>> "*1\r\n$4\r\npInG\r\n"
< +PONG

# Keys and values are bytes.
>> "*3\r\n$3\r\nSET\r\n$6\r\n\x00\r\n\xff $\r\n$4\r\n\r\n\x00*\r\n"
< +OK
>> "*2\r\n$3\r\nGET\r\n$6\r\n\x00\r\n\xff $\r\n"
< "\r\n\x00*"
> EXISTS "\x00\r\n\xff $"
< :1
> SET "" empty
< +OK
> GET ""
< "empty"

# Empty arrays and the null array are passed over without a reply.
>> "*0\r\n"
< nothing
>> "*-1\r\n*-100\r\n*1\r\n$4\r\nPING\r\n"
< +PONG

# A request of many arguments.
>> "*10001\r\n$3\r\nDEL\r\n" "$1\r\nk\r\n"*10000
< :0
