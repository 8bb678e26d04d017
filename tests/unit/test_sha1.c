/* Unit tests of base/sha1: the vectors of FIPS 180, and every length around a block. */
#include "base/sha1.h"

#include <check.h>
#include <stdlib.h>

static void assert_sha1(struct bytes text, const char *want)
{
    char hex[SHA1_HEX + 1];

    sha1_hex(text, hex);
    ck_assert_str_eq(hex, want);
}

START_TEST(known_texts)
{
    assert_sha1(bytes_str(""), "da39a3ee5e6b4b0d3255bfef95601890afd80709");
    assert_sha1(bytes_str("abc"), "a9993e364706816aba3e25717850c26c9cd0d89d");
    assert_sha1(bytes_str("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"),
                "84983e441c3bd26ebaae4aa1f95129e5e54670f1");
    assert_sha1(bytes_str("return 1"), "e0e1f9fabfc9d4800c877a703b823ac0578ff8db");
}
END_TEST

START_TEST(a_million_letters)
{
    size_t len = 1000 * 1000;
    uint8_t *text = malloc(len);

    memset(text, 'a', len);
    assert_sha1(bytes_make(text, len), "34aa973cd4c4daa4f61eeb2bdbad27316534016f");
    free(text);
}
END_TEST

/* The sums of "", "x", "xx" ... up to 199 letters, summed up once more. */
START_TEST(lengths_around_a_block)
{
    uint8_t text[200], sums[200 * SHA1_SIZE];

    memset(text, 'x', sizeof text);
    for (size_t len = 0; len < sizeof text; len++)
        sha1(bytes_make(text, len), sums + len * SHA1_SIZE);
    assert_sha1(bytes_make(sums, sizeof sums), "bbd580c3a0c872a603baa084a09981df9eb680e5");
}
END_TEST

START_TEST(pieces_add_up_to_the_whole)
{
    uint8_t text[300];
    char whole[SHA1_HEX + 1], pieces[SHA1_HEX + 1];

    for (size_t i = 0; i < sizeof text; i++)
        text[i] = (uint8_t)(i * 7);
    sha1_hex(bytes_make(text, sizeof text), whole);
    for (size_t step = 1; step <= sizeof text; step++) {
        struct bytes rest = bytes_make(text, sizeof text);
        struct sha1 sum;

        sha1_init(&sum);
        while (rest.len > 0) {
            size_t len = rest.len < step ? rest.len : step;

            sha1_add(&sum, bytes_make(rest.ptr, len));
            rest = bytes_from(rest, len);
        }
        sha1_end_hex(&sum, pieces);
        ck_assert_str_eq(pieces, whole);
    }
}
END_TEST

int main(void)
{
    Suite *s = suite_create("sha1");
    SRunner *sr = srunner_create(s);
    TCase *tc = tcase_create("sums");
    int failed;

    suite_add_tcase(s, tc);
    tcase_add_test(tc, known_texts);
    tcase_add_test(tc, a_million_letters);
    tcase_add_test(tc, lengths_around_a_block);
    tcase_add_test(tc, pieces_add_up_to_the_whole);
    srunner_run_all(sr, CK_ENV);
    failed = srunner_ntests_failed(sr);
    srunner_free(sr);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
