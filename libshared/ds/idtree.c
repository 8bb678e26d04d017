#include "ds/idtree.h"

#include "base/assert.h"
#include "base/mem.h"

#include <string.h>

enum {
    CAP_MIN = 2,   /* of the only leaf, to begin with: 80 bytes */
    CAP_MAX = 62,  /* 1520 bytes, in the class of 1536 */
    SPARSE = 16,   /* a node with fewer looks for a neighbour to join */
    JOINED = 46,   /* and joins it if they have no more than this together */
    DEPTH_MAX = 16 /* two neighbours always have more than JOINED, so that is out of reach */
};

/*
 * Leaves and inner nodes look the same:
 *
 *     offset  size      field
 *     0       16        neighbours (leaves)
 *     16      16        count, cap
 *     32      16 * cap  ids
 *     ..      8 * cap   values, or children
 *
 * The first ID of an inner node means nothing but that it is below the second: whatever is below the second
 * is in the first child.
 */
struct idtree_node {
    struct idtree_node *prev, *next;
    unsigned count, cap;
    idtree_id ids[];
};

_Static_assert(sizeof(struct idtree_node) == 32, "as drawn");

/* The nodes from the root to a leaf, and the child taken in each; in the leaf, the place of an ID. */
struct path {
    struct idtree_node *node[DEPTH_MAX];
    unsigned pos[DEPTH_MAX];
};

static inline void **values(const struct idtree_node *n)
{
    return (void **)(uintptr_t)(n->ids + n->cap);
}

static inline struct idtree_node *child(const struct idtree_node *n, unsigned i)
{
    return values(n)[i];
}

/* The size classes 80, 192, 384, 768 and 1536, filled as far as they go. */
static size_t node_bytes(unsigned cap)
{
    return sizeof(struct idtree_node) + cap * (sizeof(idtree_id) + sizeof(void *));
}

static struct idtree_node *node_new(unsigned cap)
{
    struct idtree_node *n = mem_alloc(node_bytes(cap));

    n->prev = n->next = NULL;
    n->count = 0;
    n->cap = cap;
    return n;
}

static void node_free(struct idtree_node *n)
{
    mem_free_sized(n, node_bytes(n->cap));
}

/* ---- Searching ----------------------------------------------------------------------------------- */

/* How many of the IDs are below id. */
static inline unsigned lower_bound(const struct idtree_node *n, idtree_id id)
{
    const idtree_id *base = n->ids;
    unsigned len = n->count;

    while (len > 0) {
        unsigned half = len / 2;
        bool right = base[half] < id;

        base = right ? base + half + 1 : base;
        len = right ? len - half - 1 : half;
    }
    return (unsigned)(base - n->ids);
}

/* The child that has id, if any has. */
static inline unsigned child_of(const struct idtree_node *n, idtree_id id)
{
    unsigned i = lower_bound(n, id);

    if (i < n->count && n->ids[i] == id)
        return i;
    return i > 0 ? i - 1 : 0;
}

/* To the leaf where id is or would be; false if it is not there. The tree is not empty. */
static bool find(const struct idtree *t, idtree_id id, struct path *p)
{
    struct idtree_node *n = t->root;
    unsigned d = 0;

    for (; d < t->depth; d++) {
        p->node[d] = n;
        p->pos[d] = child_of(n, id);
        n = child(n, p->pos[d]);
    }
    p->node[d] = n;
    p->pos[d] = lower_bound(n, id);
    return p->pos[d] < n->count && n->ids[p->pos[d]] == id;
}

static struct idtree_node *leaf_of(const struct idtree *t, idtree_id id)
{
    struct idtree_node *n = t->root;

    for (unsigned d = 0; d < t->depth; d++)
        n = child(n, child_of(n, id));
    return n;
}

