#include "base/crc.h"

#include <check.h>

/* The definitions, a bit at a time: the model. */

static uint16_t model16(struct bytes data)
{
    uint16_t crc = 0;

    for (size_t i = 0; i < data.len; i++) {
        crc ^= (uint16_t)(data.ptr[i] << 8);
        for (int bit = 0; bit < 8; bit++)
            crc = (uint16_t)(crc & 0x8000 ? crc << 1 ^ 0x1021 : crc << 1);
    }
    return crc;
}

static uint64_t reflect(uint64_t value, int bits)
{
    uint64_t reflected = 0;

    for (int i = 0; i < bits; i++)
        reflected |= (value >> i & 1) << (bits - 1 - i);
    return reflected;
}

static uint64_t model_reflected(uint64_t crc, struct bytes data, uint64_t poly, int bits)
{
    for (size_t i = 0; i < data.len; i++) {
        crc ^= data.ptr[i];
        for (int bit = 0; bit < 8; bit++)
            crc = crc & 1 ? crc >> 1 ^ reflect(poly, bits) : crc >> 1;
    }
    return crc;
}

static uint32_t model32c(uint32_t crc, struct bytes data)
{
    return ~(uint32_t)model_reflected(~crc, data, 0x1edc6f41, 32);
}

static uint64_t model64(uint64_t crc, struct bytes data)
{
    return model_reflected(crc, data, 0xad93d23594c935a9, 64);
}

static uint8_t block[8 + 300];

static void fill_block(void)
{
    for (size_t i = 0; i < sizeof block; i++)
        block[i] = (uint8_t)(i * i * 7 + i * 31 + 200);
}

START_TEST(check_values_of_the_catalogue)
{
    struct bytes digits = BYTES_LIT("123456789");

    ck_assert_uint_eq(crc16(digits), 0x31c3);
    ck_assert_uint_eq(crc32c(0, digits), 0xe3069283);
    ck_assert_uint_eq(crc32c_by_table(0, digits), 0xe3069283);
    ck_assert_uint_eq(crc64(0, digits), 0xe9c6d914c4b8d9ca);
}
END_TEST

/* RFC 3720, appendix B.4. */
START_TEST(crc32c_vectors_of_iscsi)
{
    uint8_t data[32] = { 0 };

    ck_assert_uint_eq(crc32c(0, bytes_make(data, 32)), 0x8a9136aa);
    memset(data, 0xff, 32);
    ck_assert_uint_eq(crc32c(0, bytes_make(data, 32)), 0x62a8ab43);
    for (int i = 0; i < 32; i++)
        data[i] = (uint8_t)i;
    ck_assert_uint_eq(crc32c(0, bytes_make(data, 32)), 0x46dd794e);
}
END_TEST

/* CLUSTER KEYSLOT of redis-server 7.0: crc16 modulo 16384. */
START_TEST(slots_as_redis_has_them)
{
    ck_assert_uint_eq(crc16(BYTES_LIT("foo")) % 16384, 12182);
    ck_assert_uint_eq(crc16(BYTES_LIT("user1000")) % 16384, 3443);
}
END_TEST

START_TEST(nothing_changes_nothing)
{
    struct bytes none = { NULL, 0 };

    ck_assert_uint_eq(crc16(none), 0);
    ck_assert_uint_eq(crc32c(0x12345678, none), 0x12345678);
    ck_assert_uint_eq(crc32c_by_table(0x12345678, none), 0x12345678);
    ck_assert_uint_eq(crc64(0x123456789abcdef0, none), 0x123456789abcdef0);
}
END_TEST

START_TEST(every_length_and_alignment_equals_the_model)
{
    fill_block();
    for (size_t len = 0; len <= 300; len++) {
        for (size_t at = 0; at < 8; at += 3) {
            struct bytes data = bytes_make(block + at, len);

            ck_assert_uint_eq(crc16(data), model16(data));
            ck_assert_uint_eq(crc32c(5, data), model32c(5, data));
            ck_assert_uint_eq(crc32c_by_table(5, data), model32c(5, data));
            ck_assert_uint_eq(crc64(5, data), model64(5, data));
        }
    }
}
END_TEST

START_TEST(pieces_give_what_the_whole_gives)
{
    struct bytes whole = bytes_make(block, 300);

    fill_block();
    for (size_t cut = 0; cut <= whole.len; cut++) {
        struct bytes head = bytes_make(block, cut), tail = bytes_from(whole, cut);

        ck_assert_uint_eq(crc32c(crc32c(0, head), tail), crc32c(0, whole));
        ck_assert_uint_eq(crc32c_by_table(crc32c(0, head), tail), crc32c(0, whole));
        ck_assert_uint_eq(crc64(crc64(0, head), tail), crc64(0, whole));
        ck_assert_uint_eq(crc64_join(crc64(0, head), crc64(0, tail), tail.len), crc64(0, whole));
    }
}
END_TEST

int main(void)
{
    Suite *s = suite_create("crc");
    TCase *t = tcase_create("crc");
    SRunner *sr = srunner_create(s);
    int failed;

    suite_add_tcase(s, t);
    tcase_add_test(t, check_values_of_the_catalogue);
    tcase_add_test(t, crc32c_vectors_of_iscsi);
    tcase_add_test(t, slots_as_redis_has_them);
    tcase_add_test(t, nothing_changes_nothing);
    tcase_add_test(t, every_length_and_alignment_equals_the_model);
    tcase_add_test(t, pieces_give_what_the_whole_gives);
    srunner_run_all(sr, CK_ENV);
    failed = srunner_ntests_failed(sr);
    srunner_free(sr);
    return failed != 0;
}
