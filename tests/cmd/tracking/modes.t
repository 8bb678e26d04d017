# CLIENT TRACKING, CACHING, TRACKINGINFO and GETREDIR: what fits together, and what is on.

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
> CLIENT TRACKING
< -ERR wrong number of arguments for 'client|tracking' command
> CLIENT TRACKING maybe
< -ERR syntax error
> CLIENT TRACKING ON nope
< -ERR syntax error
> CLIENT TRACKING OFF nope
< -ERR syntax error
> client tracking on
< +OK
> CLIENT TRACKINGINFO
< *6
<   "flags"
<   *1 "on"
<   "redirect"
<   :0
<   "prefixes"
<   *0
> CLIENT GETREDIR
< :0
> CLIENT TRACKING ON NOLOOP
< +OK
> CLIENT TRACKINGINFO
< *6
<   "flags"
<   *2 "on" "noloop"
<   "redirect"
<   :0
<   "prefixes"
<   *0
> CLIENT TRACKING ON
< +OK
> CLIENT TRACKINGINFO
< *6
<   "flags"
<   *1 "on"
<   "redirect"
<   :0
<   "prefixes"
<   *0
> CLIENT TRACKING OFF
< +OK
> CLIENT TRACKING OFF
< +OK
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
> CLIENT GETREDIR x
< -ERR wrong number of arguments for 'client|getredir' command
> CLIENT TRACKINGINFO x
< -ERR wrong number of arguments for 'client|trackinginfo' command

# BCAST goes on and off with tracking only, and has no opting.
> CLIENT TRACKING ON
< +OK
> CLIENT TRACKING ON BCAST
< -ERR You can't switch BCAST mode on/off before disabling tracking for this client, and then re-enabling it with a different mode.
> CLIENT TRACKING ON BCAST OPTIN
< -ERR You can't switch BCAST mode on/off before disabling tracking for this client, and then re-enabling it with a different mode.
> CLIENT TRACKING OFF
< +OK
> CLIENT TRACKING ON BCAST OPTIN
< -ERR OPTIN and OPTOUT are not compatible with BCAST
> CLIENT TRACKING ON BCAST OPTOUT
< -ERR OPTIN and OPTOUT are not compatible with BCAST
> CLIENT TRACKING ON BCAST OPTIN OPTOUT
< -ERR OPTIN and OPTOUT are not compatible with BCAST
> CLIENT TRACKING ON OPTIN OPTOUT
< -ERR You can't specify both OPTIN mode and OPTOUT mode
> CLIENT TRACKING ON BCAST NOLOOP
< +OK
> CLIENT TRACKINGINFO
< *6
<   "flags"
<   *3 "on" "bcast" "noloop"
<   "redirect"
<   :0
<   "prefixes"
<   *1 ""
> CLIENT TRACKING ON
< -ERR You can't switch BCAST mode on/off before disabling tracking for this client, and then re-enabling it with a different mode.
> CLIENT CACHING YES
< -ERR CLIENT CACHING YES is only valid when tracking is enabled in OPTIN mode.
> CLIENT CACHING NO
< -ERR CLIENT CACHING NO is only valid when tracking is enabled in OPTOUT mode.
> CLIENT TRACKING OFF BCAST OPTIN
< +OK

# OPTIN and OPTOUT exclude each other, too.
> CLIENT CACHING YES
< -ERR CLIENT CACHING can be called only when the client is in tracking mode with OPTIN or OPTOUT mode enabled
> CLIENT CACHING NO
< -ERR CLIENT CACHING can be called only when the client is in tracking mode with OPTIN or OPTOUT mode enabled
> CLIENT CACHING maybe
< -ERR CLIENT CACHING can be called only when the client is in tracking mode with OPTIN or OPTOUT mode enabled
> CLIENT TRACKING ON
< +OK
> CLIENT CACHING YES
< -ERR CLIENT CACHING YES is only valid when tracking is enabled in OPTIN mode.
> CLIENT CACHING NO
< -ERR CLIENT CACHING NO is only valid when tracking is enabled in OPTOUT mode.
> CLIENT CACHING maybe
< -ERR syntax error
> CLIENT CACHING
< -ERR wrong number of arguments for 'client|caching' command
> CLIENT CACHING YES NO
< -ERR wrong number of arguments for 'client|caching' command
> CLIENT TRACKING ON OPTIN
< +OK
> CLIENT TRACKING ON OPTIN OPTOUT
< -ERR You can't specify both OPTIN mode and OPTOUT mode
> CLIENT TRACKING ON OPTOUT
< -ERR You can't switch OPTIN/OPTOUT mode before disabling tracking for this client, and then re-enabling it with a different mode.
> CLIENT CACHING NO
< -ERR CLIENT CACHING NO is only valid when tracking is enabled in OPTOUT mode.
> CLIENT CACHING YES
< +OK
> CLIENT TRACKINGINFO
< *6
<   "flags"
<   *3 "on" "optin" "caching-yes"
<   "redirect"
<   :0
<   "prefixes"
<   *0
> CLIENT TRACKING ON OPTIN NOLOOP
< +OK
> CLIENT CACHING yes
< +OK
> CLIENT TRACKINGINFO
< *6
<   "flags"
<   *4 "on" "optin" "caching-yes" "noloop"
<   "redirect"
<   :0
<   "prefixes"
<   *0
> CLIENT TRACKING ON
< +OK
> CLIENT TRACKINGINFO
< *6
<   "flags"
<   *1 "on"
<   "redirect"
<   :0
<   "prefixes"
<   *0
> CLIENT TRACKING OFF
< +OK
> CLIENT TRACKING ON OPTOUT
< +OK
> CLIENT TRACKING ON OPTIN
< -ERR You can't switch OPTIN/OPTOUT mode before disabling tracking for this client, and then re-enabling it with a different mode.
> CLIENT CACHING YES
< -ERR CLIENT CACHING YES is only valid when tracking is enabled in OPTIN mode.
> CLIENT CACHING NO
< +OK
> CLIENT TRACKINGINFO
< *6
<   "flags"
<   *3 "on" "optout" "caching-no"
<   "redirect"
<   :0
<   "prefixes"
<   *0
> PING
< +PONG
> CLIENT TRACKINGINFO
< *6
<   "flags"
<   *2 "on" "optout"
<   "redirect"
<   :0
<   "prefixes"
<   *0
> CLIENT TRACKING OFF
< +OK

# In RESP3 the flags are a set.
! resp3
> CLIENT TRACKINGINFO
< %3
<   "flags" ~1 "off"
<   "redirect" :-1
<   "prefixes" *0
> CLIENT TRACKING ON OPTIN
< +OK
> CLIENT CACHING YES
< +OK
> CLIENT TRACKINGINFO
< %3
<   "flags" ~3 "on" "optin" "caching-yes"
<   "redirect" :0
<   "prefixes" *0
