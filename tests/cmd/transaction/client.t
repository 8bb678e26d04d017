# Commands about the connection in a transaction, and what is shown of it.

> MULTI
< +OK
> CLIENT SETNAME me
< +QUEUED
> CLIENT GETNAME
< +QUEUED
> EXEC
< *2
<   +OK
<   "me"

@b > CLIENT LIST
@b <~ (?s).*name=me .*flags=N .* multi=-1 .*
> MULTI
< +OK
> SET a 1
< +QUEUED
> GET a
< +QUEUED
@b > CLIENT LIST
@b <~ (?s).*name=me .*flags=x .* multi=2 .*
> CLIENT INFO
< +QUEUED
> EXEC
<~ (?s).* flags=x .* multi=3 .* cmd=exec .*
> WATCH a
< +OK
@b > SET a 2
@b < +OK
> CLIENT INFO
<~ (?s).* flags=d .* multi=-1 .*
> UNWATCH
< +OK
> CLIENT INFO
<~ (?s).* flags=N .* multi=-1 .*

# HELLO: the replies behind it are in the other version.
> MULTI
< +OK
> GET none
< +QUEUED
> HELLO 3
< +QUEUED
> GET none
< +QUEUED
> HGETALL none
< +QUEUED
> HELLO 2
< +QUEUED
> GET none
< +QUEUED
> EXEC
<~ .* _ .*
> GET none
< nil

# RESET and QUIT are not queued.
> WATCH a
< +OK
> MULTI
< +OK
> SET a 3
< +QUEUED
> RESET
< +RESET
> EXEC
< -ERR EXEC without MULTI
> GET a
< "2"
> SET a 4
< +OK
> MULTI
< +OK
> PING
< +QUEUED
> EXEC
< *1
<   +PONG
@c > MULTI
@c < +OK
@c > SET a 5
@c < +QUEUED
@c > QUIT
@c < +OK
> GET a
< "4"

# CLIENT REPLY: from there on, as outside. The count at the head is that of all requests.
@d > MULTI
@d < +OK
@d > PING
@d < +QUEUED
@d > CLIENT REPLY OFF
@d < +QUEUED
@d > SET a 6
@d < +QUEUED
@d > EXEC
@d << "*3\r\n+PONG\r\n"
@d > CLIENT REPLY ON
@d < +OK
@d > GET a
@d < "6"
@e > CLIENT REPLY OFF
@e > MULTI
@e > SET a 7
@e > EXEC
@e > CLIENT REPLY ON
@e < +OK
@e > GET a
@e < "7"
@f > MULTI
@f < +OK
@f > CLIENT REPLY SKIP
@f < +QUEUED
@f > PING
@f < +QUEUED
@f > EXEC
@f << "*2\r\n+PONG\r\n"
@f > ECHO skipped
@f > ECHO shown
@f < "shown"

# Who closes itself has done all of it.
@g > CLIENT ID
@g <save own
@g > MULTI
@g < +OK
@g > CLIENT KILL ID ${own} SKIPME no
@g < +QUEUED
@g > SET a closed
@g < +QUEUED
@g > EXEC
! differs: redis-server does not send the replies behind that of CLIENT KILL
! kvd
@g << "*2\r\n:1\r\n+OK\r\n"
! redis
@g << "*2\r\n:1\r\n"
! end
@g < closed
> GET a
< "closed"

# A client that is closed while it queues takes its transaction along.
@h > CLIENT ID
@h <save other
@h > MULTI
@h < +OK
@h > SET a never
@h < +QUEUED
> CLIENT KILL ID ${other}
< :1
@h < closed
> GET a
< "closed"

! since 7.4
> WATCH a b c a
< +OK
> CLIENT INFO
<~ (?s).* watch=3 .*
@b > INFO clients
@b <~ (?s).*watching_clients:1\\r.*total_watched_keys:3\\r.*
> UNWATCH
< +OK
@b > INFO clients
@b <~ (?s).*watching_clients:0\\r.*total_watched_keys:0\\r.*
! end
