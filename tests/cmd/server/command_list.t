# without a filter, too, subcommands have lines of their own
> EVAL "local found = {} for _, name in ipairs(redis.call('COMMAND', 'LIST')) do if name:find('^object') then found[#found + 1] = name end end return found" 0
<unordered *6
<   "object"
<   "object|idletime"
<   "object|encoding"
<   "object|freq"
<   "object|help"
<   "object|refcount"
> COMMAND LIST FILTERBY MODULE nosuch
< *0
> COMMAND LIST FILTERBY ACLCAT nosuch
< *0
> COMMAND LIST FILTERBY ACLCAT @string
< *0
> COMMAND LIST FILTERBY PATTERN nosuch
< *0
> COMMAND LIST FILTERBY PATTERN GETDEL
< *1 "getdel"
> COMMAND LIST filterby pattern getd*
< *1 "getdel"
> COMMAND LIST FILTERBY PATTERN config|s*
< *1 "config|set"
> COMMAND LIST FILTERBY PATTERN object*
<unordered *6
<   "object"
<   "object|idletime"
<   "object|encoding"
<   "object|freq"
<   "object|help"
<   "object|refcount"
> COMMAND LIST FILTERBY PATTERN expire*
<unordered *3 "expireat" "expire" "expiretime"
> COMMAND LIST FILTERBY PATTERN ""
< *0
> COMMAND LIST FILTERBY
< -ERR syntax error
> COMMAND LIST FILTERBY PATTERN
< -ERR syntax error
> COMMAND LIST FILTERBY ACLCAT
< -ERR syntax error
> COMMAND LIST FILTERBY MODULE
< -ERR syntax error
> COMMAND LIST FILTERBY nosuch x
< -ERR syntax error
> COMMAND LIST FILTERBY PATTERN a b
< -ERR syntax error
> COMMAND LIST nosuch
< -ERR syntax error
> COMMAND LIST PATTERN x
< -ERR syntax error
! resp3
> COMMAND LIST FILTERBY PATTERN getd*
< *1 "getdel"
> COMMAND LIST FILTERBY PATTERN nosuch
< *0
