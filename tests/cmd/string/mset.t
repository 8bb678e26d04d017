# MGET, MSET, MSETNX.

> MSET a 1 b 2
< +OK
> MGET a b
< *2 "1" "2"
> MGET a none b a
< *4 "1" nil "2" "1"
> MGET none
< *1 nil
> MSET a first a second a third
< +OK
> GET a
< "third"
> MSET a x
< +OK
> GET a
< "x"
> SET t v EX 100
< +OK
> MSET t w
< +OK
> TTL t
< :-1

> MSET
< -ERR wrong number of arguments for 'mset' command
> MSET a
< -ERR wrong number of arguments for 'mset' command
> MSET a 1 b
< -ERR wrong number of arguments for 'mset' command
> MSETNX
< -ERR wrong number of arguments for 'msetnx' command
> MSETNX a
< -ERR wrong number of arguments for 'msetnx' command
> MSETNX a 1 b
< -ERR wrong number of arguments for 'msetnx' command
> MGET
< -ERR wrong number of arguments for 'mget' command
> MGET a b
< *2 "x" "2"

> MSETNX n1 1 n2 2
< :1
> MSETNX n2 x n3 x
< :0
> MGET n1 n2 n3
< *3 "1" "2" nil
> MSETNX n3 x n1 x
< :0
> EXISTS n3
< :0
> MSETNX d 1 d 2
< :1
> GET d
< "2"
> MSETNX d 3 d 4
< :0
> GET d
< "2"

# More keys than are looked up at once.
> MSET k1 1 k2 2 k3 3 k4 4 k5 5 k6 6 k7 7 k8 8 k9 9 k10 10 k11 11 k12 12 k13 13 k14 14 k15 15 k16 16 k17 17 k18 18 k19 "x"*300 k20 20 k21 21 k22 22 k23 23 k24 24 k25 25 k26 26 k27 27 k28 28 k29 29 k30 30 k31 31 k32 32 k33 33
< +OK
> MGET k1 k2 k3 k4 k5 k6 k7 k8 k9 k10 k11 k12 k13 k14 k15 k16 k17 k18 k19 k20 k21 k22 k23 k24 k25 k26 k27 k28 k29 k30 k31 k32 k33 none
< *34
<   "1"
<   "2"
<   "3"
<   "4"
<   "5"
<   "6"
<   "7"
<   "8"
<   "9"
<   "10"
<   "11"
<   "12"
<   "13"
<   "14"
<   "15"
<   "16"
<   "17"
<   "18"
<   "x"*300
<   "20"
<   "21"
<   "22"
<   "23"
<   "24"
<   "25"
<   "26"
<   "27"
<   "28"
<   "29"
<   "30"
<   "31"
<   "32"
<   "33"
<   nil
> MSETNX j1 1 j2 2 j3 3 j4 4 j5 5 j6 6 j7 7 j8 8 j9 9 j10 10 j11 11 j12 12 j13 13 j14 14 j15 15 j16 16 k33 17
< :0
> EXISTS j1 j16
< :0

> MSET big "x"*40000 small s bigger "y"*70000
< +OK
> MGET big small bigger
< *3
<   "x"*40000
<   "s"
<   "y"*70000

! resp3
> MGET a none
< *2 "x" _
