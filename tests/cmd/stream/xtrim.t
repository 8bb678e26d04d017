# XTRIM: the oldest entries go.

> XTRIM none MAXLEN 0
< :0
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
> XTRIM s MAXLEN 5
< :0
> XTRIM s MAXLEN 9223372036854775807
< :0
> XTRIM s MAXLEN 4
< :1
> XTRIM s MAXLEN = 3
< :1
> XTRIM s MINID 4
< :1
> XTRIM s MINID = 4-1
< :1
> XRANGE s - +
< *1 *2 "5-0" *2 "f" "v"
> XTRIM s MAXLEN ~ 0
< :1
> XTRIM s MAXLEN 0
< :0
> XLEN s
< :0
> EXISTS s
< :1
> XTRIM s MAXLEN 0
< :0
> XTRIM s MINID 18446744073709551615-18446744073709551615
< :0
> XADD s 6-0 f v
< "6-0"
> XTRIM s MINID 18446744073709551615
< :1
> XINFO STREAM s
< *20
<   "length" :0 "radix-tree-keys" :0 "radix-tree-nodes" :1 "last-generated-id" "6-0"
<   "max-deleted-entry-id" "0-0" "entries-added" :6 "recorded-first-entry-id" "0-0" "groups" :0
<   "first-entry" nil "last-entry" nil

# Whole blocks of 100 entries with ~.
! repeat 1000
> XADD b 2-${i} f v
<any
! end
> XTRIM b MAXLEN ~ 950
< :0
> XTRIM b MAXLEN ~ 850
< :100
> XTRIM b MAXLEN ~ 1 LIMIT 50
< :0
> XTRIM b MAXLEN ~ 1 LIMIT 100
< :100
> XTRIM b MAXLEN ~ 1 LIMIT 250
< :200
> XLEN b
< :600
> XTRIM b MINID ~ 2-550
< :100
> XTRIM b MINID ~ 2-699 LIMIT 99
< :0
> XTRIM b MINID ~ 2-699 LIMIT 0
< :100
> XLEN b
< :400
> XTRIM b MAXLEN 250
< :150
> XTRIM b MAXLEN ~ 0 LIMIT 0
< :250
> XLEN b
< :0

# Refused.
> XTRIM s
< -ERR wrong number of arguments for 'xtrim' command
> XTRIM s MAXLEN
< -ERR wrong number of arguments for 'xtrim' command
> XTRIM s NOSUCH 1
< -ERR syntax error
> XTRIM s MAXLEN x
< -ERR value is not an integer or out of range
> XTRIM s MAXLEN -1
< -ERR The MAXLEN argument must be >= 0.
> XTRIM s MAXLEN =
< -ERR value is not an integer or out of range
> XTRIM s MAXLEN = x
< -ERR value is not an integer or out of range
> XTRIM s MAXLEN ~
< -ERR value is not an integer or out of range
> XTRIM s MAXLEN 1 x
< -ERR syntax error
> XTRIM s MAXLEN 1 LIMIT 1
< -ERR syntax error, LIMIT cannot be used without the special ~ option
> XTRIM s MAXLEN = 1 LIMIT 1
< -ERR syntax error, LIMIT cannot be used without the special ~ option
> XTRIM s MAXLEN ~ 1 LIMIT
< -ERR syntax error
> XTRIM s MAXLEN ~ 1 LIMIT -1
< -ERR The LIMIT argument must be >= 0.
> XTRIM s MAXLEN ~ 1 LIMIT x
< -ERR value is not an integer or out of range
> XTRIM s LIMIT 1 MAXLEN ~ 1
< :0
> XTRIM s LIMIT 1
< -ERR syntax error, LIMIT cannot be used without specifying a trimming strategy
> XTRIM s LIMIT 1 x y
< -ERR syntax error
> XTRIM s MAXLEN 1 MINID 1
< -ERR syntax error, MAXLEN and MINID options at the same time are not compatible
> XTRIM s MAXLEN 1 MAXLEN 2
< -ERR syntax error, MAXLEN and MINID options at the same time are not compatible
> XTRIM s NOMKSTREAM MAXLEN 1
< -ERR syntax error
> XTRIM s MAXLEN 1 NOMKSTREAM
< -ERR syntax error
> XTRIM s MINID x
< -ERR Invalid stream ID specified as stream command argument
> XTRIM s MINID -
< -ERR Invalid stream ID specified as stream command argument
> XTRIM s MINID
< -ERR wrong number of arguments for 'xtrim' command
> SET str x
< +OK
> XTRIM str MAXLEN 1
< -WRONGTYPE Operation against a key holding the wrong kind of value
> XTRIM str MAXLEN x
< -ERR value is not an integer or out of range
