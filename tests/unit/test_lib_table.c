#include "script/lib_table.h"

#include "lua_fixture.h"
#include "script/lib_base.h"

/* same(name, make, ...): the stock function of that name and ours do the same with a table that make() gives, and
 * leave the same in it; or they fail with the same error. */
static const char same[] =
    "local function pack(...) return { n = select('#', ...), ... } end\n"
    "local function show(t) local s = {} for k, v in pairs(t) do\n"
    "  s[#s + 1] = tostring(k) .. '=' .. type(v) .. (type(v) == 'table' and '' or tostring(v)) "
    "end\n"
    "  table.sort(s) return table.concat(s, ' ') end\n"
    "local function try(f, make, ...)\n"
    "  local t = make() local r = pack(pcall(f, t, ...)) r.t = nil\n"
    "  for i = 1, r.n do if r[i] == t then r[i] = 'itself' end end\n"
    "  return show(r) .. ' / ' .. (type(t) == 'table' and show(t) or type(t)) end\n"
    "function same(name, make, ...)\n"
    "  local want, got = try(table[name], make, ...), try(ours[name], make, ...)\n"
    "  if want ~= got then error(name .. '(' .. show(pack(...)) .. '): ' .. got .. ', expected ' "
    ".. want) end\n"
    "  return want end\n"
    "function same_number(...)\n"
    "  local want, got = show(pack(pcall(tonumber, ...))), show(pack(pcall(our_tonumber, ...)))\n"
    "  local a, b = tonumber(...), our_tonumber(...)\n"
    "  if want ~= got or (a ~= b and (a == a or b == b)) or (a == 0 and 1 / a ~= 1 / b) then\n"
    "    error(('%q: %s, expected %s'):format((...), got, want)) end end\n";

static lua_State *L;

/* The global is fn with the stock function as its upvalue. */
static void wrap_stock(const char *chunk, lua_CFunction fn, const char *name)
{
    ck_assert_int_eq(luaL_dostring(L, chunk), 0);
    lua_pushcclosure(L, fn, 1);
    lua_setglobal(L, name);
}

static void set_up(void)
{
    L = lua_fixture_new("ours", lua_open_table);
    wrap_stock("return tonumber", lua_base_tonumber, "our_tonumber");
    wrap_stock("return table.sort", lua_table_sort, "our_sort");
    lua_fixture_run(L, "ours.sort = our_sort");
    lua_fixture_run(L, same);
}

static void tear_down(void)
{
    lua_close(L);
}

START_TEST(the_manuals_examples)
{
    static const struct lua_row rows[] = {
        { "ours.concat({ 1, 2, 'x' }, ', ', 2, 3)", "2, x" },
        { "ours.concat({})", "" },
        { "ours.concat({ 1.5, 1e100 }, ' ')", "1.5 1e+100" },
        { "ours.remove({ 'a', 'b' })", "b" },
        { "ours.remove({ 'a', 'b' }, 1)", "a" },
        { "ours.maxn({ [1.5] = 1, [7] = 2, x = 3 })", "7" },
        { "ours.foreach({ 5 }, function(k, v) return k + v end)", "6" },
        { "ours.foreachi({ 5, 6 }, function(i, v) return v == 6 and i or nil end)", "2" },
        { "our_tonumber(('0'):rep(2000) .. '12.5e1')", "125" },
        { "our_tonumber(('1'):rep(2000))", "inf" },
        { "our_tonumber('0.' .. ('0'):rep(2000) .. '1e2001')", "1" },
        { "our_tonumber(('0'):rep(2000) .. 'ff', 16)", "255" },
    };

    LUA_ROWS(L, rows);
}
END_TEST

