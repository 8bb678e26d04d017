/* A stream with groups and consumers against a naive model: arrays that are searched from end to end. */
#include "stream_fixture.h"

#include "base/rand.h"

/* KV_STREAM_OPS in the environment sets another number. */
#ifdef KV_SANITIZE
enum { MODEL_OPS = 60 * 1000 };
#else
enum { MODEL_OPS = 150 * 1000 };
#endif

enum { ENTRIES_MAX = 600, GROUPS = 3, CONSUMERS = 4, NOBODY = -1 };

struct model_entry {
    struct stream_id id;
    unsigned pairs, seed;
};

struct model_pending {
    struct stream_id id;
    int owner;
    int64_t at_ms;
    uint64_t deliveries;
};

struct model_group {
    bool exists;
    bool has_consumer[CONSUMERS];
    struct stream_id last_id;
    size_t count;
    struct model_pending pending[2 * ENTRIES_MAX];
};

static struct model {
    struct model_entry entries[ENTRIES_MAX];
    size_t count;
    struct stream_id last_id, max_deleted_id;
    uint64_t added;
    struct model_group groups[GROUPS];
} m;

static struct rng rng;
static const char *const group_names[GROUPS] = { "one", "three", "two" };
static const char *const consumer_names[CONSUMERS] = { "a", "b", "c", "d" };

/* ---- What an entry holds: a matter of its seed --------------------------------------------------- */

static struct bytes text_of(char room[NUM_INT_MAX + 40], unsigned seed, unsigned i)
{
    unsigned kind = (seed >> i) % 5;

    if (i % 2 == 0 && seed % 8 != 0)
        return bytes_make(room, (size_t)sprintf(room, "field%u", i));
    if (kind == 0)
        return bytes_make(room, (size_t)sprintf(room, "%d", (int)(seed * (i + 1))));
    return bytes_make(room, (size_t)sprintf(room, "%0*x", (int)(1 + kind * 7), seed + i));
}

/* ---- The model ----------------------------------------------------------------------------------- */

static size_t model_find(struct stream_id id)
{
    size_t i = 0;

    while (i < m.count && !stream_id_eq(m.entries[i].id, id))
        i++;
    return i;
}

static struct model_pending *model_pending(struct model_group *g, struct stream_id id)
{
    for (size_t i = 0; i < g->count; i++)
        if (stream_id_eq(g->pending[i].id, id))
            return &g->pending[i];
    return NULL;
}

static void model_drop_pending(struct model_group *g, struct stream_id id)
{
    struct model_pending *p = model_pending(g, id);

    if (p != NULL)
        memmove(p, p + 1, (size_t)(g->pending + --g->count - p) * sizeof *p);
}

static void model_add_pending(struct model_group *g, struct model_pending add_this)
{
    size_t i = 0;

    model_drop_pending(g, add_this.id);
    while (i < g->count && stream_id_cmp(g->pending[i].id, add_this.id) < 0)
        i++;
    memmove(g->pending + i + 1, g->pending + i, (g->count - i) * sizeof *g->pending);
    g->pending[i] = add_this;
    g->count++;
}

static bool model_needs(struct stream_id id)
{
    for (int i = 0; i < GROUPS; i++)
        if (m.groups[i].exists &&
            (stream_id_cmp(id, m.groups[i].last_id) > 0 || model_pending(&m.groups[i], id) != NULL))
            return true;
    return false;
}

/* The entry goes, and its references as the rule says. */
static void model_remove(size_t at, enum stream_refs refs)
{
    for (int i = 0; i < GROUPS && refs == STREAM_DELREF; i++)
        model_drop_pending(&m.groups[i], m.entries[at].id);
    memmove(m.entries + at, m.entries + at + 1, (--m.count - at) * sizeof *m.entries);
}

/* ---- Operations ---------------------------------------------------------------------------------- */

