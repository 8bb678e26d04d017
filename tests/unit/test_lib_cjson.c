#include "script/lib_cjson.h"

#include "lua_fixture.h"

static lua_State *L;

static void set_up(void)
{
    L = lua_fixture_new("cjson", lua_open_cjson);
}

static void tear_down(void)
{
    lua_close(L);
}

START_TEST(values_as_text)
{
    static const struct lua_row rows[] = {
        { "cjson.encode({})", "{}" },
        { "cjson.encode({ 1, 2, 3 })", "[1,2,3]" },
        { "cjson.encode({ 1, 2, nil, 4 })", "[1,2,null,4]" },
        { "cjson.encode({ [10] = 1 })", "[null,null,null,null,null,null,null,null,null,1]" },
        { "cjson.encode({ [0] = 1 })", "{\"0\":1}" },
        { "cjson.encode({ [1.5] = 1 })", "{\"1.5\":1}" },
        { "cjson.encode({ [2^31] = 1 })", "{\"2147483648\":1}" },
        { "cjson.encode({ a = { b = { true } } })", "{\"a\":{\"b\":[true]}}" },
        { "cjson.encode(nil)", "null" },
        { "cjson.encode(cjson.null)", "null" },
        { "cjson.encode(false)", "false" },
        { "cjson.encode('a/b\"\\\\\\b\\f\\n\\r\\t\\0\\1\\31\\127é')",
          "\"a\\/b\\\"\\\\\\b\\f\\n\\r\\t\\u0000\\u0001\\u001f\\u007fé\"" },
        { "cjson.encode({ 1e14, 99999999999999, -0.0, 0.1, 1/3, 1e300, 3.0, 2^53, -123 })",
          "[1e+14,99999999999999,-0,0.1,0.33333333333333,1e+300,3,9.007199254741e+15,-123]" },
        { "cjson.encode(setmetatable({}, { __index = { 1 } }))", "{}" },
    };

    LUA_ROWS(L, rows);
}
END_TEST

START_TEST(what_has_no_text_is_refused)
{
    static const struct lua_row rows[] = {
        { "cjson.encode({ [11] = 1 })",
          "error: test:1: Cannot serialise table: excessively sparse array" },
        { "cjson.encode({ [true] = 1 })",
          "error: test:1: Cannot serialise boolean: table key must be a number or string" },
        { "cjson.encode({ [{}] = 1 })",
          "error: test:1: Cannot serialise table: table key must be a number or string" },
        { "cjson.encode(print)", "error: test:1: Cannot serialise function: type not supported" },
        { "cjson.encode(0/0)", "error: test:1: Cannot serialise number: must not be NaN or Inf" },
        { "cjson.encode({ [1/0] = 1 })",
          "error: test:1: Cannot serialise number: must not be NaN or Inf" },
        { "cjson.encode()", "error: test:1: bad argument #1 to 'encode' (expected 1 argument)" },
        { "(function() local t = {} t.t = t return cjson.encode(t) end)()",
          "error: test:1: Cannot serialise, excessive nesting (1001)" },
        { "(function() local t = {} for i = 1, 999 do t = { t } end return #cjson.encode(t) end)()",
          "2000" },
    };

    LUA_ROWS(L, rows);
}
END_TEST

