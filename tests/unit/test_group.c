#include "stream_fixture.h"

#include "base/rand.h"

/* ---- Delivery and acknowledgement ---------------------------------------------------------------- */

START_TEST(what_is_delivered_is_pending_until_it_is_acknowledged)
{
    struct group *g;
    struct consumer *alice, *bob;
    struct pending *p;

    fill(5);
    g = group_at("g", 0);
    alice = consumer(g, "alice");
    bob = consumer(g, "bob");
    deliver(g, alice, 2, 1000);
    deliver(g, bob, 1, 2000);
    ck_assert(stream_id_eq(g->last_id, id_of(3, 0)));
    ck_assert_str_eq(pending_text(&g->pending), "1-0 2-0 3-0");
    ck_assert_str_eq(pending_text(&alice->pending), "1-0 2-0");
    p = group_pending(g, id_of(3, 0));
    ck_assert_ptr_eq(p->owner, bob);
    ck_assert_uint_eq(p->deliveries, 1);
    ck_assert_int_eq(p->idle.at_ms, 2000);
    ck_assert(group_ack(g, id_of(2, 0)));
    ck_assert(!group_ack(g, id_of(2, 0)));
    ck_assert(!group_ack(g, id_of(4, 0)));
    ck_assert_str_eq(pending_text(&alice->pending), "1-0");
    ck_assert_ptr_eq(pending_first(&g->pending)->owner, alice);
    ck_assert_ptr_eq(pending_last(&g->pending), p);
}
END_TEST

START_TEST(without_acknowledgement_nothing_is_pending)
{
    struct group *g;

    fill(3);
    g = group_at("g", 0);
    deliver(g, NULL, 3, 1000);
    ck_assert_uint_eq(group_pending_count(g), 0);
    ck_assert(stream_id_eq(g->last_id, id_of(3, 0)));
    ck_assert_int_eq(g->entries_read, 3);
}
END_TEST

START_TEST(an_entry_has_one_owner)
{
    struct group *g;
    struct consumer *alice, *bob;
    struct pending *p;

    fill(3);
    g = group_at("g", 0);
    alice = consumer(g, "alice");
    bob = consumer(g, "bob");
    deliver(g, alice, 3, 1000);
    p = group_pending(g, id_of(2, 0));
    group_claim(g, p, bob);
    group_set_delivery(g, p, 5000, 7);
    ck_assert_str_eq(pending_text(&alice->pending), "1-0 3-0");
    ck_assert_str_eq(pending_text(&bob->pending), "2-0");
    ck_assert_uint_eq(p->deliveries, 7);
    /* The group begins again: what is delivered anew moves, and counts anew. */
    stream_group_set_id(s, g, STREAM_ID_MIN, GROUP_READ_UNKNOWN);
    deliver(g, bob, 2, 6000);
    ck_assert_str_eq(pending_text(&alice->pending), "3-0");
    ck_assert_str_eq(pending_text(&bob->pending), "1-0 2-0");
    ck_assert_uint_eq(p->deliveries, 1);
    ck_assert_int_eq(p->idle.at_ms, 6000);
    group_check(g);
}
END_TEST

START_TEST(released_entries_are_nobodys)
{
    struct group *g;
    struct consumer *alice;
    struct pending *p;

    fill(3);
    g = group_at("g", 0);
    alice = consumer(g, "alice");
    deliver(g, alice, 3, 1000);
    p = group_pending(g, id_of(3, 0));
    group_release(g, p);
    ck_assert_str_eq(pending_text(&alice->pending), "1-0 2-0");
    ck_assert_str_eq(pending_text(&g->pending), "1-0 2-0 3-0");
    ck_assert_ptr_null(p->owner);
    ck_assert_ptr_eq(group_longest_idle(g), p);
    ck_assert_uint_eq(group_unowned_count(g), 1);
    p = group_add_unowned(g, id_of(9, 0), 4);
    ck_assert_uint_eq(p->deliveries, 4);
    ck_assert_uint_eq(group_unowned_count(g), 2);
    ck_assert(group_ack(g, id_of(9, 0)));
    group_claim(g, group_pending(g, id_of(3, 0)), alice);
    ck_assert_uint_eq(consumer_pending_count(alice), 3);
    ck_assert_uint_eq(group_unowned_count(g), 0);
}
END_TEST

