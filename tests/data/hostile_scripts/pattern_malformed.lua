-- error: patterns that end too early
local n = 0
for _, p in ipairs({ '[', '[^', '%', '[%', '(', '(()', '%b', '%bx', '%f', '[a', '[a-', '%1', '(a' }) do
    if not pcall(string.find, 'aaaa', p) then n = n + 1 end
end
error('refused ' .. n)
