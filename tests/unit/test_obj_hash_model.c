/* hash at random against a naive model. */
#include "obj/hash.h"

#include "obj_hash_fixture.h"

/* In rounds, each of which begins with an empty hash and limits of its own. */
enum { MODEL_OPS = 1000 * 1000, ROUND_OPS = 4000, MODEL_FIELDS = 700 };

/* Field i is known by its number: present or not, what it holds, and until when. */
struct model {
    struct rng rng;
    struct {
        bool present;
        char name[80], value[80];
        int64_t at_ms;
    } fields[MODEL_FIELDS];
    size_t count, names;
    int64_t now_ms;
    unsigned longest; /* values */
    bool deadlines;   /* are used */
};

static unsigned below(struct model *m, unsigned n)
{
    return (unsigned)rng_below(&m->rng, n);
}

/* A text of 0 to m->longest bytes: an integer or letters. */
static void some_text(struct model *m, char out[80])
{
    unsigned len = below(m, m->longest + 1);

    if (below(m, 3) == 0) {
        snprintf(out, 80, "%lld", (long long)(rng_next(&m->rng) >> below(m, 64)));
        return;
    }
    for (unsigned i = 0; i < len; i++)
        out[i] = (char)('a' + below(m, 26));
    out[len] = '\0';
}

/* A hash of few or many fields, with limits near what it will reach. */
static void model_begin(struct model *m)
{
    static const unsigned names[] = { 3, 12, 60, MODEL_FIELDS };

    value_check(&hash);
    value_free(&hash);
    hash = value_empty(OBJ_HASH);
    m->names = names[below(m, 4)];
    m->longest = 1 + below(m, 70);
    m->deadlines = below(m, 2) == 0;
    m->count = 0;
    for (unsigned i = 0; i < MODEL_FIELDS; i++) {
        m->fields[i].present = false;
        snprintf(m->fields[i].name, sizeof m->fields[i].name, "%s%u%.*s",
                 i % 3 == 0 ? "" : "field ", i, i % 50 == 49 ? 70 : 0,
                 "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz");
    }
    if (below(m, 2) == 0)
        limits((int64_t)below(m, (unsigned)m->names + 4), (int64_t)below(m, 80));
    else
        use_encoding(1);
}

static int64_t some_deadline(struct model *m)
{
    return m->now_ms + 1 + below(m, 1000);
}

static void model_put(struct model *m, unsigned i)
{
    int64_t at_ms = VALUE_NEVER;
    unsigned how = below(m, 20);

    some_text(m, m->fields[i].value);
    if (how == 0 && m->deadlines)
        at_ms = some_deadline(m);
    else if (how < 8)
        at_ms = HASH_KEEP;
    HOLDS(put(m->fields[i].name, m->fields[i].value, at_ms) != m->fields[i].present);
    if (at_ms != HASH_KEEP || !m->fields[i].present)
        m->fields[i].at_ms = at_ms == HASH_KEEP ? VALUE_NEVER : at_ms;
    m->count += !m->fields[i].present;
    m->fields[i].present = true;
}

static void model_drop(struct model *m, unsigned i)
{
    HOLDS(drop(m->fields[i].name) == m->fields[i].present);
    m->count -= m->fields[i].present;
    m->fields[i].present = false;
}

static void model_deadline(struct model *m, unsigned i)
{
    if (!m->fields[i].present || !m->deadlines)
        return;
    m->fields[i].at_ms = below(m, 3) == 0 ? VALUE_NEVER : some_deadline(m);
    set_deadline(m->fields[i].name, m->fields[i].at_ms);
}

