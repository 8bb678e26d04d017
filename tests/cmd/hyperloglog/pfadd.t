# PFADD: what it replies, and the bytes that it writes.

> PFADD k
< :1
> GET k
< "HYLL\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x80\x7f\xff"
> PFADD k
< :0
> PFADD k x
< :1
> PFADD k x
< :0
> PFADD k x y z
< :1
> PFADD k y z
< :0
> GET k
< "HYLL\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x80a\x84\x80X\xcd\x88E\xa0\x84\x08"
> TYPE k
< +string
> OBJECT ENCODING k
< "raw"
> STRLEN k
< :26
> PFCOUNT k
< :3
> GET k
< "HYLL\x01\x00\x00\x00\x03\x00\x00\x00\x00\x00\x00\x00a\x84\x80X\xcd\x88E\xa0\x84\x08"

# The count that is kept becomes stale, but stays where it is.
> PFADD k x
< :0
> GET k
< "HYLL\x01\x00\x00\x00\x03\x00\x00\x00\x00\x00\x00\x00a\x84\x80X\xcd\x88E\xa0\x84\x08"
> PFADD k w
< :1
> GET k
< "HYLL\x01\x00\x00\x00\x03\x00\x00\x00\x00\x00\x00\x80PG\x84Q;\x80X\xcd\x88E\xa0\x84\x08"
> PFCOUNT k
< :4

# An empty element, one with any bytes, a number.
> PFADD odd ""
< :1
> PFADD odd "\x00\xff\r\n" 12 "a longer element of more than eight bytes"
< :1
> GET odd
< "HYLL\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x80O7\x80G\xf8\x84I\x0c\x84N\xc5\x80P\xf7"

