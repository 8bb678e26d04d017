#include "ds/ranktree.h"

#include "base/assert.h"
#include "base/mem.h"
#include "ds/ranktree_inner.h"

/* ---- Searching a node ---------------------------------------------------------------------------- */

/* How many of the ascending numbers are below x. Without branches that depend on them: which way
 * they go cannot be predicted. */
static unsigned below32(const uint32_t *v, unsigned count, uint32_t x)
{
    const uint32_t *base = v;

    if (count == 0)
        return 0;
    while (count > 1) {
        unsigned half = count / 2;

        base = base[half - 1] < x ? base + half : base;
        count -= half;
    }
    return (unsigned)(base - v) + (*base < x);
}

static unsigned below64(const uint64_t *v, unsigned count, uint64_t x)
{
    const uint64_t *base = v;

    if (count == 0)
        return 0;
    while (count > 1) {
        unsigned half = count / 2;

        base = base[half - 1] < x ? base + half : base;
        count -= half;
    }
    return (unsigned)(base - v) + (*base < x);
}

/* How many of elems[from .. to) are before (order, member); with or_equal also the one that equals
 * it. */
static unsigned below_pair(struct scored *const *elems, unsigned from, unsigned to, uint64_t order,
                           struct bytes member, bool or_equal)
{
    while (from < to) {
        unsigned middle = (from + to) / 2;

        if (scored_cmp(order, member, elems[middle]) >= (or_equal ? 0 : 1))
            from = middle + 1;
        else
            to = middle;
    }
    return from;
}

/* The same for those with a lower score. */
static unsigned below_order(struct scored *const *elems, unsigned from, unsigned to, uint64_t order)
{
    while (from < to) {
        unsigned middle = (from + to) / 2;

        if (score_order(elems[middle]->score) < order)
            from = middle + 1;
        else
            to = middle;
    }
    return from;
}

/* The index of the child that (order, member) belongs to. */
static unsigned inner_find(const struct inner *n, uint64_t order, struct bytes member)
{
    unsigned from = below64(n->order, n->count, order), to = from;

    if (from < n->count && n->order[from] == order) {
        to = from + below64(n->order + from, n->count - from, order + 1);
        from = below_pair(n->first, from, to, order, member, true);
    }
    return from > 0 ? from - 1 : 0;
}

/* The index of the child with the element of this rank; *rank becomes the rank in it. */
static unsigned inner_at(const struct inner *n, size_t *rank)
{
    unsigned i = 0;

    while (*rank >= n->size[i])
        *rank -= n->size[i++];
    return i;
}

/* The elements of the leaf whose scores look like this one: [*from, *to). */
static void leaf_alike(const struct leaf *l, uint64_t order, unsigned *from, unsigned *to)
{
    uint32_t prefix = (uint32_t)(order >> 32);

    *from = *to = below32(l->prefix, l->count, prefix);
    if (*from < l->count && l->prefix[*from] == prefix)
        /* The order image of an infinity is not the highest: NaNs would come behind it. */
        *to += below32(l->prefix + *from, l->count - *from, prefix + 1);
}

/* How many elements of the leaf are before (order, member). */
static unsigned leaf_below(const struct leaf *l, uint64_t order, struct bytes member)
{
    unsigned from, to;

    leaf_alike(l, order, &from, &to);
    return below_pair(l->elem, from, to, order, member, false);
}

/* Where the element is, which is in this leaf. Pointers are compared, not elements: they lie side by
 * side. */
static unsigned leaf_find(const struct leaf *l, const struct scored *e)
{
    unsigned from, to;

    leaf_alike(l, score_order(e->score), &from, &to);
    kv_assert(from < to);
    if (to - from > 1)
        while (l->elem[from] != e)
            kv_assert(++from < to);
    return from;
}

/* Asks for all that a search in the leaf may read: the lines would else arrive one after the other. */
static void prefetch_leaf(const struct leaf *l)
{
    enum { LINE = 64 };

    for (size_t at = 0; at < offsetof(struct leaf, elem); at += LINE)
        __builtin_prefetch((const char *)l + at);
}

/* The way to the leaf that (order, member) belongs to. */
static struct leaf *descend(const struct ranktree *t, uint64_t order, struct bytes member,
                            struct path *p)
{
    void *node = t->root;

