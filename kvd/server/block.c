#include "server/block.h"

#include "base/assert.h"
#include "base/clock.h"
#include "base/hash.h"
#include "base/mem.h"
#include "base/num.h"
#include "ds/heap.h"
#include "ds/table.h"
#include "obj/stream.h"
#include "server/aside.h"

#include <math.h>

enum {
    LINE = OBJ_TYPES, /* the kind of a line of waiters; a smaller one is the type waited for */
    LINES,            /* of what keeps the lines of a key together: nobody waits in it */
    KINDS,
    TURN_NS = 2 * 1000000, /* spent on serving per turn; the next one goes on */
    REPLY_NS = 4000,       /* writing a reply will take about so long, later in the turn */
    TURN_LEAST = 64,       /* so much is tried in any case, should the process be held up */
};

/* What is waited for. */
struct target {
    unsigned db, kind;
    struct bytes name, line;
};

/* What readers of a stream look for, to tell a change that matters from one that does not. */
struct news {
    const void *stream; /* NULL: another value, or none */
    struct stream_id last;
    size_t groups;
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
    struct target target; /* its texts lie behind the struct */
    uint64_t hash;        /* of the name */
    struct news news;     /* when it was last made ready, if a stream was there; not of LINE */
    bool ready;           /* in the ready list */
    bool changed;         /* the key changed since its places were last begun to be tried */
};

/* LINE */
struct line {
    struct queue queue;
    struct keeper *keeper;
    struct line *prev, *next;
    struct heap_node wake; /* in wakes unless its time is 0 */
};

/* LINES: the lines of one key. The one that was served last goes to the end. */
struct keeper {
    struct queue queue;
    struct line *first, *last;
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
static unsigned queue_total;        /* of them but the lines */
static struct heap wakes;           /* of lines */
static struct queue *ready_first, *ready_last;
static bool look_at_all; /* any key may have changed, such as by SWAPDB */
static bool held_back;   /* somebody found a key but could not run, see block_look_again() */
static struct queue *serving;
static struct block_wait *running;
static uint64_t spent_ns; /* in this turn */
static unsigned tried;    /* in this turn: keys and waiters */

/* ---- Queues -------------------------------------------------------------------------------------- */

static uint64_t target_hash(uint64_t name_hash, const struct target *t)
{
    uint64_t h = name_hash + (uint64_t)(t->db * KINDS + t->kind) * UINT64_C(0x9E3779B97F4A7C15);

    return t->kind == LINE ? h ^ hash_bytes(t->line) : h;
}

static uint64_t queue_hash(const void *elem)
{
    const struct queue *q = elem;

    return target_hash(q->hash, &q->target);
}

/* The key of the table is a struct target. */
static bool queue_match(const void *elem, struct bytes key)
{
    const struct target *a = &((const struct queue *)elem)->target;
    const struct target *b = (const void *)key.ptr;

    return a->db == b->db && a->kind == b->kind && bytes_eq(a->name, b->name) &&
           bytes_eq(a->line, b->line);
}

static const struct table_type queue_table = { queue_hash, queue_match };

static struct queue *queue_find(uint64_t name_hash, const struct target *t)
{
    return table_find(queues, target_hash(name_hash, t), bytes_make(t, sizeof *t));
}

static size_t queue_size(const struct target *t)
{
    size_t head = t->kind == LINE    ? sizeof(struct line)
                  : t->kind == LINES ? sizeof(struct keeper)
                                     : sizeof(struct queue);

    return head + t->name.len + t->line.len;
}

static struct bytes copy_behind(uint8_t *end, struct bytes text)
{
    if (text.len > 0)
        memcpy(end - text.len, text.ptr, text.len);
    return bytes_make(end - text.len, text.len);
}

static struct queue *queue_new(uint64_t name_hash, const struct target *t)
{
    struct queue *q = mem_zalloc(queue_size(t));
    uint8_t *end = (uint8_t *)q + queue_size(t);

    q->target = *t;
    q->target.name = copy_behind(end, t->name);
    q->target.line = copy_behind(end - t->name.len, t->line);
    q->hash = name_hash;
    table_add(queues, queue_hash(q), q);
    queue_count[t->kind]++;
    queue_total += t->kind != LINE;
    return q;
}

static void queue_free(struct queue *q)
{
    table_unlink(queues, queue_hash(q), q);
    queue_count[q->target.kind]--;
    queue_total -= q->target.kind != LINE;
    mem_free_sized(q, queue_size(&q->target));
}

static struct queue *queue_get(struct key key, unsigned db, unsigned kind)
{
    struct target t = { .db = db, .kind = kind, .name = key.name };
    struct queue *q = queue_find(key.hash, &t);

