/*
 * prompt -- the interactive mode: line editing, history, completion, hints.
 *
 * libedit edits the line. TAB completes the command; where there is nothing to complete it shows the
 * syntax of the command. While typing, the syntax stands behind the cursor in grey.
 * Ctrl-C drops the line or ends the command being run, Ctrl-D and quit leave.
 *
 * History is a plain file, a line per command, appended to at once so that several prompts share it.
 * Commands that carry secrets are not kept.
 */
#ifndef KVCLI_PROMPT_H
#define KVCLI_PROMPT_H

#include "console.h"

/* Runs until the user leaves; returns the exit code. */
int prompt_run(struct console *c, struct session *s);

#endif