    p->node[t->level] = node;
    for (unsigned level = t->level; level > 0; level--) {
        struct inner *n = node;
        unsigned i = inner_find(n, order, member);

        node = n->child[i];
        p->index[level - 1] = i;
        p->node[level - 1] = node;
    }
    prefetch_leaf(node);
    return node;
}

static struct leaf *descend_to(const struct ranktree *t, const struct scored *e, struct path *p)
{
    return descend(t, score_order(e->score), scored_member(e), p);
}

/* ---- Nodes --------------------------------------------------------------------------------------- */

static size_t node_bytes(unsigned level)
{
    return level == 0 ? sizeof(struct leaf) : sizeof(struct inner);
}

void *ranktree_node_new(unsigned level)
{
    void *node = mem_alloc(node_bytes(level));

    if (level == 0)
        *(struct leaf *)node = (struct leaf){ .count = 0 };
    else
        ((struct inner *)node)->count = 0;
    return node;
}

void ranktree_node_free(void *node, unsigned level)
{
    mem_free_sized(node, node_bytes(level));
}

/* Moves v[at .. at + n) of one array to w[to ..), of which len are in use. */
#define MOVE_PART(v, at, n, rest, w, to, len)                                                      \
    do {                                                                                           \
        memmove((w) + (to) + (n), (w) + (to), ((len) - (to)) * sizeof *(w));                       \
        memcpy((w) + (to), (v) + (at), (n) * sizeof *(w));                                         \
        memmove((v) + (at), (v) + (at) + (n), (rest) * sizeof *(v));                               \
    } while (0)

void ranktree_move(unsigned level, void *from, unsigned at, unsigned count, void *dst, unsigned to)
{
    unsigned rest = node_count(from, level) - at - count, len = node_count(dst, level);

    if (level == 0) {
        struct leaf *a = from, *b = dst;

        MOVE_PART(a->prefix, at, count, rest, b->prefix, to, len);
        MOVE_PART(a->elem, at, count, rest, b->elem, to, len);
        a->count -= count;
        b->count += count;
    } else {
        struct inner *a = from, *b = dst;

        MOVE_PART(a->order, at, count, rest, b->order, to, len);
        MOVE_PART(a->first, at, count, rest, b->first, to, len);
        MOVE_PART(a->child, at, count, rest, b->child, to, len);
        MOVE_PART(a->size, at, count, rest, b->size, to, len);
        a->count -= count;
        b->count += count;
    }
}

static void leaf_insert(struct leaf *l, unsigned pos, struct scored *e)
{
    unsigned behind = l->count - pos;

    memmove(l->prefix + pos + 1, l->prefix + pos, behind * sizeof l->prefix[0]);
    memmove(l->elem + pos + 1, l->elem + pos, behind * sizeof l->elem[0]);
    l->prefix[pos] = prefix_of(e->score);
    l->elem[pos] = e;
    l->count++;
}

static void leaf_delete(struct leaf *l, unsigned pos)
{
    unsigned behind = l->count - pos - 1;

    memmove(l->prefix + pos, l->prefix + pos + 1, behind * sizeof l->prefix[0]);
    memmove(l->elem + pos, l->elem + pos + 1, behind * sizeof l->elem[0]);
    l->count--;
}

/* Takes note of what is first in child i. */
static void set_first(struct inner *n, unsigned i, struct scored *first)
{
    n->order[i] = score_order(first->score);
    n->first[i] = first;
}

void ranktree_put_child(struct inner *n, unsigned i, void *child, unsigned child_level, size_t size)
{
    unsigned behind = n->count - i;

    memmove(n->order + i + 1, n->order + i, behind * sizeof n->order[0]);
    memmove(n->first + i + 1, n->first + i, behind * sizeof n->first[0]);
    memmove(n->child + i + 1, n->child + i, behind * sizeof n->child[0]);
    memmove(n->size + i + 1, n->size + i, behind * sizeof n->size[0]);
    n->child[i] = child;
    n->size[i] = size;
    set_first(n, i, node_first(child, child_level));
    n->count++;
}

