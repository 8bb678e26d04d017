/*
 * config -- the configuration of a run: command line, config file, and writing it back.
 *
 *     kvd [file | -] [--directive value ...]
 *
 * "-" reads a file from standard input. Directives on the command line come after the file's and so
 * win. A value may be several words; a word that begins with "--" starts the next directive, but
 * directly behind a name it is that directive's value, as redis-server has it (save excepted, whose
 * value may be left out).
 */
#ifndef KV_SERVER_CONFIG_H
#define KV_SERVER_CONFIG_H

#include "base/err.h"
#include "base/option.h"

enum config_result {
    CONFIG_RUN,       /* start the server */
    CONFIG_EXIT_OK,   /* --help, --version, --check-config with a good file: all said */
    CONFIG_EXIT_ERROR /* the reason is on standard error */
};

/* Reads everything into the options. Sets server.config_file. */
enum config_result config_load(int argc, char **argv, struct option_set *options);

/* Names, in one notice, the directives of the user's configuration that belong to parts still to come
 * (OPT_LATER). Call it when logging works. */
void config_log_later(const struct option_set *options);

/* CONFIG REWRITE: replaces the file server.config_file. KV_NOT_FOUND without one; KV_IO with errno. */
enum kv_err config_rewrite(const struct option_set *options);

/* Directives that config itself owns: rename-command, enable-debug-command,
 * enable-protected-configs, enable-module-command; and those of parts still to come. */
extern const struct option config_options[];
extern const struct option later_options[];

/* enable-debug-command, enable-protected-configs: "no", "yes", or "local" (loopback and Unix). */
enum config_access { ACCESS_NO, ACCESS_YES, ACCESS_LOCAL };
extern int config_debug_access, config_protected_access;

/* True if one of them lets this client in. */
struct client;
bool config_grants(int access, const struct client *client);

#endif
