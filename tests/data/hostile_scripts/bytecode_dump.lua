-- error: bytecode of its own
return loadstring(string.dump(function() return 1 end))()
