-- error: JSON that nests
return cjson.decode(string.rep('[', 1e6) .. string.rep(']', 1e6))
