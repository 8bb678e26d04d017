/* The store driven at random against a naive model; test_store.c has the single cases. */
#include "store/store.h"

#include "base/clock.h"
#include "store_fixture.h"

#include <inttypes.h>

/* The sanitizer builds are slow: they do the same with less. */
#ifdef KV_SANITIZE
enum { MODEL_OPS = 100 * 1000 };
#else
enum { MODEL_OPS = 400 * 1000 };
#endif

enum { MODEL_KEYS = 300, MODEL_CHECK_EVERY = 4000 };

/* ---- The model ------------------------------------------------------------------------------------- */

/* The model of a key: there until the store says that it expired. */
struct cell {
    bool present;
    const char *encoding;
    uint8_t *data;
    size_t len;
    int64_t at_ms; /* EXPIRE_NEVER: none */
};

static struct model {
    struct key keys[MODEL_KEYS];
    uint8_t *names[MODEL_KEYS];
    struct cell cells[DATABASES][MODEL_KEYS];
    struct rng rng;
    uint64_t befores, afters, resets; /* expiry not counted */
    uint64_t changes;                 /* that there should have been */
    bool open;                        /* between before() and after() */
} m;

static unsigned below(unsigned n)
{
    return (unsigned)rng_below(&m.rng, n);
}

static bool is_live(const struct cell *c)
{
    return c->present && (c->at_ms == EXPIRE_NEVER || c->at_ms > store_now_ms(st));
}

static void cell_clear(struct cell *c)
{
    free(c->data);
    *c = (struct cell){ .at_ms = EXPIRE_NEVER };
}

static void cell_set(struct cell *c, struct bytes value, const char *encoding, int64_t at_ms)
{
    uint8_t *data = malloc(value.len + 1);

    memcpy(data, value.ptr, value.len);
    cell_clear(c);
    *c = (struct cell){ true, encoding, data, value.len, at_ms };
}

/* OBJECT ENCODING of a value that was set as this text. */
static const char *encoding_of_text(struct bytes value)
{
    char text[32], printed[32];

    if (value.len < sizeof text) {
        memcpy(text, value.ptr, value.len);
        text[value.len] = '\0';
        snprintf(printed, sizeof printed, "%lld", strtoll(text, NULL, 10));
        if (strlen(text) == value.len && strcmp(text, printed) == 0)
            return "int";
    }
    return value.len <= ENTRY_EMBSTR_MAX ? "embstr" : "raw";
}

static unsigned model_index(struct bytes name)
{
    for (unsigned i = 0; i < MODEL_KEYS; i++)
        if (bytes_eq(m.keys[i].name, name))
            return i;
    ck_abort_msg("the model does not know this key");
}

static void compare(const struct entry *e, const struct cell *c)
{
    char scratch[NUM_INT_MAX];

    HOLDS((e != NULL) == c->present);
    if (e == NULL)
        return;
    HOLDS(bytes_eq(entry_string(e, scratch), bytes_make(c->data, c->len)));
    HOLDS(entry_string_len(e) == c->len);
    HOLDS(entry_expire_at(e) == c->at_ms);
    HOLDS(strcmp(entry_encoding_name(e), c->encoding) == 0);
}

static void model_before(void *ctx, unsigned index, struct bytes key, const struct entry *old)
{
    (void)ctx;
    HOLDS(!m.open);
    m.open = true;
    m.befores++;
    compare(old, &m.cells[index][model_index(key)]);
}

static void model_after(void *ctx, unsigned index, struct bytes key, const struct entry *now,
                        enum store_change what)
{
    struct cell *c = &m.cells[index][model_index(key)];

    (void)ctx;
    HOLDS(m.open);
    m.open = false;
    HOLDS((now == NULL) == (what == CHANGE_DELETE || what == CHANGE_EXPIRE));
    if (what != CHANGE_EXPIRE) {
        m.afters++;
        return;
    }
    m.befores--;
    HOLDS(c->present);
    HOLDS(!is_live(c));
    cell_clear(c);
}

static void model_reset(void *ctx, unsigned index)
{
    (void)ctx;
    (void)index;
    m.resets++;
}

