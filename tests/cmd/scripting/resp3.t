# RESP3: what redis.call gives after redis.setresp(3), and what clients get.

> EVAL "redis.setresp(3) return type(redis.call('get','nokey'))" 0
< "nil"
> EVAL "redis.call('hset','h','f','v') redis.setresp(3) local t = redis.call('hgetall','h') return {type(t.map), t.map.f}" 0
< *2 "table" "v"
> EVAL "redis.call('sadd','s','m') redis.setresp(3) return redis.call('smembers','s').set.m" 0
< :1
> EVAL "redis.call('zadd','z',1.5,'m') redis.setresp(3) return tostring(redis.call('zscore','z','m').double)" 0
< "1.5"
> EVAL "redis.setresp(3) return redis.call('zscore','z','m')" 0
< "1.5"
> EVAL "redis.setresp(3) return true" 0
< :1
> EVAL "redis.setresp(3) return false" 0
< :0
> EVAL "redis.setresp(3) return redis.call('hgetall','h')" 0
< *2 "f" "v"
> EVAL "redis.setresp(3) return redis.call('config','get','x')" 0
< -ERR This Redis command is not allowed from script script: 6beff624a97f057ce8506b717a84809fb2c32880, on @user_script:1.
! resp3
> EVAL "return redis.call('hgetall','h')" 0
< *2 "f" "v"
> EVAL "redis.setresp(3) return redis.call('hgetall','h')" 0
< %1 "f" "v"
> EVAL "redis.setresp(3) return redis.call('smembers','s')" 0
< ~1 "m"
> EVAL "redis.setresp(3) return redis.call('zscore','z','m')" 0
< ,1.5
> EVAL "redis.setresp(3) return redis.call('get','nokey')" 0
< _
> EVAL "redis.setresp(3) return redis.call('zrange','z',0,-1,'withscores')" 0
< *1
<   *2 "m" ,1.5
> EVAL "redis.setresp(3) return redis.call('hrandfield','h',-2,'withvalues')" 0
< *2
<   *2 "f" "v"
<   *2 "f" "v"
> EVAL "redis.setresp(3) return true" 0
< #t
> EVAL "redis.setresp(3) return false" 0
< #f
> EVAL "return true" 0
< :1
> EVAL "return false" 0
< _
> EVAL "return nil" 0
< _
> EVAL "return {double=3.25}" 0
< ,3.25
> EVAL "return {map={a=1}}" 0
< %1 "a" :1
> EVAL "return {set={a=true}}" 0
< ~1 "a"
> EVAL "return {big_number='123456789012345678901234567890'}" 0
< (123456789012345678901234567890
> EVAL "return {verbatim_string={format='txt',string='hello'}}" 0
< ="txt:hello"
> EVAL "return {map={a={map={b=2}}}}" 0
< %1
<   "a" %1 "b" :2
> EVAL "redis.setresp(3) return redis.call('sismember','s','m')" 0
< :1
! resp2
> EVAL "return {double=3.25}" 0
< "3.25"
> EVAL "redis.setresp(3) return redis.call('zrange','z',0,-1,'withscores')" 0
< *1
<   *2 "m" "1.5"
