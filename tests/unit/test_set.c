#include "obj/set.h"

#include "set_fixture.h"

#include "base/clock.h"
#include "ds/intset.h"

static const struct limits usual = { 512, 128, 64 };

static struct value set_of(const char *const *members)
{
    struct value v = value_empty(OBJ_SET);

    for (; *members; members++)
        ck_assert(set_add(&v, bytes_str(*members)));
    return v;
}

#define SET_OF(...) set_of((const char *const[]){ __VA_ARGS__, NULL })

static const char *encoding(const struct value *v)
{
    return value_encoding_name(v);
}

static struct value ints_from(int64_t first, unsigned count)
{
    struct value v = value_empty(OBJ_SET);

    for (unsigned i = 0; i < count; i++) {
        char text[NUM_INT_MAX];

        HOLDS(set_add(&v, bytes_make(text, num_format_int(text, first + i))));
    }
    return v;
}

static struct value strings(unsigned count)
{
    struct value v = value_empty(OBJ_SET);

    for (unsigned i = 0; i < count; i++) {
        struct text t = text_printf("member:%lld", i);

        HOLDS(set_add(&v, text_bytes(&t)));
    }
    return v;
}

/* ---- Single members -------------------------------------------------------------------------------- */

START_TEST(a_member_is_added_once)
{
    struct value v = value_empty(OBJ_SET);

    ck_assert_uint_eq(set_count(&v), 0);
    ck_assert(set_add(&v, BYTES_LIT("a")));
    ck_assert(!set_add(&v, BYTES_LIT("a")));
    ck_assert(set_has(&v, BYTES_LIT("a")));
    ck_assert(!set_has(&v, BYTES_LIT("b")));
    ck_assert_uint_eq(set_count(&v), 1);
    ck_assert(!set_remove(&v, BYTES_LIT("b")));
    ck_assert(set_remove(&v, BYTES_LIT("a")));
    ck_assert(!set_remove(&v, BYTES_LIT("a")));
    ck_assert_uint_eq(set_count(&v), 0);
    value_free(&v);
}
END_TEST

START_TEST(texts_that_only_look_like_an_integer_are_other_members)
{
    static const char *const texts[] = { "7", "07", "+7", "7 ", " 7", "7.0", "-7", "" };
    const struct limits in[] = { usual, { 512, 0, 0 } };

    for (unsigned k = 0; k < 2; k++) {
        struct value v = value_empty(OBJ_SET);

        set_limits(in[k]);
        for (unsigned i = 0; i < sizeof texts / sizeof texts[0]; i++) {
            ck_assert(!set_has(&v, bytes_str(texts[i])));
            ck_assert(set_add(&v, bytes_str(texts[i])));
            value_check(&v);
        }
        ck_assert_uint_eq(set_count(&v), sizeof texts / sizeof texts[0]);
        value_free(&v);
    }
}
END_TEST

START_TEST(members_of_every_length_are_held)
{
    static const size_t lens[] = { 0, 1, 7, 15, 63, 64, 65, 253, 254, 255, 256, 70000 };
    uint8_t *noise = mem_zalloc(70000);
    struct value v = value_empty(OBJ_SET);

    for (unsigned i = 0; i < sizeof lens / sizeof lens[0]; i++)
        ck_assert(set_add(&v, bytes_make(noise, lens[i])));
    value_check(&v);
    for (unsigned i = 0; i < sizeof lens / sizeof lens[0]; i++)
        ck_assert(set_has(&v, bytes_make(noise, lens[i])));
    ck_assert(!set_has(&v, bytes_make(noise, 2)));
    for (unsigned i = 0; i < sizeof lens / sizeof lens[0]; i++)
        ck_assert(set_remove(&v, bytes_make(noise, lens[i])));
    ck_assert_uint_eq(set_count(&v), 0);
    value_free(&v);
    mem_free(noise);
}
END_TEST

