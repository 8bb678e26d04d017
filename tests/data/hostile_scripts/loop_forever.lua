-- killed: no end
while true do end
