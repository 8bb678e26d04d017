/* Unit tests of the memory of Lua states: kvd/script/vm.c. */
#include "script/vm.h"

#include "base/clock.h"
#include "script/alarm.h"
#include "script/run.h"

#include <check.h>
#include <lua.h>

enum { BIG = 4 * 1024 * 1024, LIMIT = 256 * 1024 * 1024 };

static struct script_vm *vm;
static struct script_run run;

static void no_hook(lua_State *L, lua_Debug *ar)
{
    (void)L;
    (void)ar;
}

/* A script whose time is up: when it is asked, it is stopped. */
static void setup(void)
{
    clock_init();
    vm = script_vm_new(SCRIPT_EVAL);
    run = (struct script_run){ .vm = vm, .load_ns = 1 };
    script_now = &run;
    alarm_begin(vm->lua, no_hook, 1, NULL);
    alarm_is_due = 1;
}

static void teardown(void)
{
    alarm_end();
    script_now = NULL;
    vm->limit = SIZE_MAX;
    script_vm_free(vm);
}

START_TEST(a_script_may_be_left_while_it_gets_a_big_block)
{
    vm->limit = vm->used + LIMIT;
    lua_newuserdata(vm->lua, 1000);
    ck_assert(!run.stopped);
    lua_newuserdata(vm->lua, BIG);
    ck_assert(run.stopped);
}
END_TEST

START_TEST(a_command_that_it_calls_is_not_left)
{
    vm->limit = SIZE_MAX;
    lua_newuserdata(vm->lua, BIG);
    ck_assert(!run.stopped);
}
END_TEST

START_TEST(what_is_in_a_block_stays_when_it_grows)
{
    enum { COUNT = 1000 * 1000 };
    lua_State *L = vm->lua;

    vm->limit = vm->used + LIMIT;
    lua_newtable(L);
    for (int i = 1; i <= COUNT; i++) {
        lua_pushinteger(L, i);
        lua_rawseti(L, -2, i);
    }
    for (int i = 1; i <= COUNT; i++) {
        lua_rawgeti(L, -1, i);
        ck_assert_int_eq(lua_tointeger(L, -1), i);
        lua_pop(L, 1);
    }
    ck_assert_uint_gt(vm->used, COUNT * sizeof(double));
}
END_TEST

START_TEST(all_of_it_comes_back)
{
    size_t before;

    vm->limit = vm->used + LIMIT;
    lua_gc(vm->lua, LUA_GCCOLLECT, 0);
    before = vm->used;
    lua_newuserdata(vm->lua, BIG);
    lua_settop(vm->lua, 0);
    lua_gc(vm->lua, LUA_GCCOLLECT, 0);
    ck_assert_uint_eq(vm->used, before);
}
END_TEST

int main(void)
{
    Suite *s = suite_create("script_vm");
    TCase *t = tcase_create("memory");
    SRunner *sr = srunner_create(s);
    int failed;

    suite_add_tcase(s, t);
    tcase_add_checked_fixture(t, setup, teardown);
    tcase_set_timeout(t, 60);
    tcase_add_test(t, a_script_may_be_left_while_it_gets_a_big_block);
    tcase_add_test(t, a_command_that_it_calls_is_not_left);
    tcase_add_test(t, what_is_in_a_block_stays_when_it_grows);
    tcase_add_test(t, all_of_it_comes_back);
    srunner_run_all(sr, CK_ENV);
    failed = srunner_ntests_failed(sr);
    srunner_free(sr);
    return failed != 0;
}
