# notify-keyspace-events: how it is written, and which events a class lets through.

> CONFIG GET notify-keyspace-events
< *2 "notify-keyspace-events" ""
> CONFIG SET notify-keyspace-events ""
< +OK
> CONFIG GET notify-keyspace-events
< *2 "notify-keyspace-events" ""
> CONFIG SET notify-keyspace-events "K"
< +OK
> CONFIG GET notify-keyspace-events
< *2 "notify-keyspace-events" "K"
> CONFIG SET notify-keyspace-events "E"
< +OK
> CONFIG GET notify-keyspace-events
< *2 "notify-keyspace-events" "E"
> CONFIG SET notify-keyspace-events "KE"
< +OK
> CONFIG GET notify-keyspace-events
< *2 "notify-keyspace-events" "KE"
> CONFIG SET notify-keyspace-events "KEA"
< +OK
> CONFIG GET notify-keyspace-events
< *2 "notify-keyspace-events" "AKE"
> CONFIG SET notify-keyspace-events "AKE"
< +OK
> CONFIG GET notify-keyspace-events
< *2 "notify-keyspace-events" "AKE"
> CONFIG SET notify-keyspace-events "KEg$lshzxetd"
< +OK
> CONFIG GET notify-keyspace-events
< *2 "notify-keyspace-events" "AKE"
> CONFIG SET notify-keyspace-events "KEg$lshzxet"
< +OK
> CONFIG GET notify-keyspace-events
< *2 "notify-keyspace-events" "g$lshzxetKE"
> CONFIG SET notify-keyspace-events "m"
< +OK
> CONFIG GET notify-keyspace-events
< *2 "notify-keyspace-events" "m"
> CONFIG SET notify-keyspace-events "n"
< +OK
> CONFIG GET notify-keyspace-events
< *2 "notify-keyspace-events" "n"
> CONFIG SET notify-keyspace-events "KEm"
< +OK
> CONFIG GET notify-keyspace-events
< *2 "notify-keyspace-events" "KEm"
> CONFIG SET notify-keyspace-events "KExe"
< +OK
> CONFIG GET notify-keyspace-events
< *2 "notify-keyspace-events" "xeKE"
> CONFIG SET notify-keyspace-events "Etd"
< +OK
> CONFIG GET notify-keyspace-events
< *2 "notify-keyspace-events" "tdE"
> CONFIG SET notify-keyspace-events "$lE"
< +OK
> CONFIG GET notify-keyspace-events
< *2 "notify-keyspace-events" "$lE"
> CONFIG SET notify-keyspace-events "KEgm"
< +OK
> CONFIG GET notify-keyspace-events
< *2 "notify-keyspace-events" "gKEm"

# Each letter for itself, in whatever order and however often.
> CONFIG SET notify-keyspace-events g
< +OK
> CONFIG GET notify-keyspace-events
< *2 "notify-keyspace-events" "g"
> CONFIG SET notify-keyspace-events $
< +OK
> CONFIG GET notify-keyspace-events
< *2 "notify-keyspace-events" "$"
> CONFIG SET notify-keyspace-events l
< +OK
> CONFIG GET notify-keyspace-events
< *2 "notify-keyspace-events" "l"
> CONFIG SET notify-keyspace-events s
< +OK
> CONFIG GET notify-keyspace-events
< *2 "notify-keyspace-events" "s"
> CONFIG SET notify-keyspace-events h
< +OK
> CONFIG GET notify-keyspace-events
< *2 "notify-keyspace-events" "h"
> CONFIG SET notify-keyspace-events z
< +OK
> CONFIG GET notify-keyspace-events
< *2 "notify-keyspace-events" "z"
> CONFIG SET notify-keyspace-events x
< +OK
> CONFIG GET notify-keyspace-events
< *2 "notify-keyspace-events" "x"
> CONFIG SET notify-keyspace-events e
< +OK
> CONFIG GET notify-keyspace-events
< *2 "notify-keyspace-events" "e"
> CONFIG SET notify-keyspace-events t
< +OK
> CONFIG GET notify-keyspace-events
< *2 "notify-keyspace-events" "t"
> CONFIG SET notify-keyspace-events d
< +OK
> CONFIG GET notify-keyspace-events
< *2 "notify-keyspace-events" "d"
> CONFIG SET notify-keyspace-events n
< +OK
> CONFIG GET notify-keyspace-events
< *2 "notify-keyspace-events" "n"
> CONFIG SET notify-keyspace-events K
< +OK
> CONFIG GET notify-keyspace-events
< *2 "notify-keyspace-events" "K"
> CONFIG SET notify-keyspace-events E
< +OK
> CONFIG GET notify-keyspace-events
< *2 "notify-keyspace-events" "E"
> CONFIG SET notify-keyspace-events m
< +OK
> CONFIG GET notify-keyspace-events
< *2 "notify-keyspace-events" "m"
> CONFIG SET notify-keyspace-events mEKdtexzhsl$g
< +OK
> CONFIG GET notify-keyspace-events
< *2 "notify-keyspace-events" "AKEm"
> CONFIG SET notify-keyspace-events gggKKK
< +OK
> CONFIG GET notify-keyspace-events
< *2 "notify-keyspace-events" "gK"
> CONFIG SET notify-keyspace-events AA
< +OK
> CONFIG GET notify-keyspace-events
< *2 "notify-keyspace-events" "A"
> CONFIG SET notify-keyspace-events Axe
< +OK
> CONFIG GET notify-keyspace-events
< *2 "notify-keyspace-events" "A"
> CONFIG SET notify-keyspace-events gA
< +OK
> CONFIG GET notify-keyspace-events
< *2 "notify-keyspace-events" "A"
> CONFIG SET notify-keyspace-events g$lshzxet
< +OK
> CONFIG GET notify-keyspace-events
< *2 "notify-keyspace-events" "g$lshzxet"
> CONFIG SET notify-keyspace-events mn
< +OK
> CONFIG GET notify-keyspace-events
< *2 "notify-keyspace-events" "nm"
> CONFIG SET notify-keyspace-events KEAn
< +OK
> CONFIG GET notify-keyspace-events
! differs: redis-server 7.0 tells of new keys and shows no n behind A, so CONFIG REWRITE would lose it
! kvd
< *2 "notify-keyspace-events" "AnKE"
! redis
< *2 "notify-keyspace-events" "AKE"
! end
> CONFIG SET notify-keyspace-events KEgm
< +OK