static void op_append(void)
{
    struct model_entry e = { .id = m.last_id, .pairs = 1 + (unsigned)rng_below(&rng, 3) };
    char rooms[6][NUM_INT_MAX + 40];
    struct bytes texts[6];

    if (m.count == ENTRIES_MAX)
        return;
    e.seed = (unsigned)rng_below(&rng, 100000);
    if (rng_below(&rng, 3) == 0)
        e.id.ms += 1 + rng_below(&rng, 1 + (1ull << rng_below(&rng, 20)));
    e.id.seq =
        e.id.ms == m.last_id.ms ? m.last_id.seq + 1 + rng_below(&rng, 3) : rng_below(&rng, 3);
    if (stream_id_is_zero(e.id))
        e.id.seq = 1;
    for (unsigned i = 0; i < 2 * e.pairs; i++)
        texts[i] = text_of(rooms[i], e.seed, i);
    stream_append(s, e.id, texts, e.pairs);
    m.entries[m.count++] = e;
    m.last_id = e.id;
    m.added++;
}

static struct stream_id any_id(void)
{
    if (m.count == 0 || rng_below(&rng, 10) == 0)
        return id_of(rng_below(&rng, 100), rng_below(&rng, 10));
    return m.entries[rng_below(&rng, m.count)].id;
}

static void op_delete(void)
{
    struct stream_id id = any_id();
    enum stream_refs refs = (enum stream_refs)rng_below(&rng, 3);
    size_t at = model_find(id);
    enum stream_delete expected = STREAM_DELETED;

    if (at == m.count)
        expected = STREAM_ABSENT;
    else if (refs == STREAM_ACKED && model_needs(id))
        expected = STREAM_REFERENCED;
    HOLDS(stream_delete(s, id, refs) == expected);
    for (int i = 0; i < GROUPS && refs == STREAM_DELREF; i++)
        model_drop_pending(&m.groups[i], id);
    if (expected != STREAM_DELETED)
        return;
    model_remove(at, refs);
    if (stream_id_cmp(id, m.max_deleted_id) > 0)
        m.max_deleted_id = id;
}

static bool model_is_beyond(const struct stream_trim *t, struct stream_id id)
{
    return t->by == STREAM_TRIM_MAXLEN ? m.count > t->max_len : stream_id_cmp(id, t->min_id) < 0;
}

static void model_trim_exactly(const struct stream_trim *t)
{
    for (size_t i = 0; i < m.count && model_is_beyond(t, m.entries[i].id);) {
        if (t->refs == STREAM_ACKED && model_needs(m.entries[i].id))
            i++;
        else
            model_remove(i, t->refs);
    }
}

/* Which blocks there are is the stream's affair: what it deleted has to be allowed. */
static void model_trim_as_seen(const struct stream_trim *t)
{
    uint64_t deleted = 0;

    for (size_t i = 0; i < m.count;) {
        struct stream_id id = m.entries[i].id;

        if (stream_has(s, id)) {
            HOLDS(t->refs == STREAM_ACKED || i == 0);
            i++;
            if (t->refs != STREAM_ACKED)
                break;
            continue;
        }
        HOLDS(model_is_beyond(t, id));
        HOLDS(t->refs != STREAM_ACKED || !model_needs(id));
        model_remove(i, t->refs);
        deleted++;
    }
    HOLDS(deleted == t->deleted);
    HOLDS(t->limit == 0 || deleted <= t->limit);
}

static void op_trim(void)
{
    struct stream_trim t = { .approximate = rng_below(&rng, 2),
                             .refs = (enum stream_refs)rng_below(&rng, 3) };
    size_t most = rng_below(&rng, 2) ? SIZE_MAX : 1 + rng_below(&rng, 20);

    t.by = rng_below(&rng, 2) ? STREAM_TRIM_MAXLEN : STREAM_TRIM_MINID;
    t.max_len = m.count - rng_below(&rng, 1 + m.count / 3);
    t.min_id = m.count > 0 ? m.entries[rng_below(&rng, 1 + m.count / 3)].id : any_id();
    if (t.approximate && rng_below(&rng, 3) == 0)
        t.limit = 1 + rng_below(&rng, 50);
    while (stream_trim_step(s, &t, most))
        ;
    if (t.approximate)
        model_trim_as_seen(&t);
    else
        model_trim_exactly(&t);
}

