-- killed: sorts numbers without end
local t = {}
for i = 1, 200000 do t[i] = -i end
while true do table.sort(t) for i = 1, 1000 do t[i] = -t[i] end end
