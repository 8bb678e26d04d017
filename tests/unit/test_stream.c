#include "stream_fixture.h"

#include "ds/listpack.h"

/* ---- IDs ----------------------------------------------------------------------------------------- */

static const char *parsed(const char *text, uint64_t missing)
{
    static char out[STREAM_ID_TEXT_MAX];
    struct stream_id id = { 77, 77 };

    if (!stream_id_parse(bytes_str(text), missing, &id, NULL)) {
        ck_assert(stream_id_eq(id, id_of(77, 77)));
        return "refused";
    }
    out[stream_id_format(out, id)] = '\0';
    return out;
}

START_TEST(ids_are_read_strictly)
{
    ck_assert_str_eq(parsed("5-3", 9), "5-3");
    ck_assert_str_eq(parsed("5", 9), "5-9");
    ck_assert_str_eq(parsed("0-0", 9), "0-0");
    ck_assert_str_eq(parsed("005-00", 9), "5-0");
    ck_assert_str_eq(parsed("18446744073709551615-18446744073709551615", 0),
                     "18446744073709551615-18446744073709551615");
    static const char *const bad[] = { "",      "-",    "5-",  "-5",
                                       "5-3-1", "5-x",  "x-5", "5 -3",
                                       "5- 3",  "-5-3", "*",   "18446744073709551616",
                                       "5-*",   "+",    "$",   "5--3" };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        ck_assert_str_eq(parsed(bad[i], 0), "refused");
}
END_TEST

START_TEST(steps_between_ids_stop_at_the_ends)
{
    struct stream_id id = id_of(5, UINT64_MAX);

    ck_assert(stream_id_next(&id));
    ck_assert(stream_id_eq(id, id_of(6, 0)));
    ck_assert(stream_id_prev(&id));
    ck_assert(stream_id_eq(id, id_of(5, UINT64_MAX)));
    id = STREAM_ID_MAX;
    ck_assert(!stream_id_next(&id));
    ck_assert(stream_id_eq(id, STREAM_ID_MAX));
    id = STREAM_ID_MIN;
    ck_assert(!stream_id_prev(&id));
    ck_assert_int_lt(stream_id_cmp(id_of(5, UINT64_MAX), id_of(6, 0)), 0);
    ck_assert_int_gt(stream_id_cmp(id_of(UINT64_MAX, 0), id_of(1, 5)), 0);
}
END_TEST

START_TEST(the_next_id_is_above_the_last)
{
    struct stream_id id;

    ck_assert(stream_next_id(s, 1000, &id));
    ck_assert(stream_id_eq(id, id_of(1000, 0)));
    ck_assert(stream_next_id(s, 0, &id));
    ck_assert(stream_id_eq(id, id_of(0, 1)));
    add(2000, 7, "f v");
    ck_assert(stream_next_id(s, 1000, &id));
    ck_assert(stream_id_eq(id, id_of(2000, 8)));
    ck_assert(stream_next_seq(s, 2000, &id));
    ck_assert(stream_id_eq(id, id_of(2000, 8)));
    ck_assert(stream_next_seq(s, 2001, &id));
    ck_assert(stream_id_eq(id, id_of(2001, 0)));
    ck_assert(!stream_next_seq(s, 1999, &id));
    stream_set_id(s, id_of(3000, UINT64_MAX));
    ck_assert(!stream_next_seq(s, 3000, &id));
    ck_assert(stream_next_id(s, 3000, &id));
    ck_assert(stream_id_eq(id, id_of(3001, 0)));
    stream_set_id(s, STREAM_ID_MAX);
    ck_assert(!stream_next_id(s, 3000, &id));
}
END_TEST

/* ---- Entries ------------------------------------------------------------------------------------- */

