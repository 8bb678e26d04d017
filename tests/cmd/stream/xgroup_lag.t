# entries-read and lag of a group.

> XADD s 1-0 f v
< "1-0"
> XADD s 2-0 f v
< "2-0"
> XADD s 3-0 f v
< "3-0"
> XADD s 4-0 f v
< "4-0"
> XADD s 5-0 f v
< "5-0"
> XGROUP CREATE s g 0
< +OK
> XGROUP CREATE s n $
< +OK
> XINFO GROUPS s
< *2
<   *12 "name" "g" "consumers" :0 "pending" :0 "last-delivered-id" "0-0" "entries-read" nil "lag" :5
<   *12 "name" "n" "consumers" :0 "pending" :0 "last-delivered-id" "5-0" "entries-read" nil "lag" :0
> XREADGROUP GROUP g c COUNT 1 STREAMS s >
< *1 *2 "s" *1 *2 "1-0" *2 "f" "v"
> XINFO GROUPS s
< *2
<   *12 "name" "g" "consumers" :1 "pending" :1 "last-delivered-id" "1-0" "entries-read" :1 "lag" :4
<   *12 "name" "n" "consumers" :0 "pending" :0 "last-delivered-id" "5-0" "entries-read" nil "lag" :0
> XREADGROUP GROUP g c COUNT 1 NOACK STREAMS s >
< *1 *2 "s" *1 *2 "2-0" *2 "f" "v"
> XINFO GROUPS s
< *2
<   *12 "name" "g" "consumers" :1 "pending" :1 "last-delivered-id" "2-0" "entries-read" :2 "lag" :3
<   *12 "name" "n" "consumers" :0 "pending" :0 "last-delivered-id" "5-0" "entries-read" nil "lag" :0

