#include "ds/chunklist.h"

#include "base/mem.h"
#include "base/size.h"
#include "ds/chunklist_inner.h"

/* Freeing less is cheaper than handing it over. */
enum {
    DETACH_MIN = 64,                /* chunks */
    DETACH_BYTES_MIN = 1024 * 1024, /* in fewer chunks */
};

size_t list_plain_lowest = SIZE_MAX;
static size_t plain_from = SIZE_MAX; /* bytes of a text */

void chunklist_set_plain_from(size_t bytes)
{
    plain_from = bytes > 0 ? bytes : SIZE_MAX;
    list_plain_lowest = size_min(list_plain_lowest, plain_from);
}

/* ---- The array of slots -------------------------------------------------------------------------- */

/* Only count chunks from i on stay, in a new array with gaps at both ends in proportion to what is in it.
 * Returns the old array. */
static struct list_chunk *renew_slots(struct chunklist *l, size_t i, size_t count)
{
    size_t room = count + count / 2 + 4, first = (room - count) / 2;
    struct list_chunk *slots = mem_alloc(room * sizeof *slots), *old = l->slots;

    if (count > 0)
        memcpy(slots + first, list_chunk_at(l, i), count * sizeof *slots);
    l->slots = slots;
    l->room = room;
    l->first = first;
    l->used = count;
    return old;
}

static void regap(struct chunklist *l)
{
    mem_free(renew_slots(l, 0, l->used));
}

static void move_slots(struct chunklist *l, size_t from, size_t to, size_t count)
{
    memmove(l->slots + to, l->slots + from, count * sizeof *l->slots);
}

/* Puts a chunk before chunk i. The nearer end makes way. */
static void add_chunk(struct chunklist *l, size_t i, struct list_chunk c)
{
    bool head = i < l->used - i;

    if (head ? l->first == 0 : l->first + l->used == l->room)
        regap(l);
    if (head) {
        move_slots(l, l->first, l->first - 1, i);
        l->first--;
    } else {
        move_slots(l, l->first + i, l->first + i + 1, l->used - i);
    }
    l->used++;
    *list_chunk_at(l, i) = c;
}

static void regap_if_sparse(struct chunklist *l)
{
    if (l->room > 32 && l->used < l->room / 4)
        regap(l);
}

/* Takes out the slots of count chunks from i on; the nearer end closes up. */
static void cut_slots(struct chunklist *l, size_t i, size_t count)
{
    size_t behind = l->used - i - count;

    if (i < behind) {
        move_slots(l, l->first, l->first + count, i);
        l->first += count;
    } else {
        move_slots(l, l->first + i + count, l->first + i, behind);
    }
    l->used -= count;
    regap_if_sparse(l);
}

/* ---- Compression and spare room ------------------------------------------------------------------ */

/* Brings chunk i, if there is one, into the form that its place asks for. */
static void tend(struct chunklist *l, size_t i)
{
    struct list_chunk *c;

    if (i >= l->used)
        return;
    c = list_chunk_at(l, i);
    if (list_chunk_is_deep(l, i))
        list_chunk_compress(c);
    else
        list_chunk_decompress(c);
    if (i > 0 && i < l->used - 1)
        list_chunk_trim(c);
}

static void tend_around(struct chunklist *l, size_t i)
{
    tend(l, i - 1);
    tend(l, i);
    tend(l, i + 1);
}

/* So many chunks came or went: those that are now on another side of the border between raw and
 * compressed follow. */
static void tend_borders(struct chunklist *l, size_t changed)
{
    size_t depth = l->limits.depth;

    for (size_t i = 0; depth > 0 && i <= changed; i++) {
        tend(l, depth - 1 - i);
        tend(l, depth + i);
        tend(l, l->used - depth + i);
        tend(l, l->used - depth - 1 - i);
    }
}

/* ---- Elements in a chunk ------------------------------------------------------------------------- */

