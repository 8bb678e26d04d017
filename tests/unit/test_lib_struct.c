#include "script/lib_struct.h"

#include "lua_fixture.h"

static lua_State *L;

static void set_up(void)
{
    L = lua_fixture_new("struct", lua_open_struct);
}

static void tear_down(void)
{
    lua_close(L);
}

START_TEST(integers_in_both_orders)
{
    static const struct lua_row rows[] = {
        { "hex(struct.pack('<bBhHiIlLT', 1, 2, 3, 4, 5, 6, 7, 8, 9))",
          "0102030004000500000006000000070000000000000008000000000000000900000000000000" },
        { "hex(struct.pack('>hi3I5', -2, -2, 258))", "fffefffffe0000000102" },
        { "hex(struct.pack('<h > h', 1, 1))", "01000001" },
        { "hex(struct.pack('bB', 300, -1))", "2cff" },
        { "hex(struct.pack('>I8', 2^63))", "8000000000000000" },
        { "hex(struct.pack('>I8', 2^64))", "0000000000000000" },
        { "hex(struct.pack('>i8', -2^63))", "8000000000000000" },
        { "hex(struct.pack('>i8', 0/0))", "8000000000000000" },
        { "hex(struct.pack('>i9', -1))", "00ffffffffffffffff" },
        { "hex(struct.pack('<i9', -1))", "ffffffffffffffff00" },
        { "#struct.pack('i32', 1)", "32" },
        { "struct.pack('i0', 1)", "" },
        { "struct.unpack('>h', '\\255\\254')", "-2|3" },
        { "struct.unpack('>H', '\\255\\254')", "65534|3" },
        { "struct.unpack('>i3', '\\255\\255\\254')", "-2|4" },
        { "struct.unpack('<I7', ('\\255'):rep(7)) == 2^56 - 1", "true" },
        { "struct.unpack('<i7', ('\\255'):rep(7))", "-1|8" },
        { "struct.unpack('>i16', ('\\255'):rep(15) .. '\\254')", "-2|17" },
        { "struct.unpack('>I8', ('\\255'):rep(8)) == 2^64", "true" },
        { "struct.unpack('I0i0', '')", "0|0|1" },
    };

    LUA_ROWS(L, rows);
}
END_TEST

START_TEST(floats_and_strings)
{
    static const struct lua_row rows[] = {
        { "hex(struct.pack('>fd', 1.5, 1.5))", "3fc000003ff8000000000000" },
        { "struct.unpack('>fd', struct.pack('>fd', 0.5, 0.1))", "0.5|0.1|13" },
        { "struct.unpack('<fd', struct.pack('<fd', -2, 1e300))", "-2|1e+300|13" },
        { "struct.unpack('f', struct.pack('f', 1e300))", "inf|5" },
        { "hex(struct.pack('sc2xc0', 'ab', 'cde', 'f'))", "61620063640066" },
        { "struct.unpack('ss', 'abc\\0def\\0')", "abc|def|9" },
        { "struct.unpack('c3c', 'abcdef')", "abc|d|5" },
        { "struct.unpack('bc0', '\\3abcdef')", "abc|5" },
        { "struct.unpack('bbc0', '\\1\\2abcdef')", "1|ab|5" },
        { "struct.unpack('sc0', '3\\0abcdef')", "abc|6" },
        { "struct.unpack('dc0', struct.pack('d', 2.7) .. 'abcdef')", "ab|11" },
        { "struct.unpack('bxc0', '\\2abcd')", "bc|5" },
        { "struct.unpack('b', '\\1\\2', 2)", "2|3" },
    };

    LUA_ROWS(L, rows);
}
END_TEST

