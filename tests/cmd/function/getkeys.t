# The keys of FCALL.

> COMMAND GETKEYS FCALL get 2 a b c
< *2 "a" "b"
> COMMAND GETKEYS FCALL get 0
< *0
> COMMAND GETKEYS FCALL_RO get 1 a
< *1 "a"
> COMMAND GETKEYSANDFLAGS FCALL get 1 a
< *1
<   *2
<     "a"
<     *3
<       +RW
<       +access
<       +update
> COMMAND GETKEYSANDFLAGS FCALL_RO get 1 a
< *1
<   *2
<     "a"
<     *2
<       +RO
<       +access
