# Prefixes: with BCAST only, and none the beginning of another one of the same client.

> CLIENT TRACKING ON PREFIX a
< -ERR PREFIX option requires BCAST mode to be enabled
> CLIENT TRACKING ON OPTIN OPTOUT PREFIX a
< -ERR PREFIX option requires BCAST mode to be enabled
> CLIENT TRACKING ON BCAST PREFIX
< -ERR syntax error
> CLIENT TRACKING maybe PREFIX a
< -ERR syntax error
> CLIENT TRACKING OFF PREFIX a
< +OK
> CLIENT TRACKING ON BCAST PREFIX a PREFIX ab
< -ERR Prefix 'a' overlaps with another provided prefix 'ab'. Prefixes for a single client must not overlap.
> CLIENT TRACKING ON BCAST PREFIX ab PREFIX a
< -ERR Prefix 'ab' overlaps with another provided prefix 'a'. Prefixes for a single client must not overlap.
> CLIENT TRACKING ON BCAST PREFIX a PREFIX b PREFIX a
< -ERR Prefix 'a' overlaps with another provided prefix 'a'. Prefixes for a single client must not overlap.
> CLIENT TRACKING ON BCAST PREFIX "" PREFIX b
< -ERR Prefix '' overlaps with another provided prefix 'b'. Prefixes for a single client must not overlap.
> CLIENT TRACKING ON BCAST PREFIX "" PREFIX ""
< -ERR Prefix '' overlaps with another provided prefix ''. Prefixes for a single client must not overlap.
> CLIENT TRACKINGINFO
< *6
<   "flags"
<   *1 "off"
<   "redirect"
<   :-1
<   "prefixes"
<   *0
> CLIENT TRACKING ON BCAST PREFIX p PREFIX m
< +OK
> CLIENT TRACKINGINFO
< *6
<   "flags"
<   *2 "on" "bcast"
<   "redirect"
<   :0
<   "prefixes"
<   *2 "m" "p"

# More of them may join.
> CLIENT TRACKING ON BCAST PREFIX c
< +OK
> CLIENT TRACKING ON BCAST PREFIX c
< -ERR Prefix 'c' overlaps with an existing prefix 'c'. Prefixes for a single client must not overlap.
> CLIENT TRACKING ON BCAST PREFIX ca
< -ERR Prefix 'ca' overlaps with an existing prefix 'c'. Prefixes for a single client must not overlap.
> CLIENT TRACKING ON BCAST PREFIX ""
< -ERR Prefix '' overlaps with an existing prefix 'c'. Prefixes for a single client must not overlap.
> CLIENT TRACKING ON BCAST PREFIX z PREFIX zz PREFIX mm
< -ERR Prefix 'z' overlaps with another provided prefix 'zz'. Prefixes for a single client must not overlap.
> CLIENT TRACKING ON BCAST PREFIX zz PREFIX mm PREFIX zzz PREFIX z
< -ERR Prefix 'zz' overlaps with another provided prefix 'zzz'. Prefixes for a single client must not overlap.
> CLIENT TRACKING ON BCAST PREFIX mm PREFIX mmm
< -ERR Prefix 'mm' overlaps with an existing prefix 'm'. Prefixes for a single client must not overlap.
> CLIENT TRACKINGINFO
< *6
<   "flags"
<   *2 "on" "bcast"
<   "redirect"
<   :0
<   "prefixes"
<   *3 "c" "m" "p"

# Without a prefix it is all keys, whatever there was.
> CLIENT TRACKING ON BCAST
< +OK
> CLIENT TRACKINGINFO
< *6
<   "flags"
<   *2 "on" "bcast"
<   "redirect"
<   :0
<   "prefixes"
<   *4 "" "c" "m" "p"
> CLIENT TRACKING ON BCAST
< +OK
> CLIENT TRACKING ON BCAST PREFIX x
< -ERR Prefix 'x' overlaps with an existing prefix ''. Prefixes for a single client must not overlap.
> CLIENT TRACKING OFF PREFIX c
< +OK
> CLIENT TRACKINGINFO
< *6
<   "flags"
<   *1 "off"
<   "redirect"
<   :-1
<   "prefixes"
<   *0
> CLIENT TRACKING ON BCAST
< +OK
> CLIENT TRACKINGINFO
< *6
<   "flags"
<   *2 "on" "bcast"
<   "redirect"
<   :0
<   "prefixes"
<   *1 ""

# Prefixes are bytes.
> CLIENT TRACKING OFF
< +OK
> CLIENT TRACKING ON BCAST PREFIX "\x00" PREFIX "\xff\r\n" PREFIX "a b"
< +OK
> CLIENT TRACKINGINFO
< *6
<   "flags"
<   *2 "on" "bcast"
<   "redirect"
<   :0
<   "prefixes"
<   *3 "\x00" "a b" "\xff\r\n"
