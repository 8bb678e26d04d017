#include "base/hash.h"

#include "base/rand.h"

#include <check.h>
#include <stdlib.h>

/* The key and the message 00 01 02 ... of the SipHash paper's appendix. */
static const uint64_t K0 = 0x0706050403020100, K1 = 0x0f0e0d0c0b0a0908;

/* The definition word for word, with any number of rounds: the model. */

static uint64_t rotl(uint64_t x, int n)
{
    return x << n | x >> (64 - n);
}

static void model_rounds(uint64_t v[4], int count)
{
    while (count-- > 0) {
        v[0] += v[1];
        v[1] = rotl(v[1], 13);
        v[1] ^= v[0];
        v[0] = rotl(v[0], 32);
        v[2] += v[3];
        v[3] = rotl(v[3], 16);
        v[3] ^= v[2];
        v[0] += v[3];
        v[3] = rotl(v[3], 21);
        v[3] ^= v[0];
        v[2] += v[1];
        v[1] = rotl(v[1], 17);
        v[1] ^= v[2];
        v[2] = rotl(v[2], 32);
    }
}

static uint64_t model(struct bytes data, uint64_t k0, uint64_t k1, int c_rounds, int d_rounds)
{
    uint64_t v[4] = { k0 ^ 0x736f6d6570736575, k1 ^ 0x646f72616e646f6d, k0 ^ 0x6c7967656e657261,
                      k1 ^ 0x7465646279746573 };
    size_t words = data.len / 8 + 1;

    for (size_t w = 0; w < words; w++) {
        uint64_t m = w == words - 1 ? (uint64_t)data.len << 56 : 0;

        for (size_t i = 0; i < 8 && 8 * w + i < data.len; i++)
            m |= (uint64_t)data.ptr[8 * w + i] << (8 * i);
        v[3] ^= m;
        model_rounds(v, c_rounds);
        v[0] ^= m;
    }
    v[2] ^= 0xff;
    model_rounds(v, d_rounds);
    return v[0] ^ v[1] ^ v[2] ^ v[3];
}

START_TEST(known_values)
{
    /* Keyed with K0, K1: computed by a separate implementation in Python, which was checked with the
     * paper's SipHash-2-4 vector. */
    static const struct {
        size_t len;
        uint64_t hash;
    } rows[] = {
        { 0, 0xabac0158050fc4dc },  { 1, 0xc9f49bf37d57ca93 },  { 3, 0x8bf80ab8e7ddf7fb },
        { 4, 0xcf75576088d38328 },  { 7, 0xd3927d989bb11140 },  { 8, 0x369095118d299a8e },
        { 12, 0x78a384b157b4d9a2 }, { 15, 0xd320d86d2a519956 }, { 16, 0xcc4fdd1a7d908b66 },
        { 31, 0x2370dd1f8c21d1bc }, { 63, 0x9d199062b7bbb3a8 },
    };
    uint8_t message[64];

    for (size_t i = 0; i < sizeof message; i++)
        message[i] = (uint8_t)i;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        ck_assert_uint_eq(hash_bytes_keyed(bytes_make(message, rows[i].len), K0, K1), rows[i].hash);
}
END_TEST

/* Python 3.11 hashes its byte strings with SipHash-1-3, under the zero key if PYTHONHASHSEED=0. */
START_TEST(agrees_with_python)
{
    ck_assert_uint_eq(hash_bytes_keyed(BYTES_LIT("a"), 0, 0), 0x407448d2b89b1813);
    ck_assert_uint_eq(hash_bytes_keyed(BYTES_LIT("foobar"), 0, 0), 0x7738ae0a5df09b34);
    ck_assert_uint_eq(hash_bytes_keyed(BYTES_LIT("user:0000000001"), 0, 0), 0x6e4201410bde2490);
}
END_TEST

START_TEST(every_length_and_alignment_equals_the_model)
{
    uint8_t block[8 + 200];

    for (size_t i = 0; i < sizeof block; i++)
        block[i] = (uint8_t)(i * 131 + 7);
    ck_assert_uint_eq(model(bytes_make("\0\1\2\3\4\5\6\7\10\11\12\13\14\15\16", 15), K0, K1, 2, 4),
                      0xa129ca6149be45e5); /* the paper's vector for 2-4 */
    for (size_t len = 0; len <= 200; len++) {
        for (size_t at = 0; at < 8; at++) {
            struct bytes data = bytes_make(block + at, len);

            ck_assert_uint_eq(hash_bytes_keyed(data, K0, K1), model(data, K0, K1, 1, 3));
        }
    }
}
END_TEST

