#include "ds/roster.h"

#include "base/assert.h"
#include "base/mem.h"
#include "base/size.h"

static struct roster_name *name_of(const void *thing)
{
    return *(struct roster_name *const *)thing;
}

static struct bytes text_of(const void *thing)
{
    return roster_text(name_of(thing));
}

/* How many of the first hi names are below this one. */
static size_t place_among(const struct roster *r, size_t hi, struct bytes name)
{
    size_t lo = 0;

    /* Things that are added in order, as a snapshot has them, belong at the end. */
    if (hi > 0 && bytes_cmp(text_of(r->items[hi - 1]), name) < 0)
        return hi;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;

        if (bytes_cmp(text_of(r->items[mid]), name) < 0)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo;
}

static size_t place_of(const struct roster *r, struct bytes name)
{
    return place_among(r, r->count, name);
}

static void make_room(struct roster *r, size_t count)
{
    if (count <= r->cap)
        return;
    r->cap = size_max(size_max(2, count), r->cap + r->cap / 2);
    r->items = mem_realloc(r->items, r->cap * sizeof *r->items);
}

void *roster_find(const struct roster *r, struct bytes name)
{
    size_t at = place_of(r, name);

    return at < r->count && bytes_eq(text_of(r->items[at]), name) ? r->items[at] : NULL;
}

void roster_add(struct roster *r, void *thing, struct bytes name)
{
    size_t at = place_of(r, name);
    struct roster_name *copy;

    kv_assert(at == r->count || !bytes_eq(text_of(r->items[at]), name));
    make_room(r, r->count + 1);
    copy = mem_alloc(sizeof *copy + name.len);
    copy->len = name.len;
    if (name.len > 0)
        memcpy(copy->text, name.ptr, name.len);
    *(struct roster_name **)thing = copy;
    memmove(r->items + at + 1, r->items + at, (r->count - at) * sizeof *r->items);
    r->items[at] = thing;
    r->count++;
}

void roster_remove(struct roster *r, void *thing)
{
    size_t at = place_of(r, text_of(thing));

    kv_assert(at < r->count && r->items[at] == thing);
    r->count--;
    memmove(r->items + at, r->items + at + 1, (r->count - at) * sizeof *r->items);
    mem_free(name_of(thing));
    *(struct roster_name **)thing = NULL;
    if (r->count == 0)
        roster_fini(r, NULL);
}

/* Of other's things, those whose names r has change places with r's. The rest is in fresh, in order; returns how
 * many. */
static size_t exchange(struct roster *r, struct roster *other, void **fresh)
{
    size_t replaced = 0, count = 0;

    for (size_t i = 0; i < other->count; i++) {
        void *thing = other->items[i];
        size_t at = place_of(r, text_of(thing));

        if (at == r->count || !bytes_eq(text_of(r->items[at]), text_of(thing))) {
            fresh[count++] = thing;
            continue;
        }
        other->items[replaced++] = r->items[at];
        r->items[at] = thing;
    }
    other->count = replaced;
    return count;
}

void roster_join(struct roster *r, struct roster *other)
{
    void **fresh = mem_alloc(size_max(1, other->count) * sizeof *fresh);
    size_t count = exchange(r, other, fresh), end = r->count;

    make_room(r, r->count + count);
    r->count += count;
    for (size_t i = count; i-- > 0;) {
        size_t at = place_among(r, end, text_of(fresh[i]));

        memmove(r->items + at + i + 1, r->items + at, (end - at) * sizeof *r->items);
        r->items[at + i] = fresh[i];
        end = at;
    }
    mem_free(fresh);
    if (other->count == 0)
        roster_fini(other, NULL);
}

void roster_fini(struct roster *r, void (*free_thing)(void *thing))
{
    for (size_t i = 0; i < r->count; i++) {
        mem_free(name_of(r->items[i]));
        if (free_thing != NULL)
            free_thing(r->items[i]);
    }
    mem_free(r->items);
    *r = (struct roster){ 0 };
}

size_t roster_bytes(const struct roster *r)
{
    size_t sum = r->cap > 0 ? mem_good_size(r->cap * sizeof *r->items) : 0;

    for (size_t i = 0; i < r->count; i++)
        sum += mem_good_size(sizeof(struct roster_name) + text_of(r->items[i]).len);
    return sum;
}

void roster_check(const struct roster *r)
{
    kv_assert(r->count <= r->cap);
    for (size_t i = 1; i < r->count; i++)
        kv_assert(bytes_cmp(text_of(r->items[i - 1]), text_of(r->items[i])) < 0);
}