struct chunklist_place chunklist_locate(const struct chunklist *l, size_t index)
{
    const struct list_chunk *c = list_chunk_at(l, 0);
    size_t behind = l->count - index; /* elements from index on */

    if (index <= behind) {
        for (; index >= c->count; c++)
            index -= c->count;
    } else {
        for (c += l->used - 1; behind > c->count; c--)
            behind -= c->count;
        index = c->count - behind;
    }
    return (struct chunklist_place){ (size_t)(c - list_chunk_at(l, 0)), index };
}

static struct list_chunk chunk_of_item(const struct chunklist *l, const struct item *it)
{
    struct pack p = { 0 };

    if (it->len >= plain_from || !chunklist_fits_item(&l->chunk, LP_EMPTY, 0, it))
        return list_chunk_of_plain(it);
    lp_init(&p);
    lp_append_item(&p, it);
    return list_chunk_of_pack(&p);
}

static bool has_room(const struct chunklist *l, const struct list_chunk *c, const struct item *it)
{
    return !c->plain && it->len < plain_from &&
           chunklist_fits_item(&l->chunk, list_chunk_raw_len(c), c->count, it);
}

/* Inserts at pos of a chunk that has room. */
static void insert_at(struct list_chunk *c, size_t pos, const struct item *it)
{
    struct pack p = list_chunk_pack(c);

    lp_insert_item(&p, pos, it);
    list_chunk_set_pack(c, &p);
    c->count++;
}

/* Adds the element at an end of chunk i, if it has room. */
static bool take_in(struct chunklist *l, size_t i, enum list_end end, const struct item *it)
{
    struct list_chunk *c;

    if (i >= l->used)
        return false;
    c = list_chunk_at(l, i);
    if (!has_room(l, c, it))
        return false;
    list_chunk_decompress(c);
    if (end == LIST_HEAD)
        list_chunk_push_front(c, it);
    else
        insert_at(c, lp_end(c->ptr), it);
    return true;
}

/* Deletes elements of a chunk that has more. */
static void delete_in(struct list_chunk *c, size_t offset, size_t count)
{
    struct pack p;

    list_chunk_decompress(c);
    if (offset == 0) {
        list_chunk_drop_front(c, count);
        return;
    }
    p = list_chunk_pack(c);
    lp_delete(&p, lp_seek(p.ptr, (int64_t)offset), count);
    list_chunk_set_pack(c, &p);
    c->count -= count;
}

/* The elements of chunk i from offset on, which is not 0, become a chunk of their own behind it. */
static void split(struct chunklist *l, size_t i, size_t offset)
{
    struct list_chunk *c = list_chunk_at(l, i);
    struct pack left, right = { 0 };

    list_chunk_decompress(c);
    left = list_chunk_pack(c);
    lp_split(&left, lp_seek(left.ptr, (int64_t)offset), &right);
    list_chunk_set_pack(c, &left);
    c->count = offset;
    add_chunk(l, i + 1, list_chunk_of_pack(&right));
}

/* Appends the elements of b to a and frees b, if both together are small. */
static bool join(const struct chunklist *l, struct list_chunk *a, struct list_chunk *b)
{
    struct pack p;

    if (a->plain || b->plain ||
        !chunklist_is_small(&l->chunk, list_chunk_raw_len(a) + list_chunk_raw_len(b) - LP_EMPTY,
                            (size_t)a->count + b->count))
        return false;
    list_chunk_decompress(a);
    list_chunk_decompress(b);
    p = list_chunk_pack(a);
    lp_join(&p, b->ptr);
    list_chunk_set_pack(a, &p);
    a->count += b->count;
    list_chunk_free(b);
    return true;
}

/* ---- Adding -------------------------------------------------------------------------------------- */

