# The library cmsgpack: values as MessagePack, and back.

> EVAL "return cmsgpack.pack()" 0
> EVAL "return cmsgpack.pack(nil)" 0
> EVAL "return cmsgpack.pack(1)" 0
> EVAL "return cmsgpack.pack(127,128,255,256,65535,65536,2^31,2^32-1,2^32,2^53,2^63,2^64)" 0
> EVAL "return cmsgpack.pack(-1,-32,-33,-128,-129,-32768,-32769,-2^31,-2^31-1,-2^53,-2^63,-2^63*2)" 0
> EVAL "return cmsgpack.pack(1e300,16777216.5,0.5,3.14)" 0
> EVAL "return cmsgpack.pack(2^63-1024,2^63+2048,1e18,1e19)" 0
> EVAL "return cmsgpack.pack(true,false)" 0
> EVAL "return cmsgpack.pack('')" 0
> EVAL "return cmsgpack.pack(string.rep('a',31)):sub(1,3)" 0
> EVAL "return cmsgpack.pack(string.rep('a',32)):sub(1,3)" 0
> EVAL "return cmsgpack.pack(string.rep('a',255)):sub(1,3)" 0
> EVAL "return cmsgpack.pack(string.rep('a',256)):sub(1,4)" 0
> EVAL "return cmsgpack.pack(string.rep('a',65535)):sub(1,4)" 0
> EVAL "return cmsgpack.pack(string.rep('a',65536)):sub(1,6)" 0
> EVAL "return cmsgpack.pack({})" 0
> EVAL "return cmsgpack.pack({1,2,3})" 0
> EVAL "return cmsgpack.pack({1,2,nil,4})" 0
> EVAL "return cmsgpack.pack({[2]=1})" 0
> EVAL "return cmsgpack.pack({[1]=1,[3]=1})" 0
> EVAL "return cmsgpack.pack({a=1})" 0
> EVAL "return cmsgpack.pack({1,a=1})" 0
> EVAL "return cmsgpack.pack({[0]=1})" 0
> EVAL "return cmsgpack.pack({[1.5]=1})" 0
> EVAL "return cmsgpack.pack({[-1]=1})" 0
> EVAL "return cmsgpack.pack({[true]=1})" 0
> EVAL "return cmsgpack.pack({[1]=1,[2]=2,[5]=nil})" 0
> EVAL "local t={} for i=1,15 do t[i]=1 end return cmsgpack.pack(t):sub(1,3)" 0
> EVAL "local t={} for i=1,16 do t[i]=1 end return cmsgpack.pack(t):sub(1,4)" 0
> EVAL "local t={} for i=1,65536 do t[i]=1 end return cmsgpack.pack(t):sub(1,6)" 0
> EVAL "local t={} for i=1,15 do t['k'..i]=1 end return cmsgpack.pack(t):sub(1,1)" 0
> EVAL "local t={} for i=1,16 do t['k'..i]=1 end return cmsgpack.pack(t):sub(1,3)" 0
> EVAL "local t={} for i=1,65536 do t['k'..i]=1 end return cmsgpack.pack(t):sub(1,5)" 0
> EVAL "return cmsgpack.pack(function() end)" 0
> EVAL "return cmsgpack.pack({function() end, coroutine.create(function() end)})" 0
> EVAL "return cmsgpack.pack({a=function() end})" 0
> EVAL "local t={} for i=1,14 do t={t} end return cmsgpack.pack(t)" 0
> EVAL "local t={} for i=1,15 do t={t} end return cmsgpack.pack(t)" 0
> EVAL "local t={} for i=1,16 do t={t} end return cmsgpack.pack(t)" 0
> EVAL "local t={} for i=1,17 do t={t} end return cmsgpack.pack(t)" 0
> EVAL "local t={} for i=1,18 do t={a=t} end return cmsgpack.pack(t)" 0
> EVAL "local t={'x'} for i=1,18 do t={a=t} end return cmsgpack.pack(t)" 0
> EVAL "return cmsgpack.unpack('')" 0
> EVAL "return cmsgpack.unpack()" 0
> EVAL "return cmsgpack.unpack(nil)" 0
> EVAL "return cmsgpack.unpack({})" 0
> EVAL "return cmsgpack.unpack(12)" 0
> EVAL "return cmsgpack.unpack('\\1\\2\\3')" 0
> EVAL "return {cmsgpack.unpack('\\1\\2\\3')}" 0
> EVAL "return {cmsgpack.unpack('\\1\\2\\3',1)}" 0
> EVAL "return {cmsgpack.unpack('\\1\\2\\3',1,2)}" 0
> EVAL "return {cmsgpack.unpack_one('\\1\\2\\3')}" 0
> EVAL "return {cmsgpack.unpack_one('\\1\\2\\3',1)}" 0
> EVAL "return {cmsgpack.unpack_one('\\1\\2\\3',2)}" 0
> EVAL "return {cmsgpack.unpack_one('\\1\\2\\3',3)}" 0
> EVAL "return {cmsgpack.unpack_one('\\1\\2\\3',4)}" 0
> EVAL "return {cmsgpack.unpack_one('\\1\\2\\3',-1)}" 0
> EVAL "return {cmsgpack.unpack_one('')}" 0
> EVAL "return {cmsgpack.unpack_one('\\1\\2\\3','1')}" 0
> EVAL "return {cmsgpack.unpack_one('\\1\\2\\3','x')}" 0
> EVAL "return {cmsgpack.unpack_one('\\1\\2\\3',{})}" 0
> EVAL "return {cmsgpack.unpack_one('\\1\\2\\3',nil)}" 0
> EVAL "return {cmsgpack.unpack_one('\\1\\2\\3',1.7)}" 0
> EVAL "return {cmsgpack.unpack_one('\\1\\2\\3',1,5)}" 0
> EVAL "return {cmsgpack.unpack_limit('\\1\\2\\3',2)}" 0
> EVAL "return {cmsgpack.unpack_limit('\\1\\2\\3',2,1)}" 0
> EVAL "return {cmsgpack.unpack_limit('\\1\\2\\3',2,2)}" 0
> EVAL "return {cmsgpack.unpack_limit('\\1\\2\\3',3,0)}" 0
> EVAL "return {cmsgpack.unpack_limit('\\1\\2\\3',4,0)}" 0
> EVAL "return {cmsgpack.unpack_limit('\\1\\2\\3',0)}" 0
> EVAL "return {cmsgpack.unpack_limit('\\1\\2\\3',0,3)}" 0
> EVAL "return {cmsgpack.unpack_limit('\\1\\2\\3',0,2)}" 0
> EVAL "return {cmsgpack.unpack_limit('\\1\\2\\3',-1)}" 0
> EVAL "return {cmsgpack.unpack_limit('\\1\\2\\3',2,-1)}" 0
> EVAL "return {cmsgpack.unpack_limit('\\1\\2\\3',-1,-1)}" 0
> EVAL "return {cmsgpack.unpack_limit('\\1\\2\\3')}" 0
> EVAL "return {cmsgpack.unpack_limit('\\1\\2\\3',2,4)}" 0
> EVAL "return {cmsgpack.unpack_limit('\\1\\2\\3',2^32+1)}" 0
> EVAL "return {cmsgpack.unpack_limit('',1)}" 0
> EVAL "return {cmsgpack.unpack_limit('',0)}" 0
> EVAL "return cmsgpack.unpack('\\193')" 0
> EVAL "return cmsgpack.unpack('\\212\\1\\2')" 0
> EVAL "return cmsgpack.unpack('\\199\\1\\2\\3')" 0
> EVAL "return cmsgpack.unpack('\\216aaaaaaaaaaaaaaaaa')" 0
> EVAL "return cmsgpack.unpack('\\201aaaaaaaaaaaaaaaaa')" 0
> EVAL "return cmsgpack.unpack('\\196\\1a')" 0
> EVAL "return cmsgpack.unpack('\\196\\2a')" 0
> EVAL "return cmsgpack.unpack('\\197\\0\\2ab')" 0
> EVAL "return cmsgpack.unpack('\\198\\0\\0\\0\\2ab')" 0
> EVAL "return cmsgpack.unpack('\\198\\0\\0\\0\\2a')" 0
> EVAL "return cmsgpack.unpack('\\161')" 0
> EVAL "return cmsgpack.unpack('\\217\\1a')" 0
> EVAL "return cmsgpack.unpack('\\217')" 0
> EVAL "return cmsgpack.unpack('\\217\\5a')" 0
> EVAL "return cmsgpack.unpack('\\218\\0\\1a')" 0
> EVAL "return cmsgpack.unpack('\\218\\0')" 0
> EVAL "return cmsgpack.unpack('\\219\\0\\0\\0\\1a')" 0
> EVAL "return cmsgpack.unpack('\\219\\255\\255\\255\\255a')" 0
> EVAL "return cmsgpack.unpack('\\219\\0\\0')" 0
> EVAL "return cmsgpack.unpack('\\220\\255\\255\\1')" 0
> EVAL "return cmsgpack.unpack('\\220\\0')" 0
> EVAL "return cmsgpack.unpack('\\221\\255\\255\\255\\255\\1')" 0
> EVAL "return cmsgpack.unpack('\\221\\0\\0')" 0
> EVAL "return cmsgpack.unpack('\\222\\0\\1\\1\\2')[1]" 0
> EVAL "return cmsgpack.unpack('\\222\\0\\1\\1')" 0
> EVAL "return cmsgpack.unpack('\\222\\0')" 0
> EVAL "return cmsgpack.unpack('\\223\\255\\255\\255\\255\\1')" 0
> EVAL "return cmsgpack.unpack('\\223\\0\\0\\0')" 0
> EVAL "return cmsgpack.unpack('\\129\\192\\1')" 0
> EVAL "return cmsgpack.unpack('\\129\\203\\127\\248\\0\\0\\0\\0\\0\\0\\1')" 0
> EVAL "return cmsgpack.unpack('\\129\\1\\192')" 0
> EVAL "return cmsgpack.unpack('\\129\\144\\1')" 0
> EVAL "return cmsgpack.unpack('\\147\\1\\192\\2')" 0
> EVAL "return cmsgpack.unpack('\\147\\1\\2')" 0
> EVAL "return tostring(cmsgpack.unpack('\\192'))" 0
> EVAL "return tostring(cmsgpack.unpack('\\194'))" 0
> EVAL "return tostring(cmsgpack.unpack('\\195'))" 0
> EVAL "return tostring(cmsgpack.unpack('\\224'))" 0
> EVAL "return tostring(cmsgpack.unpack('\\204\\255'))" 0
> EVAL "return tostring(cmsgpack.unpack('\\204'))" 0
> EVAL "return tostring(cmsgpack.unpack('\\205\\255\\255'))" 0
> EVAL "return tostring(cmsgpack.unpack('\\205\\255'))" 0
> EVAL "return tostring(cmsgpack.unpack('\\206\\255\\255\\255\\255'))" 0
> EVAL "return tostring(cmsgpack.unpack('\\206\\255\\255\\255'))" 0
> EVAL "return tostring(cmsgpack.unpack('\\207\\255\\255\\255\\255\\255\\255\\255\\255'))" 0
> EVAL "return tostring(cmsgpack.unpack('\\207\\255\\255\\255\\255\\255\\255\\255'))" 0
> EVAL "return tostring(cmsgpack.unpack('\\208\\255'))" 0
> EVAL "return tostring(cmsgpack.unpack('\\208'))" 0
> EVAL "return tostring(cmsgpack.unpack('\\209\\128\\0'))" 0
> EVAL "return tostring(cmsgpack.unpack('\\210\\128\\0\\0\\0'))" 0
> EVAL "return tostring(cmsgpack.unpack('\\211\\128\\0\\0\\0\\0\\0\\0\\0'))" 0
> EVAL "return tostring(cmsgpack.unpack('\\211\\128\\0\\0\\0\\0\\0\\0'))" 0
> EVAL "return tostring(cmsgpack.unpack('\\202\\63\\192\\0\\0'))" 0
> EVAL "return tostring(cmsgpack.unpack('\\202\\63\\192\\0'))" 0
> EVAL "return tostring(cmsgpack.unpack('\\203\\63\\248\\0\\0\\0\\0\\0\\0'))" 0
> EVAL "return tostring(cmsgpack.unpack('\\203\\63\\248\\0\\0\\0\\0\\0'))" 0
> EVAL "local t=cmsgpack.unpack(string.rep('\\145',100)..'\\1') local n=0 while type(t)=='table' do t=t[1] n=n+1 end return n" 0
> EVAL "return cmsgpack.pack({[1]='a',[2]='b',[3]={}, [4]={a=1}})" 0
> EVAL "return cmsgpack.pack({[2^53]=1})" 0
> EVAL "return cmsgpack.pack({[1]=1,[2^40]=2})" 0
> EVAL "return {cmsgpack.pack(1,2,{3})}" 0
> EVAL "return cmsgpack.pack(setmetatable({},{__index={1,2}}))" 0
> EVAL "return cmsgpack.pack(unpack({1,2,3},1,200))" 0
> EVAL "return {cmsgpack.unpack_one('\\1\\2\\3',2^32)}" 0
> EVAL "return {cmsgpack.unpack_one('\\1\\2\\3',2^53)}" 0
> EVAL "return {cmsgpack.unpack_one('\\1\\2\\3',-2^53)}" 0
> EVAL "return {cmsgpack.unpack_limit('\\1\\2\\3',2^53,1)}" 0
> EVAL "return {cmsgpack.unpack_limit('\\1\\2\\3',1)}" 0
> EVAL "return {cmsgpack.unpack_limit('\\1\\2\\3',3)}" 0
> EVAL "return {cmsgpack.unpack_limit('\\1\\2\\3','x')}" 0
> EVAL "return {cmsgpack.unpack_limit('\\1\\2\\3',1,'x')}" 0
> EVAL "return {cmsgpack.unpack_limit(nil,1,'x')}" 0
> EVAL "return {cmsgpack.unpack_one(nil)}" 0
> EVAL "return {cmsgpack.unpack_one('\\193',0)}" 0
> EVAL "return {pcall(cmsgpack.unpack,'\\193')}" 0
> EVAL "return {pcall(cmsgpack.pack)}" 0
> EVAL "return {pcall(cmsgpack.unpack,'\\129\\192\\1')}" 0
> EVAL "return cmsgpack.pack({[1]=true,[2]=false})" 0
< -ERR user_script:1: bad argument #0 to 'pack' (MessagePack pack needs input.) script: 6bc235afa55de88253e203cc5fe5844792e25209, on @user_script:1.
< "\xc0"
< "\x01"
< "\x7f\xcc\x80\xcc\xff\xcd\x01\x00\xcd\xff\xff\xce\x00\x01\x00\x00\xce\x80\x00\x00\x00\xce\xff\xff\xff\xff\xcf\x00\x00\x00\x01\x00\x00\x00\x00\xcf\x00 \x00\x00\x00\x00\x00\x00\xca_\x00\x00\x00\xca_\x80\x00\x00"
< "\xff\xe0\xd0\xdf\xd0\x80\xd1\xff\x7f\xd1\x80\x00\xd2\xff\xff\x7f\xff\xd2\x80\x00\x00\x00\xd3\xff\xff\xff\xff\x7f\xff\xff\xff\xd3\xff\xe0\x00\x00\x00\x00\x00\x00\xd3\x80\x00\x00\x00\x00\x00\x00\x00\xca\xdf\x80\x00\x00"
< "\xcb~7\xe4<\x88\x00u\x9c\xcbAp\x00\x00\x08\x00\x00\x00\xca?\x00\x00\x00\xcb@\t\x1e\xb8Q\xeb\x85\x1f"
< "\xcf\x7f\xff\xff\xff\xff\xff\xfc\x00\xcbC\xe0\x00\x00\x00\x00\x00\x01\xcf\r\xe0\xb6\xb3\xa7d\x00\x00\xcbC\xe1X\xe4`\x91=\x00"
< "\xc3\xc2"
< "\xa0"
< "\xbfaa"
< "\xd9 a"
< "\xd9\xffa"
< "\xda\x01\x00a"
< "\xda\xff\xffa"
< "\xdb\x00\x01\x00\x00a"
< "\x90"
< "\x93\x01\x02\x03"
< "\x83\x01\x01\x02\x02\x04\x04"
< "\x81\x02\x01"
< "\x82\x01\x01\x03\x01"
< "\x81\xa1a\x01"
< "\x82\x01\x01\xa1a\x01"
< "\x81\x00\x01"
< "\x81\xca?\xc0\x00\x00\x01"
< "\x81\xff\x01"
< "\x81\xc3\x01"
< "\x92\x01\x02"
< "\x9f\x01\x01"
< "\xdc\x00\x10\x01"
< "\xdd\x00\x01\x00\x00\x01"
< "\x8f"
< "\xde\x00\x10"
< "\xdf\x00\x01\x00\x00"
< "\xc0"
< "\x92\xc0\xc0"
< "\x81\xa1a\xc0"
< "\x91\x91\x91\x91\x91\x91\x91\x91\x91\x91\x91\x91\x91\x91\x90"
< "\x91\x91\x91\x91\x91\x91\x91\x91\x91\x91\x91\x91\x91\x91\x91\x90"
< "\x91\x91\x91\x91\x91\x91\x91\x91\x91\x91\x91\x91\x91\x91\x91\x91\xc0"
< "\x91\x91\x91\x91\x91\x91\x91\x91\x91\x91\x91\x91\x91\x91\x91\x91\xc0"
< "\x81\xa1a\x81\xa1a\x81\xa1a\x81\xa1a\x81\xa1a\x81\xa1a\x81\xa1a\x81\xa1a\x81\xa1a\x81\xa1a\x81\xa1a\x81\xa1a\x81\xa1a\x81\xa1a\x81\xa1a\x81\xa1a\xc0"
< "\x81\xa1a\x81\xa1a\x81\xa1a\x81\xa1a\x81\xa1a\x81\xa1a\x81\xa1a\x81\xa1a\x81\xa1a\x81\xa1a\x81\xa1a\x81\xa1a\x81\xa1a\x81\xa1a\x81\xa1a\x81\xa1a\xc0"
< nil
< -ERR user_script:1: bad argument #1 to 'unpack' (string expected, got no value) script: 78103c0f3f46e5897cb5d2fad8dfb28bd38e0eeb, on @user_script:1.
< -ERR user_script:1: bad argument #1 to 'unpack' (string expected, got nil) script: 4d391f47c89da7b224351e962ab989f7f588efd1, on @user_script:1.
< -ERR user_script:1: bad argument #1 to 'unpack' (string expected, got table) script: 1bf8d78c3e2298775df6934cb05254905d2c8ddc, on @user_script:1.
< :49
< :1
< *3 :1 :2 :3
< *3 :1 :2 :3
< *3 :1 :2 :3
< *2 :1 :1
< *2 :2 :2
< *2 :-1 :3
< *1 :-1
< -ERR user_script:1: Start offset 4 greater than input length 3. script: 9e652ac38d78e379be40489619e3cf5eaa40be39, on @user_script:1.
< -ERR user_script:1: Invalid request to unpack with offset of -1 and limit of 3. script: cc2b950497c946c199eb19e47e5eb541ae2d349b, on @user_script:1.
< *1 :-1
< *2 :2 :2
< -ERR user_script:1: bad argument #2 to 'unpack_one' (number expected, got string) script: 4017a2321c6c9d51f8e10ef8a4d4b72df0908a38, on @user_script:1.
< -ERR user_script:1: bad argument #2 to 'unpack_one' (number expected, got table) script: dc62aa50ae15f8cb55a1a4299342df10679f4770, on @user_script:1.
< *2 :1 :1
< *2 :2 :2
< *2 :2 :2
< *3 :2 :1 :2
< *3 :-1 :2 :3
< *2 :-1 :3
< *4 :-1 :1 :2 :3
< *4 :-1 :1 :2 :3
< *3 :1 :2 :3
< *1 :-1
< *1 :2
< -ERR user_script:1: Invalid request to unpack with offset of 0 and limit of 3. script: 4e8c6ef161918f2fa6530f559cf0b9028e7495fd, on @user_script:1.
< -ERR user_script:1: Invalid request to unpack with offset of -1 and limit of 3. script: 3a2a38aa927a350b6627d6981e21dcc54eac7ad4, on @user_script:1.
< -ERR user_script:1: Invalid request to unpack with offset of -1 and limit of 3. script: 6323989fc5a03f5e3bdb41493b11b17f4bb8531d, on @user_script:1.
< -ERR user_script:1: bad argument #2 to 'unpack_limit' (number expected, got no value) script: 7fb246eac09ff0e796fd213b6e11737bb6c4c4e6, on @user_script:1.
< -ERR user_script:1: Start offset 4 greater than input length 3. script: d46c2944e8b48fb72b03ba0c38bff652048879b0, on @user_script:1.
< *4 :-1 :1 :2 :3
< *1 :-1
< *0
< -ERR user_script:1: Bad data format in input. script: dc135bd7bc2955014f03280e151acf74360378e7, on @user_script:1.
< -ERR user_script:1: Bad data format in input. script: 8e8fafa05179656e8737b17d44a5ab80d07821f0, on @user_script:1.
< -ERR user_script:1: Bad data format in input. script: ae523f1622d69efcf0962d517303101bd29a43fb, on @user_script:1.
< -ERR user_script:1: Bad data format in input. script: cf2c90e3a2e7a4f0e0e7f873c7157a55bbd31434, on @user_script:1.
< -ERR user_script:1: Bad data format in input. script: 01e614b46c62ed714c7f15148e27ed6751bce10f, on @user_script:1.
< -ERR user_script:1: Bad data format in input. script: 6f8b916f0f73238529184461236248e68f5e450b, on @user_script:1.
< -ERR user_script:1: Bad data format in input. script: 2b837a88f10432546cb41985f10ffa4800bcda48, on @user_script:1.
< -ERR user_script:1: Bad data format in input. script: de70fb449bc5ec431c44d6b4a986d8f4ddb1114c, on @user_script:1.
< -ERR user_script:1: Bad data format in input. script: 5287702653eb39eb9dfd024b6a77b06248a94053, on @user_script:1.
< -ERR user_script:1: Bad data format in input. script: 18169cc20fdc2625536886288cecc76b7ad8d381, on @user_script:1.
< -ERR user_script:1: Missing bytes in input. script: 3437055bfd4f4b4e68c783959acc94068b78aa52, on @user_script:1.
< "a"
< -ERR user_script:1: Missing bytes in input. script: 124b3274c7f37c58588f90a8c3c3427ad124e0b3, on @user_script:1.
< -ERR user_script:1: Missing bytes in input. script: fb5ebe62ed242313f4ae1bed3d88be7ca8625e37, on @user_script:1.
< "a"
< -ERR user_script:1: Missing bytes in input. script: 1f0ac2b04108fe44cfd11457a15a79ad577d614c, on @user_script:1.
< "a"
< -ERR user_script:1: Missing bytes in input. script: 5a8cce58fc4fab2982569b4f12f24dc593558599, on @user_script:1.
< -ERR user_script:1: Missing bytes in input. script: e8a099191c143d85bf97ee33e071c0bec49168fe, on @user_script:1.
< -ERR user_script:1: Missing bytes in input. script: 0cf8afcfa3ece0a227cbcd1b24274cc9dfd8450c, on @user_script:1.
< -ERR user_script:1: Missing bytes in input. script: 375924e9aecacdd220b5c3229024e79e00bcede3, on @user_script:1.
< -ERR user_script:1: Missing bytes in input. script: 6b516ded2d498df3a579c4bd055b79795db5254e, on @user_script:1.
< -ERR user_script:1: Missing bytes in input. script: 9d92a7415eea840d5afb8656c6801ea110da5bc4, on @user_script:1.
< :2
< -ERR user_script:1: Missing bytes in input. script: 2bd45e3e0613c42b07488db57c59377f80c780a0, on @user_script:1.
< -ERR user_script:1: Missing bytes in input. script: cfdef63659c1d9fb5608547c6b6d9205b87e6dc1, on @user_script:1.
< -ERR user_script:1: Missing bytes in input. script: 63f4ca82778756977af3f21f37a5b38b8cb282b7, on @user_script:1.
< -ERR user_script:1: Missing bytes in input. script: 0723ed822a889d0e704c6df010fdcf6654f6d7d8, on @user_script:1.
< -ERR table index is nil script: fc5ecea28c7c4519bafde8e9710d8f45499f865b, on @user_script:1.
< -ERR table index is NaN script: bc8ba215d56db633c8105748d36712b8f07e636f, on @user_script:1.
< *0
< *0
< *1 :1
< -ERR user_script:1: Missing bytes in input. script: 4b51d5e2e41b7e6e0a00e22021a6bde9b48efac5, on @user_script:1.
< "nil"
< "false"
< "true"
< "-32"
< "255"
< -ERR user_script:1: Missing bytes in input. script: 31e756edf0960e402ca0c16c80bfb0fb44c1899e, on @user_script:1.
< "65535"
< -ERR user_script:1: Missing bytes in input. script: 4e910c00799bed2cd172c3e1a88f2b7ea140a2f8, on @user_script:1.
< "4294967295"
< -ERR user_script:1: Missing bytes in input. script: a513f19393cdfc299d3520e248c1c4620d50ae69, on @user_script:1.
< "-1"
< -ERR user_script:1: Missing bytes in input. script: eb0dffa32aaae3883ff3dc2e535dcafc79d705c1, on @user_script:1.
< "-1"
< -ERR user_script:1: Missing bytes in input. script: be602fdb2b4431d1ed13db298133827001e0f1a1, on @user_script:1.
< "-32768"
< "-2147483648"
< "-9.2233720368548e+18"
< -ERR user_script:1: Missing bytes in input. script: 639af7e8c2c12d5e8a53c3fd32cb03b775e2169e, on @user_script:1.
< "1.5"
< -ERR user_script:1: Missing bytes in input. script: 68a35cfbc71bcf9b268ee7581fddfc9e8e664ead, on @user_script:1.
< "1.5"
< -ERR user_script:1: Missing bytes in input. script: 9f6f87187133710b67778099b65d1a5df05a8b8a, on @user_script:1.
< :100
< "\x94\xa1a\xa1b\x90\x81\xa1a\x01"
< "\x81\xcf\x00 \x00\x00\x00\x00\x00\x00\x01"
< "\x82\x01\x01\xcf\x00\x00\x01\x00\x00\x00\x00\x00\x02"
< *1 "\x01\x02\x91\x03"
< "\x90"
< "\x01\x02\x03\xc0\xc0\xc0\xc0\xc0\xc0\xc0\xc0\xc0\xc0\xc0\xc0\xc0\xc0\xc0\xc0\xc0\xc0\xc0\xc0\xc0\xc0\xc0\xc0\xc0\xc0\xc0\xc0\xc0\xc0\xc0\xc0\xc0\xc0\xc0\xc0\xc0\xc0\xc0\xc0\xc0\xc0\xc0\xc0\xc0\xc0\xc0\xc0\xc0\xc0\xc0\xc0\xc0\xc0\xc0\xc0\xc0\xc0\xc0\xc0\xc0\xc0\xc0\xc0\xc0\xc0\xc0\xc0\xc0\xc0\xc0\xc0\xc0\xc0\xc0\xc0\xc0\xc0\xc0\xc0\xc0\xc0\xc0\xc0\xc0\xc0\xc0\xc0\xc0\xc0\xc0\xc0\xc0\xc0\xc0\xc0\xc0\xc0\xc0\xc0\xc0\xc0\xc0\xc0\xc0\xc0\xc0\xc0\xc0\xc0\xc0\xc0\xc0\xc0\xc0\xc0\xc0\xc0\xc0\xc0\xc0\xc0\xc0\xc0\xc0\xc0\xc0\xc0\xc0\xc0\xc0\xc0\xc0\xc0\xc0\xc0\xc0\xc0\xc0\xc0\xc0\xc0\xc0\xc0\xc0\xc0\xc0\xc0\xc0\xc0\xc0\xc0\xc0\xc0\xc0\xc0\xc0\xc0\xc0\xc0\xc0\xc0\xc0\xc0\xc0\xc0\xc0\xc0\xc0\xc0\xc0\xc0\xc0\xc0\xc0\xc0\xc0\xc0\xc0\xc0\xc0\xc0\xc0\xc0\xc0\xc0\xc0\xc0\xc0\xc0\xc0\xc0\xc0\xc0\xc0\xc0\xc0"
< -ERR user_script:1: Start offset 0 greater than input length 3. script: d269066cde342dc04bde375a32e3b9ef97a1d27f, on @user_script:1.
< -ERR user_script:1: Start offset 0 greater than input length 3. script: 0dfaf0aae6e374239db07357598c1e8274d41544, on @user_script:1.
< -ERR user_script:1: Invalid request to unpack with offset of 0 and limit of 3. script: 5823ea1bb072e8ffd66366d3f6e3bf3ab0f558ef, on @user_script:1.
< *3 :-1 :2 :3
< *2 :1 :1
< *4 :-1 :1 :2 :3
< -ERR user_script:1: bad argument #2 to 'unpack_limit' (number expected, got string) script: cda669b96062c9458ca23f081f44151dec151b5d, on @user_script:1.
< -ERR user_script:1: bad argument #3 to 'unpack_limit' (number expected, got string) script: 4ddb889caac65cab8898aa5084abc0a20b0e48ba, on @user_script:1.
< -ERR user_script:1: bad argument #3 to 'unpack_limit' (number expected, got string) script: 698c49c70dc5211265d6928ba970791e67818ffd, on @user_script:1.
< -ERR user_script:1: bad argument #1 to 'unpack_one' (string expected, got nil) script: 2bd3291e57fc48df835b6c7e48ed9580b007f9a7, on @user_script:1.
< -ERR user_script:1: Bad data format in input. script: 9ba2d4e9185467375b0b310f42746cbc875e1226, on @user_script:1.
< *2 nil "Bad data format in input."
< *2 nil "bad argument #0 to '?' (MessagePack pack needs input.)"
< *2 nil "table index is nil"
< "\x92\xc3\xc2"
