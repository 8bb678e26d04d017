-- killed: an instruction that takes milliseconds
local s = string.rep('x', 2 ^ 23)
while true do local t = s .. 'y' end
