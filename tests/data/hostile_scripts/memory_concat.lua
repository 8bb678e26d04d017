-- error: a list of one long string
local t, s = {}, string.rep('x', 2 ^ 20)
for i = 1, 4000 do t[i] = s end
return #table.concat(t)
