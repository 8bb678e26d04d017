# XINFO.

> XADD s 1-1 a 1 b 2
< "1-1"
> XADD s 1-2 a 1
< "1-2"
> XADD s 2-0 a 1
< "2-0"
> XADD s 2-1 a 1
< "2-1"
> XINFO STREAM s
< *20
<   "length" :4 "radix-tree-keys" :1 "radix-tree-nodes" :2 "last-generated-id" "2-1"
<   "max-deleted-entry-id" "0-0" "entries-added" :4 "recorded-first-entry-id" "1-1" "groups" :0
<   "first-entry"
<   *2 "1-1" *4 "a" "1" "b" "2"
<   "last-entry"
<   *2 "2-1" *2 "a" "1"
> XDEL s 1-2
< :1
> XINFO STREAM s
< *20
<   "length" :3 "radix-tree-keys" :1 "radix-tree-nodes" :2 "last-generated-id" "2-1"
<   "max-deleted-entry-id" "1-2" "entries-added" :4 "recorded-first-entry-id" "1-1" "groups" :0
<   "first-entry"
<   *2 "1-1" *4 "a" "1" "b" "2"
<   "last-entry"
<   *2 "2-1" *2 "a" "1"
> XDEL s 2-1
< :1
> XINFO STREAM s
< *20
<   "length" :2 "radix-tree-keys" :1 "radix-tree-nodes" :2 "last-generated-id" "2-1"
<   "max-deleted-entry-id" "2-1" "entries-added" :4 "recorded-first-entry-id" "1-1" "groups" :0
<   "first-entry"
<   *2 "1-1" *4 "a" "1" "b" "2"
<   "last-entry"
<   *2 "2-0" *2 "a" "1"
> XGROUP CREATE s g 0
< +OK
> XGROUP CREATE s h $
< +OK
> XINFO STREAM s FULL
< *18
<   "length" :2 "radix-tree-keys" :1 "radix-tree-nodes" :2 "last-generated-id" "2-1"
<   "max-deleted-entry-id" "2-1" "entries-added" :4 "recorded-first-entry-id" "1-1" "entries"
<   *2 *2 "1-1" *4 "a" "1" "b" "2" *2 "2-0" *2 "a" "1"
<   "groups"
<   *2
<     *14
<       "name" "g" "last-delivered-id" "0-0" "entries-read" nil "lag" nil "pel-count" :0 "pending" *0
<       "consumers" *0
<     *14
<       "name" "h" "last-delivered-id" "2-1" "entries-read" nil "lag" :0 "pel-count" :0 "pending" *0
<       "consumers" *0
> XINFO STREAM s full count 1
< *18
<   "length" :2 "radix-tree-keys" :1 "radix-tree-nodes" :2 "last-generated-id" "2-1"
<   "max-deleted-entry-id" "2-1" "entries-added" :4 "recorded-first-entry-id" "1-1" "entries"
<   *1 *2 "1-1" *4 "a" "1" "b" "2"
<   "groups"
<   *2
<     *14
<       "name" "g" "last-delivered-id" "0-0" "entries-read" nil "lag" nil "pel-count" :0 "pending" *0
<       "consumers" *0
<     *14
<       "name" "h" "last-delivered-id" "2-1" "entries-read" nil "lag" :0 "pel-count" :0 "pending" *0
<       "consumers" *0
> XINFO STREAM s FULL COUNT 0
< *18
<   "length" :2 "radix-tree-keys" :1 "radix-tree-nodes" :2 "last-generated-id" "2-1"
<   "max-deleted-entry-id" "2-1" "entries-added" :4 "recorded-first-entry-id" "1-1" "entries"
<   *2 *2 "1-1" *4 "a" "1" "b" "2" *2 "2-0" *2 "a" "1"
<   "groups"
<   *2
<     *14
<       "name" "g" "last-delivered-id" "0-0" "entries-read" nil "lag" nil "pel-count" :0 "pending" *0
<       "consumers" *0
<     *14
<       "name" "h" "last-delivered-id" "2-1" "entries-read" nil "lag" :0 "pel-count" :0 "pending" *0
<       "consumers" *0
> XINFO STREAM s FULL COUNT -1
< *18
<   "length" :2 "radix-tree-keys" :1 "radix-tree-nodes" :2 "last-generated-id" "2-1"
<   "max-deleted-entry-id" "2-1" "entries-added" :4 "recorded-first-entry-id" "1-1" "entries"
<   *2 *2 "1-1" *4 "a" "1" "b" "2" *2 "2-0" *2 "a" "1"
<   "groups"
<   *2
<     *14
<       "name" "g" "last-delivered-id" "0-0" "entries-read" nil "lag" nil "pel-count" :0 "pending" *0
<       "consumers" *0
<     *14
<       "name" "h" "last-delivered-id" "2-1" "entries-read" nil "lag" :0 "pel-count" :0 "pending" *0
<       "consumers" *0
! resp3
> XINFO STREAM s
< %10
<   "length" :2 "radix-tree-keys" :1 "radix-tree-nodes" :2 "last-generated-id" "2-1"
<   "max-deleted-entry-id" "2-1" "entries-added" :4 "recorded-first-entry-id" "1-1" "groups" :2
<   "first-entry"
<   *2 "1-1" *4 "a" "1" "b" "2"
<   "last-entry"
<   *2 "2-0" *2 "a" "1"
> XINFO STREAM s FULL COUNT 1
< %9
<   "length" :2 "radix-tree-keys" :1 "radix-tree-nodes" :2 "last-generated-id" "2-1"
<   "max-deleted-entry-id" "2-1" "entries-added" :4 "recorded-first-entry-id" "1-1" "entries"
<   *1 *2 "1-1" *4 "a" "1" "b" "2"
<   "groups"
<   *2
<     %7
<       "name" "g" "last-delivered-id" "0-0" "entries-read" _ "lag" _ "pel-count" :0 "pending" *0
<       "consumers" *0
<     %7
<       "name" "h" "last-delivered-id" "2-1" "entries-read" _ "lag" :0 "pel-count" :0 "pending" *0
<       "consumers" *0
> XINFO CONSUMERS s g
< *0
! resp2
> XINFO CONSUMERS s g
< *0
> DEL s
< :1
> XGROUP CREATE s g $ MKSTREAM
< +OK
> XINFO STREAM s
< *20
<   "length" :0 "radix-tree-keys" :0 "radix-tree-nodes" :1 "last-generated-id" "0-0"
<   "max-deleted-entry-id" "0-0" "entries-added" :0 "recorded-first-entry-id" "0-0" "groups" :1
<   "first-entry" nil "last-entry" nil
> XINFO STREAM s FULL
< *18
<   "length" :0 "radix-tree-keys" :0 "radix-tree-nodes" :1 "last-generated-id" "0-0"
<   "max-deleted-entry-id" "0-0" "entries-added" :0 "recorded-first-entry-id" "0-0" "entries" *0
<   "groups"
<   *1
<     *14
<       "name" "g" "last-delivered-id" "0-0" "entries-read" nil "lag" :0 "pel-count" :0 "pending" *0
<       "consumers" *0

