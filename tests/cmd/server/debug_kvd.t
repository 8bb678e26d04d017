! config enable-debug-command yes
! kvd-only: subcommands that redis-server 7.0 has not, or that check what it takes
> DEBUG HTSTATS 0 full
<~ "\[Dictionary HT\]\\n.* longest rehash step, ns: \d+\\n.*"
> DEBUG KEYSPACE-CHECK
> DEBUG POPULATE 10000
> DEBUG KEYSPACE-CHECK
> DEBUG DEFRAG
> DEBUG KEYSPACE-CHECK
> DEBUG DEFRAG now
> DEBUG STRINGMATCH-LEN a*b axxb
> DEBUG STRINGMATCH-LEN a*b axxc
> DEBUG DICT-RESIZING 0
> DEBUG DICT-RESIZING 2
> DEBUG SET-ACTIVE-EXPIRE x
> DEBUG SLEEP x
> DEBUG SLEEP -1
> DEBUG SLEEP 3601
> DEBUG HTSTATS 0 x
> DEBUG POPULATE 500000001
> DEBUG ERROR "two\r\n+lines"
< +OK
< +OK
< +OK
< +OK
< +OK
< -ERR unknown subcommand or wrong number of arguments for 'DEFRAG'. Try DEBUG HELP.
< :1
< :0
< +OK
< -ERR value is out of range
< -ERR value is not an integer or out of range
< -ERR value is not a valid float
< -ERR value is out of range
< -ERR value is out of range
< -ERR syntax error
< -ERR value is out of range, must be positive
< -two  +lines

# What has many elements is shown in part.
> CONFIG SET list-max-listpack-size 2
< +OK
! repeat 1010
> RPUSH many ${i} ${i} 123456 -5 "x"*100
<any
! end
> DEBUG LISTPACK many
> DEBUG QUICKLIST many
> DEBUG QUICKLIST many 1
> DEBUG QUICKLIST many 2
> DEBUG QUICKLIST many x
< -ERR Not a listpack encoded object.
<~ "\[Quicklist\]\\n elements: 5050\\n chunks: 2525\\n.*\[Chunk 999\] listpack, 2 elements, \d+ bytes in a block of \d+\\n and 1525 more chunks\\n"
<~ "\[Quicklist\]\\n.*\[Chunk 499\] listpack, 2 elements, \d+ bytes in a block of \d+\\n 998: offset 6, 3 bytes, int13 \\"-5\\"\\n 999: offset 9, 103 bytes, str12 \\"x{64}\\"\.\.\. \(100 bytes\)\\n and 4050 more elements\\n"
< -ERR value is out of range
< -ERR value is not an integer or out of range
> CONFIG SET list-max-listpack-size -2
> RPUSH short a "x"*64 1 100 -4096 30000 -100000 1000000000 "1234567890123" "x"*5000
> DEBUG LISTPACK short
< +OK
< :10
<~ "\[Listpack\]\\n.* str6 \\"a\\"\\n .* str12 \\"x{64}\\"\\n .* uint7 \\"1\\"\\n.* uint7 \\"100\\"\\n .* int13 \\"-4096\\"\\n .* int16 \\"30000\\"\\n .* int24 \\"-100000\\"\\n .* int32 \\"1000000000\\"\\n .* int64 \\"1234567890123\\"\\n 9: .* str32 \\"x{64}\\"\.\.\. \(5000 bytes\)\\n"

# A plain element among others, and a compressed chunk.
> CONFIG SET list-max-listpack-size 2 list-compress-depth 1
> DEBUG QUICKLIST-PACKED-THRESHOLD 20
> RPUSH mixed a b "y"*200 c d "z"*19
> DEBUG QUICKLIST mixed 1
> DEBUG QUICKLIST-PACKED-THRESHOLD 0
> CONFIG SET list-max-listpack-size -2 list-compress-depth 0
> DEBUG KEYSPACE-CHECK
< +OK
< +OK
< :6
<~ ".*\\n\[Chunk 1\] plain, 1 elements, 200 bytes in a block of \d+, compressed\\n 2: \\"y{64}\\"\.\.\. \(200 bytes\)\\n\[Chunk 2\] listpack, 2 elements, 13 bytes in a block of \d+\\n 3: offset 6, .*"
< +OK
< +OK
< +OK

# The table of a value, in full.
> HSET h a "x"*100
> DEBUG HTSTATS-KEY h full
> DEBUG HTSTATS-KEY h x
> DEBUG HTSTATS-KEY many full
< :1
<~ "\[Dictionary HT\]\\n table size: \d+\\n number of elements: 1\\n segments: .*"
< -ERR syntax error
< -ERR The value stored at the specified key is not represented using an hash table
