# XDEL: entries go, the stream stays.

> XADD s 1-1 a 1
< "1-1"
> XADD s 1-2 a 1
< "1-2"
> XADD s 2-0 a 1
< "2-0"
> XADD s 3-0 a 1
< "3-0"
> XDEL s 1-2
< :1
> XDEL s 1-2
< :0
> XDEL s 1 1-3 9-9
< :0
> XDEL s 2 3-0 3-0
< :2
> XLEN s
< :1
> XRANGE s - +
< *1 *2 "1-1" *2 "a" "1"
> XDEL s 1-1
< :1
> XLEN s
< :0
> EXISTS s
< :1
> TYPE s
< +stream
> XRANGE s - +
< *0
> XREVRANGE s + -
< *0
> XADD s 3-0 a 1
< -ERR The ID specified in XADD is equal or smaller than the target stream top item
> XADD s 3-1 a 1
< "3-1"
> XDEL none 1-1
< :0
> XDEL none x
< :0
> XDEL s x
< -ERR Invalid stream ID specified as stream command argument
> XDEL s 3-1 x
< -ERR Invalid stream ID specified as stream command argument
> XDEL s -
< -ERR Invalid stream ID specified as stream command argument
> XDEL s +
< -ERR Invalid stream ID specified as stream command argument
> XDEL s (3-1
< -ERR Invalid stream ID specified as stream command argument
> XDEL s 3-*
< -ERR Invalid stream ID specified as stream command argument
> XLEN s
< :1
> XDEL s
< -ERR wrong number of arguments for 'xdel' command
> SET str x
< +OK
> XDEL str 1-1
< -WRONGTYPE Operation against a key holding the wrong kind of value
> XDEL str x
< -WRONGTYPE Operation against a key holding the wrong kind of value
> XDEL s 0-0
< :0
> XDEL s 18446744073709551615-18446744073709551615
< :0
> XINFO STREAM s
< *20
<   "length" :1 "radix-tree-keys" :1 "radix-tree-nodes" :2 "last-generated-id" "3-1"
<   "max-deleted-entry-id" "3-0" "entries-added" :5 "recorded-first-entry-id" "3-1" "groups" :0
<   "first-entry"
<   *2 "3-1" *2 "a" "1"
<   "last-entry"
<   *2 "3-1" *2 "a" "1"
