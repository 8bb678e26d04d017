#include "server/block.h"

#include "base/assert.h"
#include "base/clock.h"
#include "base/mem.h"
#include "base/num.h"
#include "ds/table.h"

#include <math.h>

enum {
    EVERY = OBJ_TYPES,     /* the kind of those that wait for any change of the key */
    KINDS = EVERY + 1,     /* else the kind is the type waited for */
    TURN_NS = 2 * 1000000, /* spent on serving per turn; the next one goes on */
    REPLY_NS = 4000,       /* writing a reply will take about so long, later in the turn */
    TURN_LEAST = 64,       /* so much is tried in any case, should the process be held up */
};

/* What is waited for. */
struct target {
    unsigned db, kind;
    struct bytes name;
};

/* A client's place in the queue for one key. */
struct place {
    struct place *prev, *next;
    struct queue *queue;
    struct block_wait *wait;
};

/* Those that wait for one key and kind, first come first. It is in the ready list after a change of the
 * key, until all of its places have been tried. */
struct queue {
    struct queue *prev, *next; /* the ready list */
    struct place *first, *last;
    struct place *cursor; /* the next to be tried; NULL: none was yet */
    struct target target; /* its name lies behind the struct */
    uint64_t hash;        /* of the name */
    bool ready;           /* in the ready list */
    bool changed;         /* the key changed since its places were last begun to be tried */
};

/* One allocation: the struct, its places, the arguments, their bytes. */
struct block_wait {
    struct client *client;
    struct bytes *argv;
    size_t size;
    unsigned argc, place_count;
    bool again;   /* the handler found nothing once more */
    bool dropped; /* the wait ended while its handler ran */
    struct place places[];
};

static struct store *store;
static struct table *queues;
static unsigned queue_count[KINDS]; /* so that a change which nobody waits for is told at once */
static unsigned queue_total;
static struct queue *ready_first, *ready_last;
static bool look_at_all; /* any key may have changed, such as by SWAPDB */
static bool held_back;   /* somebody found a key but could not run, see block_look_again() */
static struct queue *serving;
static struct block_wait *running;
static uint64_t spent_ns; /* in this turn */
static unsigned tried;    /* in this turn: keys and waiters */

/* ---- Queues -------------------------------------------------------------------------------------- */

static uint64_t target_hash(uint64_t name_hash, unsigned db, unsigned kind)
{
    return name_hash + (uint64_t)(db * KINDS + kind) * UINT64_C(0x9E3779B97F4A7C15);
}

static uint64_t queue_hash(const void *elem)
{
    const struct queue *q = elem;

    return target_hash(q->hash, q->target.db, q->target.kind);
}

/* The key of the table is a struct target. */
static bool queue_match(const void *elem, struct bytes key)
{
    const struct target *a = &((const struct queue *)elem)->target;
    const struct target *b = (const void *)key.ptr;

    return a->db == b->db && a->kind == b->kind && bytes_eq(a->name, b->name);
}

static const struct table_type queue_table = { queue_hash, queue_match };

static struct queue *queue_find(struct key key, unsigned db, unsigned kind)
{
    struct target t = { .db = db, .kind = kind, .name = key.name };

    return table_find(queues, target_hash(key.hash, db, kind), bytes_make(&t, sizeof t));
}

static struct queue *queue_new(struct key key, unsigned db, unsigned kind)
{
    struct queue *q = mem_zalloc(sizeof *q + key.name.len);
    uint8_t *name = (uint8_t *)(q + 1);

    if (key.name.len > 0)
        memcpy(name, key.name.ptr, key.name.len);
    q->target = (struct target){ .db = db, .kind = kind, .name = { name, key.name.len } };
    q->hash = key.hash;
    table_add(queues, queue_hash(q), q);
    queue_count[kind]++;
    queue_total++;
    return q;
}

static void ready_add(struct queue *q)
{
    if (q->ready)
        return;
    q->ready = true;
    q->prev = ready_last;
    q->next = NULL;
    if (ready_last)
        ready_last->next = q;
    else
        ready_first = q;
    ready_last = q;
}

static void ready_remove(struct queue *q)
{
    if (!q->ready)
        return;
    q->ready = false;
    if (q->prev)
        q->prev->next = q->next;
    else
        ready_first = q->next;
    if (q->next)
        q->next->prev = q->prev;
    else
        ready_last = q->prev;
}

