-- error: the tables behind the tables
getmetatable(string).__index.format = nil
