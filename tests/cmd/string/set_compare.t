# SET IFEQ IFNE IFDEQ IFDNE.
! since 8.4

> SET k v
< +OK
> SET k w IFEQ x
< nil
> GET k
< "v"
> SET k w IFEQ v
< +OK
> GET k
< "w"
> SET k x ifeq w
< +OK
> SET none v IFEQ ""
< nil
> EXISTS none
< :0

> SET k y IFNE x
< nil
> SET k y IFNE z
< +OK
> GET k
< "y"
> SET fresh v IFNE whatever
< +OK
> GET fresh
< "v"

# Integers are compared as the text they are.
> SET n 42
< +OK
> SET n 43 IFEQ 042
< nil
> SET n 43 IFEQ 42
< +OK
> GET n
< "43"
> SET n 44 IFNE 43
< nil
> SET empty ""
< +OK
> SET empty x IFEQ ""
< +OK

# The digest in any case.
> SET k "Hello world"
< +OK
> DIGEST k
<save d
> SET k new IFDEQ ${d}
< +OK
> SET k newer IFDEQ ${d}
< nil
> GET k
< "new"
> SET k newer IFDNE ${d}
< +OK
> DIGEST k
<save d
> SET k x IFDNE ${d}
< nil
> SET none x IFDEQ ${d}
< nil
> SET fresh2 x IFDNE ${d}
< +OK
> GET fresh2
< "x"
> SET e ""
< +OK
> SET e x IFDEQ 2D06800538D394C2
< +OK
> GET e
< "x"

# With GET the reply is the old value, whether it was set or not.
> SET k v
< +OK
> SET k w IFEQ no GET
< "v"
> GET k
< "v"
> SET k w GET IFEQ v
< "v"
> GET k
< "w"
> SET none w IFEQ v GET
< nil
> SET fresh3 w IFNE v GET
< nil
> GET fresh3
< "w"

# And with the time options.
> SET k v IFEQ w EX 100
< +OK
> TTL k
<~ :(99|100)
> SET k w IFEQ no EX 500
< nil
> TTL k
<~ :(99|100)
> SET k w KEEPTTL IFEQ v
< +OK
> TTL k
<~ :(99|100)
> SET k v IFEQ w PXAT 1
< +OK
> EXISTS k
< :0

> SET k v
< +OK
> SET k w IFEQ
< -ERR syntax error
> SET k w IFDEQ
< -ERR syntax error
> SET k w NX IFEQ v
< -ERR syntax error
> SET k w IFEQ v XX
< -ERR syntax error
> SET k w IFEQ v IFNE x
< -ERR syntax error
> SET k w IFDEQ abc
< -ERR must be exactly 16 hexadecimal characters
> SET k w IFDEQ 2d06800538d394cg
< -ERR must be exactly 16 hexadecimal characters
> SET k w IFDNE 2d06800538d394c22
< -ERR must be exactly 16 hexadecimal characters
> SET k w IFDNE ""
< -ERR must be exactly 16 hexadecimal characters
> SET k w IFEQ v EX 0
< -ERR invalid expire time in 'set' command
> GET k
< "v"

! resp3
> SET k w IFEQ no
< _
> SET none w IFEQ no GET
< _
