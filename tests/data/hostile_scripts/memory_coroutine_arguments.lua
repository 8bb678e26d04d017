-- ends: a coroutine is resumed with arguments that its stack has no room for, when there is no memory to make it
local co = coroutine.create(function(...) return select('#', ...) end)
local nothing = {}

-- The stack of the main coroutine is large when this begins, and memory is taken to the last hundred bytes.
local function fill_and_resume(...)
    local kept, room = {}, select('#', ...)
    for _, size in ipairs({1000000, 100000, 30000, 700, 100}) do
        for i = 1, 600 do
            local done, text = pcall(string.rep, 'y', size + i)
            if not done then break end
            kept[#kept + 1] = text
        end
    end
    return pcall(coroutine.resume, co, ...)
end

local done, inner = pcall(fill_and_resume, unpack(nothing, 1, 3900))
collectgarbage()
return tostring(done) .. tostring(inner)