START_TEST(one_member_can_be_looked_up_in_several_sets)
{
    struct value ints = ints_from(0, 10), pack = SET_OF("a", "7"), table = strings(200);
    struct set_member m, n;

    set_member_init(&m, BYTES_LIT("7"));
    set_member_init_int(&n, 7, BYTES_LIT("7"));
    set_prefetch_bucket(&table, &m);
    set_prefetch_elem(&table, &m);
    set_prefetch_bucket(&ints, &m);
    ck_assert(set_has_member(&ints, &m) && set_has_member(&ints, &n));
    ck_assert(set_has_member(&pack, &m) && set_has_member(&pack, &n));
    ck_assert(!set_has_member(&table, &m) && !set_has_member(&table, &n));
    ck_assert(set_add_member(&table, &m));
    ck_assert(!set_add_member(&table, &n));
    ck_assert(set_remove_member(&table, &n));
    value_free(&ints);
    value_free(&pack);
    value_free(&table);
}
END_TEST

/* ---- Encodings ------------------------------------------------------------------------------------- */

START_TEST(integers_make_an_intset_up_to_the_limit)
{
    struct value v = ints_from(-256, 512);

    ck_assert_str_eq(encoding(&v), "intset");
    ck_assert(!set_add(&v, BYTES_LIT("-256")));
    ck_assert_str_eq(encoding(&v), "intset");
    ck_assert(set_add(&v, BYTES_LIT("256")));
    ck_assert_str_eq(encoding(&v), "hashtable");
    ck_assert_uint_eq(set_count(&v), 513);
    value_check(&v);
    value_free(&v);
}
END_TEST

START_TEST(short_strings_make_a_listpack_up_to_the_limit)
{
    struct value v = strings(128);

    ck_assert_str_eq(encoding(&v), "listpack");
    ck_assert(!set_add(&v, BYTES_LIT("member:5")));
    ck_assert_str_eq(encoding(&v), "listpack");
    ck_assert(set_add(&v, BYTES_LIT("one more")));
    ck_assert_str_eq(encoding(&v), "hashtable");
    ck_assert_uint_eq(set_count(&v), 129);
    value_check(&v);
    value_free(&v);
}
END_TEST

START_TEST(a_long_member_makes_a_table)
{
    struct text fits = text_padded(1, 64), too_long = text_padded(2, 65);
    struct value v = value_empty(OBJ_SET);

    set_add(&v, text_bytes(&fits));
    ck_assert_str_eq(encoding(&v), "listpack");
    set_add(&v, text_bytes(&too_long));
    ck_assert_str_eq(encoding(&v), "hashtable");
    ck_assert(set_has(&v, text_bytes(&fits)));
    value_free(&v);
    v = value_empty(OBJ_SET);
    set_add(&v, text_bytes(&too_long));
    ck_assert_str_eq(encoding(&v), "hashtable");
    value_free(&v);
}
END_TEST

START_TEST(a_string_turns_an_intset_into_what_fits)
{
    struct value few = ints_from(0, 127), many = ints_from(0, 128);

    set_add(&few, BYTES_LIT("a"));
    ck_assert_str_eq(encoding(&few), "listpack");
    ck_assert_uint_eq(set_count(&few), 128);
    value_check(&few);
    set_add(&many, BYTES_LIT("a"));
    ck_assert_str_eq(encoding(&many), "hashtable");
    ck_assert_uint_eq(set_count(&many), 129);
    value_check(&many);
    value_free(&few);
    value_free(&many);
}
END_TEST

START_TEST(the_digits_of_an_integer_count_against_the_longest_value)
{
    struct value v;

    set_limits((struct limits){ 512, 128, 4 });
    v = SET_OF("-100", "9999", "a");
    ck_assert_str_eq(encoding(&v), "listpack");
    value_free(&v);
    v = SET_OF("-1000", "a");
    ck_assert_str_eq(encoding(&v), "hashtable");
    value_free(&v);
    v = SET_OF("10000", "1", "a");
    ck_assert_str_eq(encoding(&v), "hashtable");
    value_free(&v);
}
END_TEST

START_TEST(limits_of_zero_leave_only_the_table)
{
    struct value v;

    set_limits((struct limits){ 0, 128, 64 });
    v = SET_OF("1");
    ck_assert_str_eq(encoding(&v), "listpack");
    value_free(&v);
    set_limits((struct limits){ 0, 0, 64 });
    v = SET_OF("1");
    ck_assert_str_eq(encoding(&v), "hashtable");
    value_free(&v);
    set_limits((struct limits){ 2, 0, 64 });
    v = SET_OF("1", "2");
    ck_assert_str_eq(encoding(&v), "intset");
    set_add(&v, BYTES_LIT("3"));
    ck_assert_str_eq(encoding(&v), "hashtable");
    value_free(&v);
}
END_TEST

