# What INFO and MEMORY STATS say of functions.

> FUNCTION LOAD "#!lua name=a\nredis.register_function('f', function() return 1 end) redis.register_function('g', function() return 1 end)"
< "a"
> FUNCTION LOAD "#!lua name=b\nredis.register_function('h', function() return 1 end)"
< "b"
> INFO memory
<~ .*number_of_functions:3\\r\\nnumber_of_libraries:2\\r\\n.*
> INFO memory
<~ .*used_memory_vm_functions:[1-9]\d+\\r\\n.*used_memory_functions:[1-9]\d+\\r\\n.*
> MEMORY STATS
<~ .*"functions.caches" :[1-9]\d+ .*
> INFO memory
<~ .*used_memory_vm_total_human:.*used_memory_scripts:[1-9]\d+\\r\\n.*
> FUNCTION FLUSH
< +OK
> INFO memory
<~ .*number_of_functions:0\\r\\nnumber_of_libraries:0\\r\\n.*

# A payload that is refused, or takes the place of all, leaves the figures right.
> FUNCTION RESTORE "\x0a\x00\x5D\x9B\x5C\x40\x0F\x7F\xA2\xDA" FLUSH
< +OK
> FUNCTION LOAD "#!lua name=b\nredis.register_function('h', function() return 1 end)"
< "b"
> FUNCTION RESTORE "\x00\x01a\x01b\x0a\x00\x923\xfaq\x0d\xb8U\xb8" FLUSH
< -ERR given type is not a function
> INFO memory
<~ .*used_memory_vm_functions:[1-9]\d+\\r\\n.*
> INFO memory
<~ .*number_of_functions:1\\r\\nnumber_of_libraries:1\\r\\n.*
