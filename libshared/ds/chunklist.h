/*
 * chunklist -- a long list: elements in chunks, each chunk one block of memory.
 *
 *     slots:     |  gap  | chunk | chunk | chunk | ... | chunk |  gap  |
 *                            |       |       |             |
 *                        listpack  listpack  one big    listpack
 *                                  (LZF)     element
 *
 * The chunks are described by one array of 16-byte slots (pointer, bytes, number of elements), so an
 * index is found by running over the array: no block is touched but the one that holds the element.
 * Gaps at both ends of the array make pushing there cheap.
 *
 * A chunk is a listpack within the limits, or plain: the bytes of one element that is too big for one
 * (or longer than chunklist_set_plain_from() says).
 * Chunks farther than limits.depth from both ends are compressed with LZF if that makes their block
 * smaller; reading them works on a copy.
 *
 * Invariants: no chunk is empty; a block that is not at an end has no room to spare; chunks near the ends
 * are not compressed.
 */
#ifndef KV_DS_CHUNKLIST_H
#define KV_DS_CHUNKLIST_H

#include "base/assert.h"
#include "ds/item.h"
#include "ds/listpack.h"

struct chunklist;

enum list_end { LIST_HEAD, LIST_TAIL };

struct chunklist_limits {
    size_t bytes;   /* of a listpack, CHUNKLIST_BYTES_MIN to CHUNKLIST_BYTES_MAX; of a chunk less */
    unsigned count; /* of its elements, at least 1 */
    size_t depth;   /* chunks at each end that are not compressed; 0: compress none */
};

enum { CHUNKLIST_BYTES_MIN = 4096, CHUNKLIST_BYTES_MAX = 64 * 1024 };

/* True if a listpack of so many bytes and elements is within the limits. */
static inline bool chunklist_fits(const struct chunklist_limits *lim, size_t bytes, size_t count)
{
    return bytes <= lim->bytes && count <= lim->count;
}

/* True if it has room for one more element. */
static inline bool chunklist_fits_item(const struct chunklist_limits *lim, size_t bytes,
                                       size_t count, const struct item *it)
{
    return chunklist_fits(lim, bytes + it->len + LP_ELEM_EXTRA, count + 1) ||
           chunklist_fits(lim, bytes + lp_size_of_item(it), count + 1);
}

/* True if it is so small that a list may be a single listpack again: half the limits, so that a list
 * that grows and shrinks a little does not go back and forth. */
static inline bool chunklist_is_small(const struct chunklist_limits *lim, size_t bytes,
                                      size_t count)
{
    return bytes <= lim->bytes / 2 && count <= lim->count / 2;
}

/* An empty one. */
struct chunklist *chunklist_new(struct chunklist_limits limits);
void chunklist_free(struct chunklist *l); /* accepts NULL */
struct chunklist *chunklist_dup(const struct chunklist *l);

/* A copy in steps: to is an empty list with the limits of from, and gets all its chunks, from 0 on, one
 * after the other. Until the last is there nothing else is done with it but freeing. */
void chunklist_copy_chunk(struct chunklist *to, const struct chunklist *from, size_t i);

size_t chunklist_count(const struct chunklist *l);  /* elements */
size_t chunklist_chunks(const struct chunklist *l); /* chunks */
/* Bytes of memory, allocator rounding included. */
size_t chunklist_mem(const struct chunklist *l, size_t samples);
/* About how many allocations freeing it gives back; a huge block counts as several. */
size_t chunklist_effort(const struct chunklist *l);

/* ---- Changing ------------------------------------------------------------------------------------
 *
 * Texts must not lie in the list that is changed. */

void chunklist_push(struct chunklist *l, enum list_end end, const struct item *it);

/* Appends all elements of a listpack and takes it over: it becomes a chunk if it is within the limits.
 * p becomes empty. */
void chunklist_push_pack(struct chunklist *l, struct pack *p);

/* Appends a copy of a listpack of count elements as a chunk, if it makes a good one: within the limits, and
 * not small. Else nothing happens, and the answer is false. */
bool chunklist_push_node(struct chunklist *l, struct bytes lp, size_t count);

/* Deletes count elements at an end; count <= chunklist_count(). Returns the chunks that were deleted as
 * a list of their own if they are many or big, for the caller to free when there is time; else NULL. */
struct chunklist *chunklist_drop(struct chunklist *l, enum list_end end, size_t count);

/* index < chunklist_count() */
void chunklist_replace(struct chunklist *l, size_t index, const struct item *it);

/* Before the element at index; index <= chunklist_count(). */
void chunklist_insert(struct chunklist *l, size_t index, const struct item *it);

/* Deletes the first max elements that equal the needle (or the last ones), in steps: {from, max} at the
 * start. Neighbours that are at most half a chunk together are joined then. Between the steps the list is
 * whole, and nothing else changes it. */
