#include "ds/chunklist.h"

#include "list_model.h"

enum { MODEL_OPS = 1000 * 1000, CASES = 16 };

static const struct chunklist_limits by_bytes = { 8192, UINT32_MAX, 0 };

static void push(struct chunklist *l, enum list_end end, const char *text)
{
    struct item it = item_of_bytes(bytes_str(text));

    chunklist_push(l, end, &it);
}

/* Pushes the numbers from 0 on at the tail. */
static struct chunklist *list_of_numbers(struct chunklist_limits limits, int64_t count)
{
    struct chunklist *l = chunklist_new(limits);

    for (int64_t i = 0; i < count; i++) {
        struct item it = item_of_int(i);

        chunklist_push(l, LIST_TAIL, &it);
    }
    return l;
}

/* The elements from index on, joined by blanks. */
static const char *walk(const struct chunklist *l, size_t index, bool back)
{
    static char out[1000];
    struct chunklist_iter it;
    size_t len = 0;

    chunklist_iter_init(&it, l, index, back);
    while (chunklist_iter_more(&it)) {
        struct item item = chunklist_iter_take(&it);
        char digits[NUM_INT_MAX];
        struct bytes text = item_text(&item, digits);

        len += (size_t)snprintf(out + len, sizeof out - len, "%s%.*s", len ? " " : "",
                                BYTES_ARG(text));
    }
    chunklist_iter_fini(&it);
    return out;
}

static int64_t find(const struct chunklist *l, size_t index, bool back, const char *text,
                    int64_t end)
{
    struct lp_needle n = lp_needle(bytes_str(text));
    struct chunklist_iter it;
    int64_t found;

    chunklist_iter_init(&it, l, index, back);
    found = chunklist_iter_find(&it, &n, end, SIZE_MAX) == LIST_FOUND ? it.index : -1;
    chunklist_iter_fini(&it);
    return found;
}

/* Deletes equal elements, an effort at a time. */
static size_t remove_all(struct chunklist *l, enum list_end from, const struct lp_needle *n,
                         size_t max, size_t effort)
{
    struct chunklist_removal r = { .from = from, .max = max };

    while (chunklist_remove_some(l, &r, n, effort))
        ;
    return r.removed;
}

START_TEST(elements_come_back_in_order)
{
    struct chunklist_limits two = { 4096, 2, 0 };
    struct chunklist *l = chunklist_new(two);

    chunklist_check(l);
    push(l, LIST_TAIL, "c");
    push(l, LIST_TAIL, "d");
    push(l, LIST_HEAD, "b");
    push(l, LIST_HEAD, "12");
    push(l, LIST_TAIL, "e");
    chunklist_check(l);
    ck_assert_uint_eq(chunklist_count(l), 5);
    ck_assert_uint_eq(chunklist_chunks(l), 3);
    ck_assert_str_eq(walk(l, 0, false), "12 b c d e");
    ck_assert_str_eq(walk(l, 4, true), "e d c b 12");
    ck_assert_str_eq(walk(l, 3, false), "d e");
    ck_assert_str_eq(walk(l, 1, true), "b 12");
    chunklist_free(l);
    chunklist_free(NULL);
}
END_TEST

START_TEST(an_element_too_big_for_a_chunk_is_held_alone)
{
    struct chunklist_limits lim = { 4096, UINT32_MAX, 1 };
    struct chunklist *l = chunklist_new(lim);
    struct item big = text_item(TEXTS - 1);
    struct chunklist_iter it;
    struct item got;

    push(l, LIST_TAIL, "a");
    push(l, LIST_TAIL, "b");
    chunklist_insert(l, 1, &big);
    chunklist_check(l);
    ck_assert_uint_eq(chunklist_chunks(l), 3);
    chunklist_iter_init(&it, l, 1, false);
    ck_assert(chunklist_iter_more(&it));
    got = chunklist_iter_take(&it);
    ck_assert(is_text(&got, TEXTS - 1));
    ck_assert(chunklist_iter_more(&it));
    got = chunklist_iter_take(&it);
    ck_assert(!chunklist_iter_more(&it));
    chunklist_iter_fini(&it);

    big = item_of_bytes(bytes_str("small"));
    chunklist_replace(l, 1, &big);
    chunklist_check(l);
    ck_assert_str_eq(walk(l, 0, false), "a small b");
    chunklist_free(l);
}
END_TEST