START_TEST(the_longest_idle_comes_first)
{
    struct group *g;
    struct consumer *c;

    fill(4);
    g = group_at("g", 0);
    c = consumer(g, "c");
    ck_assert_ptr_null(group_longest_idle(g));
    deliver(g, c, 1, 3000);
    deliver(g, c, 1, 1000);
    deliver(g, c, 1, 2000);
    ck_assert(stream_id_eq(group_longest_idle(g)->id, id_of(2, 0)));
    group_set_delivery(g, group_longest_idle(g), 9000, 2);
    ck_assert(stream_id_eq(group_longest_idle(g)->id, id_of(3, 0)));
    group_ack(g, id_of(3, 0));
    ck_assert(stream_id_eq(group_longest_idle(g)->id, id_of(1, 0)));
}
END_TEST

START_TEST(a_walk_goes_on_where_it_is_told)
{
    struct idtree_cursor at;
    struct group *g;

    fill(200);
    g = group_at("g", 0);
    deliver(g, consumer(g, "c"), 200, 1000);
    at = pending_from(&g->pending, id_of(150, 1));
    for (uint64_t i = 151; i <= 200; i++)
        ck_assert(stream_id_eq(pending_next(&at)->id, id_of(i, 0)));
    ck_assert_ptr_null(pending_next(&at));
    ck_assert_ptr_null(pending_next(&at));
}
END_TEST

/* ---- Consumers and groups ------------------------------------------------------------------------ */

START_TEST(consumers_are_in_order_of_their_names)
{
    struct group *g = group_at("g", 0);

    consumer(g, "bob");
    consumer(g, "alice");
    consumer(g, "al");
    consumer(g, "");
    ck_assert_uint_eq(group_consumers(g), 4);
    ck_assert(bytes_eq(consumer_name(group_consumer_at(g, 0)), bytes_str("")));
    ck_assert(bytes_eq(consumer_name(group_consumer_at(g, 1)), bytes_str("al")));
    ck_assert(bytes_eq(consumer_name(group_consumer_at(g, 3)), bytes_str("bob")));
    ck_assert_ptr_null(group_consumer(g, bytes_str("ali")));
    ck_assert_int_eq(consumer(g, "al")->active_ms, CONSUMER_NEVER);
    ck_assert_int_eq(consumer(g, "al")->seen_ms, 1000);
}
END_TEST

START_TEST(a_consumer_goes_with_what_is_pending_for_it)
{
    struct group *g;
    struct consumer *alice;

    fill(10);
    g = group_at("g", 0);
    alice = consumer(g, "alice");
    deliver(g, alice, 6, 1000);
    deliver(g, consumer(g, "bob"), 4, 1000);
    ck_assert(!group_consumer_delete(g, alice, 4));
    group_check(g);
    ck_assert_uint_eq(consumer_pending_count(alice), 2);
    ck_assert(group_consumer_delete(g, alice, 4));
    ck_assert_str_eq(pending_text(&g->pending), "7-0 8-0 9-0 10-0");
    ck_assert_uint_eq(group_consumers(g), 1);
}
END_TEST

START_TEST(groups_are_found_by_name_and_leave_nothing_behind)
{
    struct group *g;

    fill(3);
    g = group_at("g", 0);
    ck_assert_ptr_null(group_at("g", 1));
    ck_assert_ptr_nonnull(group_at("f", 1));
    ck_assert_ptr_eq(stream_group_at(s, 1), g);
    deliver(g, consumer(g, "c"), 3, 1000);
    ck_assert_uint_ge(group_effort(g), 5);
    ck_assert_uint_ge(group_mem(g), 3 * sizeof(struct pending));
    stream_group_detach(s, g);
    group_free(g);
    ck_assert_ptr_null(stream_group(s, bytes_str("g")));
    ck_assert_uint_eq(stream_groups(s), 1);
}
END_TEST

