# CLIENT PAUSE WRITE stops scripts that may write, and none that say they do not.

> SCRIPT LOAD "#!lua flags=no-writes\nreturn 'sha'"
< "77dd861d6c98965bd076e7a448e4ee598b2d57a5"
> CLIENT PAUSE 10000 WRITE
< +OK
@a > EVAL "#!lua flags=no-writes\nreturn 'text'" 0
@a < "text"
@a > EVALSHA 77dd861d6c98965bd076e7a448e4ee598b2d57a5 0
@a < "sha"
@b > EVAL "return 'writes'" 0
@b < nothing
@c > EVAL "#!lua flags=allow-oom\nreturn 'may write'" 0
@c < nothing
> CLIENT UNPAUSE
< +OK
@b < "writes"
@c < "may write"