START_TEST(arguments_are_as_in_the_stock_library)
{
    lua_fixture_run(
        L,
        "local f = function() end\n"
        "local tables = { function() return {} end, function() return { 'a', 'b', 'c' } end,\n"
        "  function() return { 1, 2.5, true, {}, f } end, function() return 'text' end, f,\n"
        "  function() return { 3, 1, 2, [7] = 7, x = 'y', [-1] = 0 } end, function() return 12 end "
        "}\n"
        "local values = { 0, 1, 2, 3, 4, 7, -1, 1.5, '2', 'x', '', true, {}, f, math.max, rawequal "
        "}\n"
        "for _, name in ipairs { 'concat', 'insert', 'remove', 'maxn', 'foreach', 'foreachi', "
        "'sort' } do\n"
        "  for _, make in ipairs(tables) do\n"
        "    same(name, make) same(name, make, nil)\n"
        "    for _, a in ipairs(values) do\n"
        "      same(name, make, a) same(name, make, nil, a)\n"
        "      for _, b in ipairs(values) do\n"
        "        same(name, make, a, b) same(name, make, a, b, 1) same(name, make, a, 1, b) end "
        "end end end\n"
        "for _, a in ipairs(values) do for _, b in ipairs(values) do\n"
        "  local ok, want = pcall(tonumber, a, b) local ok2, got = pcall(our_tonumber, a, b)\n"
        "  assert(ok == ok2 and want == got)\n"
        "  ok, want = pcall(tonumber, ('1'):rep(2000), a) ok2, got = pcall(our_tonumber, "
        "('1'):rep(2000), a)\n"
        "  assert(ok == ok2 and want == got, got) end end\n");
}
END_TEST

START_TEST(random_calls_are_as_in_the_stock_library)
{
    lua_fixture_run(
        L,
        "math.randomseed(51)\n"
        "local r = math.random\n"
        "local pieces = { 1, 2, 'a', 'b\\0c', 0.5, -7, ('x'):rep(100) }\n"
        "for i = 1, 5000 do\n"
        "  local t, most = {}, r(0, 12)\n"
        "  for i = 1, most do t[i] = pieces[r(#pieces)] end\n"
        "  if r(5) == 1 then t[r(20)] = 5 end\n"
        "  local function make() local c = {} for k, v in pairs(t) do c[k] = v end return c end\n"
        "  same('concat', make, r(2) == 1 and ', ' or nil, r(-2, 5), r(2) == 1 and r(-2, 14) or "
        "nil)\n"
        "  same('insert', make, r(-3, most + 3), 'new') same('insert', make, 'new')\n"
        "  same('remove', make, r(-3, most + 3)) same('remove', make) same('maxn', make)\n"
        "  local to = r(20)\n"
        "  same('foreachi', make, function(k, v) if k == to then return v end end)\n"
        "  same('foreach', make, function(k, v) if k == to then return v end end)\n"
        "end\n");
}
END_TEST

START_TEST(long_lists_are_sorted_as_by_the_stock_library)
{
    lua_fixture_run(L, "math.randomseed(51)\n"
                       "local function make() local t = {} for i = 1, 30000 do\n"
                       "  t[i] = i * 7919 % 30011 end return t end\n"
                       "local t = make() ours.sort(t)\n"
                       "for i = 2, #t do assert(t[i - 1] <= t[i]) end\n"
                       "same('sort', make) same('sort', make, function(a, b) return a > b end)\n"
                       "same('sort', make, rawequal) same('sort', make, math.max)\n"
                       "same('sort', function() local t = make() t[9] = 'x' return t end)\n"
                       "local x = ('x'):rep(1000)\n"
                       "same('sort', function() local t = {} for i = 1, 2000 do\n"
                       "  t[i] = x .. i * 7919 % 2003 end return t end)\n");
}
END_TEST

START_TEST(random_numbers_are_as_in_the_stock_library)
{
    lua_fixture_run(
        L,
        "math.randomseed(51)\n"
        "local r = math.random\n"
        "local kinds = { '0', '1', '9', '5', '0000000', '12345678901234567', 'f', '.', 'e', 'p', "
        "'x', '0x', '-',\n"
        "  '+', ' ', '\\t\\n', 'e5', 'e-5', 'p3', 'e400', 'e-2000', 'p-9000', 'inf', 'nan', 'z', "
        "'\\0', '4503599627370497.5' }\n"
        "local long = { '', '0', '1', '9', ' ', 'f', '10' }\n"
        "local numbers = 0\n"
        "for i = 1, 8000 do\n"
        "  local t, fill = {}, r(0, 4)\n"
        "  for i = 1, r(5) do t[i] = r(12) == 1 and kinds[r(#kinds)] or kinds[r(2) == 1 and r(8) "
        "or r(#kinds)] end\n"
        "  table.insert(t, r(#t + 1), long[r(#long)]:rep(r(1500)))\n"
        "  if r(3) == 1 then table.insert(t, r(#t + 1), long[r(#long)]:rep(r(1500))) end\n"
        "  if r(2) == 1 then table.insert(t, 1, ('0'):rep(1024)) end\n"
        "  if r(4) == 1 then table.insert(t, 1, '0x') end\n"
        "  if r(3) == 1 then table.insert(t, 1, r(2) == 1 and '-' or ' +') end\n"
        "  if r(2) == 1 then t[#t + 1] = 'e-' .. r(3000) end\n"
        "  local s = table.concat(t)\n"
        "  same_number(s) same_number(s, 16) same_number(s, r(2, 36))\n"
        "  if tonumber(s) then numbers = numbers + 1 end\n"
        "end\n"
        "assert(numbers > 1500, numbers)\n" /* there is something to compare */
        /* Halfway between two doubles, and a digit beyond. */
        "for i = 1, 300 do\n"
        "  local s = '9007199254740993.' .. ('0'):rep(r(700, 1500))\n"
        "  same_number(s) same_number(s .. '1') same_number('-' .. s .. '1e-' .. r(300))\n"
        "  s = '0x20000000000001' .. ('0'):rep(r(700, 1500))\n"
        "  same_number(s) same_number(s .. '1') same_number(s .. '1p-' .. r(9000))\n"
        "end\n");
}
END_TEST

