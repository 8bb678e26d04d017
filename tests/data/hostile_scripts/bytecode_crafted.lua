-- error: a header of bytecode
return loadstring('\27LuaQ\0\1\4\8\4\8\0' .. string.rep('\255', 200))()
