#include "obj/rdb_stream.h"

#include <check.h>
#include "base/clock.h"
#include "base/hash.h"
#include "obj/rdb_load.h"
#include "rdb_fixture.h"

/* As ck_assert, for inner loops. */
#define HOLDS(cond)                                                                                \
    do {                                                                                           \
        if (!(cond))                                                                               \
            ck_abort_msg("%s", #cond);                                                             \
    } while (0)

static bool load(struct bytes payload, struct rdb_loaded *out)
{
    struct rdb_reader r = rdb_reader(payload, 1 << 20);
    uint8_t type = rdb_get_byte(&r);

    if (rdb_load(&r, type, out) != KV_OK)
        return false;
    if (r.left.len == 0)
        return true;
    rdb_loaded_free(out);
    return false;
}

/* ---- What redis-server 7.0 wrote ----------------------------------------------------------------- */

/* A part of a payload that stays as it is in most tests. */
#define ID_5_3 "\x00\x00\x00\x00\x00\x00\x00\x05\x00\x00\x00\x00\x00\x00\x00\x03"
#define ID_6_0 "\x00\x00\x00\x00\x00\x00\x00\x06\x00\x00\x00\x00\x00\x00\x00\x00"
#define HEAD                                                                                       \
    "@BB\x00\x00\x00\x19\x00\x02\x01\x01\x01\x02\x01\x81"                                          \
    "a\x02\x81"                                                                                    \
    "b\x02\x00\x01"
#define ENTRY_5_3   "\x02\x01\x00\x01\x00\x01\x01\x01\x02\x01\x05\x01"
#define DELETED_5_9 "\x03\x01\x00\x01\x06\x01\x01\x01\x85hello\x06\x05\x01"
#define ENTRY_6_0                                                                                  \
    "\x00\x01\x01\x01\xdf\xfd\x02\x01\x01\x81"                                                     \
    "c\x02\x01\x01\x06\x01\xff"
#define BLOCK   "\x10" ID_5_3 HEAD ENTRY_5_3 DELETED_5_9 ENTRY_6_0
#define BLOCKS  "\x13\x01" BLOCK
#define FIGURES "\x02\x06\x00\x05\x03\x05\x09\x03"
#define TIME    "\xdd\xef\xa5\x18\xa2\x01\x00\x00"
#define GROUP_G "\x01g\x06\x00\x03"
#define PENDING "\x02" ID_5_3 TIME "\x01" ID_6_0 TIME "\x01"
#define ALICE                                                                                      \
    "\x05"                                                                                         \
    "alice" TIME "\x02" ID_5_3 ID_6_0
#define BOB                                                                                        \
    "\x03"                                                                                         \
    "bob" TIME "\x00"

static const char entries[] = "5-3 \"a\"=\"1\" \"b\"=\"2\"\n6-0 \"c\"=\"1\"\n";

static const struct {
    const char *name;
    struct bytes payload;
    const char *rest; /* that is shown behind the entries */
} accepted[] = {
    { "entries alone", BYTES_LIT(BLOCKS FIGURES "\x00"), "added 3 last 6-0 deleted 5-9\n" },
    { "a group without consumers",
      BYTES_LIT(BLOCKS FIGURES "\x01\x01h\x05\x05\x81\xff\xff\xff\xff"
                               "\xff\xff\xff\xff\x00\x00"),
      "added 3 last 6-0 deleted 5-9\ngroup \"h\" at 5-5 read -1\n" },
    { "a group with consumers", BYTES_LIT(BLOCKS FIGURES "\x01" GROUP_G PENDING "\x02" ALICE BOB),
      "added 3 last 6-0 deleted 5-9\ngroup \"g\" at 6-0 read 3\n"
      "consumer \"alice\" 1795709857757 1795709857757\n"
      "consumer \"bob\" 1795709857757 1795709857757\n"
      "pending 5-3 1795709857757 1 \"alice\"\npending 6-0 1795709857757 1 \"alice\"\n" },
    { "type 15", BYTES_LIT("\x0f\x01" BLOCK "\x02\x06\x00\x01\x01g\x06\x00\x00\x00"),
      "added 2 last 6-0 deleted 0-0\ngroup \"g\" at 6-0 read -1\n" },
    { "type 21",
      BYTES_LIT("\x15\x01" BLOCK FIGURES "\x01" GROUP_G "\x00\x02"
                "\x03"
                "bob" TIME "\xff\xff\xff\xff\xff\xff\xff\xff\x00"
                "\x03"
                "cat" TIME "\xde\xef\xa5\x18\xa2\x01\x00\x00\x00"),
      "added 3 last 6-0 deleted 5-9\ngroup \"g\" at 6-0 read 3\n"
      "consumer \"bob\" 1795709857757 -1\nconsumer \"cat\" 1795709857757 1795709857758\n" },
    { "our own: nobody's entry, and producers",
      BYTES_LIT("\xe0\x01" BLOCK FIGURES "\x01" GROUP_G PENDING "\x00"
                "\x01\x40\x64\x05\x09\x01\x02\x01p\x01i\x05\x03" TIME "\x01p\x01j\x06\x00" TIME),
      "added 3 last 6-0 deleted 5-9\ngroup \"g\" at 6-0 read 3\n"
      "pending 5-3 1795709857757 1 \npending 6-0 1795709857757 1 \n"
      "idmp 100 5 9 1\n\"p\"\"i\" 5-3 1795709857757\n\"p\"\"j\" 6-0 1795709857757\n" },
};
enum { ACCEPTED = sizeof accepted / sizeof *accepted };

START_TEST(forms_that_are_accepted)
{
    struct rdb_loaded l;
    struct buf shown;

    ck_assert_msg(load(accepted[_i].payload, &l), "%s", accepted[_i].name);
    value_check(&l.value);
    shown = rdb_test_show(&l.value);
    ck_assert(strncmp(buf_cstr(&shown), entries, strlen(entries)) == 0);
    ck_assert_str_eq(buf_cstr(&shown) + strlen(entries), accepted[_i].rest);
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

/* What was read is written as it was, where we would choose the same type. */
START_TEST(what_redis_wrote_is_written_again)
{
    struct bytes payload = accepted[_i].payload;
    struct rdb_loaded l;
    struct buf b;

    ck_assert(load(payload, &l));
    buf_init(&b, BUF_UNLIMITED);
    rdb_put_value(&b, &l.value);
    ck_assert_uint_eq(rdb_type_of(&l.value), payload.ptr[0]);
    ck_assert(bytes_eq(buf_bytes(&b), bytes_from(payload, 1)));
    buf_fini(&b);
    rdb_loaded_free(&l);
}
END_TEST

START_TEST(an_empty_stream_is_one)
{
    struct rdb_loaded l;

    ck_assert(load(BYTES_LIT("\x13\x00\x00\x05\x03\x00\x00\x05\x03\x07\x00"), &l));
    value_check(&l.value);
    ck_assert_uint_eq(value_count(&l.value), 0);
    ck_assert_uint_eq(stream_of(&l.value)->entries_added, 7);
    rdb_loaded_free(&l);
}
END_TEST

START_TEST(a_block_of_deleted_entries_is_left_out)
{
    struct rdb_loaded l;

    ck_assert(load(BYTES_LIT("\x13\x01\x10" ID_5_3
                             "\x17\x17\x00\x00\x00\x0a\x00\x00\x01\x01\x01\x01\x01\x02\x01\x00\x01"
                             "\x03\x01\x00\x01\x00\x01"
                             "\x00\x05\x03\x00\x00\x05\x03\x01\x00"),
                   &l) == false);
    ck_assert(load(BYTES_LIT("\x13\x01\x10" ID_5_3
                             "\x1b\x1b\x00\x00\x00\x0a\x00\x00\x01\x01\x01\x01\x01\x02\x01\x00\x01"
                             "\x03\x01\x00\x01\x00\x01\x07\x01\x04\x01\xff"
                             "\x00\x05\x03\x00\x00\x05\x03\x01\x00"),
                   &l));
    ck_assert_uint_eq(stream_of(&l.value)->blocks.count, 0);
    value_check(&l.value);
    rdb_loaded_free(&l);
}
END_TEST

/* ---- What is refused ----------------------------------------------------------------------------- */

#define MEMBER BLOCKS FIGURES "\x01" GROUP_G PENDING

static const struct {
    const char *why;
    struct bytes payload;
} refused[] = {
    { "an ID of 15 bytes",
      BYTES_LIT("\x13\x01\x0f\x00\x00\x00\x00\x00\x00\x05\x00\x00\x00\x00\x00\x00\x00\x03" HEAD
                    ENTRY_5_3 DELETED_5_9 ENTRY_6_0 FIGURES "\x00") },
    { "the same block twice",
      BYTES_LIT("\x13\x02" BLOCK BLOCK "\x04\x06\x00\x05\x03\x05\x09\x06\x00") },
    { "a block that begins below the end of the one before",
      BYTES_LIT("\x13\x02" BLOCK "\x10" ID_6_0 HEAD ENTRY_5_3 DELETED_5_9 ENTRY_6_0
                "\x04\x07\x00\x05\x03\x05\x09\x06\x00") },
    { "a wrong count of entries",
      BYTES_LIT("\x13\x01\x10" ID_5_3 "@BB\x00\x00\x00\x19\x00\x03\x01\x01\x01\x02\x01\x81"
                "a\x02"
                "\x81"
                "b\x02\x00\x01" ENTRY_5_3 DELETED_5_9 ENTRY_6_0 "\x03\x06\x00\x05\x03\x05\x09\x03"
                "\x00") },
    { "a wrong count of deleted entries",
      BYTES_LIT("\x13\x01\x10" ID_5_3 "@BB\x00\x00\x00\x19\x00\x02\x01\x02\x01\x02\x01\x81"
                "a\x02"
                "\x81"
                "b\x02\x00\x01" ENTRY_5_3 DELETED_5_9 ENTRY_6_0 FIGURES "\x00") },
    { "a head that does not end",
      BYTES_LIT("\x13\x01\x10" ID_5_3 "@BB\x00\x00\x00\x19\x00\x02\x01\x01\x01\x02\x01\x81"
                "a\x02\x81"
                "b\x02\x01\x01" ENTRY_5_3 DELETED_5_9 ENTRY_6_0 FIGURES "\x00") },
    { "a number of fields beyond the block",
      BYTES_LIT("\x13\x01\x10" ID_5_3 "@BB\x00\x00\x00\x19\x00\x02\x01\x01\x01\x7f\x01\x81"
                "a\x02\x81"
                "b\x02\x00\x01" ENTRY_5_3 DELETED_5_9 ENTRY_6_0 FIGURES "\x00") },
    { "flags that are none",
      BYTES_LIT("\x13\x01\x10" ID_5_3 HEAD
                "\x06\x01\x00\x01\x00\x01\x01\x01\x02\x01\x05\x01" DELETED_5_9 ENTRY_6_0 FIGURES
                "\x00") },
    { "a wrong way back",
      BYTES_LIT("\x13\x01\x10" ID_5_3 HEAD
                "\x02\x01\x00\x01\x00\x01\x01\x01\x02\x01\x06\x01" DELETED_5_9 ENTRY_6_0 FIGURES
                "\x00") },
    { "entries that do not ascend",
      BYTES_LIT("\x13\x01\x10" ID_5_3 HEAD
                "\x02\x01\x00\x01\x07\x01\x01\x01\x02\x01\x05\x01" DELETED_5_9 ENTRY_6_0 FIGURES
                "\x00") },
    { "an entry below its block",
      BYTES_LIT("\x13\x01\x10" ID_6_0 HEAD
                "\x02\x01\x7f\x01\x00\x01\x01\x01\x02\x01\x05\x01" DELETED_5_9 ENTRY_6_0 FIGURES
                "\x00") },
    { "a wrong length", BYTES_LIT(BLOCKS "\x03\x06\x00\x05\x03\x05\x09\x03\x00") },
    { "a last ID below that of an entry",
      BYTES_LIT(BLOCKS "\x02\x05\x63\x05\x03\x05\x09\x03\x00") },
    { "fewer entries added than there are",
      BYTES_LIT(BLOCKS "\x02\x06\x00\x05\x03\x05\x09\x01\x00") },
    { "entries added out of range",
      BYTES_LIT(BLOCKS "\x02\x06\x00\x05\x03\x05\x09\x81\xff\xff\xff\xff\xff\xff\xff\xff\x00") },
    { "two groups of one name",
      BYTES_LIT(BLOCKS FIGURES "\x02" GROUP_G "\x00\x00" GROUP_G "\x00\x00") },
    { "entries read out of range",
      BYTES_LIT(BLOCKS FIGURES "\x01\x01g\x06\x00\x81\xff\xff\xff\xff\xff\xff\xff\xfe\x00\x00") },
    { "pending entries that do not ascend",
      BYTES_LIT(BLOCKS FIGURES "\x01" GROUP_G "\x02" ID_6_0 TIME "\x01" ID_5_3 TIME
                               "\x01\x01" ALICE) },
    { "a pending entry twice", BYTES_LIT(BLOCKS FIGURES "\x01" GROUP_G "\x02" ID_5_3 TIME
                                                        "\x01" ID_5_3 TIME "\x01\x01" ALICE) },
    { "a delivery before 1970",
      BYTES_LIT(BLOCKS FIGURES "\x01" GROUP_G "\x01" ID_6_0 "\xff\xff\xff\xff\xff\xff\xff\xff\x01"
                               "\x01\x03"
                               "bob" TIME "\x01" ID_6_0) },
    { "a pending entry of nobody", BYTES_LIT(MEMBER "\x01" BOB) },
    { "two consumers of one name", BYTES_LIT(MEMBER "\x03" ALICE BOB BOB) },
    { "a consumer's entry that is not the group's",
      BYTES_LIT(BLOCKS FIGURES "\x01" GROUP_G "\x01" ID_5_3 TIME "\x01\x01" ALICE) },
    { "an entry of two consumers", BYTES_LIT(MEMBER "\x02" ALICE "\x03"
                                                    "bob" TIME "\x01" ID_6_0) },
    { "an entry twice of one consumer",
      BYTES_LIT(MEMBER "\x01\x05"
                       "alice" TIME "\x03" ID_5_3 ID_6_0 ID_6_0) },
    { "far more blocks than there are",
      BYTES_LIT("\x13\x81\xff\xff\xff\xff\xff\xff\xff\xff" BLOCK FIGURES "\x00") },
    { "far more pending entries than there are",
      BYTES_LIT(BLOCKS FIGURES "\x01" GROUP_G "\x81\xff\xff\xff\xff\xff\xff\xff\xff" ID_5_3 TIME
                               "\x01") },
    { "a consumer seen before 1970",
      BYTES_LIT(BLOCKS FIGURES "\x01" GROUP_G "\x00\x01\x03"
                               "bob\xff\xff\xff\xff\xff\xff\xff\xff\x00") },
    { "a duration out of range",
      BYTES_LIT("\xe0\x01" BLOCK FIGURES "\x00\x01\x00\x05\x09\x01\x00") },
    { "too many IDs of one producer",
      BYTES_LIT("\xe0\x01" BLOCK FIGURES "\x00\x01\x05\x01\x09\x01\x02\x01p\x01i\x05\x03" TIME
                "\x01p\x01j\x06\x00" TIME) },
    { "the same ID of one producer",
      BYTES_LIT("\xe0\x01" BLOCK FIGURES "\x00\x01\x05\x05\x09\x01\x02\x01p\x01i\x05\x03" TIME
                "\x01p\x01i\x06\x00" TIME) },
};
enum { REFUSED = sizeof refused / sizeof *refused };

START_TEST(forms_that_are_refused)
{
    struct rdb_loaded l;

    ck_assert_msg(!load(refused[_i].payload, &l), "%s", refused[_i].why);
}
END_TEST

/* ---- There and back ------------------------------------------------------------------------------ */

static void random_group(struct rng *rng, struct stream *s, unsigned i)
{
    char name[8] = { 'g', (char)('0' + i) };
    struct group *g = stream_group_create(s, bytes_str(name), STREAM_ID_MIN, GROUP_READ_UNKNOWN);
    struct stream_cursor c;
    struct stream_id id;

    stream_seek(&c, s, STREAM_ID_MIN, STREAM_ID_MAX, false);
    for (uint64_t n = rng_below(rng, s->length + 1); n > 0 && stream_next(&c, &id); n--) {
        char who[2] = { (char)('a' + rng_below(rng, 4)) };
        struct consumer *owner = group_consumer(g, bytes_str(who));

        if (owner == NULL)
            owner = group_consumer_create(g, bytes_str(who), (int64_t)rng_below(rng, 1ull << 45));
        owner->active_ms = rng_below(rng, 2) ? owner->seen_ms : owner->seen_ms / 2;
        stream_deliver(s, g, owner, id, (int64_t)rng_below(rng, 1ull << 45));
        if (rng_below(rng, 3) == 0)
            group_ack(g, id);
        else if (i == 2 && rng_below(rng, 4) == 0)
            group_release(g, group_pending(g, id));
    }
}

static struct value random_stream(struct rng *rng, uint64_t count)
{
    struct value v = value_empty(OBJ_STREAM);
    struct stream *s = stream_of(&v);
    uint8_t room[8][100];

    for (uint64_t n = rng_below(rng, count); n > 0; n--) {
        struct stream_id id = s->last_id;
        struct bytes texts[8];
        size_t pairs = 1 + rng_below(rng, 4);

        for (size_t i = 0; i < 2 * pairs; i++)
            texts[i] = i % 2 == 0 && rng_below(rng, 10) ? bytes_str("field")
                                                        : rdb_test_text(rng, room[i], 60);
        id.ms += rng_below(rng, 2) ? rng_below(rng, 1ull << rng_below(rng, 45)) : 0;
        id.seq = id.ms == s->last_id.ms ? id.seq + 1 : rng_below(rng, 5);
        stream_append(s, id, texts, pairs);
        if (rng_below(rng, 8) == 0)
            stream_delete(s, s->last_id, STREAM_KEEPREF);
    }
    for (unsigned i = 0; i < rng_below(rng, 4); i++)
        random_group(rng, s, i);
    if (rng_below(rng, 4) == 0)
        stream_idmp_record(s, bytes_str("p"), bytes_str("1"), s->last_id, 5);
    return v;
}

static void check_there_and_back(const struct value *v, size_t steps)
{
    struct rdb_reader r;
    struct rdb_loader *loader;
    struct rdb_loaded l;
    struct buf b;

    buf_init(&b, BUF_UNLIMITED);
    rdb_put_value(&b, v);
    r = rdb_reader(buf_bytes(&b), SIZE_MAX);
    loader = rdb_loader_new(&r, (uint8_t)rdb_type_of(v));
    while (!rdb_loader_step(loader, steps))
        ;
    HOLDS(rdb_loader_end(loader, &l) == KV_OK);
    HOLDS(r.left.len == 0);
    value_check(&l.value);
    HOLDS(rdb_test_same(v, &l.value));
    rdb_loaded_free(&l);
    buf_fini(&b);
}

START_TEST(random_streams_come_back)
{
    struct rng rng;

    rng_seed(&rng, 5);
    for (int i = 0; i < 300; i++) {
        struct value v = random_stream(&rng, i % 10 == 0 ? 2000 : 60);
        struct value copy = value_dup(&v);

        value_check(&v);
        value_check(&copy);
        HOLDS(rdb_test_same(&v, &copy));
        check_there_and_back(&v, i % 2 ? SIZE_MAX : 1 + rng_below(&rng, 50));
        value_free(&copy);
        value_free(&v);
    }
}
END_TEST

START_TEST(changed_payloads_are_refused_or_sound)
{
    enum { ROUNDS = 20000 };
    struct bytes whole = accepted[_i].payload;
    struct rng rng;

    rng_seed(&rng, 61 + (uint64_t)_i);
    for (int i = 0; i < ROUNDS; i++) {
        uint8_t *bad = mem_alloc(whole.len);
        struct rdb_loaded l;

        memcpy(bad, whole.ptr, whole.len);
        for (uint64_t changes = 1 + rng_below(&rng, 3); changes > 0; changes--)
            bad[rng_below(&rng, whole.len)] = (uint8_t)rng_below(&rng, 256) >> rng_below(&rng, 5);
        if (load(bytes_make(bad, whole.len), &l)) {
            if (l.type == OBJ_STREAM) {
                value_check(&l.value);
                check_there_and_back(&l.value, SIZE_MAX);
            }
            rdb_loaded_free(&l);
        }
        mem_free(bad);
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("rdb_stream");
    TCase *forms = tcase_create("forms"), *random = tcase_create("random");
    SRunner *runner = srunner_create(suite);
    int failed;

    mem_thread_start();
    clock_init();
    hash_seed_random();
    tcase_add_checked_fixture(forms, rdb_test_setup, rdb_test_teardown);
    tcase_add_loop_test(forms, forms_that_are_accepted, 0, ACCEPTED);
    tcase_add_loop_test(forms, what_is_cut_off_is_refused, 0, ACCEPTED);
    tcase_add_loop_test(forms, what_redis_wrote_is_written_again, 0, 3);
    tcase_add_test(forms, an_empty_stream_is_one);
    tcase_add_test(forms, a_block_of_deleted_entries_is_left_out);
    tcase_add_loop_test(forms, forms_that_are_refused, 0, REFUSED);
    suite_add_tcase(suite, forms);
    tcase_add_checked_fixture(random, rdb_test_setup, rdb_test_teardown);
    tcase_set_timeout(random, 120);
    tcase_add_test(random, random_streams_come_back);
    tcase_add_loop_test(random, changed_payloads_are_refused_or_sound, 0, ACCEPTED);
    suite_add_tcase(suite, random);
    srunner_run_all(runner, CK_ENV);
    failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