START_TEST(text_as_values)
{
    static const struct lua_row rows[] = {
        { "unpack(cjson.decode(' [1, -2.5e3 , \"a\",true,false]\\r\\n\\t'))",
          "1|-2500|a|true|false" },
        { "cjson.decode('null') == cjson.null", "true" },
        { "cjson.decode('{\"a\" :[{\"b\":7}]}').a[1].b", "7" },
        { "cjson.decode('{\"a\":1,\"a\":2}').a", "2" },
        { "cjson.decode('{\"1\":2}')['1']", "2" },
        { "cjson.decode([[\"\\ud83d\\ude00\\u00e9\\u20ac\\u0041\"]]) == "
          "'\\240\\159\\152\\128\\195\\169\\226\\130\\172A'",
          "true" },
        { "cjson.decode([[\"\\/\\b\\f\\n\\r\\t\\\"\\\\\"]]) == '/\\b\\f\\n\\r\\t\"\\\\'", "true" },
        { "#cjson.decode([[\"a\\u0000b\"]])", "3" },
        { "cjson.decode('123456789012345678901234567890')", "1.2345678901235e+29" },
        { "cjson.decode('-0')", "-0" },
        { "cjson.decode('01')", "1" },
        { "cjson.decode('0x10')", "16" },
        { "cjson.decode('+1')", "1" },
        { "cjson.decode('1.')", "1" },
        { "cjson.decode('-.5')", "-0.5" },
        { "cjson.decode('Infinity')", "inf" },
        { "cjson.decode('nan') ~= cjson.decode('nan')", "true" },
        { "cjson.decode('1e400')", "inf" },
        { "cjson.decode(12)", "12" },
        { "cjson.decode('999999999999999') == 999999999999999", "true" },
        { "cjson.decode('1234567890123456789') == 1234567890123456789", "true" },
    };

    LUA_ROWS(L, rows);
}
END_TEST

START_TEST(bad_text_is_refused_where_it_is_bad)
{
    static const struct lua_row rows[] = {
        { "cjson.decode('')", "error: test:1: Expected value but found T_END at character 1" },
        { "cjson.decode('[1,2,3] x')",
          "error: test:1: Expected the end but found invalid token at character 9" },
        { "cjson.decode('[1')",
          "error: test:1: Expected comma or array end but found T_END at character 3" },
        { "cjson.decode('[1,]')",
          "error: test:1: Expected value but found T_ARR_END at character 4" },
        { "cjson.decode('{\"a\":1,}')",
          "error: test:1: Expected object key string but found T_OBJ_END at character 8" },
        { "cjson.decode('{1:2}')",
          "error: test:1: Expected object key string but found T_NUMBER at character 2" },
        { "cjson.decode('{\"a\" 1}')",
          "error: test:1: Expected colon but found T_NUMBER at character 6" },
        { "cjson.decode('{\"a\":1]')",
          "error: test:1: Expected comma or object end but found T_ARR_END at character 7" },
        { "cjson.decode('nul')",
          "error: test:1: Expected value but found invalid token at character 1" },
        { "cjson.decode('1 null')",
          "error: test:1: Expected the end but found T_NULL at character 3" },
        { "cjson.decode('\"abc')",
          "error: test:1: Expected value but found unexpected end of string at character 5" },
        { "cjson.decode('\"a\\\\')",
          "error: test:1: Expected value but found invalid escape code at character 3" },
        { "cjson.decode([[\"\\ud800\"]])",
          "error: test:1: Expected value but found invalid unicode escape code at character 2" },
        { "cjson.decode([[\"\\udc00\"]])",
          "error: test:1: Expected value but found invalid unicode escape code at character 2" },
        { "cjson.decode([[\"\\ud800\\u0041\"]])",
          "error: test:1: Expected value but found invalid unicode escape code at character 2" },
        { "cjson.decode([[\"\\u12]])",
          "error: test:1: Expected value but found invalid unicode escape code at character 2" },
        { "cjson.decode([[\"\\ud83d\\u]])",
          "error: test:1: Expected value but found invalid unicode escape code at character 2" },
        { "cjson.decode('\"a\\0b\"')",
          "error: test:1: Expected value but found unexpected end of string at character 3" },
        { "cjson.decode('[1\\0]')",
          "error: test:1: Expected comma or array end but found T_END at character 3" },
        { "cjson.decode('-')",
          "error: test:1: Expected value but found invalid number at character 1" },
        { "cjson.decode('1e')",
          "error: test:1: Expected the end but found invalid token at character 2" },
        { "cjson.decode('[\\0')", "error: test:1: JSON parser does not support UTF-16 or UTF-32" },
        { "cjson.decode('[\\11 1]')",
          "error: test:1: Expected value but found invalid token at character 2" },
        { "#cjson.decode(('['):rep(1000) .. (']'):rep(1000))", "1" },
        { "cjson.decode(('['):rep(1001))",
          "error: test:1: Found too many nested data structures (1001) at character 1001" },
        { "cjson.decode({})",
          "error: test:1: bad argument #1 to 'decode' (string expected, got table)" },
        { "cjson.decode('1', 2)",
          "error: test:1: bad argument #1 to 'decode' (expected 1 argument)" },
    };

    LUA_ROWS(L, rows);
}
END_TEST

