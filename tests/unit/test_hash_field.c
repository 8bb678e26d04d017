#include "obj/hash_field.h"

#include "base/mem.h"
#include "obj/value.h"

#include <check.h>
#include <stdlib.h>

/* A text of len bytes. */
static struct bytes text_of(size_t len)
{
    static char x[70 * 1000];

    memset(x, 'x', sizeof x);
    return bytes_make(x, len);
}

static void check_field(struct bytes name, struct bytes value, int64_t at_ms)
{
    struct hash_field *f = hash_field_new(name, value, at_ms);

    ck_assert(bytes_eq(hash_field_name(f), name));
    ck_assert(bytes_eq(hash_field_value(f), value));
    ck_assert(hash_field_deadline(f) == at_ms);
    ck_assert_uint_eq((uintptr_t)f % 8, 0);
    hash_field_free(f);
}

START_TEST(a_field_has_the_format_of_its_header)
{
    static const uint8_t format[] = { 0, 5, 3, 0x63, 0x6f, 0x6c, 0x6f, 0x72, 0x72, 0x65, 0x64 };
    struct hash_field *f = hash_field_new(BYTES_LIT("color"), BYTES_LIT("red"), VALUE_NEVER);

    ck_assert_mem_eq(f, format, sizeof format);
    hash_field_free(f);
}
END_TEST

START_TEST(lengths_of_every_size_are_held)
{
    static const size_t lens[] = { 0, 1, 255, 256, 65535, 65536 };

    for (int i = 0; i < 6; i++) {
        for (int k = 0; k < 6; k++) {
            check_field(text_of(lens[i]), text_of(lens[k]), VALUE_NEVER);
            check_field(text_of(lens[i]), text_of(lens[k]), 1700000000000);
        }
    }
}
END_TEST

START_TEST(a_field_is_refilled_only_if_nothing_else_would_change)
{
    struct hash_field *f = hash_field_new(text_of(300), text_of(250), 5);

    ck_assert(hash_field_refill(f, BYTES_LIT("")) == (hash_field_mem(f) == 0));
    ck_assert(!hash_field_refill(f, text_of(256)));
    ck_assert(hash_field_refill(f, text_of(250)));
    ck_assert(bytes_eq(hash_field_name(f), text_of(300)));
    ck_assert(bytes_eq(hash_field_value(f), text_of(250)));
    ck_assert(hash_field_deadline(f) == 5);
    hash_field_free(f);
}
END_TEST

START_TEST(a_field_and_value_of_14_bytes_take_32)
{
    struct hash_field *f = hash_field_new(text_of(14), text_of(14), VALUE_NEVER);

    ck_assert_uint_le(hash_field_mem(f), 32);
    hash_field_free(f);
}
END_TEST

int main(void)
{
    Suite *s = suite_create("hash_field");
    TCase *field = tcase_create("field");
    SRunner *sr = srunner_create(s);
    int failed;

    mem_thread_start();
    tcase_add_test(field, a_field_has_the_format_of_its_header);
    tcase_add_test(field, lengths_of_every_size_are_held);
    tcase_add_test(field, a_field_is_refilled_only_if_nothing_else_would_change);
    tcase_add_test(field, a_field_and_value_of_14_bytes_take_32);
    suite_add_tcase(s, field);
    srunner_run_all(sr, CK_ENV);
    failed = srunner_ntests_failed(sr);
    srunner_free(sr);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
