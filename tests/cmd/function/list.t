# FUNCTION LIST, DELETE, FLUSH, STATS.

> FUNCTION LIST
< *0
> FUNCTION STATS
< *4
<   "running_script"
<   nil
<   "engines"
<   *2
<     "LUA"
<     *4 "libraries_count" :0 "functions_count" :0
> FUNCTION
< -ERR wrong number of arguments for 'function' command
> FUNCTION NOSUCH
< -ERR unknown subcommand 'NOSUCH'. Try FUNCTION HELP.
> FUNCTION LIST x
< -ERR Unknown argument x
> FUNCTION LIST LIBRARYNAME
< -ERR library name argument was not given
> FUNCTION LIST WITHCODE x
< -ERR Unknown argument x
> FUNCTION LIST WITHCODE WITHCODE
< -ERR Unknown argument WITHCODE
> FUNCTION LIST LIBRARYNAME a LIBRARYNAME b
< -ERR Unknown argument LIBRARYNAME
> FUNCTION LOAD "#!lua name=Alpha\nredis.register_function('fa', function() return 1 end)"
< "Alpha"
> FUNCTION LIST
< *1
<   *6
<     "library_name"
<     "Alpha"
<     "engine"
<     "LUA"
<     "functions"
<     *1
<       *6 "name" "fa" "description" nil "flags" *0
> FUNCTION LIST WITHCODE
< *1
<   *8
<     "library_name"
<     "Alpha"
<     "engine"
<     "LUA"
<     "functions"
<     *1
<       *6 "name" "fa" "description" nil "flags" *0
<     "library_code"
<     "#!lua name=Alpha\nredis.register_function('fa', function() return 1 end)"
> FUNCTION LIST withcode libraryname alpha
< *1
<   *8
<     "library_name"
<     "Alpha"
<     "engine"
<     "LUA"
<     "functions"
<     *1
<       *6 "name" "fa" "description" nil "flags" *0
<     "library_code"
<     "#!lua name=Alpha\nredis.register_function('fa', function() return 1 end)"
> FUNCTION LIST LIBRARYNAME ALP*
< *1
<   *6
<     "library_name"
<     "Alpha"
<     "engine"
<     "LUA"
<     "functions"
<     *1
<       *6 "name" "fa" "description" nil "flags" *0
> FUNCTION LIST LIBRARYNAME b*
< *0
> FUNCTION LIST LIBRARYNAME *
< *1
<   *6
<     "library_name"
<     "Alpha"
<     "engine"
<     "LUA"
<     "functions"
<     *1
<       *6 "name" "fa" "description" nil "flags" *0
> FUNCTION LIST LIBRARYNAME ""
< *0
> FUNCTION LOAD "#!lua name=beta\nredis.register_function{function_name='fb', description='B', callback=function() return 1 end, flags={'no-writes','allow-stale'}}"
< "beta"
> FUNCTION LIST LIBRARYNAME b* WITHCODE
< *1
<   *8
<     "library_name"
<     "beta"
<     "engine"
<     "LUA"
<     "functions"
<     *1
<       *6
<         "name"
<         "fb"
<         "description"
<         "B"
<         "flags"
<         *2
<           +no-writes
<           +allow-stale
<     "library_code"
<     "#!lua name=beta\nredis.register_function{function_name='fb', description='B', callback=function() return 1 end, flags={'no-writes','allow-stale'}}"
> FUNCTION LOAD "#!lua name=ALPHA\nredis.register_function('fa2', function() return 1 end)"
< "ALPHA"
> FUNCTION LOAD "#!lua name=gamma\nredis.register_function('FA', function() return 1 end)"
< -ERR Function FA already exists
> FUNCTION STATS
< *4
<   "running_script"
<   nil
<   "engines"
<   *2
<     "LUA"
<     *4 "libraries_count" :3 "functions_count" :3
! resp3
> FUNCTION LIST LIBRARYNAME b* WITHCODE
< *1
<   %4
<     "library_name" "beta"
<     "engine" "LUA"
<     "functions" *1
<         %3
<           "name" "fb"
<           "description" "B"
<           "flags" ~2
<               +no-writes
<               +allow-stale
<     "library_code" "#!lua name=beta\nredis.register_function{function_name='fb', description='B', callback=function() return 1 end, flags={'no-writes','allow-stale'}}"
> FUNCTION LIST LIBRARYNAME al*
<unordered *2
<   %3
<     "library_name" "Alpha"
<     "engine" "LUA"
<     "functions" *1
<         %3 "name" "fa" "description" _ "flags" ~0
<   %3
<     "library_name" "ALPHA"
<     "engine" "LUA"
<     "functions" *1
<         %3 "name" "fa2" "description" _ "flags" ~0
> FUNCTION STATS
< %2
<   "running_script" _
<   "engines" %1
<       "LUA" %2 "libraries_count" :3 "functions_count" :3
! resp2
> FUNCTION DELETE
< -ERR wrong number of arguments for 'function|delete' command
> FUNCTION DELETE nosuch
< -ERR Library not found
> FUNCTION DELETE alpha
< -ERR Library not found
> FUNCTION DELETE alpha
< -ERR Library not found
> FUNCTION DELETE a b
< -ERR wrong number of arguments for 'function|delete' command
> FCALL fa 0
< :1
> FUNCTION DELETE fb
< -ERR Library not found
> FUNCTION DELETE ""
< -ERR Library not found
> FLUSHALL
< +OK
> FUNCTION STATS
< *4
<   "running_script"
<   nil
<   "engines"
<   *2
<     "LUA"
<     *4 "libraries_count" :3 "functions_count" :3
> FUNCTION FLUSH x
< -ERR FUNCTION FLUSH only supports SYNC|ASYNC option
> FUNCTION FLUSH SYNC ASYNC
< -ERR unknown subcommand or wrong number of arguments for 'FLUSH'. Try FUNCTION HELP.
> FUNCTION FLUSH SYNC
< +OK
> FUNCTION STATS
< *4
<   "running_script"
<   nil
<   "engines"
<   *2
<     "LUA"
<     *4 "libraries_count" :0 "functions_count" :0
> FUNCTION LOAD "#!lua name=beta\nredis.register_function('fb', function() return 1 end)"
< "beta"
> FUNCTION FLUSH async
< +OK
> FCALL fb 0
< -ERR Function not found
> FUNCTION FLUSH
< +OK
> FUNCTION LIST
< *0
> FUNCTION KILL
< -NOTBUSY No scripts in execution right now.
> FUNCTION KILL x
< -ERR wrong number of arguments for 'function|kill' command
> FUNCTION STATS x
< -ERR wrong number of arguments for 'function|stats' command
> FUNCTION DUMP x
< -ERR wrong number of arguments for 'function|dump' command
> FUNCTION HELP x
< -ERR wrong number of arguments for 'function|help' command
> function flush a b
< -ERR unknown subcommand or wrong number of arguments for 'flush'. Try FUNCTION HELP.
> FUNCTION RESTORE a b c
< -ERR unknown subcommand or wrong number of arguments for 'RESTORE'. Try FUNCTION HELP.
> SCRIPT KILL
< -NOTBUSY No scripts in execution right now.
> EVAL "return 1" 0
< :1
> FUNCTION STATS
< *4
<   "running_script"
<   nil
<   "engines"
<   *2
<     "LUA"
<     *4 "libraries_count" :0 "functions_count" :0