/* Under the address sanitizer: a block that ends where the data ends. */
START_TEST(reads_nothing_behind_the_data)
{
    for (size_t len = 1; len <= 40; len++) {
        uint8_t *exact = malloc(len);

        memset(exact, 'x', len);
        ck_assert_uint_eq(hash_bytes_keyed(bytes_make(exact, len), K0, K1),
                          model(bytes_make(exact, len), K0, K1, 1, 3));
        free(exact);
    }
}
END_TEST

START_TEST(beginnings_have_the_hashes_of_their_bytes)
{
    struct rng rng;
    uint8_t text[1000];

    rng_seed(&rng, 1);
    for (size_t i = 0; i < sizeof text; i++)
        text[i] = (uint8_t)rng_below(&rng, 256);
    for (unsigned round = 0; round < 1000; round++) {
        struct hash_beginnings h;
        size_t step = 1 + rng_below(&rng, 50);

        hash_beginnings_init(&h, text);
        for (size_t len = rng_below(&rng, step); len <= sizeof text;
             len += rng_below(&rng, step + 1))
            ck_assert_uint_eq(hash_beginning(&h, len), hash_bytes(bytes_make(text, len)));
    }
}
END_TEST

/* Under the address sanitizer, as above. */
START_TEST(beginnings_read_nothing_behind_themselves)
{
    for (size_t len = 1; len <= 40; len++) {
        struct hash_beginnings h;
        uint8_t *exact = malloc(len);

        memset(exact, 'x', len);
        hash_beginnings_init(&h, exact);
        ck_assert_uint_eq(hash_beginning(&h, len / 2), hash_bytes(bytes_make(exact, len / 2)));
        ck_assert_uint_eq(hash_beginning(&h, len), hash_bytes(bytes_make(exact, len)));
        free(exact);
    }
}
END_TEST

START_TEST(the_seed_decides)
{
    uint64_t first, second;

    hash_seed_set(BYTES_LIT("one"));
    first = hash_bytes(BYTES_LIT("key"));
    hash_seed_set(BYTES_LIT("two"));
    second = hash_bytes(BYTES_LIT("key"));
    ck_assert_uint_ne(first, second);
    hash_seed_set(BYTES_LIT("one"));
    ck_assert_uint_eq(hash_bytes(BYTES_LIT("key")), first);
    hash_seed_set((struct bytes){ NULL, 0 });
    ck_assert_uint_ne(hash_bytes(BYTES_LIT("key")), first);

    hash_seed_random();
    first = hash_bytes(BYTES_LIT("key"));
    hash_seed_random();
    ck_assert_uint_ne(hash_bytes(BYTES_LIT("key")), first);
}
END_TEST

/* Tables take their bucket from some bits and their tag from others: no bit may be lazy. */
START_TEST(every_bit_depends_on_every_byte)
{
    uint8_t key[16] = { 0 };
    uint64_t base = hash_bytes(bytes_make(key, sizeof key));
    int flips[64] = { 0 }, trials = 0;

    for (size_t bit = 0; bit < 8 * sizeof key; bit++) {
        uint64_t changed;

        key[bit / 8] ^= (uint8_t)(1 << bit % 8);
        changed = base ^ hash_bytes(bytes_make(key, sizeof key));
        key[bit / 8] ^= (uint8_t)(1 << bit % 8);
        for (int i = 0; i < 64; i++)
            flips[i] += (int)(changed >> i & 1);
        trials++;
    }
    for (int i = 0; i < 64; i++) /* 128 throws of a coin: 64, deviation 5.7; six deviations */
        ck_assert_int_le(abs(flips[i] - trials / 2), 34);
}
END_TEST

int main(void)
{
    Suite *s = suite_create("hash");
    TCase *t = tcase_create("hash");
    SRunner *sr = srunner_create(s);
    int failed;

    suite_add_tcase(s, t);
    tcase_add_test(t, known_values);
    tcase_add_test(t, agrees_with_python);
    tcase_add_test(t, every_length_and_alignment_equals_the_model);
    tcase_add_test(t, reads_nothing_behind_the_data);
    tcase_add_test(t, beginnings_have_the_hashes_of_their_bytes);
    tcase_add_test(t, beginnings_read_nothing_behind_themselves);
    tcase_add_test(t, the_seed_decides);
    tcase_add_test(t, every_bit_depends_on_every_byte);
    srunner_run_all(sr, CK_ENV);
    failed = srunner_ntests_failed(sr);
    srunner_free(sr);
    return failed != 0;
}
