/*
 * console -- runs commands, wherever they come from, and prints what they answer.
 *
 * Used by all three modes: the command on kvcli's own command line, a script on standard input, and
 * the prompt. A line may also be for the console itself: help, connect, clear, quit, a repeat count.
 *
 * SUBSCRIBE, PSUBSCRIBE, SSUBSCRIBE and MONITOR turn the connection into a stream that is printed
 * until it ends. At the prompt Ctrl-C ends it: the connection is replaced, as there is no other way
 * out that holds for all four and for both protocols.
 */
#ifndef KVCLI_CONSOLE_H
#define KVCLI_CONSOLE_H

#include "args.h"
#include "docs.h"
#include "session.h"

enum console_mode { CONSOLE_ONCE, CONSOLE_SCRIPT, CONSOLE_PROMPT };

enum console_result {
    CONSOLE_OK,
    CONSOLE_ERROR, /* an error reply */
    CONSOLE_LOST,  /* no connection; said on standard error */
    CONSOLE_QUIT,
};

struct console;

/* Borrows both. */
struct console *console_new(struct session *s, const struct args *a, enum console_mode mode);
void console_free(struct console *c); /* accepts NULL */

/* Sends the command repeat times (-1: for ever). With -e on the command line an error reply goes to
 * standard error and ends the repeats. */
enum console_result console_run(struct console *c, const struct bytes *argv, unsigned argc,
                                int64_t repeat);
/* A line as typed. */
enum console_result console_line(struct console *c, struct bytes line);

/* What the server says about its commands, asked for at the first use over a connection of its own:
 * the main one may be in MULTI or have its replies off. NULL if it says nothing. */
const struct docs *console_docs(struct console *c);

bool console_has_hints(const struct console *c);

#endif