START_TEST(entries_are_read_in_either_direction)
{
    add(1, 1, "a 1 b two");
    add(1, 2, "a -5 b 99999999999");
    add(3, 0, "other x");
    add(4, 0, "a 1 b");
    ck_assert_uint_eq(value_count(&stream_test_value), 4);
    ck_assert_str_eq(value_encoding_name(&stream_test_value), "stream");
    ck_assert_str_eq(all(), "1-1{a=1 b=two} 1-2{a=-5 b=99999999999} 3-0{other=x} 4-0{a=1}");
    ck_assert_str_eq(range(id_of(1, 2), id_of(3, 5), false),
                     "1-2{a=-5 b=99999999999} 3-0{other=x}");
    ck_assert_str_eq(range(id_of(1, 2), id_of(3, 5), true), "3-0{other=x} 1-2{a=-5 b=99999999999}");
    ck_assert_str_eq(range(id_of(3, 1), id_of(3, 5), false), "");
    ck_assert_str_eq(range(id_of(4, 0), id_of(3, 0), false), "");
    ck_assert_str_eq(range(id_of(4, 0), id_of(3, 0), true), "");
    ck_assert_str_eq(range(id_of(4, 0), id_of(4, 0), true), "4-0{a=1}");
}
END_TEST

START_TEST(pairs_that_are_not_read_are_skipped)
{
    struct stream_cursor c;
    struct stream_id id;
    struct item field, value;

    add(1, 0, "a 1 b 2 c 3");
    add(2, 0, "a 4 b 5 c 6");
    add(3, 0, "x 1 y 2");
    stream_seek(&c, s, STREAM_ID_MIN, STREAM_ID_MAX, false);
    ck_assert(stream_next(&c, &id));
    ck_assert_uint_eq(c.pairs, 3);
    ck_assert(stream_next_pair(&c, &field, &value));
    ck_assert(stream_next(&c, &id));
    ck_assert(stream_id_eq(id, id_of(2, 0)));
    ck_assert(stream_next(&c, &id));
    ck_assert_uint_eq(c.pairs, 2);
    ck_assert(stream_next_pair(&c, &field, &value));
    ck_assert(stream_next_pair(&c, &field, &value));
    ck_assert_int_eq(value.number, 2);
    ck_assert(!stream_next_pair(&c, &field, &value));
    ck_assert(!stream_next(&c, &id));
    ck_assert(!stream_next(&c, &id));
}
END_TEST

START_TEST(ids_far_apart_share_a_block)
{
    add(5, UINT64_MAX, "f v");
    add(6, 0, "f v");
    add(UINT64_MAX, 1, "f v");
    add(UINT64_MAX, UINT64_MAX, "f v");
    ck_assert_uint_eq(stream_blocks(s), 1);
    ck_assert_str_eq(all(), "5-18446744073709551615{f=v} 6-0{f=v} 18446744073709551615-1{f=v} "
                            "18446744073709551615-18446744073709551615{f=v}");
}
END_TEST

/* The worked example of stream_block.h. */
START_TEST(a_block_is_as_drawn)
{
    static const uint8_t drawn[] = { 2, 1, 0,    1,    2, 1, 0x81, 'a',  2,   0x81, 'b', 2, 0, 1,
                                     2, 1, 0,    1,    0, 1, 1,    1,    2,   1,    5,   1, 0, 1,
                                     1, 1, 0xdf, 0xfd, 2, 1, 1,    0x81, 'c', 2,    1,   1, 6, 1 };
    add(5, 3, "a 1 b 2");
    add(6, 0, "c 1");
    ck_assert_uint_eq(lp_bytes(s->open.ptr), sizeof drawn + 7);
    ck_assert_mem_eq(s->open.ptr + 6, drawn, sizeof drawn);
}
END_TEST

START_TEST(blocks_end_by_entries_and_by_bytes)
{
    char words[1000];

    fill(250);
    ck_assert_uint_eq(stream_blocks(s), 3);
    stream_test_set("stream-node-max-entries", "10");
    add(300, 0, "f v");
    ck_assert_uint_eq(stream_blocks(s), 4);
    stream_test_set("stream-node-max-entries", "0");
    for (uint64_t i = 0; i < 200; i++)
        add(301, i, "f v");
    ck_assert_uint_eq(stream_blocks(s), 4);
    stream_test_set("stream-node-max-bytes", "1000");
    snprintf(words, sizeof words, "f %0700d", 1);
    add(302, 0, words);
    add(303, 0, words);
    ck_assert_uint_eq(stream_blocks(s), 6);
    ck_assert_uint_eq(s->length, 453);
}
END_TEST

