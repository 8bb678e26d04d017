# EXISTS and TOUCH count every key named, as often as it is named.
> SET a 1
< +OK
> SET b 2
< +OK
> EXISTS a
< :1
> EXISTS nosuch
< :0
> EXISTS a a a
< :3
> EXISTS a b nosuch a
< :3
> TOUCH a
< :1
> TOUCH nosuch
< :0
> TOUCH a a b nosuch
< :3
> SET "" empty
< +OK
> EXISTS ""
< :1
> TOUCH ""
< :1
> SET a 1 PX 1
< +OK
! sleep 20ms
> EXISTS a b
< :1
> TOUCH a b
< :1
> EXISTS
< -ERR wrong number of arguments for 'exists' command
> TOUCH
< -ERR wrong number of arguments for 'touch' command