struct chunklist_removal {
    enum list_end from;
    size_t max;
    size_t removed; /* so far */
    size_t passed;  /* chunks at that end that are done with */
    bool open;      /* the last of them may be joined with the next */
};
/* Goes through chunks of about so much effort (see CHUNKLIST_EFFORT), one at least; false when it is done. */
bool chunklist_remove_some(struct chunklist *l, struct chunklist_removal *r,
                           const struct lp_needle *n, size_t effort);

/* If the list is one listpack of at most half the limits (chunklist_is_small): takes it out, and the list
 * is empty. */
bool chunklist_shrink(struct chunklist *l, struct pack *out);

/* ---- Reading -------------------------------------------------------------------------------------
 *
 * An iterator stands at an element, from which it goes towards the tail or, back, towards the head. It
 * also reads a single listpack, so that a list's owner has one loop for both forms. The list must not
 * change meanwhile. An item is valid until the iterator goes on to the next. */

struct chunklist_iter {
    const uint8_t *lp;            /* the listpack at hand; NULL: a plain element */
    size_t pos;                   /* of the element in it; 0: the chunk is finished */
    int64_t index;                /* of the element in the list */
    int64_t stop;                 /* index at which the next chunk (back: the one before) begins */
    const struct chunklist *list; /* NULL: a single listpack */
    size_t chunk;
    struct bytes plain;
    uint8_t *scratch; /* copy of a compressed chunk */
    bool back;
};

/* The effort of going through chunks counts their bytes, those of a compressed one four times, and some for
 * each chunk. This much takes about a tenth of a millisecond. */
enum { CHUNKLIST_EFFORT = 128 * 1024 };
enum list_found { LIST_FOUND, LIST_ABSENT, LIST_MORE };

/* index < chunklist_count() */
void chunklist_iter_init(struct chunklist_iter *it, const struct chunklist *l, size_t index,
                         bool back);
/* index < lp_count(lp) */
void chunklist_iter_init_pack(struct chunklist_iter *it, const uint8_t *lp, size_t index,
                              bool back);
void chunklist_iter_fini(struct chunklist_iter *it);

/* Goes to the next chunk; false at the end of the list. Used by chunklist_iter_more(). */
bool chunklist_iter_turn(struct chunklist_iter *it);

/* True if the iterator stands at an element, false at the end of the list. */
static inline bool chunklist_iter_more(struct chunklist_iter *it)
{
    return kv_likely(it->pos != 0) || chunklist_iter_turn(it);
}

/* The element at which the iterator stands, which goes on; chunklist_iter_more() has said that there is
 * one. Each is decoded once, right into the caller's item. */
static inline struct item chunklist_iter_take(struct chunklist_iter *it)
{
    size_t pos = it->pos;

    it->index += it->back ? -1 : 1;
    if (kv_unlikely(it->lp == NULL)) {
        it->pos = 0;
        return item_of_bytes(it->plain);
    }
    if (kv_likely(!it->back))
        return lp_take(it->lp, &it->pos);
    it->pos = lp_prev(it->lp, pos);
    return lp_get(it->lp, pos);
}

/* Goes to the nearest element that equals the needle, which may be the one where it stands; its place is
 * it->index then. Looks at no element from index end on (back: up to index end), and goes through chunks of
 * about so much effort: LIST_MORE if there may be one behind them. */
enum list_found chunklist_iter_find(struct chunklist_iter *it, const struct lp_needle *n,
                                    int64_t end, size_t effort);

/* Moves memory of the list if that helps (mem_defrag()): some chunks from this one on. Returns the next,
 * 0 at the end. *l is where the list is. */
size_t chunklist_defrag(struct chunklist **l, size_t chunk);

/* ---- Chunks -------------------------------------------------------------------------------------- */

struct chunklist_figures {
    size_t count; /* elements */
    size_t bytes; /* of the listpack, or of the big element */
    size_t held;  /* of the block: fewer if it is compressed, more if there is room to spare */
    bool plain, compressed;
};
struct chunklist_figures chunklist_chunk(const struct chunklist *l,
                                         size_t i); /* i < chunklist_chunks() */
/* The listpack, or the big element. If the chunk is compressed it is a copy, in *scratch, which is NULL
 * before and the caller's to free. */
struct bytes chunklist_look(const struct chunklist *l, size_t i, uint8_t **scratch);

/* ---- For tests and DEBUG ------------------------------------------------------------------------- */

struct chunklist_limits chunklist_limits(const struct chunklist *l);

/* Texts of so many bytes or more become plain chunks in all lists, however well they fit a listpack; what
 * is in a list already stays as it is. 0, as at the start: only those that fit none. */
void chunklist_set_plain_from(size_t bytes);

/* Asserts every invariant by walking everything. */
void chunklist_check(const struct chunklist *l);

#endif
