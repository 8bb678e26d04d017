# FUNCTION DUMP and RESTORE: the payload, the policies, and what is refused with nothing changed.

> FUNCTION DUMP
< "\n\x00]\x9b\\@\x0f\x7f\xa2\xda"
> FUNCTION RESTORE "\n\x00]\x9b\\@\x0f\x7f\xa2\xda"
< +OK
> FUNCTION LOAD "#!lua name=a\nredis.register_function('fa', function() return 1 end)"
< "a"
> FUNCTION DUMP
< "\xf5@C#!lua name=a\nredis.register_function('fa', function() return 1 end)\n\x00\x04\x0c\xd0/\xbd\xd6~]"
> FUNCTION FLUSH
< +OK
> FUNCTION RESTORE "\xf5@C#!lua name=a\nredis.register_function('fa', function() return 1 end)\n\x00\x04\x0c\xd0/\xbd\xd6~]"
< +OK
> FCALL fa 0
< :1
> FUNCTION DUMP
< "\xf5@C#!lua name=a\nredis.register_function('fa', function() return 1 end)\n\x00\x04\x0c\xd0/\xbd\xd6~]"

# APPEND, which is the default.
> FUNCTION RESTORE "\xf5@C#!lua name=a\nredis.register_function('fa', function() return 1 end)\n\x00\x04\x0c\xd0/\xbd\xd6~]"
< -ERR Library a already exists
> FUNCTION RESTORE "\xf5@C#!lua name=a\nredis.register_function('fa', function() return 1 end)\n\x00\x04\x0c\xd0/\xbd\xd6~]" APPEND
< -ERR Library a already exists
> FUNCTION RESTORE "\xf5@C#!lua name=b\nredis.register_function('fb', function() return 1 end)\xf5@C#!lua name=a\nredis.register_function('fz', function() return 1 end)\n\x00\x0c\x18\x16o\xf6\xffjW"
< -ERR Library a already exists
> FCALL fb 0
< -ERR Function not found
> FUNCTION RESTORE "\xf5@C#!lua name=b\nredis.register_function('FA', function() return 1 end)\n\x00\xaf\x0b\xa5\xb1Z\xc1\x88\xb8"
< -ERR Function FA already exists
> FUNCTION RESTORE "\xf5@C#!lua name=b\nredis.register_function('fb', function() return 2 end)\n\x00\xdcW.\x9b\x99R:\x12" append
< +OK
> FCALL fb 0
< :2

# REPLACE.
> FUNCTION RESTORE "\xf5@C#!lua name=a\nredis.register_function('fa', function() return 3 end)\n\x00\x8c\x84\x0e\xbd\x96\xd6D-" REPLACE
< +OK
> FCALL fa 0
< :3
> FUNCTION RESTORE "\xf5@C#!lua name=c\nredis.register_function('fc', function() return 1 end)\xf5@C#!lua name=d\nredis.register_function('fa', function() return 1 end)\n\x00\xdb\x8f\xcf_\xd5c\xa8\x05" REPLACE
< -ERR Function fa already exists
> FCALL fc 0
< -ERR Function not found
> FCALL fa 0
< :3
> FUNCTION RESTORE "\xf5@C#!lua name=a\nredis.register_function('fx', function() return 4 end)\xf5@C#!lua name=d\nredis.register_function('fa', function() return 5 end)\n\x003t\xfe0}\xd1\xf1\x91" REPLACE
< +OK
> FCALL fx 0
< :4
> FCALL fa 0
< :5
> FUNCTION RESTORE "\xf5@C#!lua name=d\nredis.register_function('fb', function() return 1 end)\n\x00-W\xbd\x1e4\xf4\x09\x90" REPLACE
< -ERR Function fb already exists
> FCALL fa 0
< :5

# FLUSH.
> FUNCTION RESTORE "\xf5@C#!lua name=e\nredis.register_function('fe', function() return 1 end)\xf5\x14#!lua name=g\nbad bad\n\x00U\xedbW\xe5\xa4e\xb5" FLUSH
< -ERR Error compiling function: user_function:2: '=' expected near 'bad'
> FCALL fe 0
< -ERR Function not found
> FCALL fa 0
< :5
> FUNCTION RESTORE "\xf5@C#!lua name=a\nredis.register_function('fe', function() return 6 end)\n\x00>\x92\xf5\xae\xef\x1dOr" flush
< +OK
> FCALL fe 0
< :6
> FCALL fa 0
< -ERR Function not found
> FCALL fb 0
< -ERR Function not found
> FUNCTION STATS
< *4
<   "running_script"
<   nil
<   "engines"
<   *2
<     "LUA"
<     *4 "libraries_count" :1 "functions_count" :1

