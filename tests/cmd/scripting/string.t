# Patterns, format and rep of the table string.

> EVAL "return string.rep('x',-1)" 0
< ""
> EVAL "return string.rep('x',0)" 0
< ""
> EVAL "return string.rep('x',3)" 0
< "xxx"
> EVAL "return string.rep('x',2^63)" 0
! differs: a count that no int holds wraps around there
! kvd
<~ -ERR user_script:1: resulting string too large script: [0-9a-f]{40}, on @user_script:1\.
! redis
< ""
! end
> EVAL "return string.rep('x')" 0
< -ERR user_script:1: bad argument #2 to 'rep' (number expected, got no value) script: 47d77d22ae4a022a28128d68e8457534cf85d7f7, on @user_script:1.
> EVAL "return string.rep({},1)" 0
< -ERR user_script:1: bad argument #1 to 'rep' (string expected, got table) script: 5ee09c45c5aa9fd5efefbea117c4742f398f8758, on @user_script:1.
> EVAL "return string.rep('x','y')" 0
< -ERR user_script:1: bad argument #2 to 'rep' (number expected, got string) script: 25d76e8508d61a21eac8d68314f05fb09c287191, on @user_script:1.
> EVAL "return string.rep('xx',2.9)" 0
< "xxxx"
> EVAL "return string.format('%d',3)" 0
< "3"
> EVAL "return string.format('%d',3.7)" 0
< "3"
> EVAL "return string.format('%d',2^63)" 0
< "-9223372036854775808"
> EVAL "return string.format('%d',-2^63)" 0
< "-9223372036854775808"
> EVAL "return string.format('%d',1e300)" 0
< "-9223372036854775808"
> EVAL "return string.format('%d','x')" 0
< -ERR user_script:1: bad argument #2 to 'format' (number expected, got string) script: 9bfa036ce43f6560d99a9ff4520ef83947aa76a4, on @user_script:1.
> EVAL "return string.format('%d','10')" 0
< "10"
> EVAL "return string.format('%5d|%-5d|%05d|%+d|% d',1,2,3,4,5)" 0
< "    1|2    |00003|+4| 5"
> EVAL "return string.format('%99999d',1)" 0
< -ERR user_script:1: invalid format (width or precision too long) script: 07af121556d29ce07036c6b8062d3aeb160bcc80, on @user_script:1.
> EVAL "return string.format('%100d',1)" 0
< -ERR user_script:1: invalid format (width or precision too long) script: af46e652c8dc55b2ca886f81e43accb19c5e3c8e, on @user_script:1.
> EVAL "return string.format('%99d',1)" 0
< "                                                                                                  1"
> EVAL "return string.format('%.99d',1)" 0
< "000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000001"
> EVAL "return string.format('%.100d',1)" 0
< -ERR user_script:1: invalid format (width or precision too long) script: 2a783a66f46c7e392e8566eea4d8e45b8b8436fb, on @user_script:1.
> EVAL "return string.format('%.100f',1)" 0
< -ERR user_script:1: invalid format (width or precision too long) script: 3ff677e07e7dfafdf399a0d027d423653a11153a, on @user_script:1.
> EVAL "return string.format('%------d',1)" 0
< -ERR user_script:1: invalid format (repeated flags) script: 51a29bb83a93063b9fa44166081af26844e48a59, on @user_script:1.
> EVAL "return string.format('%-+ #0d',1)" 0
< "+1"
> EVAL "return string.format('%-+ #00d',1)" 0
< -ERR user_script:1: invalid format (repeated flags) script: bbad53fc90825bef60f7b77038330d2b48e8af0c, on @user_script:1.
> EVAL "return string.format('%',1)" 0
< -ERR user_script:1: invalid option '%' to 'format' script: 4ec1632eb2e0563002b20ab977a71fd33ad5d8c5, on @user_script:1.
> EVAL "return string.format('%y',1)" 0
< -ERR user_script:1: invalid option '%y' to 'format' script: d3f40a677febc060576608255c259e051536a6cc, on @user_script:1.
> EVAL "return string.format('%5',1)" 0
< -ERR user_script:1: invalid option '%' to 'format' script: 362d6e17eff0e5d3b984c54249a90c81061f0692, on @user_script:1.
> EVAL "return string.format('%.',1)" 0
< -ERR user_script:1: invalid option '%' to 'format' script: e5b6ece80eac8732327e807825a7b5d3403e1287, on @user_script:1.
> EVAL "return string.format('%.d',1)" 0
< "1"
> EVAL "return string.format('%5.y',1)" 0
< -ERR user_script:1: invalid option '%y' to 'format' script: ebb06998f6f1b6d6b6c7705789dd707dd7632079, on @user_script:1.
> EVAL "return string.format('%\\0',1)" 0
< -ERR user_script:1: invalid option '%' to 'format' script: c1d6ab8545b78f5ad4887046f5205112e2c55186, on @user_script:1.
> EVAL "return string.format('abc%')" 0
< -ERR user_script:1: bad argument #2 to 'format' (no value) script: c4790ea7949c9bf480297ff8534d1b878352ba5a, on @user_script:1.
> EVAL "return string.format('%%')" 0
< "%"
> EVAL "return string.format('%5%')" 0
< -ERR user_script:1: bad argument #2 to 'format' (no value) script: 9862f2c45b7a2d8c8357a913819bf45278121ad0, on @user_script:1.
> EVAL "return string.format('%c%c',65,0)" 0
< "A"
> EVAL "return string.format('%5c|',65)" 0
< "    A|"
> EVAL "return string.format('%-5c|',65)" 0
< "A    |"
> EVAL "return string.format('%c',300)" 0
< ","
> EVAL "return string.format('%c',0)" 0
< ""
> EVAL "return string.format('%5c|',0)" 0
< "    |"
> EVAL "return string.format('%s|%10s|%-10s|%.2s','abc','abc','abc','abc')" 0
< "abc|       abc|abc       |ab"
> EVAL "return string.format('%s','a\\0b')" 0
< "a"
> EVAL "return string.format('%5s','a\\0b')" 0
< "    a"
> EVAL "return string.format('%s',{})" 0
< -ERR user_script:1: bad argument #2 to 'format' (string expected, got table) script: cec465d0c2b12b8209df6a9d3183a779a7546174, on @user_script:1.
> EVAL "return string.format('%s',nil)" 0
< -ERR user_script:1: bad argument #2 to 'format' (string expected, got nil) script: d4f83bf20563c8907f2dc21ad2da9dd30c04a082, on @user_script:1.
> EVAL "return string.format('%s')" 0
< -ERR user_script:1: bad argument #2 to 'format' (no value) script: cf510df316aa2a8bf28399bd97b441488fb61f9e, on @user_script:1.
> EVAL "return string.format('%s',12)" 0
< "12"
> EVAL "return string.format('%q','a\\n\\r\\0\"\\\\b\\1')" 0
< "\"a\\\n\\r\\000\\\"\\\\b\x01\""
> EVAL "return string.format('%5q','a')" 0
< "\"a\""
> EVAL "return string.format('%q',12)" 0
< "\"12\""
> EVAL "return string.format('%x %X %o %u %#x',255,255,8,3,255)" 0
< "ff FF 10 3 0xff"
> EVAL "return string.format('%x',-1)" 0
< "ffffffffffffffff"
> EVAL "return string.format('%u',-1)" 0
< "18446744073709551615"
> EVAL "return string.format('%x',2^63)" 0
< "8000000000000000"
> EVAL "return string.format('%x',2^64)" 0
< "0"
> EVAL "return string.format('%i',5)" 0
< "5"
> EVAL "return string.format('%e %E %g %G %f',1.5,1.5,1.5,1.5,1.5)" 0
< "1.500000e+00 1.500000E+00 1.5 1.5 1.500000"
> EVAL "return string.format('%a',1.5)" 0
< -ERR user_script:1: invalid option '%a' to 'format' script: 25717f650795102b52e5b4c1b30850b428873015, on @user_script:1.
> EVAL "return string.format('%A',1.5)" 0
< -ERR user_script:1: invalid option '%A' to 'format' script: 7dbc7c6cc81a4b0b33d196a6146dfb6b9823de04, on @user_script:1.
> EVAL "return string.format('%n',1)" 0
< -ERR user_script:1: invalid option '%n' to 'format' script: 802109994ca95a2903b92f1f06d277a2e6062a1e, on @user_script:1.
> EVAL "return string.format('%p',1)" 0
< -ERR user_script:1: invalid option '%p' to 'format' script: 9bc24a9bff3ba69d9e8945ed966a4c1cf640ad31, on @user_script:1.
> EVAL "return string.format('%ld',1)" 0
< -ERR user_script:1: invalid option '%l' to 'format' script: ae2eb0f1497eee92b6f25403b8c51408c9a3fe2d, on @user_script:1.
> EVAL "return string.format('%1$d',1)" 0
< -ERR user_script:1: invalid option '%$' to 'format' script: e60dcf565264e72713ac2931dcd9d0fa6d46fb3d, on @user_script:1.
> EVAL "return string.format('%*d',1,2)" 0
< -ERR user_script:1: invalid option '%*' to 'format' script: ba1f75a0b6f56c1557b8f8adca76731d083b9e12, on @user_script:1.
> EVAL "return string.format('%10s|',string.rep('x',200)):len()" 0
< :201
> EVAL "return string.format('%.5s|',string.rep('x',200))" 0
< "xxxxx|"
> EVAL "return string.format('%.200s|',string.rep('x',200))" 0
< -ERR user_script:1: invalid format (width or precision too long) script: 477d77fac25bf11f978a5d38e0966ab2cd2e1d91, on @user_script:1.
> EVAL "return string.format('%f',1/0)" 0
< "inf"
> EVAL "return string.format('%d',1/0)" 0
< "-9223372036854775808"
> EVAL "return string.format('%5.1f|%-8.3e|%+.2g',3.14159,3.14159,3.14159)" 0
< "  3.1|3.142e+00|+3.1"
> EVAL "return string.format()" 0
< -ERR user_script:1: bad argument #1 to 'format' (string expected, got no value) script: ddb6e5ff8bc518fef03b57c74ce0c5114dc72779, on @user_script:1.
> EVAL "return string.format('%d')" 0
< -ERR user_script:1: bad argument #2 to 'format' (no value) script: 05feaa4990f14508c855a12844d0665b829def5d, on @user_script:1.
> EVAL "return string.format({})" 0
< -ERR user_script:1: bad argument #1 to 'format' (string expected, got table) script: a7bba3eee5387545512284d7175d5dbd39a4e0f5, on @user_script:1.
> EVAL "return string.format('%h',1)" 0
< -ERR user_script:1: invalid option '%h' to 'format' script: 6bdbe576bfe846ca3b528a729e0ecafe30f2de42, on @user_script:1.
> EVAL "return string.format('%123',1)" 0
< -ERR user_script:1: invalid format (width or precision too long) script: f792f4ea5b819287fb9a106fa3a783e147a420e6, on @user_script:1.
> EVAL "return string.format('%1234567890',1)" 0
< -ERR user_script:1: invalid format (width or precision too long) script: 8facf8d1ed7342b4293ebedc4e0ab44db654d0f5, on @user_script:1.
> EVAL "return string.format('%.1234567890',1)" 0
< -ERR user_script:1: invalid format (width or precision too long) script: 692a4af6fc474a5356ddb8b591770baf5b5bc435, on @user_script:1.
> EVAL "return string.format('%.123s','x')" 0
< -ERR user_script:1: invalid format (width or precision too long) script: 0acfa28c5b4bfe3692974aca8d762a45af7bf659, on @user_script:1.
> EVAL "return string.format('%000000000d',1)" 0
< -ERR user_script:1: invalid format (repeated flags) script: ddaa45609be3eae0c1b0b9a25861ed0e3a45a6c7, on @user_script:1.
> EVAL "return string.format('%0#d',1)" 0
< "1"
> EVAL "return string.format('\\0%d\\0',1)" 0
< "\x001\x00"
> EVAL "return string.find('a','a',1,true)" 0
< :1
> EVAL "return string.find('abc','b')" 0
< :2
> EVAL "return {string.find('abc','(b)(c)')}" 0
< *4 :2 :3 "b" "c"
> EVAL "return {string.find('abc','()b()')}" 0
< *4 :2 :2 :2 :3
> EVAL "return {string.find('abc','')}" 0
< *2 :1 :0
> EVAL "return {string.find('abc','',4)}" 0
< *2 :4 :3
> EVAL "return {string.find('abc','',10)}" 0
< *2 :4 :3
> EVAL "return {string.find('abc','',-10)}" 0
< *2 :1 :0
> EVAL "return string.find('abc','[')" 0
< -ERR user_script:1: malformed pattern (missing ']') script: 55c2125414fac550ae053f496aa0863898007eb3, on @user_script:1.
> EVAL "return string.find('abc','[a')" 0
< -ERR user_script:1: malformed pattern (missing ']') script: 8983e612c52d2556d2311bafaa75a2a6915dde7f, on @user_script:1.
> EVAL "return string.find('abc','[^')" 0
< -ERR user_script:1: malformed pattern (missing ']') script: e7218e7276529cce1e199c3ea6462b91bff4a357, on @user_script:1.
> EVAL "return string.find('abc','%')" 0
< -ERR user_script:1: malformed pattern (ends with '%') script: b008cacee2104e9ff7a16bac032267af6bac5994, on @user_script:1.
> EVAL "return string.find('abc','(')" 0
< -ERR user_script:1: unfinished capture script: 22ec5f89e24d4300e8bbd9c8b535cb6d7c860560, on @user_script:1.
> EVAL "return string.find('abc',')')" 0
< nil
> EVAL "return string.find('abc','(()')" 0
< -ERR user_script:1: unfinished capture script: 00c46d6ad5b6f1dde3fb8d9c29b36c8404f197e4, on @user_script:1.
> EVAL "return string.find('abc','%1')" 0
< -ERR user_script:1: invalid capture index script: 3849bcbf770236a35b5e14303bfc160759c23da4, on @user_script:1.
> EVAL "return string.find('abc','(a%1)')" 0
< -ERR user_script:1: invalid capture index script: 769c1f02b0205564726bead219242ac9e2e1301f, on @user_script:1.
> EVAL "return string.find('abc','%0')" 0
< -ERR user_script:1: invalid capture index script: 712e75e210048034c69a996d101e82c6ec362956, on @user_script:1.
> EVAL "return string.find('abc','%b')" 0
< -ERR user_script:1: unbalanced pattern script: 248c4b74fdf9f5b731a9e563105c13821835dc7b, on @user_script:1.
> EVAL "return string.find('abc','%bx')" 0
< -ERR user_script:1: unbalanced pattern script: f0db32646a491bef9dde6249ef8f66fa82e0f256, on @user_script:1.
> EVAL "return string.find('abc','%f')" 0
< -ERR user_script:1: missing '[' after '%f' in pattern script: 1b57f7e49b93475cfec65c2e31bf589c22689eb0, on @user_script:1.
> EVAL "return string.find('abc','%fa')" 0
< -ERR user_script:1: missing '[' after '%f' in pattern script: b9700b048059e232e44ddeb5da891385f62afd39, on @user_script:1.
> EVAL "return string.find('abc','%f[')" 0
< -ERR user_script:1: malformed pattern (missing ']') script: 19a725330b5da7f30ca193f091f7e4d2ecaa87f2, on @user_script:1.
> EVAL "return string.match('abc',string.rep('()',32))" 0
< :1
> EVAL "return string.match('abc',string.rep('()',33))" 0
< -ERR user_script:1: too many captures script: 35c95fb23a436f4fd05a16e7d339c36f0cbab02d, on @user_script:1.
> EVAL "return string.match('abc',string.rep('(',33))" 0
< -ERR user_script:1: too many captures script: 971649f1ff1ff70ab840b53aad9cfb7ee1f5e29f, on @user_script:1.
> EVAL "return string.match(string.rep('a',300),string.rep('a?',250))" 0
< "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
> EVAL "return string.match(string.rep('a',300),string.rep('(a)',32))" 0
< "a"
> EVAL "return string.match(string.rep('a',1000),'.-b')" 0
< nil
> EVAL "return string.gsub('abc','b','%1')" 0
< "abc"
> EVAL "return string.gsub('abc','b','%2')" 0
< -ERR user_script:1: invalid capture index script: f22d4cbd619cef07c0e1fa6461dedfc577a77438, on @user_script:1.
> EVAL "return string.gsub('abc','b','%')" 0
< "a\x00c"
> EVAL "return string.gsub('abc','b','%x')" 0
< "axc"
> EVAL "return string.gsub('abc','(b)','%0%1%%')" 0
< "abb%c"
> EVAL "return string.gsub('abc','b',{})" 0
< "abc"
> EVAL "return string.gsub('abc','b',{b=1})" 0
< "a1c"
> EVAL "return string.gsub('abc','b',{b=true})" 0
< -ERR user_script:1: invalid replacement value (a boolean) script: 6e1e05774f176837eb21faac033a21f91f31a8c4, on @user_script:1.
> EVAL "return string.gsub('abc','b',{b={}})" 0
< -ERR user_script:1: invalid replacement value (a table) script: 56adeb7de7021ce92285924e866552587095d95a, on @user_script:1.
> EVAL "string.gsub('abc','b',function() return {} end)" 0
< -ERR user_script:1: invalid replacement value (a table) script: c6724ec85f5f3b54d3500d756cb4141e09ce1062, on @user_script:1.
> EVAL "string.gsub('abc','b',function() return false end)" 0
< nil
> EVAL "return string.gsub('abc','b',nil)" 0
< -ERR user_script:1: bad argument #3 to 'gsub' (string/function/table expected) script: 7d87e0474b7bbf94b7ae5d9b188974339f584dd9, on @user_script:1.
> EVAL "return string.gsub('abc','b')" 0
< -ERR user_script:1: bad argument #3 to 'gsub' (string/function/table expected) script: 6930b6540e483a60181dc07c3829787d8b699f5a, on @user_script:1.
> EVAL "return string.gsub('abc','b',12)" 0
< "a12c"
> EVAL "return string.gsub('abc','b',true)" 0
< -ERR user_script:1: bad argument #3 to 'gsub' (string/function/table expected) script: c48996c4aae940869a167a3cc766524103bee9a0, on @user_script:1.
> EVAL "return {string.gsub('abc','','-')}" 0
< *2 "-a-b-c-" :4
> EVAL "return {string.gsub('abc','.','x',2)}" 0
< *2 "xxc" :2
> EVAL "return {string.gsub('abc','.','x',0)}" 0
< *2 "abc" :0
> EVAL "return {string.gsub('abc','.','x',-1)}" 0
< *2 "abc" :0
> EVAL "return {string.gsub('abc','^a','x')}" 0
< *2 "xbc" :1
> EVAL "return {string.gsub('aaa','^a','x')}" 0
< *2 "xaa" :1
> EVAL "return {string.gsub('hello world','%w+','%0 %0',1)}" 0
< *2 "hello hello world" :1
> EVAL "return string.gmatch('abc','b')()" 0
< "b"
> EVAL "return string.gfind('abc','b')()" 0
< "b"
> EVAL "local t={} for w in string.gmatch('one two','%a+') do t[#t+1]=w end return t" 0
< *2 "one" "two"
> EVAL "local t={} for w in string.gmatch('abc','^a') do t[#t+1]=w end return t" 0
< *0
> EVAL "local t={} for w in string.gmatch('abc','') do t[#t+1]=w end return #t" 0
< :4
> EVAL "return string.gmatch('abc')" 0
< -ERR user_script:1: bad argument #2 to 'gmatch' (string expected, got no value) script: d5bda3d868b2f9a31b162077f0fb10695b949aac, on @user_script:1.
> EVAL "return string.gmatch()" 0
< -ERR user_script:1: bad argument #1 to 'gmatch' (string expected, got no value) script: 34fed57a5a80eb8a6d77e743e1aba81fe32976fd, on @user_script:1.
> EVAL "return string.match('  x ','^%s*(.-)%s*$')" 0
< "x"
> EVAL "return string.match('key=val','(%w+)=(%w+)')" 0
< "key"
> EVAL "return string.match('abc','b',-1)" 0
< nil
> EVAL "return string.match('abc','%z')" 0
< nil
> EVAL "return string.match('a\\0c','%z')" 0
< "\x00"
> EVAL "return string.match('abc','b\\0')" 0
< "b"
> EVAL "return string.match('a\\0c','a.c')" 0
< "a\x00c"
> EVAL "return string.match('a\\0c','a[%z]c')" 0
< "a\x00c"
> EVAL "return string.match('a\\0c','a[^\\0]c')" 0
< -ERR user_script:1: malformed pattern (missing ']') script: b7c59a06f2e7e83651e1bec399cbb67bece98d3a, on @user_script:1.
> EVAL "return string.find('a\\0b','\\0',1,true)" 0
< :2
> EVAL "return string.find('a.b','.',1,1)" 0
< :2
> EVAL "return string.match(1234,'23')" 0
< "23"
> EVAL "return string.match('THE (quick) fox','%((%a+)%)')" 0
< "quick"
> EVAL "return string.gsub('x^y','%^','z')" 0
< "xzy"
> EVAL "return string.match('abc]','[]]')" 0
< "]"
> EVAL "return string.match('abc^','[%^]')" 0
< "^"
> EVAL "return string.match('a-c','[a%-]+')" 0
< "a-"
> EVAL "return string.match('abc','[c-a]')" 0
< nil
> EVAL "return string.match('x','[%a-z]')" 0
< "x"
> EVAL "return string.match('-','[%a-z]')" 0
< "-"
> EVAL "return string.gsub('THE (quick) fox', '%f[%a]%a+', 'w')" 0
< "w (w) w"
> EVAL "return pcall(string.gsub,'x','x',error)" 0
< nil
> EVAL "return {string.format('%q',1/3)}" 0
< *1 "\"0.33333333333333\""
> EVAL "return {string.format('%i','x')}" 0
< -ERR user_script:1: bad argument #2 to 'format' (number expected, got string) script: e0966fc643f9ebad74360c23a30d02700c476052, on @user_script:1.
> EVAL "return {string.format('%c','x')}" 0
< -ERR user_script:1: bad argument #2 to 'format' (number expected, got string) script: 376a31b1928aec939f3a9c0d3af27a6429412e44, on @user_script:1.
> EVAL "return {string.format('%q',nil)}" 0
< -ERR user_script:1: bad argument #2 to 'format' (string expected, got nil) script: c7174b0294df41f0ec35ee8841abb9b33bf46a31, on @user_script:1.
> EVAL "return {string.format('%q')}" 0
< -ERR user_script:1: bad argument #2 to 'format' (no value) script: 3a79935ca25434e53b3ba0d6d5e5e00810cf5836, on @user_script:1.
> EVAL "return {string.format('%s',true)}" 0
< -ERR user_script:1: bad argument #2 to 'format' (string expected, got boolean) script: c397470175e3d32b84e6a5cc9ec41d7de867dd6f, on @user_script:1.
> EVAL "return {string.format('%5.3s|','abcdef')}" 0
< *1 "  abc|"
> EVAL "return {string.format('%05s|','abc')}" 0
< *1 "  abc|"
> EVAL "return {string.format('%+s|','abc')}" 0
< *1 "abc|"
> EVAL "return {string.format('%.0s|','abc')}" 0
< *1 "|"
> EVAL "return {string.format('%.s|','abc')}" 0
< *1 "|"
> EVAL "return {string.format('%.3d|%8.3d|%-8.3d|',5,5,5)}" 0
< *1 "005|     005|005     |"
> EVAL "return {string.format('%#o %#x %#X',8,255,255)}" 0
< *1 "010 0xff 0XFF"
> EVAL "return {string.format('%.20f',0.1)}" 0
< *1 "0.10000000000000000555"
> EVAL "return {string.format('%.14g',3.14159265358979)}" 0
< *1 "3.1415926535898"
> EVAL "return {string.format('%5%d',1)}" 0
< -ERR user_script:1: invalid option '%%' to 'format' script: 302c3bce796047b06797843b332331c6e038101f, on @user_script:1.
> EVAL "return {string.format('%-5c|%05c|',65,65)}" 0
< *1 "A    |    A|"
> EVAL "return {string.format('%10q|','abc')}" 0
< *1 "\"abc\"|"
> EVAL "return {string.format('%s %s',1)}" 0
< -ERR user_script:1: bad argument #3 to 'format' (no value) script: ac6feec0622b339c777e2b7996c0e5b15813320a, on @user_script:1.
> EVAL "return {string.format('%.3q','abcdef')}" 0
< *1 "\"abcdef\""

> EVAL "return string.rep('xxxxxxxx',2^61)" 0
! differs: as above
! kvd
<~ -ERR user_script:1: resulting string too large script: [0-9a-f]{40}, on @user_script:1\.
! redis
< ""
! end
