-- killed: commands without end
while true do redis.call('GET', 'k') end