# What was deleted behind the group does not matter, before it does.
> XDEL s 1-0
< :1
> XINFO GROUPS s
< *2
<   *12 "name" "g" "consumers" :1 "pending" :1 "last-delivered-id" "2-0" "entries-read" :2 "lag" :3
<   *12 "name" "n" "consumers" :0 "pending" :0 "last-delivered-id" "5-0" "entries-read" nil "lag" :0
> XDEL s 2-0
< :1
> XINFO GROUPS s
< *2
<   *12 "name" "g" "consumers" :1 "pending" :1 "last-delivered-id" "2-0" "entries-read" :2 "lag" :3
<   *12 "name" "n" "consumers" :0 "pending" :0 "last-delivered-id" "5-0" "entries-read" nil "lag" :0
> XDEL s 4-0
< :1
> XINFO GROUPS s
< *2
<   *12 "name" "g" "consumers" :1 "pending" :1 "last-delivered-id" "2-0" "entries-read" :2 "lag" nil
<   *12 "name" "n" "consumers" :0 "pending" :0 "last-delivered-id" "5-0" "entries-read" nil "lag" :0
> XREADGROUP GROUP g c COUNT 1 STREAMS s >
< *1 *2 "s" *1 *2 "3-0" *2 "f" "v"
> XINFO GROUPS s
< *2
<   *12 "name" "g" "consumers" :1 "pending" :2 "last-delivered-id" "3-0" "entries-read" nil "lag" nil
<   *12 "name" "n" "consumers" :0 "pending" :0 "last-delivered-id" "5-0" "entries-read" nil "lag" :0
> XREADGROUP GROUP g c COUNT 1 STREAMS s >
< *1 *2 "s" *1 *2 "5-0" *2 "f" "v"
> XINFO GROUPS s
< *2
<   *12 "name" "g" "consumers" :1 "pending" :3 "last-delivered-id" "5-0" "entries-read" :5 "lag" :0
<   *12 "name" "n" "consumers" :0 "pending" :0 "last-delivered-id" "5-0" "entries-read" nil "lag" :0
> XADD s 6-0 f v
< "6-0"
> XINFO GROUPS s
< *2
<   *12 "name" "g" "consumers" :1 "pending" :3 "last-delivered-id" "5-0" "entries-read" :5 "lag" :1
<   *12 "name" "n" "consumers" :0 "pending" :0 "last-delivered-id" "5-0" "entries-read" nil "lag" nil
> XREADGROUP GROUP g c COUNT 1 STREAMS s >
< *1 *2 "s" *1 *2 "6-0" *2 "f" "v"
> XREADGROUP GROUP n c COUNT 1 STREAMS s >
< *1 *2 "s" *1 *2 "6-0" *2 "f" "v"
> XINFO GROUPS s
< *2
<   *12 "name" "g" "consumers" :1 "pending" :4 "last-delivered-id" "6-0" "entries-read" :6 "lag" :0
<   *12 "name" "n" "consumers" :1 "pending" :1 "last-delivered-id" "6-0" "entries-read" :6 "lag" :0
> XADD s 7-0 f v
< "7-0"
> XADD s 8-0 f v
< "8-0"
> XINFO GROUPS s
< *2
<   *12 "name" "g" "consumers" :1 "pending" :4 "last-delivered-id" "6-0" "entries-read" :6 "lag" :2
<   *12 "name" "n" "consumers" :1 "pending" :1 "last-delivered-id" "6-0" "entries-read" :6 "lag" :2
> XTRIM s MAXLEN 1
< :4
> XINFO GROUPS s
! differs: what was trimmed or deleted is not waited for
! kvd
< *2
<   *12 "name" "g" "consumers" :1 "pending" :4 "last-delivered-id" "6-0" "entries-read" :6 "lag" :1
<   *12 "name" "n" "consumers" :1 "pending" :1 "last-delivered-id" "6-0" "entries-read" :6 "lag" :1
! redis
< *2
<   *12 "name" "g" "consumers" :1 "pending" :4 "last-delivered-id" "6-0" "entries-read" :6 "lag" :2
<   *12 "name" "n" "consumers" :1 "pending" :1 "last-delivered-id" "6-0" "entries-read" :6 "lag" :2
! end
> XTRIM s MAXLEN 0
< :1
> XINFO GROUPS s
! differs: what was trimmed or deleted is not waited for
! kvd
< *2
<   *12 "name" "g" "consumers" :1 "pending" :4 "last-delivered-id" "6-0" "entries-read" :6 "lag" :0
<   *12 "name" "n" "consumers" :1 "pending" :1 "last-delivered-id" "6-0" "entries-read" :6 "lag" :0
! redis
< *2
<   *12 "name" "g" "consumers" :1 "pending" :4 "last-delivered-id" "6-0" "entries-read" :6 "lag" :2
<   *12 "name" "n" "consumers" :1 "pending" :1 "last-delivered-id" "6-0" "entries-read" :6 "lag" :2
! end
> XADD s 9-0 f v
< "9-0"
> XINFO GROUPS s
! differs: what was trimmed or deleted is not waited for
! kvd
< *2
<   *12 "name" "g" "consumers" :1 "pending" :4 "last-delivered-id" "6-0" "entries-read" :6 "lag" :1
<   *12 "name" "n" "consumers" :1 "pending" :1 "last-delivered-id" "6-0" "entries-read" :6 "lag" :1
! redis
< *2
<   *12 "name" "g" "consumers" :1 "pending" :4 "last-delivered-id" "6-0" "entries-read" :6 "lag" :3
<   *12 "name" "n" "consumers" :1 "pending" :1 "last-delivered-id" "6-0" "entries-read" :6 "lag" :3
! end
> XDEL s 9-0
< :1
> XINFO GROUPS s
! differs: what was trimmed or deleted is not waited for
! kvd
< *2
<   *12 "name" "g" "consumers" :1 "pending" :4 "last-delivered-id" "6-0" "entries-read" :6 "lag" :0
<   *12 "name" "n" "consumers" :1 "pending" :1 "last-delivered-id" "6-0" "entries-read" :6 "lag" :0
! redis
< *2
<   *12 "name" "g" "consumers" :1 "pending" :4 "last-delivered-id" "6-0" "entries-read" :6 "lag" :3
<   *12 "name" "n" "consumers" :1 "pending" :1 "last-delivered-id" "6-0" "entries-read" :6 "lag" :3
! end
> XGROUP SETID s g 0
< +OK
> XINFO GROUPS s
! differs: what was trimmed or deleted is not waited for
! kvd
< *2
<   *12 "name" "g" "consumers" :1 "pending" :4 "last-delivered-id" "0-0" "entries-read" nil "lag" :0
<   *12 "name" "n" "consumers" :1 "pending" :1 "last-delivered-id" "6-0" "entries-read" :6 "lag" :0
! redis
< *2
<   *12 "name" "g" "consumers" :1 "pending" :4 "last-delivered-id" "0-0" "entries-read" nil "lag" :0
<   *12 "name" "n" "consumers" :1 "pending" :1 "last-delivered-id" "6-0" "entries-read" :6 "lag" :3
! end
> XADD s 10-0 f v
< "10-0"
> XINFO GROUPS s
! differs: what was trimmed or deleted is not waited for
! kvd
< *2
<   *12 "name" "g" "consumers" :1 "pending" :4 "last-delivered-id" "0-0" "entries-read" nil "lag" :1
<   *12 "name" "n" "consumers" :1 "pending" :1 "last-delivered-id" "6-0" "entries-read" :6 "lag" :1
! redis
< *2
<   *12 "name" "g" "consumers" :1 "pending" :4 "last-delivered-id" "0-0" "entries-read" nil "lag" :1
<   *12 "name" "n" "consumers" :1 "pending" :1 "last-delivered-id" "6-0" "entries-read" :6 "lag" :4
! end
> XREADGROUP GROUP g c STREAMS s >
< *1 *2 "s" *1 *2 "10-0" *2 "f" "v"
> XINFO GROUPS s
! differs: what was trimmed or deleted is not waited for
! kvd
< *2
<   *12 "name" "g" "consumers" :1 "pending" :5 "last-delivered-id" "10-0" "entries-read" :10 "lag" :0
<   *12 "name" "n" "consumers" :1 "pending" :1 "last-delivered-id" "6-0" "entries-read" :6 "lag" :1
! redis
< *2
<   *12 "name" "g" "consumers" :1 "pending" :5 "last-delivered-id" "10-0" "entries-read" :10 "lag" :0
<   *12 "name" "n" "consumers" :1 "pending" :1 "last-delivered-id" "6-0" "entries-read" :6 "lag" :4
! end

