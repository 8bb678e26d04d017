#include "obj/list.h"

#include "list_model.h"

enum { MODEL_OPS = 1000 * 1000, INLINE_MAX = 200 };

static struct option_set *options;

static void configure(const char *name, int64_t value)
{
    char digits[NUM_INT_MAX];
    struct bytes word = bytes_make(digits, num_format_int(digits, value));
    const char *why;

    HOLDS(option_set_words(options, option_find(options, bytes_str(name)), &word, 1, &why));
}

/* list-max-listpack-size and list-compress-depth. */
static void limits(int64_t size, int64_t depth)
{
    configure("list-max-listpack-size", size);
    configure("list-compress-depth", depth);
}

static void setup(void)
{
    options = option_set_new();
    option_set_add(options, list_options);
    texts_init();
}

static void teardown(void)
{
    option_set_free(options);
    texts_fini();
}

static void push(struct value *v, enum list_end end, const char *text)
{
    struct item it = item_of_bytes(bytes_str(text));

    list_push(v, end, &it);
}

static void drop(struct value *v, enum list_end end, size_t count)
{
    struct value rest;

    if (list_drop(v, end, count, &rest))
        value_free(&rest);
}

struct line {
    char text[500];
    size_t len;
};

static bool add_word(void *ctx, const struct value_elem *e)
{
    struct line *l = ctx;
    char digits[NUM_INT_MAX];
    struct bytes text = item_text(&e->item, digits);

    l->len += (size_t)snprintf(l->text + l->len, sizeof l->text - l->len, "%s%.*s",
                               l->len ? " " : "", BYTES_ARG(text));
    return l->len < 100;
}

/* The elements, joined by blanks. */
static const char *words(const struct value *v)
{
    static struct line l;

    l = (struct line){ { 0 }, 0 };
    value_each(v, add_word, &l);
    return l.text;
}

static size_t remove_all(struct value *v, enum list_end from, struct bytes text, size_t max)
{
    struct chunklist_removal r = { .from = from, .max = max };
    struct lp_needle n = lp_needle(text);

    while (list_remove_some(v, &r, &n))
        ;
    return r.removed;
}

START_TEST(a_short_list_is_a_listpack)
{
    struct value v = value_empty(OBJ_LIST);
    struct item it = item_of_bytes(bytes_str("x"));

    ck_assert_uint_eq(value_count(&v), 0);
    ck_assert_str_eq(words(&v), "");
    push(&v, LIST_TAIL, "b");
    push(&v, LIST_HEAD, "a");
    push(&v, LIST_TAIL, "42");
    list_insert(&v, 2, &it);
    list_insert(&v, 4, &it);
    list_set(&v, 0, &it);
    value_check(&v);
    ck_assert_str_eq(words(&v), "x b x 42 x");
    ck_assert_str_eq(value_encoding_name(&v), "listpack");
    ck_assert_uint_eq(remove_all(&v, LIST_TAIL, bytes_str("x"), 2), 2);
    ck_assert_str_eq(words(&v), "x b 42");
    drop(&v, LIST_TAIL, 1);
    drop(&v, LIST_HEAD, 1);
    ck_assert_str_eq(words(&v), "b");
    value_free(&v);
}
END_TEST

START_TEST(indexes_may_count_from_the_end)
{
    struct value v = value_empty(OBJ_LIST);

    push(&v, LIST_TAIL, "a");
    push(&v, LIST_TAIL, "b");
    ck_assert_int_eq(list_index(&v, 1), 1);
    ck_assert_int_eq(list_index(&v, 2), -1);
    ck_assert_int_eq(list_index(&v, -1), 1);
    ck_assert_int_eq(list_index(&v, -2), 0);
    ck_assert_int_eq(list_index(&v, -3), -1);
    ck_assert_int_eq(list_index(&v, INT64_MIN), -1);
    ck_assert_int_eq(list_index(&v, INT64_MAX), -1);
    value_free(&v);
}
END_TEST

START_TEST(a_long_list_is_chunked_and_goes_back_at_half_the_limit)
{
    struct value v = value_empty(OBJ_LIST);

    limits(4, 0);
    for (int i = 0; i < 4; i++)
        push(&v, LIST_TAIL, "a");
    ck_assert_str_eq(value_encoding_name(&v), "listpack");
    push(&v, LIST_HEAD, "b");
    ck_assert_str_eq(value_encoding_name(&v), "quicklist");
    value_check(&v);
    drop(&v, LIST_HEAD, 2);
    ck_assert_str_eq(value_encoding_name(&v), "quicklist");
    drop(&v, LIST_HEAD, 1);
    ck_assert_str_eq(value_encoding_name(&v), "listpack");
    ck_assert_str_eq(words(&v), "a a");
    value_free(&v);
}
END_TEST