START_TEST(references_keep_an_entry_or_go_with_it)
{
    struct group *g, *h;

    fill(6);
    g = group_at("g", 0);
    h = group_at("h", 0);
    deliver(g, consumer(g, "c"), 4, 1000);
    deliver(h, consumer(h, "c"), 3, 1000);
    group_ack(g, id_of(1, 0));
    group_ack(h, id_of(1, 0));
    group_ack(g, id_of(2, 0));
    ck_assert(!stream_is_referenced(s, id_of(1, 0)));
    ck_assert(stream_is_referenced(s, id_of(2, 0)));
    ck_assert(stream_is_referenced(s, id_of(4, 0)));
    ck_assert_int_eq(stream_delete(s, id_of(2, 0), STREAM_ACKED), STREAM_REFERENCED);
    ck_assert_int_eq(stream_delete(s, id_of(6, 0), STREAM_ACKED), STREAM_REFERENCED);
    ck_assert_int_eq(stream_delete(s, id_of(1, 0), STREAM_ACKED), STREAM_DELETED);
    ck_assert_int_eq(stream_delete(s, id_of(3, 0), STREAM_KEEPREF), STREAM_DELETED);
    ck_assert_str_eq(pending_text(&g->pending), "3-0 4-0");
    ck_assert_int_eq(stream_delete(s, id_of(3, 0), STREAM_DELREF), STREAM_ABSENT);
    ck_assert_str_eq(pending_text(&g->pending), "4-0");
    ck_assert_str_eq(pending_text(&h->pending), "2-0");
    ck_assert_int_eq(stream_delete(s, id_of(2, 0), STREAM_DELREF), STREAM_DELETED);
    ck_assert_uint_eq(group_pending_count(h), 0);
}
END_TEST

/* ---- Lag ----------------------------------------------------------------------------------------- */

enum { UNKNOWN = -1000 };

static int64_t lag_of(struct group *g)
{
    int64_t lag;

    return stream_group_lag(s, g, &lag) ? lag : UNKNOWN;
}

START_TEST(the_lag_counts_what_was_not_delivered)
{
    struct group *g;

    fill(6);
    g = group_at("g", 0);
    ck_assert_int_eq(lag_of(g), 6);
    deliver(g, NULL, 2, 0);
    ck_assert_int_eq(g->entries_read, 2);
    ck_assert_int_eq(lag_of(g), 4);
    add(7, 0, "f v");
    ck_assert_int_eq(lag_of(g), 5);
    ck_assert_int_eq(lag_of(group_at("last", 7)), 0);
    ck_assert_int_eq(lag_of(group_at("middle", 3)), UNKNOWN);
    ck_assert_int_eq(lag_of(group_at("beyond", 9)), UNKNOWN);
}
END_TEST

START_TEST(trimming_does_not_hide_the_lag)
{
    struct stream_trim t = { .by = STREAM_TRIM_MAXLEN, .max_len = 2 };
    struct group *g, *middle;

    fill(6);
    g = group_at("g", 0);
    middle = group_at("middle", 3);
    deliver(g, NULL, 1, 0);
    stream_trim(s, &t);
    ck_assert_int_eq(lag_of(g), 2);
    ck_assert_int_eq(lag_of(middle), 2);
    deliver(g, NULL, 1, 0);
    ck_assert_int_eq(g->entries_read, 5);
    ck_assert_int_eq(lag_of(g), 1);
    t = (struct stream_trim){ .by = STREAM_TRIM_MAXLEN, .max_len = 0 };
    stream_trim(s, &t);
    ck_assert_int_eq(lag_of(g), 0);
    ck_assert_int_eq(lag_of(middle), 0);
}
END_TEST

