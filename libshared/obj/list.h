/*
 * list -- elements in order, with two ends.
 *
 * A short list is one listpack; when it would exceed list-max-listpack-size it becomes a chunked list,
 * and a listpack again when it has shrunk to half of that. Clients know the encodings as "listpack" and
 * "quicklist".
 *
 * The functions operate on a value of type list. Elements that are passed in are copied and must not lie
 * in the list that is changed.
 */
#ifndef KV_OBJ_LIST_H
#define KV_OBJ_LIST_H

#include "base/option.h"
#include "ds/chunklist.h"
#include "obj/value.h"

size_t list_count(const struct value *v);

/* True if a list with one listpack of so many elements and bytes is held as that. */
bool list_fits_pack(size_t count, size_t bytes);

/* An index that may count from the end (-1: the last) as one from the head; -1 if there is no such
 * element. */
int64_t list_index(const struct value *v, int64_t index);

void list_push(struct value *v, enum list_end end, const struct item *it);

/* Appends a copy of a listpack of count elements as a chunk of its own. False, and no element is added, if
 * it makes no good chunk or the list is still a short one with it. */
bool list_push_node(struct value *v, struct bytes lp, size_t count);

/* Deletes count elements at an end; count <= list_count(). True if most of what they took is in *rest
 * now, a list for the caller to free when there is time. */
bool list_drop(struct value *v, enum list_end end, size_t count, struct value *rest);

void list_set(struct value *v, size_t index, const struct item *it); /* index < list_count() */

/* Before the element at index; index <= list_count(). */
void list_insert(struct value *v, size_t index, const struct item *it);

/* Deletes the first max elements that equal the needle (or the last ones) in steps, each of about a tenth of
 * a millisecond: {from, max} at the start. False when it is done; as long as there is more to do it stays a
 * chunked list. */
bool list_remove_some(struct value *v, struct chunklist_removal *r, const struct lp_needle *n);

/* A chunked list is copied a chunk at a time: list_copy_new() makes an empty list, list_copy_step() copies
 * chunk i = 0, 1, ... to it, and answers true when that was the last. Until then the copy can only be
 * freed, and the source must not change. */
struct value list_copy_new(const struct value *from);
bool list_copy_step(struct value *to, const struct value *from, size_t i);

/* ---- Walking -------------------------------------------------------------------------------------
 *
 * From the element at index towards the tail or, back, towards the head. The list must not change
 * meanwhile; an item is valid until the next one is asked for. */

struct list_iter {
    struct chunklist_iter chunks;
};

void list_iter_init(struct list_iter *it, const struct value *v, size_t index, bool back);
void list_iter_fini(struct list_iter *it);

/* True if the iterator stands at an element, false at the end of the list. */
static inline bool list_iter_more(struct list_iter *it)
{
    return chunklist_iter_more(&it->chunks);
}

/* The element at which it stands; it goes on to the next. */
static inline struct item list_iter_take(struct list_iter *it)
{
    return chunklist_iter_take(&it->chunks);
}

/* LIST_FOUND: index is that of the nearest element that equals the needle, from where the iterator stands,
 * which goes on to the one after it. LIST_ABSENT: there is none before index end (back: none behind it).
 * LIST_MORE: a tenth of a millisecond is over, there may be one. */
enum list_found list_iter_find(struct list_iter *it, const struct lp_needle *n, int64_t end,
                               int64_t *index);

/* ---- How it is held ------------------------------------------------------------------------------ */

/* NULL: the list is a single listpack. */
const struct chunklist *list_chunks(const struct value *v);

/* For DEBUG: the list-max-listpack-size that the chunks are held by. */
int64_t list_pack_size(const struct chunklist *l);

extern const struct option list_options[];

#endif
