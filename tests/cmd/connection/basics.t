# PING, ECHO, SELECT, QUIT, RESET, AUTH without a password.

> PING
< +PONG
> ping "a message"
< "a message"
> PING ""
< ""
> PING a b
< -ERR wrong number of arguments for 'ping' command
> ECHO "\x00\r\n\xff"
< "\x00\r\n\xff"
> ECHO
< -ERR wrong number of arguments for 'echo' command
> ECHO a b
< -ERR wrong number of arguments for 'echo' command

# Each database has keys of its own.
> SET k 0
< +OK
> SELECT 15
< +OK
> GET k
< nil
> SET k 15
< +OK
> SELECT 0
< +OK
> GET k
< "0"
> SELECT 16
< -ERR DB index is out of range
> SELECT -1
< -ERR DB index is out of range
> SELECT one
< -ERR value is not an integer or out of range
> SELECT 99999999999999999999
< -ERR value is not an integer or out of range
> SELECT 2147483648
< -ERR value is out of range, value must between -2147483648 and 2147483647
> SELECT
< -ERR wrong number of arguments for 'select' command
> SELECT 1 2
< -ERR wrong number of arguments for 'select' command
> GET k
< "0"

# There is no password to give.
> AUTH secret
< -ERR AUTH <password> called without any password configured for the default user. Are you sure your configuration is correct?
> AUTH default secret
< +OK
> AUTH nobody secret
< -WRONGPASS invalid username-password pair or user is disabled.
> AUTH
< -ERR wrong number of arguments for 'auth' command
> AUTH a b c
< -ERR syntax error

# QUIT replies, then closes; nothing behind it is run.
@q > SET k 1
@q > QUIT now
@q > SET k 2
@q < +OK
@q < +OK
@q < closed
> GET k
< "1"

# RESET brings back what a fresh connection is.
@r ! resp3
@r > CLIENT SETNAME r
@r < +OK
@r > SELECT 3
@r < +OK
@r > RESET
@r < +RESET
@r > CLIENT GETNAME
@r < nil
@r > CLIENT INFO
@r <~ ".* name= .* flags=N db=0 .* resp=2.*"
! since 7.2
@r > CLIENT NO-EVICT ON
@r > CLIENT NO-TOUCH ON
@r > RESET
@r > CLIENT INFO
@r < +OK
@r < +OK
@r < +RESET
@r <~ ".* flags=N .*"
! end
@r > RESET x
@r < -ERR wrong number of arguments for 'reset' command

# In RESP3.
@t ! resp3
@t > PING
@t < +PONG
@t > PING x
@t < "x"
@t > ECHO x
@t < "x"
@t > SELECT 16
@t < -ERR DB index is out of range