/* The child itself is the caller's. */
static void drop_child(struct inner *n, unsigned i)
{
    unsigned behind = n->count - i - 1;

    memmove(n->order + i, n->order + i + 1, behind * sizeof n->order[0]);
    memmove(n->first + i, n->first + i + 1, behind * sizeof n->first[0]);
    memmove(n->child + i, n->child + i + 1, behind * sizeof n->child[0]);
    memmove(n->size + i, n->size + i + 1, behind * sizeof n->size[0]);
    n->count--;
}

static void leaf_unlink(struct leaf *l)
{
    if (l->prev)
        l->prev->next = l->next;
    if (l->next)
        l->next->prev = l->prev;
}

/* ---- Growing and shrinking ----------------------------------------------------------------------- */

static size_t size_of_part(const void *node, unsigned level, unsigned at, unsigned count)
{
    const struct inner *n = node;
    size_t sum = 0;

    if (level == 0)
        return count;
    for (unsigned i = at; i < at + count; i++)
        sum += n->size[i];
    return sum;
}

/* Moves the last count (or with LEFT the first) things of child i of n to the neighbour on that side.
 * What is first in them changes only in n itself. */
static void pass(struct inner *n, unsigned i, unsigned level, enum side side, unsigned count)
{
    unsigned j = side == LEFT ? i - 1 : i + 1;
    void *from = n->child[i], *to = n->child[j];
    unsigned at = side == LEFT ? 0 : node_count(from, level) - count;
    size_t size = size_of_part(from, level, at, count);

    ranktree_move(level, from, at, count, to, side == LEFT ? node_count(to, level) : 0);
    n->size[i] -= size;
    n->size[j] += size;
    if (side == RIGHT)
        set_first(n, j, node_first(to, level));
    else if (node_count(from, level) > 0)
        set_first(n, i, node_first(from, level));
}

/* Child i of n goes, after all it had was passed on. */
static void remove_child(struct inner *n, unsigned i, unsigned level)
{
    void *child = n->child[i];

    if (level == 0)
        leaf_unlink(child);
    drop_child(n, i);
    ranktree_node_free(child, level);
}

void ranktree_balance(struct inner *n, unsigned i, unsigned child_level)
{
    unsigned left = i > 0 ? i - 1 : i, right = left + 1;
    unsigned a = node_count(n->child[left], child_level);
    unsigned b = node_count(n->child[right], child_level);

    if (a + b <= node_max(child_level)) {
        pass(n, right, child_level, LEFT, b);
        remove_child(n, right, child_level);
    } else if (a < b) {
        pass(n, right, child_level, LEFT, (b - a) / 2);
    } else {
        pass(n, left, child_level, RIGHT, (a - b) / 2);
    }
}

void ranktree_lower_root(struct ranktree *t)
{
    while (t->level > 0 && ((struct inner *)t->root)->count == 1) {
        struct inner *old = t->root;

        t->root = old->child[0];
        ranktree_node_free(old, t->level);
        t->level--;
    }
}

static bool at_edge(const struct ranktree *t, const struct path *p, unsigned level, enum side side)
{
    for (; level < t->level; level++)
        if (p->index[level] != edge_index(p->node[level + 1], side))
            return false;
    return true;
}

void ranktree_raise_root(struct ranktree *t)
{
    struct inner *root = ranktree_node_new(t->level + 1);

    kv_assert(t->level + 1 < LEVELS_MAX);
    ranktree_put_child(root, 0, t->root, t->level, t->count);
    t->root = root;
    t->level++;
}

/* Splits child i of n behind the first keep things; n has room. */
static void split_child(struct inner *n, unsigned i, unsigned level, unsigned keep)
{
    void *old = n->child[i], *added = ranktree_node_new(level);
    unsigned moved = node_count(old, level) - keep;
    size_t size = size_of_part(old, level, keep, moved);

    ranktree_move(level, old, keep, moved, added, 0);
    if (level == 0) {
        struct leaf *a = old, *b = added;

        b->prev = a;
        b->next = a->next;
        a->next = b;
        if (b->next)
            b->next->prev = b;
    }
    n->size[i] -= size;
    ranktree_put_child(n, i + 1, added, level, size);
}

/* Passes something of the full child i of n to a neighbour with room. A neighbour with little room is
 * no good: the next elements would soon have to be moved again. */
