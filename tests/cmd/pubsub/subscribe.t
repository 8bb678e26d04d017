# SUBSCRIBE, UNSUBSCRIBE and their kin: confirmations and what they count.

@a > SUBSCRIBE c1 c2 c1
@a < *3 "subscribe" "c1" :1
@a < *3 "subscribe" "c2" :2
@a < *3 "subscribe" "c1" :2
@a > PSUBSCRIBE p* c?
@a < *3 "psubscribe" "p*" :3
@a < *3 "psubscribe" "c?" :4
@a > SSUBSCRIBE s1 c1
@a < *3 "ssubscribe" "s1" :1
@a < *3 "ssubscribe" "c1" :2
@a > UNSUBSCRIBE c1 none
@a < *3 "unsubscribe" "c1" :3
@a < *3 "unsubscribe" "none" :3
@a > PUNSUBSCRIBE p* p*
@a < *3 "punsubscribe" "p*" :2
@a < *3 "punsubscribe" "p*" :2
@a > SUNSUBSCRIBE s1
@a < *3 "sunsubscribe" "s1" :1
@a > SUBSCRIBE
@a < -ERR wrong number of arguments for 'subscribe' command
@a > PSUBSCRIBE
@a < -ERR wrong number of arguments for 'psubscribe' command
@a > SSUBSCRIBE
@a < -ERR wrong number of arguments for 'ssubscribe' command
@a > UNSUBSCRIBE
@a < *3 "unsubscribe" "c2" :1
@a > PUNSUBSCRIBE
@a < *3 "punsubscribe" "c?" :0
@a > SUNSUBSCRIBE
@a < *3 "sunsubscribe" "c1" :0
@a > UNSUBSCRIBE
@a < *3 "unsubscribe" nil :0
@a > PUNSUBSCRIBE
@a < *3 "punsubscribe" nil :0
@a > SUNSUBSCRIBE
@a < *3 "sunsubscribe" nil :0
@a > UNSUBSCRIBE x y
@a < *3 "unsubscribe" "x" :0
@a < *3 "unsubscribe" "y" :0
@a > GET k
@a < nil

# In RESP3 they are pushes.
@b ! resp3
@b > SUBSCRIBE c1
@b < >3 "subscribe" "c1" :1
@b > PSUBSCRIBE c*
@b < >3 "psubscribe" "c*" :2
@b > SSUBSCRIBE c1
@b < >3 "ssubscribe" "c1" :1
@b > UNSUBSCRIBE
@b < >3 "unsubscribe" "c1" :1
@b > PUNSUBSCRIBE
@b < >3 "punsubscribe" "c*" :0
@b > SUNSUBSCRIBE
@b < >3 "sunsubscribe" "c1" :0
@b > UNSUBSCRIBE
@b < >3 "unsubscribe" _ :0
@b > PUNSUBSCRIBE
@b < >3 "punsubscribe" _ :0
@b > SUNSUBSCRIBE
@b < >3 "sunsubscribe" _ :0

# Names are bytes.
@c > SUBSCRIBE "" "a b\r\n\x00\xff"
@c < *3 "subscribe" "" :1
@c < *3 "subscribe" "a b\r\n\x00\xff" :2
> PUBLISH "" "\x00\r\n"
< :1
> PUBLISH "a b\r\n\x00\xff" ""
< :1

@c < *3 "message" "" "\x00\r\n"
@c < *3 "message" "a b\r\n\x00\xff" ""