void *idtree_get(const struct idtree *t, idtree_id id)
{
    const struct idtree_node *n;
    unsigned i;

    if (t->root == NULL)
        return NULL;
    n = leaf_of(t, id);
    i = lower_bound(n, id);
    return i < n->count && n->ids[i] == id ? values(n)[i] : NULL;
}

void idtree_set(struct idtree *t, idtree_id id, void *value)
{
    struct path p;
    bool found = t->root != NULL && find(t, id, &p);

    kv_assert(found && value != NULL);
    values(p.node[t->depth])[p.pos[t->depth]] = value;
}

void idtree_set_last(struct idtree *t, void *value)
{
    kv_assert(t->last != NULL && value != NULL);
    values(t->last)[t->last->count - 1] = value;
}

/* ---- Adding -------------------------------------------------------------------------------------- */

static void put(struct idtree_node *n, unsigned at, idtree_id id, void *value)
{
    void **v = values(n);

    kv_assert(n->count < n->cap);
    memmove(n->ids + at + 1, n->ids + at, (n->count - at) * sizeof *n->ids);
    memmove(v + at + 1, v + at, (n->count - at) * sizeof *v);
    n->ids[at] = id;
    v[at] = value;
    n->count++;
}

/* Appends what from has from place i on, and takes it away there. */
static void move_tail(struct idtree_node *from, unsigned i, struct idtree_node *to)
{
    unsigned moved = from->count - i;

    kv_assert(to->count + moved <= to->cap);
    memcpy(to->ids + to->count, from->ids + i, moved * sizeof *to->ids);
    memcpy(values(to) + to->count, values(from) + i, moved * sizeof(void *));
    to->count += moved;
    from->count = i;
}

/* The only leaf gets more room. */
static struct idtree_node *grow(struct idtree *t)
{
    struct idtree_node *old = t->root, *n = node_new(old->cap * 2 + 2);

    move_tail(old, 0, n);
    node_free(old);
    t->root = t->first = t->last = n;
    return n;
}

static void link_behind(struct idtree *t, struct idtree_node *left, struct idtree_node *n)
{
    n->prev = left;
    n->next = left->next;
    left->next = n;
    if (n->next != NULL)
        n->next->prev = n;
    else
        t->last = n;
}

/* A full node gets a neighbour to its right, with half of what it has, or with nothing if `at` is behind
 * its last place: IDs in order fill their leaves. */
static struct idtree_node *split(struct idtree_node *n, unsigned at)
{
    struct idtree_node *right = node_new(CAP_MAX);

    move_tail(n, at == n->count ? at : n->count / 2, right);
    return right;
}

/* Puts id in the node of level d at its place in the path, splitting nodes upwards as far as needed. */
static void insert(struct idtree *t, struct path *p, unsigned d, idtree_id id, void *value)
{
    struct idtree_node *n = p->node[d], *right;
    unsigned at = p->pos[d];

    if (n->count < n->cap) {
        put(n, at, id, value);
        return;
    }
    right = split(n, at);
    if (d == t->depth)
        link_behind(t, n, right);
    if (at >= n->count)
        put(right, at - n->count, id, value);
    else
        put(n, at, id, value);
    if (d > 0) {
        if (p->pos[d - 1]++ == 0)
            p->node[d - 1]->ids[0] = 0;
        insert(t, p, d - 1, right->ids[0], right);
        return;
    }
    kv_assert(t->depth + 1 < DEPTH_MAX);
    t->root = node_new(CAP_MAX);
    put(t->root, 0, n->ids[0], n);
    put(t->root, 1, right->ids[0], right);
    t->depth++;
}

bool idtree_add(struct idtree *t, idtree_id id, void *value)
{
    struct idtree_node *last = t->last;
    struct path p;

    kv_assert(value != NULL);
    if (last == NULL) {
        t->root = t->first = t->last = last = node_new(CAP_MIN);
    } else if (last->ids[last->count - 1] >= id || last->count == last->cap) {
        if (find(t, id, &p))
            return false;
        if (t->depth == 0 && last->count == last->cap && last->cap < CAP_MAX)
            p.node[0] = grow(t);
        insert(t, &p, t->depth, id, value);
        t->count++;
        return true;
    }
    put(last, last->count, id, value);
    t->count++;
    return true;
}