/* A list that is loaded takes over the nodes that make good chunks. */
START_TEST(nodes_become_chunks)
{
    struct value v = value_empty(OBJ_LIST);
    struct pack node = { 0 };

    lp_init(&node);
    for (int i = 0; i < 400; i++)
        lp_append(&node, bytes_str("ten bytes!"));
    ck_assert(!list_push_node(&v, bytes_make(node.ptr, lp_bytes(node.ptr)), 400));
    ck_assert_uint_eq(list_count(&v), 0);
    push(&v, LIST_TAIL, "first");
    for (int i = 0; i < 400; i++)
        push(&v, LIST_TAIL, "ten bytes!");
    ck_assert_str_eq(value_encoding_name(&v), "listpack");
    ck_assert(list_push_node(&v, bytes_make(node.ptr, lp_bytes(node.ptr)), 400));
    ck_assert_str_eq(value_encoding_name(&v), "quicklist");
    ck_assert(list_push_node(&v, bytes_make(node.ptr, lp_bytes(node.ptr)), 400));
    ck_assert_uint_eq(chunklist_chunks(list_chunks(&v)), 3);
    ck_assert_uint_eq(list_count(&v), 1201);
    lp_delete(&node, lp_first(node.ptr), 390);
    ck_assert(!list_push_node(&v, bytes_make(node.ptr, lp_bytes(node.ptr)), 10));
    ck_assert_uint_eq(list_count(&v), 1201);
    push(&v, LIST_TAIL, "last");
    value_check(&v);
    ck_assert_int_eq(list_index(&v, -1), 1201);
    pack_fini(&node);
    value_free(&v);
}
END_TEST

START_TEST(a_listpack_may_be_as_long_as_the_directive_says)
{
    ck_assert(list_fits_pack(100000, 8192));
    ck_assert(!list_fits_pack(1, 8193));
    limits(-1, 0);
    ck_assert(list_fits_pack(1, 4096));
    ck_assert(!list_fits_pack(1, 4097));
    limits(-9, 0);
    ck_assert(list_fits_pack(1, 65536));
    ck_assert(!list_fits_pack(1, 65537));
    limits(3, 0);
    ck_assert(list_fits_pack(3, 8192));
    ck_assert(!list_fits_pack(4, 100));
    ck_assert(!list_fits_pack(3, 8193));
}
END_TEST

START_TEST(a_big_element_alone_makes_a_list_chunked)
{
    struct value v = value_empty(OBJ_LIST);
    struct item big = text_item(TEXTS - 1), small = item_of_bytes(bytes_str("s"));

    push(&v, LIST_TAIL, "a");
    list_set(&v, 0, &big);
    ck_assert_str_eq(value_encoding_name(&v), "quicklist");
    value_check(&v);
    list_set(&v, 0, &small);
    ck_assert_str_eq(words(&v), "s");
    value_free(&v);
}
END_TEST

/* The memory of a small pack belongs to the entry of its key. */
START_TEST(a_borrowed_pack_is_left_alone)
{
    struct value own = value_empty(OBJ_LIST), v;
    uint8_t room[64], before[64];
    size_t bytes;

    limits(4, 0);
    push(&own, LIST_TAIL, "abc");
    bytes = lp_bytes(own.pack.ptr);
    memcpy(room, own.pack.ptr, bytes);
    memcpy(before, room, bytes);
    v = own;
    v.pack = (struct pack){ .ptr = room, .cap = bytes, .borrowed = true };
    for (int i = 0; i < 10; i++)
        push(&v, LIST_HEAD, "def");
    ck_assert_int_eq(memcmp(before, room, bytes), 0);
    ck_assert_uint_eq(list_count(&v), 11);
    value_check(&v);
    value_free(&v);
    value_free(&own);
}
END_TEST

START_TEST(a_chunked_list_keeps_the_limits_it_began_with)
{
    struct value v = value_empty(OBJ_LIST);

    limits(2, 0);
    for (int i = 0; i < 20; i++)
        push(&v, LIST_TAIL, "a");
    limits(-2, 1);
    for (int i = 0; i < 20; i++)
        push(&v, LIST_TAIL, "b");
    value_check(&v);
    ck_assert_uint_ge(value_effort(&v), 20);
    ck_assert_int_eq(list_pack_size(list_chunks(&v)), 2);

    /* And a listpack that is beyond them is cut up when it next grows. */
    drop(&v, LIST_HEAD, 40);
    value_free(&v);
    v = value_empty(OBJ_LIST);
    for (int i = 0; i < 20; i++)
        push(&v, LIST_TAIL, "a");
    limits(3, 1);
    push(&v, LIST_TAIL, "b");
    value_check(&v);
    ck_assert_uint_ge(value_effort(&v), 7);
    value_free(&v);
}
END_TEST

