# COMMAND DOCS: what is told about each command. redis-server says it in other words, and has no
# display_text before 7.2.
! kvd-only: the words are ours
> COMMAND DOCS nosuch
< *0
> COMMAND DOCS nosuch "" get|x
< *0
> COMMAND DOCS ECHO
< *2
<   "echo"
<   *10
<     "summary"
<     "Answers the message given."
<     "since"
<     "1.0.0"
<     "group"
<     "connection"
<     "complexity"
<     "O(1)"
<     "arguments"
<     *1
<       *6 "name" "message" "type" "string" "display_text" "message"
> COMMAND DOCS config|resetstat
< *2
<   "config|resetstat"
<   *8
<     "summary"
<     "Sets the counters that INFO shows to zero."
<     "since"
<     "2.0.0"
<     "group"
<     "server"
<     "complexity"
<     "O(1)"
> COMMAND DOCS setnx
< *2
<   "setnx"
<   *16
<     "summary"
<     "Stores a string under a key that does not exist yet."
<     "since"
<     "1.0.0"
<     "group"
<     "string"
<     "complexity"
<     "O(1)"
<     "doc_flags"
<     *1
<       +deprecated
<     "deprecated_since"
<     "2.6.12"
<     "replaced_by"
<     "`SET` with the `NX` argument"
<     "arguments"
<     *2
<       *8 "name" "key" "type" "key" "display_text" "key" "key_spec_index" :0
<       *6 "name" "value" "type" "string" "display_text" "value"
> COMMAND DOCS move
< *2
<   "move"
<   *10
<     "summary"
<     "Moves a key to another database, unless it is there already."
<     "since"
<     "1.0.0"
<     "group"
<     "generic"
<     "complexity"
<     "O(1)"
<     "arguments"
<     *2
<       *8 "name" "key" "type" "key" "display_text" "key" "key_spec_index" :0
<       *6 "name" "db" "type" "integer" "display_text" "db"

! resp3
> COMMAND DOCS nosuch
< %0
> COMMAND DOCS get
< %1
<   "get" %5
<       "summary" "Returns the string value of a key."
<       "since" "1.0.0"
<       "group" "string"
<       "complexity" "O(1)"
<       "arguments" *1
<           %4
<             "name" "key"
<             "type" "key"
<             "display_text" "key"
<             "key_spec_index" :0
> COMMAND DOCS setnx
< %1
<   "setnx" %8
<       "summary" "Stores a string under a key that does not exist yet."
<       "since" "1.0.0"
<       "group" "string"
<       "complexity" "O(1)"
<       "doc_flags" ~1
<           +deprecated
<       "deprecated_since" "2.6.12"
<       "replaced_by" "`SET` with the `NX` argument"
<       "arguments" *2
<           %4
<             "name" "key"
<             "type" "key"
<             "display_text" "key"
<             "key_spec_index" :0
<           %3 "name" "value" "type" "string" "display_text" "value"
> COMMAND DOCS copy
< %1
<   "copy" %5
<       "summary" "Copies the value and expiry of a key to another."
<       "since" "6.2.0"
<       "group" "generic"
<       "complexity" "O(N) for collections of N elements, O(1) for strings."
<       "arguments" *4
<           %4
<             "name" "source"
<             "type" "key"
<             "display_text" "source"
<             "key_spec_index" :0
<           %4
<             "name" "destination"
<             "type" "key"
<             "display_text" "destination"
<             "key_spec_index" :1
<           %5
<             "name" "destination-db"
<             "type" "integer"
<             "display_text" "destination-db"
<             "token" "DB"
<             "flags" ~1
<                 +optional
<           %5
<             "name" "replace"
<             "type" "pure-token"
<             "display_text" "replace"
<             "token" "REPLACE"
<             "flags" ~1
<                 +optional
> COMMAND DOCS exists
< %1
<   "exists" %6
<       "summary" "Counts which of the keys exist."
<       "since" "1.0.0"
<       "group" "generic"
<       "complexity" "O(N) for N keys."
<       "history" ~1
<           *2 "3.0.3" "Accepts several keys."
<       "arguments" *1
<           %5
<             "name" "key"
<             "type" "key"
<             "display_text" "key"
<             "key_spec_index" :0
<             "flags" ~1
<                 +multiple
> COMMAND DOCS object|encoding
< %1
<   "object|encoding" %5
<       "summary" "Tells how the value at a key is held."
<       "since" "2.2.3"
<       "group" "generic"
<       "complexity" "O(1)"
<       "arguments" *1
<           %4
<             "name" "key"
<             "type" "key"
<             "display_text" "key"
<             "key_spec_index" :0
> COMMAND DOCS command|list
< %1
<   "command|list" %5
<       "summary" "Lists the names of the commands."
<       "since" "7.0.0"
<       "group" "server"
<       "complexity" "O(N) where N is the number of commands."
<       "arguments" *1
<           %5
<             "name" "filterby"
<             "type" "oneof"
<             "token" "FILTERBY"
<             "flags" ~1
<                 +optional
<             "arguments" *3
<                 %4
<                   "name" "module-name"
<                   "type" "string"
<                   "display_text" "module-name"
<                   "token" "MODULE"
<                 %4
<                   "name" "category"
<                   "type" "string"
<                   "display_text" "category"
<                   "token" "ACLCAT"
<                 %4
<                   "name" "pattern"
<                   "type" "pattern"
<                   "display_text" "pattern"
<                   "token" "PATTERN"
> COMMAND DOCS expire
< %1
<   "expire" %6
<       "summary" "Sets how many seconds a key has to live."
<       "since" "1.0.0"
<       "group" "generic"
<       "complexity" "O(1)"
<       "history" ~1
<           *2 "7.0.0" "Added the conditions NX, XX, GT and LT."
<       "arguments" *3
<           %4
<             "name" "key"
<             "type" "key"
<             "display_text" "key"
<             "key_spec_index" :0
<           %3 "name" "seconds" "type" "integer" "display_text" "seconds"
<           %5
<             "name" "condition"
<             "type" "oneof"
<             "since" "7.0.0"
<             "flags" ~1
<                 +optional
<             "arguments" *4
<                 %4
<                   "name" "nx"
<                   "type" "pure-token"
<                   "display_text" "nx"
<                   "token" "NX"
<                 %4
<                   "name" "xx"
<                   "type" "pure-token"
<                   "display_text" "xx"
<                   "token" "XX"
<                 %4
<                   "name" "gt"
<                   "type" "pure-token"
<                   "display_text" "gt"
<                   "token" "GT"
<                 %4
<                   "name" "lt"
<                   "type" "pure-token"
<                   "display_text" "lt"
<                   "token" "LT"
# A container tells about its subcommands.
> COMMAND DOCS object
<~ %1 "object" %5 "summary" .* "subcommands" %5 "object\|encoding" %5 "summary" .*
