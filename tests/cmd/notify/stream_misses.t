# A stream that is read and is not there: XREAD looks at each twice, to see that it may be read and to read it.

> CONFIG SET notify-keyspace-events Em
< +OK
@s > PSUBSCRIBE __key*__:*
@s < *3 "psubscribe" "__key*__:*" :1
> XADD x 1-1 f v
< "1-1"
> XGROUP CREATE x g 0
< +OK
> SET s v
< +OK
> XREAD STREAMS none 0
< *-1
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:keymiss" "none"
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:keymiss" "none"
> XREAD STREAMS none $
< *-1
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:keymiss" "none"
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:keymiss" "none"
> XREAD STREAMS x none 0 0
< *1
<   *2
<     "x"
<     *1
<       *2
<         "1-1"
<         *2 "f" "v"
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:keymiss" "none"
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:keymiss" "none"
> XREAD BLOCK 1 STREAMS none x $ $
< *-1
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:keymiss" "none"
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:keymiss" "none"
> XREAD STREAMS none s 0 0
< -WRONGTYPE Operation against a key holding the wrong kind of value
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:keymiss" "none"
> XREAD STREAMS s none 0 0
< -WRONGTYPE Operation against a key holding the wrong kind of value
> XREADGROUP GROUP g c STREAMS none >
< -NOGROUP No such key 'none' or consumer group 'g' in XREADGROUP with GROUP option
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:keymiss" "none"
> XREADGROUP GROUP g c STREAMS x none > >
< -NOGROUP No such key 'none' or consumer group 'g' in XREADGROUP with GROUP option
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:keymiss" "none"
> XREADGROUP GROUP g c STREAMS none x > >
< -NOGROUP No such key 'none' or consumer group 'g' in XREADGROUP with GROUP option
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:keymiss" "none"
> XREADGROUP GROUP none c STREAMS x >
< -NOGROUP No such key 'x' or consumer group 'none' in XREADGROUP with GROUP option
> XACK none g 1-1
< :0
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:keymiss" "none"
> XACK x none 1-1
< :0
> XCLAIM none g c 0 1-1
< -NOGROUP No such key 'none' or consumer group 'g'
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:keymiss" "none"
> XCLAIM x none c 0 1-1
< -NOGROUP No such key 'x' or consumer group 'none'
> XAUTOCLAIM none g c 0 0
< -NOGROUP No such key 'none' or consumer group 'g'
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:keymiss" "none"
> XPENDING none g
< -NOGROUP No such key 'none' or consumer group 'g'
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:keymiss" "none"
> XDEL none 1-1
< :0
> XTRIM none MAXLEN 1
< :0
> XSETID none 1-1
< -ERR no such key
> XADD none NOMKSTREAM * f v
< nil
> XGROUP CREATE none g 0
< -ERR The XGROUP subcommand requires the key to exist. Note that for CREATE you may want to use the MKSTREAM option to create an empty stream automatically.
> XGROUP SETID none g 0
< -ERR The XGROUP subcommand requires the key to exist. Note that for CREATE you may want to use the MKSTREAM option to create an empty stream automatically.
> XGROUP DESTROY none g
< -ERR The XGROUP subcommand requires the key to exist. Note that for CREATE you may want to use the MKSTREAM option to create an empty stream automatically.
> XGROUP CREATECONSUMER none g c
< -ERR The XGROUP subcommand requires the key to exist. Note that for CREATE you may want to use the MKSTREAM option to create an empty stream automatically.
> XGROUP DELCONSUMER none g c
< -ERR The XGROUP subcommand requires the key to exist. Note that for CREATE you may want to use the MKSTREAM option to create an empty stream automatically.
> XINFO STREAM none
< -ERR no such key
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:keymiss" "none"
> XRANGE none - +
< *0
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:keymiss" "none"

# They count as reads as well.
> CONFIG RESETSTAT
< +OK
> XREAD STREAMS x 0
< *1
<   *2
<     "x"
<     *1
<       *2
<         "1-1"
<         *2 "f" "v"
> XREADGROUP GROUP g c STREAMS x >
< *1
<   *2
<     "x"
<     *1
<       *2
<         "1-1"
<         *2 "f" "v"
> XACK x g 1-1
< :1
> XCLAIM x g c 0 1-1
< *0
> XAUTOCLAIM x g c 0 0
< *3 "0-0" *0 *0
> XREAD STREAMS none 0
< *-1
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:keymiss" "none"
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:keymiss" "none"
> XREADGROUP GROUP g c STREAMS none >
< -NOGROUP No such key 'none' or consumer group 'g' in XREADGROUP with GROUP option
@s < *4 "pmessage" "__key*__:*" "__keyevent@0__:keymiss" "none"
> INFO stats
<~ ".*keyspace_hits:7\\r\\nkeyspace_misses:3\\r\\n.*"
