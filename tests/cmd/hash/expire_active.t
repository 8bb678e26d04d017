# Fields and hashes go without being looked at, on time; what INFO says of it.
! kvd-only: redis-server 7.0 has no deadlines of fields, and newer ones are late
> CONFIG RESETSTAT
< +OK
> HSET h a 1 b 2 c 3
< :3
> HSET whole a 1
< :1
> SET s v PX 20
< +OK
> HPEXPIRE h 20 FIELDS 2 a b
< *2 :1 :1
> HPEXPIRE whole 20 FIELDS 1 a
< *1 :1
> HEXPIRE h 1000 FIELDS 1 c
< *1 :1
> INFO keyspace
<~ ".*db0:keys=3,expires=1,avg_ttl=\d+,subexpiry=2\\r\\n"
! sleep 60ms
> INFO keyspace
<~ ".*db0:keys=1,expires=0,avg_ttl=0,subexpiry=1\\r\\n"
> INFO stats
<~ ".*expired_keys:1\\r\\nexpired_subkeys:3\\r\\nexpired_time_cap_reached_count:0\\r\\n.*"
> INFO stats
<~ ".*expired_stale_perc:0\.00\\r\\n.*"
> INFO stats
<~ ".*expire_lateness_usec:p50=\d+,p99=\d+,p99\.9=\d+,max=\d+\\r\\nexpire_field_lateness_usec:p50=\d+,p99=\d+,p99\.9=\d+,max=\d+\\r\\n.*"
> LATENCY HISTOGRAM expire-lateness expire-field-lateness
<~ \*4 "expire-lateness" \*4 "calls" :1 "histogram_usec" \*2 .* "expire-field-lateness" \*4 "calls" :3 "histogram_usec" .*
> LATENCY HISTOGRAM expire
<~ \*[02].*
> CONFIG RESETSTAT
< +OK
> INFO stats
<~ ".*expire_lateness_usec:p50=0,p99=0,p99\.9=0,max=0\\r\\n.*"
> HPERSIST h FIELDS 1 c
< *1 :1
> INFO keyspace
<~ ".*db0:keys=1,expires=0,avg_ttl=0,subexpiry=0\\r\\n"

# The key's own deadline and those of its fields are kept apart.
> HEXPIRE h 1000 FIELDS 1 c
< *1 :1
> EXPIRE h 2000
< :1
> INFO keyspace
<~ ".*db0:keys=1,expires=1,avg_ttl=\d+,subexpiry=1\\r\\n"
> PERSIST h
< :1
> TTL h
< :-1
> HTTL h FIELDS 1 c
<~ \*1 :\d+
> EXPIRE h 2000
< :1
> HPERSIST h FIELDS 1 c
< *1 :1
> TTL h
<~ :(1999|2000)
> HPEXPIRE h 20 FIELDS 1 c
< *1 :1
> RENAME h renamed
< +OK
> COPY renamed copied
< :1
> MOVE copied 1
< :1
> SWAPDB 0 2
< +OK
! sleep 60ms
> INFO keyspace
< "# Keyspace\r\n"

# Without the index it is lookups that delete.
> DEBUG SET-ACTIVE-EXPIRE 0
< +OK
> HSET h a 1
< :1
> HPEXPIRE h 10 FIELDS 1 a
< *1 :1
! sleep 50ms
> DBSIZE
< :1
> KEYS *
< *0
> HLEN h
< :0
> DBSIZE
< :0
> DEBUG SET-ACTIVE-EXPIRE 1
< +OK
