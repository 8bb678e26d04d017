# redis.call and redis.pcall: arguments, replies and errors.

> EVAL "return redis.call()" 0
< -ERR Please specify at least one argument for this redis lib call script: 0a907e1429221a4d85516cab7fd219a82a9439d8, on @user_script:1.
> EVAL "return redis.pcall()" 0
< -ERR Please specify at least one argument for this redis lib call
> EVAL "return redis.call('set','a',{})" 0
< -ERR Lua redis lib command arguments must be strings or integers script: f852c2a3a94e72447f50c0bcf1c270021162ffaf, on @user_script:1.
> EVAL "return redis.pcall('set','a',{})" 0
< -ERR Lua redis lib command arguments must be strings or integers
> EVAL "return redis.call('echo',true)" 0
< -ERR Lua redis lib command arguments must be strings or integers script: 61542a8e2b6f63a9a807e42a5f95ef336c75a2df, on @user_script:1.
> EVAL "return redis.call('echo',nil)" 0
< -ERR Lua redis lib command arguments must be strings or integers script: 96e3c522f4776ba2859856ea7cd4cd49a2b2b642, on @user_script:1.
> EVAL "return redis.call({})" 0
< -ERR Lua redis lib command arguments must be strings or integers script: 80747816df1f4411f7c442b928fce6a814214839, on @user_script:1.
> EVAL "return redis.call(5)" 0
< -ERR Unknown Redis command called from script script: 0807b14573f79091472bde23ba560be9eac143bf, on @user_script:1.
> EVAL "return redis.call('echo',1.5)" 0
< "1.5"
> EVAL "return redis.call('echo',1e15)" 0
< "1000000000000000"
> EVAL "return redis.call('echo',1e16)" 0
< "10000000000000000"
> EVAL "return redis.call('echo',1e17)" 0
< "1e+17"
> EVAL "return redis.call('echo',-5)" 0
< "-5"
> EVAL "return redis.call('echo',0.1)" 0
< "0.10000000000000001"
> EVAL "return redis.call('echo',-0.0)" 0
< "-0"
> EVAL "return redis.call('echo',1/0)" 0
< "inf"
> EVAL "return redis.call('echo',2^53)" 0
< "9007199254740992"
> EVAL "return redis.call('echo',123456789012345678)" 0
< "1.2345678901234568e+17"
> EVAL "return redis.call('foo')" 0
< -ERR Unknown Redis command called from script script: cc78c5a793d041f28ab0f6b117a82d1428ccfd13, on @user_script:1.
> EVAL "return redis.pcall('foo')" 0
< -ERR Unknown Redis command called from script
> EVAL "return redis.call('get')" 0
< -ERR Wrong number of args calling Redis command from script script: f187dee77f607f7cff00bbabc9df38507582c78d, on @user_script:1.
> EVAL "return redis.call('config','foo')" 0
< -ERR Unknown Redis command called from script script: cab0beff4bc0d313e3ece95d33aa58b1ccaea4e8, on @user_script:1.
> EVAL "return redis.call('multi')" 0
< -ERR This Redis command is not allowed from script script: c329a1a294be6bf95b44144f7502610661ae925a, on @user_script:1.
> EVAL "return redis.call('eval','return 1',0)" 0
< -ERR This Redis command is not allowed from script script: 595931feb16e9cba240a2e4c6a852627761118e3, on @user_script:1.
> EVAL "return redis.call('config','get','maxmemory')" 0
< -ERR This Redis command is not allowed from script script: ce45eb79367d493e5dbe55446ef14fbdf6f8cfae, on @user_script:1.
> EVAL "return redis.call('client','info')" 0
< -ERR This Redis command is not allowed from script script: 0d9f164d7f806f601108e8b597b44b1d959a3bbc, on @user_script:1.
> EVAL "return redis.call('xread','streams','s','$')" 0
< nil
> EVAL "redis.call('set','s','v') return redis.call('lpush','s','b')" 0
< -WRONGTYPE Operation against a key holding the wrong kind of value script: 1c14d92a76b439d82936e1d1abc5fbec22664938, on @user_script:1.
> EVAL "return redis.pcall('lpush','s','b')" 0
< -WRONGTYPE Operation against a key holding the wrong kind of value
> EVAL "return redis.pcall('lpush','s','b').err" 0
< "WRONGTYPE Operation against a key holding the wrong kind of value"
> EVAL "return redis.call('set','k','v','px')" 0
< -ERR syntax error script: 020423300c788d5cf8dfe8c2e9e5131817fd4f64, on @user_script:1.
> EVAL "return redis.call('select','x')" 0
< -ERR value is not an integer or out of range script: e8700f003cff2a25227263baeda291e27696a5ac, on @user_script:1.
> EVAL "local function f() return redis.call('foo') end \n f()" 0
< -ERR Unknown Redis command called from script script: fda7436fa1ba096f8eb3b0aaef76e7fc4c0ed412, on @user_script:1.
> EVAL "local t = {} for k, v in pairs(redis.pcall('foo')) do t[#t+1] = k .. ':' .. type(v) end table.sort(t) return t" 0
< *2 "err:string" "ignore_error_stats_update:boolean"

