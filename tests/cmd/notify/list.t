# Lists.

> CONFIG SET notify-keyspace-events EA
< +OK
@s > PSUBSCRIBE __key*__:*
@s < *3 "psubscribe" "__key*__:*" :1
> RPUSH l a b c d e f
< :6
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:rpush" "l"
> LPUSH l z
< :7
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:lpush" "l"
> LPUSHX l y
< :8
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:lpush" "l"
> RPUSHX l y
< :9
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:rpush" "l"
> LPUSHX nol y
< :0
> LSET l 0 q
< +OK
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:lset" "l"
> LINSERT l BEFORE q p
< :10
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:linsert" "l"
> LINSERT l BEFORE none p
< :-1
> LREM l 0 none
< :0
> LREM l 0 y
< :1
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:lrem" "l"
> LTRIM l 0 5
< +OK
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:ltrim" "l"
> LTRIM l 0 -1
< +OK
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:ltrim" "l"
> LPOP l
< "p"
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:lpop" "l"
> RPOP l
< "c"
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:rpop" "l"
> LPOP l 2
< *2 "q" "z"
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:lpop" "l"
> LPOP l 0
< *0
> LPOP nol
< nil
> RPOPLPUSH l l2
< "b"
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:lpush" "l2"
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:rpop" "l"
> RPOPLPUSH l l
< "a"
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:lpush" "l"
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:rpop" "l"
> LMOVE l l2 LEFT RIGHT
< "a"
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:rpush" "l2"
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:lpop" "l"
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:del" "l"
> LMOVE l2 l2 LEFT RIGHT
< "b"
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:rpush" "l2"
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:lpop" "l2"
> BLMOVE l2 l LEFT LEFT 0.005
< "a"
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:lpush" "l"
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:lpop" "l2"
> BRPOPLPUSH l2 l 0.005
< "b"
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:lpush" "l"
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:rpop" "l2"
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:del" "l2"
> LMPOP 2 nol l LEFT COUNT 2
< *2
<   "l"
<   *2 "b" "a"
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:lpop" "l"
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:del" "l"
> LMPOP 1 nol LEFT
< *-1
> BLMPOP 0.005 1 l RIGHT
< *-1
> BLPOP l 0.002
< *-1
> RPUSH l a
< :1
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:rpush" "l"
> BRPOP l 0.005
< *2 "l" "a"
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:rpop" "l"
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:del" "l"
> RPUSH l a
< :1
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:rpush" "l"
> LTRIM l 5 10
< +OK
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:ltrim" "l"
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:del" "l"
> RPUSH l a
< :1
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:rpush" "l"
> LREM l 0 a
< :1
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:lrem" "l"
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:del" "l"
> RPUSH l b a c
< :3
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:rpush" "l"
> SORT l ALPHA STORE sorted
< :3
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:sortstore" "sorted"
> SORT nol STORE sorted
< :0
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:del" "sorted"
> SORT nol STORE sorted
< :0
> RPUSH one x
< :1
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:rpush" "one"
> LPOP one 5
< *1 "x"
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:lpop" "one"
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:del" "one"
> RPUSH one x
< :1
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:rpush" "one"
> RPOPLPUSH one two
< "x"
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:lpush" "two"
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:rpop" "one"
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:del" "one"
> RPUSH one x
< :1
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:rpush" "one"
> LMOVE one one LEFT LEFT
< "x"
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:lpush" "one"
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:lpop" "one"
