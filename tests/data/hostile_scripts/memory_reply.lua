-- error: replies without end
redis.call('SETRANGE', 'big', 2 ^ 20, 'x')
local t = {}
while true do t[#t + 1] = redis.call('GET', 'big') .. #t end
