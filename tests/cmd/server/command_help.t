# HELP of a container: its subcommands with their arguments, and what they do.
! kvd-only: the words are ours
> COMMAND HELP
< *17
<   +COMMAND <subcommand> [<arg> [value] [opt] ...]. Subcommands are:
<   +(no subcommand)
<   +    Tells arity, flags and keys of all commands.
<   +COUNT
<   +    Counts the commands.
<   +DOCS [<command-name> ...]
<   +    Tells what commands, or all of them, are for, and their arguments.
<   +GETKEYS <command> [<arg> ...]
<   +    Finds the keys in a whole command.
<   +GETKEYSANDFLAGS <command> [<arg> ...]
<   +    Finds the keys in a whole command, and what it does to each.
<   +INFO [<command-name> ...]
<   +    Tells arity, flags and keys of commands, or of all of them.
<   +LIST [FILTERBY (MODULE <module-name>|ACLCAT <category>|PATTERN <pattern>)]
<   +    Lists the names of the commands.
<   +HELP
<   +    Prints this help.
> OBJECT HELP
< *11
<   +OBJECT <subcommand> [<arg> [value] [opt] ...]. Subcommands are:
<   +ENCODING <key>
<   +    Tells how the value at a key is held.
<   +FREQ <key>
<   +    Tells the logarithmic access counter of a key (LFU policies).
<   +IDLETIME <key>
<   +    Tells how many seconds ago a key was last used.
<   +REFCOUNT <key>
<   +    Tells how many references the value at a key has.
<   +HELP
<   +    Prints this help.
> OBJECT HELP x
< -ERR wrong number of arguments for 'object|help' command
! resp3
> OBJECT HELP
< *11
<   +OBJECT <subcommand> [<arg> [value] [opt] ...]. Subcommands are:
<   +ENCODING <key>
<   +    Tells how the value at a key is held.
<   +FREQ <key>
<   +    Tells the logarithmic access counter of a key (LFU policies).
<   +IDLETIME <key>
<   +    Tells how many seconds ago a key was last used.
<   +REFCOUNT <key>
<   +    Tells how many references the value at a key has.
<   +HELP
<   +    Prints this help.
