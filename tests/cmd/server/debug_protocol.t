! config enable-debug-command yes
> DEBUG PROTOCOL string
> DEBUG PROTOCOL integer
> DEBUG PROTOCOL double
> DEBUG PROTOCOL bignum
> DEBUG PROTOCOL null
> DEBUG PROTOCOL array
> DEBUG PROTOCOL set
> DEBUG PROTOCOL map
> DEBUG PROTOCOL attrib
> DEBUG PROTOCOL push
> DEBUG PROTOCOL verbatim
> DEBUG PROTOCOL true
> DEBUG PROTOCOL false
> DEBUG PROTOCOL x
< "Hello World"
< :12345
< "3.141"
< "1234567999999999999999999999999999999"
< nil
< *3 :0 :1 :2
< *3 :0 :1 :2
< *6 :0 :0 :1 :1 :2 :0
< "Some real reply following the attribute"
< -ERR RESP2 is not supported by this command
< "This is a verbatim\nstring"
< :1
< :0
< -ERR Wrong protocol type name. Please use one of the following: string|integer|double|bignum|null|array|set|map|attrib|push|verbatim|true|false
! resp3
> DEBUG PROTOCOL string
> DEBUG PROTOCOL integer
> DEBUG PROTOCOL double
> DEBUG PROTOCOL bignum
> DEBUG PROTOCOL null
> DEBUG PROTOCOL array
> DEBUG PROTOCOL set
> DEBUG PROTOCOL map
> DEBUG PROTOCOL attrib
> DEBUG PROTOCOL push
> DEBUG PROTOCOL verbatim
> DEBUG PROTOCOL true
> DEBUG PROTOCOL false
< "Hello World"
< :12345
< ,3.141
< (1234567999999999999999999999999999999
< _
< *3 :0 :1 :2
< ~3 :0 :1 :2
< %3 :0 #f :1 #t :2 #f
< |1 "key-popularity" *2 "key:123" :90
< "Some real reply following the attribute"
< >2 "server-cpu-usage" :42
< "Some real reply following the push reply"
< ="txt:This is a verbatim\nstring"
< #t
< #f
