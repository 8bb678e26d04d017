#include "obj/object.h"

#include <check.h>
#include <stdlib.h>

static const char *const names[OBJ_TYPES] = {
    [OBJ_STRING] = "string", [OBJ_LIST] = "list", [OBJ_SET] = "set",
    [OBJ_ZSET] = "zset",     [OBJ_HASH] = "hash", [OBJ_STREAM] = "stream",
};

START_TEST(each_type_has_the_name_clients_know)
{
    for (enum obj_type t = 0; t < OBJ_TYPES; t++)
        ck_assert_str_eq(obj_type_name(t), names[t]);
}
END_TEST

START_TEST(each_name_is_read_back)
{
    for (enum obj_type t = 0; t < OBJ_TYPES; t++) {
        enum obj_type out = OBJ_TYPES;

        ck_assert(obj_type_parse(bytes_str(names[t]), &out));
        ck_assert_int_eq(out, t);
    }
}
END_TEST

START_TEST(case_does_not_matter)
{
    enum obj_type out;

    ck_assert(obj_type_parse(BYTES_LIT("ZSet"), &out));
    ck_assert_int_eq(out, OBJ_ZSET);
}
END_TEST

START_TEST(other_names_are_refused)
{
    static const char *const refused[] = {
        "", "s", "strin", "strings", "none", "module", "string "
    };
    enum obj_type out = OBJ_HASH;

    for (unsigned i = 0; i < sizeof refused / sizeof refused[0]; i++)
        ck_assert(!obj_type_parse(bytes_str(refused[i]), &out));
    ck_assert(!obj_type_parse(BYTES_LIT("string\0"), &out));
    ck_assert_int_eq(out, OBJ_HASH);
}
END_TEST

START_TEST(types_and_encodings_fit_four_bits)
{
    ck_assert_int_le(OBJ_TYPES, 16);
    ck_assert_int_lt(ENC_BLOB, 16);
}
END_TEST

int main(void)
{
    Suite *s = suite_create("object");
    TCase *types = tcase_create("types");
    SRunner *sr = srunner_create(s);
    int failed;

    tcase_add_test(types, each_type_has_the_name_clients_know);
    tcase_add_test(types, each_name_is_read_back);
    tcase_add_test(types, case_does_not_matter);
    tcase_add_test(types, other_names_are_refused);
    tcase_add_test(types, types_and_encodings_fit_four_bits);
    suite_add_tcase(s, types);

    srunner_run_all(sr, CK_ENV);
    failed = srunner_ntests_failed(sr);
    srunner_free(sr);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