/* ---- Removing ------------------------------------------------------------------------------------ */

static void take(struct idtree_node *n, unsigned at)
{
    void **v = values(n);

    n->count--;
    memmove(n->ids + at, n->ids + at + 1, (n->count - at) * sizeof *n->ids);
    memmove(v + at, v + at + 1, (n->count - at) * sizeof *v);
}

static void unlink_leaf(struct idtree *t, struct idtree_node *n)
{
    if (n->prev != NULL)
        n->prev->next = n->next;
    else
        t->first = n->next;
    if (n->next != NULL)
        n->next->prev = n->prev;
    else
        t->last = n->prev;
}

/* Child i + 1 of parent joins child i, if that leaves room. */
static bool join(struct idtree *t, struct idtree_node *parent, unsigned i, bool leaves)
{
    struct idtree_node *left, *right;

    if (i + 1 >= parent->count)
        return false;
    left = child(parent, i);
    right = child(parent, i + 1);
    if (left->count + right->count > JOINED)
        return false;
    right->ids[0] = leaves ? right->ids[0] : parent->ids[i + 1];
    move_tail(right, 0, left);
    if (leaves)
        unlink_leaf(t, right);
    node_free(right);
    take(parent, i + 1);
    return true;
}

/* The node of level d in the path has lost something: gives it up if it is empty, lets it join a
 * neighbour if it has little, and goes on above it. */
static void tend(struct idtree *t, struct path *p, unsigned d)
{
    bool leaves = d == t->depth;

    for (; d > 0; d--, leaves = false) {
        struct idtree_node *n = p->node[d], *parent = p->node[d - 1];
        unsigned i = p->pos[d - 1];

        if (n->count == 0) {
            if (leaves)
                unlink_leaf(t, n);
            node_free(n);
            take(parent, i);
        } else if (n->count >= SPARSE ||
                   (!join(t, parent, i, leaves) && (i == 0 || !join(t, parent, i - 1, leaves)))) {
            return;
        }
    }
    while (t->depth > 0 && t->root->count == 1) {
        struct idtree_node *old = t->root;

        t->root = child(old, 0);
        t->depth--;
        node_free(old);
    }
}

void *idtree_remove(struct idtree *t, idtree_id id)
{
    struct path p;
    struct idtree_node *leaf;
    void *value;

    if (t->root == NULL || !find(t, id, &p))
        return NULL;
    leaf = p.node[t->depth];
    value = values(leaf)[p.pos[t->depth]];
    take(leaf, p.pos[t->depth]);
    if (--t->count == 0)
        idtree_fini(t);
    else if (leaf->count < SPARSE)
        tend(t, &p, t->depth);
    return value;
}

static void free_nodes(struct idtree_node *n, unsigned depth)
{
    for (unsigned i = 0; depth > 0 && i < n->count; i++)
        free_nodes(child(n, i), depth - 1);
    node_free(n);
}

void idtree_fini(struct idtree *t)
{
    if (t->root != NULL)
        free_nodes(t->root, t->depth);
    *t = (struct idtree){ 0 };
}

void idtree_fini_with(struct idtree *t, void (*free_value)(void *value))
{
    for (const struct idtree_node *n = t->first; n != NULL; n = n->next)
        for (unsigned i = 0; i < n->count; i++)
            free_value(values(n)[i]);
    idtree_fini(t);
}

/* ---- Walking ------------------------------------------------------------------------------------- */

static struct idtree_cursor cursor_at(struct idtree_node *leaf, unsigned pos)
{
    return (struct idtree_cursor){ leaf, pos };
}

struct idtree_cursor idtree_first(const struct idtree *t)
{
    return cursor_at(t->first, 0);
}

