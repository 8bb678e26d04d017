# Conditional deletes: DELEX and DELIFEQ, and the DIGEST they may compare.
! since 8.4

> DIGEST none
< nil
# XXH3 with 64 bits of the empty string and others, as the xxHash library computes them.
> SET k ""
< +OK
> DIGEST k
< "2d06800538d394c2"
> SET k abc
< +OK
> DIGEST k
< "78af5f94892f3950"
# A digest with leading zeros keeps them: the value and digest of redis issue 14496.
> SET k v8lf0c11xh8ymlqztfd3eeq16kfn4sspw7fqmnuuq3k3t75em5wdizgcdw7uc26nnf961u2jkfzkjytls2kwlj7626sd
< +OK
> DIGEST k
< "00006c38adf31777"
# Of an integer it is the digest of its text.
> SET k 12345
< +OK
> DIGEST k
<save int
> DEL k
< :1
> SETRANGE k 0 12345
< :5
> DIGEST k
<~ "${int}"
> SET k "a"*100000
< +OK
> DIGEST k
<~ "[0-9a-f]{16}"
> DIGEST
< -ERR wrong number of arguments for 'digest' command
> DIGEST a b
< -ERR wrong number of arguments for 'digest' command

> DELEX none
< :0
> SET k v
< +OK
> DELEX k
< :1
> EXISTS k
< :0
> SET k v
< +OK
> DELEX k IFEQ x
< :0
> DELEX k IFNE v
< :0
> EXISTS k
< :1
> DELEX k IFEQ v
< :1
> DELEX k IFEQ v
< :0
> DELEX k IFNE v
< :0
> SET k v
< +OK
> DELEX k ifne w
< :1
> SET k abc
< +OK
> DELEX k IFDNE 78af5f94892f3950
< :0
> DELEX k IFDEQ 78af5f94892f3951
< :0
> DELEX k IFDEQ 78AF5F94892F3950
< :1
> SET k abc
< +OK
> DELEX k IFDNE 78af5f94892f3951
< :1
> DELEX k IFDNE 78af5f94892f3951
< :0
> SET k v EX 100
< +OK
> DELEX k IFEQ v
< :1
> SET k w
< +OK
> TTL k
< :-1
> DELEX k IFEQ
< -ERR syntax error
> DELEX k NX
< -ERR syntax error
> DELEX k v
< -ERR syntax error
> DELEX k IFEQ w IFNE x
< -ERR syntax error
> DELEX k IFEQ w x
< -ERR syntax error
> DELEX k IFDEQ abc
< -ERR must be exactly 16 hexadecimal characters
> DELEX
< -ERR wrong number of arguments for 'delex' command
> GET k
< "w"
! resp3
> DIGEST none
< _
> DELEX k IFEQ w
< :1