# A group that begins at an ID in between, and entries-added that is set.
> XADD t 1-0 f v
< "1-0"
> XADD t 2-0 f v
< "2-0"
> XADD t 3-0 f v
< "3-0"
> XGROUP CREATE t g 1-0
< +OK
> XINFO GROUPS t
< *1 *12 "name" "g" "consumers" :0 "pending" :0 "last-delivered-id" "1-0" "entries-read" nil "lag" :2
> XREADGROUP GROUP g c COUNT 1 STREAMS t >
< *1 *2 "t" *1 *2 "2-0" *2 "f" "v"
> XINFO GROUPS t
< *1 *12 "name" "g" "consumers" :1 "pending" :1 "last-delivered-id" "2-0" "entries-read" nil "lag" nil
> XREADGROUP GROUP g c COUNT 1 STREAMS t >
< *1 *2 "t" *1 *2 "3-0" *2 "f" "v"
> XINFO GROUPS t
< *1 *12 "name" "g" "consumers" :1 "pending" :2 "last-delivered-id" "3-0" "entries-read" :3 "lag" :0
> XSETID t 3-0 ENTRIESADDED 100
< +OK
> XINFO GROUPS t
< *1 *12 "name" "g" "consumers" :1 "pending" :2 "last-delivered-id" "3-0" "entries-read" :3 "lag" :97
> XGROUP SETID t g 1-0 ENTRIESREAD 98
< +OK
> XINFO GROUPS t
< *1 *12 "name" "g" "consumers" :1 "pending" :2 "last-delivered-id" "1-0" "entries-read" :98 "lag" :2
> XGROUP SETID t g 2-0
< +OK
> XINFO GROUPS t
< *1 *12 "name" "g" "consumers" :1 "pending" :2 "last-delivered-id" "2-0" "entries-read" nil "lag" nil
> XGROUP SETID t g 0-1
< +OK
> XINFO GROUPS t
< *1 *12 "name" "g" "consumers" :1 "pending" :2 "last-delivered-id" "0-1" "entries-read" nil "lag" :3
> XGROUP SETID t g 1-0
< +OK
> XINFO GROUPS t
< *1 *12 "name" "g" "consumers" :1 "pending" :2 "last-delivered-id" "1-0" "entries-read" nil "lag" :2
