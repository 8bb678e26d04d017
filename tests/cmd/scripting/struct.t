# The library struct: values packed by a format, and taken out again.

> EVAL "return struct.pack()" 0
< -ERR user_script:1: bad argument #1 to 'pack' (string expected, got no value) script: c9b8aed4f0633591e6252db264bf8b86b82828d5, on @user_script:1.
> EVAL "return struct.pack('')" 0
< ""
> EVAL "return struct.pack('b')" 0
< -ERR user_script:1: bad argument #2 to 'pack' (number expected, got nil) script: fd20463fb1ef62aa4fafca9dfa083b276ab7d453, on @user_script:1.
> EVAL "return struct.pack('b',1)" 0
< "\x01"
> EVAL "return struct.pack('b',300)" 0
< ","
> EVAL "return struct.pack('b',-1)" 0
< "\xff"
> EVAL "return struct.pack('B',-1)" 0
< "\xff"
> EVAL "return struct.pack('B',256)" 0
< "\x00"
> EVAL "return struct.pack('b','x')" 0
< -ERR user_script:1: bad argument #2 to 'pack' (number expected, got string) script: b3be4b1c7f63b1dcdc3c47b08e04c9f687267ea7, on @user_script:1.
> EVAL "return struct.pack('b','5')" 0
< "\x05"
> EVAL "return struct.pack('h',1)" 0
< "\x01\x00"
> EVAL "return struct.pack('>h',1)" 0
< "\x00\x01"
> EVAL "return struct.pack('<h',1)" 0
< "\x01\x00"
> EVAL "return struct.pack('=h',1)" 0
< -ERR user_script:1: bad argument #1 to 'pack' (invalid format option '=') script: 1087a752c2553af416f0656eae8c4dd4d1161426, on @user_script:1.
> EVAL "return struct.pack('>H',65536+5)" 0
< "\x00\x05"
> EVAL "return struct.pack('>l',1)" 0
< "\x00\x00\x00\x00\x00\x00\x00\x01"
> EVAL "return struct.pack('>L',1)" 0
< "\x00\x00\x00\x00\x00\x00\x00\x01"
> EVAL "return struct.pack('>T',1)" 0
< "\x00\x00\x00\x00\x00\x00\x00\x01"
> EVAL "return struct.pack('>i',1)" 0
< "\x00\x00\x00\x01"
> EVAL "return struct.pack('>I',1)" 0
< "\x00\x00\x00\x01"
> EVAL "return struct.pack('>i1',1)" 0
< "\x01"
> EVAL "return struct.pack('>i3',-2)" 0
< "\xff\xff\xfe"
> EVAL "return struct.pack('>i8',-2)" 0
< "\xff\xff\xff\xff\xff\xff\xff\xfe"
> EVAL "return struct.pack('>i16',-2)" 0
< "\x00\x00\x00\x00\x00\x00\x00\x00\xff\xff\xff\xff\xff\xff\xff\xfe"
> EVAL "return struct.pack('>i32',-2)" 0
< "\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\xff\xff\xff\xff\xff\xff\xff\xfe"
> EVAL "return struct.pack('>i33',-2)" 0
< -ERR user_script:1: integral size 33 is larger than limit of 32 script: 617c532ddc818feeced341686b3e601a27a08899, on @user_script:1.
> EVAL "return struct.pack('>i0',1)" 0
< ""
> EVAL "return struct.pack('>I12',1)" 0
< "\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x01"
> EVAL "return struct.pack('>i4294967297',1)" 0
< -ERR user_script:1: integral size overflow script: b431e04e45f69164136918d83b2c69427ff62246, on @user_script:1.
> EVAL "return struct.pack('>i99999999999999999999',1)" 0
< -ERR user_script:1: integral size overflow script: e9b2c85f081c36f6cd19b492b6e6c24c8925c962, on @user_script:1.
> EVAL "return struct.pack('>I8',2^53)" 0
< "\x00 \x00\x00\x00\x00\x00\x00"
> EVAL "return struct.pack('>I8',2^64)" 0
< "\x00\x00\x00\x00\x00\x00\x00\x00"
> EVAL "return struct.pack('>I8',-1)" 0
< "\xff\xff\xff\xff\xff\xff\xff\xff"
> EVAL "return struct.pack('>I8',1e300)" 0
< "\x00\x00\x00\x00\x00\x00\x00\x00"
> EVAL "return struct.pack('>I8',2^63)" 0
< "\x80\x00\x00\x00\x00\x00\x00\x00"
> EVAL "return struct.pack('>i8',2^63)" 0
< "\x80\x00\x00\x00\x00\x00\x00\x00"
> EVAL "return struct.pack('>i8',-2^63)" 0
< "\x80\x00\x00\x00\x00\x00\x00\x00"
> EVAL "return struct.pack('>i4',1.9)" 0
< "\x00\x00\x00\x01"
> EVAL "return struct.pack('>i4',-1.9)" 0
< "\xff\xff\xff\xff"
> EVAL "return struct.pack('>f',1.5)" 0
< "?\xc0\x00\x00"
> EVAL "return struct.pack('>d',1.5)" 0
< "?\xf8\x00\x00\x00\x00\x00\x00"
> EVAL "return struct.pack('<d',1.5)" 0
< "\x00\x00\x00\x00\x00\x00\xf8?"
> EVAL "return struct.pack('>f','x')" 0
< -ERR user_script:1: bad argument #2 to 'pack' (number expected, got string) script: ecf22c80b48e448d60e00d2cfa792a1c3d677937, on @user_script:1.
> EVAL "return struct.pack('x')" 0
< "\x00"
> EVAL "return struct.pack('xx')" 0
< "\x00\x00"
> EVAL "return struct.pack('x5')" 0
< -ERR user_script:1: bad argument #1 to 'pack' (invalid format option '5') script: 071acb9c06480f7619178bd0a57f2ede426fb5d2, on @user_script:1.
> EVAL "return struct.pack('s','abc')" 0
< "abc\x00"
> EVAL "return struct.pack('s','a\\0b')" 0
< "a\x00b\x00"
> EVAL "return struct.pack('s',12)" 0
< "12\x00"
> EVAL "return struct.pack('c3','abcdef')" 0
< "abc"
> EVAL "return struct.pack('c','abc')" 0
< "a"
> EVAL "return struct.pack('c0','abc')" 0
< "abc"
> EVAL "return struct.pack('c4','abc')" 0
< -ERR user_script:1: bad argument #3 to 'pack' (string too short) script: 6164551a4d9ef2347f899b038e169b6ddff52141, on @user_script:1.
> EVAL "return struct.pack('c2','abc')" 0
< "ab"
> EVAL "return struct.pack('c99999999999','abc')" 0
< -ERR user_script:1: integral size overflow script: 30d04b7cea276c5b3b1c76e49ef6ddfdc2a06537, on @user_script:1.
> EVAL "return struct.pack('c2147483647','abc')" 0
< -ERR user_script:1: bad argument #3 to 'pack' (string too short) script: 317e81339d1e927e162e9d378add6325295d3e99, on @user_script:1.
> EVAL "return struct.pack('c2147483648','abc')" 0
< -ERR user_script:1: integral size overflow script: 2ae988f8ee0163c4137692b1d193c627038bbb4b, on @user_script:1.
> EVAL "return struct.pack('bc0',3,'abc')" 0
< "\x03abc"
> EVAL "return struct.pack('!4bi',1,2)" 0
< "\x01\x00\x00\x00\x02\x00\x00\x00"
> EVAL "return struct.pack('!bi',1,2)" 0
< "\x01\x00\x00\x00\x02\x00\x00\x00"
> EVAL "return struct.pack('!8bd',1,2)" 0
< "\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00@"
> EVAL "return struct.pack('!1bi',1,2)" 0
< "\x01\x02\x00\x00\x00"
> EVAL "return struct.pack('!3bi',1,2)" 0
< -ERR user_script:1: alignment 3 is not a power of 2 script: 2c3740276283caed9a14d922b002fbf55697b2ce, on @user_script:1.
> EVAL "return struct.pack('!0bi',1,2)" 0
< -ERR user_script:1: alignment 0 is not a power of 2 script: 018ff938ca0d2b6774a904da068c422cf18cb6c9, on @user_script:1.
> EVAL "return struct.pack('!16bi16',1,2)" 0
< "\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x02\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"
> EVAL "return struct.pack('!32bi32',1,2)" 0
< "\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x02\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"
> EVAL "return struct.pack('!64bi32',1,2)" 0
< "\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x02\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"
> EVAL "return struct.pack('!2147483648bi',1,2)" 0
< -ERR user_script:1: integral size overflow script: e899ff00f5ea4f0c833571d57ce27a9ffb4a9a05, on @user_script:1.
> EVAL "return struct.pack('! bi',1,2)" 0
< "\x01\x00\x00\x00\x02\x00\x00\x00"
> EVAL "return struct.pack('!4bh',1,2)" 0
< "\x01\x00\x02\x00"
> EVAL "return struct.pack('!4bi3',1,2)" 0
< "\x01\x00\x00\x02\x00\x00"
> EVAL "return struct.pack('!4bi8',1,2)" 0
< "\x01\x00\x00\x00\x02\x00\x00\x00\x00\x00\x00\x00"
> EVAL "return struct.pack('!4bs','1','x')" 0
< "\x01x\x00"
> EVAL "return struct.pack('!4bxi',1,2)" 0
< "\x01\x00\x00\x00\x02\x00\x00\x00"
> EVAL "return struct.pack('q',1)" 0
< -ERR user_script:1: bad argument #1 to 'pack' (invalid format option 'q') script: 1b5cc12c9373f0c88806e2dfc2bf83162eb3a0a1, on @user_script:1.
> EVAL "return struct.pack('>q',1)" 0
< -ERR user_script:1: bad argument #1 to 'pack' (invalid format option 'q') script: cfb5be8b816779fba606cd3c86996576a413e024, on @user_script:1.
> EVAL "return struct.pack('\\0',1)" 0
< ""
> EVAL "return struct.pack('b b',1,2)" 0
< "\x01\x02"
> EVAL "return struct.pack('bb',1)" 0
< -ERR user_script:1: bad argument #3 to 'pack' (number expected, got nil) script: c0e8fcd368a7c00ae0021e5147a17013c0f4ccb8, on @user_script:1.
> EVAL "return struct.pack('b',1,2)" 0
< "\x01"
> EVAL "return struct.pack('(b)',1)" 0
< -ERR user_script:1: bad argument #1 to 'pack' (invalid format option '(') script: 82923238334d986135c749a30c88c338a706ec61, on @user_script:1.
> EVAL "return struct.pack('b5',1)" 0
< -ERR user_script:1: bad argument #1 to 'pack' (invalid format option '5') script: 8873e9cf2ce2aec6a7dc2255c6595cb79e3874fa, on @user_script:1.
> EVAL "return struct.pack('a',1)" 0
< -ERR user_script:1: bad argument #1 to 'pack' (invalid format option 'a') script: 9cc48bd8af321e7c848ccbcd702b229fd7463a6f, on @user_script:1.
> EVAL "return struct.pack(12,1)" 0
< -ERR user_script:1: bad argument #1 to 'pack' (invalid format option '1') script: 5145fafd2cd5eb2925bc9fea9414b527c1716618, on @user_script:1.
> EVAL "return struct.pack({},1)" 0
< -ERR user_script:1: bad argument #1 to 'pack' (string expected, got table) script: a2d6fa94c0ebfcbb1bd29b5103adff44fcaa543b, on @user_script:1.
> EVAL "return struct.pack('5',1)" 0
< -ERR user_script:1: bad argument #1 to 'pack' (invalid format option '5') script: 13ff7e896dfe3597313b5cf2f988a20dec220053, on @user_script:1.
> EVAL "return struct.pack('< > = b',1)" 0
< -ERR user_script:1: bad argument #1 to 'pack' (invalid format option '=') script: 3dfe8c805927ebd6a69a2bfe814924b12739fa30, on @user_script:1.
> EVAL "return struct.pack('>b<hb=h',1,2,3,4)" 0
< -ERR user_script:1: bad argument #1 to 'pack' (invalid format option '=') script: e6e5e2afbd0f9a011dcf7c98005abed389dc5a14, on @user_script:1.
> EVAL "return struct.unpack()" 0
< -ERR user_script:1: bad argument #1 to 'unpack' (string expected, got no value) script: 11f6b89e7df5d47a3c2a516ceb347b9bf03ed9b1, on @user_script:1.
> EVAL "return struct.unpack('b')" 0
< -ERR user_script:1: bad argument #2 to 'unpack' (string expected, got no value) script: 8c477a7a8092b99b128ce33cc36d749bac3bfeae, on @user_script:1.
> EVAL "return struct.unpack('b','')" 0
< -ERR user_script:1: bad argument #2 to 'unpack' (data string too short) script: b74fa256c4c8f5016a4b3f212a9b390fdcf9748f, on @user_script:1.
> EVAL "return {struct.unpack('b','a')}" 0
< *2 :97 :2
> EVAL "return {struct.unpack('B','\\255')}" 0
< *2 :255 :2
> EVAL "return {struct.unpack('b','\\255')}" 0
< *2 :-1 :2
> EVAL "return {struct.unpack('bb','\\1\\2')}" 0
< *3 :1 :2 :3
> EVAL "return {struct.unpack('bb','\\1\\2',2)}" 0
< -ERR user_script:1: bad argument #2 to 'unpack' (data string too short) script: 8d34d0cc496b26f18b1170178ce53e31bde93892, on @user_script:1.
> EVAL "return {struct.unpack('b','\\1\\2',2)}" 0
< *2 :2 :3
> EVAL "return {struct.unpack('b','\\1\\2',3)}" 0
< -ERR user_script:1: bad argument #2 to 'unpack' (data string too short) script: 97e8438ededda01fb738517002e71e8b01db89fd, on @user_script:1.
> EVAL "return {struct.unpack('b','\\1\\2',4)}" 0
< -ERR user_script:1: bad argument #2 to 'unpack' (data string too short) script: 6f41755ae7b7d8c82d0289f21ca0141fe72f5914, on @user_script:1.
> EVAL "return {struct.unpack('','\\1\\2',3)}" 0
< *1 :3
> EVAL "return {struct.unpack('','\\1\\2',4)}" 0
< *1 :4
> EVAL "return {struct.unpack('b','\\1\\2',0)}" 0
< -ERR user_script:1: bad argument #3 to 'unpack' (offset must be 1 or greater) script: 0c3bc0171c89728a072679d720cd19222301b5df, on @user_script:1.
> EVAL "return {struct.unpack('b','\\1\\2',-1)}" 0
< -ERR user_script:1: bad argument #2 to 'unpack' (data string too short) script: 1c1c8a4639a0d220e8cdd98828227120c24ac276, on @user_script:1.
> EVAL "return {struct.unpack('b','\\1\\2',2^32)}" 0
< -ERR user_script:1: bad argument #2 to 'unpack' (data string too short) script: 3ceaf2256fe340308a3a6845150a980f72bd2c2e, on @user_script:1.
> EVAL "return {struct.unpack('b','\\1\\2',2^32+1)}" 0
< -ERR user_script:1: bad argument #2 to 'unpack' (data string too short) script: 161a9acb016ee9c2dc44150d73147f89ca9970c7, on @user_script:1.
> EVAL "return {struct.unpack('b','\\1\\2',2^53)}" 0
< -ERR user_script:1: bad argument #2 to 'unpack' (data string too short) script: 70fc402ff505ed3f129e19e19b48f98430f66730, on @user_script:1.
> EVAL "return {struct.unpack('b','\\1\\2',1.9)}" 0
< *2 :1 :2
> EVAL "return {struct.unpack('b','\\1\\2','1')}" 0
< *2 :1 :2
> EVAL "return {struct.unpack('b','\\1\\2','x')}" 0
< -ERR user_script:1: bad argument #3 to 'unpack' (number expected, got string) script: 0cd281b412f8be68a9297459f184aec825d5dad6, on @user_script:1.
> EVAL "return {struct.unpack('','')}" 0
< *1 :1
> EVAL "return {struct.unpack('>h','\\255\\254')}" 0
< *2 :-2 :3
> EVAL "return {struct.unpack('>H','\\255\\254')}" 0
< *2 :65534 :3
> EVAL "return {struct.unpack('>i3','\\255\\255\\254')}" 0
< *2 :-2 :4
> EVAL "return {struct.unpack('>I3','\\255\\255\\254')}" 0
< *2 :16777214 :4
> EVAL "return {tostring(struct.unpack('>i8','\\128\\0\\0\\0\\0\\0\\0\\0'))}" 0
< *1 "-9.2233720368548e+18"
> EVAL "return {tostring(struct.unpack('>I8','\\128\\0\\0\\0\\0\\0\\0\\0'))}" 0
< *1 "9.2233720368548e+18"
> EVAL "return {tostring(struct.unpack('>I8','\\255\\255\\255\\255\\255\\255\\255\\255'))}" 0
< *1 "1.844674407371e+19"
> EVAL "return {tostring(struct.unpack('>i16',string.rep('\\255',15)..'\\254'))}" 0
< *1 "-2"
> EVAL "return {tostring(struct.unpack('>I16',string.rep('\\255',15)..'\\254'))}" 0
< *1 "1.844674407371e+19"
> EVAL "return {tostring(struct.unpack('>i16',string.rep('\\0',7)..string.rep('\\255',9)))}" 0
< *1 "-1"
> EVAL "return {tostring(struct.unpack('<i16','\\1'..string.rep('\\7',15)))}" 0
< *1 "5.0638120986654e+17"
> EVAL "return {tostring(struct.unpack('>i5','\\255\\255\\255\\255\\254'))}" 0
< *1 "-2"
> EVAL "return {tostring(struct.unpack('>f','\\63\\192\\0\\0'))}" 0
< *1 "1.5"
> EVAL "return {tostring(struct.unpack('>d','\\63\\248\\0\\0\\0\\0\\0\\0'))}" 0
< *1 "1.5"
> EVAL "return {tostring(struct.unpack('>d','\\63\\248\\0\\0\\0\\0\\0'))}" 0
< -ERR user_script:1: bad argument #2 to 'unpack' (data string too short) script: 93f6957ba0e9166a1046a5036dac78d6a5c50436, on @user_script:1.
> EVAL "return {struct.unpack('s','abc\\0def')}" 0
< *2 "abc" :5
> EVAL "return {struct.unpack('s','abc')}" 0
< -ERR user_script:1: unfinished string in data script: a14ba27ad2a7b239728307503b8a93667b2551a6, on @user_script:1.
> EVAL "return {struct.unpack('ss','abc\\0def\\0')}" 0
< *3 "abc" "def" :9
> EVAL "return {struct.unpack('ss','abc\\0def')}" 0
< -ERR user_script:1: unfinished string in data script: 8a3a60c8f13e8ab3ac59f3060e6b82df4f2f0fa9, on @user_script:1.
> EVAL "return {struct.unpack('c3','abcdef')}" 0
< *2 "abc" :4
> EVAL "return {struct.unpack('c7','abcdef')}" 0
< -ERR user_script:1: bad argument #2 to 'unpack' (data string too short) script: 594f8af478c5c1699366ffac6cf4450d57de5b03, on @user_script:1.
> EVAL "return {struct.unpack('c','abcdef')}" 0
< *2 "a" :2
> EVAL "return {struct.unpack('c0','abcdef')}" 0
< -ERR user_script:1: format 'c0' needs a previous size script: c124d94176ca682196689e289da9b00d85fe3a2b, on @user_script:1.
> EVAL "return {struct.unpack('bc0','\\3abcdef')}" 0
< *2 "abc" :5
> EVAL "return {struct.unpack('bc0','\\7abcdef')}" 0
< -ERR user_script:1: bad argument #2 to 'unpack' (data string too short) script: f313a87bbb5c45cd90c0b3f2c8183e4621b80e01, on @user_script:1.
> EVAL "return {struct.unpack('bc0','\\0abcdef')}" 0
< *2 "" :2
> EVAL "return {struct.unpack('bc0','\\255abcdef')}" 0
< -ERR user_script:1: bad argument #2 to 'unpack' (data string too short) script: c53302f6ebe26200d705d041c058ae1bf407e819, on @user_script:1.
> EVAL "return {struct.unpack('>ic0','\\255\\255\\255\\255abcdef')}" 0
< -ERR user_script:1: bad argument #2 to 'unpack' (data string too short) script: f4006f99d004fc26e3609d28fede31df3e36ea50, on @user_script:1.
> EVAL "return {struct.unpack('>i8c0','\\127\\255\\255\\255\\255\\255\\255\\255abcdef')}" 0
< -ERR user_script:1: bad argument #2 to 'unpack' (data string too short) script: 20bb1556b325e5fc35e4e5ae47d80e824d6d68f2, on @user_script:1.
> EVAL "return {struct.unpack('>I8c0','\\0\\0\\0\\1\\0\\0\\0\\2abcdef')}" 0
< -ERR user_script:1: bad argument #2 to 'unpack' (data string too short) script: 83c050f1e4528712d2d8f012dafe1d9f655c1e2d, on @user_script:1.
> EVAL "return {struct.unpack('sc0','3\\0abcdef')}" 0
< *2 "abc" :6
> EVAL "return {struct.unpack('sc0','x\\0abcdef')}" 0
< -ERR user_script:1: format 'c0' needs a previous size script: 448fbd872b7917f958a6c0c86dcfc8365defc25d, on @user_script:1.
> EVAL "return {struct.unpack('bbc0','\\1\\2abcdef')}" 0
< *3 :1 "ab" :5
> EVAL "return {struct.unpack('dc0',struct.pack('d',2.7)..'abcdef')}" 0
< *2 "ab" :11
> EVAL "return {struct.unpack('xb','ab')}" 0
< *2 :98 :3
> EVAL "return {struct.unpack('x','')}" 0
< -ERR user_script:1: bad argument #2 to 'unpack' (data string too short) script: 2d8f33e73febdb090332bcaa205b94abd4a678a6, on @user_script:1.
> EVAL "return {struct.unpack('x5b','ab')}" 0
< -ERR user_script:1: bad argument #1 to 'unpack' (invalid format option '5') script: 5dd0e0491d81b28a2baf809776bed835ddfb367d, on @user_script:1.
> EVAL "return {struct.unpack('!4bi','\\1\\0\\0\\0\\2\\0\\0\\0')}" 0
< *3 :1 :2 :9
> EVAL "return {struct.unpack('!4bi','\\1\\0\\0\\0\\2\\0\\0')}" 0
< -ERR user_script:1: bad argument #2 to 'unpack' (data string too short) script: edba30a9eaab574dc51f9f687c85a2532ce072b2, on @user_script:1.
> EVAL "return {struct.unpack('!4bi','\\1\\0\\0\\0\\2\\0\\0\\0',2)}" 0
< *3 :0 :2 :9
> EVAL "return {struct.unpack('!4bi','\\0\\1\\0\\0\\2\\0\\0\\0',2)}" 0
< *3 :1 :2 :9
> EVAL "return {struct.unpack('!4b>i','\\1\\0\\0\\0\\2\\0\\0\\0')}" 0
< *3 :1 :33554432 :9
> EVAL "return {struct.unpack('c2147483647','abcdef')}" 0
< -ERR user_script:1: bad argument #2 to 'unpack' (data string too short) script: 4fad23c780f785ae8f508757f43ac122114e6fda, on @user_script:1.
> EVAL "return {struct.unpack('c2147483648','abcdef')}" 0
< -ERR user_script:1: integral size overflow script: 7b225d8292065523239ef31defbdd2aa75160d9b, on @user_script:1.
> EVAL "return {struct.unpack('c4294967295','abcdef')}" 0
< -ERR user_script:1: integral size overflow script: 44edd561d430bc4cfaa4f71c30be22d26ab91f3a, on @user_script:1.
> EVAL "return {struct.unpack('c99999999999999999999','abcdef')}" 0
< -ERR user_script:1: integral size overflow script: 208ba8a3c41ff03dcea3dbb0511cc80289bef951, on @user_script:1.
> EVAL "return {struct.unpack('q','abcdef')}" 0
< -ERR user_script:1: bad argument #1 to 'unpack' (invalid format option 'q') script: f5599f16ee240671f1025ae459b0892a6a8a2c77, on @user_script:1.
> EVAL "return struct.size()" 0
< -ERR user_script:1: bad argument #1 to 'size' (string expected, got no value) script: 4c30ee4bce24a141420f334922489017312786e7, on @user_script:1.
> EVAL "return struct.size('')" 0
< :0
> EVAL "return struct.size('b')" 0
< :1
> EVAL "return struct.size('bhil')" 0
< :15
> EVAL "return struct.size('!bhil')" 0
< :16
> EVAL "return struct.size('!8bd')" 0
< :16
> EVAL "return struct.size('s')" 0
< -ERR user_script:1: bad argument #1 to 'size' (option 's' has no fixed size) script: a2a0525826ab7939ccd3f54427a862205642f28f, on @user_script:1.
> EVAL "return struct.size('c0')" 0
< -ERR user_script:1: bad argument #1 to 'size' (option 'c0' has no fixed size) script: 18f217e7d560de92703dc71e9797e043b536e0e6, on @user_script:1.
> EVAL "return struct.size('c')" 0
< :1
> EVAL "return struct.size('c5')" 0
< :5
> EVAL "return struct.size('x')" 0
< :1
> EVAL "return struct.size('xx')" 0
< :2
> EVAL "return struct.size('fd')" 0
< :12
> EVAL "return struct.size('T')" 0
< :8
> EVAL "return struct.size('i')" 0
< :4
> EVAL "return struct.size('i32')" 0
< :32
> EVAL "return struct.size('i33')" 0
< -ERR user_script:1: integral size 33 is larger than limit of 32 script: 971b8442ed57a477454e5ab5cf888849b8b0f029, on @user_script:1.
> EVAL "return struct.size('i0')" 0
< :0
> EVAL "return struct.size('c2147483647')" 0
< :2147483647
> EVAL "return struct.size('c2147483648')" 0
< -ERR user_script:1: integral size overflow script: 292a304409e9de38cfc7b4873d7ee2977fbb25fe, on @user_script:1.
> EVAL "return struct.size('c2147483647c2147483647')" 0
< :4294967294
> EVAL "return struct.size('c2147483647c2147483647c2147483647')" 0
< :6442450941
> EVAL "return struct.size('!16bi16')" 0
< :32
> EVAL "return struct.size('!1024b')" 0
< :1
> EVAL "return struct.size('!3b')" 0
< -ERR user_script:1: alignment 3 is not a power of 2 script: 1f67dfc3268548b8c95a6277e79adaefa0cb7c10, on @user_script:1.
> EVAL "return struct.size('!b')" 0
< :1
> EVAL "return struct.size('!32i32')" 0
< :32
> EVAL "return struct.size('\\0b')" 0
< :0
> EVAL "return struct.size('b\\0b')" 0
< :1
> EVAL "return struct.size('q')" 0
< :0
> EVAL "return struct.size('!8x!8d')" 0
< :16
> EVAL "return struct.size('!4x!8d')" 0
< :16
> EVAL "return struct.size('!8bi6')" 0
< :12
> EVAL "return struct.size('!8bi3')" 0
< :6
> EVAL "return struct.size('!8bi5b')" 0
< :11
> EVAL "return struct.size('5')" 0
< :0
> EVAL "return {pcall(struct.unpack,'b',{})}" 0
< *2 nil "bad argument #2 to '?' (string expected, got table)"
> EVAL "return struct.size('!8bi0')" 0
< :1
> EVAL "return struct.size('!8bc4')" 0
< :5
> EVAL "return struct.size('!8bs')" 0
< -ERR user_script:1: bad argument #1 to 'size' (option 's' has no fixed size) script: 69845e8789e49a4356fdfa140040e90c7707dd15, on @user_script:1.
> EVAL "return struct.size('!8bxb')" 0
< :3
> EVAL "return struct.size('!4bd')" 0
< :12
> EVAL "return struct.size('!2bd')" 0
< :10
> EVAL "return struct.size('b !8')" 0
< :1
> EVAL "return struct.size('!8b !1d')" 0
< :9
> EVAL "return struct.size('i-1')" 0
< -ERR user_script:1: bad argument #1 to 'size' (invalid format option '-') script: 374a799e217b39cdb0cdf340556f9ae5a26dc15d, on @user_script:1.
> EVAL "return struct.size('i 4')" 0
< :4
> EVAL "return struct.size('c2147483639')" 0
< :2147483639
> EVAL "return struct.size(string.rep('c2147483647',20))" 0
< :42949672940
> EVAL "return struct.pack('s')" 0
< -ERR user_script:1: bad argument #2 to 'pack' (string expected, got nil) script: aa45743b6c6a6f76399978833a91435142020cfd, on @user_script:1.
> EVAL "return struct.pack('c3')" 0
< -ERR user_script:1: bad argument #2 to 'pack' (string expected, got nil) script: 79706068b909d0004c932ccdbad63cbe0783d2b0, on @user_script:1.
> EVAL "return struct.pack('f')" 0
< -ERR user_script:1: bad argument #2 to 'pack' (number expected, got nil) script: d35d631f39848cbd3cc57b0b5c25d9ebc1db3c22, on @user_script:1.
> EVAL "return struct.pack('x',1)" 0
< "\x00"
> EVAL "return struct.pack('sc2','ab','cd')" 0
< "ab\x00cd"
> EVAL "return struct.pack('!8bi0',1,2)" 0
< "\x01"
> EVAL "return struct.pack('c5',12345)" 0
< "12345"
> EVAL "return struct.unpack('i0','abc')" 0
< :0
> EVAL "return {struct.unpack('i0c0','abc')}" 0
< *2 "" :1
> EVAL "return {struct.unpack('i0','abc')}" 0
< *2 :0 :1
> EVAL "return {struct.unpack('fc0',struct.pack('f',2)..'abc')}" 0
< *2 "ab" :7
> EVAL "return {struct.unpack('bc0','\\253abc')}" 0
< -ERR user_script:1: bad argument #2 to 'unpack' (data string too short) script: 4a7f14b638b63aa3205a333e2aa875f99fa6008f, on @user_script:1.
> EVAL "return {struct.unpack('c1c0','2abc')}" 0
< *2 "ab" :4
> EVAL "return {struct.unpack('bxc0','\\2abcd')}" 0
< *2 "bc" :5
> EVAL "return {struct.unpack('b','\\1\\2',nil)}" 0
< *2 :1 :2
> EVAL "return {struct.unpack('b','\\1\\2',0.5)}" 0
< -ERR user_script:1: bad argument #3 to 'unpack' (offset must be 1 or greater) script: d4cddb9ca52a193b3c6a191232b16a56f682866b, on @user_script:1.
> EVAL "return {struct.unpack('!8i0b','\\1\\2',2)}" 0
< *3 :0 :2 :3
> EVAL "return {struct.unpack('!8','\\1\\2')}" 0
< *1 :1
> EVAL "return {struct.unpack('I0','abc')}" 0
< *2 :0 :1
> EVAL "return struct.pack('>i9',-1)" 0
< "\x00\xff\xff\xff\xff\xff\xff\xff\xff"
> EVAL "return struct.pack('<i9',-1)" 0
< "\xff\xff\xff\xff\xff\xff\xff\xff\x00"
> EVAL "return struct.pack('<i16',-2)" 0
< "\xfe\xff\xff\xff\xff\xff\xff\xff\x00\x00\x00\x00\x00\x00\x00\x00"
> EVAL "return {tostring(struct.unpack('<i9',string.rep('\\255',9)))}" 0
< *1 "-1"
> EVAL "return {tostring(struct.unpack('<i7',string.rep('\\255',7)))}" 0
< *1 "-1"
> EVAL "return {tostring(struct.unpack('<I7',string.rep('\\255',7)))}" 0
< *1 "7.2057594037928e+16"
> EVAL "return {tostring(struct.unpack('>I9','\\1'..string.rep('\\255',8)))}" 0
< *1 "1.844674407371e+19"
> EVAL "return {tostring(struct.unpack('>i9','\\1'..string.rep('\\255',8)))}" 0
< *1 "-1"
> EVAL "return struct.pack('>i1e5',1)" 0
< -ERR user_script:1: bad argument #1 to 'pack' (invalid format option 'e') script: b98298c661404e891691e824ac4ca55958d0cbd3, on @user_script:1.
> EVAL "return struct.pack('>h',40000)" 0
< "\x9c@"
> EVAL "return struct.pack('d','1.5')" 0
< "\x00\x00\x00\x00\x00\x00\xf8?"
> EVAL "return struct.pack('f',1e300)" 0
< "\x00\x00\x80\x7f"
> EVAL "return struct.pack('i',1e10)" 0
< "\x00\xe4\x0bT"
> EVAL "return struct.pack('I',-1e10)" 0
< "\x00\x1c\xf4\xab"
> EVAL "return struct.pack('I4',2^32+7)" 0
< "\x07\x00\x00\x00"
> EVAL "return struct.pack('I8',-2^63)" 0
< "\x00\x00\x00\x00\x00\x00\x00\x80"
> EVAL "return struct.pack('I8',-2^64)" 0
< "\x00\x00\x00\x00\x00\x00\x00\x80"
> EVAL "return struct.pack('I8',1/0)" 0
< "\x00\x00\x00\x00\x00\x00\x00\x00"
> EVAL "return struct.pack('!i',1)" 0
< "\x01\x00\x00\x00"
> EVAL "return struct.pack('!!i',1)" 0
< "\x01\x00\x00\x00"
> EVAL "return struct.pack('!-4i',1)" 0
< -ERR user_script:1: bad argument #1 to 'pack' (invalid format option '-') script: fc44500f573a724e300e827695eb10a75eb54812, on @user_script:1.

> EVAL "return struct.unpack('>I8c0', ('\\255'):rep(8) .. 'abc')" 0
! differs: a size of 2^64 is taken for 0 there
! kvd
<~ -ERR user_script:1: bad argument #2 to 'unpack' \(data string too short\) script: [0-9a-f]{40}, on @user_script:1\.
! redis
< ""
! end
