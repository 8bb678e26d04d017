-- killed: an instruction that compares megabytes
local a, b = string.rep('x', 2 ^ 22) .. 'a', string.rep('x', 2 ^ 22) .. 'b'
while true do local c = a < b end
