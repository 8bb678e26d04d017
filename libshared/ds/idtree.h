/*
 * idtree -- a map from IDs of 128 bits to pointers, in order of the IDs: a B+ tree.
 *
 *     inner node        ids        children         ids[i] <= the least ID of children[i]
 *     (16 to 62)       /    |    \
 *     leaf             ids        values            IDs one behind the other: a search reads few lines
 *     (up to 62)  <-->       <-->       <-->
 *
 * IDs mostly come in ascending order and leave from the low end, so a full leaf at the right end stays
 * full and a new one begins behind it, and a leaf is given up when its last ID leaves: nothing is moved
 * for either. A small tree is one leaf that grows with what is in it. Per ID that is 24 to 26 bytes for
 * IDs that came in order.
 *
 * For the blocks of a stream, and for pending entries of a group and of a consumer. The values are the
 * caller's; they are never NULL.
 */
#ifndef KV_DS_IDTREE_H
#define KV_DS_IDTREE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef unsigned __int128 idtree_id;

struct idtree_node;

/* All zero is an empty tree, which takes no memory. */
struct idtree {
    struct idtree_node *root;
    struct idtree_node *first, *last; /* leaves */
    size_t count;
    unsigned depth; /* 0: the root is a leaf */
};

/* Forgets the values; t becomes empty. */
void idtree_fini(struct idtree *t);
/* The same, and free_value is called for each value. */
void idtree_fini_with(struct idtree *t, void (*free_value)(void *value));

void *idtree_get(const struct idtree *t, idtree_id id); /* NULL if it is not there */

/* False if the ID was there already: then nothing changes. */
bool idtree_add(struct idtree *t, idtree_id id, void *value);
/* For an ID that is there: gives it another value. */
void idtree_set(struct idtree *t, idtree_id id, void *value);
/* The same for the last one, without a search. */
void idtree_set_last(struct idtree *t, void *value);
/* The value that was taken out; NULL if there was none. */
void *idtree_remove(struct idtree *t, idtree_id id);

/* A place in the tree, at an ID or past either end. Valid until the tree changes. */
struct idtree_cursor {
    struct idtree_node *leaf; /* NULL: past the end */
    unsigned pos;
};
/* The first ID at or above, the last at or below. */
struct idtree_cursor idtree_at_or_above(const struct idtree *t, idtree_id id);
struct idtree_cursor idtree_at_or_below(const struct idtree *t, idtree_id id);
struct idtree_cursor idtree_first(const struct idtree *t);
struct idtree_cursor idtree_last(const struct idtree *t);

static inline bool idtree_is_end(const struct idtree_cursor *c)
{
    return c->leaf == NULL;
}
/* The cursor is at an ID. */
idtree_id idtree_cursor_id(const struct idtree_cursor *c);
void *idtree_cursor_value(const struct idtree_cursor *c);
void idtree_next(struct idtree_cursor *c);
void idtree_prev(struct idtree_cursor *c);

/* Bytes of the tree, allocator rounding included; walks the nodes. */
size_t idtree_bytes(const struct idtree *t);
/* Allocations that freeing the tree gives back, about. */
size_t idtree_effort(const struct idtree *t);

/* Asserts every invariant by walking all of it; for tests and DEBUG. */
void idtree_check(const struct idtree *t);

#endif
