# When a HyperLogLog becomes dense.

> CONFIG GET hll-sparse-max-bytes
< *2 "hll-sparse-max-bytes" "3000"
> CONFIG SET hll-sparse-max-bytes 40
< +OK
> PFADD k a b c d e
< :1
> STRLEN k
< :33
> PFDEBUG ENCODING k
< +sparse
> PFADD k f g h
< :1
> STRLEN k
< :12304
> PFDEBUG ENCODING k
< +dense
> PFADD k i
< :1
> PFADD k i
< :0
> PFCOUNT k
< :9
> STRLEN k
< :12304

# No more than the limit, the header included.
> CONFIG SET hll-sparse-max-bytes 21
< +OK
> PFADD one a
< :1
> STRLEN one
< :21
> PFADD one b
< :1
> STRLEN one
< :12304
> CONFIG SET hll-sparse-max-bytes 20
< +OK
> PFADD less a
< :1
> STRLEN less
< :12304
> CONFIG SET hll-sparse-max-bytes 0
< +OK
> PFADD none
< :1
> STRLEN none
< :18
> PFADD none a
< :1
> STRLEN none
< :12304
> PFCOUNT none
< :1

# 394480 has a high rank, which a run can still say.
> CONFIG SET hll-sparse-max-bytes 100000
< +OK
> PFADD high 394480
< :1
> PFDEBUG DECODE high
< "Z:16170 v:18,1 Z:213"

# A value that is over the limit already is changed in place as long as it does not grow.
> CONFIG SET hll-sparse-max-bytes 3000
< +OK
> PFADD grown a b c d e f g
< :1
> CONFIG SET hll-sparse-max-bytes 18
< +OK
> PFADD grown a b c
< :0
> PFDEBUG ENCODING grown
< +sparse
> PFADD grown h
< :1
> PFDEBUG ENCODING grown
< +dense

> CONFIG SET hll-sparse-max-bytes -1
< -ERR CONFIG SET failed (possibly related to argument 'hll-sparse-max-bytes') - argument must be a memory value