START_TEST(settings_last_until_they_are_changed)
{
    static const struct lua_row rows[] = {
        { "cjson.encode_max_depth(), cjson.decode_max_depth(), cjson.encode_number_precision()",
          "1000|1000|14" },
        { "cjson.encode_sparse_array()", "false|2|10" },
        { "cjson.encode_keep_buffer(), cjson.encode_invalid_numbers(), "
          "cjson.decode_invalid_numbers()",
          "true|false|true" },
        { "cjson.encode_max_depth(3), cjson.encode({ { {} } })", "3|[[{}]]" },
        { "cjson.encode({ { { {} } } })",
          "error: test:1: Cannot serialise, excessive nesting (4)" },
        { "cjson.decode_max_depth(2), #cjson.decode('[[]]')", "2|1" },
        { "cjson.decode('[[[]]]')",
          "error: test:1: Found too many nested data structures (3) at character 3" },
        { "cjson.encode_number_precision(3), cjson.encode({ 1/3, 12345, 123 })",
          "3|[0.333,1.23e+04,123]" },
        { "cjson.encode_sparse_array(true), cjson.encode({ [100] = 1 })", "true|{\"100\":1}" },
        { "cjson.encode_sparse_array(false, 0, 10)", "false|0|10" },
        { "#cjson.encode({ [100] = 1 })", "498" },
        { "cjson.encode_sparse_array(true, 5, -1)",
          "error: test:1: bad argument #1 to 'encode_sparse_array' (expected integer between 0 and "
          "2147483647)" },
        { "cjson.encode_sparse_array()", "false|0|10" },
        { "cjson.encode_invalid_numbers('null'), cjson.encode({ 1/0, 0/0 })", "null|[null,null]" },
        { "cjson.encode_invalid_numbers(true), cjson.encode({ 1/0, -1/0, 0/0 })",
          "true|[inf,-inf,nan]" },
        { "cjson.decode_invalid_numbers(false)", "false" },
        { "cjson.decode('inf')",
          "error: test:1: Expected value but found invalid token at character 1" },
        { "cjson.decode('01')",
          "error: test:1: Expected value but found invalid number at character 1" },
        { "cjson.decode('0x1')",
          "error: test:1: Expected value but found invalid number at character 1" },
        { "cjson.decode('-inf')",
          "error: test:1: Expected value but found invalid number at character 1" },
        { "cjson.decode('+1')",
          "error: test:1: Expected value but found invalid token at character 1" },
        { "cjson.decode('0.5')", "0.5" },
        { "cjson.encode_max_depth(0)", "error: test:1: bad argument #1 to 'encode_max_depth' "
                                       "(expected integer between 1 and 2147483647)" },
        { "cjson.encode_number_precision(15)",
          "error: test:1: bad argument #1 to 'encode_number_precision' (expected integer between 1 "
          "and 14)" },
        { "cjson.encode_keep_buffer('x')",
          "error: test:1: bad argument #1 to 'encode_keep_buffer' (invalid option 'x')" },
        { "cjson.encode_max_depth(1, 2)",
          "error: test:1: bad argument #2 to 'encode_max_depth' (found too many arguments)" },
        { "cjson.new().encode_max_depth()", "1000" },
        { "cjson.encode_max_depth(2147483647), cjson.decode_max_depth(2147483647)",
          "2147483647|2147483647" },
        { "(function() local t = {} t[1] = t return cjson.encode(t) end)()",
          "error: test:1: Cannot serialise, excessive nesting (4001)" },
        { "cjson.decode(('['):rep(100000))",
          "error: test:1: Found too many nested data structures (4001) at character 4001" },
    };

    LUA_ROWS(L, rows);
}
END_TEST