START_TEST(a_gap_makes_the_lag_unknown_until_the_end_is_reached)
{
    struct group *g;

    fill(6);
    g = group_at("g", 0);
    deliver(g, NULL, 1, 0);
    stream_delete(s, id_of(4, 0), STREAM_KEEPREF);
    ck_assert_int_eq(lag_of(g), UNKNOWN);
    deliver(g, NULL, 2, 0);
    ck_assert_int_eq(g->entries_read, GROUP_READ_UNKNOWN);
    deliver(g, NULL, 1, 0);
    ck_assert(stream_id_eq(g->last_id, id_of(5, 0)));
    ck_assert_int_eq(lag_of(g), UNKNOWN);
    deliver(g, NULL, 1, 0);
    ck_assert_int_eq(g->entries_read, 6);
    ck_assert_int_eq(lag_of(g), 0);
}
END_TEST

START_TEST(a_gap_behind_the_group_does_not_matter)
{
    struct group *g;

    fill(6);
    g = group_at("g", 0);
    deliver(g, NULL, 3, 0);
    stream_delete(s, id_of(1, 0), STREAM_KEEPREF);
    stream_delete(s, id_of(2, 0), STREAM_KEEPREF);
    ck_assert_int_eq(lag_of(g), 3);
    deliver(g, NULL, 1, 0);
    ck_assert_int_eq(g->entries_read, 4);
    ck_assert_int_eq(lag_of(g), 2);
}
END_TEST

START_TEST(who_says_what_was_read_is_believed)
{
    struct group *g;

    fill(6);
    g = stream_group_create(s, bytes_str("g"), id_of(2, 0), 2);
    ck_assert_int_eq(lag_of(g), 4);
    g = stream_group_create(s, bytes_str("h"), id_of(2, 0), 100);
    ck_assert_int_eq(lag_of(g), -94);
    g = stream_group_create(s, bytes_str("i"), id_of(2, 0), INT64_MAX);
    deliver(g, NULL, 2, 0);
    ck_assert_int_eq(g->entries_read, INT64_MAX);
    stream_set_entries_added(s, INT64_MAX);
    add(7, 0, "f v");
    ck_assert_int_eq(lag_of(g), 0);
    deliver(g, NULL, 3, 0);
    ck_assert_int_eq(lag_of(g), 0);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("group");
    TCase *plain = tcase_create("pending"), *names = tcase_create("names");
    TCase *lag = tcase_create("lag");

    tcase_add_checked_fixture(plain, stream_test_setup, stream_test_teardown);
    tcase_add_test(plain, what_is_delivered_is_pending_until_it_is_acknowledged);
    tcase_add_test(plain, without_acknowledgement_nothing_is_pending);
    tcase_add_test(plain, an_entry_has_one_owner);
    tcase_add_test(plain, released_entries_are_nobodys);
    tcase_add_test(plain, the_longest_idle_comes_first);
    tcase_add_test(plain, a_walk_goes_on_where_it_is_told);
    suite_add_tcase(suite, plain);
    tcase_add_checked_fixture(names, stream_test_setup, stream_test_teardown);
    tcase_add_test(names, consumers_are_in_order_of_their_names);
    tcase_add_test(names, a_consumer_goes_with_what_is_pending_for_it);
    tcase_add_test(names, groups_are_found_by_name_and_leave_nothing_behind);
    tcase_add_test(names, references_keep_an_entry_or_go_with_it);
    suite_add_tcase(suite, names);
    tcase_add_checked_fixture(lag, stream_test_setup, stream_test_teardown);
    tcase_add_test(lag, the_lag_counts_what_was_not_delivered);
    tcase_add_test(lag, trimming_does_not_hide_the_lag);
    tcase_add_test(lag, a_gap_makes_the_lag_unknown_until_the_end_is_reached);
    tcase_add_test(lag, a_gap_behind_the_group_does_not_matter);
    tcase_add_test(lag, who_says_what_was_read_is_believed);
    suite_add_tcase(suite, lag);
    return stream_test_run(suite);
}
