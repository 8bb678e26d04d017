#include "../../kvcli/format.h"

#include <check.h>
#include <stdlib.h>

#include "base/clock.h"
#include "base/mem.h"

/* Trees are made of compound literals, so nothing has to be freed. */
#define SIMPLE(s) ((struct resp_value){ .type = RESP_SIMPLE, .text = BYTES_LIT(s) })
#define ERR(s)    ((struct resp_value){ .type = RESP_ERROR, .text = BYTES_LIT(s) })
#define BULK(s)   ((struct resp_value){ .type = RESP_BULK, .text = BYTES_LIT(s) })
#define INT(n)    ((struct resp_value){ .type = RESP_INT, .integer = (n) })
#define BOOL(b)   ((struct resp_value){ .type = RESP_BOOL, .integer = (b) })
#define NIL       ((struct resp_value){ .type = RESP_NULL })
#define DOUBLE(d, s)                                                                               \
    ((struct resp_value){ .type = RESP_DOUBLE, .number = (d), .text = BYTES_LIT(s) })
#define BIG(s) ((struct resp_value){ .type = RESP_BIG_NUMBER, .text = BYTES_LIT(s) })
#define TEXT(s)                                                                                    \
    ((struct resp_value){ .type = RESP_VERBATIM, .format = "txt", .text = BYTES_LIT(s) })
#define MANY(kind, ...)                                                                            \
    ((struct resp_value){ .type = (kind),                                                          \
                          .items = (struct resp_value[]){ __VA_ARGS__ },                           \
                          .count = sizeof((struct resp_value[]){ __VA_ARGS__ }) /                  \
                                   sizeof(struct resp_value) })
#define ARRAY(...)  MANY(RESP_ARRAY, __VA_ARGS__)
#define SET(...)    MANY(RESP_SET, __VA_ARGS__)
#define MAP(...)    MANY(RESP_MAP, __VA_ARGS__)
#define PUSH(...)   MANY(RESP_PUSH, __VA_ARGS__)
#define EMPTY(kind) ((struct resp_value){ .type = (kind) })

static void check_form(enum format_form form, struct resp_value v, const char *expected)
{
    struct format f = { form, BYTES_LIT("\n"), BYTES_LIT("\n") };
    struct buf out;

    buf_init(&out, BUF_UNLIMITED);
    format_reply(&out, &v, &f);
    ck_assert_str_eq(buf_cstr(&out), expected);
    buf_fini(&out);
}

#define check_human(v, expected) check_form(FORMAT_HUMAN, v, expected)
#define check_raw(v, expected)   check_form(FORMAT_RAW, v, expected)
#define check_csv(v, expected)   check_form(FORMAT_CSV, v, expected)
#define check_json(v, expected)  check_form(FORMAT_JSON, v, expected)

START_TEST(human_scalars_name_their_type)
{
    check_human(SIMPLE("OK"), "OK\n");
    check_human(ERR("ERR no"), "(error) ERR no\n");
    check_human(INT(-7), "(integer) -7\n");
    check_human(BULK("a\"\n\x01"), "\"a\\\"\\n\\x01\"\n");
    check_human(NIL, "(nil)\n");
    check_human(BOOL(1), "(true)\n");
    check_human(BOOL(0), "(false)\n");
    check_human(DOUBLE(1.5, "1.50"), "(double) 1.50\n");
    check_human(BIG("123456789012345678901"), "(big number) 123456789012345678901\n");
    check_human(TEXT("two\nlines"), "two\nlines\n");
}
END_TEST

START_TEST(human_nesting_indents)
{
    check_human(ARRAY(INT(1), ARRAY(INT(2), ARRAY(INT(3), BULK("a"))), NIL),
                "1) (integer) 1\n"
                "2) 1) (integer) 2\n"
                "   2) 1) (integer) 3\n"
                "      2) \"a\"\n"
                "3) (nil)\n");
}
END_TEST

START_TEST(human_ordinals_align)
{
    check_human(ARRAY(INT(1), INT(1), INT(1), INT(1), INT(1), INT(1), INT(1), INT(1), INT(1),
                      ARRAY(INT(5), INT(6))),
                " 1) (integer) 1\n 2) (integer) 1\n 3) (integer) 1\n 4) (integer) 1\n"
                " 5) (integer) 1\n 6) (integer) 1\n 7) (integer) 1\n 8) (integer) 1\n"
                " 9) (integer) 1\n10) 1) (integer) 5\n    2) (integer) 6\n");
}
END_TEST

