#include "script/lib_cmsgpack.h"

#include "lua_fixture.h"

static lua_State *L;

static void set_up(void)
{
    L = lua_fixture_new("cmsgpack", lua_open_cmsgpack);
}

static void tear_down(void)
{
    lua_close(L);
}

START_TEST(scalars_take_the_shortest_form)
{
    static const struct lua_row rows[] = {
        { "hex(cmsgpack.pack(nil, true, false))", "c0c3c2" },
        { "hex(cmsgpack.pack(0, 127, 128, 255, 256, 65535, 65536))",
          "007fcc80ccffcd0100cdffffce00010000" },
        { "hex(cmsgpack.pack(2^32 - 1, 2^32, 2^53))",
          "ceffffffffcf0000000100000000cf0020000000000000" },
        { "hex(cmsgpack.pack(-1, -32, -33, -128, -129, -32768))", "ffe0d0dfd080d1ff7fd18000" },
        { "hex(cmsgpack.pack(-32769, -2^31, -2^31 - 1, -2^63))",
          "d2ffff7fffd280000000d3ffffffff7fffffffd38000000000000000" },
        { "hex(cmsgpack.pack(1.5, 0.1, -0.0))", "ca3fc00000cb3fb999999999999a00" },
        { "hex(cmsgpack.pack(2^63, 1/0, 1e300))", "ca5f000000ca7f800000cb7e37e43c8800759c" },
        { "hex(cmsgpack.pack('', 'ab'))", "a0a26162" },
        { "hex(cmsgpack.pack(('a'):rep(32)):sub(1, 3))", "d92061" },
        { "hex(cmsgpack.pack(('a'):rep(256)):sub(1, 4))", "da010061" },
        { "hex(cmsgpack.pack(('a'):rep(65536)):sub(1, 6))", "db0001000061" },
        { "hex(cmsgpack.pack(print))", "c0" },
        { "cmsgpack.pack()",
          "error: test:1: bad argument #0 to 'pack' (MessagePack pack needs input.)" },
    };

    LUA_ROWS(L, rows);
}
END_TEST

START_TEST(tables_are_arrays_or_maps)
{
    static const struct lua_row rows[] = {
        { "hex(cmsgpack.pack({}))", "90" },
        { "hex(cmsgpack.pack({ 1, 2, 3 }))", "93010203" },
        { "hex(cmsgpack.pack({ [2] = 1 }))", "810201" },
        { "hex(cmsgpack.pack({ [1] = 1, [3] = 1 })):sub(1, 2)", "82" },
        { "hex(cmsgpack.pack({ a = 1 }))", "81a16101" },
        { "hex(cmsgpack.pack({ [0] = 1 }))", "810001" },
        { "hex(cmsgpack.pack({ [1.5] = 1 }))", "81ca3fc0000001" },
        { "hex(cmsgpack.pack({ [true] = 1 }))", "81c301" },
        { "hex(cmsgpack.pack({ 1, { 2, { a = {} } } }))", "9201920281a16190" },
        { "(function() local t = {} for i = 1, 16 do t[i] = 1 end return "
          "hex(cmsgpack.pack(t)):sub(1, 8) end)()",
          "dc001001" },
        { "(function() local t = {} for i = 1, 65536 do t[i] = 1 end return "
          "hex(cmsgpack.pack(t)):sub(1, 12) end)()",
          "dd0001000001" },
        { "(function() local t = {} for i = 1, 16 do t['k' .. i] = 1 end return "
          "hex(cmsgpack.pack(t)):sub(1, 6) end)()",
          "de0010" },
        { "(function() local t = {} t[1] = t return hex(cmsgpack.pack(t)) end)()",
          "91919191919191919191919191919191c0" },
        { "(function() local t = {} for i = 1, 15 do t = { t } end return hex(cmsgpack.pack(t)) "
          "end)()",
          "91919191919191919191919191919190" },
    };

    LUA_ROWS(L, rows);
}
END_TEST

