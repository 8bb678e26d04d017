-- error: a pattern that recurses for each byte
return string.find(string.rep('(', 300000), string.rep('(.-', 32) .. ')')
