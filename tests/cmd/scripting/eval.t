# EVAL and EVALSHA: their arguments, KEYS and ARGV, and what a script returns.

> EVAL
< -ERR wrong number of arguments for 'eval' command
> EVAL "return 1"
< -ERR wrong number of arguments for 'eval' command
> EVAL "return 1" x
< -ERR value is not an integer or out of range
> EVAL "return 1" 1.5
< -ERR value is not an integer or out of range
> EVAL "return 1" -1
< -ERR Number of keys can't be negative
> EVAL "return 1" 2 a
< -ERR Number of keys can't be greater than number of args
> EVAL "return 1" 0
< :1
> EVAL "return {KEYS[1],KEYS[2],ARGV[1],ARGV[2],#KEYS,#ARGV}" 2 a b c d
< *6 "a" "b" "c" "d" :2 :2
> EVAL "return {KEYS[1],ARGV[1]}" 0
< *0
> EVAL "return #KEYS" 1 ""
< :1
> EVAL "KEYS[1]='x' KEYS[3]='y' return KEYS" 1 a
< *1 "x"
> EVAL "KEYS = {} return 1" 1 a
< -ERR user_script:1: Attempt to modify a readonly table script: 64a01918c827abcc0d9fc12b1b56bc165cdf91df, on @user_script:1.
> EVAL "" 0
< nil
> EVAL "return" 0
< nil
> EVAL "return ARGV[1]" 0 "a\x00b\r\n\xff"
< "a\x00b\r\n\xff"
> EVAL "return #ARGV[1]" 0 "x"*100000
< :100000
> EVALSHA 7413dc2440db1fea7c0a0bde841fa68eefaf149c 0
< -NOSCRIPT No matching script. Please use EVAL.
> SCRIPT LOAD "return 'hi'"
< "2f31ba2bb6d6a0f42cc159d2e2dad55440778de3"
> EVALSHA 2fa2b029f72572e803ff55a09b1282699aecae6a 0
< -NOSCRIPT No matching script. Please use EVAL.
> EVALSHA ffffffffffffffffffffffffffffffffffffffff 0
< -NOSCRIPT No matching script. Please use EVAL.
> EVALSHA abc 0
< -NOSCRIPT No matching script. Please use EVAL.
> EVALSHA ffffffffffffffffffffffffffffffffffffffff x
< -ERR value is not an integer or out of range
> EVALSHA ffffffffffffffffffffffffffffffffffffffff
< -ERR wrong number of arguments for 'evalsha' command

# What it returns.
> EVAL "return 3.99" 0
< :3
> EVAL "return -3.99" 0
< :-3
> EVAL "return 2^53" 0
< :9007199254740992
> EVAL "return 1e300" 0
< :-9223372036854775808
> EVAL "return 0/0" 0
< :-9223372036854775808
> EVAL "return true" 0
< :1
> EVAL "return false" 0
< nil
> EVAL "return nil" 0
< nil
> EVAL "return 'text'" 0
< "text"
> EVAL "return {1,2,nil,4}" 0
< *2 :1 :2
> EVAL "return {}" 0
< *0
> EVAL "return {1.9,'a',true,false,{2,{3}}}" 0
< *5
<   :1
<   "a"
<   :1
<   nil
<   *2
<     :2
<     *1 :3
> EVAL "return {a=1}" 0
< *0
> EVAL "return function() end" 0
< nil
> EVAL "return coroutine.create(function() end)" 0
< nil
> EVAL "return {ok='fine'}" 0
< +fine
> EVAL "return {ok='a\\r\\nb'}" 0
< +a  b
> EVAL "return {err='MYERR bad'}" 0
< -MYERR bad
> EVAL "return {err='a\\nb'}" 0
< -a b
> EVAL "return {ok=5}" 0
< *0
> EVAL "return {err={}}" 0
< *0
> EVAL "return {1,{err='ERR z'},{ok='OK'}}" 0
< *3
<   :1
<   -ERR z
<   +OK
> EVAL "return {double=3.5}" 0
< "3.5"
> EVAL "return {map={a=1}}" 0
< *2 "a" :1
> EVAL "return {set={a=true}}" 0
< *1 "a"
> EVAL "return {big_number='123456789012345678901234567890'}" 0
< "123456789012345678901234567890"
> EVAL "return {verbatim_string={format='txt',string='hello'}}" 0
< "hello"
> EVAL "return {1,2},3" 0
< *2 :1 :2
> EVAL "local t = setmetatable({}, {__index = function() return 1 end}) return {t.a, #t}" 0
< *2 :1 :0
> EVAL "local t = setmetatable({}, {__index = {ok = 'x'}}) return t" 0
< *0

# What it changes.
> EVAL "return redis.call('SET', KEYS[1], ARGV[1])" 1 k v
< +OK
> GET k
< "v"
> EVAL "redis.call('SELECT', 1) return redis.call('SET', 'other', 1)" 0
< +OK
> GET other
< nil
> SELECT 1
< +OK
> GET other
< "1"
> DEL other
< :1
> SELECT 0
< +OK
> EVAL "redis.call('INCR', 'n') redis.call('INCR', 'n') error('no')" 0
< -ERR user_script:1: no script: 1b36dbf449eea297087eceaa79c3f7daca86e821, on @user_script:1.
> GET n
< "2"
