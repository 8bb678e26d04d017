# Inline commands: words on a line, for people with telnet.

>> "PING\r\n"
< +PONG
>> "PING\n"
< +PONG
>> "ping   hello  \r\n"
< "hello"
>> "  SET\tkey value\r\n"
< +OK
>> "GET key\r\n"
< "value"

# Empty lines are passed over without a reply.
>> "\r\n\n\r\n"
< nothing
>> "\r\nPING\r\n"
< +PONG

# Double quotes know escapes, single quotes only \'.
>> "SET q \"a b\\n\\x41\\t\\\\\\\"\"\r\n"
< +OK
>> "GET q\r\n"
< "a b\nA\t\\\""
>> "ECHO 'it\\'s \\n'\r\n"
< "it's \\n"
>> "ECHO \"\"\r\n"
< ""
>> "ECHO \"\\xzz\"\r\n"
< "xzz"
>> "ECHO a\\b\r\n"
< "a\\b"

# Inline commands and arrays may follow each other.
>> "PING one\r\n*2\r\n$4\r\nPING\r\n$3\r\ntwo\r\nPING three\r\n"
< "one"
< "two"
< "three"

# Errors of the command leave the connection open.
>> "GET\r\n"
< -ERR wrong number of arguments for 'get' command
>> "PING\r\n"
< +PONG

# Errors of the quoting close it.
@open >> "ECHO \"abc\r\nPING\r\n"
@open < -ERR Protocol error: unbalanced quotes in request
@open < closed
@after >> "ECHO \"abc\"d\r\n"
@after < -ERR Protocol error: unbalanced quotes in request
@after < closed
@single >> "ECHO 'abc\r\n"
@single < -ERR Protocol error: unbalanced quotes in request
@single < closed

# A line may have 64 KiB.
>> "ECHO " "x"*60000 "\r\n"
< "x"*60000
@long >> "ECHO " "x"*70000
@long < -ERR Protocol error: too big inline request
@long < closed