/* Names of all lengths that matter, the empty one included. */
static void model_init(void)
{
    static const size_t lens[] = { 8, 16, 20, 40, 254, 255, 256, 5000 };

    rng_seed(&m.rng, 20240607);
    for (unsigned i = 0; i < MODEL_KEYS; i++) {
        size_t len = i == 0 ? 0 : lens[i % (sizeof lens / sizeof lens[0])];

        m.names[i] = malloc(len + 32);
        memset(m.names[i], 'k', len + 32);
        memcpy(m.names[i], &i, sizeof i);
        m.keys[i] = key_of(bytes_make(m.names[i], len));
    }
    for (unsigned d = 0; d < DATABASES; d++)
        for (unsigned i = 0; i < MODEL_KEYS; i++)
            m.cells[d][i].at_ms = EXPIRE_NEVER;
    store_add_hooks(st, &(struct store_hooks){ NULL, model_before, model_after, model_reset });
}

static void model_fini(void)
{
    for (unsigned i = 0; i < MODEL_KEYS; i++)
        free(m.names[i]);
    for (unsigned d = 0; d < DATABASES; d++)
        for (unsigned i = 0; i < MODEL_KEYS; i++)
            cell_clear(&m.cells[d][i]);
}

/* ---- Steps ------------------------------------------------------------------------------------------ */

/* Valid until the next call. */
static struct bytes random_value(void)
{
    static const char *const odd[] = { "",
                                       "007",
                                       "-0",
                                       "+1",
                                       "-",
                                       "123456789012345678901",
                                       "9223372036854775807",
                                       "9223372036854775808",
                                       "-9223372036854775808" };
    static char text[32];
    size_t len;

    switch (below(10)) {
    case 0:
        return bytes_str(odd[below(sizeof odd / sizeof odd[0])]);
    case 1:
    case 2:
        len =
            (size_t)snprintf(text, sizeof text, "%" PRId64, (int64_t)rng_next(&m.rng) >> below(64));
        return bytes_make(text, len);
    case 3:
        len = 180 + below(30);
        break;
    case 4:
        len = below(3000);
        break;
    case 5:
        len = below(200) ? below(300) : MIB + below(1000);
        break;
    default:
        len = below(70);
    }
    return bytes_make(noise + below(100), len);
}

static int64_t random_deadline(void)
{
    static const unsigned spans[] = { 20, 1000, 60 * 1000, 86400 * 1000 };

    return store_now_ms(st) + 1 + below(spans[below(4)]);
}

static int64_t random_put_deadline(void)
{
    switch (below(8)) {
    case 0:
        return store_now_ms(st) - below(1000);
    case 1:
        return EXPIRE_KEEP;
    case 2:
    case 3:
    case 4:
        return random_deadline();
    default:
        return EXPIRE_NEVER;
    }
}

static void step_put(struct db *in, struct key key, struct cell *c)
{
    struct bytes value = random_value();
    const char *encoding = encoding_of_text(value);
    int64_t at_ms = random_put_deadline(), want = at_ms, n = 0;
    bool was_live = is_live(c);
    struct blob *b = NULL;
    struct entry *e;

    if (strcmp(encoding, "int") == 0 && below(2)) {
        num_parse_int(value, &n);
        e = store_put_int(in, key, n, at_ms);
    } else if (below(4) == 0) {
        b = blob_dup(value);
        encoding = "raw";
        e = store_put_blob(in, key, &b, at_ms);
        HOLDS(b == NULL);
    } else {
        e = store_put_string(in, key, value, at_ms);
    }
    if (at_ms >= 0 && at_ms <= store_now_ms(st)) {
        HOLDS(e == NULL);
        m.changes += was_live;
        cell_clear(c);
        return;
    }
    if (at_ms == EXPIRE_KEEP)
        want = was_live ? c->at_ms : EXPIRE_NEVER;
    m.changes++;
    cell_set(c, value, encoding, want);
    compare(e, c);
}

/* What store_set_range() does, by an edit. */
static struct entry *edit_range(struct db *in, struct key key, size_t offset, struct bytes part)
{
    struct entry *e = NULL;
    enum kv_err err = store_write(in, key, OBJ_STRING, &e);

    HOLDS(err == KV_OK || err == KV_NOT_FOUND);
    memcpy(store_edit_string(in, key, &e, offset + part.len) + offset, part.ptr, part.len);
    store_commit_string(in, e);
    return e;
}

