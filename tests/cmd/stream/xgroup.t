# XGROUP.

> XGROUP CREATE none g $
< -ERR The XGROUP subcommand requires the key to exist. Note that for CREATE you may want to use the MKSTREAM option to create an empty stream automatically.
> XGROUP CREATE none g 0 MKSTREAM
< +OK
> TYPE none
< +stream
> XLEN none
< :0
> XINFO STREAM none
< *20
<   "length" :0 "radix-tree-keys" :0 "radix-tree-nodes" :1 "last-generated-id" "0-0"
<   "max-deleted-entry-id" "0-0" "entries-added" :0 "recorded-first-entry-id" "0-0" "groups" :1
<   "first-entry" nil "last-entry" nil
> XGROUP CREATE none g 0 MKSTREAM
< -BUSYGROUP Consumer Group name already exists
> XGROUP CREATE none g2 0 mkstream
< +OK
> DEL none
< :1
> XADD s 1-1 f v
< "1-1"
> XADD s 2-1 f v
< "2-1"
> XADD s 3-1 f v
< "3-1"
> XGROUP CREATE s g 0
< +OK
> XGROUP CREATE s g 0
< -BUSYGROUP Consumer Group name already exists
> XGROUP CREATE s g $
< -BUSYGROUP Consumer Group name already exists
> XGROUP create s last $
< +OK
> XGROUP CREATE s mid 1-1 ENTRIESREAD 1
< +OK
> XGROUP CREATE s part 2
< +OK
> XGROUP CREATE s ahead 99-99
< +OK
> XGROUP CREATE s "" 0
< +OK
> XGROUP CREATE s e1 0 ENTRIESREAD -1
< +OK
> XGROUP CREATE s e2 0 entriesread 0
< +OK
> XGROUP CREATE s e3 0 ENTRIESREAD 100
< +OK
> XGROUP CREATE s e4 0 ENTRIESREAD 2 MKSTREAM
< +OK
> XGROUP CREATE s e5 $ ENTRIESREAD 1
< +OK
> XINFO GROUPS s
< *11
<   *12 "name" "" "consumers" :0 "pending" :0 "last-delivered-id" "0-0" "entries-read" nil "lag" :3
<   *12
<     "name" "ahead" "consumers" :0 "pending" :0 "last-delivered-id" "99-99" "entries-read" nil "lag"
<     nil
<   *12 "name" "e1" "consumers" :0 "pending" :0 "last-delivered-id" "0-0" "entries-read" nil "lag" :3
<   *12 "name" "e2" "consumers" :0 "pending" :0 "last-delivered-id" "0-0" "entries-read" :0 "lag" :3
<   *12
<     "name" "e3" "consumers" :0 "pending" :0 "last-delivered-id" "0-0" "entries-read" :100 "lag" :-97
<   *12 "name" "e4" "consumers" :0 "pending" :0 "last-delivered-id" "0-0" "entries-read" :2 "lag" :1
<   *12 "name" "e5" "consumers" :0 "pending" :0 "last-delivered-id" "3-1" "entries-read" :1 "lag" :2
<   *12 "name" "g" "consumers" :0 "pending" :0 "last-delivered-id" "0-0" "entries-read" nil "lag" :3
<   *12
<     "name" "last" "consumers" :0 "pending" :0 "last-delivered-id" "3-1" "entries-read" nil "lag" :0
<   *12 "name" "mid" "consumers" :0 "pending" :0 "last-delivered-id" "1-1" "entries-read" :1 "lag" :2
<   *12
<     "name" "part" "consumers" :0 "pending" :0 "last-delivered-id" "2-0" "entries-read" nil "lag" nil
! resp3
> XINFO GROUPS s
< *11
<   %6 "name" "" "consumers" :0 "pending" :0 "last-delivered-id" "0-0" "entries-read" _ "lag" :3
<   %6 "name" "ahead" "consumers" :0 "pending" :0 "last-delivered-id" "99-99" "entries-read" _ "lag" _
<   %6 "name" "e1" "consumers" :0 "pending" :0 "last-delivered-id" "0-0" "entries-read" _ "lag" :3
<   %6 "name" "e2" "consumers" :0 "pending" :0 "last-delivered-id" "0-0" "entries-read" :0 "lag" :3
<   %6
<     "name" "e3" "consumers" :0 "pending" :0 "last-delivered-id" "0-0" "entries-read" :100 "lag" :-97
<   %6 "name" "e4" "consumers" :0 "pending" :0 "last-delivered-id" "0-0" "entries-read" :2 "lag" :1
<   %6 "name" "e5" "consumers" :0 "pending" :0 "last-delivered-id" "3-1" "entries-read" :1 "lag" :2
<   %6 "name" "g" "consumers" :0 "pending" :0 "last-delivered-id" "0-0" "entries-read" _ "lag" :3
<   %6 "name" "last" "consumers" :0 "pending" :0 "last-delivered-id" "3-1" "entries-read" _ "lag" :0
<   %6 "name" "mid" "consumers" :0 "pending" :0 "last-delivered-id" "1-1" "entries-read" :1 "lag" :2
<   %6 "name" "part" "consumers" :0 "pending" :0 "last-delivered-id" "2-0" "entries-read" _ "lag" _
! resp2

