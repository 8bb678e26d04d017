# What a request that is no command is told.

> NOSUCH
< -ERR unknown command 'NOSUCH', with args beginning with:\x20
> nosuch a "b c" ''
< -ERR unknown command 'nosuch', with args beginning with: 'a' 'b c' ''\x20
> ""
< -ERR unknown command '', with args beginning with:\x20
> "line\r\nbreak" "x\r\ny"
< -ERR unknown command 'line  break', with args beginning with: 'x  y'\x20

# Long names and arguments are cut, and so is their number.
> "n"*200
<~ -ERR unknown command 'n{128}', with args beginning with:\\x20
> NOSUCH "a"*200 b
<~ -ERR unknown command 'NOSUCH', with args beginning with: 'a{128}'\\x20
> NOSUCH "a"*100 "b"*100 c
<~ -ERR unknown command 'NOSUCH', with args beginning with: 'a{100}' 'b{25}'\\x20
> NOSUCH "a"*30 "b"*30 "c"*30 "d"*30 "e"*30 f
<~ -ERR unknown command 'NOSUCH', with args beginning with: 'a{30}' 'b{30}' 'c{30}' 'd{29}'\\x20
> NOSUCH 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30 31 32 33
<~ -ERR unknown command 'NOSUCH', with args beginning with: '1' '2' .* '27' '28'\\x20

# Containers.
> OBJECT
< -ERR wrong number of arguments for 'object' command
> OBJECT NOSUCH
< -ERR unknown subcommand 'NOSUCH'. Try OBJECT HELP.
> OBJECT NOSUCH a b c
< -ERR unknown subcommand 'NOSUCH'. Try OBJECT HELP.
> object encoding
< -ERR wrong number of arguments for 'object|encoding' command
> CONFIG
< -ERR wrong number of arguments for 'config' command
> CONFIG get
< -ERR wrong number of arguments for 'config|get' command
> config nosuch
< -ERR unknown subcommand 'nosuch'. Try CONFIG HELP.
> CLIENT "x\r\ny"
< -ERR unknown subcommand 'x  y'. Try CLIENT HELP.
> CLIENT "s"*200
<~ -ERR unknown subcommand 's{128}'. Try CLIENT HELP.
