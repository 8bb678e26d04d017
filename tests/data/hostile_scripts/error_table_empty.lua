-- error: an error without a text
error({})
