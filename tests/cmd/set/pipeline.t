# A pipeline of requests on a large set that comes and goes: what is asked of memory ahead is looked at
# again when a request runs.

! repeat 150
> SADD big member:${i} "x"*80
<~ :[12]
! end

> SADD big a
> SADD big b
> SISMEMBER big a
> DEL big
> SADD big a
> SISMEMBER big b
> SET big str
> SISMEMBER big a
> SADD big a
> DEL big
> SADD big "y"*100 "z"*100
> SREM big "y"*100
> SMISMEMBER big "y"*100 "z"*100
> SPOP big
> SISMEMBER big "z"*100
> SADD big "y"*100
> SMOVE big other "y"*100
> SISMEMBER big "y"*100
> SISMEMBER other "y"*100
> RENAME other big
> SISMEMBER big "y"*100
> SREM big "y"*100
> SISMEMBER big "y"*100
< :1
< :1
< :1
< :1
< :1
< :0
< +OK
< -WRONGTYPE Operation against a key holding the wrong kind of value
< -WRONGTYPE Operation against a key holding the wrong kind of value
< :1
< :2
< :1
< *2 :0 :1
< "z"*100
< :0
< :1
< :1
< :0
< :1
< +OK
< :1
< :1
< :0