START_TEST(every_form_is_read)
{
    static const struct lua_row rows[] = {
        { "cmsgpack.unpack('\\1\\127\\224\\255')", "1|127|-32|-1" },
        { "cmsgpack.unpack('\\192\\194\\195')", "nil|false|true" },
        { "cmsgpack.unpack('\\204\\255\\205\\255\\254\\206\\255\\255\\255\\255')",
          "255|65534|4294967295" },
        { "cmsgpack.unpack('\\207\\0\\32\\0\\0\\0\\0\\0\\0') == 2^53", "true" },
        { "cmsgpack.unpack('\\208\\255\\209\\128\\0\\210\\128\\0\\0\\0')",
          "-1|-32768|-2147483648" },
        { "cmsgpack.unpack('\\211\\128\\0\\0\\0\\0\\0\\0\\0') == -2^63", "true" },
        { "cmsgpack.unpack('\\202\\63\\192\\0\\0\\203\\63\\248\\0\\0\\0\\0\\0\\0')", "1.5|1.5" },
        { "cmsgpack.unpack('\\161a\\217\\1b\\218\\0\\1c\\219\\0\\0\\0\\1d')", "a|b|c|d" },
        { "cmsgpack.unpack('\\145\\7')[1]", "7" },
        { "cmsgpack.unpack('\\220\\0\\1\\7')[1]", "7" },
        { "cmsgpack.unpack('\\221\\0\\0\\0\\1\\7')[1]", "7" },
        { "cmsgpack.unpack('\\129\\161k\\7').k", "7" },
        { "cmsgpack.unpack('\\222\\0\\1\\161k\\7').k", "7" },
        { "cmsgpack.unpack('\\223\\0\\0\\0\\1\\161k\\7').k", "7" },
        { "cmsgpack.unpack('')", "" },
    };

    LUA_ROWS(L, rows);
}
END_TEST

START_TEST(values_are_taken_in_parts)
{
    static const struct lua_row rows[] = {
        { "cmsgpack.unpack_one('\\1\\2\\3')", "1|1" },
        { "cmsgpack.unpack_one('\\1\\2\\3', 2)", "-1|3" },
        { "cmsgpack.unpack_one('\\1\\2\\3', 3)", "-1" },
        { "cmsgpack.unpack_limit('\\1\\2\\3', 2)", "2|1|2" },
        { "cmsgpack.unpack_limit('\\1\\2\\3', 2, 1)", "-1|2|3" },
        { "cmsgpack.unpack_limit('\\1\\2\\3', 0)", "1|2|3" },
        { "cmsgpack.unpack_limit('\\1\\2\\3', 0, 2)", "2" },
        { "cmsgpack.unpack_limit('\\1\\2\\3', 2^53)", "-1|1|2|3" },
        { "cmsgpack.unpack_one('\\1', 2)",
          "error: test:1: Start offset 2 greater than input length 1." },
        { "cmsgpack.unpack_one('\\1', -1)",
          "error: test:1: Invalid request to unpack with offset of -1 and limit of 1." },
        { "cmsgpack.unpack_one('\\1', 2^53)",
          "error: test:1: Start offset 0 greater than input length 1." },
        { "cmsgpack.unpack_limit('\\1', -1)",
          "error: test:1: Invalid request to unpack with offset of 0 and limit of 1." },
    };

    LUA_ROWS(L, rows);
}
END_TEST