# Replies.
> EVAL "return redis.call('ping')" 0
< +PONG
> EVAL "return redis.call('ping').ok" 0
< "PONG"
> EVAL "return redis.call('get','nokey')" 0
< nil
> EVAL "return type(redis.call('get','nokey'))" 0
< "boolean"
> EVAL "redis.call('rpush','l','a','b','c') return redis.call('lrange','l',0,-1)" 0
< *3 "a" "b" "c"
> EVAL "return redis.call('mget','s','nokey','s')" 0
< *3 "v" nil "v"
> EVAL "redis.call('hset','h','f','1') return redis.call('hgetall','h')" 0
< *2 "f" "1"
> EVAL "redis.call('zadd','z',1.5,'m') return {redis.call('zscore','z','m'), redis.call('zrange','z',0,-1,'withscores')}" 0
< *2
<   "1.5"
<   *2 "m" "1.5"
> EVAL "redis.call('sadd','set','m') return redis.call('smembers','set')" 0
< *1 "m"
> EVAL "return redis.call('sscan','set',0)" 0
< *2
<   "0"
<   *1 "m"
> EVAL "return redis.call('hscan','h',0)" 0
< *2
<   "0"
<   *2 "f" "1"
> EVAL "return redis.call('zscan','z',0)" 0
< *2
<   "0"
<   *2 "m" "1.5"
> EVAL "return redis.call('scan',0,'match','nothing*','count',1000)[2]" 0
< *0
> EVAL "return redis.call('hrandfield','h',-2,'withvalues')" 0
< *4 "f" "1" "f" "1"
> EVAL "return redis.call('geoadd','g',13.361389,38.115556,'p')" 0
< :1
> EVAL "return redis.call('geopos','g','p','q')" 0
< *2
<   *2 "13.36138933897018433" "38.11555639549629859"
<   nil
> EVAL "return redis.call('geosearch','g','frommember','p','byradius',1,'km','withdist')" 0
< *1
<   *2 "p" "0.0000"
> EVAL "return redis.call('xadd','x','1-1','f','v')" 0
< "1-1"
> EVAL "return redis.call('xrange','x','-','+')" 0
< *1
<   *2
<     "1-1"
<     *2 "f" "v"
> EVAL "return redis.call('xreadgroup','group','g1','c','streams','x','>')" 0
< -NOGROUP No such key 'x' or consumer group 'g1' in XREADGROUP with GROUP option script: da288368b564b91de829315e0107e9d14e5cf399, on @user_script:1.
> EVAL "redis.call('xgroup','create','x','g1',0) return redis.call('xreadgroup','group','g1','c','streams','x','>')" 0
< *1
<   *2
<     "x"
<     *1
<       *2
<         "1-1"
<         *2 "f" "v"
> EVAL "return redis.call('xpending','x','g1')" 0
< *4
<   :1
<   "1-1"
<   "1-1"
<   *1
<     *2 "c" "1"
> EVAL "return redis.call('sort','l','alpha','desc')" 0
< *3 "c" "b" "a"
> EVAL "return redis.call('object','encoding','s')" 0
< "embstr"
> EVAL "return redis.call('command','count') > 100" 0
< :1
> EVAL "return redis.call('command','info','get')[1][1]" 0
< "get"
> EVAL "return redis.call('command','docs','get')[1]" 0
< "get"
> EVAL "return #redis.call('dump','s') > 0" 0
< :1
> EVAL "return redis.call('lmpop',2,'nolist','l','left')" 0
< *2
<   "l"
<   *1 "a"
> EVAL "return redis.call('keys','z*')" 0
< *1 "z"
> EVAL "return redis.call('bitfield','bf','set','u8',0,255,'get','u4',0)" 0
< *2 :0 :15
> EVAL "return redis.call('lcs','s','s','idx')" 0
< *4
<   "matches"
<   *1
<     *2
<       *2 :0 :0
<       *2 :0 :0
<   "len"
<   :1
> EVAL "return redis.call('memory','usage','nokey')" 0
< nil
> EVAL "return #redis.call('time')" 0
< :2
> EVAL "return redis.call('getrange','s',0,0)" 0
< "v"
> EVAL "return redis.call('type','l')" 0
< +list
> EVAL "redis.call('set','big',string.rep('x',100000)) return #redis.call('get','big')" 0
< :100000
> EVAL "local t = {} for i = 1, 3000 do t[i] = i end redis.call('rpush','many',unpack(t)) return #redis.call('lrange','many',0,-1)" 0
< :3000
> EVAL "return redis.call('lpos','many','5','count',0)" 0
< *1 :4

# Commands that wait act as if their time were up.
! since 7.2
> EVAL "return redis.call('blpop','nolist',0)" 0
< nil
> EVAL "return redis.call('blpop','l',0)" 0
< *2 "l" "b"
> EVAL "return redis.call('xread','block','0','streams','s2','$')" 0
< nil
> EVAL "return redis.call('blmove','nolist','l','left','right',0)" 0
< nil
! end
