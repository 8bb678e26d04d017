# CLIENT PAUSE WRITE stops functions that may write, and none that may not.

> FUNCTION LOAD "#!lua name=l\nlocal function get(k) return redis.call('GET', k[1]) end\nredis.register_function('get', get)\nredis.register_function{function_name='get_ro', callback=get, flags={'no-writes'}}"
< "l"
> CLIENT PAUSE 10000 WRITE
< +OK
@a > FCALL_RO get_ro 1 k
@a < nil
@a > FCALL get_ro 1 k
@a < nil
@a > FCALL get_ro
@a < -ERR wrong number of arguments for 'fcall' command
@b > FCALL get 1 k
@b < nothing
@e > FCALL nosuch 1 k
@e < nothing
@c > FUNCTION LOAD "#!lua name=m\nredis.register_function('m', function() end)"
@c < nothing
@d > FUNCTION FLUSH
@d < nothing
> FUNCTION LIST LIBRARYNAME m
< *0
> CLIENT UNPAUSE
< +OK
@b < nil
@c < "m"
@d < +OK
@e < -ERR Function not found
