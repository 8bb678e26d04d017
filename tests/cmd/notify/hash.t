# Hashes.

> CONFIG SET notify-keyspace-events EA
< +OK
@s > PSUBSCRIBE __key*__:*
@s < *3 "psubscribe" "__key*__:*" :1
> HSET h a 1 b 2
< :2
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:hset" "h"
> HSET h a 1
< :0
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:hset" "h"
> HMSET h a 1
< +OK
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:hset" "h"
> HSETNX h a 1
< :0
> HSETNX h z 1
< :1
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:hset" "h"
> HINCRBY h n 1
< :1
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:hincrby" "h"
> HINCRBYFLOAT h n 1.5
< "2.5"
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:hincrbyfloat" "h"
> HDEL h none
< :0
> HDEL h a
< :1
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:hdel" "h"
> HDEL h b z n
< :3
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:hdel" "h"
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:del" "h"
> HINCRBY h2 n 1
< :1
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:hincrby" "h2"
> HINCRBYFLOAT h3 n 1
< "1"
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:hincrbyfloat" "h3"
> HDEL h2 n
< :1
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:hdel" "h2"
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:del" "h2"