START_TEST(a_pack_never_becomes_very_long_whatever_the_limits)
{
    struct text long_text;
    struct value v = value_empty(OBJ_SET);
    uint8_t *noise = mem_zalloc(1024 * 1024);

    set_limits((struct limits){ INT64_MAX, INT64_MAX, INT64_MAX });
    for (unsigned i = 0; i < 5; i++) {
        long_text = text_printf("%lld:", i);
        memcpy(noise, long_text.data, long_text.len);
        ck_assert(set_add(&v, bytes_make(noise, 1024 * 1024)));
    }
    ck_assert_str_eq(encoding(&v), "hashtable");
    ck_assert_uint_eq(set_count(&v), 5);
    value_free(&v);
    mem_free(noise);
}
END_TEST

START_TEST(removals_keep_the_encoding_until_it_is_asked_to_fit)
{
    struct value v = ints_from(0, 600);

    for (int i = 0; i < 590; i++) {
        char text[NUM_INT_MAX];

        HOLDS(set_remove(&v, bytes_make(text, num_format_int(text, i))));
    }
    ck_assert_str_eq(encoding(&v), "hashtable");
    set_fit(&v);
    ck_assert_str_eq(encoding(&v), "intset");
    ck_assert_uint_eq(set_count(&v), 10);
    ck_assert(set_has(&v, BYTES_LIT("599")));
    value_free(&v);

    v = strings(129);
    set_fit(&v);
    ck_assert_str_eq(encoding(&v), "hashtable");
    ck_assert(set_remove(&v, BYTES_LIT("member:0")));
    set_fit(&v);
    ck_assert_str_eq(encoding(&v), "listpack");
    ck_assert_uint_eq(set_count(&v), 128);
    value_check(&v);
    value_free(&v);
}
END_TEST

START_TEST(a_pack_over_the_limits_becomes_a_table_when_it_has_to_fit)
{
    struct value ints = ints_from(0, 512), pack = strings(100);

    set_limits((struct limits){ 100, 100, 64 });
    set_fit(&pack);
    ck_assert_str_eq(encoding(&pack), "listpack");
    set_fit(&ints);
    ck_assert_str_eq(encoding(&ints), "hashtable");
    ck_assert_uint_eq(set_count(&ints), 512);
    set_limits((struct limits){ 100, 99, 64 });
    set_fit(&pack);
    ck_assert_str_eq(encoding(&pack), "hashtable");
    value_check(&pack);
    value_free(&ints);
    value_free(&pack);
}
END_TEST

/* ---- In memory that belongs to somebody else --------------------------------------------------------- */

START_TEST(a_borrowed_pack_is_changed_in_place_as_long_as_it_fits)
{
    struct value own = SET_OF("a", "b"), v = own;
    uint8_t room[64];

    memcpy(room, own.pack.ptr, lp_bytes(own.pack.ptr));
    v.pack = (struct pack){ .ptr = room, .cap = sizeof room, .borrowed = true };
    ck_assert(set_add(&v, BYTES_LIT("c")));
    ck_assert(set_remove(&v, BYTES_LIT("a")));
    ck_assert_ptr_eq(v.pack.ptr, room);
    for (int i = 0; i < 40; i++) {
        struct text t = text_printf("member:%lld", i);

        ck_assert(set_add(&v, text_bytes(&t)));
    }
    ck_assert_ptr_ne(v.pack.ptr, room);
    ck_assert_uint_eq(set_count(&v), 42);
    value_free(&v);
    value_free(&own);
}
END_TEST

START_TEST(a_borrowed_pack_may_be_converted)
{
    const char *to[] = { "listpack", "hashtable" };

    for (unsigned i = 0; i < 2; i++) {
        struct value own = ints_from(0, 10), v = own;
        uint8_t room[64];

        set_limits(i == 0 ? usual : (struct limits){ 512, 5, 64 });
        memcpy(room, own.pack.ptr, intset_bytes(own.pack.ptr));
        v.pack = (struct pack){ .ptr = room, .cap = sizeof room, .borrowed = true };
        ck_assert(set_add(&v, BYTES_LIT("a")));
        ck_assert_str_eq(encoding(&v), to[i]);
        ck_assert_uint_eq(set_count(&v), 11);
        value_check(&v);
        value_free(&v);
        value_free(&own);
    }
}
END_TEST

