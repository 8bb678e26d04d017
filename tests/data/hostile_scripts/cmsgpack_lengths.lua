-- ends: lengths that are not there
local n = 0
for _, m in ipairs({ '\221\255\255\255\255', '\223\255\255\255\255', '\219\255\255\255\255', '\199', '\220\255', '\217\255x' }) do
    if not pcall(cmsgpack.unpack, m) then n = n + 1 end
end
return n
