! config enable-debug-command yes
! kvd-only: subcommands that redis-server 7.0 has not, or that check what it takes
> DEBUG HTSTATS 0 full
<~ "\[Dictionary HT\]\\n.* longest rehash step, ns: \d+\\n.*"
> DEBUG KEYSPACE-CHECK
> DEBUG POPULATE 10000
> DEBUG KEYSPACE-CHECK
> DEBUG STRINGMATCH-LEN a*b axxb
> DEBUG STRINGMATCH-LEN a*b axxc
> DEBUG DICT-RESIZING 0
> DEBUG DICT-RESIZING 2
> DEBUG SET-ACTIVE-EXPIRE x
> DEBUG SLEEP x
> DEBUG SLEEP -1
> DEBUG SLEEP 3601
> DEBUG HTSTATS 0 x
> DEBUG POPULATE 500000001
> DEBUG ERROR "two\r\n+lines"
< +OK
< +OK
< +OK
< :1
< :0
< +OK
< -ERR value is out of range
< -ERR value is not an integer or out of range
< -ERR value is not a valid float
< -ERR value is out of range
< -ERR value is out of range
< -ERR syntax error
< -ERR value is out of range, must be positive
< -two  +lines
