-- ends: the collector stays on
collectgarbage('stop')
collectgarbage('setpause', 1e9)
for i = 1, 1e5 do local t = { i, {} } end
return 1
