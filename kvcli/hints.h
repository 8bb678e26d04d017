/*
 * hints -- what helps while typing: completion, the syntax of the command at hand, and HELP.
 *
 * Pure functions from what is typed to text; prompt.c knows the keys and the terminal. Without
 * documentation (d is NULL or empty) they offer nothing.
 */
#ifndef KVCLI_HINTS_H
#define KVCLI_HINTS_H

#include "base/buf.h"
#include "docs.h"

/* Completes the command (or, behind "help", the topic) that the typed text is part of. Appends to
 * tail what all candidates have in common from the cursor on, in the case of what is typed, and to
 * list the candidates, separated by newlines. Returns how many there are. Words before it may be a
 * repeat count only. */
size_t hints_complete(const struct docs *d, struct bytes typed, struct buf *tail, struct buf *list);

/* Appends the name and syntax of the command that the typed line begins with: "SET key value [NX|XX]".
 * False (and nothing) if the first word is still being typed or is no command. */
bool hints_syntax(const struct docs *d, struct bytes typed, struct buf *out);

/* The text of HELP: without words how to use it, with "@group" all of a group, else the command and
 * its subcommands. */
void hints_help(const struct docs *d, const struct bytes *words, unsigned count, bool is_color,
                struct buf *out);

#endif