START_TEST(chunks_tell_the_directive_they_are_held_by)
{
    struct value v = value_empty(OBJ_LIST);

    push(&v, LIST_TAIL, "a");
    ck_assert_ptr_null(list_chunks(&v));
    value_free(&v);
    for (int size = -6; size <= 3; size++) {
        static const uint8_t big[70000];
        struct item it = item_of_bytes(bytes_make(big, sizeof big));

        limits(size, 0);
        v = value_empty(OBJ_LIST);
        list_push(&v, LIST_TAIL, &it);
        ck_assert_int_eq(list_pack_size(list_chunks(&v)), size < -5 ? -5 : size == 0 ? 1 : size);
        value_free(&v);
    }
}
END_TEST

START_TEST(a_copy_is_independent)
{
    struct value v = value_empty(OBJ_LIST), copy;

    limits(2, 0);
    for (int i = 0; i < 6; i++)
        push(&v, LIST_TAIL, i % 2 ? "b" : "a");
    copy = value_dup(&v);
    drop(&v, LIST_HEAD, 3);
    ck_assert_str_eq(words(&copy), "a b a b a b");
    ck_assert_str_eq(words(&v), "b a b");
    ck_assert_uint_gt(value_mem(&copy, 1000), 100);
    value_check(&copy);
    value_free(&copy);
    value_free(&v);
}
END_TEST

/* ---- Against the model --------------------------------------------------------------------------- */

/* What the store does between two commands: a small pack lies inside an entry, with no room to spare
 * or little. */
struct home {
    uint8_t room[INLINE_MAX + 16];
};

static void put_home(struct value *v, struct home *h, struct rng *rng)
{
    size_t bytes;

    if (!value_is_pack(v))
        return;
    bytes = lp_bytes(v->pack.ptr);
    if (bytes > INLINE_MAX)
        return;
    memmove(h->room, v->pack.ptr, bytes);
    pack_fini(&v->pack);
    v->pack = (struct pack){ h->room, bytes + rng_below(rng, 16), true };
}

static void compare(const struct value *v, const struct model *m, bool back)
{
    struct list_iter it;
    size_t i;

    HOLDS(list_count(v) == m->count);
    if (m->count == 0)
        return;
    list_iter_init(&it, v, back ? m->count - 1 : 0, back);
    for (i = 0; list_iter_more(&it); i++) {
        struct item item = list_iter_take(&it);

        HOLDS(is_text(&item, m->ids[back ? m->count - 1 - i : i]));
    }
    HOLDS(i == m->count);
    list_iter_fini(&it);
}

static void compare_dup(const struct value *v, const struct model *m)
{
    struct value copy = value_dup(v);

    value_check(&copy);
    compare(&copy, m, false);
    HOLDS(value_mem(&copy, 1000) > 0);
    value_free(&copy);
}

static void add_one(struct value *v, struct model *m, struct rng *rng)
{
    unsigned id = any_text(rng, 300);
    size_t at = rng_below(rng, m->count + 1);
    struct item it = text_item(id);

    switch (rng_below(rng, 3)) {
    case 0:
        at = 0;
        list_push(v, LIST_HEAD, &it);
        break;
    case 1:
        at = m->count;
        list_push(v, LIST_TAIL, &it);
        break;
    default:
        list_insert(v, at, &it);
        break;
    }
    model_insert(m, at, id);
}

static void take_some(struct value *v, struct model *m, struct rng *rng)
{
    size_t count = size_min(rng_below(rng, 50) == 0 ? rng_below(rng, 300) : 1, m->count);
    bool tail = rng_below(rng, 2);

    drop(v, tail ? LIST_TAIL : LIST_HEAD, count);
    model_delete(m, tail ? m->count - count : 0, count);
}

static void remove_equal(struct value *v, struct model *m, struct rng *rng)
{
    unsigned id = any_text(rng, 4);
    size_t max = rng_below(rng, 4) ? 1 + rng_below(rng, 3) : SIZE_MAX;
    bool tail = rng_below(rng, 2);

    HOLDS(remove_all(v, tail ? LIST_TAIL : LIST_HEAD, texts[id], max) ==
          model_remove(m, tail, id, max));
}