static void model_expire(struct model *m)
{
    int64_t next = VALUE_NEVER;

    m->now_ms += below(m, 300);
    switch (below(m, 3)) {
    case 0:
        value_hide(&hash, m->now_ms);
        break;
    case 1:
        expire_some(m->now_ms, below(m, 20));
        break;
    default:
        expire(m->now_ms);
    }
    for (unsigned i = 0; i < m->names; i++) {
        if (m->fields[i].present && m->fields[i].at_ms <= m->now_ms) {
            m->fields[i].present = false;
            m->count--;
        }
        if (m->fields[i].present && m->fields[i].at_ms < next)
            next = m->fields[i].at_ms;
    }
    HOLDS(value_hides(&hash) ? value_next_expiry(&hash) <= m->now_ms
                             : value_next_expiry(&hash) == next);
}

static void model_look(struct model *m, unsigned i)
{
    struct hash_ref ref = hash_ref(bytes_str(m->fields[i].name));

    HOLDS(hash_find(&hash, &ref) == m->fields[i].present);
    if (!m->fields[i].present)
        return;
    HOLDS(holds(m->fields[i].name, m->fields[i].value));
    HOLDS(hash_deadline(&hash, &ref) == m->fields[i].at_ms);
}

static void model_copy(void)
{
    struct value copy = value_dup(&hash);

    value_free(&hash);
    hash = copy;
}

static bool is_in_model(void *ctx, const struct value_elem *e)
{
    struct model *m = ctx;
    char scratch[NUM_INT_MAX];
    struct bytes name = item_text(&e->item, scratch), digits = name;
    unsigned i = 0;

    if (bytes_starts(digits, BYTES_LIT("field ")))
        digits = bytes_from(digits, 6);
    for (; digits.len > 0 && digits.ptr[0] <= '9'; digits = bytes_from(digits, 1))
        i = 10 * i + (digits.ptr[0] - '0');
    HOLDS(m->fields[i].present);
    HOLDS(bytes_eq(name, bytes_str(m->fields[i].name)));
    HOLDS(bytes_eq(item_text(&e->value, scratch), bytes_str(m->fields[i].value)));
    HOLDS(e->expire_at_ms == m->fields[i].at_ms);
    return true;
}

/* Everything that walks agrees. */
static void model_walk(struct model *m)
{
    uint64_t cursor = 0;

    value_check(&hash);
    value_each(&hash, is_in_model, m);
    do
        cursor = hash_scan(&hash, cursor, is_in_model, m);
    while (cursor != 0);
    if (m->count == 0)
        return;
    hash_pick(&hash, &m->rng, 5, is_in_model, m);
    hash_sample(&hash, &m->rng, below(m, (unsigned)m->count + 2), is_in_model, m);
}

static void model_step(struct model *m)
{
    unsigned i = below(m, (unsigned)m->names), what = below(m, 100);

    if (what < 45)
        model_put(m, i);
    else if (what < 65)
        model_drop(m, i);
    else if (what < 67)
        model_deadline(m, i);
    else if (what < 68)
        model_expire(m);
    else
        model_look(m, i);
}

START_TEST(it_agrees_with_a_model)
{
    static struct model m = { .now_ms = 1000 };
    unsigned listpacks = 0, tables = 0;

    rng_seed(&m.rng, 11);
    for (int i = 0; i < MODEL_OPS; i++) {
        if (i % ROUND_OPS == 0) {
            hash.encoding == ENC_TABLE ? tables++ : listpacks++;
            model_begin(&m);
        }
        model_step(&m);
        HOLDS(value_count(&hash) == m.count);
        if (i % 500 == 499)
            model_walk(&m);
        if (i % 1000 == 999)
            model_copy();
    }
    ck_assert_uint_gt(tables, 100);
    ck_assert_uint_gt(listpacks, 10);
}
END_TEST

int main(void)
{
    Suite *s = suite_create("obj_hash_model");
    TCase *model = tcase_create("model");

    tcase_add_checked_fixture(model, setup, teardown);
    tcase_set_timeout(model, 200);
    tcase_add_test(model, it_agrees_with_a_model);
    suite_add_tcase(s, model);

    return run_suite(s);
}