START_TEST(empty_arrays_stay_arrays_if_asked_for)
{
    static const struct lua_row rows[] = {
        { "cjson.decode_array_with_array_mt()", "false" },
        { "cjson.encode(cjson.decode('[]'))", "{}" },
        { "cjson.decode_array_with_array_mt(true)", "true" },
        { "cjson.encode(cjson.decode('{\"a\":[],\"b\":{}}').a)", "[]" },
        { "cjson.encode(cjson.decode('[[],{},[1]]'))", "[[],{},[1]]" },
        { "(function() local t = cjson.decode('[]') t[1] = 5 return cjson.encode(t) end)()",
          "[5]" },
        { "(function() local t = cjson.decode('[]') t.x = 5 return cjson.encode(t) end)()",
          "{\"x\":5}" },
        { "getmetatable(cjson.decode('[]'))", "false" },
        { "getmetatable(cjson.decode('[1]'))", "nil" },
        { "cjson.decode_array_with_array_mt('off')", "false" },
    };

    LUA_ROWS(L, rows);
}
END_TEST

START_TEST(random_values_come_back)
{
    lua_fixture_run(L, "math.randomseed(11) local r = math.random\n"
                       "local function text() local t = {} for i = 1, r(0, 30) do t[i] = "
                       "string.char(r(0, 255)) end\n"
                       "  return table.concat(t) end\n"
                       "local function value(depth)\n"
                       "  local k = r(depth < 4 and 6 or 4)\n"
                       "  if k == 1 then return r(2) == 1\n"
                       "  elseif k == 2 then return r(-1000000, 1000000) / 8\n"
                       "  elseif k == 3 then return text():rep(r(0, 9) == 0 and 200 or 1)\n"
                       "  elseif k == 4 then return r(-10, 99999999)\n"
                       "  end\n"
                       "  local t = {}\n"
                       "  for i = 1, r(0, 20) do t[k == 5 and i or text()] = value(depth + 1) end\n"
                       "  return t end\n"
                       "for i = 1, 300 do\n"
                       "  local a = { value(0) }\n"
                       "  local s = cjson.encode(a)\n"
                       "  assert(eq(a, cjson.decode(s)), s)\n"
                       "  assert(not pcall(cjson.decode, s:sub(1, -2)), s)\n"
                       "end");
}
END_TEST

START_TEST(long_calls_are_stopped)
{
    static const char *const hostile[] = {
        "cjson.decode((' '):rep(1e7) .. '1')",
        "cjson.decode('\"' .. ('x'):rep(1e7) .. '\"')",
        "cjson.decode('\"\\\\n' .. ('x'):rep(1e7) .. '\"')",
        "cjson.decode('\"' .. ('\\\\n'):rep(1e6) .. '\"')",
        "cjson.decode(('1'):rep(1e6))",
        "cjson.encode(('x'):rep(1e7))",
        "cjson.encode(('\\1'):rep(1e6))",
        "cjson.encode(many)",
    };

    lua_fixture_run(L, "many = {} for i = 1, 1e6 do many[i] = i end");
    LUA_STOPS(L, hostile);
}
END_TEST

int main(void)
{
    Suite *s = suite_create("lib_cjson");
    TCase *t = tcase_create("lib_cjson");
    SRunner *sr = srunner_create(s);
    int failed;

    suite_add_tcase(s, t);
    tcase_add_checked_fixture(t, set_up, tear_down);
    tcase_set_timeout(t, 60); /* seconds, for the slowest of sanitizers */
    tcase_add_test(t, values_as_text);
    tcase_add_test(t, what_has_no_text_is_refused);
    tcase_add_test(t, text_as_values);
    tcase_add_test(t, bad_text_is_refused_where_it_is_bad);
    tcase_add_test(t, settings_last_until_they_are_changed);
    tcase_add_test(t, empty_arrays_stay_arrays_if_asked_for);
    tcase_add_test(t, random_values_come_back);
    tcase_add_test(t, long_calls_are_stopped);
    srunner_run_all(sr, CK_ENV);
    failed = srunner_ntests_failed(sr);
    srunner_free(sr);
    return failed != 0;
}
