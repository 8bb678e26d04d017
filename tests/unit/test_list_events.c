#include "event_fixture.h"

#include "obj/list.h"

/* What the commands on lists tell those who listen, in the order of redis-server: one event per key and
 * kind of change, "del" last, none if nothing has changed. */

static void setup(void)
{
    static const struct command *const rows[] = { list_commands, list_find_commands,
                                                  list_pop_commands, list_move_commands, NULL };

    begin(rows, list_options);
}

START_TEST(pushing_is_one_event)
{
    EVENTS("lpush l a b c", "l:lpush");
    EVENTS("rpush l a", "l:rpush");
    EVENTS("lpushx l a b", "l:lpush");
    EVENTS("rpushx l a", "l:rpush");
    EVENTS("lpushx none a", "");
    EVENTS("rpushx none a", "");
}
END_TEST

START_TEST(reading_is_none)
{
    EVENTS("rpush l a b", "l:rpush");
    EVENTS("llen l", "");
    EVENTS("lindex l 0", "");
    EVENTS("lrange l 0 -1", "");
    EVENTS("lpos l a", "");
}
END_TEST

START_TEST(the_key_goes_after_its_last_element)
{
    EVENTS("rpush l a b c d e", "l:rpush");
    EVENTS("lpop l", "l:lpop");
    EVENTS("rpop l 2", "l:rpop");
    EVENTS("rpop l 0", "");
    EVENTS("lpop l 9", "l:lpop l:del");
    EVENTS("lpop l", "");
    EVENTS("rpush l a b", "l:rpush");
    EVENTS("lmpop 2 none l right", "l:rpop");
    EVENTS("lmpop 2 none l left count 5", "l:lpop l:del");
    EVENTS("lmpop 2 none l left", "");
}
END_TEST

START_TEST(changes_in_the_middle)
{
    EVENTS("rpush l a b", "l:rpush");
    EVENTS("lset l 0 x", "l:lset");
    EVENTS("lset l 9 x", "");
    EVENTS("linsert l before b c", "l:linsert");
    EVENTS("linsert l before none c", "");
    EVENTS("linsert none before b c", "");
    EVENTS("lrem l 0 none", "");
    EVENTS("lrem l 0 x", "l:lrem");
    EVENTS("ltrim l 0 -1", "l:ltrim"); /* though it deletes nothing */
    EVENTS("ltrim l 5 9", "l:ltrim l:del");
    EVENTS("ltrim l 5 9", "");
    EVENTS("rpush l a a", "l:rpush");
    EVENTS("lrem l 0 a", "l:lrem l:del");
}
END_TEST

START_TEST(moving_is_a_push_and_a_pop)
{
    EVENTS("rpush l a b c d", "l:rpush");
    EVENTS("lmove l m left right", "m:rpush l:lpop");
    EVENTS("rpoplpush l m", "m:lpush l:rpop");
    EVENTS("lmove l l left right", "l:rpush l:lpop");
    EVENTS("lmovem l m right left count 5 bulk", "m:lpush l:rpop l:del");
    EVENTS("lmovem m m left left count 2 obo", "m:lpush m:lpop");
    EVENTS("lmovem m l left left exactly 9 obo", "");
    EVENTS("lmove l m left right", "");
    EVENTS("lmovem l m left right", "");
    EVENTS("rpoplpush m l", "l:lpush m:rpop");
}
END_TEST

START_TEST(a_blocking_command_that_finds_something_is_the_plain_one)
{
    EVENTS("rpush l a b c d e f", "l:rpush");
    EVENTS("blpop none l 0", "l:lpop");
    EVENTS("brpop l 0", "l:rpop");
    EVENTS("blmove l m left right 0", "m:rpush l:lpop");
    EVENTS("brpoplpush l m 0", "m:lpush l:rpop");
    EVENTS("blmpop 0 1 l left", "l:lpop");
    EVENTS("blmovem l m left left 0", "m:lpush l:lpop l:del");
}
END_TEST

/* As inside MULTI: the replies are those of redis-server, which differ. */
START_TEST(who_may_not_wait_is_answered_at_once)
{
#define NOTHING(request, text)                                                                     \
    do {                                                                                           \
        EVENTS(request, "");                                                                       \
        ck_assert_str_eq(buf_cstr(&reply), text);                                                  \
    } while (0)

    NOTHING("blpop l 0", "*-1\r\n");
    NOTHING("brpop l m 1", "*-1\r\n");
    NOTHING("blmpop 0 2 l m left", "*-1\r\n");
    NOTHING("blmove l m left right 0", "$-1\r\n");
    NOTHING("brpoplpush l m 0", "$-1\r\n");
    NOTHING("blmovem l m left right 0", "*-1\r\n");
    EVENTS("rpush l a", "l:rpush");
    NOTHING("blmovem l m left right 0 exactly 2 obo", "*-1\r\n");
}
END_TEST

int main(void)
{
    Suite *s = suite_create("list_events");
    TCase *t = tcase_create("events");

    tcase_add_test(t, pushing_is_one_event);
    tcase_add_test(t, reading_is_none);
    tcase_add_test(t, the_key_goes_after_its_last_element);
    tcase_add_test(t, changes_in_the_middle);
    tcase_add_test(t, moving_is_a_push_and_a_pop);
    tcase_add_test(t, a_blocking_command_that_finds_something_is_the_plain_one);
    tcase_add_test(t, who_may_not_wait_is_answered_at_once);
    return run(s, t, setup);
}