START_TEST(from_which_size_an_element_is_held_alone_can_be_set)
{
    struct chunklist *l = chunklist_new(by_bytes);
    struct item it = item_of_bytes(bytes_str("12345"));

    push(l, LIST_TAIL, "a");
    push(l, LIST_TAIL, "before");
    chunklist_set_plain_from(5);
    push(l, LIST_TAIL, "12345");
    push(l, LIST_TAIL, "1234");
    chunklist_check(l);
    ck_assert_uint_eq(chunklist_chunks(l), 3);
    ck_assert(!chunklist_chunk(l, 0).plain);
    ck_assert(chunklist_chunk(l, 1).plain);
    ck_assert_uint_eq(chunklist_chunk(l, 1).bytes, 5);
    ck_assert_uint_eq(chunklist_chunk(l, 2).count, 1);
    chunklist_replace(l, 0, &it);
    chunklist_insert(l, 1, &it);
    chunklist_check(l);
    ck_assert_str_eq(walk(l, 0, false), "12345 12345 before 12345 1234");
    ck_assert_uint_eq(chunklist_chunks(l), 5);
    chunklist_set_plain_from(0);
    chunklist_replace(l, 1, &it);
    push(l, LIST_TAIL, "12345");
    chunklist_check(l);
    ck_assert_str_eq(walk(l, 0, false), "12345 12345 before 12345 1234 12345");
    ck_assert_uint_eq(chunklist_chunks(l), 4);
    chunklist_free(l);
}
END_TEST

START_TEST(inserting_splits_and_deleting_joins)
{
    struct chunklist_limits four = { 4096, 4, 0 };
    struct chunklist *l = list_of_numbers(four, 8);
    struct item x = item_of_bytes(bytes_str("x"));
    struct lp_needle n = lp_needle(bytes_str("x"));

    ck_assert_uint_eq(chunklist_chunks(l), 2);
    chunklist_insert(l, 2, &x); /* in a full chunk */
    ck_assert_uint_eq(chunklist_chunks(l), 3);
    chunklist_insert(l, 5, &x); /* between two, of which the left one has room */
    ck_assert_uint_eq(chunklist_chunks(l), 3);
    ck_assert_str_eq(walk(l, 0, false), "0 1 x 2 3 x 4 5 6 7");
    chunklist_check(l);

    ck_assert_uint_eq(remove_all(l, LIST_TAIL, &n, 1, SIZE_MAX), 1);
    ck_assert_str_eq(walk(l, 0, false), "0 1 x 2 3 4 5 6 7");
    for (int i = 0; i < 3; i++)
        push(l, LIST_HEAD, "x");
    ck_assert_uint_eq(remove_all(l, LIST_HEAD, &n, 100, SIZE_MAX), 4);
    ck_assert_str_eq(walk(l, 0, false), "0 1 2 3 4 5 6 7");
    n = lp_needle(bytes_str("2"));
    remove_all(l, LIST_HEAD, &n, 1, SIZE_MAX);
    n = lp_needle(bytes_str("1"));
    remove_all(l, LIST_HEAD, &n, 1, SIZE_MAX);
    ck_assert_uint_eq(chunklist_chunks(l), 2); /* 0 and 3 share one */
    chunklist_check(l);
    chunklist_free(l);
}
END_TEST

