# Patterns.
> KEYS *
< *0
> MSET hello 1 hallo 2 hxllo 3 hllo 4 heeeello 5 other 6 "" 7 "a*b" 8 "[x]" 9
< +OK
> KEYS hello
< *1 "hello"
> KEYS nosuch
< *0
> KEYS *
<unordered *9 "hello" "other" "hxllo" "hallo" "hllo" "heeeello" "a*b" "" "[x]"
> KEYS h?llo
<unordered *3 "hello" "hxllo" "hallo"
> KEYS h*llo
<unordered *5 "hello" "hxllo" "hallo" "hllo" "heeeello"
> KEYS h[ae]llo
<unordered *2 "hello" "hallo"
> KEYS h[^e]llo
<unordered *2 "hxllo" "hallo"
> KEYS h[a-b]llo
< *1 "hallo"
> KEYS "a\\*b"
< *1 "a*b"
> KEYS "a*b"
< *1 "a*b"
> KEYS "\\[x\\]"
< *1 "[x]"
> KEYS ""
< *1 ""
> KEYS ?????
<unordered *4 "hello" "other" "hxllo" "hallo"
> KEYS HELLO
< *0
> SET gone 1 PX 1
< +OK
! sleep 20ms
> KEYS g*
< *0
> KEYS gone
< *0
> KEYS
< -ERR wrong number of arguments for 'keys' command
> KEYS a b
< -ERR wrong number of arguments for 'keys' command
