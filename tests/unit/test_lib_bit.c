#include "script/lib_bit.h"

#include "lua_fixture.h"

static lua_State *L;

static void set_up(void)
{
    L = lua_fixture_new("bit", lua_open_bit);
}

static void tear_down(void)
{
    lua_close(L);
}

START_TEST(numbers_are_taken_modulo_2_to_32)
{
    static const struct lua_row rows[] = {
        { "bit.tobit(0xffffffff)", "-1" },
        { "bit.tobit(2^31)", "-2147483648" },
        { "bit.tobit(2^32 + 1)", "1" },
        { "bit.tobit(-1)", "-1" },
        { "bit.tobit(1.5)", "2" },
        { "bit.tobit(2.5)", "2" },
        { "bit.tobit(-1.5)", "-2" },
        { "bit.tobit(-0.5)", "0" },
        { "bit.tobit(1e15)", "-1530494976" },
        { "bit.tobit(-2^51 - 5)", "-10" },
        { "bit.tobit(1/0)", "0" },
        { "bit.tobit(0/0)", "0" },
        { "bit.tobit('0xff')", "255" },
    };

    LUA_ROWS(L, rows);
}
END_TEST

START_TEST(operations_as_documented)
{
    static const struct lua_row rows[] = {
        { "bit.bnot(0)", "-1" },
        { "bit.bnot(0x12345678)", "-305419897" },
        { "bit.band(0x12345678, 0xff)", "120" },
        { "bit.band(7, 3, 2)", "2" },
        { "bit.bor(1, 2, 4, 8)", "15" },
        { "bit.bxor(0xa5a5f0f0, 0xaa55ff00)", "267390960" },
        { "bit.band(5)", "5" },
        { "bit.lshift(1, 0)", "1" },
        { "bit.lshift(1, 8)", "256" },
        { "bit.lshift(1, 40)", "256" },
        { "bit.lshift(1, -1)", "-2147483648" },
        { "bit.rshift(256, 8)", "1" },
        { "bit.rshift(-256, 8)", "16777215" },
        { "bit.arshift(-256, 8)", "-1" },
        { "bit.arshift(256, 8)", "1" },
        { "bit.rol(0x12345678, 12)", "1164411171" },
        { "bit.ror(0x12345678, 12)", "1736516421" },
        { "bit.rol(1, 32)", "1" },
        { "bit.rol(1, 33)", "2" },
        { "bit.ror(1, 0)", "1" },
        { "bit.bswap(0x12345678)", "2018915346" },
    };

    LUA_ROWS(L, rows);
}
END_TEST

START_TEST(tohex_gives_the_last_digits)
{
    static const struct lua_row rows[] = {
        { "bit.tohex(1)", "00000001" },
        { "bit.tohex(-1)", "ffffffff" },
        { "bit.tohex(0x87654321, 4)", "4321" },
        { "bit.tohex(255, -4)", "00FF" },
        { "bit.tohex(255, 0)", "" },
        { "bit.tohex(255, 100)", "000000ff" },
        { "bit.tohex(255, -100)", "000000FF" },
        { "bit.tohex(255, -2^31)", "000000FF" },
        { "bit.tohex(255, 1.5)", "ff" },
    };

    LUA_ROWS(L, rows);
}
END_TEST

START_TEST(what_is_no_number_is_refused)
{
    static const struct lua_row rows[] = {
        { "bit.tobit()",
          "error: test:1: bad argument #1 to 'tobit' (number expected, got no value)" },
        { "bit.tobit('x')",
          "error: test:1: bad argument #1 to 'tobit' (number expected, got string)" },
        { "bit.band(1, 2, {})",
          "error: test:1: bad argument #3 to 'band' (number expected, got table)" },
        { "bit.lshift(1)",
          "error: test:1: bad argument #2 to 'lshift' (number expected, got no value)" },
        { "bit.tohex(1, nil)",
          "error: test:1: bad argument #2 to 'tohex' (number expected, got nil)" },
    };

    LUA_ROWS(L, rows);
}
END_TEST

int main(void)
{
    Suite *s = suite_create("lib_bit");
    TCase *t = tcase_create("lib_bit");
    SRunner *sr = srunner_create(s);
    int failed;

    suite_add_tcase(s, t);
    tcase_add_checked_fixture(t, set_up, tear_down);
    tcase_set_timeout(t, 60); /* seconds, for the slowest of sanitizers */
    tcase_add_test(t, numbers_are_taken_modulo_2_to_32);
    tcase_add_test(t, operations_as_documented);
    tcase_add_test(t, tohex_gives_the_last_digits);
    tcase_add_test(t, what_is_no_number_is_refused);
    srunner_run_all(sr, CK_ENV);
    failed = srunner_ntests_failed(sr);
    srunner_free(sr);
    return failed != 0;
}