START_TEST(finding_goes_both_ways)
{
    struct chunklist_limits three = { 4096, 3, 1 };
    struct chunklist *l = list_of_numbers(three, 10);

    push(l, LIST_TAIL, "5");
    ck_assert_int_eq(find(l, 0, false, "5", 11), 5);
    ck_assert_int_eq(find(l, 5, false, "5", 11), 5);
    ck_assert_int_eq(find(l, 6, false, "5", 11), 10);
    ck_assert_int_eq(find(l, 0, false, "5", 5), -1);
    ck_assert_int_eq(find(l, 10, true, "5", -1), 10);
    ck_assert_int_eq(find(l, 9, true, "5", -1), 5);
    ck_assert_int_eq(find(l, 9, true, "5", 5), -1);
    ck_assert_int_eq(find(l, 4, true, "5", -1), -1);
    ck_assert_int_eq(find(l, 0, false, "05", 11), -1);
    chunklist_free(l);
}
END_TEST

START_TEST(many_deleted_chunks_are_handed_out)
{
    struct chunklist_limits one = { 4096, 1, 0 };
    struct chunklist *l = list_of_numbers(one, 200), *rest;

    ck_assert_ptr_null(chunklist_drop(l, LIST_HEAD, 10));
    rest = chunklist_drop(l, LIST_TAIL, 100);
    ck_assert_ptr_nonnull(rest);
    ck_assert_uint_eq(chunklist_count(rest), 100);
    ck_assert_uint_eq(chunklist_count(l), 90);
    ck_assert_int_eq(find(l, 0, false, "10", 90), 0);
    ck_assert_int_eq(find(l, 0, false, "99", 90), 89);
    chunklist_check(l);
    chunklist_free(rest);
    chunklist_free(l);
}
END_TEST

START_TEST(a_deleted_huge_element_is_handed_out)
{
    struct chunklist *l = chunklist_new(by_bytes), *rest;
    struct item huge = { .ptr = mem_zalloc(2 << 20), .len = 2 << 20 };

    push(l, LIST_TAIL, "a");
    chunklist_push(l, LIST_TAIL, &huge);
    rest = chunklist_drop(l, LIST_TAIL, 1);
    ck_assert_uint_eq(chunklist_count(rest), 1);
    ck_assert_uint_ge(chunklist_effort(rest), 3);
    ck_assert_str_eq(walk(l, 0, false), "a");
    chunklist_free(rest);
    chunklist_free(l);
    mem_free((void *)(uintptr_t)huge.ptr);
}
END_TEST

START_TEST(a_small_rest_becomes_a_listpack)
{
    struct chunklist_limits four = { 4096, 4, 0 };
    struct chunklist *l = list_of_numbers(four, 9);
    struct pack p = { 0 };

    chunklist_drop(l, LIST_HEAD, 6);
    ck_assert(!chunklist_shrink(l, &p)); /* 6, 7 and 8, in two chunks */
    chunklist_drop(l, LIST_TAIL, 1);
    ck_assert(chunklist_shrink(l, &p));
    ck_assert_uint_eq(chunklist_count(l), 0);
    ck_assert_uint_eq(lp_count(p.ptr), 2);
    chunklist_check(l);

    chunklist_push_pack(l, &p);
    ck_assert_ptr_null(p.ptr);
    ck_assert_str_eq(walk(l, 0, false), "6 7");
    chunklist_check(l);
    chunklist_free(l);
}
END_TEST

START_TEST(a_listpack_beyond_the_limits_is_cut_up)
{
    struct chunklist_limits four = { 4096, 4, 0 };
    struct chunklist *l = list_of_numbers(four, 2);
    struct pack p = { 0 };

    lp_init(&p);
    for (int i = 0; i < 5; i++)
        lp_append(&p, bytes_str("x"));
    chunklist_push_pack(l, &p);
    chunklist_check(l);
    ck_assert_str_eq(walk(l, 0, false), "0 1 x x x x x");
    chunklist_free(l);
}
END_TEST

