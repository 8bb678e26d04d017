-- error: an error whose parts are no texts
error({ err = {}, source = {}, line = function() end })