    return q ? q : queue_new(key.hash, &t);
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

static void line_append(struct keeper *k, struct line *l)
{
    l->keeper = k;
    l->prev = k->last;
    l->next = NULL;
    if (k->last)
        k->last->next = l;
    else
        k->first = l;
    k->last = l;
}

static void line_unlink(struct line *l)
{
    struct keeper *k = l->keeper;

    if (l->prev)
        l->prev->next = l->next;
    else
        k->first = l->next;
    if (l->next)
        l->next->prev = l->prev;
    else
        k->last = l->prev;
}

static void line_to_end(struct line *l)
{
    line_unlink(l);
    line_append(l->keeper, l);
}

static void line_set_wake(struct line *l, int64_t wake_ms)
{
    if (l->wake.at_ms == wake_ms)
        return;
    if (l->wake.at_ms == 0) {
        l->wake.at_ms = wake_ms;
        heap_add(&wakes, &l->wake);
    } else if (wake_ms == 0) {
        heap_remove(&wakes, &l->wake);
        l->wake.at_ms = 0;
    } else {
        heap_set(&wakes, &l->wake, wake_ms);
    }
}

static struct line *line_get(const struct block_line *which, unsigned db)
{
    struct target t = { .db = db, .kind = LINE, .name = which->key.name, .line = which->name };
    struct line *l = (struct line *)queue_find(which->key.hash, &t);

    if (l == NULL) {
        l = (struct line *)queue_new(which->key.hash, &t);
        line_append((struct keeper *)queue_get(which->key, db, LINES), l);
    }
    line_set_wake(l, which->wake_ms);
    return l;
}

static void queue_free_if_empty(struct queue *q)
{
    struct keeper *k = NULL;

    if (q->first != NULL || q == serving)
        return;
    ready_remove(q);
    if (q->target.kind == LINE) {
        struct line *l = (struct line *)q;

        k = l->keeper;
        line_set_wake(l, 0);
        line_unlink(l);
    }
    queue_free(q);
    if (k != NULL && k->first == NULL)
        queue_free(&k->queue);
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
    return c->client != NULL && !c->nested;
}

/* Begins to wait; NULL if the client may not, or waits already. */
static struct block_wait *wait_begin(struct call *c, unsigned places, client_unblock_fn *on_timeout)
{
    struct block_wait *w = c->client ? c->client->block : NULL;