START_TEST(human_marks_tell_aggregates_apart)
{
    check_human(SET(INT(1), BULK("b")), "1~ (integer) 1\n2~ \"b\"\n");
    check_human(PUSH(SIMPLE("message"), BULK("b")), "1) message\n2) \"b\"\n");
    check_human(MAP(SIMPLE("k"), BULK("v"), INT(2), NIL),
                "1# k => \"v\"\n2# (integer) 2 => (nil)\n");
}
END_TEST

START_TEST(human_tall_map_values_start_a_line)
{
    check_human(MAP(SIMPLE("k"), ARRAY(INT(1), INT(2))),
                "1# k => \n   1) (integer) 1\n   2) (integer) 2\n");
    check_human(MAP(SIMPLE("k"), ARRAY(INT(1))), "1# k => 1) (integer) 1\n");
    check_human(MAP(SIMPLE("k"), MAP(SIMPLE("l"), ARRAY(INT(1), INT(2)))),
                "1# k => \n   1# l => \n      1) (integer) 1\n      2) (integer) 2\n");
    check_human(MAP(ARRAY(INT(1), INT(2)), SIMPLE("v")),
                "1# 1) (integer) 1\n   2) (integer) 2 => v\n");
    check_human(MAP(SIMPLE("k"), EMPTY(RESP_ARRAY)), "1# k => (empty array)\n");
}
END_TEST

START_TEST(human_empty_aggregates_are_named)
{
    check_human(EMPTY(RESP_ARRAY), "(empty array)\n");
    check_human(EMPTY(RESP_MAP), "(empty hash)\n");
    check_human(EMPTY(RESP_SET), "(empty set)\n");
    check_human(EMPTY(RESP_PUSH), "(empty push)\n");
}
END_TEST

START_TEST(human_attributes_stand_above_their_value)
{
    struct resp_value attributes = MAP(SIMPLE("ttl"), INT(9)), inner = INT(5), top = INT(6);

    top.attributes = inner.attributes = &attributes;
    check_human(top, "1| ttl => (integer) 9\n(integer) 6\n");
    check_human(ARRAY(INT(1), inner), "1) (integer) 1\n2) 1| ttl => (integer) 9\n   (integer) 5\n");
    check_raw(top, "6\n");
    check_json(top, "6\n");
}
END_TEST

START_TEST(raw_is_bare)
{
    check_raw(BULK("a\"b"), "a\"b\n");
    check_raw(NIL, "\n");
    check_raw(ERR("ERR no"), "ERR no\n\n");
    check_raw(BOOL(1), "(true)\n");
    check_raw(ARRAY(INT(1), ARRAY(SIMPLE("a"), BULK("b")), NIL), "1\na\nb\n\n");
    check_raw(MAP(BULK("k"), INT(1), BULK("l"), ARRAY(INT(2), INT(3))), "k 1\nl 2\n3\n");
    check_raw(EMPTY(RESP_ARRAY), "\n");
}
END_TEST

START_TEST(raw_delimiters_can_be_chosen)
{
    struct resp_value v = ARRAY(INT(1), MAP(INT(2), INT(3), INT(4), INT(5)));
    struct format f = { FORMAT_RAW, BYTES_LIT(", "), BYTES_LIT("|") };
    struct buf out;

    buf_init(&out, BUF_UNLIMITED);
    format_reply(&out, &v, &f);
    ck_assert_str_eq(buf_cstr(&out), "1, 2 3, 4 5|");
    buf_fini(&out);
}
END_TEST

START_TEST(raw_keeps_every_byte)
{
    struct resp_value v = BULK("a\0b");
    struct format f = { FORMAT_RAW, BYTES_LIT("\n"), BYTES_LIT("") };
    struct buf out;

    buf_init(&out, BUF_UNLIMITED);
    format_reply(&out, &v, &f);
    ck_assert(bytes_eq(buf_bytes(&out), BYTES_LIT("a\0b")));
    buf_fini(&out);
}
END_TEST

