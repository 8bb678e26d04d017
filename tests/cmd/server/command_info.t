# COMMAND INFO: ten fields for each command, null for what is unknown.
> COMMAND INFO GET
< *1
<   *10
<     "get"
<     :2
<     *2
<       +readonly
<       +fast
<     :1
<     :1
<     :1
<     *3
<       +@read
<       +@string
<       +@fast
<     *0
<     *1
<       *6
<         "flags"
<         *2
<           +RO
<           +access
<         "begin_search"
<         *4
<           "type"
<           "index"
<           "spec"
<           *2 "index" :1
<         "find_keys"
<         *4
<           "type"
<           "range"
<           "spec"
<           *6 "lastkey" :0 "keystep" :1 "limit" :0
<     *0
> COMMAND INFO nosuch
< *1 nil
> COMMAND INFO get nosuch "" get|x ping
< *5
<   *10
<     "get"
<     :2
<     *2
<       +readonly
<       +fast
<     :1
<     :1
<     :1
<     *3
<       +@read
<       +@string
<       +@fast
<     *0
<     *1
<       *6
<         "flags"
<         *2
<           +RO
<           +access
<         "begin_search"
<         *4
<           "type"
<           "index"
<           "spec"
<           *2 "index" :1
<         "find_keys"
<         *4
<           "type"
<           "range"
<           "spec"
<           *6 "lastkey" :0 "keystep" :1 "limit" :0
<     *0
<   nil
<   nil
<   nil
<   *10
<     "ping"
<     :-1
<     *1
<       +fast
<     :0
<     :0
<     :0
<     *2
<       +@fast
<       +@connection
<     *2 "request_policy:all_shards" "response_policy:all_succeeded"
<     *0
<     *0
> COMMAND INFO mset
< *1
<   *10
<     "mset"
<     :-3
<     *2
<       +write
<       +denyoom
<     :1
<     :-1
<     :2
<     *3
<       +@write
<       +@string
<       +@slow
<     *2 "request_policy:multi_shard" "response_policy:all_succeeded"
<     *1
<       *6
<         "flags"
<         *2
<           +OW
<           +update
<         "begin_search"
<         *4
<           "type"
<           "index"
<           "spec"
<           *2 "index" :1
<         "find_keys"
<         *4
<           "type"
<           "range"
<           "spec"
<           *6 "lastkey" :-1 "keystep" :2 "limit" :0
<     *0
> COMMAND INFO rename lcs
< *2
<   *10
<     "rename"
<     :3
<     *1
<       +write
<     :1
<     :2
<     :1
<     *3
<       +@keyspace
<       +@write
<       +@slow
<     *0
<     *2
<       *6
<         "flags"
<         *3
<           +RW
<           +access
<           +delete
<         "begin_search"
<         *4
<           "type"
<           "index"
<           "spec"
<           *2 "index" :1
<         "find_keys"
<         *4
<           "type"
<           "range"
<           "spec"
<           *6 "lastkey" :0 "keystep" :1 "limit" :0
<       *6
<         "flags"
<         *2
<           +OW
<           +update
<         "begin_search"
<         *4
<           "type"
<           "index"
<           "spec"
<           *2 "index" :2
<         "find_keys"
<         *4
<           "type"
<           "range"
<           "spec"
<           *6 "lastkey" :0 "keystep" :1 "limit" :0
<     *0
<   *10
<     "lcs"
<     :-3
<     *1
<       +readonly
<     :1
<     :2
<     :1
<     *3
<       +@read
<       +@string
<       +@slow
<     *0
<     *1
<       *6
<         "flags"
<         *2
<           +RO
<           +access
<         "begin_search"
<         *4
<           "type"
<           "index"
<           "spec"
<           *2 "index" :1
<         "find_keys"
<         *4
<           "type"
<           "range"
<           "spec"
<           *6 "lastkey" :1 "keystep" :1 "limit" :0
<     *0
> COMMAND INFO config|set CLIENT|ID
< *2
<   *10
<     "config|set"
<     :-4
<     *4
<       +admin
<       +noscript
<       +loading
<       +stale
<     :0
<     :0
<     :0
<     *3
<       +@admin
<       +@slow
<       +@dangerous
<     *2 "request_policy:all_nodes" "response_policy:all_succeeded"
<     *0
<     *0
<   *10
<     "client|id"
<     :2
<     *3
<       +noscript
<       +loading
<       +stale
<     :0
<     :0
<     :0
<     *2
<       +@slow
<       +@connection
<     *0
<     *0
<     *0
> COMMAND INFO config|nosuch config|
< *2 nil nil
> COMMAND COUNT x
< -ERR wrong number of arguments for 'command|count' command
> COMMAND nosuch
< -ERR unknown subcommand 'nosuch'. Try COMMAND HELP.
> COMMAND nosuch x y
< -ERR unknown subcommand 'nosuch'. Try COMMAND HELP.
> command info echo
< *1
<   *10
<     "echo"
<     :2
<     *3
<       +loading
<       +stale
<       +fast
<     :0
<     :0
<     :0
<     *2
<       +@fast
<       +@connection
<     *0
<     *0
<     *0
> COMMAND INFO "get\x00" "g\r\net"
< *2 nil nil

! resp3
> COMMAND INFO get
< *1
<   *10
<     "get"
<     :2
<     ~2
<       +readonly
<       +fast
<     :1
<     :1
<     :1
<     ~3
<       +@read
<       +@string
<       +@fast
<     ~0
<     ~1
<       %3
<         "flags" ~2
<             +RO
<             +access
<         "begin_search" %2
<             "type" "index"
<             "spec" %1 "index" :1
<         "find_keys" %2
<             "type" "range"
<             "spec" %3 "lastkey" :0 "keystep" :1 "limit" :0
<     ~0
> COMMAND INFO config|set nosuch
< *2
<   *10
<     "config|set"
<     :-4
<     ~4
<       +admin
<       +noscript
<       +loading
<       +stale
<     :0
<     :0
<     :0
<     ~3
<       +@admin
<       +@slow
<       +@dangerous
<     ~2 "request_policy:all_nodes" "response_policy:all_succeeded"
<     ~0
<     ~0
<   _
> COMMAND INFO object|freq
< *1
<   *10
<     "object|freq"
<     :3
<     ~1
<       +readonly
<     :2
<     :2
<     :1
<     ~3
<       +@keyspace
<       +@read
<       +@slow
<     ~1 "nondeterministic_output"
<     ~1
<       %3
<         "flags" ~1
<             +RO
<         "begin_search" %2
<             "type" "index"
<             "spec" %1 "index" :2
<         "find_keys" %2
<             "type" "range"
<             "spec" %3 "lastkey" :0 "keystep" :1 "limit" :0
<     ~0
> COMMAND INFO rename
< *1
<   *10
<     "rename"
<     :3
<     ~1
<       +write
<     :1
<     :2
<     :1
<     ~3
<       +@keyspace
<       +@write
<       +@slow
<     ~0
<     ~2
<       %3
<         "flags" ~3
<             +RW
<             +access
<             +delete
<         "begin_search" %2
<             "type" "index"
<             "spec" %1 "index" :1
<         "find_keys" %2
<             "type" "range"
<             "spec" %3 "lastkey" :0 "keystep" :1 "limit" :0
<       %3
<         "flags" ~2
<             +OW
<             +update
<         "begin_search" %2
<             "type" "index"
<             "spec" %1 "index" :2
<         "find_keys" %2
<             "type" "range"
<             "spec" %3 "lastkey" :0 "keystep" :1 "limit" :0
<     ~0
