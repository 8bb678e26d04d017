-- killed: memory without end, and it catches the error
local function grow() local t = {} for i = 1, 1e9 do t[i] = i end end
while true do pcall(grow) end
