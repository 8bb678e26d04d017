# LPOS: RANK, COUNT, MAXLEN.

> RPUSH l a b c 1 2 3 c c
< :8
> LPOS l c
< :2
> LPOS l C
< nil
> LPOS l 1
< :3
> LPOS l 01
< nil
> LPOS l c RANK 2
< :6
> LPOS l c RANK 3
< :7
> LPOS l c RANK 4
< nil
> LPOS l c RANK -1
< :7
> LPOS l c RANK -3
< :2
> LPOS l c RANK -4
< nil
> LPOS l c COUNT 2
< *2 :2 :6
> LPOS l c COUNT 0
< *3 :2 :6 :7
> LPOS l c COUNT 100
< *3 :2 :6 :7
> LPOS l c RANK -1 COUNT 2
< *2 :7 :6
> LPOS l c RANK -2 COUNT 0
< *2 :6 :2
> LPOS l c RANK 2 COUNT 0
< *2 :6 :7
> LPOS l c RANK 9 COUNT 0
< *0
> LPOS l nosuch
< nil
> LPOS l nosuch COUNT 0
< *0

# MAXLEN is a number of comparisons.
> LPOS l c MAXLEN 2
< nil
> LPOS l c MAXLEN 3
< :2
> LPOS l c COUNT 0 MAXLEN 7
< *2 :2 :6
> LPOS l c COUNT 0 MAXLEN 8
< *3 :2 :6 :7
> LPOS l c COUNT 0 MAXLEN 0
< *3 :2 :6 :7
> LPOS l c COUNT 0 MAXLEN 9223372036854775807
< *3 :2 :6 :7
> LPOS l c RANK -1 COUNT 0 MAXLEN 1
< *1 :7
> LPOS l c RANK -1 COUNT 0 MAXLEN 2
< *2 :7 :6
> LPOS l c RANK -3 MAXLEN 5
< nil
> LPOS l c RANK -3 MAXLEN 6
< :2
> lpos l c maxlen 8 rank 2 count 0
< *2 :6 :7
> LPOS l c COUNT 0 COUNT 1
< *1 :2
> LPOS l c RANK 1 RANK 2
< :6

> LPOS nosuch a
< nil
> LPOS nosuch a COUNT 0
< *0
> LPOS l a RANK 0
< -ERR RANK can't be zero: use 1 to start from the first match, 2 from the second ... or use negative to start from the end of the list
> LPOS l a RANK x
< -ERR value is not an integer or out of range
> LPOS l a RANK
< -ERR syntax error
> LPOS l a COUNT -1
< -ERR COUNT can't be negative
> LPOS l a COUNT x
< -ERR COUNT can't be negative
> LPOS l a COUNT
< -ERR syntax error
> LPOS l a MAXLEN -1
< -ERR MAXLEN can't be negative
> LPOS l a MAXLEN x
< -ERR MAXLEN can't be negative
> LPOS l a FOO
< -ERR syntax error
> LPOS l a FOO 1
< -ERR syntax error
> LPOS l a RANK 0 COUNT -1
< -ERR RANK can't be zero: use 1 to start from the first match, 2 from the second ... or use negative to start from the end of the list
> LPOS l a COUNT -1 RANK 0
< -ERR COUNT can't be negative
> LPOS nosuch a RANK 0
< -ERR RANK can't be zero: use 1 to start from the first match, 2 from the second ... or use negative to start from the end of the list
> LPOS nosuch a FOO
< -ERR syntax error
> LPOS l
< -ERR wrong number of arguments for 'lpos' command
> SET s x
< +OK
> LPOS s a
< -WRONGTYPE Operation against a key holding the wrong kind of value
> LPOS s a COUNT 0
< -WRONGTYPE Operation against a key holding the wrong kind of value
> LPOS s a RANK 0
< -ERR RANK can't be zero: use 1 to start from the first match, 2 from the second ... or use negative to start from the end of the list

! resp3
> LPOS l c
< :2
> LPOS l nosuch
< _
> LPOS nosuch a
< _
> LPOS l c COUNT 0
< *3 :2 :6 :7
> LPOS nosuch c COUNT 0
< *0