START_TEST(bad_input_is_refused)
{
    static const struct lua_row rows[] = {
        { "cmsgpack.unpack('\\161')", "error: test:1: Missing bytes in input." },
        { "cmsgpack.unpack('\\204')", "error: test:1: Missing bytes in input." },
        { "cmsgpack.unpack('\\205\\1')", "error: test:1: Missing bytes in input." },
        { "cmsgpack.unpack('\\206\\1\\1\\1')", "error: test:1: Missing bytes in input." },
        { "cmsgpack.unpack('\\207\\1')", "error: test:1: Missing bytes in input." },
        { "cmsgpack.unpack('\\208')", "error: test:1: Missing bytes in input." },
        { "cmsgpack.unpack('\\209\\1')", "error: test:1: Missing bytes in input." },
        { "cmsgpack.unpack('\\210\\1')", "error: test:1: Missing bytes in input." },
        { "cmsgpack.unpack('\\211\\1')", "error: test:1: Missing bytes in input." },
        { "cmsgpack.unpack('\\202\\1')", "error: test:1: Missing bytes in input." },
        { "cmsgpack.unpack('\\203\\1')", "error: test:1: Missing bytes in input." },
        { "cmsgpack.unpack('\\217')", "error: test:1: Missing bytes in input." },
        { "cmsgpack.unpack('\\217\\5a')", "error: test:1: Missing bytes in input." },
        { "cmsgpack.unpack('\\218\\0')", "error: test:1: Missing bytes in input." },
        { "cmsgpack.unpack('\\219\\255\\255\\255\\255a')",
          "error: test:1: Missing bytes in input." },
        { "cmsgpack.unpack('\\220\\255\\255\\1')", "error: test:1: Missing bytes in input." },
        { "cmsgpack.unpack('\\221\\255\\255\\255\\255\\1')",
          "error: test:1: Missing bytes in input." },
        { "cmsgpack.unpack('\\222\\0\\1\\1')", "error: test:1: Missing bytes in input." },
        { "cmsgpack.unpack('\\223\\255\\255\\255\\255\\1')",
          "error: test:1: Missing bytes in input." },
        { "cmsgpack.unpack('\\147\\1\\2')", "error: test:1: Missing bytes in input." },
        { "cmsgpack.unpack('\\129\\1')", "error: test:1: Missing bytes in input." },
        { "cmsgpack.unpack('\\193')", "error: test:1: Bad data format in input." },
        { "cmsgpack.unpack('\\196\\1a')", "error: test:1: Bad data format in input." },
        { "cmsgpack.unpack('\\197\\0\\1a')", "error: test:1: Bad data format in input." },
        { "cmsgpack.unpack('\\198\\0\\0\\0\\1a')", "error: test:1: Bad data format in input." },
        { "cmsgpack.unpack('\\199\\1\\2\\3')", "error: test:1: Bad data format in input." },
        { "cmsgpack.unpack('\\212\\1\\2')", "error: test:1: Bad data format in input." },
        { "cmsgpack.unpack('\\201aaaaaaaa')", "error: test:1: Bad data format in input." },
        { "cmsgpack.unpack('\\129\\192\\1')", "error: table index is nil" },
        { "cmsgpack.unpack('\\129\\203\\127\\248\\0\\0\\0\\0\\0\\0\\1')",
          "error: table index is NaN" },
        { "#cmsgpack.unpack(('\\145'):rep(2000) .. '\\1')", "1" },
        { "cmsgpack.unpack(('\\145'):rep(100000))",
          "error: test:1: stack overflow (too many nested arrays and maps)" },
        { "select('#', cmsgpack.unpack(('\\1'):rep(7000)))", "7000" },
        { "cmsgpack.unpack(('\\1'):rep(100000))",
          "error: test:1: stack overflow (too many return values at once; use unpack_one or "
          "unpack_limit instead.)" },
    };

    LUA_ROWS(L, rows);
}
END_TEST

START_TEST(random_values_come_back)
{
    lua_fixture_run(
        L, "math.randomseed(9) local r = math.random\n"
           "local function value(depth)\n"
           "  local k = r(depth < 4 and 7 or 5)\n"
           "  if k == 1 then return r(2) == 1\n"
           "  elseif k == 2 then return math.floor(2 ^ r(0, 53) * r()) * (r(2) * 2 - 3)\n"
           "  elseif k == 3 then return (r() - 0.5) * 10 ^ r(-300, 300)\n"
           "  elseif k == 4 then return r(-70000, 70000)\n"
           "  elseif k == 5 then return ('z'):rep(r(0, 3) == 0 and r(70000) or r(0, 40))\n"
           "  end\n"
           "  local t = {}\n"
           "  for i = 1, r(0, 20) do t[k == 6 and i or value(9)] = value(depth + 1) end\n"
           "  return t end\n"
           "for i = 1, 300 do\n"
           "  local a, b = value(0), value(0)\n"
           "  local s = cmsgpack.pack(a, b)\n"
           "  local x, y = cmsgpack.unpack(s)\n"
           "  assert(eq(a, x) and eq(b, y))\n"
           "  assert(not pcall(cmsgpack.unpack, s:sub(1, -2)) or #s == #cmsgpack.pack(a) + 1)\n"
           "end");
}
END_TEST

START_TEST(long_calls_are_stopped)
{
    static const char *const hostile[] = {
        "cmsgpack.pack(('x'):rep(1e7))",
        "cmsgpack.pack(many)",
    };

    lua_fixture_run(L, "many = {} for i = 1, 1e6 do many[i] = i end");
    LUA_STOPS(L, hostile);
}
END_TEST

int main(void)
{
    Suite *s = suite_create("lib_cmsgpack");
    TCase *t = tcase_create("lib_cmsgpack");
    SRunner *sr = srunner_create(s);
    int failed;

    suite_add_tcase(s, t);
    tcase_add_checked_fixture(t, set_up, tear_down);
    tcase_set_timeout(t, 60); /* seconds, for the slowest of sanitizers */
    tcase_add_test(t, scalars_take_the_shortest_form);
    tcase_add_test(t, tables_are_arrays_or_maps);
    tcase_add_test(t, every_form_is_read);
    tcase_add_test(t, values_are_taken_in_parts);
    tcase_add_test(t, bad_input_is_refused);
    tcase_add_test(t, random_values_come_back);
    tcase_add_test(t, long_calls_are_stopped);
    srunner_run_all(sr, CK_ENV);
    failed = srunner_ntests_failed(sr);
    srunner_free(sr);
    return failed != 0;
}
