# The type of a value, none if there is none.
> SET a text
< +OK
> SET n 12
< +OK
> TYPE a
< +string
> TYPE n
< +string
> TYPE nosuch
< +none
> SET e 1 PX 1
< +OK
! sleep 20ms
> TYPE e
< +none
> TYPE
< -ERR wrong number of arguments for 'type' command
> TYPE a b
< -ERR wrong number of arguments for 'type' command
