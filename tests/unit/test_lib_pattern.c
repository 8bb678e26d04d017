#include "script/lib_pattern.h"

#include "lua_fixture.h"

/* same(name, ...): the stock function of that name and ours give the same results, or the same error.
 * A callback is told which of the two calls it. */
static const char same[] = "local function pack(...) return { n = select('#', ...), ... } end\n"
                           "function show(t) local s = {} for i = 1, t.n do\n"
                           "  s[i] = type(t[i]) .. ((type(t[i]) == 'function' or type(t[i]) == "
                           "'table') and '' or ':' .. tostring(t[i])) end\n"
                           "  return table.concat(s, ' ') end\n"
                           "function same(name, ...)\n"
                           "  local want = show(pack(pcall(string[name], ...)))\n"
                           "  local got = show(pack(pcall(ours[name], ...)))\n"
                           "  if want ~= got then error(name .. '(' .. show(pack(...)) .. '): ' .. "
                           "got .. ', expected ' .. want) end\n"
                           "  return want end\n";

static lua_State *L;

static void set_up(void)
{
    L = lua_fixture_new("ours", lua_open_pattern);
    lua_fixture_run(L, same);
}

static void tear_down(void)
{
    lua_close(L);
}

START_TEST(the_manuals_examples)
{
    static const struct lua_row rows[] = {
        { "ours.find('hello Lua user', 'Lua')", "7|9" },
        { "ours.find('hello Lua user', 'e', 3)", "13|13" },
        { "ours.find('a+b', '+', 1, true)", "2|2" },
        { "ours.match('key = value', '^(%w+)%s*=%s*(%w+)$')", "key|value" },
        { "ours.match('flaaap', '()aa()')", "3|5" },
        { "ours.gsub('hello world', '(%w+)', '%1 %1')", "hello hello world world|2" },
        { "ours.gsub('hello world', '%w+', '%0 %0', 1)", "hello hello world|1" },
        { "ours.gsub('hello Lua', '(%w+)%s*(%w+)', '%2 %1')", "Lua hello|1" },
        { "ours.gsub('$name-$version', '%$(%w+)', { name = 'lua', version = 5.1 })", "lua-5.1|2" },
        { "ours.gsub('abc', '%w', function(c) return c == 'b' and c:upper() end)", "aBc|3" },
        { "ours.gsub('THE (quick) fox', '%f[%a]%a+', 'x')", "x (x) x|3" },
        { "ours.match('if (a(b)c) d', '%b()')", "(a(b)c)" },
        { "ours.match([['it' and \"that\"]], [[([\"'])(.-)%1]])", "'|it" },
        { "ours.rep('ab', 3)", "ababab" },
        { "ours.format('%-5s|%5.1f|%03d', 'ab', 3.14159, 7)", "ab   |  3.1|007" },
        { "ours.format('%q', 'a \"line\"\\n')", "\"a \\\"line\\\"\\\n\"" },
    };

    LUA_ROWS(L, rows);
    lua_fixture_run(L,
                    "local t = {} "
                    "for k, v in ours.gmatch('a=1, b=2', '(%w+)=(%w+)') do t[#t + 1] = k .. v end "
                    "assert(table.concat(t, ' ') == 'a1 b2')");
}
END_TEST

START_TEST(odd_patterns_are_as_in_the_stock_library)
{
    lua_fixture_run(
        L, "for _, p in ipairs { '', '^', '$', '^$', '[', '[^', '[]', '[]]', '[^]]', '[a', '[a-]', "
           "'[-a]', '[%',\n"
           "    '[%]', '[%a-z]', '[]-a]', '[^^]', '%', '%b', '%bx', '%bxx', '%b()', '%f', '%fa', "
           "'%f[', '%f[%w]',\n"
           "    '(', ')', '()', '(()', '())', '(a', 'a)', '%1', '%0', '(a)%1', '(a%1)', '()%1', "
           "'%2', '*', '+', '-',\n"
           "    '?', 'a*', 'a+', 'a-', 'a?', '.-', '.*', 'a-$', '^a-$', 'a$b', '$a', 'a^', '%z', "
           "'a\\0b', '\\0', '[\\0]',\n"
           "    '%a%A%c%C%d%D', '%l', '%L', '%p', '%P', '%s', '%S', '%u', '%U', '%w', '%W', '%x', "
           "'%X', '%Z', '%k',\n"
           "    ('()'):rep(32), ('()'):rep(33), ('('):rep(33), ('(a?)'):rep(32), ('a?'):rep(200) } "
           "do\n"
           "  for _, s in ipairs { '', 'a', 'abc', 'aaa', 'a\\0b', '(a(b)c)', ']', '-^', ' "
           "b1_Z!\\n\\200', 'xax' } do\n"
           "    same('find', s, p) same('match', s, p) same('gsub', s, p, '<%0>') same('gsub', s, "
           "p, '%1%%')\n"
           "    for _, at in ipairs { -10, -1, 0, 1, 2, 3, 100, 2^40, -2^40 } do\n"
           "      same('find', s, p, at) same('match', s, p, at) same('find', s, p, at, true) end\n"
           "  end end");
}
END_TEST

