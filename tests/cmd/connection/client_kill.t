# CLIENT KILL, of others and of oneself.

# By number.
@a > CLIENT ID
@a <save a
> CLIENT KILL ID ${a}
< :1
@a < closed
> CLIENT KILL ID ${a}
< :0

# By address, in the old form: it says OK, or that there is none.
@b > CLIENT ID
@b <save b
> CLIENT LIST ID ${b}
<~ "id=\d+ addr=(?P<addr>\S+) laddr=(?P<laddr>\S+) .*"
> CLIENT KILL ${addr}
< +OK
@b < closed
> CLIENT KILL ${addr}
< -ERR No such client

# By filters, all of which have to fit.
@c > CLIENT ID
@c <save c
> CLIENT LIST ID ${c}
<~ "id=\d+ addr=(?P<addr>\S+) laddr=(?P<laddr>\S+) .*"
> CLIENT KILL ADDR ${addr} TYPE pubsub
< :0
> CLIENT KILL ADDR ${addr} LADDR 10.0.0.1:1
< :0
> CLIENT KILL ADDR ${addr} LADDR ${laddr} TYPE normal USER default ID ${c}
< :1
@c < closed
@d > PING
@d < +PONG
@e > PING
@e < +PONG
> CLIENT KILL TYPE normal
< :2
@d < closed
@e < closed
> PING
< +PONG

# Whoever kills himself gets the reply, and nothing behind it is run.
@f > CLIENT ID
@f <save f
@f > SET k 1
@f > CLIENT KILL ID ${f} SKIPME no
@f > SET k 2
@f < +OK
@f < :1
@f < closed
> GET k
< "1"
@g > CLIENT ID
@g <save g
> CLIENT LIST ID ${g}
<~ "id=\d+ addr=(?P<addr>\S+) .*"
@g > CLIENT KILL ${addr}
@g > PING
@g < +OK
@g < closed
@h > PING
@h < +PONG
> CLIENT KILL TYPE normal SKIPME NO
< :2
< closed
@h < closed

# What is refused closes nobody.
@i > CLIENT KILL
@i < -ERR wrong number of arguments for 'client|kill' command
@i > CLIENT KILL nosuch
@i < -ERR No such client
@i > CLIENT KILL ID 0
@i < -ERR client-id should be greater than 0
@i > CLIENT KILL ID one
@i < -ERR client-id should be greater than 0
@i > CLIENT KILL ID 99999999999999999999
@i < -ERR client-id should be greater than 0
@i > CLIENT KILL ID 1 TYPE
@i < -ERR syntax error
@i > CLIENT KILL ID 1 NOSUCH x
@i < -ERR syntax error
@i > CLIENT KILL NOSUCH x
@i < -ERR syntax error
@i > CLIENT KILL TYPE nosuch
@i < -ERR Unknown client type 'nosuch'
@i > CLIENT KILL USER nosuch
@i < -ERR No such user 'nosuch'
@i > CLIENT KILL SKIPME maybe
@i < -ERR syntax error
@i > PING
@i < +PONG

# Several numbers, and who is at least so old.
! since V8.1
@j > CLIENT ID
@j <save j
@k > CLIENT ID
@k <save k
@i > CLIENT KILL ID ${j} ${k} ${k} ID 999999 MAXAGE 3600
@i < :0
@i > CLIENT KILL ID ${j} ${k} ${k} ID 999999
@i < :2
@j < closed
@k < closed
@i > CLIENT KILL ID 1 MAXAGE old
@i < -ERR maxage is not an integer or out of range
@i > CLIENT KILL ID 1 MAXAGE 0
@i < -ERR maxage should be greater than 0
! end