static void queue_free_if_empty(struct queue *q)
{
    if (q->first != NULL || q == serving)
        return;
    ready_remove(q);
    table_unlink(queues, queue_hash(q), q);
    queue_count[q->target.kind]--;
    queue_total--;
    mem_free_sized(q, sizeof *q + q->target.name.len);
}

static void place_add(struct place *p, struct block_wait *w, struct queue *q)
{
    *p = (struct place){ .prev = q->last, .queue = q, .wait = w };
    if (q->last)
        q->last->next = p;
    else
        q->first = p;
    q->last = p;
}

static void place_remove(struct place *p)
{
    struct queue *q = p->queue;

    if (q->cursor == p)
        q->cursor = p->next;
    if (p->prev)
        p->prev->next = p->next;
    else
        q->first = p->next;
    if (p->next)
        p->next->prev = p->prev;
    else
        q->last = p->prev;
    queue_free_if_empty(q);
}

/* ---- Waiting ------------------------------------------------------------------------------------- */

/* The sizes cannot overflow: all of the request has been received, and its keys are arguments. */
static struct block_wait *wait_new(const struct call *c, unsigned places)
{
    size_t head = sizeof(struct block_wait) + places * sizeof(struct place);
    size_t size = head + c->argc * sizeof(struct bytes);
    struct block_wait *w;
    uint8_t *to;

    for (unsigned i = 0; i < c->argc; i++)
        size += c->argv[i].len;
    w = mem_alloc(size);
    *w = (struct block_wait){ .client = c->client, .size = size, .argc = c->argc };
    w->argv = (struct bytes *)((uint8_t *)w + head);
    to = (uint8_t *)(w->argv + c->argc);
    for (unsigned i = 0; i < c->argc; i++) {
        if (c->argv[i].len > 0)
            memcpy(to, c->argv[i].ptr, c->argv[i].len);
        w->argv[i] = bytes_make(to, c->argv[i].len);
        to += c->argv[i].len;
    }
    return w;
}

bool block_is_allowed(const struct call *c)
{
    return c->client != NULL;
}

static void wait_for(struct block_wait *w, struct key key, unsigned db, unsigned kind)
{
    struct queue *q = queue_find(key, db, kind);

    if (q == NULL)
        q = queue_new(key, db, kind);
    /* A key that is named twice is waited for once. */
    if (q->last == NULL || q->last->wait != w)
        place_add(&w->places[w->place_count++], w, q);
}

void block_on_keys(struct call *c, const struct key *keys, unsigned count, enum obj_type type,
                   bool every, int64_t deadline_ms, client_unblock_fn *on_timeout)
{
    struct block_wait *w;

    kv_assert(count > 0);
    kv_assert(on_timeout != NULL);
    if (!block_is_allowed(c)) {
        on_timeout(c);
        return;
    }
    w = c->client->block;
    if (w != NULL) {
        kv_assert(w == running);
        w->again = true;
        return;
    }
    w = wait_new(c, count);
    for (unsigned i = 0; i < count; i++)
        wait_for(w, keys[i], store_db_index(c->db), every ? EVERY : (unsigned)type);
    c->client->block = w;
    client_block(c, deadline_ms, on_timeout);
}

void block_drop(struct block_wait *w)
{
    if (w == NULL)
        return;
    for (unsigned i = 0; i < w->place_count; i++)
        place_remove(&w->places[i]);
    w->client->block = NULL;
    if (w == running)
        w->dropped = true;
    else
        mem_free_sized(w, w->size);
}

size_t block_mem(const struct block_wait *w)
{
    return w ? w->size : 0;
}

int64_t arg_timeout(struct call *c)
{
    struct bytes text = arg_bytes(c);
    int64_t deadline_ms;
    long double s = 0;

    if (c->err == KV_OK && !num_parse_ldouble(text, &s))
        arg_fail(c, KV_NOT_FLOAT, "timeout is not a float or out of range");
    if (s < 0)
        arg_fail(c, KV_RANGE, "timeout is negative");
    if (c->err != KV_OK || s == 0)
        return 0;
    s = ceill(s * 1000);
    deadline_ms = s < 0x1p63L ? (int64_t)s : INT64_MAX;
    if (!num_add(&deadline_ms, store_now_ms(c->store)))
        arg_fail(c, KV_RANGE, "timeout is out of range");
    return deadline_ms;
}

/* ---- Changes ------------------------------------------------------------------------------------- */