/* append: at the end. */
static void step_write(struct db *in, struct key key, struct cell *c, bool append)
{
    struct bytes part = bytes_make(noise + below(100), below(below(4) ? 30 : 400));
    bool was_live = is_live(c);
    size_t old_len = was_live ? c->len : 0,
           offset = append ? old_len : below(below(9) ? 300 : 9000);
    size_t len = offset + part.len > old_len ? offset + part.len : old_len;
    uint8_t *want = calloc(1, len + 1);
    struct entry *e;

    if (append)
        e = store_append(in, key, part);
    else if (part.len > 0 && below(2) == 0)
        e = edit_range(in, key, offset, part);
    else
        e = store_set_range(in, key, offset, part);
    if (was_live)
        memcpy(want, c->data, old_len);
    memcpy(want + offset, part.ptr, part.len);
    m.changes++;
    cell_set(c, bytes_make(want, len), append && !was_live ? encoding_of_text(part) : "raw",
             was_live ? c->at_ms : EXPIRE_NEVER);
    free(want);
    compare(e, c);
    if (c->len > 20 * 1000) { /* keep it from growing without end */
        HOLDS(store_delete(in, key, below(2)));
        m.changes++;
        cell_clear(c);
    }
}

static void step_rewrite(struct db *in, struct key key, struct cell *c)
{
    struct bytes value = bytes_make(noise + below(100), below(below(4) ? 30 : 400));
    bool was_live = is_live(c);
    struct entry *e = store_rewrite(in, key, store_find(in, key), value);

    m.changes++;
    cell_set(c, value, "raw", was_live ? c->at_ms : EXPIRE_NEVER);
    compare(e, c);
}

static void step_expire(struct db *in, struct key key, struct cell *c)
{
    int64_t at_ms = below(3) == 0   ? EXPIRE_NEVER
                    : below(5) == 0 ? store_now_ms(st) - below(100)
                                    : random_deadline();
    struct entry *e = store_find(in, key);

    compare(e, c);
    if (e == NULL)
        return;
    e = store_set_expire(in, e, at_ms);
    m.changes++;
    c->at_ms = at_ms;
    compare(e, c);
}

static void step_move(unsigned d, unsigned i, bool copy)
{
    unsigned to_d = below(DATABASES), to_i = below(3) ? below(MODEL_KEYS) : i;
    struct cell *from = &m.cells[d][i], *to = &m.cells[to_d][to_i];
    struct entry *e = store_find(store_db(st, d), m.keys[i]);

    if (e == NULL || (copy && from == to))
        return;
    if (copy)
        store_copy(e, store_db(st, to_d), m.keys[to_i]);
    else
        store_rename(store_db(st, d), m.keys[i], store_db(st, to_d), m.keys[to_i]);
    if (from != to) {
        m.changes += copy ? 1 : 2;
        cell_set(to, bytes_make(from->data, from->len), from->encoding, from->at_ms);
        if (!copy)
            cell_clear(from);
    }
    compare(store_find(store_db(st, to_d), m.keys[to_i]), to);
}

static void step_read(struct db *in, struct key key, struct cell *c)
{
    enum obj_type type = below(5) ? OBJ_STRING : OBJ_HASH;
    struct entry *e = NULL;
    enum kv_err err = below(2) ? store_read(in, key, type, &e) : store_write(in, key, type, &e);

    if (!c->present) {
        HOLDS(err == KV_NOT_FOUND);
    } else if (type == OBJ_HASH) {
        HOLDS(err == KV_WRONG_TYPE);
    } else {
        HOLDS(err == KV_OK);
        compare(e, c);
    }
}

static void step_time(void)
{
    static const unsigned spans[] = { 2, 30, 3000, 100 * 1000, 20 * 3600 * 1000 };
    int64_t ms = below(spans[below(below(20) ? 3 : 5)]);

    pass(below(10) ? ms : -ms);
    if (below(2))
        return;
    if (store_expire_due(st, below(4) ? UNLIMITED_US : 0))
        return;
    /* Nothing is left that was due a slot ago. */
    for (unsigned d = 0; d < DATABASES; d++) {
        for (unsigned i = 0; i < MODEL_KEYS; i++) {
            const struct cell *c = &m.cells[d][i];

            HOLDS(!c->present || c->at_ms == EXPIRE_NEVER || c->at_ms > store_now_ms(st) - SLOT_MS);
        }
    }
}