/* ---- Random members ---------------------------------------------------------------------------------- */

/* How often each of the members 0, 1, 2 ... (with or without "member:" before the number) was shown. */
struct tally {
    unsigned shown[2000];
    unsigned total;
};

static void tally_up(void *ctx, const struct item *member)
{
    struct tally *t = ctx;
    char scratch[NUM_INT_MAX];
    struct bytes text = item_text(member, scratch);
    int64_t n;

    if (bytes_starts(text, BYTES_LIT("member:")))
        text = bytes_from(text, strlen("member:"));
    HOLDS(num_parse_int(text, &n) && n >= 0 && n < 2000);
    t->shown[n]++;
    t->total++;
}

/* Sets in each encoding whose members are 0 to *count - 1. */
static struct value tally_set(unsigned kind, unsigned *count)
{
    *count = kind == 2 ? 1000 : 40;
    return kind == 0 ? ints_from(0, *count) : strings(*count);
}

/* With p the probability of a member to be shown in one round, the counts lie within 6 standard
 * deviations. */
static void check_fair(const struct tally *t, unsigned count, unsigned rounds, double p)
{
    double mean = rounds * p, variance = rounds * p * (1 - p);

    for (unsigned i = 0; i < count; i++) {
        double off = t->shown[i] - mean;

        HOLDS(off * off <= 36 * variance);
    }
}

START_TEST(picks_are_fair)
{
    enum { ROUNDS = 200 * 1000 };
    unsigned count;
    struct value v = tally_set((unsigned)_i, &count);
    struct tally one = { .total = 0 }, many = { .total = 0 };

    for (unsigned i = 0; i < ROUNDS; i++)
        set_random(&v, 1, &rng, tally_up, &one);
    set_random(&v, ROUNDS, &rng, tally_up, &many);
    ck_assert_uint_eq(one.total, ROUNDS);
    ck_assert_uint_eq(many.total, ROUNDS);
    check_fair(&one, count, ROUNDS, 1.0 / count);
    check_fair(&many, count, ROUNDS, 1.0 / count);
    value_free(&v);
}
END_TEST

/* Of one member, of a few (picked one by one from a table), and of most (picked in a walk). */
START_TEST(samples_are_fair_and_of_different_members)
{
    enum { ROUNDS = 2000 };
    static const unsigned tenths[] = { 0, 2, 7, 10 };
    unsigned count;
    struct value v = tally_set((unsigned)_i, &count);

    for (unsigned k = 0; k < 4; k++) {
        unsigned wanted = k == 0 ? 1 : count * tenths[k] / 10;
        struct tally sum = { .total = 0 };

        for (unsigned i = 0; i < ROUNDS; i++) {
            struct tally t = { .total = 0 };

            set_sample(&v, wanted, &rng, tally_up, &t);
            HOLDS(t.total == wanted);
            for (unsigned n = 0; n < count; n++) {
                HOLDS(t.shown[n] <= 1);
                sum.shown[n] += t.shown[n];
            }
        }
        check_fair(&sum, count, ROUNDS, (double)wanted / count);
    }
    set_sample(&v, 0, &rng, tally_up, NULL);
    value_free(&v);
}
END_TEST

START_TEST(pops_are_fair_and_remove_what_they_show)
{
    enum { ROUNDS = 1000 };
    struct tally sum = { .total = 0 };
    unsigned count;

    for (unsigned i = 0; i < ROUNDS; i++) {
        struct value v = tally_set((unsigned)_i, &count);
        struct tally t = { .total = 0 }, left = { .total = 0 };

        set_pop(&v, count / 4, &rng, tally_up, &t);
        HOLDS(t.total == count / 4);
        HOLDS(set_count(&v) == count - count / 4);
        set_each(&v, tally_up, &left);
        for (unsigned n = 0; n < count; n++) {
            HOLDS(t.shown[n] + left.shown[n] == 1);
            sum.shown[n] += t.shown[n];
        }
        value_free(&v);
    }
    check_fair(&sum, count, ROUNDS, 0.25);
}
END_TEST