/* The room of a block is before its listpack or behind it, as the ends are pushed to and popped from. */
START_TEST(a_queue_may_run_in_either_direction)
{
    struct chunklist *l = chunklist_new(by_bytes);
    int64_t first = 0, end = 0; /* the numbers that are in the list, ascending */
    struct item it;

    for (unsigned op = 0; op < 40 * 1000; op++) {
        bool grow = op % 20000 < 12000;
        enum list_end at = op / 700 % 3 == 0 || op % 7 == 0 ? LIST_HEAD : LIST_TAIL;

        if (grow || chunklist_count(l) < 3) {
            it = item_of_int(at == LIST_HEAD ? --first : end++);
            chunklist_push(l, at, &it);
        } else {
            ck_assert_ptr_null(chunklist_drop(l, at, 1));
            *(at == LIST_HEAD ? &first : &end) += at == LIST_HEAD ? 1 : -1;
        }
        if (op % 100 == 0)
            chunklist_check(l);
    }
    ck_assert_int_eq((int64_t)chunklist_count(l), end - first);
    for (int64_t i = first; i < end; i++) {
        struct chunklist_iter walk_it;

        chunklist_iter_init(&walk_it, l, (size_t)(i - first), false);
        it = chunklist_iter_take(&walk_it);
        ck_assert_int_eq(it.number, i);
        chunklist_iter_fini(&walk_it);
    }
    chunklist_free(l);
}
END_TEST

START_TEST(a_block_with_much_room_loses_it)
{
    struct chunklist *l = chunklist_new(by_bytes);
    struct item it = item_of_int(-1);
    struct pack p = { 0 };

    lp_init(&p);
    for (int i = 0; i < 4000; i++)
        lp_append(&p, bytes_str("ten bytes!"));
    lp_delete(&p, lp_first(p.ptr), 3990);
    ck_assert_uint_gt(p.cap, 40 * 1000);
    chunklist_push_pack(l, &p);
    ck_assert_uint_lt(chunklist_chunk(l, 0).held, 1000);
    chunklist_push(l, LIST_HEAD, &it);
    chunklist_check(l);
    ck_assert_uint_eq(chunklist_count(l), 11);
    chunklist_free(l);
}
END_TEST

START_TEST(chunks_in_the_middle_are_compressed)
{
    struct chunklist_limits raw = { 8192, UINT32_MAX, 0 }, deep = { 8192, UINT32_MAX, 2 };
    struct chunklist *plain = chunklist_new(raw), *packed = chunklist_new(deep);
    struct item it = item_of_bytes(bytes_str("the same text again and again and again"));

    for (int i = 0; i < 100 * 1000; i++) {
        chunklist_push(plain, LIST_TAIL, &it);
        chunklist_push(packed, LIST_HEAD, &it);
    }
    ck_assert_uint_lt(chunklist_mem(packed, SIZE_MAX), chunklist_mem(plain, SIZE_MAX) / 8);
    ck_assert_int_eq(
        find(packed, 50 * 1000, false, "the same text again and again and again", INT64_MAX),
        50 * 1000);
    chunklist_check(packed);
    chunklist_free(plain);
    chunklist_free(packed);
}
END_TEST

/* What does not get smaller stays as it is, until it changes. */
START_TEST(a_changed_chunk_is_compressed_after_all)
{
    struct chunklist_limits one = { 4096, 1, 1 };
    struct chunklist *l = chunklist_new(one);
    struct item noise = text_item(SHORT_TEXTS), even = text_item(SHORT_TEXTS + 1); /* longer */
    size_t mem;

    for (int i = 0; i < 3; i++)
        chunklist_push(l, LIST_TAIL, &noise);
    chunklist_check(l);
    mem = chunklist_mem(l, SIZE_MAX);
    chunklist_replace(l, 1, &even);
    chunklist_check(l);
    ck_assert_uint_lt(chunklist_mem(l, SIZE_MAX), mem);
    chunklist_free(l);
}
END_TEST

/* The goal is 18.5 bytes; an element takes 18 in its listpack. */
START_TEST(a_short_element_costs_little_memory)
{
    struct chunklist *l = chunklist_new(by_bytes);
    size_t before = mem_used();
    char text[24];

    for (int i = 0; i < 200 * 1000; i++) {
        snprintf(text, sizeof text, "element %08d", i);
        push(l, LIST_TAIL, text);
    }
    ck_assert_uint_lt(mem_used() - before, 200 * 1000 * 183 / 10);
    ck_assert_uint_lt(chunklist_mem(l, SIZE_MAX), 200 * 1000 * 183 / 10);
    ck_assert_uint_gt(chunklist_effort(l), 200 * 1000 / 500);
    chunklist_free(l);
}
END_TEST

