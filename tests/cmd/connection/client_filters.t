# The filters of CLIENT LIST since Valkey 8.1 and 9.0; CLIENT KILL has the same.
! since V9.0

@a > CLIENT SETNAME alice
@a < +OK
@a > CLIENT ID
@a <save a
@a > CLIENT SETINFO LIB-NAME libone
@a < +OK
@a > CLIENT SETINFO LIB-VER 1.0
@a < +OK
@a > CLIENT NO-TOUCH ON
@a < +OK
@b > CLIENT SETNAME bob
@b < +OK
@b > CLIENT ID
@b <save b
@b > CLIENT CAPA redirect
@b < +OK
@b > SELECT 2
@b < +OK
> CLIENT ID
<save me

> CLIENT LIST NAME alice
<~ "id=${a} [^\\]*\\n"
> CLIENT LIST NAME ali
< ""
> CLIENT LIST NOT-NAME alice
<~ "id=${me} [^\\]*\\nid=${b} [^\\]*\\n"
> CLIENT LIST SKIPME yes
<~ "id=${a} [^\\]*\\nid=${b} [^\\]*\\n"
> CLIENT LIST SKIPME no NOT-ID ${a}
<~ "id=${me} [^\\]*\\nid=${b} [^\\]*\\n"
> CLIENT LIST SKIPME maybe
< -ERR syntax error
> CLIENT LIST LIB-NAME libone LIB-VER 1.0
<~ "id=${a} [^\\]*\\n"
> CLIENT LIST LIB-NAME libone LIB-VER 2.0
< ""
> CLIENT LIST DB 2
<~ "id=${b} [^\\]*\\n"
> CLIENT LIST NOT-DB 0
<~ "id=${b} [^\\]*\\n"
> CLIENT LIST DB 16
< -ERR DB index is out of range
> CLIENT LIST FLAGS T
<~ "id=${a} [^\\]*\\n"
> CLIENT LIST FLAGS N NOT-FLAGS T
<~ "id=${me} [^\\]*\\nid=${b} [^\\]*\\n"
> CLIENT LIST FLAGS Q
< -ERR Unknown client flags 'Q'
> CLIENT LIST CAPA r
<~ "id=${b} [^\\]*\\n"
> CLIENT LIST NOT-CAPA r SKIPME YES
<~ "id=${a} [^\\]*\\n"
> CLIENT LIST CAPA z
< -ERR Unknown client capabilities 'z'
> CLIENT LIST IP 127.0.0.1 ID ${b} ${a} TYPE normal
<~ "id=${b} [^\\]*\\nid=${a} [^\\]*\\n"
> CLIENT LIST IP 10.0.0.1
< ""
> CLIENT LIST NOT-IP 127.0.0.1
< ""
> CLIENT LIST USER default NOT-ID ${me} ${b}
<~ "id=${a} [^\\]*\\n"
> CLIENT LIST NOT-USER default
< ""
> CLIENT LIST USER nosuch
< -ERR No such user 'nosuch'
> CLIENT LIST ADDR 127.0.0.1:1
< ""
> CLIENT LIST NOT-TYPE pubsub NOT-LADDR 1.2.3.4:5 ID ${me}
<~ "id=${me} [^\\]*\\n"
> CLIENT LIST MAXAGE 3600
< ""
> CLIENT LIST IDLE 3600
< ""
> CLIENT LIST MAXAGE x
< -ERR maxage is not an integer or out of range
> CLIENT LIST MAXAGE 0
< -ERR maxage should be greater than 0
> CLIENT LIST IDLE -1
< -ERR idle should be greater than 0
> CLIENT LIST NOT-SKIPME yes
< -ERR syntax error
> CLIENT LIST NAME
< -ERR syntax error

> CLIENT KILL DB 2 NAME nobody
< :0
> CLIENT KILL NOT-NAME bob SKIPME yes
< :1
@a < closed
> CLIENT KILL CAPA r
< :1
@b < closed