void chunklist_push(struct chunklist *l, enum list_end end, const struct item *it)
{
    size_t i = end == LIST_HEAD ? 0 : l->used;

    if (!take_in(l, end == LIST_HEAD ? 0 : l->used - 1, end, it)) {
        add_chunk(l, i, chunk_of_item(l, it));
        tend_around(l, i);
        tend_borders(l, 1);
    }
    l->count++;
}

/* Takes the pack over, which is within the limits of a chunk. */
static void append_pack(struct chunklist *l, const struct pack *p, size_t count)
{
    add_chunk(l, l->used, list_chunk_of_pack(p));
    l->count += count;
    tend_around(l, l->used - 1);
    tend_borders(l, 1);
}

bool chunklist_push_node(struct chunklist *l, struct bytes lp, size_t count)
{
    struct pack own;

    if (!chunklist_fits(&l->chunk, lp.len, count) || chunklist_is_small(&l->chunk, lp.len, count))
        return false;
    own = pack_dup(lp);
    append_pack(l, &own, count);
    return true;
}

void chunklist_push_pack(struct chunklist *l, struct pack *p)
{
    size_t count = lp_count(p->ptr), pos = lp_first(p->ptr);

    if (count > 0 && chunklist_fits(&l->chunk, lp_bytes(p->ptr), count)) {
        struct pack own = p->borrowed ? pack_dup(bytes_make(p->ptr, lp_bytes(p->ptr))) : *p;

        append_pack(l, &own, count);
        *p = (struct pack){ 0 };
        return;
    }
    while (pos != 0) {
        struct item it = lp_take(p->ptr, &pos);

        chunklist_push(l, LIST_TAIL, &it);
    }
    pack_fini(p);
}

void chunklist_insert(struct chunklist *l, size_t index, const struct item *it)
{
    struct chunklist_place at;
    struct list_chunk *c;

    if (index == 0 || index == l->count) {
        chunklist_push(l, index == 0 ? LIST_HEAD : LIST_TAIL, it);
        return;
    }
    at = chunklist_locate(l, index);
    c = list_chunk_at(l, at.chunk);
    if (at.offset > 0 && has_room(l, c, it)) {
        list_chunk_decompress(c);
        insert_at(c, lp_seek(c->ptr, (int64_t)at.offset), it);
    } else {
        if (at.offset > 0)
            split(l, at.chunk++, at.offset);
        if (!take_in(l, at.chunk - 1, LIST_TAIL, it) && !take_in(l, at.chunk, LIST_HEAD, it))
            add_chunk(l, at.chunk, chunk_of_item(l, it));
    }
    l->count++;
    tend_around(l, at.chunk);
    tend_borders(l, 2);
}

/* False, and nothing is changed, if the chunk would exceed the limits. */
static bool replace_in(const struct chunklist *l, struct list_chunk *c, size_t offset,
                       const struct item *it)
{
    size_t pos, next, len;
    struct pack p;

    if (c->plain || it->len >= plain_from)
        return false;
    list_chunk_decompress(c);
    p = list_chunk_pack(c);
    pos = lp_seek(p.ptr, (int64_t)offset);
    next = lp_next(p.ptr, pos);
    len = lp_bytes(p.ptr) - ((next ? next : lp_end(p.ptr)) - pos) + lp_size_of_item(it);
    if (!chunklist_fits(&l->chunk, len, c->count))
        return false;
    lp_replace_item(&p, pos, it);
    list_chunk_set_pack(c, &p);
    return true;
}

void chunklist_replace(struct chunklist *l, size_t index, const struct item *it)
{
    struct chunklist_place at = chunklist_locate(l, index);
    struct list_chunk *c = list_chunk_at(l, at.chunk);

    if (replace_in(l, c, at.offset, it)) {
        tend(l, at.chunk);
        return;
    }
    if (c->count > 1) {
        delete_in(c, at.offset, 1);
    } else {
        list_chunk_free(c);
        cut_slots(l, at.chunk, 1);
        tend_borders(l, 1);
    }
    l->count--;
    chunklist_insert(l, index, it);
}