static bool pass_to_neighbour(struct inner *n, unsigned i, unsigned level)
{
    enum { ROOM_MIN = 6 };
    unsigned max = node_max(level);
    unsigned left = i > 0 ? max - node_count(n->child[i - 1], level) : 0;
    unsigned right = i + 1 < n->count ? max - node_count(n->child[i + 1], level) : 0;

    if (left < ROOM_MIN && right < ROOM_MIN)
        return false;
    if (left >= right)
        pass(n, i, level, LEFT, left / 2);
    else
        pass(n, i, level, RIGHT, right / 2);
    return true;
}

void ranktree_make_room(struct ranktree *t, struct path *p, unsigned level, unsigned pos)
{
    unsigned max = node_max(level), keep = max / 2, i = p->index[level];
    struct inner *parent;

    if (level == t->level) {
        ranktree_raise_root(t);
        p->node[level + 1] = t->root;
        p->index[level] = i = 0;
    }
    parent = p->node[level + 1];
    if (pos == max && at_edge(t, p, level, RIGHT))
        keep = max - 1;
    else if (pos == 0 && at_edge(t, p, level, LEFT))
        keep = 1;
    else if (pass_to_neighbour(parent, i, level))
        return;
    if (parent->count == INNER_MAX)
        ranktree_make_room(t, p, level + 1, i + 1);
    else
        split_child(parent, i, level, keep);
}

/* The node of the path at this level has another first element, or that has another score. */
static void first_changed(const struct ranktree *t, const struct path *p, unsigned level)
{
    struct scored *first = node_first(p->node[level], level);

    for (; level < t->level; level++) {
        set_first(p->node[level + 1], p->index[level], first);
        if (p->index[level] != 0)
            return;
    }
}

/* The node of the path at this level has lost something: with few left, it is joined with another. */
static void settle(struct ranktree *t, struct path *p, unsigned level)
{
    unsigned count = node_count(p->node[level], level);
    struct inner *parent;

    if (level == t->level) {
        if (count == 0) {
            ranktree_node_free(t->root, level);
            *t = (struct ranktree){ 0 };
        }
        ranktree_lower_root(t);
        return;
    }
    parent = p->node[level + 1];
    if (count == 0) {
        remove_child(parent, p->index[level], level);
        if (p->index[level] == 0 && parent->count > 0)
            first_changed(t, p, level + 1);
    } else if (count < NODE_FEW && !at_edge(t, p, level, LEFT) && !at_edge(t, p, level, RIGHT)) {
        ranktree_balance(parent, p->index[level], level);
    } else {
        return;
    }
    settle(t, p, level + 1);
}

static void add_to_counts(struct ranktree *t, const struct path *p, size_t delta)
{
    t->count += delta;
    for (unsigned level = 0; level < t->level; level++)
        ((struct inner *)p->node[level + 1])->size[p->index[level]] += delta;
}

/* ---- Elements ------------------------------------------------------------------------------------- */

struct ranktree *ranktree_new(void)
{
    return mem_zalloc(sizeof(struct ranktree));
}

size_t ranktree_count(const struct ranktree *t)
{
    return t->count;
}

void ranktree_add(struct ranktree *t, struct scored *e)
{
    uint64_t order = score_order(e->score);
    struct bytes member = scored_member(e);
    struct leaf *l;
    struct path p;
    unsigned pos;

    if (t->root == NULL)
        t->root = ranktree_node_new(0);
    for (;;) {
        l = descend(t, order, member, &p);
        pos = leaf_below(l, order, member);
        if (kv_likely(l->count < LEAF_MAX))
            break;
        ranktree_make_room(t, &p, 0, pos);
    }
    leaf_insert(l, pos, e);
    add_to_counts(t, &p, 1);
    if (pos == 0)
        first_changed(t, &p, 0);
}

static void remove_at(struct ranktree *t, struct path *p, unsigned pos)
{
    struct leaf *l = p->node[0];

    leaf_delete(l, pos);
    add_to_counts(t, p, (size_t)-1);
    if (pos == 0 && l->count > 0)
        first_changed(t, p, 0);
    if (l->count < NODE_FEW)
        settle(t, p, 0);
}

void ranktree_remove(struct ranktree *t, struct scored *e)
{
    struct path p;
    struct leaf *l = descend_to(t, e, &p);
    unsigned pos = leaf_find(l, e);

    remove_at(t, &p, pos);
}

