#include "listpack_fixture.h"

#include <check.h>
#include <stdlib.h>

/* As ck_assert, for inner loops: ck_assert notes its place in a pipe each time, even when it holds. */
#define HOLDS(cond)                                                                                \
    do {                                                                                           \
        if (!(cond))                                                                               \
            ck_abort_msg("%s", #cond);                                                             \
    } while (0)

/* ---- Listpacks as texts ---------------------------------------------------------------------- */

enum { WORDS_MAX = 256 };

/* A listpack of the words in "a b 12". */
static struct pack pack_of(const char *words)
{
    struct pack p = { 0 };

    lp_init(&p);
    for (words += strspn(words, " "); *words != '\0'; words += strspn(words, " ")) {
        size_t len = strcspn(words, " ");

        lp_append(&p, bytes_make(words, len));
        words += len;
    }
    lp_check(p.ptr);
    return p;
}

static void add_word(char *line, const struct item *it)
{
    char scratch[NUM_INT_MAX];
    struct bytes text = item_text(it, scratch);

    ck_assert_uint_lt(strlen(line) + text.len + 1, WORDS_MAX);
    sprintf(line + strlen(line), "%s%.*s", *line ? " " : "", BYTES_ARG(text));
}

static void expect(const struct pack *p, const char *words)
{
    char line[WORDS_MAX] = "";

    lp_check(p->ptr);
    for (size_t pos = lp_first(p->ptr); pos != 0;) {
        struct item it = lp_take(p->ptr, &pos);

        add_word(line, &it);
    }
    ck_assert_str_eq(line, words);
}

/* ---- Positions and reading ------------------------------------------------------------------- */

START_TEST(seek_counts_from_both_ends)
{
    enum { COUNT = 21 };
    struct pack p = { 0 };
    size_t pos[COUNT];

    lp_init(&p);
    for (int64_t i = 0; i < COUNT; i++) {
        struct item it = item_of_int(i * i * i * i - 100);

        pos[i] = lp_end(p.ptr);
        ck_assert_uint_eq(lp_insert_item(&p, lp_end(p.ptr), &it), pos[i]);
    }
    for (int unknown = 0; unknown < 2; unknown++) {
        for (int64_t i = 0; i < COUNT; i++) {
            ck_assert_uint_eq(lp_seek(p.ptr, i), pos[i]);
            ck_assert_uint_eq(lp_seek(p.ptr, i - COUNT), pos[i]);
            ck_assert_uint_eq(lp_next(p.ptr, pos[i]), i + 1 < COUNT ? pos[i + 1] : 0);
            ck_assert_uint_eq(lp_prev(p.ptr, pos[i]), i > 0 ? pos[i - 1] : 0);
        }
        ck_assert_uint_eq(lp_seek(p.ptr, COUNT), 0);
        ck_assert_uint_eq(lp_seek(p.ptr, -COUNT - 1), 0);
        ck_assert_uint_eq(lp_seek(p.ptr, INT64_MAX), 0);
        ck_assert_uint_eq(lp_seek(p.ptr, INT64_MIN), 0);
        ck_assert_uint_eq(lp_first(p.ptr), pos[0]);
        ck_assert_uint_eq(lp_last(p.ptr), pos[COUNT - 1]);
        ck_assert_uint_eq(lp_count(p.ptr), COUNT);
        p.ptr[4] = p.ptr[5] = 0xff;
    }
    pack_fini(&p);
}
END_TEST

static size_t find(const struct pack *p, int64_t from, const char *text, unsigned skip)
{
    struct lp_needle n = lp_needle(bytes_str(text));

    return lp_find(p->ptr, lp_seek(p->ptr, from), &n, skip);
}

START_TEST(find_looks_at_every_so_many_elements)
{
    struct pack p = pack_of("a 1 b a 1 b c -7 70000 a");

    ck_assert_uint_eq(find(&p, 0, "a", 0), lp_seek(p.ptr, 0));
    ck_assert_uint_eq(find(&p, 1, "a", 0), lp_seek(p.ptr, 3));
    ck_assert_uint_eq(find(&p, 1, "a", 1), lp_seek(p.ptr, 3));
    ck_assert_uint_eq(find(&p, 4, "a", 1), 0);
    ck_assert_uint_eq(find(&p, 0, "1", 1), lp_seek(p.ptr, 4));
    ck_assert_uint_eq(find(&p, 1, "1", 2), lp_seek(p.ptr, 1));
    ck_assert_uint_eq(find(&p, 2, "1", 2), 0);
    ck_assert_uint_eq(find(&p, 0, "-7", 0), lp_seek(p.ptr, 7));
    ck_assert_uint_eq(find(&p, 0, "70000", 0), lp_seek(p.ptr, 8));
    ck_assert_uint_eq(find(&p, 0, "70000", 7), lp_seek(p.ptr, 8));
    ck_assert_uint_eq(find(&p, 0, "70000", 100), 0);
    ck_assert_uint_eq(find(&p, 0, "A", 0), 0);
    ck_assert_uint_eq(find(&p, 0, "", 0), 0);
    ck_assert_uint_eq(find(&p, 0, "70001", 0), 0);
    ck_assert_uint_eq(find(&p, 10, "a", 0), 0); /* from nowhere */
    pack_fini(&p);
}
END_TEST

START_TEST(an_element_equals_all_of_the_text_or_none)
{
    for (size_t len = 0; len < 140; len++) {
        struct bytes text = text_of(len, 'x'), longer = text_of(len + 1, 'x');
        struct lp_needle n = lp_needle(text);
        struct pack p = { 0 };

        lp_init(&p);
        lp_append(&p, text);
        lp_append(&p, longer);
        HOLDS(lp_equals(p.ptr, lp_first(p.ptr), &n));
        HOLDS(!lp_equals(p.ptr, lp_last(p.ptr), &n));
        for (size_t i = 0; i < len; i++) {
            ((uint8_t *)text.ptr)[i] ^= 1;
            HOLDS(lp_find(p.ptr, lp_first(p.ptr), &n, 0) == 0);
            ((uint8_t *)text.ptr)[i] ^= 1;
        }
        pack_fini(&p);
        text_free(text);
        text_free(longer);
    }
}
END_TEST

START_TEST(integers_equal_by_value)
{
    static const int64_t numbers[] = {
        0,       1,       127,      128,        255,       4095,       -1,
        -128,    -4096,   4096,     32767,      -4097,     -32768,     65535,
        8388607, 8388608, -8388608, INT32_MAX,  INT32_MIN, UINT32_MAX, INT64_C(1) << 32,
        -129,    -32769,  -8388609, 4096 + 128, INT64_MAX, INT64_MIN,  INT64_MIN + 127,
    };
    enum { NUMBERS = sizeof numbers / sizeof numbers[0] };

    for (int i = 0; i < NUMBERS; i++) {
        struct pack p = { 0 };

        lp_init(&p);
        lp_append_item(&p, &(struct item){ .number = numbers[i] });
        for (int j = 0; j < NUMBERS; j++) {
            char scratch[NUM_INT_MAX];
            size_t len = num_format_int(scratch, numbers[j]);
            struct lp_needle n = lp_needle(bytes_make(scratch, len));

            HOLDS(n.is_int && n.number == numbers[j]);
            HOLDS(lp_equals(p.ptr, lp_first(p.ptr), &n) == (i == j));
        }
        pack_fini(&p);
    }
}
END_TEST

/* ---- Changing -------------------------------------------------------------------------------- */

START_TEST(insert_puts_before_the_position)
{
    struct pack p = pack_of("b d");
    struct item seven = item_of_int(7);

    ck_assert_uint_eq(lp_insert(&p, lp_first(p.ptr), BYTES_LIT("a")), 6);
    ck_assert_uint_eq(lp_insert(&p, lp_last(p.ptr), BYTES_LIT("c")), 12);
    ck_assert_uint_eq(lp_insert(&p, lp_end(p.ptr), BYTES_LIT("e")), 18);
    lp_prepend(&p, BYTES_LIT("-1"));
    lp_append(&p, BYTES_LIT("f"));
    lp_append_item(&p, &seven);
    lp_insert_item(&p, lp_seek(p.ptr, 1), &seven);
    expect(&p, "-1 7 a b c d e f 7");
    ck_assert_uint_eq(lp_count(p.ptr), 9);
    pack_fini(&p);
}
END_TEST

START_TEST(elements_appended_together_are_the_same)
{
    static uint8_t text[5000];
    struct pack one = { 0 }, together = { 0 };

    lp_init(&one);
    lp_init(&together);
    for (size_t len = 0; len < sizeof text; len = len * 2 + 1) {
        struct bytes t = bytes_make(text, len);
        int64_t n = (int64_t)(len * len) - 100;
        uint8_t *at;

        lp_append(&one, t);
        lp_append_item(&one, &(struct item){ .number = n });
        at = lp_append_begin(&together, len + 2 * LP_ELEM_EXTRA);
        at = lp_write_text(at, t);
        at = lp_write_int(at, n);
        lp_append_end(&together, at, 2);
        lp_check(together.ptr);
    }
    ck_assert_uint_eq(lp_bytes(one.ptr), lp_bytes(together.ptr));
    ck_assert_mem_eq(one.ptr, together.ptr, lp_bytes(one.ptr));
    pack_fini(&one);
    pack_fini(&together);
}
END_TEST

START_TEST(replace_grows_and_shrinks)
{
    static const size_t lens[] = { 0, 1, 20, 63, 64, 125, 126, 4095, 4096, 16378, 20000 };
    enum { LENS = sizeof lens / sizeof lens[0] };
    struct pack p = pack_of("a X b");

    for (int from = 0; from < LENS; from++) {
        for (int to = 0; to < LENS; to++) {
            struct bytes old = text_of(lens[from], '<'), new = text_of(lens[to], '>');
            size_t pos = lp_seek(p.ptr, 1), bytes;
            struct item got;

            lp_replace(&p, pos, old);
            bytes = lp_bytes(p.ptr) - lp_size_of(old) + lp_size_of(new);
            lp_replace(&p, pos, new);
            lp_check(p.ptr);
            ck_assert_uint_eq(lp_bytes(p.ptr), bytes);
            got = lp_get(p.ptr, pos);
            ck_assert(item_is(&got, new));
            ck_assert_uint_eq(find(&p, 2, "b", 0), lp_last(p.ptr));
            text_free(old);
            text_free(new);
        }
    }
    lp_replace(&p, lp_seek(p.ptr, 1), BYTES_LIT("99"));
    expect(&p, "a 99 b");
    lp_replace_item(&p, lp_first(p.ptr), &(struct item){ .number = -5 });
    lp_replace(&p, lp_last(p.ptr), BYTES_LIT("last"));
    expect(&p, "-5 99 last");
    pack_fini(&p);
}
END_TEST

START_TEST(delete_takes_a_range)
{
    static const char *const words[] = { "a", "1000", "ccc", "4", "eeeee" };

    for (int64_t from = 0; from < 5; from++) {
        for (size_t count = 0; count < 7; count++) {
            struct pack p = pack_of("a 1000 ccc 4 eeeee");
            size_t pos = lp_seek(p.ptr, from), left = lp_delete(&p, pos, count);
            char line[WORDS_MAX] = "";

            for (int64_t i = 0; i < 5; i++)
                if (i < from || i >= from + (int64_t)count)
                    sprintf(line + strlen(line), "%s%s", *line ? " " : "", words[i]);
            expect(&p, line);
            ck_assert_uint_eq(left, (size_t)from + count < 5 ? pos : 0);
            pack_fini(&p);
        }
    }
    struct pack p = pack_of("a b c");

    ck_assert_uint_eq(lp_delete(&p, lp_seek(p.ptr, 1), SIZE_MAX), 0);
    expect(&p, "a");
    pack_fini(&p);
}
END_TEST

static size_t remove_text(struct pack *p, const char *text, size_t max, bool from_end)
{
    struct lp_needle n = lp_needle(bytes_str(text));

    return lp_remove(p, &n, max, from_end);
}

START_TEST(remove_takes_equal_elements_from_an_end)
{
    struct pack p = pack_of("a b 7 a a 7 b a");

    ck_assert_uint_eq(remove_text(&p, "c", SIZE_MAX, false), 0);
    ck_assert_uint_eq(remove_text(&p, "a", 0, false), 0);
    expect(&p, "a b 7 a a 7 b a");
    ck_assert_uint_eq(remove_text(&p, "a", 2, false), 2);
    expect(&p, "b 7 a 7 b a");
    ck_assert_uint_eq(remove_text(&p, "7", 1, true), 1);
    expect(&p, "b 7 a b a");
    ck_assert_uint_eq(remove_text(&p, "b", 9, true), 2);
    expect(&p, "7 a a");
    ck_assert_uint_eq(remove_text(&p, "a", SIZE_MAX, true), 2);
    ck_assert_uint_eq(remove_text(&p, "7", SIZE_MAX, false), 1);
    expect(&p, "");
    pack_fini(&p);
}
END_TEST

START_TEST(join_appends_and_split_divides)
{
    for (int64_t at = 0; at < 5; at++) {
        struct pack p = pack_of("a 1000 ccc 4 eeeee"), tail = { 0 };
        size_t bytes = lp_bytes(p.ptr);

        lp_split(&p, lp_seek(p.ptr, at), &tail);
        lp_check(p.ptr);
        lp_check(tail.ptr);
        ck_assert_uint_eq(lp_count(p.ptr), (size_t)at);
        ck_assert_uint_eq(lp_count(tail.ptr), 5 - (size_t)at);
        lp_join(&p, tail.ptr);
        expect(&p, "a 1000 ccc 4 eeeee");
        ck_assert_uint_eq(lp_bytes(p.ptr), bytes);
        ck_assert_uint_eq(lp_count(p.ptr), 5);
        pack_fini(&p);
        pack_fini(&tail);
    }
    struct pack p = pack_of(""), other = pack_of("x 1");

    lp_join(&p, other.ptr);
    lp_join(&p, other.ptr);
    expect(&p, "x 1 x 1");
    expect(&other, "x 1");
    pack_fini(&p);
    pack_fini(&other);
}
END_TEST

/* A small value is changed where it lies, in the entry of its key, until it needs more room. */
START_TEST(a_borrowed_listpack_moves_when_it_outgrows)
{
    struct pack made = pack_of("a b c");
    uint8_t lent[24];
    struct pack p = { lent, 20, true };

    memset(lent, 0xee, sizeof lent);
    memcpy(lent, made.ptr, lp_bytes(made.ptr));
    lp_append(&p, BYTES_LIT("d"));
    ck_assert_uint_eq(lp_bytes(p.ptr), 19);
    ck_assert_ptr_eq(p.ptr, lent);
    lp_delete(&p, lp_first(p.ptr), 1);
    expect(&p, "b c d");
    lp_append(&p, BYTES_LIT("ee"));
    ck_assert_ptr_eq(p.ptr, lent);
    ck_assert_uint_eq(lp_bytes(p.ptr), 20);
    lp_append(&p, BYTES_LIT("1"));
    ck_assert_ptr_ne(p.ptr, lent);
    ck_assert(!p.borrowed);
    expect(&p, "b c d ee 1");
    for (size_t i = 20; i < sizeof lent; i++)
        ck_assert_uint_eq(lent[i], 0xee);
    pack_fini(&p);
    pack_fini(&made);
}
END_TEST

/* The same elements as by lp_prepend and lp_delete, and nothing is written outside of the room. */
START_TEST(the_front_grows_and_shrinks_in_place)
{
    enum { ROOM = 32 };
    struct pack p = pack_of("a b 12");
    uint8_t block[ROOM + 64] = { 0 }, *lp = block + ROOM;
    struct item word = item_of_bytes(bytes_str("word")), number = item_of_int(5000);
    struct item longer = item_of_bytes(bytes_str("twenty-two letters long"));
    struct pack view = { .ptr = lp, .cap = 64, .borrowed = true };

    memcpy(lp, p.ptr, lp_bytes(p.ptr));
    lp = lp_prepend_below(lp, ROOM, &word);
    ck_assert_ptr_eq(lp, block + ROOM - 6);
    lp = lp_prepend_below(lp, ROOM - 6, &number);
    ck_assert_ptr_eq(lp, block + ROOM - 10);
    view.ptr = lp;
    expect(&view, "5000 word a b 12");
    ck_assert_ptr_null(lp_prepend_below(lp, ROOM - 10, &longer));
    ck_assert_ptr_null(lp_prepend_below(lp, 3, &number));
    expect(&view, "5000 word a b 12");
    for (unsigned i = 0; i < ROOM - 10; i++)
        ck_assert_uint_eq(block[i], 0);

    lp = view.ptr = lp_drop_front(lp, 1);
    ck_assert_ptr_eq(lp, block + ROOM - 6);
    expect(&view, "word a b 12");
    ck_assert_ptr_eq(lp_drop_front(lp, 0), lp);
    lp = view.ptr = lp_drop_front(lp, 3);
    expect(&view, "12");
    ck_assert_uint_eq(lp_count(lp), 1);
    pack_fini(&p);
}
END_TEST

START_TEST(the_first_elements_need_no_more_memory)
{
    struct pack p = { 0 };
    uint8_t *ptr;

    lp_init(&p);
    ptr = p.ptr;
    while (lp_bytes(p.ptr) + 10 <= 64)
        lp_append(&p, BYTES_LIT("8 bytes."));
    ck_assert_ptr_eq(p.ptr, ptr);
    pack_fini(&p);
}
END_TEST

/* ---- Counts that the header cannot hold ------------------------------------------------------ */

static struct pack pack_of_count(size_t count)
{
    struct pack p = { 0 };

    lp_init(&p);
    pack_room(&p, LP_EMPTY, LP_EMPTY + 3 * count);
    for (size_t i = 0; i < count; i++)
        lp_append_item(&p, &(struct item){ .number = (int64_t)(i % 1000) });
    return p;
}

static unsigned header_count(const struct pack *p)
{
    return p->ptr[4] | (unsigned)p->ptr[5] << 8;
}

START_TEST(from_65535_elements_on_the_count_is_unknown)
{
    struct pack p = pack_of_count(65534), tail = { 0 };

    ck_assert_uint_eq(header_count(&p), 65534);
    lp_append(&p, BYTES_LIT("one"));
    ck_assert_uint_eq(header_count(&p), 65535);
    ck_assert_uint_eq(lp_count(p.ptr), 65535);
    lp_append(&p, BYTES_LIT("two"));
    ck_assert_uint_eq(header_count(&p), 65535);
    ck_assert_uint_eq(lp_count(p.ptr), 65536);
    lp_check(p.ptr);
    ck_assert_uint_eq(lp_seek(p.ptr, 65535), lp_last(p.ptr));
    ck_assert_uint_eq(lp_seek(p.ptr, -65536), lp_first(p.ptr));
    ck_assert_uint_eq(lp_seek(p.ptr, 65536), 0);
    ck_assert_uint_eq(lp_seek(p.ptr, -65537), 0);

    lp_delete(&p, lp_first(p.ptr), 30000);
    ck_assert_uint_eq(lp_count(p.ptr), 35536);
    lp_check(p.ptr);
    lp_split(&p, lp_seek(p.ptr, 100), &tail); /* walks over all, so both know */
    ck_assert_uint_eq(header_count(&p), 100);
    ck_assert_uint_eq(header_count(&tail), 35436);
    lp_check(p.ptr);
    lp_check(tail.ptr);
    pack_fini(&p);
    pack_fini(&tail);
}
END_TEST

START_TEST(an_emptied_listpack_knows_its_count)
{
    struct pack p = pack_of_count(70000);

    lp_delete(&p, lp_first(p.ptr), SIZE_MAX);
    ck_assert_uint_eq(header_count(&p), 0);
    lp_append(&p, BYTES_LIT("a"));
    expect(&p, "a");
    ck_assert_uint_eq(header_count(&p), 1);
    pack_fini(&p);
}
END_TEST

START_TEST(joining_beyond_65535_elements)
{
    struct pack p = pack_of_count(40000), other = pack_of_count(25534);

    lp_join(&p, other.ptr);
    ck_assert_uint_eq(header_count(&p), 65534);
    lp_join(&p, other.ptr);
    ck_assert_uint_eq(header_count(&p), 65535);
    ck_assert_uint_eq(lp_count(p.ptr), 91068);
    lp_check(p.ptr);
    /* And with a count that is unknown. */
    lp_join(&other, p.ptr);
    ck_assert_uint_eq(header_count(&other), 65535);
    ck_assert_uint_eq(lp_count(other.ptr), 116602);
    lp_check(other.ptr);
    pack_fini(&p);
    pack_fini(&other);
}
END_TEST

int main(void)
{
    Suite *s = suite_create("listpack");
    TCase *t = tcase_create("listpack");
    SRunner *sr = srunner_create(s);
    int failed;

    mem_thread_start();
    tcase_set_timeout(t, 60);
    tcase_add_test(t, seek_counts_from_both_ends);
    tcase_add_test(t, find_looks_at_every_so_many_elements);
    tcase_add_test(t, an_element_equals_all_of_the_text_or_none);
    tcase_add_test(t, integers_equal_by_value);
    tcase_add_test(t, insert_puts_before_the_position);
    tcase_add_test(t, elements_appended_together_are_the_same);
    tcase_add_test(t, replace_grows_and_shrinks);
    tcase_add_test(t, delete_takes_a_range);
    tcase_add_test(t, remove_takes_equal_elements_from_an_end);
    tcase_add_test(t, join_appends_and_split_divides);
    tcase_add_test(t, a_borrowed_listpack_moves_when_it_outgrows);
    tcase_add_test(t, the_front_grows_and_shrinks_in_place);
    tcase_add_test(t, the_first_elements_need_no_more_memory);
    tcase_add_test(t, from_65535_elements_on_the_count_is_unknown);
    tcase_add_test(t, an_emptied_listpack_knows_its_count);
    tcase_add_test(t, joining_beyond_65535_elements);
    suite_add_tcase(s, t);

    srunner_run_all(sr, CK_ENV);
    failed = srunner_ntests_failed(sr);
    srunner_free(sr);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