START_TEST(alignment)
{
    static const struct lua_row rows[] = {
        { "hex(struct.pack('!4bi', 1, 2))", "0100000002000000" },
        { "hex(struct.pack('!1bi', 1, 2))", "0102000000" },
        { "hex(struct.pack('!bd', 1, 0))", "01000000000000000000000000000000" },
        { "struct.size('!8bi6')", "12" },
        { "struct.size('!8bi3')", "6" },
        { "struct.size('!8bi5b')", "11" },
        { "struct.size('!2bd')", "10" },
        { "struct.size('!8bc4')", "5" },
        { "struct.size('!8bi0')", "1" },
        { "struct.unpack('!4bi', '\\0\\1\\0\\0\\2\\0\\0\\0', 2)", "1|2|9" },
        { "struct.size('bhil')", "15" },
        { "struct.size('c2147483647c2147483647')", "4294967294" },
        { "struct.size('q')", "0" },
        { "struct.pack('!3b', 1)", "error: test:1: alignment 3 is not a power of 2" },
        { "struct.pack('!0b', 1)", "error: test:1: alignment 0 is not a power of 2" },
        { "#struct.pack('!1073741824bi32', 1, 2)", "64" },
    };

    LUA_ROWS(L, rows);
}
END_TEST

START_TEST(sizes_that_lie_are_refused)
{
    static const struct lua_row rows[] = {
        { "struct.pack('i33', 1)", "error: test:1: integral size 33 is larger than limit of 32" },
        { "struct.pack('i4294967297', 1)", "error: test:1: integral size overflow" },
        { "struct.unpack('c2147483648', 'a')", "error: test:1: integral size overflow" },
        { "struct.unpack('c99999999999999999999', 'a')", "error: test:1: integral size overflow" },
        { "struct.unpack('!2147483648b', 'a')", "error: test:1: integral size overflow" },
        { "struct.unpack('c2147483647', 'abc')",
          "error: test:1: bad argument #2 to 'unpack' (data string too short)" },
        { "struct.unpack('>i8c0', '\\127\\255\\255\\255\\255\\255\\255\\255abc')",
          "error: test:1: bad argument #2 to 'unpack' (data string too short)" },
        { "struct.unpack('>I8c0', ('\\255'):rep(8) .. 'abc')",
          "error: test:1: bad argument #2 to 'unpack' (data string too short)" },
        { "struct.unpack('bc0', '\\255abc')",
          "error: test:1: bad argument #2 to 'unpack' (data string too short)" },
        { "struct.unpack('dc0', struct.pack('d', 0/0))",
          "error: test:1: bad argument #2 to 'unpack' (data string too short)" },
        { "struct.unpack('b', 'ab', -1)",
          "error: test:1: bad argument #2 to 'unpack' (data string too short)" },
        { "struct.unpack('b', 'ab', 2^53)",
          "error: test:1: bad argument #2 to 'unpack' (data string too short)" },
        { "struct.unpack('b', 'ab', 3)",
          "error: test:1: bad argument #2 to 'unpack' (data string too short)" },
        { "struct.unpack('', 'ab', 4)", "4" },
        { "struct.unpack('i', 'ab', -2)",
          "error: test:1: bad argument #2 to 'unpack' (data string too short)" },
        { "struct.unpack('!8i', 'ab', -1)",
          "error: test:1: bad argument #2 to 'unpack' (data string too short)" },
        { "struct.unpack('c0', '2abc')", "error: test:1: format 'c0' needs a previous size" },
        { "struct.unpack('c0', '12')", "error: test:1: format 'c0' needs a previous size" },
        { "struct.unpack('sc0', 'x\\0ab')", "error: test:1: format 'c0' needs a previous size" },
        { "struct.unpack('s', 'abc')", "error: test:1: unfinished string in data" },
        { "struct.unpack('b', 'ab', 0)",
          "error: test:1: bad argument #3 to 'unpack' (offset must be 1 or greater)" },
        { "struct.unpack(('b'):rep(9000), ('a'):rep(9000))",
          "error: test:1: stack overflow (too many results)" },
        { "struct.pack('c4', 'abc')",
          "error: test:1: bad argument #3 to 'pack' (string too short)" },
        { "struct.pack('bb', 1)",
          "error: test:1: bad argument #3 to 'pack' (number expected, got nil)" },
        { "struct.pack(('d'):rep(200) .. 's', unpack({}, 1, 0))",
          "error: test:1: bad argument #2 to 'pack' (number expected, got nil)" },
        { "struct.pack('=b', 1)",
          "error: test:1: bad argument #1 to 'pack' (invalid format option '=')" },
        { "struct.unpack('q', 'a')",
          "error: test:1: bad argument #1 to 'unpack' (invalid format option 'q')" },
        { "struct.size('s')",
          "error: test:1: bad argument #1 to 'size' (option 's' has no fixed size)" },
        { "struct.size('c0')",
          "error: test:1: bad argument #1 to 'size' (option 'c0' has no fixed size)" },
        { "struct.size('i-1')",
          "error: test:1: bad argument #1 to 'size' (invalid format option '-')" },
    };

    LUA_ROWS(L, rows);
}
END_TEST