START_TEST(csv_is_one_flat_row)
{
    check_csv(ARRAY(INT(1), BULK("a,\"b\""), NIL, MAP(SIMPLE("k"), BOOL(0)), EMPTY(RESP_ARRAY)),
              "1,\"a,\\\"b\\\"\",NULL,\"k\",false,\n");
    check_csv(ERR("ERR no"), "ERROR,\"ERR no\"\n");
    check_csv(DOUBLE(1.5, "1.5"), "1.5\n");
}
END_TEST

START_TEST(json_keeps_types)
{
    check_json(ARRAY(INT(1), BULK("a"), NIL, BOOL(1), DOUBLE(0.1, "0.1"), SET(INT(2)), BIG("12")),
               "[1,\"a\",null,true,0.1,[2],12]\n");
    check_json(MAP(BULK("k"), EMPTY(RESP_MAP), BULK("k"), INT(2)), "{\"k\":{},\"k\":2}\n");
    check_json(ERR("ERR no"), "{\"error\":\"ERR no\"}\n");
    check_json(DOUBLE(1.0 / 0.0, "inf"), "\"inf\"\n");
}
END_TEST

START_TEST(json_keys_are_strings)
{
    check_json(MAP(INT(1), INT(2), ARRAY(BULK("a")), INT(3), DOUBLE(1.0 / 0.0, "inf"), NIL),
               "{\"1\":2,\"[\\\"a\\\"]\":3,\"inf\":null}\n");
}
END_TEST

START_TEST(json_strings_are_escaped)
{
    check_json(BULK("a\"\\/\n\x01"), "\"a\\\"\\\\/\\n\\u0001\"\n");
    check_json(BULK("\xc3\xa9"), "\"\xc3\xa9\"\n");
    check_json(BULK(""), "\"\"\n");
    check_json(BULK("\xff"), "\"\\\\xff\"\n"); /* not UTF-8 */
    check_form(FORMAT_QUOTED_JSON, BULK("\xc3\xa9\""), "\"\\\\xc3\\\\xa9\\\\\\\"\"\n");
}
END_TEST

START_TEST(texts_end_with_one_newline)
{
    struct resp_value ended = BULK("a\r\n"), open = BULK("a"), none = BULK("");
    struct buf out;

    buf_init(&out, BUF_UNLIMITED);
    format_text(&out, &ended);
    format_text(&out, &open);
    format_text(&out, &none);
    ck_assert_str_eq(buf_cstr(&out), "a\r\na\n\n");
    buf_fini(&out);
}
END_TEST

START_TEST(text_commands_are_known)
{
    struct bytes info[] = { BYTES_LIT("iNfo"), BYTES_LIT("server") };
    struct bytes list[] = { BYTES_LIT("client"), BYTES_LIT("LIST") };
    struct bytes id[] = { BYTES_LIT("client"), BYTES_LIT("id") };

    ck_assert(format_is_text_command(info, 2));
    ck_assert(format_is_text_command(list, 2));
    ck_assert(!format_is_text_command(list, 1));
    ck_assert(!format_is_text_command(id, 2));
    ck_assert(!format_is_text_command(NULL, 0));
}
END_TEST

int main(void)
{
    Suite *s = suite_create("kvcli_format");
    TCase *t = tcase_create("format");
    SRunner *sr;
    int failed;

    mem_thread_start();
    clock_init();
    tcase_add_test(t, human_scalars_name_their_type);
    tcase_add_test(t, human_nesting_indents);
    tcase_add_test(t, human_ordinals_align);
    tcase_add_test(t, human_marks_tell_aggregates_apart);
    tcase_add_test(t, human_tall_map_values_start_a_line);
    tcase_add_test(t, human_empty_aggregates_are_named);
    tcase_add_test(t, human_attributes_stand_above_their_value);
    tcase_add_test(t, raw_is_bare);
    tcase_add_test(t, raw_delimiters_can_be_chosen);
    tcase_add_test(t, raw_keeps_every_byte);
    tcase_add_test(t, csv_is_one_flat_row);
    tcase_add_test(t, json_keeps_types);
    tcase_add_test(t, json_keys_are_strings);
    tcase_add_test(t, json_strings_are_escaped);
    tcase_add_test(t, texts_end_with_one_newline);
    tcase_add_test(t, text_commands_are_known);
    suite_add_tcase(s, t);
    sr = srunner_create(s);
    srunner_run_all(sr, CK_ENV);
    failed = srunner_ntests_failed(sr);
    srunner_free(sr);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
