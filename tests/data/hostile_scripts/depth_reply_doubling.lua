-- error: a reply of 2^60 elements
local t = { 1 }
for i = 1, 60 do t = { t, t } end
return t