    kv_assert(places > 0);
    kv_assert(on_timeout != NULL);
    if (!block_is_allowed(c)) {
        on_timeout(c);
        return NULL;
    }
    if (w != NULL) {
        kv_assert(w == running);
        w->again = true;
        return NULL;
    }
    c->client->block = wait_new(c, places);
    return c->client->block;
}

/* A key that is named twice is waited for once. */
static void wait_in(struct block_wait *w, struct queue *q)
{
    if (q->last == NULL || q->last->wait != w)
        place_add(&w->places[w->place_count++], w, q);
}

void block_on_keys(struct call *c, const struct key *keys, unsigned count, enum obj_type type,
                   int64_t deadline_ms, client_unblock_fn *on_timeout)
{
    struct block_wait *w = wait_begin(c, count, on_timeout);

    if (w == NULL)
        return;
    for (unsigned i = 0; i < count; i++)
        wait_in(w, queue_get(keys[i], store_db_index(c->db), type));
    client_block(c, deadline_ms, on_timeout);
}

void block_in_lines(struct call *c, const struct block_line *lines, unsigned count,
                    int64_t deadline_ms, client_unblock_fn *on_timeout)
{
    struct block_wait *w = wait_begin(c, count, on_timeout);
    unsigned db = store_db_index(c->db);

    for (unsigned i = 0; w != NULL && i < count; i++)
        wait_in(w, &line_get(&lines[i], db)->queue);
    if (w != NULL)
        client_block(c, deadline_ms, on_timeout);
    else if (block_is_allowed(c))
        for (unsigned i = 0; i < count; i++)
            line_get(&lines[i], db);
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

static void note_queue(struct queue *q)
{
    q->changed = true;
    ready_add(q);
}

/* Notes what is there now; false if that is nothing new to those who wait for entries of a stream. */
static bool update_news(struct queue *q, const struct entry *now)
{
    struct news old = q->news;

    q->news = (struct news){ 0 };
    if (now == NULL || entry_type(now) != OBJ_STREAM)
        return true;
    struct value v = entry_value(now);
    q->news = (struct news){ v.ptr, stream_of(&v)->last_id, stream_groups(stream_of(&v)) };
    return q->news.stream != old.stream || q->news.groups != old.groups ||
           stream_id_cmp(q->news.last, old.last) != 0;
}

static void note_lines(struct keeper *k, const struct entry *now)
{
    bool all = update_news(&k->queue, now);

    for (struct line *l = k->first; l != NULL; l = l->next)
        if (all || l->wake.at_ms != 0)
            note_queue(&l->queue);
}

static void after_change(void *ctx, unsigned db, struct bytes name, const struct entry *now,
                         enum store_change what)
{
    struct target t = { .db = db, .name = name };
    struct queue *q;
    uint64_t hash;

    (void)ctx;
    if (kv_likely(queue_total == 0) || what == CHANGE_TTL)
        return;
    if (queue_count[LINES] == 0 && (now == NULL || queue_count[entry_type(now)] == 0))
        return;
    hash = key_of(name).hash;
    if (now != NULL) {
        t.kind = entry_type(now);
        q = queue_count[t.kind] > 0 ? queue_find(hash, &t) : NULL;
        if (q != NULL && update_news(q, now))
            note_queue(q);
    }
    t.kind = LINES;
    q = queue_count[LINES] > 0 ? queue_find(hash, &t) : NULL;
    if (q != NULL)
        note_lines((struct keeper *)q, now);
}

void block_wake_lines(struct db *db, struct key key)
{
    struct target t = { .db = store_db_index(db), .kind = LINES, .name = key.name };
    struct keeper *k = (struct keeper *)queue_find(key.hash, &t);

    for (struct line *l = k ? k->first : NULL; l != NULL; l = l->next)
        note_queue(&l->queue);
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
    while ((q = table_iter_next(&it)) != NULL)
        if (q->target.kind != LINES)
            note_queue(q);
    table_iter_fini(&it);
}

/* ---- Serving ------------------------------------------------------------------------------------- */

static bool may_serve(const struct queue *q)
{
    struct key key = { q->target.name, q->hash };
    const struct entry *e;

    if (q->target.kind == LINE)
        return true;
    e = store_find(store_db(store, q->target.db), key);
    return e != NULL && (unsigned)entry_type(e) == q->target.kind;
}

enum outcome { HELD_BACK, FOUND_NOTHING, SERVED /* or gone */ };

static enum outcome run_again(struct block_wait *w)
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
        return SERVED;
    }
    if (!ran)
        return HELD_BACK;
    if (w->again)
        return FOUND_NOTHING;
    client_wait_over(c);
    spent_ns += REPLY_NS;
    return SERVED;
}

static bool is_time_up(uint64_t start_ticks)
{
    return tried >= TURN_LEAST && spent_ns + clock_ticks_ns(clock_ticks() - start_ticks) >= TURN_NS;
}

/* Tries the places of a queue in order while the key is there; false if the time was up before. A
 * handler that finds nothing keeps its place and does not hold up those behind: it may want more
 * elements than there are. Only those behind in a line would find nothing either. */
static bool try_places(struct queue *q, uint64_t start_ticks)
{
    if (q->cursor == NULL) {
        q->cursor = q->first;
        q->changed = false;
    }
    while (q->cursor != NULL && may_serve(q)) {
        struct place *p = q->cursor;
        enum outcome out;

        if (is_time_up(start_ticks))
            return false;
        q->cursor = p->next;
        out = run_again(p->wait);
        if (out == HELD_BACK) {
            held_back = true;
            q->changed = false; /* block_look_again() will come back to it */
            break;
        }
        if (q->target.kind == LINE) {
            if (out == FOUND_NOTHING)
                break;
            line_to_end((struct line *)q);
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

    if (kv_likely(!block_has_work()) || aside_busy)
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

static void wake_lines(int64_t now_ms)
{
    struct heap_node *n;

    while ((n = heap_pop_due(&wakes, now_ms)) != NULL) {
        n->at_ms = 0;
        note_queue(&((struct line *)((char *)n - offsetof(struct line, wake)))->queue);
    }
}

void block_start_turn(void)
{
    spent_ns = 0;
    tried = 0;
    if (kv_unlikely(heap_first(&wakes) != NULL))
        wake_lines(store_now_ms(store));
    block_serve();
}

int64_t block_next_wake_ms(void)
{
    const struct heap_node *n = heap_first(&wakes);

    return n ? n->at_ms : INT64_MAX;
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
    heap_fini(&wakes);
    look_at_all = held_back = false;
}

unsigned block_key_count(void)
{
    return queue_total;
}

unsigned block_line_key_count(void)
{
    return queue_count[LINES];
}