# A letter that is none, be it a blank or a quote, refuses all of them.
> CONFIG SET notify-keyspace-events q
< -ERR CONFIG SET failed (possibly related to argument 'notify-keyspace-events') - Invalid event class character. Use 'Ag$lshzxeKEtmdn'.
> CONFIG SET notify-keyspace-events AKEq
< -ERR CONFIG SET failed (possibly related to argument 'notify-keyspace-events') - Invalid event class character. Use 'Ag$lshzxeKEtmdn'.
> CONFIG SET notify-keyspace-events "A K"
< -ERR CONFIG SET failed (possibly related to argument 'notify-keyspace-events') - Invalid event class character. Use 'Ag$lshzxeKEtmdn'.
> CONFIG SET notify-keyspace-events "KEA "
< -ERR CONFIG SET failed (possibly related to argument 'notify-keyspace-events') - Invalid event class character. Use 'Ag$lshzxeKEtmdn'.
> CONFIG SET notify-keyspace-events " KEA"
< -ERR CONFIG SET failed (possibly related to argument 'notify-keyspace-events') - Invalid event class character. Use 'Ag$lshzxeKEtmdn'.
> CONFIG SET notify-keyspace-events " "
< -ERR CONFIG SET failed (possibly related to argument 'notify-keyspace-events') - Invalid event class character. Use 'Ag$lshzxeKEtmdn'.
> CONFIG SET notify-keyspace-events "KEA\n"
< -ERR CONFIG SET failed (possibly related to argument 'notify-keyspace-events') - Invalid event class character. Use 'Ag$lshzxeKEtmdn'.
> CONFIG SET notify-keyspace-events "\tKEA"
< -ERR CONFIG SET failed (possibly related to argument 'notify-keyspace-events') - Invalid event class character. Use 'Ag$lshzxeKEtmdn'.
> CONFIG SET notify-keyspace-events '"KEA"'
< -ERR CONFIG SET failed (possibly related to argument 'notify-keyspace-events') - Invalid event class character. Use 'Ag$lshzxeKEtmdn'.
> CONFIG SET notify-keyspace-events '""'
< -ERR CONFIG SET failed (possibly related to argument 'notify-keyspace-events') - Invalid event class character. Use 'Ag$lshzxeKEtmdn'.
> CONFIG SET notify-keyspace-events '""KEA'
< -ERR CONFIG SET failed (possibly related to argument 'notify-keyspace-events') - Invalid event class character. Use 'Ag$lshzxeKEtmdn'.
> CONFIG SET notify-keyspace-events a
< -ERR CONFIG SET failed (possibly related to argument 'notify-keyspace-events') - Invalid event class character. Use 'Ag$lshzxeKEtmdn'.
> CONFIG SET notify-keyspace-events k
< -ERR CONFIG SET failed (possibly related to argument 'notify-keyspace-events') - Invalid event class character. Use 'Ag$lshzxeKEtmdn'.
> CONFIG SET notify-keyspace-events k$
< -ERR CONFIG SET failed (possibly related to argument 'notify-keyspace-events') - Invalid event class character. Use 'Ag$lshzxeKEtmdn'.
> CONFIG SET notify-keyspace-events "K,E"
< -ERR CONFIG SET failed (possibly related to argument 'notify-keyspace-events') - Invalid event class character. Use 'Ag$lshzxeKEtmdn'.
> CONFIG SET notify-keyspace-events "KE*"
< -ERR CONFIG SET failed (possibly related to argument 'notify-keyspace-events') - Invalid event class character. Use 'Ag$lshzxeKEtmdn'.
> CONFIG SET notify-keyspace-events "\xff"
< -ERR CONFIG SET failed (possibly related to argument 'notify-keyspace-events') - Invalid event class character. Use 'Ag$lshzxeKEtmdn'.
> CONFIG SET notify-keyspace-events i
< -ERR CONFIG SET failed (possibly related to argument 'notify-keyspace-events') - Invalid event class character. Use 'Ag$lshzxeKEtmdn'.
> CONFIG SET notify-keyspace-events 0
< -ERR CONFIG SET failed (possibly related to argument 'notify-keyspace-events') - Invalid event class character. Use 'Ag$lshzxeKEtmdn'.
> CONFIG GET notify-keyspace-events
< *2 "notify-keyspace-events" "gKEm"