# Two of the same name in a payload.
> FUNCTION RESTORE "\xf5@C#!lua name=x\nredis.register_function('fx', function() return 1 end)\xf5@C#!lua name=x\nredis.register_function('fy', function() return 1 end)\n\x00\xdd\xdf\xd2\x85B~\x18\x84"
< -ERR Library 'x' already exists
> FUNCTION RESTORE "\xf5@C#!lua name=x\nredis.register_function('fx', function() return 1 end)\xf5@C#!lua name=x\nredis.register_function('fy', function() return 1 end)\n\x00\xdd\xdf\xd2\x85B~\x18\x84" REPLACE
< -ERR Library 'x' already exists
> FUNCTION RESTORE "\xf5@C#!lua name=x\nredis.register_function('fx', function() return 1 end)\xf5@C#!lua name=y\nredis.register_function('FX', function() return 1 end)\n\x00\x08t\xb55\x02\xc8^u"
< -ERR Function FX already exists
> FUNCTION RESTORE "\xf5@C#!lua name=x\nredis.register_function('fx', function() return 1 end)\xf5@C#!lua name=y\nredis.register_function('fx', function() return 1 end)\n\x00\x08\xdc\x9a\xe8\x85\x1f\x0e`" FLUSH
< -ERR Function fx already exists
> FUNCTION STATS
< *4
<   "running_script"
<   nil
<   "engines"
<   *2
<     "LUA"
<     *4 "libraries_count" :1 "functions_count" :1

# What is no library.
> FUNCTION RESTORE "\xf5\x07nothing\n\x00\xb8\x83^\x80\\\x1e\xb7\xa7" FLUSH
< -ERR Missing library metadata
> FUNCTION RESTORE "\xf5\x0d#!lua name=x\n\n\x00\x80!\xb6(\xc8\x81T\xba" FLUSH
< -ERR No functions registered
> FUNCTION RESTORE "\xf5\x0c#!js name=x\n\n\x00\xa9\x88\x10g\xf6\x0d\xcb-" FLUSH
< -ERR Engine 'js' not found
> FUNCTION RESTORE "\xf5\x1f#!lua name=x\nredis.call(\"PING\")\n\x00I\xeeg\x8exL\xf8D" FLUSH
< -ERR Error registering functions: ERR user_function:2: Script attempted to access nonexistent global variable 'call'
> FUNCTION RESTORE "\xf5\x0d#!lua name=-\n\n\x00\x81\x17c\xa0\x11\x91\xacD" FLUSH
< -ERR Library names can only contain letters, numbers, or underscores(_) and must be at least one character long

# Other bytes.
> FUNCTION RESTORE "\xf5@C#!lua name=e\nredis.register_function('fe', function() return 1 end)\xf5\n\x00$\xfa\xcfN\xa5%\x83\xb6" FLUSH
< -ERR Failed loading library payload
> FUNCTION RESTORE "\xf5@C#!lua name=e\nredis.register_function('fe', function() return 1 end)\x00\n\x00F\xf6\xe6/.\x83}\xc8" FLUSH
< -ERR given type is not a function
> FUNCTION RESTORE "\xf5@C#!lua name=e\nredis.register_function('fe', function() return 1 end)\xff\n\x00\xd2%?sS\xdb\xe3\x05" FLUSH
< -ERR given type is not a function
> FUNCTION RESTORE "\xf5\x81\xff\xff\xff\xff\xff\xff\xff\xff\n\x00\xbc@J\xdex\xb7\x10\xe0" FLUSH
< -ERR Failed loading library payload
> FUNCTION RESTORE "\x00\x01a\x01b\n\x00\x923\xfaq\x0d\xb8U\xb8" FLUSH
< -ERR given type is not a function
! only kvd: redis-server reads on into the version and the checksum, or takes an integer for a library
> FUNCTION RESTORE "\xf5@C#!lua name=e\nredis.register_function('fe', function() return 1 end)\xf5\x05abc\n\x00U\xcc\x02tp|\x9er" FLUSH
< -ERR Failed loading library payload
> FUNCTION RESTORE "\xf5\xc0\x01\n\x00P]\xcc>\xa0Y\x0d\x9b" FLUSH
< -ERR Failed loading library payload
> FUNCTION RESTORE "\xf5\xc4\n\x00?y\xe8#4\x8b\xfd\x8b" FLUSH
< -ERR Failed loading library payload
> FUNCTION RESTORE "\xf5@C#!lua name=e\nredis.register_function('fe', function() return 1 end)\xf6\n\x00\x8d \x98D\x8c\xf0\xec\x81" FLUSH
< -ERR given type is not a function
! end

