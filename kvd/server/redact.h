/*
 * redact -- the arguments that nobody else may see: MONITOR and the slow log show "(redacted)".
 *
 * These are passwords of AUTH and HELLO, and the values of CONFIG SET for directives that are marked
 * OPT_SENSITIVE. What cannot be told from a secret counts as one.
 */
#ifndef KV_SERVER_REDACT_H
#define KV_SERVER_REDACT_H

#include "base/bytes.h"
#include "server/command.h"

/* True if argv[index] of a request for cmd is a secret; index < argc. */
bool redact_hides(const struct command_state *cmd, const struct bytes *argv, unsigned index);

/* argv[index], or "(redacted)". */
struct bytes redact_arg(const struct command_state *cmd, const struct bytes *argv, unsigned index);

#endif
