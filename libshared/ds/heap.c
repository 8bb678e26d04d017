#include "ds/heap.h"

#include "base/assert.h"
#include "base/mem.h"

enum {
    CAP_MIN = 4,
    PREFETCH_AHEAD = 16, /* nodes that are taken out soon */
    CHUNK_BYTES = HEAP_CHUNK * sizeof(struct heap_slot),
};

/* ---- Room ---------------------------------------------------------------------------------------- */

static bool is_power_of_two(size_t n)
{
    return (n & (n - 1)) == 0;
}

static void resize_slots(struct heap *h, size_t cap)
{
    h->slots = mem_realloc(h->slots, cap * sizeof *h->slots);
    h->cap = cap;
}

/* The array of slots becomes the first of two chunks. */
static void begin_chunks(struct heap *h)
{
    struct heap_slot **chunks = mem_alloc(2 * sizeof *chunks);

    chunks[0] = h->slots;
    chunks[1] = mem_alloc(CHUNK_BYTES);
    h->chunks = chunks;
    h->cap = 2 * HEAP_CHUNK;
}

static void end_chunks(struct heap *h)
{
    struct heap_slot **chunks = h->chunks;

    h->slots = chunks[0];
    mem_free(chunks[1]);
    mem_free(chunks);
    h->cap = HEAP_CHUNK;
}

/* There is room for a power of two of pointers to chunks. */
static void resize_list(struct heap *h, size_t chunks)
{
    h->chunks = mem_realloc(h->chunks, chunks * sizeof *h->chunks);
}

static void add_chunk(struct heap *h)
{
    size_t n = h->cap / HEAP_CHUNK;

    if (is_power_of_two(n))
        resize_list(h, 2 * n);
    h->chunks[n] = mem_alloc(CHUNK_BYTES);
    h->cap += HEAP_CHUNK;
}

static void remove_chunk(struct heap *h)
{
    size_t n = h->cap / HEAP_CHUNK - 1;

    mem_free(h->chunks[n]);
    h->cap -= HEAP_CHUNK;
    if (is_power_of_two(n))
        resize_list(h, n);
}

static void grow(struct heap *h)
{
    if (h->cap < HEAP_CHUNK)
        resize_slots(h, h->cap > 0 ? 2 * h->cap : CAP_MIN);
    else if (h->cap == HEAP_CHUNK)
        begin_chunks(h);
    else
        add_chunk(h);
}

/* Gives back room after a node has gone, and keeps enough for as many again, or for a chunk of them. */
static void shrink(struct heap *h)
{
    if (h->count == 0)
        heap_fini(h);
    else if (h->cap <= HEAP_CHUNK && h->count < h->cap / 4 && h->cap > CAP_MIN)
        resize_slots(h, h->cap / 2);
    else if (h->cap == 2 * HEAP_CHUNK && h->count <= HEAP_CHUNK / 2)
        end_chunks(h);
    else if (h->cap > 2 * HEAP_CHUNK && h->count <= h->cap - 2 * HEAP_CHUNK)
        remove_chunk(h);
}

void heap_fini(struct heap *h)
{
    if (h->cap > HEAP_CHUNK)
        for (size_t i = 0; i < h->cap / HEAP_CHUNK; i++)
            mem_free(h->chunks[i]);
    mem_free(h->slots);
    *h = (struct heap){ .slots = NULL };
}

size_t heap_bytes(const struct heap *h)
{
    size_t n = h->cap / HEAP_CHUNK, list = 2;

    if (h->cap <= HEAP_CHUNK)
        return h->cap > 0 ? mem_good_size(h->cap * sizeof *h->slots) : 0;
    while (list < n)
        list *= 2;
    return mem_good_size(list * sizeof *h->chunks) + n * mem_good_size(CHUNK_BYTES);
}

/* ---- Order --------------------------------------------------------------------------------------- */

static inline void place(struct heap *h, size_t i, struct heap_slot s)
{
    *heap_slot(h, i) = s;
    s.node->index = i;
}

static inline int64_t ms_at(const struct heap *h, size_t i)
{
    return heap_slot(h, i)->at_ms;
}

/* Puts s at the free place i, or nearer to the top: what is later than s moves down. */
static void sift_up(struct heap *h, size_t i, struct heap_slot s)
{
    while (i > 0 && ms_at(h, (i - 1) / 2) > s.at_ms) {
        place(h, i, *heap_slot(h, (i - 1) / 2));
        i = (i - 1) / 2;
    }
    place(h, i, s);
}