/* Each takes long enough for more than three looks at the time. */
START_TEST(long_calls_are_stopped)
{
    static const char in_ours[] = "error: test:1: the script was stopped";
    static const char in_sort[] =
        "error: the script was stopped"; /* less() has no line of Lua above it */
    static const struct lua_row hostile[] = {
        { "ours.concat(many)", in_ours },
        { "ours.concat({ big, big, big })", in_ours },
        { "ours.concat(pieces, big)", in_ours },
        { "ours.insert({}, -2^31 + 1, 0)", in_ours },
        { "ours.insert(many, 1, 0)", in_ours },
        { "ours.remove(many, 1)", in_ours },
        { "ours.maxn(many)", in_ours },
        { "ours.foreach(many, math.randomseed)", in_ours },
        { "ours.foreachi(many, math.randomseed)", in_ours },
        { "our_sort(many)", in_sort },
        { "our_sort(many, rawequal)", in_sort },
        { "our_sort(texts)", in_sort },
        { "our_tonumber(digits)", in_ours },
        { "our_tonumber(digits, 36)", in_ours },
        { "our_tonumber((' '):rep(1e6))", in_ours },
        { "our_tonumber('0.' .. digits)", in_ours },
        { "our_tonumber('0x' .. digits)", in_ours },
        { "our_tonumber('1e' .. digits)", in_ours },
        { "our_tonumber('1' .. (' '):rep(1e6))", in_ours },
    };

    lua_fixture_run(L, "many, texts, pieces = {}, {}, {}\n"
                       "for i = 1, 1e6 do many[i] = i end\n"
                       "big, digits = ('x'):rep(1e7), ('1'):rep(1e6)\n"
                       "for i = 1, 10 do pieces[i] = '' end\n"
                       "for i = 1, 100 do texts[i] = ('x'):rep(1e5) .. i end");
    for (size_t i = 0; i < sizeof hostile / sizeof *hostile; i++)
        lua_fixture_expect_stop(L, hostile[i].expression, hostile[i].want);
}
END_TEST

/* What is behind an element that cannot be joined is not counted first: three looks at the time are enough. */
START_TEST(concat_ends_at_the_first_hole)
{
    lua_fixture_run(L, "big = ('x'):rep(1e5)");
    lua_fixture_looks = 3;
    lua_work_set_check(lua_fixture_look);
    lua_fixture_expect(L, "ours.concat({ big }, '', 1, 2^31 - 2)",
                       "error: test:1: invalid value (nil) at index 2 in table for 'concat'");
    lua_work_set_check(NULL);
}
END_TEST

int main(void)
{
    Suite *s = suite_create("lib_table");
    TCase *t = tcase_create("lib_table");
    SRunner *sr = srunner_create(s);
    int failed;

    suite_add_tcase(s, t);
    tcase_add_checked_fixture(t, set_up, tear_down);
    tcase_set_timeout(t, 60); /* seconds, for the slowest of sanitizers */
    tcase_add_test(t, the_manuals_examples);
    tcase_add_test(t, arguments_are_as_in_the_stock_library);
    tcase_add_test(t, random_calls_are_as_in_the_stock_library);
    tcase_add_test(t, long_lists_are_sorted_as_by_the_stock_library);
    tcase_add_test(t, random_numbers_are_as_in_the_stock_library);
    tcase_add_test(t, long_calls_are_stopped);
    tcase_add_test(t, concat_ends_at_the_first_hole);
    srunner_run_all(sr, CK_ENV);
    failed = srunner_ntests_failed(sr);
    srunner_free(sr);
    return failed != 0;
}