START_TEST(the_first_and_the_last_follow)
{
    struct stream_id id;

    ck_assert(!stream_first(s, &id));
    ck_assert(!stream_last(s, &id));
    fill(3);
    ck_assert_int_eq(stream_delete(s, id_of(1, 0), STREAM_KEEPREF), STREAM_DELETED);
    ck_assert(stream_first(s, &id));
    ck_assert(stream_id_eq(id, id_of(2, 0)));
    ck_assert_int_eq(stream_delete(s, id_of(3, 0), STREAM_KEEPREF), STREAM_DELETED);
    ck_assert(stream_last(s, &id));
    ck_assert(stream_id_eq(id, id_of(2, 0)));
    ck_assert(stream_id_eq(s->last_id, id_of(3, 0)));
    ck_assert(stream_has(s, id_of(2, 0)));
    ck_assert(!stream_has(s, id_of(3, 0)));
    ck_assert(!stream_has(s, id_of(9, 0)));
}
END_TEST

START_TEST(a_block_goes_with_its_last_entry)
{
    stream_test_set("stream-node-max-entries", "3");
    fill(9);
    ck_assert_int_eq(stream_delete(s, id_of(5, 0), STREAM_KEEPREF), STREAM_DELETED);
    ck_assert_int_eq(stream_delete(s, id_of(5, 0), STREAM_KEEPREF), STREAM_ABSENT);
    ck_assert_int_eq(stream_delete(s, id_of(4, 0), STREAM_KEEPREF), STREAM_DELETED);
    ck_assert_uint_eq(stream_blocks(s), 3);
    ck_assert_int_eq(stream_delete(s, id_of(6, 0), STREAM_KEEPREF), STREAM_DELETED);
    ck_assert_uint_eq(stream_blocks(s), 2);
    ck_assert_uint_eq(s->length, 6);
    ck_assert_uint_eq(s->entries_added, 9);
    ck_assert(stream_id_eq(s->max_deleted_id, id_of(6, 0)));
    for (uint64_t i = 1; i <= 9; i++)
        stream_delete(s, id_of(i, 0), STREAM_KEEPREF);
    ck_assert_uint_eq(stream_blocks(s), 0);
    add(10, 0, "f v");
    ck_assert_str_eq(all(), "10-0{f=v}");
    ck_assert(!value_is_void(&stream_test_value));
}
END_TEST

START_TEST(many_deletions_in_one_block_are_counted)
{
    stream_test_set("stream-node-max-entries", "1000");
    stream_test_set("stream-node-max-bytes", "1000000");
    fill(900);
    for (uint64_t i = 1; i < 900; i++) {
        HOLDS(stream_delete(s, id_of(i, 0), STREAM_KEEPREF) == STREAM_DELETED);
        if (i % 50 == 0)
            stream_check(s);
    }
    ck_assert_str_eq(all(), "900-0{f=v}");
}
END_TEST

START_TEST(a_closed_block_has_no_room_to_spare)
{
    size_t bytes;

    for (uint64_t i = 1; i <= 100000; i++)
        add(i, 0, "f1 12 f2 34");
    bytes = value_mem(&stream_test_value, SIZE_MAX);
    ck_assert_uint_le(bytes, 1290 * 1000);
}
END_TEST

START_TEST(a_small_stream_is_small)
{
    add(1, 0, "f v");
    ck_assert_uint_le(value_mem(&stream_test_value, 1000), 350);
}
END_TEST

START_TEST(what_is_too_large_is_told)
{
    struct bytes texts[2] = { bytes_str("f"), bytes_str("v") };

    ck_assert(stream_fits(texts, 1));
    texts[1].len = (size_t)1 << 30;
    ck_assert(!stream_fits(texts, 1));
    texts[1].len = SIZE_MAX;
    ck_assert(!stream_fits(texts, 1));
    texts[1].len = 512 << 20;
    ck_assert(stream_fits(texts, 1));
    ck_assert(!stream_fits(texts, SIZE_MAX / 4));
}
END_TEST

/* ---- Trimming ------------------------------------------------------------------------------------ */

