/*
 * history -- the lines of earlier prompts: a plain file, the oldest line first.
 *
 * KVCLI_HISTFILE or REDISCLI_HISTFILE names it; /dev/null keeps none; the default is
 * ~/.kvcli_history. It is created readable by its owner alone.
 */
#ifndef KVCLI_HISTORY_H
#define KVCLI_HISTORY_H

#include "base/bytes.h"

enum { HISTORY_MAX = 2000 }; /* lines kept */

/* The file's path, to be freed with mem_free; NULL if there is none. */
char *history_path(void);

/* Calls fn for the last HISTORY_MAX lines, oldest first, and shortens the file to them once it has
 * grown to twice as many. */
void history_load(const char *path, void (*fn)(void *ctx, const char *line), void *ctx);
void history_append(const char *path, struct bytes line);

/* True if the line holds a password: AUTH, HELLO AUTH, ACL SETUSER, CONFIG SET of one, MIGRATE AUTH. */
bool history_is_secret(struct bytes line);

#endif
