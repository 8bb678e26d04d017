-- ends: thousands of arguments, many times
for i = 1, 100 do
    local t = {}
    for j = 1, 7000 do t[j] = 'a' end
    redis.pcall('SADD', 's', unpack(t))
end
return 1
