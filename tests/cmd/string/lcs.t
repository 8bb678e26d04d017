# LCS: the subsequence, its length, and where it lies.

> MSET key1 ohmytext key2 mynewtext
< +OK
> LCS key1 key2
< "mytext"
> LCS key1 key2 LEN
< :6
> LCS key1 key2 len LEN
< :6
> LCS key1 key2 IDX
< *4
<   "matches"
<   *2
<     *2
<       *2 :4 :7
<       *2 :5 :8
<     *2
<       *2 :2 :3
<       *2 :0 :1
<   "len"
<   :6
> LCS key1 key2 IDX WITHMATCHLEN
< *4
<   "matches"
<   *2
<     *3
<       *2 :4 :7
<       *2 :5 :8
<       :4
<     *3
<       *2 :2 :3
<       *2 :0 :1
<       :2
<   "len"
<   :6
> LCS key1 key2 IDX MINMATCHLEN 4
< *4
<   "matches"
<   *1
<     *2
<       *2 :4 :7
<       *2 :5 :8
<   "len"
<   :6
> LCS key1 key2 IDX MINMATCHLEN 4 WITHMATCHLEN
< *4
<   "matches"
<   *1
<     *3
<       *2 :4 :7
<       *2 :5 :8
<       :4
<   "len"
<   :6
> LCS key1 key2 IDX MINMATCHLEN 5
< *4 "matches" *0 "len" :6
> LCS key1 key2 IDX MINMATCHLEN 0
< *4
<   "matches"
<   *2
<     *2
<       *2 :4 :7
<       *2 :5 :8
<     *2
<       *2 :2 :3
<       *2 :0 :1
<   "len"
<   :6
> LCS key1 key2 IDX MINMATCHLEN -4
< *4
<   "matches"
<   *2
<     *2
<       *2 :4 :7
<       *2 :5 :8
<     *2
<       *2 :2 :3
<       *2 :0 :1
<   "len"
<   :6
> LCS key1 key2 WITHMATCHLEN
< "mytext"
> LCS key1 key2 MINMATCHLEN 5
< "mytext"
> LCS key2 key1
< "mytext"
> LCS key2 key1 IDX
< *4
<   "matches"
<   *2
<     *2
<       *2 :5 :8
<       *2 :4 :7
<     *2
<       *2 :0 :1
<       *2 :2 :3
<   "len"
<   :6
> LCS key1 key1 IDX WITHMATCHLEN
< *4
<   "matches"
<   *1
<     *3
<       *2 :0 :7
<       *2 :0 :7
<       :8
<   "len"
<   :8
> LCS none none2
< ""
> LCS none none2 LEN
< :0
> LCS none none2 IDX
< *4 "matches" *0 "len" :0
> LCS key1 none
< ""
> LCS none key1 IDX
< *4 "matches" *0 "len" :0
> MSET n1 12345 n2 -245
< +OK
> LCS n1 n2
< "245"
> LCS n1 n2 IDX
< *4
<   "matches"
<   *2
<     *2
<       *2 :3 :4
<       *2 :2 :3
<     *2
<       *2 :1 :1
<       *2 :1 :1
<   "len"
<   :3
> MSET x abc y def
< +OK
> LCS x y
< ""
> LCS x y IDX
< *4 "matches" *0 "len" :0
> LCS x y LEN
< :0

# Of several answers, the one that redis-server finds.
> MSET x abcabba y cbabac
< +OK
> LCS x y
< "cbba"
> LCS x y IDX
< *4
<   "matches"
<   *3
<     *2
<       *2 :5 :6
<       *2 :3 :4
<     *2
<       *2 :4 :4
<       *2 :1 :1
<     *2
<       *2 :2 :2
<       *2 :0 :0
<   "len"
<   :4
> LCS y x IDX
< *4
<   "matches"
<   *3
<     *2
<       *2 :3 :4
<       *2 :5 :6
<     *2
<       *2 :2 :2
<       *2 :3 :3
<     *2
<       *2 :1 :1
<       *2 :1 :1
<   "len"
<   :4
> MSET x "ab"*40 y "ba"*40
< +OK
> LCS x y LEN
< :79
> LCS x y IDX
< *4
<   "matches"
<   *1
<     *2
<       *2 :1 :79
<       *2 :0 :78
<   "len"
<   :79
> MSET x "\x00\xff\x00a" y "\xff\x00\x00"
< +OK
> LCS x y
< "\xff\x00"

# Rows of several words, and carries between them.
> MSET x "abcdefghij"*30 y "jihgfedcba"*30
< +OK
> LCS x y
< "jihgfedcbajihgfedcbajihgfedcbabcdefghijabcdefghijabcdefghij"
> LCS x y LEN
< :59
> LCS y x IDX MINMATCHLEN 2
< *4 "matches" *0 "len" :59
> MSET x "a"*64 y "a"*65
< +OK
> LCS x y IDX WITHMATCHLEN
< *4
<   "matches"
<   *1
<     *3
<       *2 :0 :63
<       *2 :1 :64
<       :64
<   "len"
<   :64
> MSET x "a"*200 y "ab"*100
< +OK
> LCS x y LEN
< :100
> LCS x y IDX MINMATCHLEN 2
< *4 "matches" *0 "len" :100
> MSET x "abc"*1000 y "acb"*1000
< +OK
> LCS x y LEN
< :2000

> LCS key1 key2 LEN IDX
< -ERR If you want both the length and indexes, please just use IDX.
> LCS key1 key2 IDX LEN
< -ERR If you want both the length and indexes, please just use IDX.
> LCS key1 key2 LEN IDX FOO
< -ERR syntax error
> LCS key1 key2 FOO
< -ERR syntax error
> LCS key1 key2 MINMATCHLEN
< -ERR syntax error
> LCS key1 key2 MINMATCHLEN abc
< -ERR value is not an integer or out of range
> LCS key1 key2 ""
< -ERR syntax error
> LCS key1
< -ERR wrong number of arguments for 'lcs' command
> LCS
< -ERR wrong number of arguments for 'lcs' command

! resp3
> LCS key1 key2 IDX WITHMATCHLEN
< %2
<   "matches" *2
<       *3
<         *2 :4 :7
<         *2 :5 :8
<         :4
<       *3
<         *2 :2 :3
<         *2 :0 :1
<         :2
<   "len" :6
> LCS none none2 IDX
< %2 "matches" *0 "len" :0
> LCS key1 key2
< "mytext"
