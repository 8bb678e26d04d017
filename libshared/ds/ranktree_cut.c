#include "ds/ranktree_inner.h"

#include "base/assert.h"
#include "base/mem.h"

/*
 * Trees are split and joined along one path. What lies to the left of the path in a node is a tree of
 * its own, and so is what lies to the right:
 *
 *     split      [ a b | c | d e ]        left  = [ a b ] joined with the left part of c
 *                        |                right = the right part of c joined with [ d e ]
 *                     [ ... ]
 *
 * A lower tree is joined to a higher one as a child of that node at its edge which is one level above
 * it.
 */

/* ---- Joining -------------------------------------------------------------------------------------- */

/* Nodes that will not be at this edge any more get as many things as others have. */
static void fill_edge(struct ranktree *t, enum side side)
{
    struct inner *n;

    ranktree_lower_root(t);
    n = t->root;
    for (unsigned level = t->level; level > 0; level--) {
        unsigned i = edge_index(n, side);

        if (node_count(n->child[i], level - 1) < NODE_FEW)
            ranktree_balance(n, i, level - 1);
        n = n->child[edge_index(n, side)];
    }
    ranktree_lower_root(t);
}

static void edge_path(const struct ranktree *t, enum side side, struct path *p)
{
    void *node = t->root;

    p->node[t->level] = node;
    for (unsigned level = t->level; level > 0; level--) {
        struct inner *n = node;

        p->index[level - 1] = edge_index(n, side);
        node = n->child[p->index[level - 1]];
        p->node[level - 1] = node;
    }
}

/* Puts the lower tree `part` to that end of t. */
static void graft(struct ranktree *t, enum side side, const struct ranktree *part)
{
    unsigned level = part->level + 1, pos;
    struct inner *n;
    struct path p;

    for (;;) {
        edge_path(t, side, &p);
        n = p.node[level];
        pos = side == LEFT ? 0 : n->count;
        if (n->count < INNER_MAX)
            break;
        ranktree_make_room(t, &p, level, pos);
    }
    ranktree_put_child(n, pos, part->root, part->level, part->count);
    t->count += part->count;
    for (; level < t->level; level++) {
        struct inner *above = p.node[level + 1];

        above->size[p.index[level]] += part->count;
        if (side == LEFT) {
            above->order[0] = n->order[0];
            above->first[0] = n->first[0];
        }
    }
}

/* One tree of two; all of l is before all of r. */
static struct ranktree join(struct ranktree l, struct ranktree r)
{
    struct leaf *last, *first;

    if (l.count == 0)
        return r;
    if (r.count == 0)
        return l;
    fill_edge(&l, RIGHT);
    fill_edge(&r, LEFT);
    last = edge_leaf(&l, RIGHT);
    first = edge_leaf(&r, LEFT);
    last->next = first;
    first->prev = last;
    if (l.level == r.level)
        ranktree_raise_root(&l);
    if (l.level > r.level) {
        graft(&l, RIGHT, &r);
        return l;
    }
    graft(&r, LEFT, &l);
    return r;
}

/* ---- Splitting ------------------------------------------------------------------------------------ */

/* The tree of an inner node that may have too few children to be one. */
static struct ranktree tree_of(struct inner *n, unsigned level)
{
    struct ranktree t = { n, level, 0 };

    for (unsigned i = 0; i < n->count; i++)
        t.count += n->size[i];
    if (n->count == 0) {
        ranktree_node_free(n, level);
        return (struct ranktree){ 0 };
    }
    ranktree_lower_root(&t);
    return t;
}

static void split_leaf(struct leaf *l, unsigned at, struct ranktree *left, struct ranktree *right)
{
    struct leaf *added;

    *left = *right = (struct ranktree){ 0 };
    if (at == 0) {
        *right = (struct ranktree){ l, 0, l->count };
    } else if (at == l->count) {
        *left = (struct ranktree){ l, 0, l->count };
    } else {
        added = ranktree_node_new(0);
        ranktree_move(0, l, at, l->count - at, added, 0);
        added->next = l->next;
        if (added->next)
            added->next->prev = added;
        *left = (struct ranktree){ l, 0, l->count };
        *right = (struct ranktree){ added, 0, added->count };
    }
}

/* The first `rank` elements below the node make the left tree, the others the right one. The leaves at
 * the cut keep links that join() or cut_links() sets right. */
static void split_node(void *node, unsigned level, size_t rank, struct ranktree *left,
                       struct ranktree *right)
{
    struct ranktree inner_left, inner_right;
    struct inner *n = node, *added;
    unsigned i = 0;
    void *child;