START_TEST(all_members_can_be_popped)
{
    unsigned count;
    struct value v = tally_set((unsigned)_i, &count);
    struct tally t = { .total = 0 };

    set_pop(&v, count, &rng, tally_up, &t);
    ck_assert_uint_eq(t.total, count);
    ck_assert_uint_eq(set_count(&v), 0);
    value_free(&v);
}
END_TEST

/* ---- Walks and values -------------------------------------------------------------------------------- */

static bool stop_at_third(void *ctx, const struct value_elem *e)
{
    unsigned *seen = ctx;

    HOLDS(e->expire_at_ms == VALUE_NEVER);
    return ++*seen < 3;
}

static bool tally_elem(void *ctx, const struct value_elem *e)
{
    tally_up(ctx, &e->item);
    return true;
}

START_TEST(a_walk_ends_when_the_visitor_says_so)
{
    unsigned count, seen = 0;
    struct value v = tally_set((unsigned)_i, &count);

    value_each(&v, stop_at_third, &seen);
    ck_assert_uint_eq(seen, 3);
    value_free(&v);
}
END_TEST

/* Members that are there from the first call to the last are shown exactly once. */
START_TEST(a_scan_shows_all_members)
{
    unsigned count, calls = 0;
    struct value v = tally_set((unsigned)_i, &count);
    struct tally t = { .total = 0 };
    uint64_t cursor = 0;

    do {
        struct text in = text_printf("member:%lld", 1000 + calls % 1000);

        cursor = set_scan(&v, cursor, tally_elem, &t);
        if (_i == 2)
            set_add(&v, text_bytes(&in));
        calls++;
    } while (cursor != 0);
    ck_assert_uint_eq(calls > 1, _i == 2);
    for (unsigned n = 0; n < count; n++)
        HOLDS(t.shown[n] == 1);
    /* Any number is a cursor. */
    set_scan(&v, UINT64_MAX, tally_elem, &t);
    set_scan(&v, 12345, tally_elem, &t);
    value_free(&v);
}
END_TEST

START_TEST(a_copy_is_independent)
{
    unsigned count;
    struct value v = tally_set((unsigned)_i, &count), copy = value_dup(&v);

    ck_assert_str_eq(encoding(&v), encoding(&copy));
    ck_assert_uint_eq(set_count(&copy), count);
    set_pop(&v, count, &rng, tally_up, &(struct tally){ .total = 0 });
    value_free(&v);
    ck_assert_uint_eq(set_count(&copy), count);
    value_check(&copy);
    value_free(&copy);
}
END_TEST

START_TEST(the_memory_of_a_set_is_known)
{
    size_t before = mem_used();
    struct value v = strings(10 * 1000);
    size_t used = mem_used() - before, said = value_mem(&v, 1000);

    /* An estimate from a few members; these are all about as long. */
    ck_assert_uint_ge(said, used - used / 20);
    ck_assert_uint_le(said, used + used / 20);
    ck_assert_uint_eq(value_effort(&v), 10 * 1000);
    ck_assert(value_next_expiry(&v) == VALUE_NEVER);
    value_free(&v);
    v = SET_OF("1");
    ck_assert_uint_eq(value_effort(&v), 1);
    value_free(&v);
}
END_TEST

#ifndef KV_SANITIZE
START_TEST(a_million_members_of_15_bytes_take_at_most_34_each)
{
    enum { COUNT = 1000 * 1000 };
    size_t before = mem_used();
    struct value v = value_empty(OBJ_SET);

    for (unsigned i = 0; i < COUNT; i++) {
        struct text t = text_printf("m%014lld", i);

        set_add(&v, text_bytes(&t));
    }
    ck_assert_uint_le(mem_used() - before, (size_t)34 * COUNT);
    value_free(&v);
}
END_TEST
#endif

/* ---- Against a model ------------------------------------------------------------------------------- */

/* The sanitizer builds are slow, yet they shall do a million operations: three profiles do as many. */
enum { MODEL_OPS = 350 * 1000, IDS = 1500 };

/* Members are numbers up to `ids`; each adds and removes at a rate that moves the count up and down past
 * the limits. */
struct profile {
    struct limits limits;
    unsigned ids;
    unsigned strings_in_ten; /* the rest are integers */
};

static const struct profile profiles[] = {
    { { 512, 128, 64 }, IDS, 1 },
    { { 12, 8, 20 }, 40, 5 },
    { { 20, 30, 300 }, 90, 3 },
};

