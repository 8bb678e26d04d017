/*
 * fuzz_rdb_stream -- a stream from any bytes, and then used: what rdb_load() accepts survives additions,
 * deletions, trimming, reading by groups, and is sound at the end.
 *
 * The first byte chooses the type, the next four what is done; the rest is what follows the type.
 */
#include "../unit/rdb_fixture.h"
#include "base/assert.h"
#include "obj/rdb_load.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { STRING_MAX = 1 << 20, CHOICES = 5 };

/* The middle one of the entries, about. */
static struct stream_id some_id(const struct stream *s, uint8_t choice)
{
    struct stream_cursor c;
    struct stream_id id = s->first_id;

    stream_seek(&c, s, STREAM_ID_MIN, STREAM_ID_MAX, choice & 1);
    for (uint64_t n = s->length / (1 + (choice >> 1 & 3)); n > 0 && stream_next(&c, &id); n--)
        ;
    return id;
}

static void read_by_groups(struct stream *s, uint8_t choice)
{
    for (size_t i = 0; i < stream_groups(s); i++) {
        struct group *g = stream_group_at(s, i);
        struct consumer *c = group_consumer(g, BYTES_LIT("fuzz"));
        struct stream_id id = g->last_id, found;
        struct stream_cursor cursor;
        struct pending *p;
        int64_t lag;

        if (c == NULL)
            c = group_consumer_create(g, BYTES_LIT("fuzz"), 1);
        if (stream_id_next(&id)) {
            stream_seek(&cursor, s, id, STREAM_ID_MAX, false);
            for (unsigned n = choice & 7; n > 0 && stream_next(&cursor, &found); n--)
                stream_deliver(s, g, n & 1 ? c : NULL, found, 2);
        }
        if ((p = group_longest_idle(g)) != NULL)
            group_claim(g, p, c);
        if (choice & 8 && (p = pending_last(&g->pending)) != NULL)
            group_release(g, p);
        if (choice & 16 && group_consumers(g) > 0)
            group_consumer_delete(g, group_consumer_at(g, 0), SIZE_MAX);
        stream_group_lag(s, g, &lag);
    }
}

static void use(struct stream *s, const uint8_t choice[CHOICES])
{
    struct bytes texts[] = { BYTES_LIT("f"), BYTES_LIT("12"), BYTES_LIT("g"), BYTES_LIT("value") };
    struct stream_trim t = { .approximate = choice[3] & 1,
                             .max_len = s->length / 2,
                             .refs = (enum stream_refs)(choice[3] >> 1 & 3) % 3 };
    struct stream_id id;

    t.by = choice[3] & 8 ? STREAM_TRIM_MAXLEN : STREAM_TRIM_MINID;
    t.min_id = some_id(s, choice[3] >> 4);
    if (stream_next_id(s, 5, &id))
        stream_append(s, id, texts, 1 + (choice[1] & 1));
    stream_delete(s, some_id(s, choice[1]), (enum stream_refs)(choice[1] >> 4) % 3);
    stream_check(s);
    read_by_groups(s, choice[2]);
    stream_trim(s, &t);
    stream_check(s);
    stream_delete(s, some_id(s, choice[4]), STREAM_DELREF);
}

static void check_again(const struct value *v)
{
    struct rdb_loaded again;
    struct rdb_reader r;
    struct buf b;

    buf_init(&b, BUF_UNLIMITED);
    rdb_put_value(&b, v);
    r = rdb_reader(buf_bytes(&b), SIZE_MAX);
    kv_assert(rdb_load(&r, (uint8_t)rdb_type_of(v), &again) == KV_OK);
    kv_assert(r.left.len == 0);
    value_check(&again.value);
    kv_assert(rdb_test_same(v, &again.value));
    rdb_loaded_free(&again);
    buf_fini(&b);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const uint8_t types[] = { RDB_STREAM, RDB_STREAM_FIGURES, RDB_STREAM_ACTIVE,
                                     RDB_STREAM_OWN };
    struct rdb_loaded l;
    struct rdb_reader r;

    if (rdb_test_options == NULL)
        rdb_test_setup();
    if (size < CHOICES)
        return 0;
    rdb_test_set("stream-node-max-entries", data[0] & 4 ? "3" : "100");
    r = rdb_reader(bytes_make(data + CHOICES, size - CHOICES), STRING_MAX);
    if (rdb_load(&r, types[data[0] & 3], &l) != KV_OK)
        return 0;
    value_check(&l.value);
    check_again(&l.value);
    use(stream_of(&l.value), data);
    value_check(&l.value);
    check_again(&l.value);
    rdb_loaded_free(&l);
    return 0;
}
