#include "event_fixture.h"

#include "obj/set.h"

/* What the commands on sets tell those who listen: one event per key and kind of change, "del" last,
 * none if nothing has changed. */

static void setup(void)
{
    static const struct command *const rows[] = { set_commands, set_algebra_commands,
                                                  string_commands, NULL };

    begin(rows, set_options);
}

START_TEST(adding_and_removing_members_is_one_event)
{
    EVENTS("sadd s a b c", "s:sadd");
    EVENTS("sadd s a", "");
    EVENTS("sadd s a d", "s:sadd");
    EVENTS("srem s none", "");
    EVENTS("srem s a none", "s:srem");
    EVENTS("srem none a", "");
    EVENTS("srem s b c d", "s:srem s:del");
}
END_TEST

START_TEST(reading_is_none)
{
    EVENTS("sadd s a b", "s:sadd");
    EVENTS("smembers s", "");
    EVENTS("srandmember s 2", "");
    EVENTS("sscan s 0", "");
    EVENTS("sinter s s", "");
    EVENTS("sunioncard 1 s", "");
}
END_TEST

START_TEST(a_move_is_an_event_for_each_key_that_changes)
{
    EVENTS("sadd s a b c", "s:sadd");
    EVENTS("sadd t a", "t:sadd");
    EVENTS("smove s t a", "s:srem");
    EVENTS("smove s t b", "s:srem t:sadd");
    EVENTS("smove s t none", "");
    EVENTS("smove s s c", "");
    EVENTS("smove s t c", "s:srem s:del t:sadd");
}
END_TEST

START_TEST(the_key_goes_after_the_last_pop)
{
    EVENTS("sadd s a b c d", "s:sadd");
    EVENTS("spop s", "s:spop");
    EVENTS("spop s 0", "");
    EVENTS("spop s 1", "s:spop");
    EVENTS("spop s 9", "s:spop s:del");
    EVENTS("spop s 9", "");
    EVENTS("sadd s a", "s:sadd");
    EVENTS("spop s", "s:spop s:del");
}
END_TEST

START_TEST(storing_is_an_event_of_the_destination)
{
    EVENTS("sadd s a b", "s:sadd");
    EVENTS("sadd t b c", "t:sadd");
    EVENTS("sinterstore d s t", "d:sinterstore");
    EVENTS("sunionstore d s t", "d:sunionstore");
    EVENTS("sdiffstore d s t", "d:sdiffstore");
    EVENTS("sdiffstore d s s", "d:del");
    EVENTS("sdiffstore d s s", "");
    EVENTS("set d x", "d:set");
    EVENTS("sunionstore d s none", "d:sunionstore");
    EVENTS("set d x", "d:set");
    EVENTS("sinterstore d s none", "d:del");
    EVENTS("sunionstore s s t", "s:sunionstore");
}
END_TEST

int main(void)
{
    Suite *s = suite_create("set_events");
    TCase *t = tcase_create("events");

    tcase_add_test(t, adding_and_removing_members_is_one_event);
    tcase_add_test(t, reading_is_none);
    tcase_add_test(t, a_move_is_an_event_for_each_key_that_changes);
    tcase_add_test(t, the_key_goes_after_the_last_pop);
    tcase_add_test(t, storing_is_an_event_of_the_destination);
    return run(s, t, setup);
}
