# XADD with MAXLEN and MINID.

> XADD s 1-0 f v
< "1-0"
> XADD s 2-0 f v
< "2-0"
> XADD s 3-0 f v
< "3-0"
> XADD s MAXLEN 3 4-0 f v
< "4-0"
> XRANGE s - +
< *3 *2 "2-0" *2 "f" "v" *2 "3-0" *2 "f" "v" *2 "4-0" *2 "f" "v"
> XADD s MAXLEN = 2 5-0 f v
< "5-0"
> XADD s maxlen = 0 6-0 f v
< "6-0"
> XLEN s
< :0
> EXISTS s
< :1
> XADD s 7-0 f v
< "7-0"
> XADD s MINID 7-0 8-0 f v
< "8-0"
> XADD s MINID 8 9-0 f v
< "9-0"
> XADD s MINID = 9-0 10-0 f v
< "10-0"
> XRANGE s - +
< *2 *2 "9-0" *2 "f" "v" *2 "10-0" *2 "f" "v"
> XADD s MINID 100 11-0 f v
< "11-0"
> XLEN s
< :0
> XADD s 12-0 f v
< "12-0"
> XADD s MAXLEN ~ 1 13-0 f v
< "13-0"
> XADD s MINID ~ 13-0 14-0 f v
< "14-0"
> XADD s MAXLEN ~ 1 LIMIT 10 15-0 f v
< "15-0"
> XADD s MAXLEN ~ 1 LIMIT 0 16-0 f v
< "16-0"
> XLEN s
< :5

# NOMKSTREAM at any place before the ID.
> XADD s MAXLEN 2 NOMKSTREAM 17-0 f v
< "17-0"
> XADD none MAXLEN 2 NOMKSTREAM 17-0 f v
< nil
> XLEN s
< :2

# Refused.
> XADD s MAXLEN -1 20-0 f v
< -ERR The MAXLEN argument must be >= 0.
> XADD s MAXLEN x 20-0 f v
< -ERR value is not an integer or out of range
> XADD s MAXLEN 1.5 20-0 f v
< -ERR value is not an integer or out of range
> XADD s MAXLEN 9223372036854775808 20-0 f v
< -ERR value is not an integer or out of range
> XADD s MAXLEN = -1 20-0 f v
< -ERR The MAXLEN argument must be >= 0.
> XADD s MAXLEN ~ x 20-0 f v
< -ERR value is not an integer or out of range
> XADD s MINID x 20-0 f v
< -ERR Invalid stream ID specified as stream command argument
> XADD s MINID -1 20-0 f v
< -ERR Invalid stream ID specified as stream command argument
> XADD s MINID - 20-0 f v
< -ERR Invalid stream ID specified as stream command argument
> XADD s MINID + 20-0 f v
< -ERR Invalid stream ID specified as stream command argument
> XADD s MINID 1-x 20-0 f v
< -ERR Invalid stream ID specified as stream command argument
> XADD s MAXLEN 1 LIMIT 10 20-0 f v
< -ERR syntax error, LIMIT cannot be used without the special ~ option
> XADD s MAXLEN = 1 LIMIT 10 20-0 f v
< -ERR syntax error, LIMIT cannot be used without the special ~ option
> XADD s MAXLEN ~ 1 LIMIT -1 20-0 f v
< -ERR The LIMIT argument must be >= 0.
> XADD s MAXLEN ~ 1 LIMIT x 20-0 f v
< -ERR value is not an integer or out of range
> XADD s LIMIT 10 20-0 f v
< -ERR syntax error, LIMIT cannot be used without specifying a trimming strategy
> XADD s MAXLEN 1 MINID 1 20-0 f v
< -ERR syntax error, MAXLEN and MINID options at the same time are not compatible
> XADD s MINID 1 MAXLEN 1 20-0 f v
< -ERR syntax error, MAXLEN and MINID options at the same time are not compatible
> XADD s MAXLEN 1 MAXLEN 2 20-0 f v
< -ERR syntax error, MAXLEN and MINID options at the same time are not compatible
> XADD s MAXLEN ~ 1 LIMIT 10 LIMIT 10 20-0 f v
< "20-0"
> XADD s MAXLEN ~ 20-0 f v
< -ERR value is not an integer or out of range
> XADD s MAXLEN = = 20-0 f v
< -ERR value is not an integer or out of range
> XADD s LIMIT x 21-0 f v
< -ERR value is not an integer or out of range
> XADD s NOSUCH 22-0 f v
< -ERR Invalid stream ID specified as stream command argument
> XLEN s
< :3
