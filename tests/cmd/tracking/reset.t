# RESET ends tracking; CLIENT LIST and INFO show it.

> CLIENT TRACKING ON
< +OK
> CLIENT LIST
<~ .*flags=t .*redir=0 .*
> CLIENT TRACKING OFF
< +OK
> CLIENT TRACKING ON BCAST PREFIX a PREFIX b
< +OK
> CLIENT INFO
<~ .*flags=tB .*redir=0 .*
> INFO clients
<~ .*tracking_clients:1\\r.*
> INFO stats
<~ .*tracking_total_keys:0\\r\\ntracking_total_items:0\\r\\ntracking_total_prefixes:2\\r.*
> RESET
< +RESET
> CLIENT TRACKINGINFO
< *6
<   "flags"
<   *1 "off"
<   "redirect"
<   :-1
<   "prefixes"
<   *0
> CLIENT GETREDIR
< :-1
> CLIENT INFO
<~ .*flags=N .*redir=-1 .*
> INFO clients
<~ .*tracking_clients:0\\r.*
@a ! resp3
@a > CLIENT TRACKING ON
@a < +OK
@a > MGET x y z
@a < *3 _ _ _
@b ! resp3
@b > CLIENT TRACKING ON
@b < +OK
@b > GET x
@b < _
> INFO stats
<~ .*tracking_total_keys:3\\r\\ntracking_total_items:4\\r\\ntracking_total_prefixes:0\\r.*
> SET x 1
< +OK
@a < >2 "invalidate" *1 "x"
@b < >2 "invalidate" *1 "x"
> INFO stats
<~ .*tracking_total_keys:2\\r\\ntracking_total_items:2\\r\\ntracking_total_prefixes:0\\r.*
@a > RESET
@a < +RESET
> SET y 1
< +OK
@a > PING
@a < +PONG
> FLUSHALL
< +OK
@b < >2 "invalidate" _
@a > PING
@a < +PONG
> INFO stats
<~ .*tracking_total_keys:0\\r\\ntracking_total_items:0\\r\\ntracking_total_prefixes:0\\r.*