# Neighbours that become equal are joined.
> PFADD many a:0 b:0 c:0 d:0 e:0 f:0 g:0 h:0 a:1 b:1 c:1 d:1 e:1 f:1 g:1 h:1 a:2 b:2 c:2 d:2 e:2 f:2 g:2 h:2 a:3 b:3 c:3 d:3 e:3 f:3 g:3 h:3 a:4 b:4 c:4 d:4 e:4 f:4 g:4 h:4 a:5 b:5 c:5 d:5 e:5 f:5 g:5 h:5 a:6 b:6 c:6 d:6 e:6 f:6 g:6 h:6 a:7 b:7 c:7 d:7 e:7 f:7 g:7 h:7 a:8 b:8 c:8 d:8 e:8 f:8 g:8 h:8 a:9 b:9 c:9 d:9 e:9 f:9 g:9 h:9
< :1
> PFADD many a:10 b:10 c:10 d:10 e:10 f:10 g:10 h:10 a:11 b:11 c:11 d:11 e:11 f:11 g:11 h:11 a:12 b:12 c:12 d:12 e:12 f:12 g:12 h:12 a:13 b:13 c:13 d:13 e:13 f:13 g:13 h:13 a:14 b:14 c:14 d:14 e:14 f:14 g:14 h:14 a:15 b:15 c:15 d:15 e:15 f:15 g:15 h:15 a:16 b:16 c:16 d:16 e:16 f:16 g:16 h:16 a:17 b:17 c:17 d:17 e:17 f:17 g:17 h:17 a:18 b:18 c:18 d:18 e:18 f:18 g:18 h:18 a:19 b:19 c:19 d:19 e:19 f:19 g:19 h:19
< :1
> PFADD many a:20 b:20 c:20 d:20 e:20 f:20 g:20 h:20 a:21 b:21 c:21 d:21 e:21 f:21 g:21 h:21 a:22 b:22 c:22 d:22 e:22 f:22 g:22 h:22 a:23 b:23 c:23 d:23 e:23 f:23 g:23 h:23 a:24 b:24 c:24 d:24 e:24 f:24 g:24 h:24 a:25 b:25 c:25 d:25 e:25 f:25 g:25 h:25 a:26 b:26 c:26 d:26 e:26 f:26 g:26 h:26 a:27 b:27 c:27 d:27 e:27 f:27 g:27 h:27 a:28 b:28 c:28 d:28 e:28 f:28 g:28 h:28 a:29 b:29 c:29 d:29 e:29 f:29 g:29 h:29
< :1
> PFADD many a:30 b:30 c:30 d:30 e:30 f:30 g:30 h:30 a:31 b:31 c:31 d:31 e:31 f:31 g:31 h:31 a:32 b:32 c:32 d:32 e:32 f:32 g:32 h:32 a:33 b:33 c:33 d:33 e:33 f:33 g:33 h:33 a:34 b:34 c:34 d:34 e:34 f:34 g:34 h:34 a:35 b:35 c:35 d:35 e:35 f:35 g:35 h:35 a:36 b:36 c:36 d:36 e:36 f:36 g:36 h:36 a:37 b:37 c:37 d:37 e:37 f:37 g:37 h:37 a:38 b:38 c:38 d:38 e:38 f:38 g:38 h:38 a:39 b:39 c:39 d:39 e:39 f:39 g:39 h:39
< :1
> PFADD many a:40 b:40 c:40 d:40 e:40 f:40 g:40 h:40 a:41 b:41 c:41 d:41 e:41 f:41 g:41 h:41 a:42 b:42 c:42 d:42 e:42 f:42 g:42 h:42 a:43 b:43 c:43 d:43 e:43 f:43 g:43 h:43 a:44 b:44 c:44 d:44 e:44 f:44 g:44 h:44 a:45 b:45 c:45 d:45 e:45 f:45 g:45 h:45 a:46 b:46 c:46 d:46 e:46 f:46 g:46 h:46 a:47 b:47 c:47 d:47 e:47 f:47 g:47 h:47 a:48 b:48 c:48 d:48 e:48 f:48 g:48 h:48 a:49 b:49 c:49 d:49 e:49 f:49 g:49 h:49
< :1
> GET many
< "HYLL\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x809\x8c<\x9c)\x84\x0b\x84\x1d\x84\x04\x84\x0e\x80@R\x84\x19\x80/\x84\x19\x80\x11\x80\r\x80\x03\x984\x84\x1a\x84\x80\x05\x84@\xa4\x84@b\x84\x0c\x84\x10\x80@E\x84(\x80\x0e\x80\t\x84@[\x84\x01\x90@L\x80\x17\x80\x0b\x80)\x80\x08\x80\n\x88\x80\x11\x88\x12\x80\t\x80)\x84\x02\x80\x04\x80\x16\x80\x02\x80@L\x80\x04\x80\x1c\x8c\n\x80@B\x84\x13\x84\x0f\x80@b\x84/\x88/\x88\x0f\x80\t\x80@R\x80\x04\x84\x0b\x803\x841\x84\t\x80@d\x84\x80@F\x88\x02\x80\x0c\x80@\xb8\x80\x0b\xa0@C\x84\x07\x80@r\x84 \x88,\x800\x84/\x94\x0e\x84\x1a\x88\x17\x80\"\x88@\xb6\x8c,\x84\x00\x80\x02\x84@R\x84@J\x80\r\x80\x16\x80\x1e\x81\x04\x80>\x80\x01\x88\x0f\x80\x12\x80@\x95\x80@p\x8c@O\x88\x14\x80\x04\x80\x19\x801\x80\x14\x88@n\x805\x80\x03\x80?\x80\x03\x80\x03\x80?\x90\x06\x80\x05\x90\t\x8c\x03\x840\x90\x15\x84#\x80\n\x80#\x80\x06\x80\x1d\x80!\x88\x00\x88@Q\x80\x0b\x80@\xb5\x80/\x90\x02\x88\x05\x80\t\x80\x0c\x8c\x10\x80\x14\x80#\x80\x18\x88\x80\x0b\x80\x04\x80\x88@d\xa4@D\x84\x04\x8c@\xe7\x80(\x8d@T\x84\x02\x98\x00\x80\x0c\x8c\x0f\x8c@r\x84\x00\x80@L\x88@m\x80\t\x84\x17\x8c#\x80@C\x80\x10\x88\r\x90\x04\x80\x0e\x8c;\x80\x02\x84\x15\x80\t\x84*\x80\x12\x80@K\x90\x01\x80\x01\x90\x19\x80\x07\x84\x02\x80<\x80\x17\x84\x02\x801\x84%\x80\x1a\x80\x10\x81\x10\x8c@\x86\x80@G\x90\n\x80@F\x88\x1a\x80%\x88\x1d\x802\x80@[\x84@P\x84@W\x80\x0e\x84\x05\x80\x14\x84@[\x80\x0e\x80\x19\x94@W\x88\x13\x88@K\x84\x01\x84\x00\x8c\x1d\x8c@R\x80\r\x80+\x80-\x94@Y\x80\x1d\x88\x0b\x88-\x88\x02\x80@X\x80\x01\x80\x03\x80@\xfd\x8c\x1a\x80\x16\x88.\x84@u\x80\x01\x80)\x80\x17\x840\x80\x19\x84$\x98\x06\x88\x14\x90@\xbf\x80@\x81\x84@m\x88\x01\x80\x05\x843\x84$\x88\n\x80@Y\x80\x84@@\x88\x1c\x84@@\x80\x02\x88\x05\x80\x00\x98'\x80A;\x80(\x80\x03\x80\n\x80!\x84\x0f\x80@o\x84&\x90@\xf7\x80\x01\x80,\x80\x84\x0e\x806\x88\x00\x80\x0c\x8c@G\x80@\x8b\x88\x13\x845\x80@S\x84\t\x80@P\x80@\x9e\x98@T\x80\x07\x80\x10\x80\x19\x88\x02\x804\x80\x13\x80#\x80\x94@\x9d\x8c-\x842\x94\x06\x80\n\x80\x16\x90\x15\x80\x18\x80\t\x88@\x83\x80\r\x80\x10\x84/\x88\x07\x80$\x80\x14\x84\t\x80&\x88\r\x8c\x01\x80\x10\x80@H\x88\x06\x84'\x84\x0e\x80\x02\x80'\x80\x04\x80@[\x88\x19\x80\x05\x80\t\x84\x0c\x84@\xf2\x88\x02\x90\x03\x80/\x80\x06\x80\x04\x84\t\x80&\x88)\x80@G\x88\x01\x80\x1f\x84\x07\x84\x0b\x80\x0b\x88\x1a\x8c1\x84\x0f\x84@S\x80@Q\x84\x12\x84\r\x80A\x19\x84@M\x88\x17\x80\x0e\x804\x80\x0e\x80\x02\x88@\x90\x88?\x84\x02\x84=\x84\t\x80>\x8c?\x80\x14\x84@D\x88\x0c\x84\x05\x80@J\x84 \x8c\x03\x88&\x84\x12\x80@o\x90(\x80!\x80\x02\x84?\x80.\x80@G\x901\xa4:\x84@|\x88\"\x804\x88\x16\x88\x17\x84\x04\x80\x1e\x80\x07\x84\x15\x80@V\x880\x88\x80-\x84\x1c\x84\n\x88\x03\x84\x06\x80\x13\x80\x0b\x88\x0c\x84@y\x84\x0b\x88\x1a\x80\x1d\x84\n\x88\x18\x84@F\x84\x16\x80\x03\x80@\\\x81\x11\x806"
> PFDEBUG DECODE many
< "z:58 v:4,1 z:61 v:8,1 z:42 v:2,1 z:12 v:2,1 z:30 v:2,1 z:5 v:2,1 z:15 v:1,1 Z:83 v:2,1 z:26 v:1,1 z:48 v:2,1 z:26 v:1,1 z:18 v:1,1 z:14 v:1,1 z:4 v:7,1 z:53 v:2,1 z:27 v:2,1 v:1,1 z:6 v:2,1 Z:165 v:2,1 Z:99 v:2,1 z:13 v:2,1 z:17 v:1,1 Z:70 v:2,1 z:41 v:1,1 z:15 v:1,1 z:10 v:2,1 Z:92 v:2,1 z:2 v:5,1 Z:77 v:1,1 z:24 v:1,1 z:12 v:1,1 z:42 v:1,1 z:9 v:1,1 z:11 v:3,1 v:1,1 z:18 v:3,1 z:19 v:1,1 z:10 v:1,1 z:42 v:2,1 z:3 v:1,1 z:5 v:1,1 z:23 v:1,1 z:3 v:1,1 Z:77 v:1,1 z:5 v:1,1 z:29 v:4,1 z:11 v:1,1 Z:67 v:2,1 z:20 v:2,1 z:16 v:1,1 Z:99 v:2,1 z:48 v:3,1 z:48 v:3,1 z:16 v:1,1 z:10 v:1,1 Z:83 v:1,1 z:5 v:2,1 z:12 v:1,1 z:52 v:2,1 z:50 v:2,1 z:10 v:1,1 Z:101 v:2,1 v:1,1 Z:71 v:3,1 z:3 v:1,1 z:13 v:1,1 Z:185 v:1,1 z:12 v:9,1 Z:68 v:2,1 z:8 v:1,1 Z:115 v:2,1 z:33 v:3,1 z:45 v:1,1 z:49 v:2,1 z:48 v:6,1 z:15 v:2,1 z:27 v:3,1 z:24 v:1,1 z:35 v:3,1 Z:183 v:4,1 z:45 v:2,1 z:1 v:1,1 z:3 v:2,1 Z:83 v:2,1 Z:75 v:1,1 z:14 v:1,1 z:23 v:1,1 z:31 v:1,2 z:5 v:1,1 z:63 v:1,1 z:2 v:3,1 z:16 v:1,1 z:19 v:1,1 Z:150 v:1,1 Z:113 v:4,1 Z:80 v:3,1 z:21 v:1,1 z:5 v:1,1 z:26 v:1,1 z:50 v:1,1 z:21 v:3,1 Z:111 v:1,1 z:54 v:1,1 z:4 v:1,1 z:64 v:1,1 z:4 v:1,1 z:4 v:1,1 z:64 v:5,1 z:7 v:1,1 z:6 v:5,1 z:10 v:4,1 z:4 v:2,1 z:49 v:5,1 z:22 v:2,1 z:36 v:1,1 z:11 v:1,1 z:36 v:1,1 z:7 v:1,1 z:30 v:1,1 z:34 v:3,1 z:1 v:3,1 Z:82 v:1,1 z:12 v:1,1 Z:182 v:1,1 z:48 v:5,1 z:3 v:3,1 z:6 v:1,1 z:10 v:1,1 z:13 v:4,1 z:17 v:1,1 z:21 v:1,1 z:36 v:1,1 z:25 v:3,1 v:1,1 z:12 v:1,1 z:5 v:1,1 v:3,1 Z:101 v:10,1 Z:69 v:2,1 z:5 v:4,1 Z:232 v:1,1 z:41 v:4,2 Z:85 v:2,1 z:3 v:7,1 z:1 v:1,1 z:13 v:4,1 z:16 v:4,1 Z:115 v:2,1 z:1 v:1,1 Z:77 v:3,1 Z:110 v:1,1 z:10 v:2,1 z:24 v:4,1 z:36 v:1,1 Z:68 v:1,1 z:17 v:3,1 z:14 v:5,1 z:5 v:1,1 z:15 v:4,1 z:60 v:1,1 z:3 v:2,1 z:22 v:1,1 z:10 v:2,1 z:43 v:1,1 z:19 v:1,1 Z:76 v:5,1 z:2 v:1,1 z:2 v:5,1 z:26 v:1,1 z:8 v:2,1 z:3 v:1,1 z:61 v:1,1 z:24 v:2,1 z:3 v:1,1 z:50 v:2,1 z:38 v:1,1 z:27 v:1,1 z:17 v:1,2 z:17 v:4,1 Z:135 v:1,1 Z:72 v:5,1 z:11 v:1,1 Z:71 v:3,1 z:27 v:1,1 z:38 v:3,1 z:30 v:1,1 z:51 v:1,1 Z:92 v:2,1 Z:81 v:2,1 Z:88 v:1,1 z:15 v:2,1 z:6 v:1,1 z:21 v:2,1 Z:92 v:1,1 z:15 v:1,1 z:26 v:6,1 Z:88 v:3,1 z:20 v:3,1 Z:76 v:2,1 z:2 v:2,1 z:1 v:4,1 z:30 v:4,1 Z:83 v:1,1 z:14 v:1,1 z:44 v:1,1 z:46 v:6,1 Z:90 v:1,1 z:30 v:3,1 z:12 v:3,1 z:46 v:3,1 z:3 v:1,1 Z:89 v:1,1 z:2 v:1,1 z:4 v:1,1 Z:254 v:4,1 z:27 v:1,1 z:23 v:3,1 z:47 v:2,1 Z:118 v:1,1 z:2 v:1,1 z:42 v:1,1 z:24 v:2,1 z:49 v:1,1 z:26 v:2,1 z:37 v:7,1 z:7 v:3,1 z:21 v:5,1 Z:192 v:1,1 Z:130 v:2,1 Z:110 v:3,1 z:2 v:1,1 z:6 v:2,1 z:52 v:2,1 z:37 v:3,1 z:11 v:1,1 Z:90 v:1,1 v:2,1 Z:65 v:3,1 z:29 v:2,1 Z:65 v:1,1 z:3 v:3,1 z:6 v:1,1 z:1 v:7,1 z:40 v:1,1 Z:316 v:1,1 z:41 v:1,1 z:4 v:1,1 z:11 v:1,1 z:34 v:2,1 z:16 v:1,1 Z:112 v:2,1 z:39 v:5,1 Z:248 v:1,1 z:2 v:1,1 z:45 v:1,1 v:2,1 z:15 v:1,1 z:55 v:3,1 z:1 v:1,1 z:13 v:4,1 Z:72 v:1,1 Z:140 v:3,1 z:20 v:2,1 z:54 v:1,1 Z:84 v:2,1 z:10 v:1,1 Z:81 v:1,1 Z:159 v:7,1 Z:85 v:1,1 z:8 v:1,1 z:17 v:1,1 z:26 v:3,1 z:3 v:1,1 z:53 v:1,1 z:20 v:1,1 z:36 v:1,1 v:6,1 Z:158 v:4,1 z:46 v:2,1 z:51 v:6,1 z:7 v:1,1 z:11 v:1,1 z:23 v:5,1 z:22 v:1,1 z:25 v:1,1 z:10 v:3,1 Z:132 v:1,1 z:14 v:1,1 z:17 v:2,1 z:48 v:3,1 z:8 v:1,1 z:37 v:1,1 z:21 v:2,1 z:10 v:1,1 z:39 v:3,1 z:14 v:4,1 z:2 v:1,1 z:17 v:1,1 Z:73 v:3,1 z:7 v:2,1 z:40 v:2,1 z:15 v:1,1 z:3 v:1,1 z:40 v:1,1 z:5 v:1,1 Z:92 v:3,1 z:26 v:1,1 z:6 v:1,1 z:10 v:2,1 z:13 v:2,1 Z:243 v:3,1 z:3 v:5,1 z:4 v:1,1 z:48 v:1,1 z:7 v:1,1 z:5 v:2,1 z:10 v:1,1 z:39 v:3,1 z:42 v:1,1 Z:72 v:3,1 z:2 v:1,1 z:32 v:2,1 z:8 v:2,1 z:12 v:1,1 z:12 v:3,1 z:27 v:4,1 z:50 v:2,1 z:16 v:2,1 Z:84 v:1,1 Z:82 v:2,1 z:19 v:2,1 z:14 v:1,1 Z:282 v:2,1 Z:78 v:3,1 z:24 v:1,1 z:15 v:1,1 z:53 v:1,1 z:15 v:1,1 z:3 v:3,1 Z:145 v:3,1 z:64 v:2,1 z:3 v:2,1 z:62 v:2,1 z:10 v:1,1 z:63 v:4,1 z:64 v:1,1 z:21 v:2,1 Z:69 v:3,1 z:13 v:2,1 z:6 v:1,1 Z:75 v:2,1 z:33 v:4,1 z:4 v:3,1 z:39 v:2,1 z:19 v:1,1 Z:112 v:5,1 z:41 v:1,1 z:34 v:1,1 z:3 v:2,1 z:64 v:1,1 z:47 v:1,1 Z:72 v:5,1 z:50 v:10,1 z:59 v:2,1 Z:125 v:3,1 z:35 v:1,1 z:53 v:3,1 z:23 v:3,1 z:24 v:2,1 z:5 v:1,1 z:31 v:1,1 z:8 v:2,1 z:22 v:1,1 Z:87 v:3,1 z:49 v:3,1 v:1,1 z:46 v:2,1 z:29 v:2,1 z:11 v:3,1 z:4 v:2,1 z:7 v:1,1 z:20 v:1,1 z:12 v:3,1 z:13 v:2,1 Z:122 v:2,1 z:12 v:3,1 z:27 v:1,1 z:30 v:2,1 z:11 v:3,1 z:25 v:2,1 Z:71 v:2,1 z:23 v:1,1 z:4 v:1,1 Z:93 v:1,2 z:18 v:1,1 z:55"
> PFDEBUG ENCODING many
< +sparse
> PFCOUNT many
< :404

