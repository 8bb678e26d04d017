# Sets.

> CONFIG SET notify-keyspace-events EA
< +OK
@s > PSUBSCRIBE __key*__:*
@s < *3 "psubscribe" "__key*__:*" :1
> SADD st a b c
< :3
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:sadd" "st"
> SADD st a
< :0
> SREM st none
< :0
> SREM st a
< :1
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:srem" "st"
> SPOP st 10
<unordered *2 "b" "c"
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:spop" "st"
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:del" "st"
> SADD st a b c
< :3
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:sadd" "st"
> SPOP st 0
< *0
> SMOVE st st2 a
< :1
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:srem" "st"
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:sadd" "st2"
> SMOVE st st2 none
< :0
> SMOVE st st b
< :1
> SMOVE st st2 b
< :1
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:srem" "st"
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:sadd" "st2"
> SADD st2 c
< :1
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:sadd" "st2"
> SMOVE st st2 c
< :1
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:srem" "st"
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:del" "st"
> SADD s1 a b c
< :3
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:sadd" "s1"
> SADD s2 b c d
< :3
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:sadd" "s2"
> SINTERSTORE sd s1 s2
< :2
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:sinterstore" "sd"
> SUNIONSTORE sd s1 s2
< :4
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:sunionstore" "sd"
> SDIFFSTORE sd s1 s2
< :1
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:sdiffstore" "sd"
> SDIFFSTORE sd s1 s1
< :0
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:del" "sd"
> SDIFFSTORE sd s1 s1
< :0
> SINTERSTORE s1 s1 s2
< :2
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:sinterstore" "s1"
> SREM s1 b c
< :2
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:srem" "s1"
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:del" "s1"