START_TEST(arguments_are_as_in_the_stock_library)
{
    lua_fixture_run(
        L,
        "local f, t = function() end, {}\n"
        "for _, name in ipairs { 'find', 'match', 'gsub', 'format', 'rep', 'gmatch', 'gfind' } do\n"
        "  same(name) same(name, nil) same(name, {}) same(name, 'a') same(name, 'a', {}) "
        "same(name, 12, '2')\n"
        "end\n"
        "same('find', 'a', 'a', 'x') same('match', 'a', 'a', {}) same('find', 'a.b', '.', 1, 1)\n"
        "for _, r in ipairs { 12, 1.5, '', '%', '%x', '%9', '%1', f, t, true, { a = {} }, { a = "
        "false }, { a = 7 },\n"
        "    { a = true }, function() return {} end, function(a) return a, 2 end, function() "
        "return false end,\n"
        "    function() error('no') end, function() error({}) end } do\n"
        "  same('gsub', 'abac', 'a', r == t and {} or r) same('gsub', 'abac', '(a)(.)', r)\n"
        "  for _, n in ipairs { -1, 0, 1, 2, 100 } do same('gsub', 'abac', 'a', r, n) end end\n"
        "same('gsub', 'a', 'a', nil) same('gsub', 'a', 'a') same('gsub', 'a', 'a', nil, 'x')\n"
        "same('gsub', 'a', 'a', 'b', 'x') same('gsub', 'abc', '', '-') same('gsub', 'abc', '^', "
        "'-')\n"
        "same('gsub', 'abc', 'b*', '-') same('gsub', 'hello', '()', '%1')\n"
        "same('gsub', 'abc', '.', setmetatable({}, { __index = function(_, k) return k .. k end "
        "}))");
}
END_TEST

START_TEST(cases_and_order_are_changed_as_by_the_stock_library)
{
    lua_fixture_run(L,
                    "local all = {} for i = 0, 255 do all[#all + 1] = string.char(i) end\n"
                    "all = table.concat(all)\n"
                    "for _, name in ipairs { 'lower', 'upper', 'reverse' } do\n"
                    "  for _, s in ipairs { '', 'x', 'Ab\\0c', 12.5, all, all:rep(999) } do\n"
                    "    assert(ours[name](s) == string[name](s), name)\n"
                    "  end\n"
                    "  local done, why = pcall(ours[name], {})\n"
                    "  assert(not done and why:find('string expected, got table', 1, true), why)\n"
                    "end\n");
}
END_TEST

START_TEST(random_patterns_are_as_in_the_stock_library)
{
    lua_fixture_run(
        L, "math.randomseed(51)\n"
           "local r = math.random\n"
           "local pieces = { 'a', 'b', 'c', '.', '%a', '%d', '%w', '%A', '%z', '[ab]', '[^a]', "
           "'[a-c]', '[%d-]', '*', '+',\n"
           "  '-', '?', '(', ')', '()', '(a)', '(.-)', '(b*)', '%1', '%2', '%b()', '%bab', "
           "'%f[a]', '%f[^a]', '^', '$', ' ',\n"
           "  '[', ']', '%', '%%', '\\0' }\n"
           "local letters = { 'a', 'b', 'c', 'a', 'b', '(', ')', '1', ' ', '-', '\\0', '%', ']' }\n"
           "local function make(from, most) local t = {} for i = 1, r(0, most) do t[i] = "
           "from[r(#from)] end\n"
           "  return table.concat(t) end\n"
           "local found = 0\n"
           "for i = 1, 60000 do\n"
           "  local s, p = make(letters, 14), make(pieces, 7)\n"
           "  if same('find', s, p, r(-3, 5)):find('number', 1, true) then found = found + 1 end\n"
           "  same('match', s, p)\n"
           "  same('gsub', s, p, r(2) == 1 and '<%0>' or '%1', r(3) > 1 and r(0, 3) or nil)\n"
           "  local function all(f) local t = {} for a, b in f(s, p) do t[#t + 1] = tostring(a) .. "
           "tostring(b) end\n"
           "    return table.concat(t, ',') end\n"
           "  local ok, want = pcall(all, string.gmatch) local ok2, got = pcall(all, ours.gmatch)\n"
           "  assert(ok == ok2 and want == got, p)\n"
           "end\n"
           "assert(found > 10000, found)"); /* there is something to compare */
}
END_TEST

