#include "script/functions.h"

#include <check.h>
#include <lauxlib.h>
#include <stdlib.h>
#include "base/clock.h"
#include "base/mem.h"

static struct option_set *options;
static struct buf why;
static struct call nobody; /* who a library is loaded for does not matter to it */

static void setup(void)
{
    options = option_set_new();
    option_set_add(options, script_options);
    buf_init(&why, BUF_UNLIMITED);
}

static void teardown(void)
{
    functions_free(functions_replace(NULL));
    option_set_free(options);
    buf_fini(&why);
}

static struct library_set *load(const char *code)
{
    buf_clear(&why);
    return functions_load(functions_now(), &nobody, bytes_str(code), &why);
}

/* Loads and joins. */
static void add(const char *code)
{
    struct library_set *s = load(code);

    ck_assert_ptr_nonnull(s);
    ck_assert(library_set_fits(functions_now()->libraries, s, true, &why));
    library_set_join(functions_now()->libraries, s);
    library_set_free(s);
}

static void refused(const char *code, const char *expected)
{
    ck_assert_ptr_null(load(code));
    ck_assert_str_eq(buf_cstr(&why), expected);
    ck_assert_int_eq(lua_gettop(script_vm_lua(functions_now()->vm)), 0);
}

/* What the function returns, called without arguments, or its error. */
static const char *call(const char *name)
{
    struct functions *f = functions_now();
    lua_State *L = script_vm_lua(f->vm);
    static char text[256];

    functions_push(f, library_find_function(f->libraries, bytes_str(name)));
    lua_pcall(L, 0, 1, 0);
    snprintf(text, sizeof text, "%s",
             lua_isstring(L, -1) ? lua_tostring(L, -1) : luaL_typename(L, -1));
    lua_pop(L, 1);
    return text;
}

#define LIB(text) "#!lua name=lib\n" text

START_TEST(what_is_loaded_is_aside_until_it_joins)
{
    struct library_set *s = load(LIB("redis.register_function('f', function() return 'f' end)"));
    const struct library *l;

    ck_assert_ptr_nonnull(s);
    ck_assert_uint_eq(library_set_count(functions_now()->libraries), 0);
    ck_assert_uint_eq(library_set_count(s), 1);
    l = library_at(s, 0);
    ck_assert(bytes_eq(library_name(l), BYTES_LIT("lib")));
    ck_assert_uint_eq(library_function_count(l), 1);
    library_set_join(functions_now()->libraries, s);
    library_set_free(s);
    ck_assert_str_eq(call("F"), "f");
}
END_TEST

START_TEST(names_flags_and_descriptions_are_kept)
{
    const struct function *f;

    add(LIB("redis.register_function{function_name = 'f', callback = function() end, "
            "description = 'what', flags = {'no-writes', 'ALLOW-OOM'}}"));
    f = library_find_function(functions_now()->libraries, BYTES_LIT("f"));
    ck_assert(bytes_eq(f->description, BYTES_LIT("what")));
    ck_assert_uint_eq(f->flags, SCRIPT_NO_WRITES | SCRIPT_ALLOW_OOM);
}
END_TEST

START_TEST(functions_of_a_library_share_its_variables)
{
    add(LIB("local n = 0 redis.register_function('up', function() n = n + 1 return n end) "
            "redis.register_function('get', function() return n end)"));
    ck_assert_str_eq(call("up"), "1");
    ck_assert_str_eq(call("up"), "2");
    ck_assert_str_eq(call("get"), "2");
}
END_TEST

START_TEST(global_variables_are_others_while_it_is_loaded)
{
    refused(LIB("tostring(1)"),
            "Error registering functions: ERR user_function:2: Script attempted "
            "to access nonexistent global variable 'tostring'");
    refused(LIB("redis.call('PING')"), "Error registering functions: ERR user_function:2: Script "
                                       "attempted to access nonexistent global variable 'call'");
    add(LIB("local early = redis redis.register_function('late', function() "
            "return type(tostring) .. type(redis.call) .. tostring(early == redis) end)"));
    ck_assert_str_eq(call("late"), "functionfunctionfalse");
}
END_TEST

