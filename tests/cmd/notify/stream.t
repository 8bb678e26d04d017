# Streams.

> CONFIG SET notify-keyspace-events EA
< +OK
@s > PSUBSCRIBE __key*__:*
@s < *3 "psubscribe" "__key*__:*" :1
> XADD x 1-1 a b
< "1-1"
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:xadd" "x"
> XADD x MAXLEN 1 2-1 a b
< "2-1"
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:xadd" "x"
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:xtrim" "x"
> XADD x NOMKSTREAM 3-1 a b
< "3-1"
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:xadd" "x"
> XADD nox NOMKSTREAM 3-1 a b
< nil
> XADD x MAXLEN 10 4-1 a b
< "4-1"
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:xadd" "x"
> XDEL x 2-1
< :1
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:xdel" "x"
> XDEL x 2-1
< :0
> XTRIM x MAXLEN 1
< :1
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:xtrim" "x"
> XTRIM x MAXLEN 1
< :0
> XSETID x 9-9
< +OK
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:xsetid" "x"
> XGROUP CREATE x g 0
< +OK
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:xgroup-create" "x"
> XGROUP CREATE nx2 g 0 MKSTREAM
< +OK
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:xgroup-create" "nx2"
> XGROUP CREATECONSUMER x g c
< :1
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:xgroup-createconsumer" "x"
> XGROUP CREATECONSUMER x g c
< :0
> XGROUP SETID x g 0
< +OK
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:xgroup-setid" "x"
> XREADGROUP GROUP g c STREAMS x >
< *1
<   *2
<     "x"
<     *1
<       *2
<         "4-1"
<         *2 "a" "b"
> XREADGROUP GROUP g c3 COUNT 1 STREAMS x 0
< *1
<   *2 "x" *0
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:xgroup-createconsumer" "x"
> XACK x g 4-1
< :1
> XADD x 10-1 a b
< "10-1"
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:xadd" "x"
> XREADGROUP GROUP g c STREAMS x >
< *1
<   *2
<     "x"
<     *1
<       *2
<         "10-1"
<         *2 "a" "b"
> XCLAIM x g c4 0 10-1
< *1
<   *2
<     "10-1"
<     *2 "a" "b"
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:xgroup-createconsumer" "x"
> XAUTOCLAIM x g c6 0 0
< *3
<   "0-0"
<   *1
<     *2
<       "10-1"
<       *2 "a" "b"
<   *0
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:xgroup-createconsumer" "x"
> XGROUP DELCONSUMER x g c
< :0
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:xgroup-delconsumer" "x"
> XGROUP DELCONSUMER x g none
< :0
> XGROUP DESTROY x g
< :1
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:xgroup-destroy" "x"
> XGROUP DESTROY x g
< :0
