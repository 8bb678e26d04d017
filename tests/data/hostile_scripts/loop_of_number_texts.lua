-- killed: an instruction that reads megabytes of digits
local s = string.rep('1', 2 ^ 23)
while true do local n = s + 1 end