struct idtree_cursor idtree_last(const struct idtree *t)
{
    return cursor_at(t->last, t->last != NULL ? t->last->count - 1 : 0);
}

struct idtree_cursor idtree_at_or_above(const struct idtree *t, idtree_id id)
{
    struct idtree_node *leaf;
    unsigned i;

    if (t->root == NULL)
        return cursor_at(NULL, 0);
    leaf = leaf_of(t, id);
    i = lower_bound(leaf, id);
    return i < leaf->count ? cursor_at(leaf, i) : cursor_at(leaf->next, 0);
}

struct idtree_cursor idtree_at_or_below(const struct idtree *t, idtree_id id)
{
    struct idtree_cursor c;

    if (t->root == NULL)
        return cursor_at(NULL, 0);
    c.leaf = leaf_of(t, id);
    c.pos = lower_bound(c.leaf, id);
    if (c.pos < c.leaf->count && c.leaf->ids[c.pos] == id)
        return c;
    idtree_prev(&c);
    return c;
}

idtree_id idtree_cursor_id(const struct idtree_cursor *c)
{
    return c->leaf->ids[c->pos];
}

void *idtree_cursor_value(const struct idtree_cursor *c)
{
    return values(c->leaf)[c->pos];
}

void idtree_next(struct idtree_cursor *c)
{
    if (++c->pos == c->leaf->count)
        *c = cursor_at(c->leaf->next, 0);
}

void idtree_prev(struct idtree_cursor *c)
{
    if (c->pos > 0) {
        c->pos--;
        return;
    }
    c->leaf = c->leaf->prev;
    if (c->leaf != NULL)
        c->pos = c->leaf->count - 1;
}

/* ---- Figures and checks -------------------------------------------------------------------------- */

static size_t bytes_below(const struct idtree_node *n, unsigned depth)
{
    size_t sum = mem_good_size(node_bytes(n->cap));

    for (unsigned i = 0; depth > 0 && i < n->count; i++)
        sum += bytes_below(child(n, i), depth - 1);
    return sum;
}

size_t idtree_bytes(const struct idtree *t)
{
    return t->root != NULL ? bytes_below(t->root, t->depth) : 0;
}

size_t idtree_effort(const struct idtree *t)
{
    return t->count / CAP_MAX + (t->root != NULL);
}

/* The node's IDs ascend and lie in [least, most]; returns the leftmost leaf that is not checked yet. */
static const struct idtree_node *check_node(const struct idtree_node *n, unsigned depth,
                                            idtree_id least, idtree_id most,
                                            const struct idtree_node *leaf, size_t *count)
{
    kv_assert(n->count > 0);
    kv_assert(n->count <= n->cap);
    for (unsigned i = 0; i < n->count; i++) {
        bool bound = depth == 0 || i > 0;

        kv_assert(values(n)[i] != NULL);
        kv_assert(!bound || (n->ids[i] >= least && n->ids[i] <= most));
        kv_assert(i == 0 || n->ids[i] > n->ids[i - 1]);
        if (depth > 0)
            leaf = check_node(child(n, i), depth - 1, i > 0 ? n->ids[i] : least,
                              i + 1 < n->count ? n->ids[i + 1] - 1 : most, leaf, count);
    }
    if (depth > 0)
        return leaf;
    kv_assert(n == leaf);
    kv_assert(n->next == NULL || n->next->prev == n);
    *count += n->count;
    return n->next;
}

void idtree_check(const struct idtree *t)
{
    size_t count = 0;

    if (t->root == NULL) {
        kv_assert(t->count == 0 && t->depth == 0);
        kv_assert(t->first == NULL && t->last == NULL);
        return;
    }
    kv_assert(t->first->prev == NULL && t->last->next == NULL);
    kv_assert(check_node(t->root, t->depth, 0, ~(idtree_id)0, t->first, &count) == NULL);
    kv_assert(count == t->count);
}