struct scored *ranktree_take(struct ranktree *t, size_t rank)
{
    void *node = t->root;
    struct scored *e;
    struct path p;

    kv_assert(rank < t->count);
    for (unsigned level = t->level; level > 0; level--) {
        const struct inner *n = node;

        p.node[level] = node;
        p.index[level - 1] = inner_at(n, &rank);
        node = n->child[p.index[level - 1]];
    }
    p.node[0] = node;
    e = ((struct leaf *)node)->elem[rank];
    remove_at(t, &p, (unsigned)rank);
    return e;
}

/* The order of (order, member) and the element at pos, which is read only if the leaf does not tell. */
static int cmp_at(uint64_t order, struct bytes member, const struct leaf *l, unsigned pos)
{
    uint32_t prefix = (uint32_t)(order >> 32);

    if (prefix != l->prefix[pos])
        return prefix < l->prefix[pos] ? -1 : 1;
    return scored_cmp(order, member, l->elem[pos]);
}

/* True if the element at pos may have this score where it is. */
static bool stays_in_order(const struct leaf *l, unsigned pos, uint64_t order, struct bytes member)
{
    const struct leaf *a = pos > 0 ? l : l->prev, *b = pos + 1 < l->count ? l : l->next;

    return (a == NULL || cmp_at(order, member, a, (pos > 0 ? pos : a->count) - 1) > 0) &&
           (b == NULL || cmp_at(order, member, b, b == l ? pos + 1 : 0) < 0);
}

void ranktree_rescore(struct ranktree *t, struct scored *e, double score)
{
    struct path p;
    struct leaf *l = descend_to(t, e, &p);
    unsigned pos = leaf_find(l, e);

    if (stays_in_order(l, pos, score_order(score), scored_member(e))) {
        e->score = score;
        l->prefix[pos] = prefix_of(score);
        if (pos == 0)
            first_changed(t, &p, 0);
        return;
    }
    remove_at(t, &p, pos);
    e->score = score;
    ranktree_add(t, e);
}

bool ranktree_has(const struct ranktree *t, const struct scored *e)
{
    struct path p;

    const struct leaf *l;
    unsigned from, to;

    if (t->root == NULL)
        return false;
    l = descend_to(t, e, &p);
    leaf_alike(l, score_order(e->score), &from, &to);
    while (from < to && l->elem[from] != e)
        from++;
    return from < to;
}

/* ---- Ranks ---------------------------------------------------------------------------------------- */

static size_t size_before(const struct inner *n, unsigned i)
{
    size_t sum = 0;

    for (unsigned k = 0; k < i; k++)
        sum += n->size[k];
    return sum;
}

size_t ranktree_rank(const struct ranktree *t, const struct scored *e)
{
    struct path p;
    const struct leaf *l = descend_to(t, e, &p);
    size_t rank = leaf_find(l, e);

    for (unsigned level = 0; level < t->level; level++)
        rank += size_before(p.node[level + 1], p.index[level]);
    return rank;
}

/* The leaf with the first element that is not below this order, or else the leaf before that one; *pos is
 * how many of its elements are below, *rank how many all leaves before it hold. */
static const struct leaf *find_order(const struct ranktree *t, uint64_t order, unsigned *pos,
                                     size_t *rank)
{
    const void *node = t->root;
    unsigned from, to;

    *rank = 0;
    for (unsigned level = t->level; level > 0; level--) {
        const struct inner *n = node;
        unsigned i = below64(n->order, n->count, order);

        i -= i > 0;
        *rank += size_before(n, i);
        node = n->child[i];
    }
    leaf_alike(node, order, &from, &to);
    *pos = below_order(((const struct leaf *)node)->elem, from, to, order);
    return node;
}

size_t ranktree_below_score(const struct ranktree *t, double score, bool or_equal)
{
    unsigned pos;
    size_t rank;

    if (t->count == 0)
        return 0;
    find_order(t, score_order(score) + or_equal, &pos, &rank);
    return rank + pos;
}

/* How many of the elements have a lesser member. */
static unsigned below_member(struct scored *const *elems, unsigned count, struct bytes member,
                             bool or_equal)
{
    unsigned from = 0;

    while (from < count) {
        unsigned middle = (from + count) / 2;

        if (bytes_cmp(member, scored_member(elems[middle])) >= (or_equal ? 0 : 1))
            from = middle + 1;
        else
            count = middle;
    }
    return from;
}