# The signature.
> FUNCTION RESTORE ""
< -ERR DUMP payload version or checksum are wrong
> FUNCTION RESTORE x
< -ERR DUMP payload version or checksum are wrong
> FUNCTION RESTORE "\x0a\x00\x00\x00\x00\x00\x00\x00\x00\x00" FLUSH
< -ERR DUMP payload version or checksum are wrong
> FUNCTION RESTORE "\x0d\x00\xff2\xd5\xf3\x08\xca\xd5\x1a"
< -ERR DUMP payload version or checksum are wrong
> FUNCTION RESTORE "\xf5@C#!mua name=e\nredis.register_function('fe', function() return 1 end)\n\x00\xed\xb6HsU;\xcc\xb0" FLUSH
< -ERR DUMP payload version or checksum are wrong

# The policy is looked at first.
> FUNCTION RESTORE x NOSUCH
< -ERR Wrong restore policy given, value should be either FLUSH, APPEND or REPLACE.
> FUNCTION RESTORE x ""
< -ERR Wrong restore policy given, value should be either FLUSH, APPEND or REPLACE.
> FUNCTION STATS
< *4
<   "running_script"
<   nil
<   "engines"
<   *2
<     "LUA"
<     *4 "libraries_count" :1 "functions_count" :1
> FCALL fe 0
< :6

# An older version.
> FUNCTION RESTORE "\xf5@C#!lua name=e\nredis.register_function('fe', function() return 9 end)\x09\x00v\xf5\xf4\xac\xfc\x9b\x1e\xea" FLUSH
< +OK
> FCALL fe 0
< :9

# Code that is compressed.
> FUNCTION FLUSH
< +OK
> FUNCTION LOAD "#!lua name=big\nredis.register_function('fbig', function() return 1 end)\n--xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
< "big"
> FUNCTION DUMP
< "\xf5\xc3@NA\x12\x1f#!lua name=big\nredis.register_fu\x08nction('f \x1d\x02', \xe0\x00\x10\x12) return 1 end)\n--x\xe0\xbc\x00\x01xx\n\x00\xf5E\xc6\xa6J\xd7R\xce"
> FUNCTION RESTORE "\xf5\xc3@NA\x12\x1f#!lua name=big\nredis.register_fu\x08nction('f \x1d\x02', \xe0\x00\x10\x12) return 1 end)\n--x\xe0\xbc\x00\x01xx\n\x00\xf5E\xc6\xa6J\xd7R\xce" REPLACE
< +OK
> FCALL fbig 0
< :1
> FUNCTION RESTORE "\xf5\xc3@NA\x12\x1f#!lua name=big\nredis.register_fu\x08nction('f \x1d\x02', \xe0\x00\x10\x12) return 1 end)\n--x\xe0\xbc\x00\n\x008\xd5\xd2\x15p\x1e\xd4\xab" REPLACE
< -ERR Failed loading library payload
> FUNCTION RESTORE "\xf5\xc3@NA\x13\x1f#!lua name=big\nredis.register_fu\x08nction('f \x1d\x02', \xe0\x00\x10\x12) return 1 end)\n--x\xe0\xbc\x00\x01xx\n\x00{\x83\xcc\x14\xbdR\x94\xc6" REPLACE
< -ERR Failed loading library payload
> FUNCTION LIST WITHCODE
< *1
<   *8
<     "library_name"
<     "big"
<     "engine"
<     "LUA"
<     "functions"
<     *1
<       *6 "name" "fbig" "description" nil "flags" *0
<     "library_code"
<     "#!lua name=big\nredis.register_function('fbig', function() return 1 end)\n--xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