static void op_range(void)
{
    struct stream_id from = any_id(), to = any_id(), id;
    bool down = rng_below(&rng, 2);
    struct stream_cursor c;
    size_t lo = 0, hi;

    while (lo < m.count && stream_id_cmp(m.entries[lo].id, from) < 0)
        lo++;
    for (hi = lo; hi < m.count && stream_id_cmp(m.entries[hi].id, to) <= 0;)
        hi++;
    stream_seek(&c, s, from, to, down);
    for (size_t i = 0; i < hi - lo && i < 100; i++) {
        const struct model_entry *e = &m.entries[down ? hi - 1 - i : lo + i];
        unsigned shown = (unsigned)rng_below(&rng, e->pairs + 1);

        HOLDS(stream_next(&c, &id));
        HOLDS(stream_id_eq(id, e->id) && c.pairs == e->pairs);
        for (unsigned k = 0; k < shown; k++) {
            char a[NUM_INT_MAX + 40], b[NUM_INT_MAX], d[NUM_INT_MAX];
            struct item field, value;

            HOLDS(stream_next_pair(&c, &field, &value));
            HOLDS(bytes_eq(item_text(&field, b), text_of(a, e->seed, 2 * k)));
            HOLDS(bytes_eq(item_text(&value, d), text_of(a, e->seed, 2 * k + 1)));
        }
    }
    HOLDS(hi - lo > 100 || !stream_next(&c, &id));
}

static struct consumer *some_consumer(struct group *g, struct model_group *mg, int *index)
{
    int i = (int)rng_below(&rng, CONSUMERS);

    *index = i;
    mg->has_consumer[i] = true;
    return consumer(g, consumer_names[i]);
}

static void op_deliver(struct group *g, struct model_group *mg)
{
    bool noack = rng_below(&rng, 5) == 0;
    int64_t at_ms = (int64_t)rng_below(&rng, 1000);
    size_t wanted = 1 + rng_below(&rng, 20);
    int owner;
    struct consumer *c = some_consumer(g, mg, &owner);

    deliver(g, noack ? NULL : c, wanted, at_ms);
    for (size_t i = 0; i < m.count && wanted > 0; i++) {
        struct stream_id id = m.entries[i].id;

        if (stream_id_cmp(id, mg->last_id) <= 0)
            continue;
        mg->last_id = id;
        wanted--;
        if (!noack)
            model_add_pending(mg, (struct model_pending){ id, owner, at_ms, 1 });
    }
}

static void op_claim(struct group *g, struct model_group *mg)
{
    struct model_pending *mp = &mg->pending[rng_below(&rng, mg->count)];
    struct pending *p = group_pending(g, mp->id);
    struct consumer *c = some_consumer(g, mg, &mp->owner);

    HOLDS(p != NULL);
    mp->at_ms = (int64_t)rng_below(&rng, 1000);
    mp->deliveries++;
    group_claim(g, p, c);
    group_set_delivery(g, p, mp->at_ms, mp->deliveries);
}

static void op_release(struct group *g, struct model_group *mg)
{
    struct model_pending *mp = &mg->pending[rng_below(&rng, mg->count)];

    group_release(g, group_pending(g, mp->id));
    mp->owner = NOBODY;
    mp->at_ms = 0;
}

static void op_ack(struct group *g, struct model_group *mg)
{
    struct stream_id id =
        rng_below(&rng, 5) ? mg->pending[rng_below(&rng, mg->count)].id : any_id();

    HOLDS(group_ack(g, id) == (model_pending(mg, id) != NULL));
    model_drop_pending(mg, id);
}

static void op_delete_consumer(struct group *g, struct model_group *mg)
{
    int i = (int)rng_below(&rng, CONSUMERS);
    struct consumer *c = group_consumer(g, bytes_str(consumer_names[i]));

    HOLDS((c != NULL) == mg->has_consumer[i]);
    if (c == NULL)
        return;
    while (!group_consumer_delete(g, c, 7))
        ;
    mg->has_consumer[i] = false;
    for (size_t k = 0; k < mg->count;) {
        if (mg->pending[k].owner == i)
            model_drop_pending(mg, mg->pending[k].id);
        else
            k++;
    }
}

static void op_group(void)
{
    int i = (int)rng_below(&rng, GROUPS);
    struct model_group *mg = &m.groups[i];
    struct group *g = stream_group(s, bytes_str(group_names[i]));
    int kind = (int)rng_below(&rng, 100);

    HOLDS((g != NULL) == mg->exists);
    if (g == NULL) {
        *mg = (struct model_group){ .exists = true, .last_id = any_id() };
        HOLDS(stream_group_create(s, bytes_str(group_names[i]), mg->last_id, GROUP_READ_UNKNOWN));
    } else if (kind < 40) {
        op_deliver(g, mg);
    } else if (kind == 40) {
        stream_group_detach(s, g);
        group_free(g);
        mg->exists = false;
        mg->count = 0;
    } else if (kind == 41) {
        mg->last_id = any_id();
        stream_group_set_id(s, g, mg->last_id, GROUP_READ_UNKNOWN);
    } else if (kind < 44) {
        op_delete_consumer(g, mg);
    } else if (mg->count > 0 && kind < 75) {
        op_ack(g, mg);
    } else if (mg->count > 0) {
        kind < 95 ? op_claim(g, mg) : op_release(g, mg);
    }
}

