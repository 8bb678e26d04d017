-- ends: a reply with holes and odd indexes
return { [1] = 1, [2 ^ 40] = 2, [-1] = 3, [0.5] = 4, x = 5 }
