# tracking-table-max-keys: what is too much is forgotten, and so invalid.

> CONFIG GET tracking-table-max-keys
< *2 "tracking-table-max-keys" "1000000"
> CONFIG SET tracking-table-max-keys -1
< -ERR CONFIG SET failed (possibly related to argument 'tracking-table-max-keys') - argument must be between 0 and 9223372036854775807 inclusive
@a ! resp3
@a > CLIENT TRACKING ON
@a < +OK
> CONFIG SET tracking-table-max-keys 1
< +OK
@a > GET 1
@a < _
@a > GET 2
@a < _
> PING
< +PONG
@a <~ >2 "invalidate" \*1 "\d+"
@a > MGET 3 4 5
@a < *3 _ _ _
> PING
< +PONG
@a <~ >2 "invalidate" \*1 "\d+"
@a <~ >2 "invalidate" \*1 "\d+"
@a <~ >2 "invalidate" \*1 "\d+"
> CONFIG SET tracking-table-max-keys 0
< +OK
@a > MGET 6 7 8 9 10 11 12 13 14 15
@a < *10 _ _ _ _ _ _ _ _ _ _
> PING
< +PONG
@a > PING
@a < +PONG
> CONFIG SET tracking-table-max-keys 5
< +OK
> PING
< +PONG
! sleep 200ms
@a <~ >2 "invalidate" \*1 "\d+"
@a <~ >2 "invalidate" \*1 "\d+"
@a <~ >2 "invalidate" \*1 "\d+"
@a <~ >2 "invalidate" \*1 "\d+"
@a <~ >2 "invalidate" \*1 "\d+"
@a <~ >2 "invalidate" \*1 "\d+"
