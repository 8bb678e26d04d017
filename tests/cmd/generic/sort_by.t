# Weights: strings at other keys. None is 0, or with ALPHA comes before any.
> RPUSH l 3 1 2 10
< :4
> MSET w_1 9 w_2 8 w_3 7 w_10 6
< +OK
> SORT l BY w_*
< *4 "10" "3" "2" "1"
> SORT l BY w_* DESC
< *4 "1" "2" "3" "10"
> SORT l BY w_* LIMIT 1 2
< *2 "3" "2"
> SORT l BY *nosuch*
< *4 "1" "10" "2" "3"
> SORT l BY *nosuch* DESC
< *4 "3" "2" "10" "1"
> DEL w_2
< :1
> SORT l BY w_*
< *4 "2" "10" "3" "1"
> SORT l BY w_* DESC
< *4 "1" "3" "10" "2"
> SORT l BY w_* ALPHA
< *4 "2" "10" "3" "1"
> SORT l BY w_* ALPHA DESC
< *4 "1" "3" "10" "2"
> MSET w_1 "" w_3 1.5 w_10 -inf
< +OK
> SORT l BY w_*
< *4 "10" "1" "2" "3"
> SORT l BY w_* ALPHA
< *4 "2" "1" "10" "3"
> SET w_2 abc
< +OK
> SORT l BY w_*
< -ERR One or more scores can't be converted into double
> SORT l BY w_* LIMIT 0 0
< -ERR One or more scores can't be converted into double
> SORT l BY w_* ALPHA
< *4 "1" "10" "3" "2"
> DEL w_2
< :1

# Weights that are equal: numbers go by the elements, texts leave the order as it was.
> MSET e_1 5 e_2 5 e_3 5 e_10 5
< +OK
> SORT l BY e_*
< *4 "1" "10" "2" "3"
> SORT l BY e_* DESC
< *4 "3" "2" "10" "1"
> SORT l BY e_* ALPHA
< *4 "3" "1" "2" "10"
> SORT l BY e_* ALPHA DESC
< *4 "3" "1" "2" "10"
> SORT l BY nosuch_* ALPHA
< *4 "3" "1" "2" "10"
> SORT l BY nosuch_* ALPHA DESC
< *4 "3" "1" "2" "10"

# A value of another type is no weight, and nothing to GET.
> RPUSH t_1 9
< :1
> SET t_2 -1
< +OK
> SORT l BY t_* GET t_* GET #
< *8 "-1" "2" nil "1" nil "10" nil "3"
> SORT l BY t_*->f
< *4 "1" "10" "2" "3"

# Fields of hashes. "->" counts behind the '*' and before a field.
> HSET h_1 f 5 g->f ten f* star
< :3
> HSET h_2 f 4
< :1
> HSET h_3 f 3
< :1
> SORT l BY h_*->f
< *4 "10" "3" "2" "1"
> SORT l BY h_*->f GET h_*->f GET #
< *8 nil "10" "3" "3" "4" "2" "5" "1"
> SORT l BY h_*->nosuch
< *4 "1" "10" "2" "3"
> SORT l BY h_*->f DESC ALPHA
< *4 "1" "2" "3" "10"
> SET h_1-> literal
< +OK
> SORT l BY nosort GET h_*->
< *4 nil "literal" nil nil
> SORT l BY nosort GET h_*->g->f
< *4 nil "ten" nil nil
> SORT l BY nosort GET h_*->f*
< *4 nil "star" nil nil
> SET a->b1 before
< +OK
> SORT l BY nosort GET a->b*
< *4 nil "before" nil nil
> SET p1q* "first star"
< +OK
> SORT l BY nosort GET p*q*
< *4 nil "first star" nil nil
> SET ->1 arrow
< +OK
> SORT l BY nosort GET ->*
< *4 nil "arrow" nil nil
> SORT l BY nosort GET *->f
< *4 nil nil nil nil
> HSET 1 f one
< :1
> SORT l BY nosort GET *->f
< *4 nil "one" nil nil
> SORT l BY h_*->f GET h_*
< *4 nil nil nil nil
> SET 2 two
< +OK
> SORT l BY nosort GET *
< *4 nil nil "two" nil
> SORT l BY nosort GET * GET * GET # GET nostar GET ""
< *20 nil nil "3" nil nil nil nil "1" nil nil "two" "two" "2" nil nil nil nil "10" nil nil

# A pattern that is just "#" is the element, one without '*' is nothing.
> SORT l BY # GET #
< *4 "3" "1" "2" "10"
> SET #1 hash
< +OK
> SORT l BY nosort GET #*
< *4 nil "hash" nil nil
> SET nostar x
< +OK
> SORT l GET nostar
< *4 nil nil nil nil

# Expired keys are not there.
> SET x_1 1 PX 1
< +OK
> SET x_2 2
< +OK
> DEBUG SLEEP 0.01
< +OK
> SORT l BY nosort GET x_*
< *4 nil nil "2" nil

# Once BY says so nothing is sorted.
> SORT l BY nosort
< *4 "3" "1" "2" "10"
> SORT l BY w_* BY nosort
< *4 "3" "1" "2" "10"
> SORT l BY nosort BY w_*
< *4 "3" "1" "2" "10"
> SORT l BY e_* BY w_*
< *4 "10" "1" "2" "3"

# A list and a sorted set then have their own order, which DESC turns round.
> SORT l BY nosort DESC
< *4 "10" "2" "1" "3"
> SORT l BY nosort LIMIT 1 2
< *2 "1" "2"
> SORT l BY nosort DESC LIMIT 1 2
< *2 "2" "1"
> SORT l BY nosort DESC LIMIT 3 5
< *1 "3"
> SORT l BY nosort DESC LIMIT 4 5
< *0
> SORT l BY nosort ALPHA
< *4 "3" "1" "2" "10"
> ZADD z 1 c 2 a 3 b 4 d 5 e
< :5
> SORT z BY nosort
< *5 "c" "a" "b" "d" "e"
> SORT z BY nosort DESC
< *5 "e" "d" "b" "a" "c"
> SORT z BY nosort LIMIT 1 2
< *2 "a" "b"
> SORT z BY nosort DESC LIMIT 1 2
< *2 "d" "b"
> SORT z BY nosort DESC LIMIT 1 -1
< *4 "d" "b" "a" "c"
> SORT z BY nosort DESC LIMIT 10 2
< *0
> SORT z BY nosort DESC LIMIT -1 2
< *2 "e" "d"
> SORT z BY nosort LIMIT 0 0
< *0
> SORT z BY nosort GET # GET x_*
< *10 "c" nil "a" nil "b" nil "d" nil "e" nil
> SADD s 5 3 1 20
< :4
> SORT s BY nosort
< *4 "1" "3" "5" "20"
> SORT s BY nosort DESC
< *4 "1" "3" "5" "20"
> SORT s BY nosort LIMIT 1 2
< *2 "3" "5"

# RESP3
> HELLO 3
<any
> SORT l
< *4 "1" "2" "3" "10"
> SORT l BY nosort GET nosuch_* GET w_1*
< *8 _ _ _ _ _ _ _ _
> SORT none
< *0
