# The library bit: operations on the bits of 32-bit integers.

> EVAL "return bit.tobit(0xffffffff)" 0
< :-1
> EVAL "return bit.tobit(2^32+1)" 0
< :1
> EVAL "return bit.tobit(-1)" 0
< :-1
> EVAL "return bit.tobit(1.5)" 0
< :2
> EVAL "return bit.tobit(2.5)" 0
< :2
> EVAL "return bit.tobit(0.5)" 0
< :0
> EVAL "return bit.tobit(-0.5)" 0
< :0
> EVAL "return bit.tobit(-1.5)" 0
< :-2
> EVAL "return bit.tobit(1e15)" 0
< :-1530494976
> EVAL "return bit.tobit(2^52)" 0
< :0
> EVAL "return bit.tobit(2^53+2)" 0
< :1
> EVAL "return bit.tobit(-2^51-5)" 0
< :-10
> EVAL "return bit.tobit(1e300)" 0
< :-2013235812
> EVAL "return bit.tobit(1/0)" 0
< :0
> EVAL "return bit.tobit(-1/0)" 0
< :0
> EVAL "return bit.tobit('12')" 0
< :12
> EVAL "return bit.tobit('0xff')" 0
< :255
> EVAL "return bit.tobit('x')" 0
< -ERR user_script:1: bad argument #1 to 'tobit' (number expected, got string) script: 4fe0a4258aa95439ac2f80d95b01a24a0ba1ff0c, on @user_script:1.
> EVAL "return bit.tobit({})" 0
< -ERR user_script:1: bad argument #1 to 'tobit' (number expected, got table) script: c9c355caabcd207bb2074ae3fd5cc71de2ef4e3e, on @user_script:1.
> EVAL "return bit.tobit()" 0
< -ERR user_script:1: bad argument #1 to 'tobit' (number expected, got no value) script: 6058df6fbdf91c1b96015f209fb1a490233f2272, on @user_script:1.
> EVAL "return bit.tobit(1,2)" 0
< :1
> EVAL "return bit.tohex(1)" 0
< "00000001"
> EVAL "return bit.tohex(-1)" 0
< "ffffffff"
> EVAL "return bit.tohex(255,4)" 0
< "00ff"
> EVAL "return bit.tohex(255,-4)" 0
< "00FF"
> EVAL "return bit.tohex(255,0)" 0
< ""
> EVAL "return bit.tohex(255,100)" 0
< "000000ff"
> EVAL "return bit.tohex(255,-100)" 0
< "000000FF"
> EVAL "return bit.tohex(0x87654321,4)" 0
< "4321"
> EVAL "return bit.tohex(255,2^32)" 0
< ""
> EVAL "return bit.tohex()" 0
< -ERR user_script:1: bad argument #1 to 'tohex' (number expected, got no value) script: bbebe1b19aaebf97fcec4b5510d6e6a9817e9192, on @user_script:1.
> EVAL "return bit.tohex('x')" 0
< -ERR user_script:1: bad argument #1 to 'tohex' (number expected, got string) script: df48a49b4a462b1327d5fad577e7cc1fae9a2ee2, on @user_script:1.
> EVAL "return bit.tohex(1,'x')" 0
< -ERR user_script:1: bad argument #2 to 'tohex' (number expected, got string) script: 316ad80c9ff5a7a72f312c10572b835362f3e544, on @user_script:1.
> EVAL "return bit.tohex(255,1.5)" 0
< "ff"
> EVAL "return bit.tohex(255,nil)" 0
< -ERR user_script:1: bad argument #2 to 'tohex' (number expected, got nil) script: 23c97d0f7b17b52df65026cbee22159575dddf66, on @user_script:1.
> EVAL "return bit.bnot(0)" 0
< :-1
> EVAL "return bit.bnot(0x12345678)" 0
< :-305419897
> EVAL "return bit.band(0x12345678,0xff)" 0
< :120
> EVAL "return bit.band(1)" 0
< :1
> EVAL "return bit.band()" 0
< -ERR user_script:1: bad argument #1 to 'band' (number expected, got no value) script: 5cf53f885283a4f44a8fe7ad7e7fccaed4113e62, on @user_script:1.
> EVAL "return bit.band(1,'x')" 0
< -ERR user_script:1: bad argument #2 to 'band' (number expected, got string) script: 53f0ab23b26c03dccd0724e3616905f5b3ef0070, on @user_script:1.
> EVAL "return bit.band(1,2,'x')" 0
< -ERR user_script:1: bad argument #3 to 'band' (number expected, got string) script: 4de29336cd1cb0dc8e110f48fd68dc0817c01b6c, on @user_script:1.
> EVAL "return bit.bor(1,2,4,8)" 0
< :15
> EVAL "return bit.bxor(0xa5a5f0f0,0xaa55ff00)" 0
< :267390960
> EVAL "return bit.lshift(1,0)" 0
< :1
> EVAL "return bit.lshift(1,8)" 0
< :256
> EVAL "return bit.lshift(1,40)" 0
< :256
> EVAL "return bit.lshift(1,-1)" 0
< :-2147483648
> EVAL "return bit.lshift(1)" 0
< -ERR user_script:1: bad argument #2 to 'lshift' (number expected, got no value) script: 96ef0de5140ab932215a1863ca1373f10f03b7a6, on @user_script:1.
> EVAL "return bit.lshift(1,31)" 0
< :-2147483648
> EVAL "return bit.rshift(256,8)" 0
< :1
> EVAL "return bit.rshift(-256,8)" 0
< :16777215
> EVAL "return bit.arshift(256,8)" 0
< :1
> EVAL "return bit.arshift(-256,8)" 0
< :-1
> EVAL "return bit.rol(0x12345678,12)" 0
< :1164411171
> EVAL "return bit.ror(0x12345678,12)" 0
< :1736516421
> EVAL "return bit.rol(1,32)" 0
< :1
> EVAL "return bit.rol(1,33)" 0
< :2
> EVAL "return bit.rol(1,0)" 0
< :1
> EVAL "return bit.bswap(0x12345678)" 0
< :2018915346
> EVAL "return bit.bswap(0x78563412)" 0
< :305419896
> EVAL "return bit.bswap()" 0
< -ERR user_script:1: bad argument #1 to 'bswap' (number expected, got no value) script: b93f9fa16f202da9d0c627070d30735215c8a1e0, on @user_script:1.
> EVAL "return bit.lshift('x',1)" 0
< -ERR user_script:1: bad argument #1 to 'lshift' (number expected, got string) script: 858dd22fddef7d73dbc01ce77caae6bd9d81f873, on @user_script:1.
> EVAL "return bit.lshift(1,'x')" 0
< -ERR user_script:1: bad argument #2 to 'lshift' (number expected, got string) script: 6d9638cae1b4a55bef8320f2aed1f2a2f76a8360, on @user_script:1.
