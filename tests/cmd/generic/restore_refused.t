# What is wrong is told in this order: options, the key that is there, time, checksum, value.
> RESTORE
< -ERR wrong number of arguments for 'restore' command
> RESTORE k 0
< -ERR wrong number of arguments for 'restore' command
> RESTORE-ASKING k 0
< -ERR wrong number of arguments for 'restore-asking' command
> SET there old
< +OK
> RESTORE there x zzz FOO
< -ERR syntax error
> RESTORE there x zzz IDLETIME
< -ERR syntax error
> RESTORE there x zzz FREQ 5 IDLETIME 5
< -ERR syntax error
> RESTORE there x zzz IDLETIME 5 FREQ 5
< -ERR syntax error
> RESTORE there x zzz IDLETIME x
< -ERR value is not an integer or out of range
> RESTORE there x zzz IDLETIME 99999999999999999999
< -ERR value is not an integer or out of range
> RESTORE there x zzz IDLETIME -1
< -ERR Invalid IDLETIME value, must be >= 0
> RESTORE there x zzz FREQ x
< -ERR value is not an integer or out of range
> RESTORE there x zzz FREQ -1
< -ERR Invalid FREQ value, must be >= 0 and <= 255
> RESTORE there x zzz FREQ 256
< -ERR Invalid FREQ value, must be >= 0 and <= 255
> RESTORE there x zzz
< -BUSYKEY Target key name already exists.
> RESTORE there x zzz REPLACE
< -ERR value is not an integer or out of range
> RESTORE there 01 zzz REPLACE
< -ERR value is not an integer or out of range
> RESTORE there -1 zzz REPLACE
< -ERR Invalid TTL value, must be >= 0
> RESTORE there 0 zzz REPLACE
< -ERR DUMP payload version or checksum are wrong
> RESTORE there 0 "" REPLACE
< -ERR DUMP payload version or checksum are wrong
> RESTORE there 1 zzz REPLACE ABSTTL
< -ERR DUMP payload version or checksum are wrong
> RESTORE there 0 "\x00\x05hello\x0a\x00cr\xdfve4 ." REPLACE
< -ERR DUMP payload version or checksum are wrong
> RESTORE there 0 "\x00\x05hello\x0a\x00\x00\x00\x00\x00\x00\x00\x00\x00" REPLACE
< -ERR DUMP payload version or checksum are wrong
> RESTORE there 0 "\x0a\x00]\x9b\x5c@\x0f\x7f\xa2\xda" REPLACE
< -ERR Bad data format
> RESTORE there 1 "\x0a\x00]\x9b\x5c@\x0f\x7f\xa2\xda" REPLACE ABSTTL
< -ERR Bad data format
> RESTORE there 0 "c\x00\x0a\x00k\x89v\xbc*\xe5$\x98" REPLACE
< -ERR Bad data format
> RESTORE there 0 "\x01\x00\x0a\x00[\xf8%\xccl\x17CV" REPLACE
< -ERR Bad data format
> RESTORE there 0 "\x00\xc4\x05\x0a\x00\xad\x85\x95\xe6\xab\xc2\x844" REPLACE
< -ERR Bad data format
> RESTORE there 0 "\x00@\xffhello\x0a\x00m\x1e\xff9\xbd\xa2\xea\x0c" REPLACE
< -ERR Bad data format
> RESTORE there 0 "\x00\xc3\x06\x16\x01aa\xe0\x0a\x00\x0a\x00\x11\x11\x98pT&\xb1I" REPLACE
< -ERR Bad data format
> GET there
< "old"
> DBSIZE
< :1

# The value ends where the version begins. redis-server 7.0 reads on into the version and takes what
# is left over.
! only kvd: redis-server takes both
> RESTORE k 0 "\x00\x06hello\x0a\x00\xaf\xben-[4\x07B"
< -ERR Bad data format
> RESTORE k 0 "\x00\x04hello\x0a\x00'6\xb0\xbfp4=2"
< -ERR Bad data format
! end

# A time that does not fit. In redis-server 7.0 it overflows, and the key is gone at once.
! only kvd: redis-server takes it
> RESTORE k 9223372036854775807 "\x00\x05hello\x0a\x00cr\xdfve4 \x0a"
< -ERR invalid expire time in 'restore' command
> EXISTS k
< :0
! end
> RESTORE k 9223372036854775807 "\x00\x05hello\x0a\x00cr\xdfve4 \x0a" ABSTTL
< +OK
> PEXPIRETIME k
< :9223372036854775807
> GET k
< "hello"
