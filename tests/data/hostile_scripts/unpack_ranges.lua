-- ends: ranges that wrap around
local n = 0
for _, r in ipairs({ { 1, 1e9 }, { -2 ^ 31, 2 ^ 31 - 1 }, { 2 ^ 31 - 2, 2 ^ 31 - 1 }, { 0, 2 ^ 53 }, { 1, 7999 } }) do
    if not pcall(unpack, {}, r[1], r[2]) then n = n + 1 end
end
return n