/* Values that each letter holds come back, in either order and with any alignment. */
START_TEST(random_values_come_back)
{
    lua_fixture_run(
        L,
        "math.randomseed(7) local r = math.random\n"
        "for i = 1, 20000 do\n"
        "  local f, v = { ({ '<', '>' })[r(2)], ({ '', '!', '!1', '!2', '!4', '!16' })[r(6)] }, "
        "{}\n"
        "  for j = 1, r(0, 8) do\n"
        "    local c = ({ 'b', 'B', 'h', 'H', 'i', 'I', 'l', 'd', 's', 'i3', 'I5', 'x', 'c4' "
        "})[r(13)]\n"
        "    f[#f + 1] = c\n"
        "    if c == 's' then v[#v + 1] = ('y'):rep(r(0, 20))\n"
        "    elseif c == 'c4' then v[#v + 1] = ('%04d'):format(r(0, 9999))\n"
        "    elseif c == 'd' then v[#v + 1] = r()\n"
        "    elseif c ~= 'x' then v[#v + 1] = c:find('^%l') and r(-128, 127) or r(0, 255) end end\n"
        "  f = table.concat(f)\n"
        "  local s = struct.pack(f, unpack(v))\n"
        "  local got = { struct.unpack(f, s) }\n"
        "  assert(#got == #v + 1 and got[#got] == #s + 1, f)\n"
        "  for j = 1, #v do assert(got[j] == v[j], f) end\n"
        "  if not f:find('s', 1, true) then assert(struct.size(f) == #s, f) end\n"
        "  if #s > 0 then assert(not pcall(struct.unpack, f, s:sub(1, -2)), f) end\n"
        "end");
}
END_TEST

START_TEST(long_calls_are_stopped)
{
    static const char *const hostile[] = {
        "struct.pack('s', ('x'):rep(1e7))", "struct.pack((' '):rep(1e6))",
        "struct.pack(('x'):rep(1e6))",      "struct.pack('i' .. ('0'):rep(1e6), 1)",
        "struct.size((' '):rep(1e6))",
    };

    lua_fixture_run(L, "many = {} for i = 1, 1e6 do many[i] = i end");
    LUA_STOPS(L, hostile);
}
END_TEST

int main(void)
{
    Suite *s = suite_create("lib_struct");
    TCase *t = tcase_create("lib_struct");
    SRunner *sr = srunner_create(s);
    int failed;

    suite_add_tcase(s, t);
    tcase_add_checked_fixture(t, set_up, tear_down);
    tcase_set_timeout(t, 60); /* seconds, for the slowest of sanitizers */
    tcase_add_test(t, integers_in_both_orders);
    tcase_add_test(t, floats_and_strings);
    tcase_add_test(t, alignment);
    tcase_add_test(t, sizes_that_lie_are_refused);
    tcase_add_test(t, random_values_come_back);
    tcase_add_test(t, long_calls_are_stopped);
    srunner_run_all(sr, CK_ENV);
    failed = srunner_ntests_failed(sr);
    srunner_free(sr);
    return failed != 0;
}
