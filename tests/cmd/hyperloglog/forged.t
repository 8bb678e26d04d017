# Strings that only look like HyperLogLogs: a client may write any bytes.

# ---- The header ----
> SET h "HYLL\x02\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x80\x7f\xff"
< +OK
> PFCOUNT h
< -WRONGTYPE Key is not a valid HyperLogLog string value.
> PFADD h x
< -WRONGTYPE Key is not a valid HyperLogLog string value.
> SET h "HYLL\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x80\x7f\xff"
< +OK
> PFCOUNT h
< -WRONGTYPE Key is not a valid HyperLogLog string value.
> SET h "HYLK\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x80\x7f\xff"
< +OK
> PFCOUNT h
< -WRONGTYPE Key is not a valid HyperLogLog string value.
> SET h "HYLL\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"
< +OK
> PFCOUNT h
< -WRONGTYPE Key is not a valid HyperLogLog string value.
> SET h "HYLL"
< +OK
> PFADD h x
< -WRONGTYPE Key is not a valid HyperLogLog string value.
> SET h ""
< +OK
> PFADD h x
< -WRONGTYPE Key is not a valid HyperLogLog string value.
> PFMERGE new h
< -WRONGTYPE Key is not a valid HyperLogLog string value.
> EXISTS new
< :0

# The three bytes that are not used are not looked at, and stay.
> SET h "HYLL\x01\x01\x02\x03\x00\x00\x00\x00\x00\x00\x00\x80\x7f\xff"
< +OK
> PFCOUNT h
< :0
> PFADD h x
< :1
> GET h
< "HYLL\x01\x01\x02\x03\x00\x00\x00\x00\x00\x00\x00\x80\x7f\xf5\x84\x08"

# ---- Runs ----
# Too few registers, too many, a long run that is cut off.
> SET few "HYLL\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x80\x7f\xfe"
< +OK
> PFCOUNT few
< -INVALIDOBJ Corrupted HLL object detected
> PFCOUNT few none
< -INVALIDOBJ Corrupted HLL object detected
> PFMERGE new few
< -INVALIDOBJ Corrupted HLL object detected
> PFDEBUG GETREG few
< -INVALIDOBJ Corrupted HLL object detected
> PFDEBUG TODENSE few
< -INVALIDOBJ Corrupted HLL object detected
> SET more "HYLL\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x80\x7f\xff\x80"
< +OK
> PFCOUNT more
< -INVALIDOBJ Corrupted HLL object detected
> PFCOUNT more none
< -INVALIDOBJ Corrupted HLL object detected
> PFMERGE new more
< -INVALIDOBJ Corrupted HLL object detected
> PFDEBUG TODENSE more
< -INVALIDOBJ Corrupted HLL object detected
> SET twice "HYLL\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x80\x7f\xff\x7f\xff"
< +OK
> PFCOUNT twice
< -INVALIDOBJ Corrupted HLL object detected
> SET cut "HYLL\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x80\x7f"
< +OK
> PFCOUNT cut
< -INVALIDOBJ Corrupted HLL object detected
> PFADD cut x
< -INVALIDOBJ Corrupted HLL object detected
> PFMERGE new cut
< -INVALIDOBJ Corrupted HLL object detected
> SET bare "HYLL\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x80"
< +OK
> PFCOUNT bare
< -INVALIDOBJ Corrupted HLL object detected
> PFADD bare x
< -INVALIDOBJ Corrupted HLL object detected
> PFADD fine a
< :1
> APPEND fine "\x00"
< :22
> PFCOUNT fine none
< -INVALIDOBJ Corrupted HLL object detected
> EXISTS new
< :0
> GET few
< "HYLL\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x80\x7f\xfe"

# The register is there, but not all of them.
> PFADD few x
! differs: kvd looks at all runs before it changes one, redis-server as far as the register
! kvd
< -INVALIDOBJ Corrupted HLL object detected
! redis
< :1
! end
> PFADD more x
! differs: kvd looks at all runs before it changes one, redis-server as far as the register
! kvd
< -INVALIDOBJ Corrupted HLL object detected
! redis
< :1
! end

# A count that is kept is believed without a look at the registers.
> SET kept "HYLL\x01\x00\x00\x00\x05\x00\x00\x00\x00\x00\x00\x00\x7f"
< +OK
> PFCOUNT kept
< :5
> PFCOUNT kept none
< -INVALIDOBJ Corrupted HLL object detected

# Correct, but not as the server would write it: long runs of few, equal neighbours.
> SET loose "HYLL\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x80\x40\x00\x80\x80\x40\x01\x84\x85\x7f\xf7"
< +OK
> PFCOUNT loose
< :5
> PFDEBUG DECODE loose
< "Z:1 v:1,1 v:1,1 Z:2 v:2,1 v:2,2 Z:16376"
> PFADD loose x y z
< :1
> PFDEBUG DECODE loose
< "Z:1 v:1,1 v:1,1 Z:2 v:2,1 v:2,2 Z:8573 v:1,1 Z:6350 v:3,1 Z:1441 v:2,1 z:9"
> PFMERGE loose
< +OK
> PFCOUNT loose
< :8

# ---- Dense ones with values that no element has ----
> SETRANGE dense 12303 "\xff"
< :12304
> SETRANGE dense 0 "HYLL\x00"
< :12304
> PFCOUNT dense
< :0
> SETRANGE dense 15 "\x80"
< :12304
> PFCOUNT dense
< :2
> PFADD dense x y z
< :1
> PFCOUNT dense
< :5
> APPEND dense "\x00"
< :12305
> PFCOUNT dense
< -WRONGTYPE Key is not a valid HyperLogLog string value.
