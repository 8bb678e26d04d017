# The library cjson: values as JSON text, and back.

> EVAL "return cjson.encode({})" 0
< "{}"
> EVAL "return cjson.encode({1,2,3})" 0
< "[1,2,3]"
> EVAL "return cjson.encode({1,2,nil,4})" 0
< "[1,2,null,4]"
> EVAL "return cjson.encode({[1]=1,[2]=2,[4]=4})" 0
< "[1,2,null,4]"
> EVAL "return cjson.encode({[1]=1,[100]=4})" 0
< -ERR user_script:1: Cannot serialise table: excessively sparse array script: 031709f395b42ac5b7a028fde3175bdd4957762f, on @user_script:1.
> EVAL "return cjson.encode({[5]=1})" 0
< "[null,null,null,null,1]"
> EVAL "return cjson.encode({[10]=1})" 0
< "[null,null,null,null,null,null,null,null,null,1]"
> EVAL "return cjson.encode({[11]=1})" 0
< -ERR user_script:1: Cannot serialise table: excessively sparse array script: 2e08a70888b26974782620baf62c758392a37b7b, on @user_script:1.
> EVAL "return cjson.encode({[1]=1,[11]=1})" 0
< -ERR user_script:1: Cannot serialise table: excessively sparse array script: 4d59e3185d20d53ade1e5bd078e6dad904f056cd, on @user_script:1.
> EVAL "return cjson.encode({[1]=1,[2]=1,[3]=1,[4]=1,[5]=1,[6]=1,[13]=1})" 0
< "[1,1,1,1,1,1,null,null,null,null,null,null,1]"
> EVAL "return cjson.encode({[1]=1,[2]=1,[3]=1,[4]=1,[5]=1,[6]=1,[15]=1})" 0
< -ERR user_script:1: Cannot serialise table: excessively sparse array script: f31894c66dee9f750c562449d5ebbbc65396c0e1, on @user_script:1.
> EVAL "return cjson.encode({[0]=1})" 0
< "{\"0\":1}"
> EVAL "return cjson.encode({[-1]=1})" 0
< "{\"-1\":1}"
> EVAL "return cjson.encode({[1.5]=1})" 0
< "{\"1.5\":1}"
> EVAL "return cjson.encode({[1]=1,a=2})" 0
< "{\"1\":1,\"a\":2}"
> EVAL "return cjson.encode({a=1})" 0
< "{\"a\":1}"
> EVAL "return cjson.encode({[true]=1})" 0
< -ERR user_script:1: Cannot serialise boolean: table key must be a number or string script: 376a640005c8509c694166527ca834359bf69aa8, on @user_script:1.
> EVAL "return cjson.encode({a=function() end})" 0
< -ERR user_script:1: Cannot serialise function: type not supported script: 1d099fb626be3d992c9428aaeaff966983710ccc, on @user_script:1.
> EVAL "return cjson.encode(function() end)" 0
< -ERR user_script:1: Cannot serialise function: type not supported script: c6600573aa08cdf0af5da6e0ef682db69a3acc00, on @user_script:1.
> EVAL "return cjson.encode(nil)" 0
< "null"
> EVAL "return cjson.encode(cjson.null)" 0
< "null"
> EVAL "return cjson.encode(true)" 0
< "true"
> EVAL "return cjson.encode()" 0
< -ERR user_script:1: bad argument #1 to 'encode' (expected 1 argument) script: fc593ea31f478c7ed65c77495cc63edeb9153530, on @user_script:1.
> EVAL "return cjson.encode(1,2)" 0
< -ERR user_script:1: bad argument #1 to 'encode' (expected 1 argument) script: 9796fc0f4acc8ba1f9133e705bfd4aa24561765a, on @user_script:1.
> EVAL "return cjson.encode(1/0)" 0
< -ERR user_script:1: Cannot serialise number: must not be NaN or Inf script: 08ffdaa5e7f117332da21c3b5222c2ede9492c60, on @user_script:1.
> EVAL "return cjson.encode(-1/0)" 0
< -ERR user_script:1: Cannot serialise number: must not be NaN or Inf script: eeea526afae25161c515bd49cddc89d6cfbf2456, on @user_script:1.
> EVAL "return cjson.encode(1e15)" 0
< "1e+15"
> EVAL "return cjson.encode(123456789012345)" 0
< "1.2345678901234e+14"
> EVAL "return cjson.encode(1e14)" 0
< "1e+14"
> EVAL "return cjson.encode(99999999999999)" 0
< "99999999999999"
> EVAL "return cjson.encode(-0.0)" 0
< "-0"
> EVAL "return cjson.encode(0.1)" 0
< "0.1"
> EVAL "return cjson.encode(1/3)" 0
< "0.33333333333333"
> EVAL "return cjson.encode(1e300)" 0
< "1e+300"
> EVAL "return cjson.encode(3.0)" 0
< "3"
> EVAL "return cjson.encode({[1e20]=1})" 0
< "{\"1e+20\":1}"
> EVAL "return cjson.encode({[2^31]=1})" 0
< "{\"2147483648\":1}"
> EVAL "return cjson.encode({[\"1\"]=1})" 0
< "{\"1\":1}"
> EVAL "return cjson.encode(coroutine.create(function() end))" 0
< -ERR user_script:1: Cannot serialise thread: type not supported script: a6623ce6b732fc5d7a9f3cf8070e4ed88fffcddb, on @user_script:1.
> EVAL "local t={} for i=1,999 do t={t} end return #cjson.encode(t)" 0
< :2000
> EVAL "local t={} for i=1,1000 do t={t} end return #cjson.encode(t)" 0
< -ERR user_script:1: Cannot serialise, excessive nesting (1001) script: ee4f9b316c65e6f6ecc640301e56f42c0ea43608, on @user_script:1.
> EVAL "local t={} for i=1,1001 do t={t} end return #cjson.encode(t)" 0
< -ERR user_script:1: Cannot serialise, excessive nesting (1001) script: dc9b52f2760b736950b5ef5b3bf51b7b8afd0364, on @user_script:1.
> EVAL "return cjson.decode('[1,2,3]')" 0
< *3 :1 :2 :3
> EVAL "return cjson.decode('  [1,2,3]  ')" 0
< *3 :1 :2 :3
> EVAL "return cjson.decode('[1,2,3] x')" 0
< -ERR user_script:1: Expected the end but found invalid token at character 9 script: bedfc9b77c99f5672e28627187f42347c70bc595, on @user_script:1.
> EVAL "return cjson.decode('')" 0
< -ERR user_script:1: Expected value but found T_END at character 1 script: 7ff8cf86abed928f4d61a01dcc9713f0117b180a, on @user_script:1.
> EVAL "return cjson.decode(' ')" 0
< -ERR user_script:1: Expected value but found T_END at character 2 script: 0c0eeb95b7e2eb2c5734b8167989b3aab021aacf, on @user_script:1.
> EVAL "return cjson.decode('[')" 0
< -ERR user_script:1: Expected value but found T_END at character 2 script: fa22f6775c4b5a7555f7903baca8d69e9a2a52fd, on @user_script:1.
> EVAL "return cjson.decode('[1')" 0
< -ERR user_script:1: Expected comma or array end but found T_END at character 3 script: 9520afde0d0f5886fe8706b129489231b68d88bd, on @user_script:1.
> EVAL "return cjson.decode('[1,')" 0
< -ERR user_script:1: Expected value but found T_END at character 4 script: ad8248c68c719abd59f0dd09dea378bb946e7d3f, on @user_script:1.
> EVAL "return cjson.decode('[1,]')" 0
< -ERR user_script:1: Expected value but found T_ARR_END at character 4 script: d31ab1dd313d99d4ad3dac6e48cdff283bea270c, on @user_script:1.
> EVAL "return cjson.decode('[1 2]')" 0
< -ERR user_script:1: Expected comma or array end but found T_NUMBER at character 4 script: cae89247ef27d42d411c61ae44ff3af6ab258d99, on @user_script:1.
> EVAL "return cjson.decode(']')" 0
< -ERR user_script:1: Expected value but found T_ARR_END at character 1 script: 5a5ce31025521bf6eb7c5a9d396fd071aaf8efec, on @user_script:1.
> EVAL "return cjson.decode('{')" 0
< -ERR user_script:1: Expected object key string but found T_END at character 2 script: 6c60bbb22c4b71b0415e4e539d6dc66cc27df21d, on @user_script:1.
> EVAL "return cjson.decode('{\"a\"')" 0
< -ERR user_script:1: Expected colon but found T_END at character 5 script: 7e79737d44b47752451998b04c4f9fbd829395bc, on @user_script:1.
> EVAL "return cjson.decode('{\"a\":')" 0
< -ERR user_script:1: Expected value but found T_END at character 6 script: 9ac0f551e097a39c64b39342e3f1952f29ac6e07, on @user_script:1.
> EVAL "return cjson.decode('{\"a\":1')" 0
< -ERR user_script:1: Expected comma or object end but found T_END at character 7 script: 015a5794d1c3ef4bf06006b53c4b8c2ed3c0e795, on @user_script:1.
> EVAL "return cjson.decode('{\"a\":1,')" 0
< -ERR user_script:1: Expected object key string but found T_END at character 8 script: 8511cb717f700a4c8fe44c854ca76b1739121fa6, on @user_script:1.
> EVAL "return cjson.decode('{\"a\":1,}')" 0
< -ERR user_script:1: Expected object key string but found T_OBJ_END at character 8 script: 7e3659dd873275ff5047e436b0cc31cc91d160e4, on @user_script:1.
> EVAL "return cjson.decode('{\"a\" 1}')" 0
< -ERR user_script:1: Expected colon but found T_NUMBER at character 6 script: 3486ee24bfdfc100c738c73355e99954ef01d92f, on @user_script:1.
> EVAL "return cjson.decode('{1:2}')" 0
< -ERR user_script:1: Expected object key string but found T_NUMBER at character 2 script: b7dfc51e0d5bf164c246fe708a2e33743e899be6, on @user_script:1.
> EVAL "return cjson.decode('{\"a\":1 \"b\":2}')" 0
< -ERR user_script:1: Expected comma or object end but found T_STRING at character 8 script: 7e6d40e89e823b8e3c90db9a275f3a62289f33af, on @user_script:1.
> EVAL "return cjson.decode('{a:1}')" 0
< -ERR user_script:1: Expected object key string but found invalid token at character 2 script: aa371bc362872c9711669b4bae40d03d5d8403ab, on @user_script:1.
> EVAL "return cjson.decode('nul')" 0
< -ERR user_script:1: Expected value but found invalid token at character 1 script: 5586fdf8c512d9c8a68678c91a0de23617e84e25, on @user_script:1.
> EVAL "return cjson.decode('null')==cjson.null" 0
< :1
> EVAL "return cjson.decode('nullx')" 0
< -ERR user_script:1: Expected the end but found invalid token at character 5 script: fbbb3c8dfa05b65341dcebfe442e28f917c7e9e5, on @user_script:1.
> EVAL "return cjson.decode('NULL')" 0
< -ERR user_script:1: Expected value but found invalid token at character 1 script: b4855578b5b836cc3d2d57ba0f093f28b95fbce4, on @user_script:1.
> EVAL "return cjson.decode('tru')" 0
< -ERR user_script:1: Expected value but found invalid token at character 1 script: b0ae6f0426d6ff93bdff3364f547baa19aa4171b, on @user_script:1.
> EVAL "return cjson.decode('true')" 0
< :1
> EVAL "return cjson.decode('false')" 0
< nil
> EVAL "return cjson.decode('True')" 0
< -ERR user_script:1: Expected value but found invalid token at character 1 script: c4d7f065f161dab0c0e03c8776178456b3772f61, on @user_script:1.
> EVAL "return cjson.decode('\"abc')" 0
< -ERR user_script:1: Expected value but found unexpected end of string at character 5 script: 30d67c6fb8e066eef4796bfcc59cee500c381744, on @user_script:1.
> EVAL "return cjson.decode('\"a\\\\')" 0
< -ERR user_script:1: Expected value but found invalid escape code at character 3 script: 603bee902913df6dbe85a55fae421863f6994424, on @user_script:1.
> EVAL "return cjson.decode('\"a\\\\x\"')" 0
< -ERR user_script:1: Expected value but found invalid escape code at character 3 script: 6f1e8a067b75231ce292db1778d7e5eeb3b66342, on @user_script:1.
> EVAL "return cjson.decode('\"a\\\\u00\"')" 0
< -ERR user_script:1: Expected value but found invalid unicode escape code at character 3 script: 67d7ded12bded34b630320314f702de9d220f05f, on @user_script:1.
> EVAL "return cjson.decode('\"a\\\\u00zz\"')" 0
< -ERR user_script:1: Expected value but found invalid unicode escape code at character 3 script: e567a12d1de19ef3becf680af2b11758e8511601, on @user_script:1.
> EVAL "return cjson.decode('\"\\\\ud800\"')" 0
< -ERR user_script:1: Expected value but found invalid unicode escape code at character 2 script: 614364f6c9d9a8370605ddedbdbe5d726346f810, on @user_script:1.
> EVAL "return cjson.decode('\"\\\\ud800\\\\u0041\"')" 0
< -ERR user_script:1: Expected value but found invalid unicode escape code at character 2 script: 0c787ccdb93cc047269ee4581030a7fbd08125df, on @user_script:1.
> EVAL "return cjson.decode('\"\\\\udc00\"')" 0
< -ERR user_script:1: Expected value but found invalid unicode escape code at character 2 script: a551f20265e3eab757862642d41b385fa7b03fa1, on @user_script:1.
> EVAL "return cjson.decode('\"\\\\ud83d\\\\ude00\"')" 0
< "\xf0\x9f\x98\x80"
> EVAL "return cjson.decode('\"\\\\u0000\"')" 0
< "\x00"
> EVAL "return cjson.decode('\"\\\\u00e9\\\\u20ac\"')" 0
< "\xc3\xa9\xe2\x82\xac"
> EVAL "return cjson.decode('\"\\\\/\\\\b\\\\f\\\\n\\\\r\\\\t\\\\\"\\\\\\\\\"')" 0
< "/\x08\x0c\n\r\t\"\\"
> EVAL "return cjson.decode('\"a\\nb\"')" 0
< "a\nb"
> EVAL "return cjson.decode('\"a\\1b\"')" 0
< "a\x01b"
> EVAL "return cjson.decode('\"a\\0b\"')" 0
< -ERR user_script:1: Expected value but found unexpected end of string at character 3 script: 4a15f56831e72e9e4f09f1360b725d8c54b8ee4d, on @user_script:1.
> EVAL "return cjson.decode('\\0')" 0
< -ERR user_script:1: Expected value but found T_END at character 1 script: 415c2ca45509b359c98e03d445d505048ec768e3, on @user_script:1.
> EVAL "return cjson.decode(\"'a'\")" 0
< -ERR user_script:1: Expected value but found invalid token at character 1 script: 56bdaa0687a579fe2c435e169d5cb3a5690a7be9, on @user_script:1.
> EVAL "return tostring(cjson.decode('1'))" 0
< "1"
> EVAL "return tostring(cjson.decode('-1'))" 0
< "-1"
> EVAL "return tostring(cjson.decode('+1'))" 0
< "1"
> EVAL "return tostring(cjson.decode('-'))" 0
< -ERR user_script:1: Expected value but found invalid number at character 1 script: cfc3f0852d824d5425614b04a6ace5d7a20b6688, on @user_script:1.
> EVAL "return tostring(cjson.decode('01'))" 0
< "1"
> EVAL "return tostring(cjson.decode('1.'))" 0
< "1"
> EVAL "return tostring(cjson.decode('.5'))" 0
< -ERR user_script:1: Expected value but found invalid token at character 1 script: c50bc58894f44fd6609387b61cbb6f292d69d39b, on @user_script:1.
> EVAL "return tostring(cjson.decode('1e'))" 0
< -ERR user_script:1: Expected the end but found invalid token at character 2 script: 241eb9f619e56e05ab84953b2bfaa16e3c565ef3, on @user_script:1.
> EVAL "return tostring(cjson.decode('1e5'))" 0
< "100000"
> EVAL "return tostring(cjson.decode('1e400'))" 0
< "inf"
> EVAL "return tostring(cjson.decode('-1e400'))" 0
< "-inf"
> EVAL "return tostring(cjson.decode('0x10'))" 0
< "16"
> EVAL "return tostring(cjson.decode('0X1p3'))" 0
< "8"
> EVAL "return tostring(cjson.decode('inf'))" 0
< "inf"
> EVAL "return tostring(cjson.decode('Inf'))" 0
< "inf"
> EVAL "return tostring(cjson.decode('infinity'))" 0
< "inf"
> EVAL "return tostring(cjson.decode('-inf'))" 0
< "-inf"
> EVAL "return tostring(cjson.decode('-0'))" 0
< "-0"
> EVAL "return tostring(cjson.decode('1.5e+3'))" 0
< "1500"
> EVAL "return tostring(cjson.decode('1abc'))" 0
< -ERR user_script:1: Expected the end but found invalid token at character 2 script: 691fb2ff13d71efa8f85208d660945e161ca47fa, on @user_script:1.
> EVAL "return tostring(cjson.decode('-a'))" 0
< -ERR user_script:1: Expected value but found invalid number at character 1 script: 249954dffeee354485a16d32927aeb37c15c17f9, on @user_script:1.
> EVAL "return tostring(cjson.decode('00'))" 0
< "0"
> EVAL "return tostring(cjson.decode('0'))" 0
< "0"
> EVAL "return tostring(cjson.decode('0.5'))" 0
< "0.5"
> EVAL "return tostring(cjson.decode('0e1'))" 0
< "0"
> EVAL "return cjson.decode(12)" 0
< :12
> EVAL "return cjson.decode(nil)" 0
< -ERR user_script:1: bad argument #1 to 'decode' (string expected, got nil) script: a844f6020def000abf40e0ee50e4a4bd8ed32ccd, on @user_script:1.
> EVAL "return cjson.decode({})" 0
< -ERR user_script:1: bad argument #1 to 'decode' (string expected, got table) script: 10c706d54b3ae7d2bcc169d647405abd961145fa, on @user_script:1.
> EVAL "return cjson.decode()" 0
< -ERR user_script:1: bad argument #1 to 'decode' (expected 1 argument) script: 5378278d59343caf5c3375a655dfea5e69ab8a74, on @user_script:1.
> EVAL "return cjson.decode('1','2')" 0
< -ERR user_script:1: bad argument #1 to 'decode' (expected 1 argument) script: ea77a2c79708aa847c05d68e6a33b8aa514a74f1, on @user_script:1.
> EVAL "return cjson.decode(true)" 0
< -ERR user_script:1: bad argument #1 to 'decode' (string expected, got boolean) script: 6115e27079505ceb61d42ce4f608bdca8943af55, on @user_script:1.
> EVAL "return cjson.decode('{\"1\":2}')['1']" 0
< :2
> EVAL "return cjson.decode('{\"a\":1,\"a\":2}')['a']" 0
< :2
> EVAL "return cjson.decode('\\239\\187\\191[1]')" 0
< -ERR user_script:1: Expected value but found invalid token at character 1 script: 879dd705be49902fa77392b73e2c533c7823a78b, on @user_script:1.
> EVAL "return cjson.decode('[\\239\\187\\191 1]')" 0
< -ERR user_script:1: Expected value but found invalid token at character 2 script: fbf65ab183c56cfd69f6abdbd163ceb3805c29e8, on @user_script:1.
> EVAL "return cjson.decode('\\254\\255\\0[')" 0
< -ERR user_script:1: Expected value but found invalid token at character 1 script: 62eed8025f6227f6ea1e6767d80c458fc3e9e8b0, on @user_script:1.
> EVAL "return cjson.decode('[\\0')" 0
< -ERR user_script:1: JSON parser does not support UTF-16 or UTF-32 script: 361a788406235eb3bc9270f96b5ed8e21a24c5cf, on @user_script:1.
> EVAL "return cjson.decode('[1,2,@]')" 0
< -ERR user_script:1: Expected value but found invalid token at character 6 script: facd8e3c175c3612dbb503cb204956a0995d6227, on @user_script:1.
> EVAL "return cjson.decode('{\"a\":@}')" 0
< -ERR user_script:1: Expected value but found invalid token at character 6 script: d5d88f8c60917ee7292626232b58a2e75a336e63, on @user_script:1.
> EVAL "return cjson.decode('[1,2}')" 0
< -ERR user_script:1: Expected comma or array end but found T_OBJ_END at character 5 script: 2a22f036d20bf818cfdf56ad1313a6b7276d4c03, on @user_script:1.
> EVAL "return cjson.decode('{\"a\":1]')" 0
< -ERR user_script:1: Expected comma or object end but found T_ARR_END at character 7 script: eb9eec0a9643e8f592469a108c9bd27e6862b70d, on @user_script:1.
> EVAL "return cjson.decode(':')" 0
< -ERR user_script:1: Expected value but found T_COLON at character 1 script: 274ed54f4ed746bb9f78d55f1c0d32fedaac9c3f, on @user_script:1.
> EVAL "return cjson.decode(',')" 0
< -ERR user_script:1: Expected value but found T_COMMA at character 1 script: 31c1f9205540f6f990b2eeb14dac1688296447dd, on @user_script:1.
> EVAL "return cjson.decode('[\\11 1,\\12 2]')" 0
< -ERR user_script:1: Expected value but found invalid token at character 2 script: 7b701387e207a077db51f1da41d47708ef194919, on @user_script:1.
> EVAL "local x=cjson.decode(string.rep('[',1000)..string.rep(']',1000)) return 1" 0
< :1
> EVAL "local x=cjson.decode(string.rep('[',1001)..string.rep(']',1001)) return 1" 0
< -ERR user_script:1: Found too many nested data structures (1001) at character 1001 script: 91b0b3389b56f526c3f9bf039178d58ee63d2274, on @user_script:1.
> EVAL "local x=cjson.decode(string.rep('{\"a\":',1001)..'1'..string.rep('}',1001)) return 1" 0
< -ERR user_script:1: Found too many nested data structures (1001) at character 5001 script: f7c63aa571bd741b60d1cffba21a58d8f5267ee4, on @user_script:1.
> EVAL "local x=cjson.decode(string.rep('[1,',1001)) return 1" 0
< -ERR user_script:1: Found too many nested data structures (1001) at character 3001 script: a1565add0aaac10384556cd22681cd927a1c697e, on @user_script:1.
> EVAL "local x=cjson.decode(string.rep('[1,',1000)) return 1" 0
< -ERR user_script:1: Expected value but found T_END at character 3001 script: cca0c8b9d1eff0bcb53951728a10204751eb6d0e, on @user_script:1.
> EVAL "return {cjson.decode_max_depth()}" 0
< *1 :1000
> EVAL "return {cjson.encode_max_depth()}" 0
< *1 :1000
> EVAL "return {cjson.encode_number_precision()}" 0
< *1 :14
> EVAL "return {tostring(cjson.encode_keep_buffer())}" 0
< *1 "true"
> EVAL "return {tostring(cjson.encode_invalid_numbers())}" 0
< *1 "false"
> EVAL "return {tostring(cjson.decode_invalid_numbers())}" 0
< *1 "true"
> EVAL "return {tostring(cjson.encode_sparse_array()),select('#',cjson.encode_sparse_array()),select(2,cjson.encode_sparse_array()),select(3,cjson.encode_sparse_array())}" 0
< *4 "false" :3 :2 :10
> EVAL "return cjson.encode_max_depth(0)" 0
< -ERR user_script:1: bad argument #1 to 'encode_max_depth' (expected integer between 1 and 2147483647) script: f40da52b0819d675b8802812b1c4504462426d31, on @user_script:1.
> EVAL "return cjson.encode_max_depth(-1)" 0
< -ERR user_script:1: bad argument #1 to 'encode_max_depth' (expected integer between 1 and 2147483647) script: 87bb0a5b12551924a1fd5766cfe7139b44104d73, on @user_script:1.
> EVAL "return cjson.encode_max_depth('x')" 0
< -ERR user_script:1: bad argument #1 to 'encode_max_depth' (number expected, got string) script: 4229217fa8b470676a16337a906e2b5a66e5a354, on @user_script:1.
> EVAL "return cjson.encode_max_depth(1.5)" 0
< :1
> EVAL "return cjson.encode_max_depth(2147483648)" 0
< -ERR user_script:1: bad argument #1 to 'encode_max_depth' (expected integer between 1 and 2147483647) script: 9fcc0d73314aa2a6178127676979dd56649da85e, on @user_script:1.
> EVAL "return cjson.encode_max_depth(nil)" 0
< :1
> EVAL "return cjson.encode_max_depth(1,2)" 0
< -ERR user_script:1: bad argument #2 to 'encode_max_depth' (found too many arguments) script: 5c43c48e7e76822fc2893cb1a56ce410492db058, on @user_script:1.
> EVAL "return cjson.encode_max_depth('1000')" 0
< :1000
> EVAL "return cjson.encode_max_depth(1000)" 0
< :1000
> EVAL "return cjson.encode_number_precision(0)" 0
< -ERR user_script:1: bad argument #1 to 'encode_number_precision' (expected integer between 1 and 14) script: 208a2ca1783398233de006ab8a11e48151d6a3ec, on @user_script:1.
> EVAL "return cjson.encode_number_precision(15)" 0
< -ERR user_script:1: bad argument #1 to 'encode_number_precision' (expected integer between 1 and 14) script: bbd9450de606b026b51b67e7b961ff09397ea6dd, on @user_script:1.
> EVAL "return cjson.encode_number_precision(16)" 0
< -ERR user_script:1: bad argument #1 to 'encode_number_precision' (expected integer between 1 and 14) script: e905a0483d27a89dea8fe425ee0029f6e82b2b88, on @user_script:1.
> EVAL "return cjson.encode_number_precision(17)" 0
< -ERR user_script:1: bad argument #1 to 'encode_number_precision' (expected integer between 1 and 14) script: 18ab22d1a23f1e1e59c648483f80c7a58ccc148b, on @user_script:1.
> EVAL "return cjson.encode_number_precision(14)" 0
< :14
> EVAL "return cjson.encode_invalid_numbers('x')" 0
< -ERR user_script:1: bad argument #1 to 'encode_invalid_numbers' (invalid option 'x') script: d0919eb606ab1137a838c04117daa31f83784e6f, on @user_script:1.
> EVAL "return cjson.encode_invalid_numbers('null')" 0
< "null"
> EVAL "return cjson.encode({1/0,-1/0,0/0,1})" 0
< "[null,null,null,1]"
> EVAL "return cjson.encode_invalid_numbers(true)" 0
< :1
> EVAL "return cjson.encode_invalid_numbers('on')" 0
< :1
> EVAL "return cjson.encode_invalid_numbers('off')" 0
< nil
> EVAL "return cjson.encode_invalid_numbers(1)" 0
< -ERR user_script:1: bad argument #1 to 'encode_invalid_numbers' (invalid option '1') script: a49bb218d176fa461214a310140295bc7429b9a9, on @user_script:1.
> EVAL "return tostring(cjson.encode_invalid_numbers(nil))" 0
< "false"
> EVAL "return cjson.encode_invalid_numbers({})" 0
< -ERR user_script:1: bad argument #1 to 'encode_invalid_numbers' (string expected, got table) script: 0e36dc2a3a9c54f621a0ce6a0fef7557a16972bc, on @user_script:1.
> EVAL "return cjson.encode_invalid_numbers(true,1)" 0
< -ERR user_script:1: bad argument #2 to 'encode_invalid_numbers' (found too many arguments) script: 9a6fb3f7f2db2c4e4b31d19de3e60ea3c6106eee, on @user_script:1.
> EVAL "return tostring(cjson.encode_invalid_numbers(false))" 0
< "false"
> EVAL "return tostring(cjson.decode_invalid_numbers(false))" 0
< "false"
> EVAL "return tostring(cjson.decode('i'))" 0
< -ERR user_script:1: Expected value but found invalid token at character 1 script: 6b042a191762f7a585ce57f8306fac455acf61bb, on @user_script:1.
> EVAL "return tostring(cjson.decode('n'))" 0
< -ERR user_script:1: Expected value but found invalid token at character 1 script: f1917155f0f5a1db88da1814e6629f468402dd41, on @user_script:1.
> EVAL "return tostring(cjson.decode('-n'))" 0
< -ERR user_script:1: Expected value but found invalid number at character 1 script: 9eb1a9519bc46e928cb17fbd564b493efad77226, on @user_script:1.
> EVAL "return tostring(cjson.decode('-0x10'))" 0
< -ERR user_script:1: Expected value but found invalid number at character 1 script: 1943f0f82ce1450542906e47c3d0f758537c24b5, on @user_script:1.
> EVAL "return tostring(cjson.decode('+0x10'))" 0
< -ERR user_script:1: Expected value but found invalid token at character 1 script: 3e0adbf19a31023f970e5b9f40c8f287fce83087, on @user_script:1.
> EVAL "return tostring(cjson.decode('-01'))" 0
< -ERR user_script:1: Expected value but found invalid number at character 1 script: ea6029d01553182396ba923b9ba6e66f514b5b6a, on @user_script:1.
> EVAL "return tostring(cjson.decode('-.5'))" 0
< "-0.5"
> EVAL "return tostring(cjson.decode('- 1'))" 0
< -ERR user_script:1: Expected value but found invalid number at character 1 script: b7f9e88b0709b4972e6f889e44e35c668a04aeda, on @user_script:1.
> EVAL "return tostring(cjson.decode('0E1'))" 0
< "0"
> EVAL "return tostring(cjson.decode('00.1'))" 0
< -ERR user_script:1: Expected value but found invalid number at character 1 script: 85f38fd81580e38ec1863cf2d0ec9ba7833b09c3, on @user_script:1.
> EVAL "return tostring(cjson.decode('0a'))" 0
< -ERR user_script:1: Expected the end but found invalid token at character 2 script: 6027f7f38e207cff3f41938d03934d8ded4c368d, on @user_script:1.
> EVAL "return tostring(cjson.decode('-infx'))" 0
< -ERR user_script:1: Expected value but found invalid number at character 1 script: 698925e596cfeec87a460126318310ba3423efc2, on @user_script:1.
> EVAL "return tostring(cjson.decode_invalid_numbers('null'))" 0
< -ERR user_script:1: bad argument #1 to 'decode_invalid_numbers' (invalid option 'null') script: c8023bb27ceb00e68e1d1c6ba3f711264f05e07d, on @user_script:1.
> EVAL "return tostring(cjson.decode_invalid_numbers('on'))" 0
< "true"
> EVAL "return tostring(cjson.decode_invalid_numbers(true))" 0
< "true"
> EVAL "return tostring(cjson.decode('in'))" 0
< -ERR user_script:1: Expected value but found invalid token at character 1 script: 144f61485dba35c12069fd4d84330ef16be8025d, on @user_script:1.
> EVAL "return tostring(cjson.decode('na'))" 0
< -ERR user_script:1: Expected value but found invalid token at character 1 script: 5225bfb26c4c7acb108b528c40e2592bac619b73, on @user_script:1.
> EVAL "return tostring(cjson.decode('+inf'))" 0
< "inf"
> EVAL "return tostring(cjson.decode('infin'))" 0
< -ERR user_script:1: Expected the end but found invalid token at character 4 script: b4fd4da48cb5a451b90594713e94a6dbae806bea, on @user_script:1.
> EVAL "return tostring(cjson.decode('INFINITY'))" 0
< "inf"
> EVAL "return tostring(cjson.decode('[nullnull]'))" 0
< -ERR user_script:1: Expected comma or array end but found T_NULL at character 6 script: 7f638801966754caddc47cdc86158a38638e7eb2, on @user_script:1.
> EVAL "return tostring(cjson.decode('-\\\\t1'))" 0
< -ERR user_script:1: Expected value but found invalid number at character 1 script: 7ea2e362681bce78b0f14f949cb8a27576ddbfd5, on @user_script:1.
> EVAL "return cjson.encode_sparse_array(1,2)" 0
< -ERR user_script:1: bad argument #1 to 'encode_sparse_array' (invalid option '1') script: a9e4e02b1441431f85cae7e183f29d8081f779a8, on @user_script:1.
> EVAL "return cjson.encode_sparse_array(1,2,3,4)" 0
< -ERR user_script:1: bad argument #4 to 'encode_sparse_array' (found too many arguments) script: 1c2f56e5d022b071c2ad24dfe4ba558c7a4205f2, on @user_script:1.
> EVAL "return cjson.encode_sparse_array(true,2,10)" 0
< :1
> EVAL "return cjson.encode_sparse_array(false,0,10)" 0
< nil
> EVAL "return cjson.encode({[20]=1})" 0
< "[null,null,null,null,null,null,null,null,null,null,null,null,null,null,null,null,null,null,null,1]"
> EVAL "return cjson.encode_sparse_array(false,2,0)" 0
< nil
> EVAL "return cjson.encode({[3]=1})" 0
< -ERR user_script:1: Cannot serialise table: excessively sparse array script: 99860980b4f01aad14c083edd0ed49280896d70f, on @user_script:1.
> EVAL "return cjson.encode({[2]=1})" 0
< "[null,1]"
> EVAL "return cjson.encode({[1]=1})" 0
< "[1]"
> EVAL "return cjson.encode_sparse_array(false,1,0)" 0
< nil
> EVAL "return cjson.encode_sparse_array('x')" 0
< -ERR user_script:1: bad argument #1 to 'encode_sparse_array' (invalid option 'x') script: 840c2a57198cb99403029c4335c56cafc3840962, on @user_script:1.
> EVAL "return cjson.encode_sparse_array(false,-1)" 0
< -ERR user_script:1: bad argument #1 to 'encode_sparse_array' (expected integer between 0 and 2147483647) script: f8ced9b483a9cb23394cddc3450fa90d634baffc, on @user_script:1.
> EVAL "return cjson.encode_sparse_array(false,2,-1)" 0
< -ERR user_script:1: bad argument #1 to 'encode_sparse_array' (expected integer between 0 and 2147483647) script: f76008bf97da5a54a143d12dee51b184d4d96416, on @user_script:1.
> EVAL "return cjson.encode_sparse_array(nil,3,nil)" 0
< nil
> EVAL "return {tostring(cjson.encode_sparse_array()),select(2,cjson.encode_sparse_array()),select(3,cjson.encode_sparse_array())}" 0
< *3 "false" :3 :0
> EVAL "return {tostring(cjson.encode_sparse_array(false,2,10)),select(2,cjson.encode_sparse_array()),select(3,cjson.encode_sparse_array())}" 0
< *3 "false" :2 :10
> EVAL "return cjson.encode_keep_buffer('x')" 0
< -ERR user_script:1: bad argument #1 to 'encode_keep_buffer' (invalid option 'x') script: 6f2c92f10409cc8fc8080231b0877343add2e7b1, on @user_script:1.
> EVAL "return tostring(cjson.encode_keep_buffer(false))" 0
< "false"
> EVAL "return tostring(cjson.encode_keep_buffer(true))" 0
< "true"
> EVAL "return cjson.encode_keep_buffer(1)" 0
< -ERR user_script:1: bad argument #1 to 'encode_keep_buffer' (invalid option '1') script: 9b0b81d1d5be71be522bde8c8d92e598ae999c42, on @user_script:1.
> EVAL "return cjson.encode_keep_buffer(true,true)" 0
< -ERR user_script:1: bad argument #2 to 'encode_keep_buffer' (found too many arguments) script: 29a4f6e7368a70ff78224a104797d7f10645707c, on @user_script:1.
> EVAL "return cjson.encode_keep_buffer('on')" 0
< :1
> EVAL "return {cjson.encode_max_depth(3),cjson.encode({{{}}})}" 0
< *2 :3 "[[{}]]"
> EVAL "return cjson.encode({{{{}}}})" 0
< -ERR user_script:1: Cannot serialise, excessive nesting (4) script: cf499d43ce28e8b2cebb1ba187e5cc2e20e903c9, on @user_script:1.
> EVAL "return {cjson.encode_max_depth(1000)}" 0
< *1 :1000
> EVAL "return {cjson.decode_max_depth(3),1}" 0
< *2 :3 :1
> EVAL "return cjson.decode('[[[1]]]')" 0
< *1
<   *1
<     *1 :1
> EVAL "return cjson.decode('[[[[1]]]]')" 0
< -ERR user_script:1: Found too many nested data structures (4) at character 4 script: 680241e678966f2008c35a489e1b5d219606d9dd, on @user_script:1.
> EVAL "return cjson.decode('[[{\"a\":{}}]]')" 0
< -ERR user_script:1: Found too many nested data structures (4) at character 8 script: 7fc6f7dffb76461e46887cad8affa2ecddbfcf45, on @user_script:1.
> EVAL "return {cjson.decode_max_depth(1000),1}" 0
< *2 :1000 :1
> EVAL "local c=cjson.new() c.encode_max_depth(2) return {c.encode_max_depth(),cjson.encode_max_depth()}" 0
< *2 :2 :1000
> EVAL "return cjson.new(1).encode({1})" 0
< "[1]"
> EVAL "local x = cjson.decode('[[],{}]') return {type(x[1]), next(x[1])==nil and 'empty' or 'no'}" 0
< *2 "table" "empty"
> EVAL "local t=setmetatable({},{__index=function() return 1 end, __len=function() return 3 end}) return cjson.encode(t)" 0
< "{}"
> EVAL "return cjson.encode({[1]='a',[2]='b',[3]=nil})" 0
< "[\"a\",\"b\"]"
> EVAL "return cjson.encode({n=1,1})" 0
< "{\"1\":1,\"n\":1}"
> EVAL "return cjson.encode(string.rep('x',3))" 0
< "\"xxx\""
> EVAL "return cjson.encode({a={b={c=1}},d={1,{2}}})" 0
< "{\"a\":{\"b\":{\"c\":1}},\"d\":[1,[2]]}"
> EVAL "return cjson.encode({[1e10]=1})" 0
< "{\"10000000000\":1}"
> EVAL "return cjson.encode({[10.5]=1,[2]=1})" 0
< "{\"10.5\":1,\"2\":1}"
> EVAL "return cjson.encode({[\"a\\0b\"]=1})" 0
< "{\"a\\u0000b\":1}"
> EVAL "return cjson.encode({[{}]=1})" 0
< -ERR user_script:1: Cannot serialise table: table key must be a number or string script: d2e2560c1eac16fa2ba971165f1a135f816add6f, on @user_script:1.
> EVAL "return cjson.encode({[1/0]=1})" 0
< -ERR user_script:1: Cannot serialise number: must not be NaN or Inf script: d755e1d8b557c8f3573fc89852e5b5cdcc2f6583, on @user_script:1.
> EVAL "return cjson.encode({[-1/0]=1})" 0
< -ERR user_script:1: Cannot serialise number: must not be NaN or Inf script: 75ed6b3baa80ae628eb4342aa4d6a3ccb1168f18, on @user_script:1.
> EVAL "return cjson.encode({12345678901234567890})" 0
< "[1.2345678901235e+19]"
> EVAL "return cjson.encode({1e-5,1e-4,123456.789,1e100,5e-324,2^53})" 0
< "[1e-05,0.0001,123456.789,1e+100,4.9406564584125e-324,9.007199254741e+15]"
> EVAL "return cjson.encode({a=cjson.null,b={cjson.null}})" 0
< "{\"a\":null,\"b\":[null]}"
> EVAL "return cmsgpack.pack(cjson.null)" 0
< "\xc0"
> EVAL "return {cjson.encode_max_depth(1000),1}" 0
< *2 :1000 :1
> EVAL "return cjson.decode('[1\\0]')" 0
< -ERR user_script:1: Expected comma or array end but found T_END at character 3 script: f565bae8b748e5fc09709f478cd80505f962b6b2, on @user_script:1.
> EVAL "return cjson.decode('1\\0garbage')" 0
< -ERR user_script:1: JSON parser does not support UTF-16 or UTF-32 script: c2355c6a2d34eb5611ec6b445e0b434694524e34, on @user_script:1.
> EVAL "return cjson.decode('+')" 0
< -ERR user_script:1: Expected value but found invalid number at character 1 script: 256275a06db5283b971619b2c1638f33370906c7, on @user_script:1.
> EVAL "return cjson.decode('+a')" 0
< -ERR user_script:1: Expected value but found invalid number at character 1 script: 86ec15a5e5e9837f6bdf115d88d858ae461149e7, on @user_script:1.
> EVAL "return cjson.decode('\"\\\\u')" 0
< -ERR user_script:1: Expected value but found invalid unicode escape code at character 2 script: 95f3e1349a4ee6eb1362bbc4033ac8ecc94c352a, on @user_script:1.
> EVAL "return cjson.decode('\"\\\\ud83d\\\\u\"')" 0
< -ERR user_script:1: Expected value but found invalid unicode escape code at character 2 script: b91a177a271b7e41fc251595ab6b79ca2d7ae302, on @user_script:1.
> EVAL "return cjson.decode('\"\\\\ud83dx\"')" 0
< -ERR user_script:1: Expected value but found invalid unicode escape code at character 2 script: a0690fbd5e7523e0aa4c80addeeb64dc02c40971, on @user_script:1.
> EVAL "return cjson.decode('\"\\\\ud83d\\\\ud83d\"')" 0
< -ERR user_script:1: Expected value but found invalid unicode escape code at character 2 script: 9ef62c3667e9a8f29652a51a2982bdf396019319, on @user_script:1.
> EVAL "return cjson.decode('\"\\\\uFFFF\\\\uD7FF\\\\uE000\"')" 0
< "\xef\xbf\xbf\xed\x9f\xbf\xee\x80\x80"
> EVAL "return cjson.decode('\"\\\\uABCD\\\\uabcd\"')" 0
< "\xea\xaf\x8d\xea\xaf\x8d"
> EVAL "return cjson.decode('{\"a\\\\x\":1}')" 0
< -ERR user_script:1: Expected object key string but found invalid escape code at character 4 script: 6f95e95619ea4981eaba41f79b5442410dc42ad9, on @user_script:1.
> EVAL "return cjson.decode('[\"a\" \"b\\\\x\"]')" 0
< -ERR user_script:1: Expected comma or array end but found invalid escape code at character 8 script: 84c5ca16b673d0304db6e6c5223b0a23ff339cc0, on @user_script:1.
> EVAL "return cjson.decode('[\"a\" truex]')" 0
< -ERR user_script:1: Expected comma or array end but found T_BOOLEAN at character 6 script: 7380a9b881268025f6961aa7a97318bb0fa06bd2, on @user_script:1.
> EVAL "return cjson.decode('{\"a\":true false}')" 0
< -ERR user_script:1: Expected comma or object end but found T_BOOLEAN at character 11 script: ff5b7296138544610766c940674017f16b70fd43, on @user_script:1.
> EVAL "return cjson.decode('{\"a\" \"b\"}')" 0
< -ERR user_script:1: Expected colon but found T_STRING at character 6 script: 97b3b0a867619146f9c6307b2288f35a728eae24, on @user_script:1.
> EVAL "return cjson.decode('{\"a\" :[]}')" 0
< *0
> EVAL "return cjson.decode('{\"a\",1}')" 0
< -ERR user_script:1: Expected colon but found T_COMMA at character 5 script: 14f75ca8a9b2431e2be43719ca0e9aef5c587726, on @user_script:1.
> EVAL "return cjson.decode('{null:1}')" 0
< -ERR user_script:1: Expected object key string but found T_NULL at character 2 script: e1119daf301e4c0d9b5e066f362c119128021dfd, on @user_script:1.
> EVAL "return cjson.decode('{\"a\":1,,}')" 0
< -ERR user_script:1: Expected object key string but found T_COMMA at character 8 script: d97cea0e77af1b499c17c9152b13f175c229dbe7, on @user_script:1.
> EVAL "return cjson.decode('{,}')" 0
< -ERR user_script:1: Expected object key string but found T_COMMA at character 2 script: f5a84fa56cc7fbbfa78bc8c55fd00ced7aac8d70, on @user_script:1.
> EVAL "return cjson.decode('[,]')" 0
< -ERR user_script:1: Expected value but found T_COMMA at character 2 script: bec2eea8071f9b4c9d5aea4d2a0a7de77a9bd863, on @user_script:1.
> EVAL "return cjson.decode('1,2')" 0
< -ERR user_script:1: Expected the end but found T_COMMA at character 2 script: 97cd33dc92044da0b3c34148442c9ef74cb502a4, on @user_script:1.
> EVAL "return cjson.decode('{}{}')" 0
< -ERR user_script:1: Expected the end but found T_OBJ_BEGIN at character 3 script: ed465fc4fe2bfd3f0094f05002d85b0679fdf4bf, on @user_script:1.
> EVAL "return cjson.decode('[]]')" 0
< -ERR user_script:1: Expected the end but found T_ARR_END at character 3 script: 08a6db00d13ed0aed89c9c4b8b7c1a85358a23b1, on @user_script:1.
> EVAL "return cjson.decode('1 2')" 0
< -ERR user_script:1: Expected the end but found T_NUMBER at character 3 script: 1408d9a9f8459030a4a353692b905ad7a0ddb424, on @user_script:1.
> EVAL "return cjson.decode('\"a\" true')" 0
< -ERR user_script:1: Expected the end but found T_BOOLEAN at character 5 script: 308ed16e3b4e84943bdccf356e5f57cd6d2e0653, on @user_script:1.
> EVAL "return cjson.decode('1 null')" 0
< -ERR user_script:1: Expected the end but found T_NULL at character 3 script: ae25bec638111750bb647e7d5d7765edabbb604e, on @user_script:1.
> EVAL "return cjson.decode('1 :')" 0
< -ERR user_script:1: Expected the end but found T_COLON at character 3 script: 2af54b97447e656a0ca128898ed578698929faa3, on @user_script:1.
> EVAL "return cjson.decode('1 \"a\"')" 0
< -ERR user_script:1: Expected the end but found T_STRING at character 3 script: 87bfc75c8e4e768ae0480463dfdccf0ba630e3cb, on @user_script:1.
> EVAL "return cjson.decode('1 [')" 0
< -ERR user_script:1: Expected the end but found T_ARR_BEGIN at character 3 script: daabf9c68a1e47996615277c4ca7ca6dac2e2b06, on @user_script:1.
> EVAL "return cjson.decode('1 }')" 0
< -ERR user_script:1: Expected the end but found T_OBJ_END at character 3 script: d795485187262cd583dd685814277e019d0205f8, on @user_script:1.
> EVAL "return tostring(cjson.decode('123456789012345678901234567890'))" 0
< "1.2345678901235e+29"
> EVAL "return tostring(cjson.decode('9007199254740993'))" 0
< "9.007199254741e+15"
> EVAL "return tostring(cjson.decode('0.1e-5'))" 0
< "1e-06"
> EVAL "return tostring(cjson.decode('-1.5E-3'))" 0
< "-0.0015"
> EVAL "return tostring(cjson.decode('0x'))" 0
< -ERR user_script:1: Expected the end but found invalid token at character 2 script: 0a049bd860acda4f26b80947286fcaa8c3912b82, on @user_script:1.
> EVAL "return tostring(cjson.decode('0xg'))" 0
< -ERR user_script:1: Expected the end but found invalid token at character 2 script: fa31a9d7950158914d7265c58580dab28d015d72, on @user_script:1.
> EVAL "return tostring(cjson.decode('-0x1'))" 0
< "-1"
> EVAL "return tostring(cjson.decode('1e+'))" 0
< -ERR user_script:1: Expected the end but found invalid token at character 2 script: a04fbf46c67dcef69d81e27b51d02a3b111d3f44, on @user_script:1.
> EVAL "return tostring(cjson.decode('1.e5'))" 0
< "100000"
> EVAL "return tostring(cjson.decode('--1'))" 0
< -ERR user_script:1: Expected value but found invalid number at character 1 script: ec9916f2ac88c192e2a7dcbaabae3930d150036f, on @user_script:1.
> EVAL "return tostring(cjson.decode('+-1'))" 0
< -ERR user_script:1: Expected value but found invalid number at character 1 script: 68c45fa9a8fc91019120b85f9c2f03b16e2b066c, on @user_script:1.
> EVAL "return tostring(cjson.decode('-+1'))" 0
< -ERR user_script:1: Expected value but found invalid number at character 1 script: 400463c4701015378252cc5d879e0409ea9a92e6, on @user_script:1.
> EVAL "return tostring(cjson.decode('0x1.8'))" 0
< "1.5"
> EVAL "return tostring(cjson.decode('+.5'))" 0
< "0.5"
> EVAL "return tostring(cjson.decode('+ 1'))" 0
< -ERR user_script:1: Expected value but found invalid number at character 1 script: e59839725f363d1b27e5cb471fe93f7b080401a1, on @user_script:1.
> EVAL "return {cjson.encode_number_precision(3), cjson.encode({1/3,12345,1234,123,0.00012345}),cjson.encode_number_precision(14)}" 0
< *3 :3 "[0.333,1.23e+04,1.23e+03,123,0.000123]" :14
> EVAL "return cmsgpack.pack(cjson.decode('[null,1]'))" 0
< "\x92\xc0\x01"

# An array that is empty stays one, if a script asks for it.
! since 8.4
> EVAL "return cjson.encode(cjson.decode('[]'))" 0
< "{}"
> EVAL "cjson.decode_array_with_array_mt(true) local s = cjson.encode(cjson.decode('[[],{},[1]]')) cjson.decode_array_with_array_mt(false) return s" 0
< "[[],{},[1]]"
! end