size_t ranktree_below_member(const struct ranktree *t, struct bytes member, bool or_equal)
{
    const void *node = t->root;
    const struct leaf *l;
    size_t rank = 0;

    if (t->count == 0)
        return 0;
    for (unsigned level = t->level; level > 0; level--) {
        const struct inner *n = node;
        unsigned i = below_member(n->first, n->count, member, or_equal);

        if (i == 0)
            return rank;
        rank += size_before(n, i - 1);
        node = n->child[i - 1];
    }
    l = node;
    return rank + below_member(l->elem, l->count, member, or_equal);
}

/* ---- Reading in order ------------------------------------------------------------------------------ */

static struct rank_cursor cursor_in(const struct leaf *l, unsigned pos)
{
    return l == NULL ? (struct rank_cursor){ .leaf = NULL }
                     : (struct rank_cursor){ l, l->elem, pos, l->count };
}

struct rank_cursor ranktree_at(const struct ranktree *t, size_t rank)
{
    const void *node = t->root;

    kv_assert(rank < t->count);
    for (unsigned level = t->level; level > 0; level--) {
        const struct inner *n = node;

        node = n->child[inner_at(n, &rank)];
    }
    return cursor_in(node, (unsigned)rank);
}

struct scored *ranktree_get(const struct ranktree *t, size_t rank)
{
    struct rank_cursor at = ranktree_at(t, rank);

    return rank_cursor_next(&at);
}

/* The elements that will be read first. */
static void prefetch_elems(const struct leaf *l, unsigned from)
{
    for (unsigned i = from; i < from + RANK_CURSOR_AHEAD && i < l->count; i++)
        __builtin_prefetch(l->elem[i]);
}

static void prefetch_last_elems(const struct leaf *l)
{
    for (unsigned i = 0; i < RANK_CURSOR_AHEAD && i < l->count; i++)
        __builtin_prefetch(l->elem[l->count - 1 - i]);
}

struct rank_cursor ranktree_at_score(const struct ranktree *t, double score)
{
    const struct leaf *l;
    unsigned pos;
    size_t rank;

    if (t->count == 0)
        return cursor_in(NULL, 0);
    l = find_order(t, score_order(score), &pos, &rank);
    if (pos == l->count) {
        l = l->next;
        pos = 0;
    }
    if (l != NULL)
        prefetch_elems(l, pos);
    return cursor_in(l, pos);
}

void rank_cursor_next_leaf(struct rank_cursor *at)
{
    const struct leaf *l = ((const struct leaf *)at->leaf)->next;

    *at = cursor_in(l, 0);
    if (l != NULL)
        prefetch_elems(l, 0);
}

void rank_cursor_prev_leaf(struct rank_cursor *at)
{
    const struct leaf *l = ((const struct leaf *)at->leaf)->prev;

    *at = cursor_in(l, l ? l->count - 1 : 0);
    if (l != NULL)
        prefetch_last_elems(l);
}

/* ---- Defragmentation ----------------------------------------------------------------------------- */

void ranktree_moved(struct ranktree *t, const struct scored *old, struct scored *now)
{
    struct path p;
    struct leaf *l = descend_to(t, old, &p);
    unsigned pos = leaf_find(l, old);

    l->elem[pos] = now;
    if (pos == 0)
        first_changed(t, &p, 0);
}

static struct leaf *move_leaf(struct leaf *l)
{
    l = mem_defrag(l, 0);
    if (l->prev)
        l->prev->next = l;
    if (l->next)
        l->next->prev = l;
    return l;
}

/* Inner nodes move with their first leaf. */
size_t ranktree_defrag(struct ranktree **at, size_t rank)
{
    struct ranktree *t = *at = rank == 0 ? mem_defrag(*at, 0) : *at;
    void **link = &t->root;
    size_t within = rank;

    if (rank >= t->count)
        return 0;
    for (unsigned level = t->level; level > 0; level--) {
        struct inner *n = *link;

        if (within == 0)
            *link = n = mem_defrag(n, 0);
        link = &n->child[inner_at(n, &within)];
    }
    *link = move_leaf(*link);
    rank += ((struct leaf *)*link)->count - within;
    return rank < t->count ? rank : 0;
}