struct model {
    const struct profile *profile;
    bool present[IDS];
    struct text texts[IDS];
    size_t count;
    struct value v;
};

static struct model m;

static bool is_int(unsigned id)
{
    int64_t n;

    return num_parse_int(text_bytes(&m.texts[id]), &n);
}

/* The encoding after one more member, from the rules and nothing else. */
static enum obj_encoding expected_encoding(enum obj_encoding now)
{
    const struct limits *l = &m.profile->limits;
    bool ints = true, fits = m.count <= (size_t)l->listpack_entries;

    for (unsigned id = 0; id < m.profile->ids; id++) {
        if (!m.present[id])
            continue;
        ints &= is_int(id);
        fits &= m.texts[id].len <= (size_t)l->listpack_value;
    }
    if (now == ENC_INTSET && ints && m.count <= (size_t)l->intset_entries)
        return ENC_INTSET;
    return now != ENC_TABLE && fits ? ENC_LISTPACK : ENC_TABLE;
}

static unsigned id_of(const struct item *member)
{
    char scratch[NUM_INT_MAX];
    struct bytes text = item_text(member, scratch);

    for (unsigned id = 0; id < m.profile->ids; id++)
        if (bytes_eq(text, text_bytes(&m.texts[id])))
            return id;
    ck_abort_msg("a member that was never added");
}

static void model_popped(void *ctx, const struct item *member)
{
    unsigned id = id_of(member);

    (void)ctx;
    HOLDS(m.present[id]);
    m.present[id] = false;
    m.count--;
}

static void model_shown(void *ctx, const struct item *member)
{
    (void)ctx;
    HOLDS(m.present[id_of(member)]);
}

static void model_add(unsigned id)
{
    bool was = m.present[id];
    enum obj_encoding now = m.v.encoding;

    HOLDS(set_add(&m.v, text_bytes(&m.texts[id])) == !was);
    if (was) {
        HOLDS(m.v.encoding == now);
        return;
    }
    m.present[id] = true;
    m.count++;
    /* The rules look at all members: not each time. */
    if (m.v.encoding != now || m.count < 50)
        HOLDS(m.v.encoding == expected_encoding(now));
}

static void model_remove(unsigned id)
{
    HOLDS(set_remove(&m.v, text_bytes(&m.texts[id])) == m.present[id]);
    m.count -= m.present[id];
    m.present[id] = false;
}

static void model_check(void)
{
    struct item items[SET_WALK_MAX];
    struct set_walk w;
    size_t seen = 0;
    unsigned n;

    HOLDS(set_count(&m.v) == m.count);
    value_check(&m.v);
    set_walk_init(&w, &m.v);
    while ((n = set_walk_next(&w, items)) > 0)
        seen += n;
    set_walk_fini(&w);
    HOLDS(seen == m.count);
    for (unsigned id = 0; id < m.profile->ids; id++)
        HOLDS(set_has(&m.v, text_bytes(&m.texts[id])) == m.present[id]);
}

/* Starts over, from time to time, since no set finds its way back to the small encodings. */
static void model_renew(void)
{
    struct value copy = value_dup(&m.v);

    value_free(&m.v);
    m.v = copy;
    if (rng_below(&rng, 2) == 0) {
        set_fit(&m.v);
        return;
    }
    set_pop(&m.v, m.count, &rng, model_popped, NULL);
    HOLDS(m.count == 0);
    value_free(&m.v);
    m.v = value_empty(OBJ_SET);
}

static void model_step(bool growing)
{
    unsigned id = (unsigned)rng_below(&rng, m.profile->ids), what = (unsigned)rng_below(&rng, 100);

    if (what < 80) {
        if ((what < 60) == growing)
            model_add(id);
        else
            model_remove(id);
    } else if (what < 90) {
        HOLDS(set_has(&m.v, text_bytes(&m.texts[id])) == m.present[id]);
    } else if (m.count > 0) {
        size_t some = rng_below(&rng, 4) % (m.count + 1);

        if (what < 93)
            set_pop(&m.v, some, &rng, model_popped, NULL);
        else if (what < 96)
            set_sample(&m.v, some, &rng, model_shown, NULL);
        else
            set_random(&m.v, some, &rng, model_shown, NULL);
    }
}