# Refused.
> XGROUP CREATE s x
< -ERR wrong number of arguments for 'xgroup|create' command
> XGROUP CREATE s x 0 NOSUCH
< -ERR unknown subcommand or wrong number of arguments for 'CREATE'. Try XGROUP HELP.
> XGROUP CREATE s x 0 ENTRIESREAD
< -ERR unknown subcommand or wrong number of arguments for 'CREATE'. Try XGROUP HELP.
> XGROUP CREATE s x 0 ENTRIESREAD x
< -ERR value is not an integer or out of range
> XGROUP CREATE s x 0 ENTRIESREAD -2
< -ERR value for ENTRIESREAD must be positive or -1
> XGROUP CREATE s x 0 ENTRIESREAD 9223372036854775808
< -ERR value is not an integer or out of range
> XGROUP CREATE s x x
< -ERR Invalid stream ID specified as stream command argument
> XGROUP CREATE s x -
< -ERR Invalid stream ID specified as stream command argument
> XGROUP CREATE s x +
< -ERR Invalid stream ID specified as stream command argument
> XGROUP CREATE s x 0-*
< -ERR Invalid stream ID specified as stream command argument
> XGROUP CREATE nokey x x
< -ERR The XGROUP subcommand requires the key to exist. Note that for CREATE you may want to use the MKSTREAM option to create an empty stream automatically.
> XGROUP CREATE nokey x x MKSTREAM
< -ERR Invalid stream ID specified as stream command argument
> EXISTS nokey
< :0
> XGROUP NOSUCH s x
< -ERR unknown subcommand 'NOSUCH'. Try XGROUP HELP.
> XGROUP NOSUCH
< -ERR unknown subcommand 'NOSUCH'. Try XGROUP HELP.
> XGROUP
< -ERR wrong number of arguments for 'xgroup' command
> XGROUP CREATE
< -ERR wrong number of arguments for 'xgroup|create' command
> XGROUP DESTROY s
< -ERR wrong number of arguments for 'xgroup|destroy' command
> SET str x
< +OK
> XGROUP CREATE str g $
< -WRONGTYPE Operation against a key holding the wrong kind of value
> XGROUP CREATE str g $ MKSTREAM
< -WRONGTYPE Operation against a key holding the wrong kind of value
> XGROUP DESTROY str g
< -WRONGTYPE Operation against a key holding the wrong kind of value
> XGROUP SETID str g 0
< -WRONGTYPE Operation against a key holding the wrong kind of value
> XGROUP CREATECONSUMER str g c
< -WRONGTYPE Operation against a key holding the wrong kind of value
> XGROUP DELCONSUMER str g c
< -WRONGTYPE Operation against a key holding the wrong kind of value

