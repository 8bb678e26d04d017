# FCALL and FCALL_RO: arguments, replies, errors.

> FCALL
< -ERR wrong number of arguments for 'fcall' command
> FCALL f
< -ERR wrong number of arguments for 'fcall' command
> FCALL f 0
< -ERR Function not found
> FCALL f nope
< -ERR Function not found
> FCALL f -1
< -ERR Function not found
> FCALL f 1
< -ERR Function not found
> FUNCTION LOAD "#!lua name=lib\nlocal function echo(keys, args) return {#keys, keys, #args, args} end\nredis.register_function('echo', echo)\nredis.register_function{function_name='echo_ro', callback=echo, flags={'no-writes'}}"
< "lib"
> FCALL echo 0
< *4 :0 *0 :0 *0
> FCALL echo 1 k
< *4
<   :1
<   *1 "k"
<   :0
<   *0
> FCALL echo 1 k a b
< *4
<   :1
<   *1 "k"
<   :2
<   *2 "a" "b"
> FCALL echo 2 k1 k2
< *4
<   :2
<   *2 "k1" "k2"
<   :0
<   *0
> FCALL echo 2 k1
< -ERR Number of keys can't be greater than number of args
> FCALL echo -1
< -ERR Number of keys can't be negative
> FCALL echo -1 a
< -ERR Number of keys can't be negative
> FCALL echo nope
< -ERR Bad number of keys provided
> FCALL echo 1.5 a
< -ERR Bad number of keys provided
> FCALL echo 99999999999999999999 a
< -ERR Bad number of keys provided
> FCALL echo 9223372036854775807 a
< -ERR Number of keys can't be greater than number of args
> FCALL echo ""
< -ERR Bad number of keys provided
> FCALL ECHO 0
< *4 :0 *0 :0 *0
> FCALL "" 0
< -ERR Function not found
> FCALL_RO echo 0
< -ERR Can not execute a script with write flag using *_ro command.
> FCALL_RO echo_ro 1 k a
< *4
<   :1
<   *1 "k"
<   :1
<   *1 "a"
> FCALL echo_ro 1 k a
< *4
<   :1
<   *1 "k"
<   :1
<   *1 "a"
> FCALL_RO nosuch 0
< -ERR Function not found
> FCALL_RO echo_ro 2 k
< -ERR Number of keys can't be greater than number of args
> FCALL_RO echo_ro -1
< -ERR Number of keys can't be negative
> FCALL_RO echo_ro x
< -ERR Bad number of keys provided
> FCALL nosuch x
< -ERR Function not found
> FCALL nosuch -1
< -ERR Function not found

# Replies.
> FUNCTION LOAD "#!lua name=replies\nlocal function r(name, value) redis.register_function(name, function() return value end) end\nr('r_nil', nil) r('r_true', true) r('r_false', false) r('r_int', 3.99) r('r_text', 'x\\r\\ny') r('r_array', {1, 'a', {2}, nil, 3}) r('r_ok', {ok='FINE'}) r('r_err', {err='MINE bad'}) r('r_err2', {err='bad'}) r('r_err3', {err='-bad'}) r('r_double', {double=3.5}) r('r_map', {map={a=1}}) r('r_set', {set={a=true}}) r('r_big', {big_number='123'}) r('r_verb', {verbatim_string={format='txt', string='hi'}})"
< "replies"
> FCALL r_nil 0
< nil
> FCALL r_true 0
< :1
> FCALL r_false 0
< nil
> FCALL r_int 0
< :3
> FCALL r_text 0
< "x\r\ny"
> FCALL r_array 0
< *3
<   :1
<   "a"
<   *1 :2
> FCALL r_ok 0
< +FINE
> FCALL r_err 0
< -MINE bad
> FCALL r_err2 0
< -bad
> FCALL r_err3 0
< --bad
> FCALL r_double 0
< "3.5"
> FCALL r_map 0
< *2 "a" :1
> FCALL r_set 0
< *1 "a"
> FCALL r_big 0
< "123"
> FCALL r_verb 0
< "hi"
! resp3
> FCALL r_nil 0
< _
> FCALL r_true 0
< :1
> FCALL r_false 0
< _
> FCALL r_double 0
< ,3.5
> FCALL r_map 0
< %1 "a" :1
> FCALL r_set 0
< ~1 "a"
> FCALL r_big 0
< (123
> FCALL r_verb 0
< ="txt:hi"
! resp2
