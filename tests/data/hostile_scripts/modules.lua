-- error: modules
return require('os')
