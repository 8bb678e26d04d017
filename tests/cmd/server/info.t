> INFO nosuchsection
< ""
> INFO cluster
< "# Cluster\r\ncluster_enabled:0\r\n"
> INFO CPU
<~ "# CPU\\r\\nused_cpu_sys:\d+\.\d{6}\\r\\nused_cpu_user:\d+\.\d{6}\\r\\n.*"
> INFO keyspace
< "# Keyspace\r\n"
> INFO modules cluster
< "# Modules\r\n\r\n# Cluster\r\ncluster_enabled:0\r\n"
# In the order of the server, not of the request; twice is once.
> INFO cluster modules nosuchsection CLUSTER
< "# Modules\r\n\r\n# Cluster\r\ncluster_enabled:0\r\n"

> SET a 1
> SET b 2 EX 100
> SELECT 2
> SET c 1
< +OK
< +OK
< +OK
< +OK
> INFO keyspace
<~ "# Keyspace\\r\\ndb0:keys=2,expires=1,avg_ttl=\d+.*\\r\\ndb2:keys=1,expires=0,avg_ttl=0.*\\r\\n"

# Sections, in order.
> INFO
<~ "# Server\\r\\n.*# Clients\\r\\n.*# Memory\\r\\n.*# Persistence\\r\\n.*# Stats\\r\\n.*# Replication\\r\\n.*# CPU\\r\\n.*# Modules\\r\\n.*# Errorstats\\r\\n.*# Cluster\\r\\n.*# Keyspace\\r\\n.*"
> INFO default
<~ "# Server\\r\\n((?!Commandstats|Latencystats).)*"
> INFO all
<~ "# Server\\r\\n.*# CPU\\r\\n.*# Commandstats\\r\\n.*# Errorstats\\r\\n.*# Latencystats\\r\\n.*# Keyspace\\r\\n.*"
> INFO everything
<~ "# Server\\r\\n.*# CPU\\r\\n.*# Modules\\r\\n.*# Commandstats\\r\\n.*# Errorstats\\r\\n.*# Latencystats\\r\\n.*# Keyspace\\r\\n.*"

# The figures that tools read.
> INFO server
<~ "# Server\\r\\nredis_version:7\.\d+\.\d+\\r\\n.*redis_mode:standalone\\r\\n.*arch_bits:64\\r\\n.*multiplexing_api:epoll\\r\\n.*process_id:\d+\\r\\n.*run_id:[0-9a-f]{40}\\r\\n.*"
> INFO memory
<~ ".*used_memory:\d+\\r\\nused_memory_human:[0-9.]+[BKMG]\\r\\nused_memory_rss:\d+\\r\\n.*used_memory_peak_perc:[0-9.]+%\\r\\n.*maxmemory:0\\r\\nmaxmemory_human:0B\\r\\nmaxmemory_policy:noeviction\\r\\n.*mem_fragmentation_ratio:-?[0-9.]+\\r\\n.*"
> INFO replication
<~ "# Replication\\r\\nrole:master\\r\\nconnected_slaves:0\\r\\nmaster_failover_state:no-failover\\r\\nmaster_replid:[0-9a-f]{40}\\r\\nmaster_replid2:0{40}\\r\\nmaster_repl_offset:0\\r\\nsecond_repl_offset:-1\\r\\nrepl_backlog_active:0\\r\\n.*"

! resp3
> INFO cluster
< ="txt:# Cluster\r\ncluster_enabled:0\r\n"