static void set_one(struct value *v, struct model *m, struct rng *rng)
{
    unsigned id = any_text(rng, 300);
    size_t at = rng_below(rng, m->count);
    struct item it = text_item(id);

    list_set(v, at, &it);
    m->ids[at] = id;
}

static int64_t find_next(struct list_iter *it, const struct lp_needle *n, int64_t end)
{
    enum list_found found;
    int64_t index = -1;

    do
        found = list_iter_find(it, n, end, &index);
    while (found == LIST_MORE);
    return found == LIST_FOUND ? index : -1;
}

/* All matches, from some element on. */
static void find_all(const struct value *v, const struct model *m, struct rng *rng)
{
    unsigned id = any_text(rng, 4);
    struct lp_needle n = lp_needle(texts[id]);
    size_t from = rng_below(rng, m->count);
    bool back = rng_below(rng, 2);
    int64_t end = (int64_t)rng_below(rng, m->count + 1) - back, expected = (int64_t)from - 1, found;
    struct list_iter it;

    if (back)
        expected = (int64_t)from + 1;
    list_iter_init(&it, v, from, back);
    do {
        found = find_next(&it, &n, end);
        expected = model_find(m, expected + (back ? -1 : 1), end, back, id);
        HOLDS(found == expected);
    } while (found >= 0);
    list_iter_fini(&it);
}

static void any_operation(struct value *v, struct model *m, struct rng *rng, size_t goal)
{
    unsigned kind = (unsigned)rng_below(rng, 20);

    if (kind < 14 && m->count < goal)
        add_one(v, m, rng);
    else if (kind < 14)
        take_some(v, m, rng);
    else if (kind < 15)
        remove_equal(v, m, rng);
    else if (kind < 18 && m->count > 0)
        set_one(v, m, rng);
    else if (m->count > 0)
        find_all(v, m, rng);
}

static const int64_t sizes[] = { -2, -1, -5, 0, 1, 2, 5, 40, INT32_MIN, INT32_MAX };
enum { CASES = sizeof sizes / sizeof *sizes };

/* Around the size at which the encoding changes, and far beyond. */
START_TEST(random_operations_agree_with_a_model)
{
    struct model *m = mem_zalloc(sizeof *m);
    struct value v = value_empty(OBJ_LIST);
    size_t goal = 100;
    struct home home;
    struct rng rng;

    rng_seed(&rng, (uint64_t)_i);
    for (unsigned op = 0; op < MODEL_OPS / CASES; op++) {
        if (op % 500 == 0) {
            limits(sizes[_i], (int64_t)rng_below(&rng, 4));
            goal = rng_below(&rng, rng_below(&rng, 3) ? 20 : 1000);
        }
        if (m->count == 0) { /* the key would be gone */
            value_free(&v);
            v = value_empty(OBJ_LIST);
        }
        any_operation(&v, m, &rng, goal);
        put_home(&v, &home, &rng);
        if (op % 16 == 0)
            value_check(&v);
        if (op % 64 == 0)
            compare(&v, m, op % 128 == 0);
        if (op % 1024 == 0)
            compare_dup(&v, m);
    }
    value_check(&v);
    compare(&v, m, false);
    value_free(&v);
    mem_free(m);
}
END_TEST

int main(void)
{
    Suite *s = suite_create("list");
    TCase *basic = tcase_create("basic"), *model = tcase_create("model");
    SRunner *sr = srunner_create(s);
    int failed;

    mem_thread_start();
    tcase_add_checked_fixture(basic, setup, teardown);
    tcase_add_test(basic, a_short_list_is_a_listpack);
    tcase_add_test(basic, indexes_may_count_from_the_end);
    tcase_add_test(basic, a_long_list_is_chunked_and_goes_back_at_half_the_limit);
    tcase_add_test(basic, nodes_become_chunks);
    tcase_add_test(basic, a_listpack_may_be_as_long_as_the_directive_says);
    tcase_add_test(basic, a_big_element_alone_makes_a_list_chunked);
    tcase_add_test(basic, a_borrowed_pack_is_left_alone);
    tcase_add_test(basic, a_chunked_list_keeps_the_limits_it_began_with);
    tcase_add_test(basic, chunks_tell_the_directive_they_are_held_by);
    tcase_add_test(basic, a_copy_is_independent);
    suite_add_tcase(s, basic);

    tcase_set_timeout(model, 300);
    tcase_add_checked_fixture(model, setup, teardown);
    tcase_add_loop_test(model, random_operations_agree_with_a_model, 0, CASES);
    suite_add_tcase(s, model);

    srunner_run_all(sr, CK_ENV);
    failed = srunner_ntests_failed(sr);
    srunner_free(sr);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
