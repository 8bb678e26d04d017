#include "obj/rdb_load.h"

#include <check.h>
#include "base/clock.h"
#include "base/hash.h"
#include "ds/listpack.h"
#include "rdb_fixture.h"

/* As ck_assert, for inner loops. */
#define HOLDS(cond)                                                                                \
    do {                                                                                           \
        if (!(cond))                                                                               \
            ck_abort_msg("%s", #cond);                                                             \
    } while (0)

/* Loads a type byte and what follows, all of it. */
static bool load(struct bytes payload, struct rdb_loaded *out)
{
    struct rdb_reader r = rdb_reader(payload, 1 << 20);
    uint8_t type = rdb_get_byte(&r);

    if (rdb_load(&r, type, out) != KV_OK) {
        HOLDS(r.failed);
        return false;
    }
    HOLDS(!r.failed);
    if (r.left.len == 0)
        return true;
    rdb_loaded_free(out);
    return false;
}

/* ---- What is accepted ---------------------------------------------------------------------------- */

/* Elements are shown as the fixture does. */
static const struct {
    const char *name, *encoding;
    struct bytes payload;
    const char *shown;
} accepted[] = {
    { "list of strings", "listpack",
      BYTES_LIT("\x01\x03\x01"
                "a\xc0\x0c\x00"),
      "\"a\"\n\"12\"\n\"\"\n" },
    { "ziplist", "listpack",
      BYTES_LIT("\x0a\x11\x11\x00\x00\x00\x0e\x00\x00\x00\x02\x00\x00\x02hi\x04\xf6\xff"),
      "\"hi\"\n\"5\"\n" },
    { "ziplists, one of them empty", "listpack",
      BYTES_LIT("\x0e\x02\x0b\x0b\x00\x00\x00\x0a\x00\x00\x00\x00\x00\xff"
                "\x11\x11\x00\x00\x00\x0e\x00\x00\x00\x02\x00\x00\x02hi\x04\xf6\xff"),
      "\"hi\"\n\"5\"\n" },
    { "one node", "listpack",
      BYTES_LIT("\x12\x01\x02\x16\x16\x00\x00\x00\x05\x00\x81"
                "a\x02\x0c\x01\x80\x01\x81"
                "a\x02\xf2\x90\xee\xfe\x04\xff"),
      "\"a\"\n\"12\"\n\"\"\n\"a\"\n\"-70000\"\n" },
    { "nodes, packed and plain", "listpack",
      BYTES_LIT("\x12\x03\x02\x0d\x0d\x00\x00\x00\x02\x00\x81"
                "a\x02\x81"
                "b\x02\xff\x01\x01x\x01\xc0\x05"),
      "\"a\"\n\"b\"\n\"x\"\n\"5\"\n" },
    { "a string that spells an integer", "listpack",
      BYTES_LIT("\x12\x01\x02\x0a\x0a\x00\x00\x00\x01\x00\x81\x35\x02\xff"), "\"5\"\n" },

    { "set of strings", "listpack",
      BYTES_LIT("\x02\x03\x05hello\x01"
                "a\xc0\x01"),
      "\"1\"\n\"a\"\n\"hello\"\n" },
    { "set of integers as strings", "intset",
      BYTES_LIT("\x02\x02\x01"
                "7\xc0\x01"),
      "\"1\"\n\"7\"\n" },
    { "intset", "intset",
      BYTES_LIT("\x0b\x14\x04\x00\x00\x00\x03\x00\x00\x00\xfb\xff\xff\xff\x01\x00\x00\x00p\x11"
                "\x01\x00"),
      "\"-5\"\n\"1\"\n\"70000\"\n" },
    { "listpack set", "listpack",
      BYTES_LIT("\x14\x0d\x0d\x00\x00\x00\x02\x00\x81"
                "a\x02\x81"
                "b\x02\xff"),
      "\"a\"\n\"b\"\n" },

    { "sorted set with text scores", "listpack",
      BYTES_LIT("\x03\x02\x01"
                "b\x03"
                "2.5\x01"
                "a\xff"),
      "\"a\" -inf\n\"b\" 2.5\n" },
    { "sorted set with binary scores", "listpack",
      BYTES_LIT("\x05\x02\x01"
                "b\x00\x00\x00\x00\x00\x00\xf8?\x01"
                "a\x00\x00\x00\x00\x00\x00\xf0\xff"),
      "\"a\" -inf\n\"b\" 1.5\n" },
    { "sorted set in a ziplist", "listpack",
      BYTES_LIT("\x0c\x18\x18\x00\x00\x00\x12\x00\x00\x00\x04\x00\x00\x01"
                "a\x03\xf2\x02\x01"
                "b\x03\x03"
                "1.5"
                "\xff"),
      "\"a\" 1\n\"b\" 1.5\n" },
    { "sorted set in a listpack", "listpack",
      BYTES_LIT("\x11\x1f\x1f\x00\x00\x00\x06\x00\x83low\x04\x84-inf\x05\x81"
                "a\x02\x83"
                "1.5\x04\x81"
                "b\x02\x03\x01\xff"),
      "\"low\" -inf\n\"a\" 1.5\n\"b\" 3\n" },
    { "sorted set in a listpack, not in order", "listpack",
      BYTES_LIT("\x11\x11\x11\x00\x00\x00\x04\x00\x81"
                "b\x02\x03\x01\x81"
                "a\x02\x01\x01\xff"),
      "\"a\" 1\n\"b\" 3\n" },

    { "hash of strings", "listpack",
      BYTES_LIT("\x04\x02\x01"
                "f\x01v\xc0\x05\x00"),
      "\"5\" \"\"\n\"f\" \"v\"\n" },
    { "zipmap", "listpack",
      BYTES_LIT("\x09\x0b\x01\x01"
                "a\x02\x03"
                "bc...\xff"),
      "\"a\" \"bc\"\n" },
    { "hash in a ziplist", "listpack",
      BYTES_LIT("\x0d\x11\x11\x00\x00\x00\x0e\x00\x00\x00\x02\x00\x00\x02hi\x04\xf6\xff"),
      "\"hi\" \"5\"\n" },
    { "hash in a listpack", "listpack",
      BYTES_LIT("\x10!!\x00\x00\x00\x06\x00\x84name\x05\x83kvd\x04\x81n\x02\xdf\x7f\x02\x80\x01"
                "\x85"
                "empty\x06\xff"),
      "\"\" \"empty\"\n\"n\" \"-129\"\n\"name\" \"kvd\"\n" },
    { "hash in a compressed listpack", "listpack",
      BYTES_LIT("\x10\xc3\x19\x39\x0a\x39\x00\x00\x00\x04\x00\x81\x61\x02\x94\x78\xe0\x0a\x00\x02"
                "\x15\x81\x62\xe0\x0d\x18\x01\x15\xff"),
      "\"a\" \"xxxxxxxxxxxxxxxxxxxx\"\n\"b\" \"xxxxxxxxxxxxxxxxxxxx\"\n" },
    { "hash with deadlines", "hashtable",
      BYTES_LIT("\x18\xe8\x03\x00\x00\x00\x00\x00\x00\x03\x01\x01"
                "f\x01v\x00\x01g\x01w\x41\x2d\x01h\x00"),
      "\"f\" \"v\" until 1000\n\"g\" \"w\"\n\"h\" \"\" until 1300\n" },
    { "hash that could have deadlines", "listpack",
      BYTES_LIT("\x18\x00\x00\x00\x00\x00\x00\x01\x00\x01\x00\x01"
                "f\x01v"),
      "\"f\" \"v\"\n" },
    { "hash with deadlines in a listpack", "hashtable",
      BYTES_LIT("\x19\xe8\x03\x00\x00\x00\x00\x00\x00\x18\x18\x00\x00\x00\x06\x00\x81"
                "f\x02\x81v\x02\xc3\xe8\x02\x81"
                "g\x02\x81w\x02\x00\x01\xff"),
      "\"f\" \"v\" until 1000\n\"g\" \"w\"\n" },
};
enum { ACCEPTED = sizeof accepted / sizeof *accepted };

START_TEST(forms_that_are_accepted)
{
    struct rdb_loaded l;
    struct buf shown;

    ck_assert_msg(load(accepted[_i].payload, &l), "%s", accepted[_i].name);
    value_check(&l.value);
    shown = rdb_test_show(&l.value);
    ck_assert_str_eq(buf_cstr(&shown), accepted[_i].shown);
    ck_assert_str_eq(value_encoding_name(&l.value), accepted[_i].encoding);
    buf_fini(&shown);
    rdb_loaded_free(&l);
}
END_TEST

START_TEST(what_is_cut_off_is_refused)
{
    struct bytes whole = accepted[_i].payload;
    struct rdb_loaded l;

    for (size_t len = 0; len < whole.len; len++)
        ck_assert(!load(bytes_make(whole.ptr, len), &l));
}
END_TEST

START_TEST(strings_are_borrowed_unless_they_were_compressed)
{
    struct bytes plain = BYTES_LIT("\x00\x05hello"), number = BYTES_LIT("\x00\xc1\x7f\xff");
    struct bytes packed = BYTES_LIT("\x00\xc3\x06\x15\x01"
                                    "aa\xe0\x0a\x00");
    struct rdb_loaded l;

    ck_assert(load(plain, &l));
    ck_assert_uint_eq(l.type, OBJ_STRING);
    ck_assert_ptr_eq(l.text.ptr, plain.ptr + 2);
    ck_assert_uint_eq(l.text.len, 5);
    ck_assert_ptr_null(l.blob);
    rdb_loaded_free(&l);

    ck_assert(load(number, &l));
    ck_assert(item_is_int(&l.text));
    ck_assert_int_eq(l.text.number, -129);
    rdb_loaded_free(&l);

    ck_assert(load(packed, &l));
    ck_assert(bytes_eq(blob_bytes(l.blob), BYTES_LIT("aaaaaaaaaaaaaaaaaaaaa")));
    ck_assert_ptr_eq(l.text.ptr, l.blob->data);
    rdb_loaded_free(&l);
}
END_TEST

START_TEST(a_reader_goes_on_behind_the_value)
{
    struct bytes two = BYTES_LIT("\x02\x01\x01"
                                 "a\x00\x02hi");
    struct rdb_reader r = rdb_reader(two, SIZE_MAX);
    struct rdb_loaded l;

    ck_assert_int_eq(rdb_load(&r, rdb_get_byte(&r), &l), KV_OK);
    ck_assert_uint_eq(l.type, OBJ_SET);
    rdb_loaded_free(&l);
    ck_assert_int_eq(rdb_load(&r, rdb_get_byte(&r), &l), KV_OK);
    ck_assert_uint_eq(l.type, OBJ_STRING);
    ck_assert_uint_eq(r.left.len, 0);
    rdb_loaded_free(&l);
}
END_TEST

/* ---- What is refused ----------------------------------------------------------------------------- */

static const struct {
    const char *why;
    struct bytes payload;
} refused[] = {
    { "a type that is none", BYTES_LIT("\x06\x01\x01"
                                       "a") },
    { "a type that is none", BYTES_LIT("\x1a\x01\x01"
                                       "a") },
    { "a type that is none", BYTES_LIT("\xff\x01\x01"
                                       "a") },

    { "an empty list", BYTES_LIT("\x01\x00") },
    { "an empty set", BYTES_LIT("\x02\x00") },
    { "an empty sorted set", BYTES_LIT("\x05\x00") },
    { "an empty hash", BYTES_LIT("\x04\x00") },
    { "an empty hash with deadlines", BYTES_LIT("\x18\xe8\x03\x00\x00\x00\x00\x00\x00\x00") },
    { "no nodes", BYTES_LIT("\x12\x00") },
    { "an empty node", BYTES_LIT("\x12\x01\x02\x07\x07\x00\x00\x00\x00\x00\xff") },
    { "an empty ziplist", BYTES_LIT("\x0a\x0b\x0b\x00\x00\x00\x0a\x00\x00\x00\x00\x00\xff") },
    { "an empty intset", BYTES_LIT("\x0b\x08\x02\x00\x00\x00\x00\x00\x00\x00") },
    { "an empty zipmap", BYTES_LIT("\x09\x02\x00\xff") },
    { "an empty listpack", BYTES_LIT("\x10\x07\x07\x00\x00\x00\x00\x00\xff") },

    { "more elements announced than there are", BYTES_LIT("\x02\x02\x01"
                                                          "a") },
    { "far more elements announced than there are",
      BYTES_LIT("\x01\x81\xff\xff\xff\xff\xff\xff\xff\xff\x01"
                "a") },
    { "far more nodes announced than there are",
      BYTES_LIT("\x12\x81\xff\xff\xff\xff\xff\xff\xff\xff\x01\x01"
                "a") },
    { "bytes behind the value", BYTES_LIT("\x02\x01\x01"
                                          "ab") },
    { "a node of no kind", BYTES_LIT("\x12\x01\x03\x01"
                                     "a") },

    { "a member twice", BYTES_LIT("\x02\x02\x01"
                                  "a\x01"
                                  "a") },
    { "a member twice, as integer and as string", BYTES_LIT("\x02\x02\xc0\x05\x01\x35") },
    { "a member twice in a listpack", BYTES_LIT("\x14\x0d\x0d\x00\x00\x00\x02\x00\x81"
                                                "a\x02\x81"
                                                "a\x02\xff") },
    { "a member twice in a listpack, as integer and as string",
      BYTES_LIT("\x14\x0c\x0c\x00\x00\x00\x02\x00\x05\x01\x81\x35\x02\xff") },
    { "a member twice, in order of score", BYTES_LIT("\x11\x11\x11\x00\x00\x00\x04\x00\x81"
                                                     "a\x02\x01\x01\x81"
                                                     "a\x02\x02\x01\xff") },
    { "a member twice, out of order", BYTES_LIT("\x11\x11\x11\x00\x00\x00\x04\x00\x81"
                                                "a\x02\x02\x01\x81"
                                                "a\x02\x01\x01\xff") },
    { "a member of a sorted set twice", BYTES_LIT("\x03\x02\x01"
                                                  "b\xff\x01"
                                                  "b\xfe") },
    { "a field twice", BYTES_LIT("\x04\x02\x01"
                                 "f\x01v\x01"
                                 "f\x01w") },
    { "a field twice in a listpack", BYTES_LIT("\x10\x13\x13\x00\x00\x00\x04\x00\x81"
                                               "f\x02\x81v\x02\x81"
                                               "f\x02\x81w\x02\xff") },
    { "a field twice in a zipmap", BYTES_LIT("\x09\x0c\x02\x01"
                                             "a\x01\x00v\x01"
                                             "a\x01\x00v\xff") },
    { "an integer twice in an intset",
      BYTES_LIT("\x0b\x0c\x02\x00\x00\x00\x02\x00\x00\x00\x05\x00\x05\x00") },
    { "an intset that is not in order",
      BYTES_LIT("\x0b\x0c\x02\x00\x00\x00\x02\x00\x00\x00\x06\x00\x05\x00") },

    { "a field without a value in a listpack", BYTES_LIT("\x10\x0a\x0a\x00\x00\x00\x01\x00\x81"
                                                         "f\x02\xff") },
    { "a field without a value in a ziplist",
      BYTES_LIT("\x0d\x0f\x0f\x00\x00\x00\x0a\x00\x00\x00\x01\x00\x00\x02hi\xff") },
    { "a member without a score", BYTES_LIT("\x11\x0a\x0a\x00\x00\x00\x01\x00\x81"
                                            "f\x02\xff") },

    { "a score that is NaN", BYTES_LIT("\x05\x01\x01"
                                       "a\x00\x00\x00\x00\x00\x00\xf8\x7f") },
    { "a text score that is NaN", BYTES_LIT("\x03\x01\x01"
                                            "a\xfd") },
    { "a score that is no number", BYTES_LIT("\x11\x0d\x0d\x00\x00\x00\x02\x00\x81"
                                             "a\x02\x81x\x02\xff") },
    { "a score in a listpack that is NaN", BYTES_LIT("\x11\x0f\x0f\x00\x00\x00\x02\x00\x81"
                                                     "a\x02\x83nan\x04\xff") },

    { "a pack that is an integer", BYTES_LIT("\x10\xc0\x05") },
    { "a listpack with a wrong back length",
      BYTES_LIT("\x12\x01\x02\x0a\x0a\x00\x00\x00\x01\x00\x81"
                "a\x03\xff") },
    { "a listpack with a wrong count", BYTES_LIT("\x12\x01\x02\x0a\x0a\x00\x00\x00\x02\x00\x81"
                                                 "a\x02\xff") },
    { "a listpack with a wrong length", BYTES_LIT("\x12\x01\x02\x0a\x0b\x00\x00\x00\x01\x00\x81"
                                                  "a\x02\xff") },

    { "a least deadline that is none", BYTES_LIT("\x18\xff\xff\xff\xff\xff\xff\xff\x7f\x01\x01\x01"
                                                 "f\x01v") },
    { "a negative least deadline", BYTES_LIT("\x18\xff\xff\xff\xff\xff\xff\xff\xff\x01\x01\x01"
                                             "f\x01v") },
    { "a deadline that overflows",
      BYTES_LIT("\x18\xe8\x03\x00\x00\x00\x00\x00\x00\x01\x81\x7f\xff\xff\xff\xff\xff\xff\xff\x01"
                "f\x01v") },
    { "a deadline beyond 63 bits",
      BYTES_LIT("\x18\xe8\x03\x00\x00\x00\x00\x00\x00\x01\x81\xff\xff\xff\xff\xff\xff\xff\xff\x01"
                "f\x01v") },
    { "a deadline in a listpack that is no integer",
      BYTES_LIT("\x19\xe8\x03\x00\x00\x00\x00\x00\x00\x10\x10\x00\x00\x00\x03\x00\x81"
                "f\x02\x81v\x02\x81x\x02\xff") },
    { "a negative deadline in a listpack",
      BYTES_LIT("\x19\xe8\x03\x00\x00\x00\x00\x00\x00\x10\x10\x00\x00\x00\x03\x00\x81"
                "f\x02\x81v\x02\xdf\xff\x02\xff") },
    { "two elements for a field with a deadline",
      BYTES_LIT("\x19\xe8\x03\x00\x00\x00\x00\x00\x00\x0d\x0d\x00\x00\x00\x02\x00\x81"
                "f\x02\x81v\x02\xff") },

    { "a string longer than allowed", BYTES_LIT("\x00\x80\x00\x10\x00\x01") },
};
enum { REFUSED = sizeof refused / sizeof *refused };

START_TEST(forms_that_are_refused)
{
    struct rdb_loaded l;

    ck_assert_msg(!load(refused[_i].payload, &l), "%s", refused[_i].why);
}
END_TEST

/* ---- Limits of our own --------------------------------------------------------------------------- */

static void assert_encoding(struct bytes payload, const char *encoding)
{
    struct rdb_loaded l;

    ck_assert(load(payload, &l));
    value_check(&l.value);
    ck_assert_str_eq(value_encoding_name(&l.value), encoding);
    rdb_loaded_free(&l);
}

START_TEST(packs_beyond_our_limits_are_converted)
{
    struct bytes hash = BYTES_LIT("\x10\x13\x13\x00\x00\x00\x04\x00\x81"
                                  "f\x02\x81v\x02\x81g\x02\x81w\x02\xff");
    struct bytes zset = BYTES_LIT("\x11\x11\x11\x00\x00\x00\x04\x00\x81"
                                  "a\x02\x01\x01\x81"
                                  "b\x02\x02\x01\xff");
    struct bytes set = BYTES_LIT("\x14\x0d\x0d\x00\x00\x00\x02\x00\x81"
                                 "a\x02\x81"
                                 "b\x02\xff");
    struct bytes ints = BYTES_LIT("\x0b\x0c\x02\x00\x00\x00\x02\x00\x00\x00\x05\x00\x06\x00");
    struct bytes list = BYTES_LIT("\x12\x01\x02\x0d\x0d\x00\x00\x00\x02\x00\x81"
                                  "a\x02\x81"
                                  "b\x02\xff");

    assert_encoding(hash, "listpack");
    assert_encoding(zset, "listpack");
    assert_encoding(set, "listpack");
    assert_encoding(ints, "intset");
    assert_encoding(list, "listpack");
    rdb_test_set("hash-max-listpack-entries", "1");
    rdb_test_set("zset-max-listpack-entries", "1");
    rdb_test_set("set-max-listpack-entries", "1");
    rdb_test_set("set-max-intset-entries", "1");
    rdb_test_set("list-max-listpack-size", "1");
    assert_encoding(hash, "hashtable");
    assert_encoding(zset, "skiplist");
    assert_encoding(set, "hashtable");
    assert_encoding(ints, "hashtable");
    assert_encoding(list, "quicklist");
}
END_TEST

START_TEST(long_texts_in_packs_are_converted)
{
    struct bytes hash = BYTES_LIT("\x10\x0e\x0e\x00\x00\x00\x02\x00\x81"
                                  "f\x02\x82vw\x03\xff");

    assert_encoding(hash, "listpack");
    rdb_test_set("hash-max-listpack-value", "1");
    assert_encoding(hash, "hashtable");
}
END_TEST

/* ---- There and back ------------------------------------------------------------------------------ */

static struct buf payload_of(const struct value *v)
{
    struct buf b;

    buf_init(&b, BUF_UNLIMITED);
    buf_add_byte(&b, (uint8_t)rdb_type_of(v));
    rdb_put_value(&b, v);
    return b;
}

/* Payload and value are what the other was made of. */
static void check_there_and_back(const struct value *v)
{
    struct buf b = payload_of(v);
    struct rdb_loaded l;

    HOLDS(load(buf_bytes(&b), &l));
    value_check(&l.value);
    HOLDS(rdb_test_same(v, &l.value));
    rdb_loaded_free(&l);
    buf_fini(&b);
}

static const enum obj_type types[] = { OBJ_LIST, OBJ_SET, OBJ_ZSET, OBJ_HASH };

START_TEST(random_values_come_back)
{
    enum { SMALL = 400, LARGE = 12 };
    struct rng rng;

    rng_seed(&rng, 31 + (uint64_t)_i);
    for (int i = 0; i < SMALL + LARGE; i++) {
        struct value v = rdb_test_random(&rng, types[_i], i < SMALL ? 40 : 3000,
                                         i % 3 == 0   ? 20
                                         : i % 3 == 1 ? 64
                                                      : 300,
                                         i % 2 == 0);

        if (i % 50 == 0)
            rdb_test_set("rdbcompression", i % 100 == 0 ? "yes" : "no");
        check_there_and_back(&v);
        value_free(&v);
    }
}
END_TEST

START_TEST(elements_of_all_sizes_come_back)
{
    static const size_t lens[] = { 63, 64, 65, 253, 254, 255, 4095, 4096, 8100, 8192, 70000 };
    uint8_t *text = mem_alloc(70000);
    struct rng rng;

    rng_seed(&rng, 35);
    for (size_t i = 0; i < 70000; i++)
        text[i] = (uint8_t)rng_next(&rng);
    for (size_t i = 0; i < sizeof lens / sizeof *lens; i++) {
        struct bytes t = bytes_make(text, lens[i]);
        struct value list = value_empty(OBJ_LIST), set = value_empty(OBJ_SET);
        struct value zset = value_empty(OBJ_ZSET), hash = value_empty(OBJ_HASH);

        rdb_test_push(&list, BYTES_LIT("first"));
        rdb_test_push(&list, t);
        set_add(&set, t);
        rdb_test_score(&zset, t, 1);
        rdb_test_put(&hash, BYTES_LIT("f"), t, VALUE_NEVER);
        check_there_and_back(&list);
        check_there_and_back(&set);
        check_there_and_back(&zset);
        check_there_and_back(&hash);
        value_free(&list);
        value_free(&set);
        value_free(&zset);
        value_free(&hash);
    }
    mem_free(text);
}
END_TEST

START_TEST(steps_lead_to_the_same)
{
    struct rng rng;

    rng_seed(&rng, 41 + (uint64_t)_i);
    for (size_t elements = 1; elements < 5000; elements *= 7) {
        struct value v = rdb_test_random(&rng, types[_i], 2000, 30, true);
        struct buf b = payload_of(&v);
        struct rdb_reader r = rdb_reader(bytes_from(buf_bytes(&b), 1), SIZE_MAX);
        struct rdb_loader *loader = rdb_loader_new(&r, b.ptr[0]);
        struct rdb_loaded l;
        size_t steps = 1;

        while (!rdb_loader_step(loader, elements))
            steps++;
        ck_assert_int_eq(rdb_loader_end(loader, &l), KV_OK);
        ck_assert_uint_eq(r.left.len, 0);
        ck_assert(rdb_test_same(&v, &l.value));
        if (!value_is_pack(&v) && types[_i] != OBJ_LIST)
            ck_assert_uint_ge(steps, value_count(&v) / elements);
        rdb_loaded_free(&l);
        value_free(&v);
        buf_fini(&b);
    }
}
END_TEST

START_TEST(a_loader_may_be_given_up)
{
    struct rng rng;

    rng_seed(&rng, 51);
    for (int i = 0; i < 40; i++) {
        struct value v = rdb_test_random(&rng, types[i % 4], 2000, 30, true);
        struct buf b = payload_of(&v);
        struct rdb_reader r = rdb_reader(bytes_from(buf_bytes(&b), 1), SIZE_MAX);
        struct rdb_loader *loader = rdb_loader_new(&r, b.ptr[0]);
        struct rdb_loaded l;

        if (!rdb_loader_step(loader, (size_t)i))
            ck_assert_int_eq(rdb_loader_end(loader, &l), KV_CORRUPT);
        else
            ck_assert_int_eq(rdb_loader_end(loader, &l), KV_OK);
        rdb_loaded_free(&l);
        value_free(&v);
        buf_fini(&b);
    }
}
END_TEST

/* ---- Hostile payloads ---------------------------------------------------------------------------- */

/* Whatever is accepted is a sound value, and comes back when it is written. */
static void check_if_accepted(struct bytes payload)
{
    struct rdb_loaded l;

    if (!load(payload, &l))
        return;
    if (l.type != OBJ_STRING) {
        value_check(&l.value);
        check_there_and_back(&l.value);
    }
    rdb_loaded_free(&l);
}

START_TEST(changed_payloads_are_refused_or_sound)
{
    enum { ROUNDS = 20000 };
    struct bytes whole = accepted[_i].payload;
    struct rng rng;

    rng_seed(&rng, 61 + (uint64_t)_i);
    for (int i = 0; i < ROUNDS; i++) {
        uint8_t *bad = mem_alloc(whole.len);

        memcpy(bad, whole.ptr, whole.len);
        for (uint64_t changes = 1 + rng_below(&rng, 3); changes > 0; changes--)
            bad[rng_below(&rng, whole.len)] = (uint8_t)rng_below(&rng, 256) >> rng_below(&rng, 5);
        check_if_accepted(bytes_make(bad, whole.len));
        mem_free(bad);
    }
}
END_TEST

START_TEST(random_payloads_are_refused_or_sound)
{
    enum { ROUNDS = 300000, ROOM = 32 };
    struct rng rng;

    rng_seed(&rng, 71);
    for (int i = 0; i < ROUNDS; i++) {
        size_t len = 1 + rng_below(&rng, ROOM);
        uint8_t *data = mem_alloc(len);

        for (size_t k = 0; k < len; k++)
            data[k] = (uint8_t)rng_below(&rng, rng_below(&rng, 3) ? 5 : 256);
        data[0] = (uint8_t)rng_below(&rng, 27);
        check_if_accepted(bytes_make(data, len));
        mem_free(data);
    }
}
END_TEST

static Suite *suite(void)
{
    Suite *s = suite_create("rdb_load");
    TCase *forms = tcase_create("forms"), *limits = tcase_create("limits");
    TCase *back = tcase_create("there and back"), *hostile = tcase_create("hostile");

    tcase_add_checked_fixture(forms, rdb_test_setup, rdb_test_teardown);
    tcase_add_loop_test(forms, forms_that_are_accepted, 0, ACCEPTED);
    tcase_add_loop_test(forms, what_is_cut_off_is_refused, 0, ACCEPTED);
    tcase_add_test(forms, strings_are_borrowed_unless_they_were_compressed);
    tcase_add_test(forms, a_reader_goes_on_behind_the_value);
    tcase_add_loop_test(forms, forms_that_are_refused, 0, REFUSED);
    suite_add_tcase(s, forms);
    tcase_add_checked_fixture(limits, rdb_test_setup, rdb_test_teardown);
    tcase_add_test(limits, packs_beyond_our_limits_are_converted);
    tcase_add_test(limits, long_texts_in_packs_are_converted);
    suite_add_tcase(s, limits);
    tcase_add_checked_fixture(back, rdb_test_setup, rdb_test_teardown);
    tcase_set_timeout(back, 120);
    tcase_add_loop_test(back, random_values_come_back, 0, 4);
    tcase_add_test(back, elements_of_all_sizes_come_back);
    tcase_add_loop_test(back, steps_lead_to_the_same, 0, 4);
    tcase_add_test(back, a_loader_may_be_given_up);
    suite_add_tcase(s, back);
    tcase_add_checked_fixture(hostile, rdb_test_setup, rdb_test_teardown);
    tcase_set_timeout(hostile, 120);
    tcase_add_loop_test(hostile, changed_payloads_are_refused_or_sound, 0, ACCEPTED);
    tcase_add_test(hostile, random_payloads_are_refused_or_sound);
    suite_add_tcase(s, hostile);
    return s;
}

int main(void)
{
    SRunner *sr;
    int failed;

    mem_thread_start();
    clock_init();
    hash_seed_random();
    sr = srunner_create(suite());
    srunner_run_all(sr, CK_ENV);
    failed = srunner_ntests_failed(sr);
    srunner_free(sr);
    return failed != 0;
}