/* ---- Against the model --------------------------------------------------------------------------- */

static struct chunklist_limits limits_of(int i)
{
    static const struct chunklist_limits sizes[] = {
        { 4096, UINT32_MAX, 0 }, { 65536, UINT32_MAX, 0 }, { 8192, 1, 0 }, { 8192, 5, 0 }
    };
    static const size_t depths[] = { 0, 1, 3, 1000 };
    struct chunklist_limits lim = sizes[i % 4];

    lim.depth = depths[i / 4];
    return lim;
}

static void compare(const struct chunklist *l, const struct model *m, bool back)
{
    struct chunklist_iter it;
    size_t i;

    HOLDS(chunklist_count(l) == m->count);
    if (m->count == 0)
        return;
    chunklist_iter_init(&it, l, back ? m->count - 1 : 0, back);
    for (i = 0; chunklist_iter_more(&it); i++) {
        struct item item = chunklist_iter_take(&it);

        HOLDS(is_text(&item, m->ids[back ? m->count - 1 - i : i]));
    }
    HOLDS(i == m->count);
    chunklist_iter_fini(&it);
}

static void compare_dup(const struct chunklist *l, const struct model *m)
{
    struct chunklist *copy = chunklist_dup(l);

    compare(copy, m, true);
    chunklist_check(copy);
    chunklist_free(copy);
}

static void add_one(struct chunklist *l, struct model *m, struct rng *rng, unsigned long_share)
{
    unsigned id = any_text(rng, long_share);
    size_t at = rng_below(rng, m->count + 1);
    struct item it = text_item(id);

    switch (rng_below(rng, 3)) {
    case 0:
        chunklist_push(l, LIST_HEAD, &it);
        at = 0;
        break;
    case 1:
        chunklist_push(l, LIST_TAIL, &it);
        at = m->count;
        break;
    default:
        chunklist_insert(l, at, &it);
        break;
    }
    model_insert(m, at, id);
}

static void drop_some(struct chunklist *l, struct model *m, struct rng *rng)
{
    size_t count = size_min(rng_below(rng, 50) == 0 ? rng_below(rng, 200) : 1, m->count);
    bool tail = rng_below(rng, 2);

    chunklist_free(chunklist_drop(l, tail ? LIST_TAIL : LIST_HEAD, count));
    model_delete(m, tail ? m->count - count : 0, count);
}

/* From a single chunk on, up to all of them. */
static size_t any_effort(struct rng *rng)
{
    return rng_below(rng, 3) ? 1 + rng_below(rng, 100000) : SIZE_MAX;
}

static void remove_equal(struct chunklist *l, struct model *m, struct rng *rng)
{
    unsigned id = any_text(rng, 4);
    struct lp_needle n = lp_needle(texts[id]);
    size_t max = rng_below(rng, 4) ? 1 + rng_below(rng, 3) : SIZE_MAX;
    bool tail = rng_below(rng, 2);

    HOLDS(remove_all(l, tail ? LIST_TAIL : LIST_HEAD, &n, max, any_effort(rng)) ==
          model_remove(m, tail, id, max));
}

static void replace_one(struct chunklist *l, struct model *m, struct rng *rng, unsigned long_share)
{
    unsigned id = any_text(rng, long_share);
    size_t at = rng_below(rng, m->count);
    struct item it = text_item(id);

    chunklist_replace(l, at, &it);
    m->ids[at] = id;
}