# SETID.
> DEL s
< :1
> XADD s 1-1 f v
< "1-1"
> XADD s 2-1 f v
< "2-1"
> XADD s 3-1 f v
< "3-1"
> XGROUP CREATE s g 0
< +OK
> XGROUP SETID s g 2-1
< +OK
> XINFO GROUPS s
< *1 *12 "name" "g" "consumers" :0 "pending" :0 "last-delivered-id" "2-1" "entries-read" nil "lag" nil
> XGROUP SETID s g $
< +OK
> XINFO GROUPS s
< *1 *12 "name" "g" "consumers" :0 "pending" :0 "last-delivered-id" "3-1" "entries-read" nil "lag" :0
> XGROUP SETID s g 1 ENTRIESREAD 1
< +OK
> XINFO GROUPS s
< *1 *12 "name" "g" "consumers" :0 "pending" :0 "last-delivered-id" "1-0" "entries-read" :1 "lag" :2
> XGROUP SETID s g 2-1 ENTRIESREAD -1
< +OK
> XINFO GROUPS s
< *1 *12 "name" "g" "consumers" :0 "pending" :0 "last-delivered-id" "2-1" "entries-read" nil "lag" nil
> XGROUP SETID s g 77-1 ENTRIESREAD 9
< +OK
> XINFO GROUPS s
< *1 *12 "name" "g" "consumers" :0 "pending" :0 "last-delivered-id" "77-1" "entries-read" :9 "lag" :-6
> XGROUP SETID s g x
< -ERR Invalid stream ID specified as stream command argument
> XGROUP SETID s g -
< +OK
> XGROUP SETID s none 0
< -NOGROUP No such consumer group 'none' for key name 's'
> XGROUP SETID none g 0
< -ERR The XGROUP subcommand requires the key to exist. Note that for CREATE you may want to use the MKSTREAM option to create an empty stream automatically.
> XGROUP SETID none g x
< -ERR The XGROUP subcommand requires the key to exist. Note that for CREATE you may want to use the MKSTREAM option to create an empty stream automatically.
> XGROUP SETID s none x
< -NOGROUP No such consumer group 'none' for key name 's'
> XGROUP SETID s g
< -ERR wrong number of arguments for 'xgroup|setid' command
> XGROUP SETID s g 0 MKSTREAM
< -ERR unknown subcommand or wrong number of arguments for 'SETID'. Try XGROUP HELP.
> XGROUP SETID s g 0 ENTRIESREAD
< -ERR unknown subcommand or wrong number of arguments for 'SETID'. Try XGROUP HELP.
> XGROUP SETID s g 0 ENTRIESREAD x
< -ERR value is not an integer or out of range
> XGROUP SETID s g 0 ENTRIESREAD -7
< -ERR value for ENTRIESREAD must be positive or -1
> XGROUP SETID s g 0 ENTRIESREAD 1 ENTRIESREAD 2
< -ERR unknown subcommand or wrong number of arguments for 'SETID'. Try XGROUP HELP.
> XINFO GROUPS s
< *1 *12 "name" "g" "consumers" :0 "pending" :0 "last-delivered-id" "0-0" "entries-read" nil "lag" :3

# Consumers.
> XGROUP CREATECONSUMER s g c1
< :1
> XGROUP CREATECONSUMER s g c1
< :0
> XGROUP CREATECONSUMER s g ""
< :1
> XGROUP CREATECONSUMER s none c
< -NOGROUP No such consumer group 'none' for key name 's'
> XGROUP CREATECONSUMER none g c
< -ERR The XGROUP subcommand requires the key to exist. Note that for CREATE you may want to use the MKSTREAM option to create an empty stream automatically.
> XGROUP CREATECONSUMER s g
< -ERR wrong number of arguments for 'xgroup|createconsumer' command
> XGROUP CREATECONSUMER s g c d
< -ERR wrong number of arguments for 'xgroup|createconsumer' command
> XREADGROUP GROUP g c1 COUNT 2 STREAMS s >
< *1 *2 "s" *2 *2 "1-1" *2 "f" "v" *2 "2-1" *2 "f" "v"
> XGROUP DELCONSUMER s g c1
< :2
> XGROUP DELCONSUMER s g c1
< :0
> XGROUP DELCONSUMER s g ""
< :0
> XGROUP DELCONSUMER s none c
< -NOGROUP No such consumer group 'none' for key name 's'
> XGROUP DELCONSUMER none g c
< -ERR The XGROUP subcommand requires the key to exist. Note that for CREATE you may want to use the MKSTREAM option to create an empty stream automatically.
> XPENDING s g
< *4 :0 nil nil *-1
> XINFO CONSUMERS s g
< *0

# DESTROY.
> XGROUP DESTROY s g
< :1
> XGROUP DESTROY s g
< :0
> XGROUP DESTROY none g
< -ERR The XGROUP subcommand requires the key to exist. Note that for CREATE you may want to use the MKSTREAM option to create an empty stream automatically.
> XINFO GROUPS s
< *0
> XGROUP HELP
<~ \*\d+ \+XGROUP <subcommand> .* \+HELP .*
> XGROUP HELP x
< -ERR wrong number of arguments for 'xgroup|help' command