START_TEST(any_sequence_of_operations_agrees_with_a_model)
{
    unsigned next_string = 0, next_int = 0;

    m = (struct model){ .profile = &profiles[_i] };
    set_limits(m.profile->limits);
    for (unsigned id = 0; id < m.profile->ids; id++)
        m.texts[id] =
            id % 10 < m.profile->strings_in_ten ? string_text(next_string++) : int_text(next_int++);
    m.v = value_empty(OBJ_SET);
    for (unsigned i = 0; i < MODEL_OPS; i++) {
        model_step(i / 3000 % 2 == 0);
        if (i % 1000 == 0)
            model_check();
        if (rng_below(&rng, 500) == 0)
            model_renew();
    }
    model_check();
    value_free(&m.v);
}
END_TEST

int main(void)
{
    Suite *s = suite_create("set");
    TCase *members = tcase_create("members"), *encodings = tcase_create("encodings");
    TCase *borrowed = tcase_create("borrowed"), *picks = tcase_create("random");
    TCase *values = tcase_create("values"), *model = tcase_create("model");
    SRunner *sr = srunner_create(s);
    int failed;

    clock_init();
    mem_thread_start();
    tcase_add_checked_fixture(members, setup, teardown);
    tcase_add_test(members, a_member_is_added_once);
    tcase_add_test(members, texts_that_only_look_like_an_integer_are_other_members);
    tcase_add_test(members, members_of_every_length_are_held);
    tcase_add_test(members, one_member_can_be_looked_up_in_several_sets);
    suite_add_tcase(s, members);

    tcase_add_checked_fixture(encodings, setup, teardown);
    tcase_add_test(encodings, integers_make_an_intset_up_to_the_limit);
    tcase_add_test(encodings, short_strings_make_a_listpack_up_to_the_limit);
    tcase_add_test(encodings, a_long_member_makes_a_table);
    tcase_add_test(encodings, a_string_turns_an_intset_into_what_fits);
    tcase_add_test(encodings, the_digits_of_an_integer_count_against_the_longest_value);
    tcase_add_test(encodings, limits_of_zero_leave_only_the_table);
    tcase_add_test(encodings, a_pack_never_becomes_very_long_whatever_the_limits);
    tcase_add_test(encodings, removals_keep_the_encoding_until_it_is_asked_to_fit);
    tcase_add_test(encodings, a_pack_over_the_limits_becomes_a_table_when_it_has_to_fit);
    suite_add_tcase(s, encodings);

    tcase_add_checked_fixture(borrowed, setup, teardown);
    tcase_add_test(borrowed, a_borrowed_pack_is_changed_in_place_as_long_as_it_fits);
    tcase_add_test(borrowed, a_borrowed_pack_may_be_converted);
    suite_add_tcase(s, borrowed);

    tcase_set_timeout(picks, 60);
    tcase_add_checked_fixture(picks, setup, teardown);
    tcase_add_loop_test(picks, picks_are_fair, 0, 3);
    tcase_add_loop_test(picks, samples_are_fair_and_of_different_members, 0, 3);
    tcase_add_loop_test(picks, pops_are_fair_and_remove_what_they_show, 0, 3);
    tcase_add_loop_test(picks, all_members_can_be_popped, 0, 3);
    suite_add_tcase(s, picks);

    tcase_set_timeout(values, 60);
    tcase_add_checked_fixture(values, setup, teardown);
    tcase_add_loop_test(values, a_walk_ends_when_the_visitor_says_so, 0, 3);
    tcase_add_loop_test(values, a_scan_shows_all_members, 0, 3);
    tcase_add_loop_test(values, a_copy_is_independent, 0, 3);
    tcase_add_test(values, the_memory_of_a_set_is_known);
#ifndef KV_SANITIZE
    tcase_add_test(values, a_million_members_of_15_bytes_take_at_most_34_each);
#endif
    suite_add_tcase(s, values);

    tcase_set_timeout(model, 300);
    tcase_add_checked_fixture(model, setup, teardown);
    tcase_add_loop_test(model, any_sequence_of_operations_agrees_with_a_model, 0, 3);
    suite_add_tcase(s, model);

    srunner_run_all(sr, CK_ENV);
    failed = srunner_ntests_failed(sr);
    srunner_free(sr);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
