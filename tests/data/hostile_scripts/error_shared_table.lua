-- error: tables that all scripts share are raised, and must not get the fields of an error
pcall(error, _G)
pcall(error, redis)
pcall(error, getmetatable(''))
error(redis)
