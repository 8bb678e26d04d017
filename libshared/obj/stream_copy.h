/*
 * stream_copy -- a copy of a stream with all that belongs to it, some of it at a time.
 *
 * The original stays as it is until the copy is done.
 */
#ifndef KV_OBJ_STREAM_COPY_H
#define KV_OBJ_STREAM_COPY_H

#include "obj/stream.h"

struct stream_copy;

struct stream_copy *stream_copy_new(const struct value *v);
/* Copies about so many blocks, consumers and pending entries; true when all is there. */
bool stream_copy_step(struct stream_copy *c, size_t most);
/* What there is so far; once, before stream_copy_free(). */
struct value stream_copy_take(struct stream_copy *c);
void stream_copy_free(struct stream_copy *c); /* accepts NULL */

#endif