static void step_flush_or_swap(unsigned d)
{
    unsigned to = below(DATABASES);
    uint64_t resets = m.resets;

    if (below(3) == 0) {
        store_flush(store_db(st, d), below(2));
        for (unsigned i = 0; i < MODEL_KEYS; i++)
            cell_clear(&m.cells[d][i]);
        HOLDS(m.resets == resets + 1);
        return;
    }
    store_swap(st, d, to);
    for (unsigned i = 0; i < MODEL_KEYS; i++) {
        struct cell c = m.cells[d][i];

        m.cells[d][i] = m.cells[to][i];
        m.cells[to][i] = c;
    }
    HOLDS(m.resets == resets + (d == to ? 0 : 2));
}

static unsigned visited;

static void count_visit(void *ctx, struct entry *e)
{
    const struct cell *cells = ctx;
    const struct cell *c = &cells[model_index(entry_key(e))];

    HOLDS(is_live(c));
    compare(e, c);
    visited++;
}

/* All that there is, seen in every way. */
static void model_check(void)
{
    for (unsigned d = 0; d < DATABASES; d++) {
        size_t count = 0, live = 0, ttl = 0, iterated = 0;
        struct db *in = store_db(st, d);
        uint64_t cursor = 0;
        struct store_iter it;
        struct entry *e;

        for (unsigned i = 0; i < MODEL_KEYS; i++) {
            const struct cell *c = &m.cells[d][i];

            count += c->present;
            live += is_live(c);
            ttl += c->present && c->at_ms != EXPIRE_NEVER;
        }
        HOLDS(store_count(in) == count);
        HOLDS(store_ttl_count(in) == ttl);
        visited = 0;
        do
            cursor = store_scan(in, cursor, count_visit, m.cells[d]);
        while (cursor != 0);
        HOLDS(visited == live);
        store_iter_init(&it, in);
        while ((e = store_iter_next(&it)) != NULL) {
            HOLDS(is_live(&m.cells[d][model_index(entry_key(e))]));
            iterated++;
        }
        store_iter_fini(&it);
        HOLDS(iterated == live);
        e = store_random(in);
        HOLDS((e != NULL) == (live > 0));
        if (e != NULL)
            compare(e, &m.cells[d][model_index(entry_key(e))]);
    }
    store_check(st);
    HOLDS(!m.open);
    HOLDS(m.befores == m.changes);
    HOLDS(m.afters == m.changes);
}

static void model_step(void)
{
    unsigned d = below(DATABASES), i = below(MODEL_KEYS), what = below(100);
    struct db *in = store_db(st, d);
    struct cell *c = &m.cells[d][i];
    bool was_live;

    if (what < 30) {
        step_put(in, m.keys[i], c);
    } else if (what < 45) {
        if (below(4) == 0)
            step_rewrite(in, m.keys[i], c);
        else
            step_write(in, m.keys[i], c, what < 37);
    } else if (what < 55) {
        step_expire(in, m.keys[i], c);
    } else if (what < 65) {
        was_live = is_live(c);
        HOLDS(store_delete(in, m.keys[i], below(2)) == was_live);
        m.changes += was_live;
        cell_clear(c);
    } else if (what < 75) {
        step_move(d, i, what < 70);
    } else if (what < 90) {
        compare(store_find(in, m.keys[i]), c);
        step_read(in, m.keys[i], c);
    } else if (what < 99) {
        step_time();
    } else if (below(20) == 0) {
        step_flush_or_swap(d);
    } else {
        run_jobs();
    }
}

START_TEST(random_operations_agree_with_a_model)
{
    store_set_defer(defer);
    model_init();
    for (unsigned i = 1; i <= MODEL_OPS; i++) {
        model_step();
        if (i % MODEL_CHECK_EVERY == 0)
            model_check();
    }
    model_fini();
}
END_TEST

int main(void)
{
    Suite *s = suite_create("store_model");

    clock_init();
    mem_thread_start();
    tcase_add_test(add_case(s, "model"), random_operations_agree_with_a_model);
    return run_suite(s);
}
