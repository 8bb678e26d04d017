! config enable-debug-command yes
> LATENCY HISTOGRAM get set nosuchcommand
< *0
> SET a 1
> GET a
> GET a
< +OK
< "1"
< "1"
> LATENCY HISTOGRAM get
<~ \*2 "get" \*4 "calls" :2 "histogram_usec" \*[24]( :\d+){1,3} :2
> LATENCY HISTOGRAM GET nosuchcommand
<~ \*2 "get" \*4 "calls" :2 "histogram_usec" .*
# Counts are cumulative; the bounds are powers of two of nanoseconds.
> DEBUG SLEEP 0.02
> DEBUG SLEEP 0.0
> LATENCY HISTOGRAM debug
< +OK
< +OK
<~ \*2 "debug" \*4 "calls" :2 "histogram_usec" \*4 :\d+ :1 :\d{5,6} :2
# A container stands for its subcommands.
> CONFIG GET nosuchdirective
> CONFIG RESETSTAT
> CONFIG GET nosuchdirective
> LATENCY HISTOGRAM config
< *0
< +OK
< *0
<~ \*4 "config\|(get|resetstat)" \*4 "calls" :1 .* "config\|(get|resetstat)" \*4 "calls" :1 .*
> LATENCY HISTOGRAM config|get
<~ \*2 "config\|get" \*4 "calls" :1 "histogram_usec" \*2 :\d+ :1

! resp3
> GET a
> LATENCY HISTOGRAM get
< "1"
<~ %1 "get" %2 "calls" :1 "histogram_usec" %1 :\d+ :1
> INFO latencystats
<~ ="txt:# Latencystats\\r\\n.*latency_percentiles_usec_get:p50=\d+\.\d{3},p99=\d+\.\d{3},p99\.9=\d+\.\d{3}\\r\\n.*"
> CONFIG SET latency-tracking-info-percentiles "1 50.5 100 99.999"
> CONFIG GET latency-tracking-info-percentiles
> INFO latencystats
< +OK
< %1 "latency-tracking-info-percentiles" "1 50.5 100 99.999"
<~ ="txt:# Latencystats\\r\\n.*latency_percentiles_usec_get:p1=\d+\.\d{3},p50\.5=\d+\.\d{3},p100=\d+\.\d{3},p99\.999=\d+\.\d{3}\\r\\n.*"
> CONFIG SET latency-tracking-info-percentiles ""
> CONFIG GET latency-tracking-info-percentiles
> INFO latencystats
< +OK
< %1 "latency-tracking-info-percentiles" ""
<~ ="txt:# Latencystats\\r\\n.*latency_percentiles_usec_get:\\r\\n.*"
> CONFIG SET latency-tracking-info-percentiles 100.5
> CONFIG SET latency-tracking-info-percentiles "50 -1"
> CONFIG SET latency-tracking-info-percentiles x
< -ERR CONFIG SET failed (possibly related to argument 'latency-tracking-info-percentiles') - latency-tracking-info-percentiles parameters should sit between [0.0,100.0]
< -ERR CONFIG SET failed (possibly related to argument 'latency-tracking-info-percentiles') - latency-tracking-info-percentiles parameters should sit between [0.0,100.0]
< -ERR CONFIG SET failed (possibly related to argument 'latency-tracking-info-percentiles') - Invalid latency-tracking-info-percentiles parameters

# Switched off, what was counted stays.
> CONFIG SET latency-tracking no
> GET a
> LATENCY HISTOGRAM get
> INFO latencystats
< +OK
< "1"
<~ %1 "get" %2 "calls" :1 .*
< ="txt:# Latencystats\r\n"
