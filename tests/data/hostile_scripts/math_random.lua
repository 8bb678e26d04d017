-- ends: intervals that wrap around
local n = 0
for _, r in ipairs({ { 0 }, { -1 }, { 1, 0 }, { -2 ^ 53, 2 ^ 53 }, { 2 ^ 60, 2 ^ 61 } }) do
    pcall(math.random, unpack(r))
    n = n + 1
end
math.randomseed(0 / 0)
math.randomseed(1 / 0)
return n
