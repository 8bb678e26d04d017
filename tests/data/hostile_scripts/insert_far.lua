-- killed: moves elements to where there are none, two thousand million times
local t = {}
for i = 1, 100000 do t[i] = i end
while true do table.insert(t, -2 ^ 31 + 1, 0) end