START_TEST(long_texts_are_found_as_by_the_stock_library)
{
    lua_fixture_run(L, "math.randomseed(51)\n"
                       "local r = math.random\n"
                       "local pieces = { 'a', 'aa', 'ab', 'a\\0', ('a'):rep(100), 'b' }\n"
                       "local function make(len) local t = {} local piece = pieces[r(#pieces)]\n"
                       "  t[1] = piece:rep(r(len)) t[2] = pieces[r(#pieces)] t[3] = "
                       "piece:rep(r(len))\n"
                       "  return table.concat(t) end\n"
                       "local found = 0\n"
                       "for i = 1, 3000 do\n"
                       "  local s, at = make(4000), r(1, 3000)\n"
                       "  local n = r(3) == 1 and make(1000) or s:sub(at, at + r(600, 3000))\n"
                       "  if r(3) == 1 then n = n .. pieces[r(#pieces)] end\n"
                       "  local from = r(-2000, 2000)\n"
                       "  if same('find', s, n, from, true) ~= 'boolean:true nil:nil' then found = "
                       "found + 1 end\n"
                       "end\n"
                       "assert(found > 500 and found < 2500, found)\n"
                       /* Longer than what is looked at in one go. */
                       "local s = ('x'):rep(65530) .. 'needle' .. ('x'):rep(70000)\n"
                       "for i = 65500, 65540 do same('find', s, 'needle', i, true) end\n"
                       "for i = 65525, 65545 do\n"
                       "  same('find', ('x'):rep(i) .. 'needle', 'needle', 1, true) end\n"
                       "same('find', s, '', 1, true) same('find', s, '', 200000, true)\n");
}
END_TEST

START_TEST(format_is_as_in_the_stock_library)
{
    lua_fixture_run(
        L,
        "local values = { 0, 1, -1, 1.5, 255, 300, 2^31, 2^53, -2^63, 1e300, 1/0, 'x', '10', "
        "'a\\0b', ('y'):rep(99),\n"
        "  ('y'):rep(100), ('y'):rep(600), '\"\\r\\n\\0\\\\', {}, true }\n"
        "for _, c in ipairs { 'c', 'd', 'i', 'o', 'u', 'x', 'X', 'e', 'E', 'f', 'g', 'G', 'q', 's' "
        "} do\n"
        "  for _, d in ipairs { '', '5', '-5', '05', '+', ' ', '#', '.', '.0', '.3', '10.4', "
        "'99.99', '-+ #0' } do\n"
        "    for _, v in ipairs(values) do\n"
        "      if not (c == 'c' and v == 1e300) then same('format', 'x%' .. d .. c .. 'y', v) end\n"
        "    end end end\n"
        "for _, f in ipairs { '%', '%%', '%5%', '%5%d', 'a%', '%y', '%5', '%.', '%.y', '%a', '%n', "
        "'%p', '%ld', '%*d',\n"
        "    '%100d', '%.100d', '%123', '%.123s', '%99999d', '%1$d', '%-+ #00d', '%------d', "
        "'%\\0d', '\\0%d\\0', '' } do\n"
        "  same('format', f) same('format', f, 1) same('format', f, 1, 2) end\n"
        "same('format', '%s %s', 1) same('format', '%d %s %g', 1, 'b', 3)");
}
END_TEST

START_TEST(results_are_bounded)
{
    static const struct lua_row rows[] = {
        { "ours.rep('x', 2^40)", "error: test:1: resulting string too large" },
        { "ours.rep('xxxxxxxx', 2^61)", "error: test:1: resulting string too large" },
        { "ours.rep('xxxxxxxx', 2^64)", "error: test:1: resulting string too large" },
        { "ours.rep('x', 1/0)", "error: test:1: resulting string too large" },
        { "ours.rep('x', 512 * 1024 * 1024 + 1)", "error: test:1: resulting string too large" },
        { "ours.rep('', 2^60)", "" },
        { "ours.rep('x', 0/0)", "" },
        { "ours.rep('x', -1/0)", "" },
        { "ours.rep('ab', 2.9)", "abab" },
        { "#ours.rep('abc', 1000001)", "3000003" },
        { "ours.gsub(('x'):rep(100000), 'x', ('y'):rep(100000))",
          "error: test:1: resulting string too large" },
    };

    LUA_ROWS(L, rows);
}
END_TEST

