# Functions while used memory is over maxmemory.

> FUNCTION LOAD "#!lua name=l\nlocal function f(k) return redis.call('SET', k[1], 'v') end\nlocal function g(k) return redis.call('GET', k[1]) end\nredis.register_function('set', f)\nredis.register_function('get', g)\nredis.register_function{function_name='set_oom', callback=f, flags={'allow-oom'}}\nredis.register_function{function_name='get_oom', callback=g, flags={'allow-oom'}}\nredis.register_function{function_name='get_ro', callback=g, flags={'no-writes'}}\nredis.register_function('del', function(k) return redis.call('DEL', k[1]) end)\nredis.register_function{function_name='stale', callback=g, flags={'no-writes', 'allow-stale'}}\nredis.register_function{function_name='no_cluster', callback=g, flags={'no-cluster', 'allow-cross-slot-keys'}}"
< "l"
> SET k 1
< +OK
> CONFIG SET maxmemory 1
< +OK
> FCALL set 1 k
< -OOM command not allowed when used memory > 'maxmemory'.
> FCALL get 1 k
< -OOM command not allowed when used memory > 'maxmemory'.
> FCALL set_oom 1 k
< +OK
> FCALL get_oom 1 k
< "v"
> FCALL get_ro 1 k
< "v"
> FCALL_RO get_ro 1 k
< "v"
> FCALL del 1 k
< -OOM command not allowed when used memory > 'maxmemory'.
> FUNCTION LOAD "#!lua name=m\nredis.register_function('x', function() end)"
< -OOM command not allowed when used memory > 'maxmemory'.
> FUNCTION RESTORE "\x0a\x00\x5D\x9B\x5C\x40\x0F\x7F\xA2\xDA"
< -OOM command not allowed when used memory > 'maxmemory'.
> FUNCTION DELETE l
< +OK
> FUNCTION FLUSH
< +OK
> MULTI
< +OK
> FCALL set 1 k
< -OOM command not allowed when used memory > 'maxmemory'.
> EXEC
< -EXECABORT Transaction discarded because of previous errors.
> CONFIG SET maxmemory 0
< +OK
> FUNCTION LOAD "#!lua name=l\nlocal function f(k) return redis.call('SET', k[1], 'v') end\nlocal function g(k) return redis.call('GET', k[1]) end\nredis.register_function('set', f)\nredis.register_function('get', g)\nredis.register_function{function_name='no_cluster', callback=g, flags={'no-cluster', 'allow-cross-slot-keys'}}\nredis.register_function{function_name='stale', callback=g, flags={'no-writes', 'allow-stale'}}\nredis.register_function{function_name='get_ro', callback=g, flags={'no-writes'}}"
< "l"
> FCALL no_cluster 1 k
< "v"
