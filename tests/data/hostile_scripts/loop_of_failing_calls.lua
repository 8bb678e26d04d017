-- killed: refused commands without end
while true do redis.pcall('NOSUCH') end