/* ---- Deleting ------------------------------------------------------------------------------------ */

static bool is_much(const struct chunklist *l, size_t i, size_t chunks)
{
    size_t bytes = 0;

    if (chunks >= DETACH_MIN)
        return true;
    for (size_t k = 0; k < chunks; k++)
        bytes += list_chunk_at(l, i + k)->cap;
    return bytes >= DETACH_BYTES_MIN;
}

/* Takes chunks off an end, with so many elements in all. Much is returned as a list, little is freed. */
static struct chunklist *take_off(struct chunklist *l, enum list_end end, size_t chunks,
                                  size_t elements)
{
    size_t i = end == LIST_HEAD ? 0 : l->used - chunks;
    struct chunklist *rest;

    if (!is_much(l, i, chunks)) {
        for (size_t k = 0; k < chunks; k++)
            list_chunk_free(list_chunk_at(l, i + k));
        cut_slots(l, i, chunks);
        return NULL;
    }
    rest = chunklist_new(l->limits);
    rest->count = elements;
    if (chunks > l->used / 2) { /* the old array goes with them */
        rest->room = l->room;
        rest->first = l->first + i;
        rest->used = chunks;
        rest->slots = renew_slots(l, end == LIST_HEAD ? chunks : 0, l->used - chunks);
    } else {
        rest->slots = list_chunk_at(l, i); /* to be copied */
        renew_slots(rest, 0, chunks);
        cut_slots(l, i, chunks);
    }
    return rest;
}

struct chunklist *chunklist_drop(struct chunklist *l, enum list_end end, size_t count)
{
    struct chunklist *rest = NULL;
    size_t whole = 0, left = count;

    kv_assert(count <= l->count);
    for (; whole < l->used; whole++) {
        const struct list_chunk *c =
            list_chunk_at(l, end == LIST_HEAD ? whole : l->used - 1 - whole);

        if (c->count > left)
            break;
        left -= c->count;
    }
    if (whole > 0)
        rest = take_off(l, end, whole, count - left);
    if (left > 0) {
        struct list_chunk *c = list_chunk_at(l, end == LIST_HEAD ? 0 : l->used - 1);

        delete_in(c, end == LIST_HEAD ? 0 : c->count - left, left);
    }
    l->count -= count;
    if (l->used == 2 && join(l, list_chunk_at(l, 0), list_chunk_at(l, 1)))
        cut_slots(l, 1, 1);
    if (whole > 0)
        tend_borders(l, whole);
    return rest;
}

/* Deletes equal elements of one chunk; it may become empty, and has no block then. */
static size_t remove_in(struct list_chunk *c, enum list_end from, const struct lp_needle *n,
                        size_t max)
{
    uint8_t *scratch = NULL;
    const uint8_t *raw = list_chunk_look(c, &scratch);
    struct pack p = { 0 };
    size_t removed = 0;

    if (c->plain) {
        removed = bytes_eq(bytes_make(raw, list_chunk_raw_len(c)), n->text);
    } else if (!c->compressed || lp_find(raw, lp_first(raw), n, 0) != 0) {
        list_chunk_decompress(c);
        p = list_chunk_pack(c);
        removed = lp_remove(&p, n, max, from == LIST_TAIL);
    }
    mem_free(scratch);
    c->count -= removed;
    if (c->count == 0) {
        list_chunk_free(c);
    } else if (removed > 0) {
        list_chunk_set_pack(c, &p);
        list_chunk_trim(c);
    }
    return removed;
}

/* Takes out the slots of the empty chunks from i to end, and joins small neighbours among the others.
 * Returns the end of those that stay. */
static size_t compact(struct chunklist *l, size_t i, size_t end)
{
    size_t first = i, kept = i, used = l->used;

    for (; i < end; i++) {
        struct list_chunk *c = list_chunk_at(l, i);

        if (c->count > 0 && (kept == first || !join(l, list_chunk_at(l, kept - 1), c)))
            *list_chunk_at(l, kept++) = *c;
    }
    if (kept < end)
        cut_slots(l, kept, end - kept);
    for (i = first; i < kept; i++)
        tend(l, i);
    tend_borders(l, used - l->used);
    return kept;
}

