-- killed: a replacement that does not end
return (string.gsub('abc', '.', function() while true do end end))
