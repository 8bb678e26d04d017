-- error: as deep as it goes in each coroutine, then another
local depth = 0
local function f()
    depth = depth + 1
    if depth % 150 == 0 then return coroutine.wrap(f)() end
    return (string.gsub('a', 'a', f))
end
return f()
