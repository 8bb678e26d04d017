-- error: the debug library
return debug.getregistry()