# A deadline stays, whether the value is changed in place or becomes longer.
> EXPIRE k 1000
< :1
> PFADD k more
< :1
> TTL k
< :1000
> PFADD k m1 m2 m3 m4 m5 m6 m7 m8 m9 m10 m11 m12 m13 m14 m15 m16 m17 m18 m19 m20 m21 m22 m23 m24 m25 m26 m27 m28 m29 m30
< :1
> TTL k
< :1000
> PFCOUNT k
< :35
> PFADD k n1 n2 n3 n4 n5 n6 n7 n8 n9 n10 n11 n12 n13 n14 n15 n16 n17 n18 n19 n20 n21 n22 n23 n24 n25 n26 n27 n28 n29 n30
< :1
> TTL k
< :1000
> PFCOUNT k
< :65
> STRLEN k
< :192

# A copy is a value of its own.
> COPY k twin
< :1
> PFADD twin other elements
< :1
> PFCOUNT k
< :65
> PFCOUNT twin
< :67

# What is no HyperLogLog stays as it is.
> SET text "not a sketch"
< +OK
> PFADD text x
< -WRONGTYPE Key is not a valid HyperLogLog string value.
> PFADD text
< -WRONGTYPE Key is not a valid HyperLogLog string value.
> SET number 12
< +OK
> PFADD number x
< -WRONGTYPE Key is not a valid HyperLogLog string value.
> RPUSH list a
< :1
> PFADD list x
< -WRONGTYPE Operation against a key holding the wrong kind of value
> PFADD list
< -WRONGTYPE Operation against a key holding the wrong kind of value
> GET text
< "not a sketch"
> PFADD
< -ERR wrong number of arguments for 'pfadd' command