static void note_change(struct key key, unsigned db, unsigned kind)
{
    struct queue *q = queue_count[kind] > 0 ? queue_find(key, db, kind) : NULL;

    if (q == NULL)
        return;
    q->changed = true;
    ready_add(q);
}

static void after_change(void *ctx, unsigned db, struct bytes name, const struct entry *now,
                         enum store_change what)
{
    struct key key;

    (void)ctx;
    if (kv_likely(queue_total == 0) || what == CHANGE_TTL)
        return;
    if (queue_count[EVERY] == 0 && (now == NULL || queue_count[entry_type(now)] == 0))
        return;
    key = key_of(name);
    if (now != NULL)
        note_change(key, db, entry_type(now));
    note_change(key, db, EVERY);
}

static void on_reset(void *ctx, unsigned db)
{
    (void)ctx;
    (void)db;
    look_at_all = queue_total > 0;
}

static void note_all(void)
{
    struct table_iter it;
    struct queue *q;

    look_at_all = false;
    table_iter_init(&it, queues);
    while ((q = table_iter_next(&it)) != NULL) {
        q->changed = true;
        ready_add(q);
    }
    table_iter_fini(&it);
}

/* ---- Serving ------------------------------------------------------------------------------------- */

static bool may_serve(const struct queue *q)
{
    struct key key = { q->target.name, q->hash };
    const struct entry *e;

    if (q->target.kind == EVERY)
        return true;
    e = store_find(store_db(store, q->target.db), key);
    return e != NULL && (unsigned)entry_type(e) == q->target.kind;
}

/* False if the command may not run now. */
static bool run_again(struct block_wait *w)
{
    struct client *c = w->client;
    bool ran;

    w->again = false;
    tried++;
    running = w;
    ran = client_retry(c, w->argv, w->argc);
    running = NULL;
    if (w->dropped) {
        mem_free_sized(w, w->size);
    } else if (ran && !w->again) {
        client_wait_over(c);
        spent_ns += REPLY_NS;
    }
    return ran;
}

static bool is_time_up(uint64_t start_ticks)
{
    return tried >= TURN_LEAST && spent_ns + clock_ticks_ns(clock_ticks() - start_ticks) >= TURN_NS;
}

/* Tries the places of a queue in order while the key is there; false if the time was up before. A
 * handler that finds nothing keeps its place and does not hold up those behind: it may want more
 * elements than there are. */
static bool try_places(struct queue *q, uint64_t start_ticks)
{
    if (q->cursor == NULL) {
        q->cursor = q->first;
        q->changed = false;
    }
    while (q->cursor != NULL && may_serve(q)) {
        struct place *p = q->cursor;

        if (is_time_up(start_ticks))
            return false;
        q->cursor = p->next;
        if (!run_again(p->wait)) {
            held_back = true;
            q->changed = false; /* block_look_again() will come back to it */
            break;
        }
    }
    q->cursor = NULL;
    return true;
}

static void serve_queue(struct queue *q, uint64_t start_ticks)
{
    bool done;

    ready_remove(q);
    tried++;
    serving = q;
    done = try_places(q, start_ticks);
    serving = NULL;
    if (!done || q->changed)
        ready_add(q);
    queue_free_if_empty(q);
}

void block_look_again(void)
{
    look_at_all |= held_back;
    held_back = false;
}

bool block_has_work(void)
{
    return ready_first != NULL || look_at_all;
}

void block_serve(void)
{
    uint64_t start;

    if (kv_likely(!block_has_work()))
        return;
    kv_assert(serving == NULL);
    start = clock_ticks();
    call_start_batch();
    if (look_at_all)
        note_all();
    while (ready_first != NULL && !is_time_up(start))
        serve_queue(ready_first, start);
    spent_ns += clock_ticks_ns(clock_ticks() - start);
}

void block_start_turn(void)
{
    spent_ns = 0;
    tried = 0;
    block_serve();
}

/* ---- Life ---------------------------------------------------------------------------------------- */

void block_init(struct store *st)
{
    store = st;
    queues = table_new(&queue_table);
    store_add_hooks(st, &(struct store_hooks){ .after = after_change, .reset = on_reset });
}

void block_fini(void)
{
    kv_assert(queue_total == 0);
    table_free(queues, NULL, NULL);
    queues = NULL;
    look_at_all = held_back = false;
}

unsigned block_key_count(void)
{
    return queue_total;
}

unsigned block_every_key_count(void)
{
    return queue_count[EVERY];
}
