# Commands that ask about a key count a hit or a miss, those that only change it count nothing.
> SET a text
< +OK
> CONFIG RESETSTAT
< +OK
> EXISTS a nosuch
< :1
> TTL a
< :-1
> TTL nosuch
< :-2
> TYPE a
< +string
> TYPE nosuch
< +none
> TOUCH a nosuch
< :1
> OBJECT ENCODING a
< "embstr"
> OBJECT ENCODING nosuch
< nil
> COPY nosuch x
< :0
> COPY a x
< :1
> INFO stats
<~ ".*\\r\\nkeyspace_hits:6\\r\\nkeyspace_misses:6\\r\\n.*"
> CONFIG RESETSTAT
< +OK
> RENAME nosuch x
< -ERR no such key
> RENAME a b
< +OK
> RENAMENX b a
< :1
> MOVE nosuch 1
< :0
> EXPIRE nosuch 1
< :0
> EXPIRE a 100
< :1
> PERSIST nosuch
< :0
> PERSIST a
< :1
> DEL nosuch
< :0
> KEYS nosuch
< *0
> SCAN 0 MATCH nosuch COUNT 100
< *2 "0" *0
> INFO stats
<~ ".*\\r\\nkeyspace_hits:0\\r\\nkeyspace_misses:0\\r\\n.*"

# Asking is no access, changing the deadline is one.
> SET t text
< +OK
> SET e text
< +OK
> SET x text
< +OK
> SET p text
< +OK
! sleep 2.1s
> EXISTS t
< :1
> TTL t
< :-1
> PEXPIRETIME t
< :-1
> TYPE t
< +string
> OBJECT ENCODING t
< "embstr"
> OBJECT IDLETIME t
<~ :[23]
> TOUCH e
< :1
> EXPIRE x 100 XX
< :0
> PERSIST p
< :0
> OBJECT IDLETIME e
<~ :[01]
> OBJECT IDLETIME x
<~ :[01]
> OBJECT IDLETIME p
<~ :[01]
