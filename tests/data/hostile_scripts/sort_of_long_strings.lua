-- killed: sorts strings that take long to compare
local texts, t = {}, {}
for i = 1, 30 do texts[i] = string.rep('x', 2 ^ 20) .. i end
for i = 1, 49999 do t[i] = texts[i % 30 + 1] end
while true do table.sort(t) end
