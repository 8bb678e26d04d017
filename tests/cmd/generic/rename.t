# The key, its value and its deadline under another name.
> SET a 1
< +OK
> RENAME a b
< +OK
> GET a
< nil
> GET b
< "1"
> RENAME a b
< -ERR no such key
> RENAME nosuch b
< -ERR no such key
> RENAME nosuch nosuch
< -ERR no such key

# The value that was there goes, with its deadline; that of the key comes along.
> SET a new EX 100
< +OK
> SET b old
< +OK
> RENAME a b
< +OK
> GET b
< "new"
> TTL b
< :100
> SET a forever
< +OK
> SET b old EX 100
< +OK
> RENAME a b
< +OK
> TTL b
< :-1
> GET b
< "forever"

# To its own name: nothing happens.
> SET same 1 EX 100
< +OK
> RENAME same same
< +OK
> GET same
< "1"
> TTL same
< :100

> SET a "x"*5000
< +OK
> RENAME a "long name that is longer than the first one"
< +OK
> STRLEN "long name that is longer than the first one"
< :5000
> RENAME "long name that is longer than the first one" ""
< +OK
> STRLEN ""
< :5000
> EXISTS a
< :0

> DBSIZE
< :3
> RENAME
< -ERR wrong number of arguments for 'rename' command
> RENAME a
< -ERR wrong number of arguments for 'rename' command
> RENAME a b c
< -ERR wrong number of arguments for 'rename' command

# RENAMENX
> FLUSHALL
< +OK
> SET a 1 EX 100
< +OK
> SET b 2
< +OK
> RENAMENX a b
< :0
> GET a
< "1"
> GET b
< "2"
> RENAMENX a c
< :1
> GET c
< "1"
> TTL c
< :100
> EXISTS a
< :0
> RENAMENX nosuch c
< -ERR no such key
> RENAMENX nosuch nosuch
< -ERR no such key
> RENAMENX c c
< :0
> GET c
< "1"
> RENAMENX a
< -ERR wrong number of arguments for 'renamenx' command
> RENAMENX a b c
< -ERR wrong number of arguments for 'renamenx' command

# An expired source is no source, an expired target no obstacle.
> SET x 1 PX 1
< +OK
> SET y 2
< +OK
! sleep 20ms
> RENAME x y
< -ERR no such key
> RENAMENX x y
< -ERR no such key
> SET x 1 PX 1
< +OK
! sleep 20ms
> RENAMENX y x
< :1
> GET x
< "2"
> TTL x
< :-1
