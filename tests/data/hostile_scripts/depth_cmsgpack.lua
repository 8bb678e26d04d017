-- error: a message that nests
return cmsgpack.unpack(string.rep('\145', 1e6) .. '\1')
