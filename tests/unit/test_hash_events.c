#include "event_fixture.h"

#include "obj/hash.h"

/* What the commands on hashes tell those who listen: one event per key and kind of change, "del" last,
 * none if nothing has changed. */

static void setup(void)
{
    static const struct command *const rows[] = { hash_commands, hash_ttl_commands, NULL };

    begin(rows, hash_options);
}

START_TEST(setting_fields_is_one_event)
{
    EVENTS("hset h a 1 b 2", "h:hset");
    EVENTS("hset h a 1", "h:hset");
    EVENTS("hmset h a 1 c 2", "h:hset");
    EVENTS("hsetnx h d 1", "h:hset");
    EVENTS("hsetnx h d 1", "");
    EVENTS("hincrby h a 1", "h:hincrby");
    EVENTS("hincrbyfloat h a 1.5", "h:hincrbyfloat");
    EVENTS("hincrby h a 1", "");
    EVENTS("hset h a", "");
}
END_TEST

START_TEST(reading_is_none)
{
    EVENTS("hset h a 1 b 2", "h:hset");
    EVENTS("hgetall h", "");
    EVENTS("hrandfield h 2", "");
    EVENTS("hscan h 0", "");
    EVENTS("httl h fields 1 a", "");
    EVENTS("hgetex h fields 1 a", "");
}
END_TEST

START_TEST(the_key_goes_after_its_last_field)
{
    EVENTS("hset h a 1 b 2 c 3 d 4", "h:hset");
    EVENTS("hdel h none", "");
    EVENTS("hdel h a none", "h:hdel");
    EVENTS("hgetdel h fields 1 none", "");
    EVENTS("hgetdel h fields 1 b", "h:hdel");
    EVENTS("hdel h c d", "h:hdel h:del");
    EVENTS("hdel h c", "");
    EVENTS("hset h a 1", "h:hset");
    EVENTS("hgetdel h fields 1 a", "h:hdel h:del");
}
END_TEST

START_TEST(deadlines_are_set_and_removed)
{
    EVENTS("hset h a 1 b 2", "h:hset");
    EVENTS("hexpire h 10 fields 3 a b none", "h:hexpire");
    EVENTS("hexpire h 10 nx fields 1 a", "");
    EVENTS("hexpire none 10 fields 1 a", "");
    EVENTS("hpersist h fields 2 a none", "h:hpersist");
    EVENTS("hpersist h fields 1 a", "");
    EVENTS("hgetex h ex 10 fields 2 a none", "h:hexpire");
    EVENTS("hgetex h ex 10 fields 1 none", "");
    EVENTS("hgetex h persist fields 1 a", "h:hpersist");
    EVENTS("hgetex h persist fields 1 a", "");
    EVENTS("hsetex h fields 1 a 1", "h:hset");
    EVENTS("hsetex h keepttl fields 1 a 1", "h:hset");
    EVENTS("hsetex h ex 10 fields 1 a 1", "h:hset h:hexpire");
    EVENTS("hsetex h fnx ex 10 fields 1 a 1", "");
}
END_TEST

START_TEST(a_deadline_that_has_passed_deletes)
{
    EVENTS("hset h a 1 b 2 c 3 d 4", "h:hset");
    EVENTS("hexpire h 0 xx fields 1 a", "");
    EVENTS("hexpire h 0 fields 1 a", "h:hdel");
    EVENTS("hgetex h pxat 1 fields 2 a b", "h:hdel");
    EVENTS("hsetex h px 0 fields 2 a 1 c 3", "h:hdel");
    EVENTS("hsetex h px 0 fields 1 a 1", "");
    EVENTS("hpexpireat h 1 fields 1 d", "h:hdel h:del");
    EVENTS("hsetex h px 0 fields 1 a 1", "");
}
END_TEST

/* Whoever finds it. */
START_TEST(what_expires_is_told)
{
    EVENTS("hsetex h px 100 fields 2 a 1 b 2", "h:hset h:hexpire");
    EVENTS("hset h c 3", "h:hset");
    EVENTS("hpexpire h 200 fields 1 c", "h:hexpire");
    store_advance(st, NOW_MS + 100);
    EVENTS("hget h a", "h:hexpired");
    EVENTS("hget h a", "");
    store_advance(st, NOW_MS + 200);
    EVENTS("hlen h", "h:hexpired h:del");
    EVENTS("hsetex h px 100 fields 1 a 1", "h:hset h:hexpire");
    store_advance(st, NOW_MS + 300);
    EVENTS("hset h b 1", "h:hexpired h:del h:hset");
    EVENTS("hsetex h px 100 fields 1 a 1", "h:hset h:hexpire");
    store_advance(st, NOW_MS + 500);
    buf_clear(&events);
    store_expire_due(st, 1000);
    ck_assert_str_eq(buf_cstr(&events), "h:hexpired");
}
END_TEST

int main(void)
{
    Suite *s = suite_create("hash_events");
    TCase *t = tcase_create("events");

    tcase_add_test(t, setting_fields_is_one_event);
    tcase_add_test(t, reading_is_none);
    tcase_add_test(t, the_key_goes_after_its_last_field);
    tcase_add_test(t, deadlines_are_set_and_removed);
    tcase_add_test(t, a_deadline_that_has_passed_deletes);
    tcase_add_test(t, what_expires_is_told);
    return run(s, t, setup);
}
