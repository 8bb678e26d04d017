/*
 * title -- what ps and top show for the process.
 *
 * The kernel shows the memory in which it laid down the program's arguments, and the environment
 * behind them; a title is written over both. So title_init() copies them elsewhere first.
 */
#ifndef KV_SERVER_TITLE_H
#define KV_SERVER_TITLE_H

#include <stdbool.h>

/* Once, before threads start. Returns a copy of argv to use from now on; it lives for ever. */
char **title_init(int argc, char **argv);

/* Shows text, cut to the room there is. */
void title_set(const char *text);

/* Shows the text of a proc-title-template: {title}, {listen-addr}, {server-mode}, {port}, {tls-port},
 * {config-file} and {unixsocket} stand for what the server has. False and *why if it names another
 * or a brace is not closed. */
bool title_show(const char *template, const char **why);

#endif