START_TEST(deep_patterns_are_refused)
{
    static const struct lua_row rows[] = {
        { "#ours.match(('a'):rep(900), ('a?'):rep(900))", "900" },
        { "ours.match(('a'):rep(300000), ('a?'):rep(300000))",
          "error: test:1: pattern too complex" },
        { "ours.find(('a'):rep(300000), ('a-'):rep(300000) .. 'b')",
          "error: test:1: pattern too complex" },
        { "ours.find(('a'):rep(300000), ('a'):rep(300000) .. '$')", "1|300000" },
        { "#ours.match(('a'):rep(300000), '.-$')", "300000" },
    };

    LUA_ROWS(L, rows);
}
END_TEST

/* Without the check each of these takes longer than the world will last. */
START_TEST(hostile_patterns_are_stopped)
{
    static const char *const hostile[] = {
        "ours.find(('a'):rep(50), ('a*'):rep(30) .. 'b')",
        "ours.match(('a'):rep(100000), ('.-'):rep(12) .. 'b')",
        "ours.gsub(('a'):rep(1000000), '.-b', '')",
        "ours.gmatch(('a'):rep(1000000), '(.-)(.-)b')()",
        "ours.find(('('):rep(1000000), '%b()')",
        "ours.find(('a'):rep(1000000), '[' .. ('b'):rep(1000000) .. ']')",
        "ours.find(('a'):rep(1000000), '(a*)%1b')",
        "ours.find(('b'):rep(1000000), '%f[' .. ('a'):rep(1000000) .. ']')",
        "ours.find('a', '[' .. ('b'):rep(1000000) .. ']')",
        "ours.find(('a'):rep(1000000), ('a'):rep(500000) .. 'b', 1, true)",
        "ours.find(('a'):rep(10000000), 'b', 1, true)",
        "ours.match(('a'):rep(20000000), '^(' .. ('a'):rep(9000000) .. ')%1b')",
        "ours.gsub('a', 'a', ('b'):rep(10000000))",
        "ours.gsub('a', 'a', function() return ('b'):rep(10000000) end)",
        "ours.format('%s', ('b'):rep(10000000))",
        "ours.rep(('b'):rep(10000000), 1)",
    };

    LUA_STOPS(L, hostile);
}
END_TEST

START_TEST(many_short_calls_are_stopped)
{
    lua_fixture_expect_stop(
        L, "(function() while true do ours.find('aaaaaaaaaaaaaaaa', 'a*a*b') end end)()",
        "error: test:1: the script was stopped");
}
END_TEST

/* What is left of the buffers is garbage that a state with little memory lives with. */
static void *limited(void *ud, void *ptr, size_t old_size, size_t size)
{
    size_t *left = ud;

    if (size > old_size && size - old_size > *left)
        return NULL;
    *left = *left + old_size - size;
    if (size > 0)
        return realloc(ptr, size);
    free(ptr);
    return NULL;
}

START_TEST(nothing_is_lost_when_memory_ends)
{
    size_t left = 1024 * 1024;
    lua_State *small = lua_newstate(limited, &left);

    luaL_openlibs(small);
    lua_open_pattern(small);
    lua_setglobal(small, "ours");
    for (int i = 0; i < 100; i++)
        lua_fixture_expect(small, "(ours.gsub(('x'):rep(1000), 'x', ('y'):rep(1000)))",
                           "error: not enough memory");
    lua_close(small);
    ck_assert_uint_eq(left, 1024 * 1024);
}
END_TEST

int main(void)
{
    Suite *s = suite_create("lib_pattern");
    TCase *t = tcase_create("lib_pattern");
    SRunner *sr = srunner_create(s);
    int failed;

    suite_add_tcase(s, t);
    tcase_add_checked_fixture(t, set_up, tear_down);
    tcase_set_timeout(t, 60); /* seconds, for the slowest of sanitizers */
    tcase_add_test(t, the_manuals_examples);
    tcase_add_test(t, odd_patterns_are_as_in_the_stock_library);
    tcase_add_test(t, arguments_are_as_in_the_stock_library);
    tcase_add_test(t, cases_and_order_are_changed_as_by_the_stock_library);
    tcase_add_test(t, random_patterns_are_as_in_the_stock_library);
    tcase_add_test(t, long_texts_are_found_as_by_the_stock_library);
    tcase_add_test(t, format_is_as_in_the_stock_library);
    tcase_add_test(t, results_are_bounded);
    tcase_add_test(t, deep_patterns_are_refused);
    tcase_add_test(t, hostile_patterns_are_stopped);
    tcase_add_test(t, many_short_calls_are_stopped);
    tcase_add_test(t, nothing_is_lost_when_memory_ends);
    srunner_run_all(sr, CK_ENV);
    failed = srunner_ntests_failed(sr);
    srunner_free(sr);
    return failed != 0;
}
