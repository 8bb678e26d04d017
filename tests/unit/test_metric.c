#include "base/metric.h"
#include "base/mem.h"

#include <check.h>

static uint64_t hits, ops, clients;

static uint64_t connected(void)
{
    return clients;
}

static void add_version(struct buf *out)
{
    buf_add_str(out, "7.2.0");
}

static void add_commands(struct buf *out)
{
    buf_add_str(out, "cmdstat_get:calls=1\r\ncmdstat_set:calls=2\r\n");
}

static const struct metric server_rows[] = {
    METRIC_STRING("server", "redis_version", add_version, NULL),
    METRIC_GAUGE("clients", "connected_clients", connected, "Clients now."),
    METRIC_COUNTER("stats", "keyspace_hits", &hits, "Lookups that found\na key \\ field."),
    METRIC_END
};

static const struct metric store_rows[] = {
    { .section = "commandstats",
      .name = "commandstats",
      .kind = METRIC_LINES,
      .text = add_commands },
    METRIC_COUNTER("stats", "ops.per-second", &ops, NULL),
    { .section = "server", .name = "uptime", .kind = METRIC_COUNT, .number = connected },
    METRIC_END
};

static struct metric_set *set;
static struct buf out;

static void setup(void)
{
    set = metric_set_new();
    metric_set_add(set, server_rows);
    metric_set_add(set, store_rows);
    buf_init(&out, 4096);
    hits = UINT64_MAX;
    ops = 7;
    clients = 3;
}

static void teardown(void)
{
    metric_set_free(set);
    buf_fini(&out);
}

START_TEST(a_section_has_a_title_and_its_rows_in_order)
{
    ck_assert(metric_info(set, "stats", "Stats", &out));
    ck_assert_str_eq(buf_cstr(&out), "# Stats\r\nkeyspace_hits:18446744073709551615\r\n"
                                     "ops.per-second:7\r\n");
    buf_clear(&out);
    ck_assert(metric_info(set, "SERVER", "Server", &out));
    ck_assert_str_eq(buf_cstr(&out), "# Server\r\nredis_version:7.2.0\r\nuptime:3\r\n");
    buf_clear(&out);
    ck_assert(metric_info(set, "commandstats", "Commandstats", &out));
    ck_assert_str_eq(buf_cstr(&out), "# Commandstats\r\ncmdstat_get:calls=1\r\n"
                                     "cmdstat_set:calls=2\r\n");
}
END_TEST

START_TEST(an_unknown_section_writes_nothing)
{
    ck_assert(!metric_info(set, "nosuch", "Nosuch", &out));
    ck_assert(!metric_info(set, "", "", &out));
    ck_assert_uint_eq(out.len, 0);
}
END_TEST

START_TEST(sections_come_in_the_order_of_their_first_row)
{
    ck_assert_str_eq(metric_section(set, 0), "server");
    ck_assert_str_eq(metric_section(set, 1), "clients");
    ck_assert_str_eq(metric_section(set, 2), "stats");
    ck_assert_str_eq(metric_section(set, 3), "commandstats");
    ck_assert_ptr_null(metric_section(set, 4));
}
END_TEST

START_TEST(the_endpoint_has_the_numbers_only)
{
    metric_prometheus(set, &out);
    ck_assert_str_eq(buf_cstr(&out), "# HELP kvd_connected_clients Clients now.\n"
                                     "# TYPE kvd_connected_clients gauge\n"
                                     "kvd_connected_clients 3\n"
                                     "# HELP kvd_keyspace_hits Lookups that found\\na key \\\\ "
                                     "field.\n"
                                     "# TYPE kvd_keyspace_hits counter\n"
                                     "kvd_keyspace_hits 18446744073709551615\n"
                                     "# TYPE kvd_ops_per_second counter\n"
                                     "kvd_ops_per_second 7\n"
                                     "# TYPE kvd_uptime counter\n"
                                     "kvd_uptime 3\n");
}
END_TEST

START_TEST(reset_clears_the_counters_only)
{
    metric_reset(set);
    ck_assert_uint_eq(hits, 0);
    ck_assert_uint_eq(ops, 0);
    ck_assert_uint_eq(clients, 3);
}
END_TEST

START_TEST(a_full_buffer_latches)
{
    struct buf small;

    buf_init(&small, 4);
    ck_assert(metric_info(set, "stats", "Stats", &small));
    ck_assert(small.failed);
    buf_fini(&small);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("metric");
    TCase *tc = tcase_create("metric");
    SRunner *sr;
    int failed;

    mem_thread_start();
    tcase_add_checked_fixture(tc, setup, teardown);
    tcase_add_test(tc, a_section_has_a_title_and_its_rows_in_order);
    tcase_add_test(tc, an_unknown_section_writes_nothing);
    tcase_add_test(tc, sections_come_in_the_order_of_their_first_row);
    tcase_add_test(tc, the_endpoint_has_the_numbers_only);
    tcase_add_test(tc, reset_clears_the_counters_only);
    tcase_add_test(tc, a_full_buffer_latches);
    suite_add_tcase(suite, tc);
    sr = srunner_create(suite);
    srunner_run_all(sr, CK_ENV);
    failed = srunner_ntests_failed(sr);
    srunner_free(sr);
    return failed != 0;
}