/* Chunks were passed, of which some lost elements: from begin on, counted from the end that r comes from. */
static void compact_passed(struct chunklist *l, struct chunklist_removal *r, size_t begin)
{
    bool over = r->removed == r->max;
    size_t end = size_min(r->passed + over, l->used); /* over: the next one may be joined, too */
    size_t low = l->used - end;

    if (begin > 0)
        begin--;
    if (r->from == LIST_HEAD) {
        r->passed = compact(l, begin, end);
    } else {
        compact(l, low, l->used - begin);
        r->passed = l->used - low;
    }
}

bool chunklist_remove_some(struct chunklist *l, struct chunklist_removal *r,
                           const struct lp_needle *n, size_t effort)
{
    bool head = r->from == LIST_HEAD, open = r->open;
    size_t before = r->removed, begin = r->passed, spent = 0;

    while (r->passed < l->used && r->removed < r->max && spent < effort) {
        size_t i = head ? r->passed : l->used - 1 - r->passed;
        struct list_chunk *c = list_chunk_at(l, i);

        list_chunk_prefetch(l, i, head ? 1 : -1);
        spent += list_chunk_effort(c);
        r->removed += remove_in(c, r->from, n, r->max - r->removed);
        r->passed++;
    }
    r->open = r->removed > before;
    l->count -= r->removed - before;
    if (open || r->open)
        compact_passed(l, r, begin);
    return r->passed < l->used && r->removed < r->max;
}

bool chunklist_shrink(struct chunklist *l, struct pack *out)
{
    struct list_chunk *c;

    if (l->used != 1)
        return false;
    c = list_chunk_at(l, 0);
    if (c->plain || !chunklist_is_small(&l->limits, list_chunk_raw_len(c), c->count))
        return false;
    list_chunk_trim(c);
    *out = list_chunk_pack(c);
    l->used = 0;
    l->count = 0;
    return true;
}

/* ---- The whole ----------------------------------------------------------------------------------- */

struct chunklist *chunklist_new(struct chunklist_limits limits)
{
    struct chunklist *l = mem_zalloc(sizeof *l);

    kv_assert(limits.bytes >= CHUNKLIST_BYTES_MIN && limits.bytes <= CHUNKLIST_BYTES_MAX);
    kv_assert(limits.count > 0);
    l->limits = limits;
    l->chunk = limits;
    l->chunk.bytes = size_min(limits.bytes - limits.bytes / 8, BLOCK_MAX);
    return l;
}

void chunklist_free(struct chunklist *l)
{
    if (l == NULL)
        return;
    for (size_t i = 0; i < l->used; i++)
        list_chunk_free(list_chunk_at(l, i));
    mem_free(l->slots);
    mem_free(l);
}

struct chunklist *chunklist_dup(const struct chunklist *l)
{
    struct chunklist *copy = chunklist_new(l->limits);

    if (l->used == 0)
        return copy;
    copy->slots = mem_alloc(l->used * sizeof *copy->slots);
    copy->room = copy->used = l->used;
    copy->count = l->count;
    for (size_t i = 0; i < l->used; i++)
        copy->slots[i] = list_chunk_dup(list_chunk_at(l, i));
    return copy;
}

void chunklist_copy_chunk(struct chunklist *to, const struct chunklist *from, size_t i)
{
    const struct list_chunk *c = list_chunk_at(from, i);

    kv_assert(i == to->used && i < from->used);
    add_chunk(to, i, list_chunk_dup(c));
    to->count += c->count;
}

size_t chunklist_count(const struct chunklist *l)
{
    return l->count;
}

size_t chunklist_chunks(const struct chunklist *l)
{
    return l->used;
}
