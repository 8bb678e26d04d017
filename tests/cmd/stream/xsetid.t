# XSETID.

> XSETID none 1-1
< -ERR no such key
> XADD s 1-1 f v
< "1-1"
> XADD s 2-2 f v
< "2-2"
> XSETID s 3-3
< +OK
> XADD s 3-3 f v
< -ERR The ID specified in XADD is equal or smaller than the target stream top item
> XADD s 3-4 f v
< "3-4"
> XSETID s 3-4
< +OK
> XSETID s 3-3
< -ERR The ID specified in XSETID is smaller than the target stream top item
> XSETID s 1
< -ERR The ID specified in XSETID is smaller than the target stream top item
> XSETID s x
< -ERR Invalid stream ID specified as stream command argument
> XSETID s -
< -ERR Invalid stream ID specified as stream command argument
> XSETID s $
< -ERR Invalid stream ID specified as stream command argument
> XSETID s 4-*
< -ERR Invalid stream ID specified as stream command argument
> XSETID s 200-3 ENTRIESADDED 10 MAXDELETEDID 5-0
< +OK
> XINFO STREAM s
< *20
<   "length" :3 "radix-tree-keys" :1 "radix-tree-nodes" :2 "last-generated-id" "200-3"
<   "max-deleted-entry-id" "5-0" "entries-added" :10 "recorded-first-entry-id" "1-1" "groups" :0
<   "first-entry"
<   *2 "1-1" *2 "f" "v"
<   "last-entry"
<   *2 "3-4" *2 "f" "v"
> XSETID s 200-4 entriesadded 2
< -ERR The entries_added specified in XSETID is smaller than the target stream length
> XSETID s 200-4 ENTRIESADDED 3
< +OK
> XSETID s 200-4 ENTRIESADDED -1
< -ERR entries_added must be positive
> XSETID s 200-4 ENTRIESADDED x
< -ERR value is not an integer or out of range
> XSETID s 200-4 ENTRIESADDED
< -ERR syntax error
> XSETID s 200-4 MAXDELETEDID
< -ERR syntax error
> XSETID s 200-4 MAXDELETEDID 300-0
< -ERR The ID specified in XSETID is smaller than the provided max_deleted_entry_id
> XSETID s 200-4 MAXDELETEDID 200-4
< +OK
> XSETID s 200-4 MAXDELETEDID 1-0
< +OK
> XSETID s 200-4 MAXDELETEDID 0-0 ENTRIESADDED 77
< +OK
> XSETID s 200-4 MAXDELETEDID x
< -ERR Invalid stream ID specified as stream command argument
> XSETID s 200-4 MAXDELETEDID 1-0 ENTRIESADDED 5 ENTRIESADDED 6
< +OK
> XSETID s 200-4 NOSUCH
< -ERR syntax error
> XSETID s 200-4 NOSUCH 1
< -ERR syntax error
> XSETID s 200-1
< +OK
> XINFO STREAM s
< *20
<   "length" :3 "radix-tree-keys" :1 "radix-tree-nodes" :2 "last-generated-id" "200-1"
<   "max-deleted-entry-id" "1-0" "entries-added" :6 "recorded-first-entry-id" "1-1" "groups" :0
<   "first-entry"
<   *2 "1-1" *2 "f" "v"
<   "last-entry"
<   *2 "3-4" *2 "f" "v"
> XDEL s 1-1 2-2 3-4
< :3
> XSETID s 1-0
< +OK
> XSETID s 0-0
< +OK
> XSETID s 0-0 MAXDELETEDID 0-0
< +OK
> XSETID s 0-0 ENTRIESADDED 0 MAXDELETEDID 0-0
< +OK
> XADD s 0-1 f v
< "0-1"
> XINFO STREAM s
< *20
<   "length" :1 "radix-tree-keys" :1 "radix-tree-nodes" :2 "last-generated-id" "0-1"
<   "max-deleted-entry-id" "3-4" "entries-added" :1 "recorded-first-entry-id" "0-1" "groups" :0
<   "first-entry"
<   *2 "0-1" *2 "f" "v"
<   "last-entry"
<   *2 "0-1" *2 "f" "v"
> SET str x
< +OK
> XSETID str 1-1
< -WRONGTYPE Operation against a key holding the wrong kind of value
> XSETID s
< -ERR wrong number of arguments for 'xsetid' command