# Refused.
> XINFO
< -ERR wrong number of arguments for 'xinfo' command
> XINFO STREAM
< -ERR wrong number of arguments for 'xinfo|stream' command
> XINFO STREAM none
< -ERR no such key
> XINFO STREAM s NOSUCH
< -ERR unknown subcommand or wrong number of arguments for 'STREAM'. Try XINFO HELP.
> XINFO STREAM s FULL COUNT
< -ERR unknown subcommand or wrong number of arguments for 'STREAM'. Try XINFO HELP.
> XINFO STREAM s FULL COUNT x
< -ERR value is not an integer or out of range
> XINFO STREAM s FULL NOSUCH 1
< -ERR unknown subcommand or wrong number of arguments for 'STREAM'. Try XINFO HELP.
> XINFO STREAM s FULL COUNT 1 x
< -ERR unknown subcommand or wrong number of arguments for 'STREAM'. Try XINFO HELP.
> XINFO STREAM s COUNT 1
< -ERR unknown subcommand or wrong number of arguments for 'STREAM'. Try XINFO HELP.
> XINFO STREAM none FULL COUNT x
< -ERR no such key
> XINFO STREAM none x
< -ERR no such key
> XINFO GROUPS
< -ERR wrong number of arguments for 'xinfo|groups' command
> XINFO GROUPS none
< -ERR no such key
> XINFO GROUPS s x
< -ERR wrong number of arguments for 'xinfo|groups' command
> XINFO CONSUMERS s
< -ERR wrong number of arguments for 'xinfo|consumers' command
> XINFO CONSUMERS none g
< -ERR no such key
> XINFO CONSUMERS s none
< -NOGROUP No such consumer group 'none' for key name 's'
> XINFO CONSUMERS s g x
< -ERR wrong number of arguments for 'xinfo|consumers' command
> XINFO NOSUCH s
< -ERR unknown subcommand 'NOSUCH'. Try XINFO HELP.
> XINFO s
< -ERR unknown subcommand 's'. Try XINFO HELP.
> SET str x
< +OK
> XINFO STREAM str
< -WRONGTYPE Operation against a key holding the wrong kind of value
> XINFO STREAM str FULL
< -WRONGTYPE Operation against a key holding the wrong kind of value
> XINFO STREAM str x
< -WRONGTYPE Operation against a key holding the wrong kind of value
> XINFO GROUPS str
< -WRONGTYPE Operation against a key holding the wrong kind of value
> XINFO CONSUMERS str g
< -WRONGTYPE Operation against a key holding the wrong kind of value
> XINFO HELP
<~ \*\d+ \+XINFO <subcommand> .* \+HELP .*
> XINFO HELP x
< -ERR wrong number of arguments for 'xinfo|help' command

