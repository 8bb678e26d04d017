/*
 * stream_inner -- what the files of a stream share: its blocks. Nobody else includes this.
 */
#ifndef KV_OBJ_STREAM_INNER_H
#define KV_OBJ_STREAM_INNER_H

#include "obj/stream.h"

extern int64_t stream_node_max_entries;

struct stream *stream_new(void);
struct value stream_value(struct stream *s);

/* A block to change, and its ID. */
struct stream_block_ref {
    struct stream_id base;
    const uint8_t *lp;
};
/* The block that has this ID, if any has; false: none. */
bool stream_block_at(const struct stream *s, struct stream_id id, struct stream_block_ref *out);

/* Takes the block out and frees it. The figures of the stream are the caller's. */
void stream_drop_block(struct stream *s, const struct stream_block_ref *block);

/* A block behind all others, with room to spare or without; the pack becomes empty. */
void stream_take_block(struct stream *s, struct stream_id base, struct pack *block);

/* Deletes the entry that w is at, in this block, and keeps all figures but first_id. True if the walk
 * may go on: the block is still there, and where it was. */
bool stream_delete_at(struct stream *s, const struct stream_block_ref *block,
                      const struct stream_block_walk *w);

/* first_id follows what was deleted. */
void stream_find_first(struct stream *s);

#endif