/* ---- Comparing ----------------------------------------------------------------------------------- */

static void compare_group(int i)
{
    const struct model_group *mg = &m.groups[i];
    const struct group *g = stream_group(s, bytes_str(group_names[i]));
    const struct pending *longest;
    struct idtree_cursor at;
    int64_t least = INT64_MAX, lag;
    uint64_t behind = 0;

    HOLDS((g != NULL) == mg->exists);
    if (g == NULL)
        return;
    HOLDS(stream_id_eq(g->last_id, mg->last_id));
    HOLDS(group_pending_count(g) == mg->count);
    at = pending_from(&g->pending, STREAM_ID_MIN);
    for (size_t k = 0; k < mg->count; k++) {
        const struct model_pending *mp = &mg->pending[k];
        const struct pending *p = pending_next(&at);

        HOLDS(stream_id_eq(p->id, mp->id));
        HOLDS(p->idle.at_ms == mp->at_ms && p->deliveries == mp->deliveries);
        HOLDS((p->owner != NULL) == (mp->owner != NOBODY));
        HOLDS(p->owner == NULL ||
              bytes_eq(consumer_name(p->owner), bytes_str(consumer_names[mp->owner])));
        if (mp->at_ms < least)
            least = mp->at_ms;
    }
    longest = group_longest_idle(g);
    HOLDS(longest ? longest->idle.at_ms == least : mg->count == 0);
    for (int k = 0; k < CONSUMERS; k++)
        HOLDS((group_consumer(g, bytes_str(consumer_names[k])) != NULL) == mg->has_consumer[k]);
    /* Where the lag is known, it is true. */
    for (size_t k = 0; k < m.count; k++)
        behind += stream_id_cmp(m.entries[k].id, mg->last_id) > 0;
    HOLDS(!stream_group_lag(s, g, &lag) || lag == (int64_t)behind);
}

static void compare(void)
{
    stream_check(s);
    HOLDS(s->length == m.count);
    HOLDS(s->entries_added == m.added);
    HOLDS(stream_id_eq(s->last_id, m.last_id));
    HOLDS(stream_id_eq(s->max_deleted_id, m.max_deleted_id));
    for (size_t i = 0; i < m.count; i++)
        HOLDS(stream_has(s, m.entries[i].id));
    for (int i = 0; i < GROUPS; i++)
        compare_group(i);
}

static void op(int tide)
{
    int kind = (int)rng_below(&rng, 100);

    if (kind < tide)
        op_append();
    else if (kind < 60)
        op_group();
    else if (kind < 75)
        op_delete();
    else if (kind < 77)
        op_trim();
    else
        op_range();
}

START_TEST(it_does_what_arrays_do)
{
    static const char *const most[] = { "3", "10", "100" };
    const char *ops = getenv("KV_STREAM_OPS");
    long count = ops != NULL ? atol(ops) : MODEL_OPS;
    int tide = 30;

    m = (struct model){ 0 };
    rng_seed(&rng, 100 + (uint64_t)_i);
    stream_test_set("stream-node-max-entries", most[_i]);
    for (long i = 0; i < count; i++) {
        if (i % 500 == 0)
            tide = 20 + (int)rng_below(&rng, 30);
        op(tide);
        if (i % 100 == 0)
            compare();
        if (i % 5000 == 0) {
            struct value copy = value_dup(&stream_test_value);

            value_free(&stream_test_value);
            stream_test_value = copy;
            s = stream_of(&copy);
        }
    }
    compare();
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("stream_model");
    TCase *model = tcase_create("model");

    tcase_add_checked_fixture(model, stream_test_setup, stream_test_teardown);
    tcase_set_timeout(model, 600);
    tcase_add_loop_test(model, it_does_what_arrays_do, 0, 3);
    suite_add_tcase(suite, model);
    return stream_test_run(suite);
}