static void find_one(const struct chunklist *l, const struct model *m, struct rng *rng)
{
    unsigned id = any_text(rng, 4);
    struct lp_needle n = lp_needle(texts[id]);
    size_t from = rng_below(rng, m->count);
    bool back = rng_below(rng, 2);
    int64_t end = (int64_t)rng_below(rng, m->count + 1) - back;
    size_t effort = any_effort(rng);
    struct chunklist_iter it;
    enum list_found found;

    chunklist_iter_init(&it, l, from, back);
    do
        found = chunklist_iter_find(&it, &n, end, effort);
    while (found == LIST_MORE);
    HOLDS((found == LIST_FOUND ? it.index : -1) == model_find(m, (int64_t)from, end, back, id));
    chunklist_iter_fini(&it);
}

static void shrink_and_grow(struct chunklist *l)
{
    struct pack p;

    if (chunklist_shrink(l, &p))
        chunklist_push_pack(l, &p);
}

/* Growing and shrinking by turns, so that conversions and borders are crossed many times. */
START_TEST(random_operations_agree_with_a_model)
{
    struct chunklist *l = chunklist_new(limits_of(_i));
    unsigned long_share = _i % 2 ? 40 : 400;
    struct model *m = mem_zalloc(sizeof *m);
    size_t goal = 100;
    struct rng rng;

    rng_seed(&rng, (uint64_t)_i);
    for (unsigned op = 0; op < MODEL_OPS / CASES; op++) {
        unsigned kind = (unsigned)rng_below(&rng, 20);

        if (op % 1000 == 0)
            goal = rng_below(&rng, rng_below(&rng, 2) ? 20 : MODEL_MAX - 1);
        if (kind < 12 && m->count < goal)
            add_one(l, m, &rng, long_share);
        else if (kind < 12)
            drop_some(l, m, &rng);
        else if (kind < 13)
            remove_equal(l, m, &rng);
        else if (kind < 15 && m->count > 0)
            replace_one(l, m, &rng, long_share);
        else if (kind < 19 && m->count > 0)
            find_one(l, m, &rng);
        else
            shrink_and_grow(l);
        HOLDS(chunklist_count(l) == m->count);
        if (op % 64 == 0)
            chunklist_check(l);
        if (op % 256 == 0)
            compare(l, m, op % 512 == 0);
        if (op % 4096 == 0)
            compare_dup(l, m);
    }
    chunklist_check(l);
    compare(l, m, false);
    chunklist_free(l);
    mem_free(m);
}
END_TEST

int main(void)
{
    Suite *s = suite_create("chunklist");
    TCase *basic = tcase_create("basic"), *model = tcase_create("model");
    SRunner *sr = srunner_create(s);
    int failed;

    mem_thread_start();
    texts_init();
    tcase_set_timeout(basic, 30);
    tcase_add_test(basic, elements_come_back_in_order);
    tcase_add_test(basic, an_element_too_big_for_a_chunk_is_held_alone);
    tcase_add_test(basic, from_which_size_an_element_is_held_alone_can_be_set);
    tcase_add_test(basic, inserting_splits_and_deleting_joins);
    tcase_add_test(basic, finding_goes_both_ways);
    tcase_add_test(basic, many_deleted_chunks_are_handed_out);
    tcase_add_test(basic, a_deleted_huge_element_is_handed_out);
    tcase_add_test(basic, a_small_rest_becomes_a_listpack);
    tcase_add_test(basic, a_listpack_beyond_the_limits_is_cut_up);
    tcase_add_test(basic, a_queue_may_run_in_either_direction);
    tcase_add_test(basic, a_block_with_much_room_loses_it);
    tcase_add_test(basic, chunks_in_the_middle_are_compressed);
    tcase_add_test(basic, a_changed_chunk_is_compressed_after_all);
    tcase_add_test(basic, a_short_element_costs_little_memory);
    suite_add_tcase(s, basic);

    tcase_set_timeout(model, 300);
    tcase_add_loop_test(model, random_operations_agree_with_a_model, 0, CASES);
    suite_add_tcase(s, model);

    srunner_run_all(sr, CK_ENV);
    failed = srunner_ntests_failed(sr);
    srunner_free(sr);
    texts_fini();
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