    if (level == 0) {
        split_leaf(node, (unsigned)rank, left, right);
        return;
    }
    while (i + 1 < n->count && rank >= n->size[i])
        rank -= n->size[i++];
    child = n->child[i];
    added = ranktree_node_new(level);
    ranktree_move(level, n, i + 1, n->count - i - 1, added, 0);
    n->count--;
    split_node(child, level - 1, rank, &inner_left, &inner_right);
    *left = join(tree_of(n, level), inner_left);
    *right = join(inner_right, tree_of(added, level));
}

/* Splits t behind `rank` elements; t keeps them. */
static struct ranktree split(struct ranktree *t, size_t rank)
{
    struct ranktree right = { 0 };

    if (t->count == 0)
        return right;
    split_node(t->root, t->level, rank, t, &right);
    if (t->count > 0)
        edge_leaf(t, RIGHT)->next = NULL;
    if (right.count > 0)
        edge_leaf(&right, LEFT)->prev = NULL;
    return right;
}

struct ranktree *ranktree_cut(struct ranktree *t, size_t first, size_t count)
{
    struct ranktree *out = ranktree_new();
    struct ranktree rest;

    kv_assert(first <= t->count);
    kv_assert(count <= t->count - first);
    *out = split(t, first);
    rest = split(out, count);
    *t = join(*t, rest);
    return out;
}

/* ---- All of a tree --------------------------------------------------------------------------------- */

static void free_elements(const struct leaf *l)
{
    enum { AHEAD = 8 };

    for (unsigned i = 0; i < l->count; i++) {
        if (i + AHEAD < l->count)
            __builtin_prefetch(l->elem[i + AHEAD]);
        scored_free(l->elem[i]);
    }
}

static void free_node(void *node, unsigned level, bool elements)
{
    if (level > 0) {
        struct inner *n = node;

        for (unsigned i = 0; i < n->count; i++)
            free_node(n->child[i], level - 1, elements);
    } else if (elements) {
        free_elements(node);
    }
    ranktree_node_free(node, level);
}

void ranktree_free(struct ranktree *t, bool elements)
{
    if (t == NULL)
        return;
    if (t->root)
        free_node(t->root, t->level, elements);
    mem_free_sized(t, sizeof *t);
}

/* Leaves and inner nodes below the node, itself included. */
static void count_nodes(const void *node, unsigned level, size_t *leaves, size_t *inners)
{
    const struct inner *n = node;

    if (level == 0) {
        ++*leaves;
        return;
    }
    ++*inners;
    if (level == 1)
        *leaves += n->count;
    for (unsigned i = 0; level > 1 && i < n->count; i++)
        count_nodes(n->child[i], level - 1, leaves, inners);
}

size_t ranktree_bytes(const struct ranktree *t)
{
    size_t leaves = 0, inners = 0;

    if (t->root)
        count_nodes(t->root, t->level, &leaves, &inners);
    return mem_good_size(sizeof *t) + leaves * mem_good_size(sizeof(struct leaf)) +
           inners * mem_good_size(sizeof(struct inner));
}

/* ---- Checking -------------------------------------------------------------------------------------- */

struct check {
    const struct leaf *last;   /* the leaf before */
    const struct scored *prev; /* the element before */
};

static size_t check_leaf(const struct leaf *l, struct check *c)
{
    kv_assert(l->prev == c->last);
    kv_assert(c->last == NULL || c->last->next == l);
    for (unsigned i = 0; i < l->count; i++) {
        const struct scored *e = l->elem[i];

        kv_assert(e->score == e->score);
        kv_assert(l->prefix[i] == prefix_of(e->score));
        if (c->prev)
            kv_assert(scored_cmp(score_order(e->score), scored_member(e), c->prev) > 0);
        c->prev = e;
    }
    c->last = l;
    return l->count;
}

static size_t check_node(const void *node, unsigned level, bool left, bool right, struct check *c)
{
    const struct inner *n = node;
    size_t sum = 0;

    kv_assert(node_count(node, level) >= (left || right ? 1 : NODE_MIN));
    kv_assert(node_count(node, level) <= node_max(level));
    if (level == 0)
        return check_leaf(node, c);
    for (unsigned i = 0; i < n->count; i++) {
        size_t size =
            check_node(n->child[i], level - 1, left && i == 0, right && i + 1 == n->count, c);

        kv_assert(size == n->size[i]);
        kv_assert(n->first[i] == node_first(n->child[i], level - 1));
        kv_assert(n->order[i] == score_order(n->first[i]->score));
        sum += size;
    }
    return sum;
}

void ranktree_check(const struct ranktree *t)
{
    struct check c = { NULL, NULL };

    kv_assert((t->root == NULL) == (t->count == 0));
    if (t->root == NULL)
        return;
    kv_assert(t->level == 0 || ((const struct inner *)t->root)->count >= 2);
    kv_assert(check_node(t->root, t->level, true, true, &c) == t->count);
    kv_assert(c.last->next == NULL);
}