static uint64_t trim_to(uint64_t max_len, bool approximate, uint64_t limit, enum stream_refs refs)
{
    struct stream_trim t = { .by = STREAM_TRIM_MAXLEN,
                             .approximate = approximate,
                             .max_len = max_len,
                             .limit = limit,
                             .refs = refs };

    return stream_trim(s, &t);
}

static uint64_t trim_before(uint64_t ms, bool approximate, enum stream_refs refs)
{
    struct stream_trim t = {
        .by = STREAM_TRIM_MINID, .approximate = approximate, .min_id = id_of(ms, 0), .refs = refs
    };

    return stream_trim(s, &t);
}

START_TEST(exact_trimming_leaves_so_many)
{
    fill(250);
    ck_assert_uint_eq(trim_to(300, false, 0, STREAM_KEEPREF), 0);
    ck_assert_uint_eq(trim_to(145, false, 0, STREAM_KEEPREF), 105);
    ck_assert_uint_eq(s->length, 145);
    ck_assert(stream_id_eq(s->first_id, id_of(106, 0)));
    ck_assert(stream_id_is_zero(s->max_deleted_id));
    ck_assert_uint_eq(trim_before(200, false, STREAM_KEEPREF), 94);
    ck_assert(stream_id_eq(s->first_id, id_of(200, 0)));
    ck_assert_uint_eq(trim_to(0, false, 0, STREAM_KEEPREF), 51);
    ck_assert_uint_eq(stream_blocks(s), 0);
}
END_TEST

START_TEST(approximate_trimming_drops_whole_blocks)
{
    fill(550);
    ck_assert_uint_eq(trim_to(451, true, 0, STREAM_KEEPREF), 0);
    ck_assert_uint_eq(trim_to(450, true, 0, STREAM_KEEPREF), 100);
    ck_assert_uint_eq(trim_before(200, true, STREAM_KEEPREF), 0);
    ck_assert_uint_eq(trim_before(201, true, STREAM_KEEPREF), 100);
    ck_assert_uint_eq(trim_to(0, true, 150, STREAM_KEEPREF), 100);
    ck_assert_uint_eq(trim_to(0, true, 99, STREAM_KEEPREF), 0);
    ck_assert_uint_eq(trim_to(51, true, 0, STREAM_KEEPREF), 100);
    ck_assert_uint_eq(trim_to(50, true, 0, STREAM_KEEPREF), 100);
    ck_assert_uint_eq(trim_to(0, true, 0, STREAM_KEEPREF), 50);
}
END_TEST

START_TEST(acked_entries_alone_are_trimmed)
{
    struct group *g, *h;

    fill(10);
    g = group_at("g", 0);
    h = group_at("h", 0);
    deliver(g, consumer(g, "c"), 8, 1000);
    deliver(h, NULL, 6, 1000);
    group_ack(g, id_of(1, 0));
    group_ack(g, id_of(2, 0));
    group_ack(g, id_of(4, 0));
    group_ack(g, id_of(7, 0));
    ck_assert_uint_eq(trim_to(9, false, 0, STREAM_ACKED), 1);
    ck_assert_uint_eq(trim_to(0, false, 0, STREAM_ACKED), 2);
    ck_assert_str_eq(all(), "3-0{f=v} 5-0{f=v} 6-0{f=v} 7-0{f=v} 8-0{f=v} 9-0{f=v} 10-0{f=v}");
    ck_assert_uint_eq(trim_before(6, false, STREAM_DELREF), 2);
    ck_assert_str_eq(pending_text(&g->pending), "6-0 8-0");
    ck_assert_uint_eq(trim_to(0, false, 0, STREAM_KEEPREF), 5);
    ck_assert_str_eq(pending_text(&g->pending), "6-0 8-0");
}
END_TEST

START_TEST(a_block_that_is_needed_stays)
{
    struct group *g;

    stream_test_set("stream-node-max-entries", "4");
    fill(12);
    g = group_at("g", 0);
    deliver(g, consumer(g, "c"), 12, 1000);
    for (uint64_t i = 5; i <= 12; i++)
        group_ack(g, id_of(i, 0));
    ck_assert_uint_eq(trim_to(0, true, 0, STREAM_ACKED), 8);
    ck_assert_str_eq(all(), "1-0{f=v} 2-0{f=v} 3-0{f=v} 4-0{f=v}");
}
END_TEST

