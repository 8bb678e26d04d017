# Directives with values of several words.

> CONFIG SET save "900 1 300 10"
< +OK
> CONFIG GET save
< *2 "save" "900 1 300 10"
> CONFIG SET save "60 5"
< +OK
> CONFIG GET save
< *2 "save" "60 5"
> CONFIG SET save "60"
< -ERR CONFIG SET failed (possibly related to argument 'save') - Invalid save parameters
> CONFIG SET save "0 1"
< -ERR CONFIG SET failed (possibly related to argument 'save') - Invalid save parameters
> CONFIG SET save "60 -1"
< -ERR CONFIG SET failed (possibly related to argument 'save') - Invalid save parameters
> CONFIG SET save "60 x"
< -ERR CONFIG SET failed (possibly related to argument 'save') - Invalid save parameters
> CONFIG GET save
< *2 "save" "60 5"
> CONFIG SET save ""
< +OK
> CONFIG GET save
< *2 "save" ""

# Classes of events come back in one order; A stands for all classes of types.
> CONFIG SET notify-keyspace-events KEA
< +OK
> CONFIG GET notify-keyspace-events
< *2 "notify-keyspace-events" "AKE"
> CONFIG SET notify-keyspace-events gxE$lshztdKEn
< +OK
> CONFIG GET notify-keyspace-events
< *2 "notify-keyspace-events" "g$lshzxtdnKE"
> CONFIG SET notify-keyspace-events Kq
< -ERR CONFIG SET failed (possibly related to argument 'notify-keyspace-events') - Invalid event class character. Use 'Ag$lshzxeKEtmdn'.
> CONFIG SET notify-keyspace-events ""
< +OK
> CONFIG GET notify-keyspace-events
< *2 "notify-keyspace-events" ""

> CONFIG SET shutdown-on-sigterm "nosave force"
< +OK
> CONFIG GET shutdown-on-sigterm
< *2 "shutdown-on-sigterm" "nosave force"
> CONFIG SET shutdown-on-sigterm "save nosave"
< -ERR CONFIG SET failed (possibly related to argument 'shutdown-on-sigterm') - shutdown options SAVE and NOSAVE can't be used simultaneously
> CONFIG SET shutdown-on-sigterm "default now"
! differs: default and something else contradict one another
! kvd
< -ERR CONFIG SET failed (possibly related to argument 'shutdown-on-sigterm') - argument(s) must be one of the following: default, save, nosave, now, force
! redis
< +OK
! end
> CONFIG SET shutdown-on-sigterm DEFAULT
< +OK
> CONFIG GET shutdown-on-sigterm
< *2 "shutdown-on-sigterm" "default"

> CONFIG SET oom-score-adj-values "10 20 30"
< +OK
> CONFIG GET oom-score-adj-values
< *2 "oom-score-adj-values" "10 20 30"
> CONFIG SET oom-score-adj-values "1 2"
< -ERR CONFIG SET failed (possibly related to argument 'oom-score-adj-values') - wrong number of arguments
> CONFIG SET oom-score-adj-values "1 2 3000"
< -ERR CONFIG SET failed (possibly related to argument 'oom-score-adj-values') - Invalid oom-score-adj-values, elements must be between -2000 and 2000.
> CONFIG SET oom-score-adj-values "0 200 800"
< +OK

> CONFIG SET proc-title-template "{nosuch}"
< -ERR CONFIG SET failed (possibly related to argument 'proc-title-template') - template format is invalid or contains unknown variables
> CONFIG SET proc-title-template "{title"
< -ERR CONFIG SET failed (possibly related to argument 'proc-title-template') - template format is invalid or contains unknown variables
> CONFIG SET proc-title-template "{title} here {port} {listen-addr} {server-mode} {config-file}{unixsocket}{tls-port}"
< +OK
> CONFIG GET proc-title-template
< *2 "proc-title-template" "{title} here {port} {listen-addr} {server-mode} {config-file}{unixsocket}{tls-port}"

> CONFIG SET cluster-announce-hostname "a b"
< -ERR CONFIG SET failed (possibly related to argument 'cluster-announce-hostname') - Hostnames may only contain alphanumeric characters, hyphens or dots
> CONFIG SET cluster-announce-hostname node-1.example.org
< +OK
> CONFIG SET cluster-announce-hostname ""
< +OK
