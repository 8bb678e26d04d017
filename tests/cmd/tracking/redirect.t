# REDIRECT: another connection is told.

@a ! resp3
@r ! resp3
@r > CLIENT ID
@r <save r
@a > CLIENT ID
@a <save a
@a > CLIENT TRACKING ON REDIRECT
@a < -ERR syntax error
@a > CLIENT TRACKING ON REDIRECT x
@a < -ERR value is not an integer or out of range
@a > CLIENT TRACKING ON REDIRECT 0
@a < -ERR The client ID you want redirect to does not exist
@a > CLIENT TRACKING ON REDIRECT -1
@a < -ERR The client ID you want redirect to does not exist
@a > CLIENT TRACKING ON REDIRECT 999999
@a < -ERR The client ID you want redirect to does not exist
@a > CLIENT TRACKING OFF REDIRECT 999999
@a < -ERR The client ID you want redirect to does not exist
@a > CLIENT TRACKING maybe REDIRECT 999999
@a < -ERR The client ID you want redirect to does not exist
@a > CLIENT TRACKING ON REDIRECT ${r} REDIRECT ${a}
@a < -ERR A client can only redirect to a single other client
@a > CLIENT TRACKING ON REDIRECT ${r} REDIRECT 999999
@a < -ERR A client can only redirect to a single other client
@a > CLIENT TRACKING ON REDIRECT ${r}
@a < +OK
@a > CLIENT GETREDIR
@a < :${r}
@a > GET k
@a < _
> SET k 1
< +OK
@r < >2 "invalidate" *1 "k"
> SET k 1
< +OK
@a > GET k
@a < "1"
@a > SET k 1
@a < +OK
@r < >2 "invalidate" *1 "k"
> FLUSHALL
< +OK
@r < >2 "invalidate" _
@a > CLIENT TRACKING ON
@a < +OK
@a > CLIENT GETREDIR
@a < :0
@a > GET k
@a < _
> SET k 1
< +OK
@a < >2 "invalidate" *1 "k"

# To itself.
@a > CLIENT TRACKING ON REDIRECT ${a}
@a < +OK
@a > GET k
@a < "1"
> SET k 1
< +OK
@a < >2 "invalidate" *1 "k"

# The other one is gone: what it would have been told is lost, and this is said instead of it.
@a > CLIENT TRACKING ON REDIRECT ${r}
@a < +OK
@a > MGET k l
@a < *2 "1" _
@r ! close
! sleep 30ms
@a > CLIENT GETREDIR
@a < :${r}
> SET k 1
< +OK
@a < >2 "tracking-redir-broken" :${r}
> SET l 1
< +OK
@a < >2 "tracking-redir-broken" :${r}
@a > CLIENT TRACKINGINFO
@a < %3 "flags" ~2 "on" "broken_redirect" "redirect" :${r} "prefixes" *0
@a > GET k
@a < "1"
@a > SET k 1
@a > PING
@a < +OK
@a < >2 "tracking-redir-broken" :${r}
@a < +PONG
> FLUSHALL
< +OK
@a < >2 "tracking-redir-broken" :${r}
@a > CLIENT TRACKING OFF
@a < +OK
@a > CLIENT TRACKING ON BCAST REDIRECT ${a}
@a < +OK
@a > CLIENT TRACKINGINFO
@a < %3 "flags" ~2 "on" "bcast" "redirect" :${a} "prefixes" *1 ""
> SET k 1
< +OK
@a < >2 "invalidate" *1 "k"

# A client of RESP2 that redirects to nobody is told nothing; one that speaks RESP3 later is.
@b > CLIENT TRACKING ON
@b < +OK
@b > GET n
@b < nil
> SET n 1
< +OK
@b > PING
@b < +PONG
@b > GET n
@b < "1"
@b ! resp3
> SET n 1
< +OK
@b < >2 "invalidate" *1 "n"
@b > GET n
@b < "1"
@b ! resp2
> SET n 1
< +OK
@b > PING
@b < +PONG
@a < >2 "invalidate" *1 "n"
@a < >2 "invalidate" *1 "n"
@a < >2 "invalidate" *1 "n"
