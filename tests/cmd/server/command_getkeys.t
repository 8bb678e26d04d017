> COMMAND GETKEYS GET k
< *1 "k"
> COMMAND GETKEYS get ""
< *1 ""
> COMMAND GETKEYS SET k v EX 10
< *1 "k"
> COMMAND GETKEYS MGET a b c
< *3 "a" "b" "c"
> COMMAND GETKEYS MSET a 1 b 2
< *2 "a" "b"
> COMMAND GETKEYS DEL a b a
< *3 "a" "b" "a"
> COMMAND GETKEYS RENAME a b
< *2 "a" "b"
> COMMAND GETKEYS COPY a b DB 3 REPLACE
< *2 "a" "b"
> COMMAND GETKEYS LCS a b LEN
< *2 "a" "b"
> COMMAND GETKEYS OBJECT ENCODING k
< *1 "k"
> COMMAND GETKEYS object freq k
< *1 "k"
> COMMAND GETKEYS "GET" "k\x00\r\n"
< *1 "k\x00\r\n"

# What has no keys, is unknown, or has too few or many arguments.
> COMMAND GETKEYS PING x
< -ERR The command has no key arguments
> COMMAND GETKEYS ECHO x
< -ERR The command has no key arguments
> COMMAND GETKEYS CONFIG GET x
< -ERR The command has no key arguments
> COMMAND GETKEYS SCAN 0
< -ERR The command has no key arguments
> COMMAND GETKEYS KEYS *
< -ERR The command has no key arguments
> COMMAND GETKEYS COMMAND GETKEYS GET k
< -ERR The command has no key arguments
> COMMAND GETKEYS nosuch k
< -ERR Invalid command specified
> COMMAND GETKEYS CONFIG nosuch
< -ERR Invalid command specified
> COMMAND GETKEYS CONFIG nosuch k
< -ERR Invalid command specified
> COMMAND GETKEYS OBJECT nosuch k
< -ERR Invalid command specified
> COMMAND GETKEYS config|set k v
< -ERR Invalid command specified
> COMMAND GETKEYS "" k
< -ERR Invalid command specified
> COMMAND GETKEYS GET a b
< -ERR Invalid number of arguments specified for command
> COMMAND GETKEYS SET k
< -ERR Invalid number of arguments specified for command
> COMMAND GETKEYS RENAME a
< -ERR Invalid number of arguments specified for command
> COMMAND GETKEYS OBJECT ENCODING
< -ERR Invalid number of arguments specified for command
> COMMAND GETKEYS
< -ERR wrong number of arguments for 'command|getkeys' command

# Flags: what the command does at each key.
> COMMAND GETKEYSANDFLAGS GET k
< *1
<   *2
<     "k"
<     *2
<       +RO
<       +access
> COMMAND GETKEYSANDFLAGS SET k v
< *1
<   *2
<     "k"
<     *2
<       +OW
<       +update
> COMMAND GETKEYSANDFLAGS SET k v GET
< *1
<   *2
<     "k"
<     *3
<       +RW
<       +access
<       +update
> COMMAND GETKEYSANDFLAGS SET k v EX 10 get NX
< *1
<   *2
<     "k"
<     *3
<       +RW
<       +access
<       +update
> COMMAND GETKEYSANDFLAGS MSET a 1 b 2
< *2
<   *2
<     "a"
<     *2
<       +OW
<       +update
<   *2
<     "b"
<     *2
<       +OW
<       +update
> COMMAND GETKEYSANDFLAGS RENAME a b
< *2
<   *2
<     "a"
<     *3
<       +RW
<       +access
<       +delete
<   *2
<     "b"
<     *2
<       +OW
<       +update
> COMMAND GETKEYSANDFLAGS COPY a b
< *2
<   *2
<     "a"
<     *2
<       +RO
<       +access
<   *2
<     "b"
<     *2
<       +OW
<       +update
> COMMAND GETKEYSANDFLAGS EXISTS a b
< *2
<   *2
<     "a"
<     *1
<       +RO
<   *2
<     "b"
<     *1
<       +RO
> COMMAND GETKEYSANDFLAGS DEL a
< *1
<   *2
<     "a"
<     *2
<       +RM
<       +delete
> COMMAND GETKEYSANDFLAGS OBJECT FREQ k
< *1
<   *2
<     "k"
<     *1
<       +RO
> COMMAND GETKEYSANDFLAGS PING x
< -ERR The command has no key arguments
> COMMAND GETKEYSANDFLAGS nosuch x
< -ERR Invalid command specified
> COMMAND GETKEYSANDFLAGS GET a b
< -ERR Invalid number of arguments specified for command
> COMMAND GETKEYSANDFLAGS
< -ERR wrong number of arguments for 'command|getkeysandflags' command
! resp3
> COMMAND GETKEYS MGET a b
< *2 "a" "b"
> COMMAND GETKEYSANDFLAGS MGET a b
< *2
<   *2
<     "a"
<     ~2
<       +RO
<       +access
<   *2
<     "b"
<     ~2
<       +RO
<       +access