START_TEST(a_long_trim_goes_in_steps)
{
    struct stream_trim t = { .by = STREAM_TRIM_MAXLEN, .max_len = 5, .refs = STREAM_DELREF };
    struct group *g;
    unsigned steps = 1;

    fill(5000);
    g = group_at("g", 0);
    deliver(g, consumer(g, "c"), 5000, 1000);
    for (; stream_trim_step(s, &t, 200); steps++)
        stream_check(s);
    ck_assert_uint_eq(t.deleted, 4995);
    ck_assert_uint_ge(steps, 20);
    ck_assert_uint_eq(group_pending_count(g), 5);
}
END_TEST

/* ---- Copies -------------------------------------------------------------------------------------- */

START_TEST(a_copy_has_everything)
{
    struct value copy;
    struct stream *original = s;
    struct group *g;
    const struct pending *p;

    fill(250);
    stream_delete(s, id_of(7, 0), STREAM_KEEPREF);
    g = group_at("g", 0);
    deliver(g, consumer(g, "alice"), 3, 1000);
    deliver(g, consumer(g, "bob"), 2, 2000);
    group_release(g, group_pending(g, id_of(2, 0)));
    stream_idmp_record(s, bytes_str("p"), bytes_str("i"), id_of(9, 0), 1000);
    copy = value_dup(&stream_test_value);
    value_check(&copy);
    value_free(&stream_test_value);
    (void)original;
    stream_test_value = copy;
    s = stream_of(&copy);
    ck_assert_uint_eq(s->length, 249);
    ck_assert_uint_eq(s->entries_added, 250);
    ck_assert(stream_id_eq(s->max_deleted_id, id_of(7, 0)));
    add(251, 0, "f v");
    g = stream_group(s, bytes_str("g"));
    ck_assert_str_eq(pending_text(&g->pending), "1-0 2-0 3-0 4-0 5-0");
    ck_assert_str_eq(pending_text(&consumer(g, "alice")->pending), "1-0 3-0");
    p = group_pending(g, id_of(4, 0));
    ck_assert_ptr_eq(p->owner, consumer(g, "bob"));
    ck_assert_int_eq(p->idle.at_ms, 2000);
    ck_assert_uint_gt(value_mem(&copy, 1000), 3000);
    ck_assert_uint_gt(value_effort(&copy), 8);
}
END_TEST

/* ---- Idempotent production ----------------------------------------------------------------------- */

static bool known(const char *pid, const char *iid, int64_t now_ms, uint64_t ms)
{
    struct stream_id id;

    return stream_idmp_find(s, bytes_str(pid), bytes_str(iid), now_ms, &id) && id.ms == ms;
}

static void record(const char *pid, const char *iid, uint64_t ms, int64_t now_ms)
{
    stream_idmp_record(s, bytes_str(pid), bytes_str(iid), id_of(ms, 0), now_ms);
}

START_TEST(what_was_sent_is_known_for_a_while)
{
    struct stream_idmp_info info;

    ck_assert(!known("p", "1", 0, 5));
    stream_idmp_info(s, &info);
    ck_assert_uint_eq(info.duration_s, 100);
    ck_assert_uint_eq(info.maxsize, 100);
    record("p", "1", 5, 1000);
    record("p", "2", 6, 2000);
    record("q", "1", 7, 3000);
    ck_assert(known("p", "1", 100999, 5));
    ck_assert(known("q", "1", 100999, 7));
    ck_assert(!known("p", "1", 101000, 5));
    ck_assert(known("p", "2", 101000, 6));
    stream_idmp_count_duplicate(s);
    stream_idmp_info(s, &info);
    ck_assert_uint_eq(info.pids, 2);
    ck_assert_uint_eq(info.iids, 2);
    ck_assert_uint_eq(info.iids_added, 3);
    ck_assert_uint_eq(info.iids_duplicates, 1);
    ck_assert(!known("q", "1", 103000, 7));
    stream_idmp_info(s, &info);
    ck_assert_uint_eq(info.pids, 0);
}
END_TEST

