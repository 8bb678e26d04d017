-- error: coroutines in coroutines
local function f() return coroutine.wrap(f)() end
return f()
