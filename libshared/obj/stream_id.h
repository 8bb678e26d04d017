/*
 * stream_id -- the ID of a stream's entry: milliseconds, and a number within the millisecond.
 *
 * Text form: "1526919030474-55", both parts decimal. IDs order entries; 0-0 comes before every entry and
 * is never the ID of one.
 */
#ifndef KV_OBJ_STREAM_ID_H
#define KV_OBJ_STREAM_ID_H

#include "base/bytes.h"
#include "ds/idtree.h"

struct stream_id {
    uint64_t ms, seq;
};

#define STREAM_ID_MIN ((struct stream_id){ 0, 0 })
#define STREAM_ID_MAX ((struct stream_id){ UINT64_MAX, UINT64_MAX })

enum { STREAM_ID_TEXT_MAX = 42 }; /* room for the text of any ID, NUL included */

static inline idtree_id stream_id_key(struct stream_id id)
{
    return (idtree_id)id.ms << 64 | id.seq;
}

static inline struct stream_id stream_id_of_key(idtree_id key)
{
    return (struct stream_id){ (uint64_t)(key >> 64), (uint64_t)key };
}

/* Below 0, 0 or above 0, as memcmp. */
static inline int stream_id_cmp(struct stream_id a, struct stream_id b)
{
    idtree_id x = stream_id_key(a), y = stream_id_key(b);

    return (x > y) - (x < y);
}

static inline bool stream_id_eq(struct stream_id a, struct stream_id b)
{
    return a.ms == b.ms && a.seq == b.seq;
}

static inline bool stream_id_is_zero(struct stream_id id)
{
    return id.ms == 0 && id.seq == 0;
}

/* To the ID right behind, or before; false (and no change) at STREAM_ID_MAX, or at 0-0. */
bool stream_id_next(struct stream_id *id);
bool stream_id_prev(struct stream_id *id);

/* "ms-seq", or "ms" alone, which gets missing_seq. Both parts are decimal without sign, leading zeros
 * are allowed; false (and no
 * change) if the text is no ID. *had_seq (may be NULL) says whether the sequence was there. Other forms
 * ("*", "-", "+", "$", "ms-*", "(") are the commands'. */
bool stream_id_parse(struct bytes text, uint64_t missing_seq, struct stream_id *out, bool *had_seq);

/* Writes the text form, no NUL; returns its length. */
size_t stream_id_format(char out[STREAM_ID_TEXT_MAX], struct stream_id id);

#endif