# Consumers: when they last tried, and when they last got something.
! since 7.2
> DEL s
<any
> XADD s 1-1 a 1
< "1-1"
> XADD s 1-2 a 2
< "1-2"
> XGROUP CREATE s g 0
< +OK
> XGROUP CREATECONSUMER s g never
< :1
> XREADGROUP GROUP g busy COUNT 1 STREAMS s >
< *1 *2 "s" *1 *2 "1-1" *2 "a" "1"
> XREADGROUP GROUP g tried STREAMS s 0
< *1 *2 "s" *0
> XINFO CONSUMERS s g
< *3
<~  \*8 "name" "busy" "pending" :1 "idle" :\d{1,4} "inactive" :\d{1,4}
<~  \*8 "name" "never" "pending" :0 "idle" :\d{1,4} "inactive" :-1
<~  \*8 "name" "tried" "pending" :0 "idle" :\d{1,4} "inactive" :-1
> XINFO STREAM s FULL
<~ \*18 .* "entries" \*2 \*2 "1-1" \*2 "a" "1" \*2 "1-2" \*2 "a" "2" "groups" \*1 \*14 "name" "g" "last-delivered-id" "1-1" "entries-read" :1 "lag" :1 "pel-count" :1 "pending" \*1 \*4 "1-1" "busy" :\d{13} :1 "consumers" \*3 \*10 "name" "busy" "seen-time" :\d{13} "active-time" :\d{13} "pel-count" :1 "pending" \*1 \*3 "1-1" :\d{13} :1 \*10 "name" "never" "seen-time" :\d{13} "active-time" :-1 "pel-count" :0 "pending" \*0 \*10 .*
! resp3
> XINFO CONSUMERS s g
< *3
<~  %4 "name" "busy" "pending" :1 "idle" :\d+ "inactive" :\d+
<~  %4 "name" "never" "pending" :0 "idle" :\d+ "inactive" :-1
<~  %4 "name" "tried" "pending" :0 "idle" :\d+ "inactive" :-1
! resp2
! end
