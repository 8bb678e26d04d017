# PUBLISH and SPUBLISH: who gets a message, in which form.

> PUBLISH c nobody
< :0
> SPUBLISH c nobody
< :0
> PUBLISH c
< -ERR wrong number of arguments for 'publish' command
> PUBLISH c m x
< -ERR wrong number of arguments for 'publish' command
> SPUBLISH c
< -ERR wrong number of arguments for 'spublish' command

@a > SUBSCRIBE c
@a < *3 "subscribe" "c" :1
@b ! resp3
@b > SUBSCRIBE c
@b < >3 "subscribe" "c" :1
@b > SSUBSCRIBE c
@b < >3 "ssubscribe" "c" :1
@p > PSUBSCRIBE c* h[ae]llo
@p < *3 "psubscribe" "c*" :1
@p < *3 "psubscribe" "h[ae]llo" :2
> PUBLISH c hello
< :3
> PUBLISH cc 1
< :1
> PUBLISH hello ""
< :1
> PUBLISH hallo x
< :1
> PUBLISH hillo x
< :0
> SPUBLISH c shard
< :1
> SPUBLISH cc shard
< :0
@a < *3 "message" "c" "hello"
@a < nothing
@b < >3 "message" "c" "hello"
@b < >3 "smessage" "c" "shard"
@b < nothing
@p < *4 "pmessage" "c*" "c" "hello"
@p < *4 "pmessage" "c*" "cc" "1"
@p < *4 "pmessage" "h[ae]llo" "hello" ""
@p < *4 "pmessage" "h[ae]llo" "hallo" "x"

# Who fits several times gets it several times, and counts as often.
@m > SUBSCRIBE many
@m < *3 "subscribe" "many" :1
@m > PSUBSCRIBE man*
@m < *3 "psubscribe" "man*" :2
@m > PSUBSCRIBE many
@m < *3 "psubscribe" "many" :3
> PUBLISH many m
< :3
@m < *3 "message" "many" "m"
@m <~ \*4 "pmessage" "man[*y]" "many" "m"
@m <~ \*4 "pmessage" "man[*y]" "many" "m"

# Long messages, to more than one.
@x > SUBSCRIBE big
@x < *3 "subscribe" "big" :1
@y > SUBSCRIBE big
@y < *3 "subscribe" "big" :1
@z ! resp3
@z > PSUBSCRIBE b?g
@z < >3 "psubscribe" "b?g" :1
> PUBLISH big "x"*100000
< :3
@x < *3 "message" "big" "x"*100000
@y < *3 "message" "big" "x"*100000
@z < >4 "pmessage" "b?g" "big" "x"*100000
> PUBLISH big "x"*2047
< :3
@x < *3 "message" "big" "x"*2047
@y < *3 "message" "big" "x"*2047
@z < >4 "pmessage" "b?g" "big" "x"*2047

# The database of either side does not matter.
> SELECT 3
< +OK
> PUBLISH c db3
< :3
@a < *3 "message" "c" "db3"
@b < >3 "message" "c" "db3"
@p < *4 "pmessage" "c*" "c" "db3"
> SELECT 0
< +OK

# A channel is left, a message before that is not.
> PUBLISH c before
< :3
@a > UNSUBSCRIBE c
@a < *3 "message" "c" "before"
@a < *3 "unsubscribe" "c" :0
@b < >3 "message" "c" "before"
@p < *4 "pmessage" "c*" "c" "before"
> PUBLISH c after
< :2
@a < nothing
@b < >3 "message" "c" "after"
@p < *4 "pmessage" "c*" "c" "after"
@b ! close
! sleep 30ms
> PUBLISH c gone
< :1
@p < *4 "pmessage" "c*" "c" "gone"
