-- ends: sizes that wrap around
local n = 0
for _, f in ipairs({ 'I99999999999', 'c2147483647', 'c0c4294967297', '!2147483648i', 's', 'Bc0' }) do
    if not pcall(struct.unpack, f, 'abc', 2 ^ 31) then n = n + 1 end
    if not pcall(struct.pack, f, -1, 'x') then n = n + 1 end
end
return n