! since 8.2: overwritten (o) and type_changed (c)
> CONFIG SET notify-keyspace-events KEAmnoc
< +OK
> CONFIG GET notify-keyspace-events
< *2 "notify-keyspace-events" "AnKEmoc"
! end
! since 8.8: channels of fields
> CONFIG SET notify-keyspace-events hVITS
< +OK
> CONFIG GET notify-keyspace-events
< *2 "notify-keyspace-events" "hSTIV"
! end

# A class without a channel to publish on, and the other way round, tells nothing.
@s > PSUBSCRIBE *
@s < *3 "psubscribe" "*" :1
> CONFIG SET notify-keyspace-events A
< +OK
> SET k v
< +OK
> CONFIG SET notify-keyspace-events KE
< +OK
> SET k v
< +OK
> CONFIG SET notify-keyspace-events ""
< +OK
> SET k v
< +OK
@s < nothing

# One channel or both.
> CONFIG SET notify-keyspace-events K$
< +OK
> SET k v
< +OK
@s < *4 "pmessage" "*" "__keyspace@0__:k" "set"
> CONFIG SET notify-keyspace-events E$
< +OK
> SET k v
< +OK
@s < *4 "pmessage" "*" "__keyevent@0__:set" "k"
> CONFIG SET notify-keyspace-events KE$
< +OK
> SET k v
< +OK
@s < *4 "pmessage" "*" "__keyspace@0__:k" "set"
@s < *4 "pmessage" "*" "__keyevent@0__:set" "k"

# The class follows from the event, not from the command.
> CONFIG SET notify-keyspace-events Eg
< +OK
> SET k v EX 100
< +OK
@s < *4 "pmessage" "*" "__keyevent@0__:expire" "k"
> RPUSH l a
< :1
> LPOP l
< "a"
@s < *4 "pmessage" "*" "__keyevent@0__:del" "l"
> CONFIG SET notify-keyspace-events El
< +OK
> RPUSH l a
< :1
@s < *4 "pmessage" "*" "__keyevent@0__:rpush" "l"
> LPOP l
< "a"
@s < *4 "pmessage" "*" "__keyevent@0__:lpop" "l"
> HSET h f v
< :1
> ZADD z 1 a
< :1
> XADD x 1-1 f v
< "1-1"
> SADD s a
< :1
@s < nothing

# Subscribers of one channel get one message; keys are bytes.
> CONFIG SET notify-keyspace-events KEA
< +OK
@k > SUBSCRIBE "__keyspace@0__:a b\r\n\xff" __keyevent@0__:del
@k < *3 "subscribe" "__keyspace@0__:a b\r\n\xff" :1
@k < *3 "subscribe" "__keyevent@0__:del" :2
@s > PUNSUBSCRIBE
@s < *3 "punsubscribe" "*" :0
> SET "a b\r\n\xff" v
< +OK
> DEL "a b\r\n\xff"
< :1
> SET "" v
< +OK
> DEL ""
< :1
@k < *3 "message" "__keyspace@0__:a b\r\n\xff" "set"
@k < *3 "message" "__keyspace@0__:a b\r\n\xff" "del"
@k < *3 "message" "__keyevent@0__:del" "a b\r\n\xff"
@k < *3 "message" "__keyevent@0__:del" ""
@k < nothing