/* Puts s at the free place i, or further from the top: what is earlier than s moves up. */
static void sift_down(struct heap *h, size_t i, struct heap_slot s)
{
    for (size_t child; (child = 2 * i + 1) < h->count; i = child) {
        if (child + 1 < h->count && ms_at(h, child + 1) < ms_at(h, child))
            child++;
        if (s.at_ms <= ms_at(h, child))
            break;
        place(h, i, *heap_slot(h, child));
    }
    place(h, i, s);
}

/* Puts s at the free place i, or where it belongs. */
static void settle(struct heap *h, size_t i, struct heap_slot s)
{
    if (i > 0 && ms_at(h, (i - 1) / 2) > s.at_ms)
        sift_up(h, i, s);
    else
        sift_down(h, i, s);
}

static struct heap_slot slot_of(struct heap_node *n)
{
    return (struct heap_slot){ n->at_ms, n };
}

void heap_add(struct heap *h, struct heap_node *n)
{
    if (h->count == h->cap)
        grow(h);
    h->count++;
    sift_up(h, h->count - 1, slot_of(n));
}

void heap_remove(struct heap *h, struct heap_node *n)
{
    struct heap_slot last = *heap_slot(h, h->count - 1);

    kv_assert(n->index < h->count);
    kv_assert(heap_slot(h, n->index)->node == n);
    h->count--;
    if (last.node != n)
        settle(h, n->index, last);
    shrink(h);
}

void heap_set(struct heap *h, struct heap_node *n, int64_t at_ms)
{
    kv_assert(heap_slot(h, n->index)->node == n);
    n->at_ms = at_ms;
    settle(h, n->index, slot_of(n));
}

void heap_moved(struct heap *h, struct heap_node *n)
{
    kv_assert(n->index < h->count);
    heap_slot(h, n->index)->node = n;
}

/* ---- What is due --------------------------------------------------------------------------------- */

/* When many are due, the last one mostly is as well: taking that moves nothing else. */
struct heap_node *heap_pop_due(struct heap *h, int64_t now_ms)
{
    struct heap_node *n;

    if (h->count == 0 || heap_first_ms(h) > now_ms)
        return NULL;
    n = heap_slot(h, h->count - 1)->node;
    if (ms_at(h, h->count - 1) > now_ms) {
        n = heap_first(h);
        heap_remove(h, n);
        return n;
    }
    h->count--;
    if (h->count >= PREFETCH_AHEAD)
        __builtin_prefetch(heap_slot(h, h->count - PREFETCH_AHEAD)->node);
    shrink(h);
    return n;
}

/* So many slots from i on lie behind one another. */
static size_t run_at(const struct heap *h, size_t i)
{
    size_t left = h->count - i, in_chunk = HEAP_CHUNK - i % HEAP_CHUNK;

    return left < in_chunk ? left : in_chunk;
}

size_t heap_count_due(const struct heap *h, int64_t now_ms, int64_t *next_ms)
{
    int64_t next = INT64_MAX;
    size_t due = 0;

    for (size_t first = 0, run; first < h->count; first += run) {
        const struct heap_slot *s = heap_slot(h, first);

        run = run_at(h, first);
        for (size_t i = 0; i < run; i++) {
            int64_t later = s[i].at_ms > now_ms ? s[i].at_ms : INT64_MAX;

            due += s[i].at_ms <= now_ms;
            next = later < next ? later : next;
        }
    }
    *next_ms = next;
    return due;
}

/* Of many slots only the list of their chunks: a chunk has pages of its own. */
void heap_defrag(struct heap *h)
{
    if (h->slots != NULL)
        h->slots = mem_defrag(h->slots, 0);
}

bool heap_has_later(const struct heap *h, int64_t now_ms)
{
    for (size_t i = h->count; i-- > 0;)
        if (ms_at(h, i) > now_ms)
            return true;
    return false;
}

void heap_check(const struct heap *h)
{
    kv_assert(h->count <= h->cap);
    kv_assert((h->cap == 0) == (h->count == 0));
    kv_assert(h->cap <= HEAP_CHUNK || h->cap % HEAP_CHUNK == 0);
    for (size_t i = 0; i < h->count; i++) {
        kv_assert(heap_slot(h, i)->node->index == i);
        kv_assert(heap_slot(h, i)->node->at_ms == ms_at(h, i));
        if (i > 0)
            kv_assert(ms_at(h, (i - 1) / 2) <= ms_at(h, i));
    }
}
