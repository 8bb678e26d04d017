! config enable-debug-command no
> DEBUG SLEEP 0
> DEBUG HELP
> DEBUG
< -ERR DEBUG command not allowed. If the enable-debug-command option is set to "local", you can run it from a local connection, otherwise you need to set this option in the configuration file, and then restart the server.
< -ERR DEBUG command not allowed. If the enable-debug-command option is set to "local", you can run it from a local connection, otherwise you need to set this option in the configuration file, and then restart the server.
< -ERR wrong number of arguments for 'debug' command
> CONFIG SET enable-debug-command yes
< -ERR CONFIG SET failed (possibly related to argument 'enable-debug-command') - can't set immutable config