START_TEST(global_variables_cannot_be_set)
{
    static const char readonly[] =
        "Error registering functions: ERR user_function:2: Attempt to modify a readonly table";

    refused(LIB("x = 1"), readonly);
    refused(LIB("redis.x = 1"), readonly);
    refused(LIB("function f() end"), readonly);
    add(LIB("redis.register_function('set', function() x = 1 end) "
            "redis.register_function('set_redis', function() redis.x = 1 end) "
            "redis.register_function('set_raw', function() rawset(_G, 'x', 1) end)"));
    ck_assert_ptr_nonnull(strstr(call("set"), "readonly"));
    ck_assert_ptr_nonnull(strstr(call("set_redis"), "readonly"));
    ck_assert_ptr_nonnull(strstr(call("set_raw"), "readonly"));
}
END_TEST

START_TEST(functions_are_registered_while_it_is_loaded_only)
{
    add(LIB("local register = redis.register_function register('late', function() "
            "local ok, why = pcall(register, 'x', function() end) return why end)"));
    ck_assert_str_eq(call("late"),
                     "ERR redis.register_function can only be called on FUNCTION LOAD command");
    ck_assert_uint_eq(library_set_function_count(functions_now()->libraries), 1);
}
END_TEST

START_TEST(what_cannot_be_loaded_leaves_nothing)
{
    refused("return 1", "Missing library metadata");
    refused(LIB(""), "No functions registered");
    refused(LIB("x ="),
            "Error compiling function: user_function:2: unexpected symbol near '<eof>'");
    refused(LIB("redis.register_function('f', function() end) nosuch()"),
            "Error registering functions: ERR user_function:2: Script attempted to access "
            "nonexistent global variable 'nosuch'");
    refused(LIB("redis.register_function('f', function() end) "
                "redis.register_function('F', function() end)"),
            "Error registering functions: ERR Function already exists in the library");
    ck_assert_uint_eq(library_set_count(functions_now()->libraries), 0);
}
END_TEST

START_TEST(an_endless_one_is_given_up)
{
    refused(LIB("while true do end"), "Error registering functions: ERR FUNCTION LOAD timeout");
    add(LIB("redis.register_function('f', function() return 'f' end)"));
    ck_assert_str_eq(call("f"), "f");
}
END_TEST

START_TEST(memory_that_it_filled_comes_back)
{
    size_t before;

    add(LIB("redis.register_function('f', function() return 'f' end)"));
    before = script_vm_mem(functions_now()->vm);
    ck_assert_ptr_null(load("#!lua name=bomb\nlocal s = 'x' while true do s = s .. s end"));
    ck_assert_ptr_null(load("#!lua name=bomb\nlocal t = {} while true do t = {t, t} end"));
    ck_assert_uint_lt(script_vm_mem(functions_now()->vm), before + 16 * 1024 * 1024);
    ck_assert_str_eq(call("f"), "f");
}
END_TEST

START_TEST(another_takes_its_place)
{
    struct functions *old;

    add(LIB("redis.register_function('f', function() return 'f' end)"));
    old = functions_replace(NULL);
    ck_assert_uint_eq(library_set_count(functions_now()->libraries), 0);
    functions_free(functions_replace(old));
    ck_assert_str_eq(call("f"), "f");
    ck_assert(!functions_are_many(old));
    ck_assert(!functions_are_many(NULL));
}
END_TEST

int main(void)
{
    Suite *s = suite_create("functions");
    TCase *tc = tcase_create("functions");
    SRunner *sr;
    int failed;

    mem_thread_start();
    clock_init();
    tcase_add_checked_fixture(tc, setup, teardown);
    tcase_set_timeout(tc, 60);
    tcase_add_test(tc, what_is_loaded_is_aside_until_it_joins);
    tcase_add_test(tc, names_flags_and_descriptions_are_kept);
    tcase_add_test(tc, functions_of_a_library_share_its_variables);
    tcase_add_test(tc, global_variables_are_others_while_it_is_loaded);
    tcase_add_test(tc, global_variables_cannot_be_set);
    tcase_add_test(tc, functions_are_registered_while_it_is_loaded_only);
    tcase_add_test(tc, what_cannot_be_loaded_leaves_nothing);
    tcase_add_test(tc, an_endless_one_is_given_up);
    tcase_add_test(tc, memory_that_it_filled_comes_back);
    tcase_add_test(tc, another_takes_its_place);
    suite_add_tcase(s, tc);
    sr = srunner_create(s);
    srunner_run_all(sr, CK_ENV);
    failed = srunner_ntests_failed(sr);
    srunner_free(sr);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
