# Passwords do not get into the slow log.
> CONFIG SET slowlog-log-slower-than 0
> SLOWLOG RESET
> CONFIG SET masterauth secret slowlog-max-len 100
> AUTH default secret
> HELLO 2 AUTH default secret SETNAME me
> CONFIG SET masterauth ""
> CONFIG SET slowlog-log-slower-than -1
< +OK
< +OK
< +OK
< +OK
<any
< +OK
< +OK
> SLOWLOG GET 5
<~ \*5 .* \*4 "CONFIG" "SET" "masterauth" "\(redacted\)" .* \*7 "HELLO" "2" "AUTH" "\(redacted\)" "\(redacted\)" "SETNAME" "me" .* \*3 "AUTH" "\(redacted\)" "\(redacted\)" .* \*6 "CONFIG" "SET" "masterauth" "\(redacted\)" "slowlog-max-len" "100" .*