START_TEST(a_producer_is_known_by_its_last_ids)
{
    ck_assert(stream_idmp_configure(s, 10, 3) == NULL);
    for (int i = 0; i < 5; i++) {
        char iid[2] = { (char)('0' + i) };

        record("p", iid, (uint64_t)i, 1000);
        record("q", iid, (uint64_t)i + 10, 1000);
        stream_check(s);
    }
    ck_assert(!known("p", "1", 1000, 1));
    ck_assert(known("p", "2", 1000, 2));
    ck_assert(known("p", "4", 1000, 4));
    ck_assert(known("q", "4", 1000, 14));
    ck_assert(stream_idmp_configure(s, 10, 3) == NULL);
    ck_assert(known("q", "4", 1000, 14));
    stream_idmp_free(stream_idmp_configure(s, 0, 5));
    ck_assert(!known("q", "4", 1000, 14));
    struct stream_idmp_info info;
    stream_idmp_info(s, &info);
    ck_assert_uint_eq(info.duration_s, 10);
    ck_assert_uint_eq(info.maxsize, 5);
    ck_assert_uint_eq(info.iids_added, 10);
}
END_TEST

START_TEST(the_content_makes_an_id)
{
    struct bytes a[] = { bytes_str("f"), bytes_str("v"), bytes_str("g"), bytes_str("w") };
    struct bytes b[] = { bytes_str("fv"), bytes_str(""), bytes_str("g"), bytes_str("w") };
    uint8_t x[IDMP_AUTO_LEN], y[IDMP_AUTO_LEN];

    stream_idmp_auto(a, 2, x);
    stream_idmp_auto(a, 2, y);
    ck_assert_mem_eq(x, y, sizeof x);
    stream_idmp_auto(b, 2, y);
    ck_assert_mem_ne(x, y, sizeof x);
    stream_idmp_auto(a, 1, y);
    ck_assert_mem_ne(x, y, sizeof x);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("stream");
    TCase *ids = tcase_create("ids"), *entries = tcase_create("entries");
    TCase *trims = tcase_create("trimming"), *rest = tcase_create("rest");

    tcase_add_checked_fixture(ids, stream_test_setup, stream_test_teardown);
    tcase_add_test(ids, ids_are_read_strictly);
    tcase_add_test(ids, steps_between_ids_stop_at_the_ends);
    tcase_add_test(ids, the_next_id_is_above_the_last);
    suite_add_tcase(suite, ids);
    tcase_add_checked_fixture(entries, stream_test_setup, stream_test_teardown);
    tcase_add_test(entries, entries_are_read_in_either_direction);
    tcase_add_test(entries, pairs_that_are_not_read_are_skipped);
    tcase_add_test(entries, ids_far_apart_share_a_block);
    tcase_add_test(entries, a_block_is_as_drawn);
    tcase_add_test(entries, blocks_end_by_entries_and_by_bytes);
    tcase_add_test(entries, the_first_and_the_last_follow);
    tcase_add_test(entries, a_block_goes_with_its_last_entry);
    tcase_add_test(entries, many_deletions_in_one_block_are_counted);
    tcase_add_test(entries, a_closed_block_has_no_room_to_spare);
    tcase_add_test(entries, a_small_stream_is_small);
    tcase_add_test(entries, what_is_too_large_is_told);
    suite_add_tcase(suite, entries);
    tcase_add_checked_fixture(trims, stream_test_setup, stream_test_teardown);
    tcase_add_test(trims, exact_trimming_leaves_so_many);
    tcase_add_test(trims, approximate_trimming_drops_whole_blocks);
    tcase_add_test(trims, acked_entries_alone_are_trimmed);
    tcase_add_test(trims, a_block_that_is_needed_stays);
    tcase_add_test(trims, a_long_trim_goes_in_steps);
    suite_add_tcase(suite, trims);
    tcase_add_checked_fixture(rest, stream_test_setup, stream_test_teardown);
    tcase_add_test(rest, a_copy_has_everything);
    tcase_add_test(rest, what_was_sent_is_known_for_a_while);
    tcase_add_test(rest, a_producer_is_known_by_its_last_ids);
    tcase_add_test(rest, the_content_makes_an_id);
    suite_add_tcase(suite, rest);
    return stream_test_run(suite);
}
