! config enable-debug-command yes
# The digest follows the data, not the order in which it came.
> SET a 1
> SET b 2
> DEBUG DIGEST
< +OK
< +OK
<save both
> FLUSHALL
> SET b 2
> DEBUG DIGEST
< +OK
< +OK
<~ \+(?!${both})[0-9a-f]{40}
> SET a 1
> DEBUG DIGEST
< +OK
< +${both}
# A value as a number or as text is the same; whether there is a deadline counts.
> SET a 12
> DEBUG DIGEST
< +OK
<~ \+(?!${both})[0-9a-f]{40}
> SETRANGE a 0 1
> SETRANGE a 1 ""
> APPEND a ""
> SET a 1
> EXPIRE a 1000
> DEBUG DIGEST
< :2
< :2
< :2
< +OK
< :1
<~ \+(?!${both})[0-9a-f]{40}
> PERSIST a
> DEBUG DIGEST
< :1
< +${both}
# So does the database.
> MOVE a 1
> DEBUG DIGEST
< :1
<~ \+(?!${both})[0-9a-f]{40}
> FLUSHALL
> DEBUG DIGEST
< +OK
< +0000000000000000000000000000000000000000
