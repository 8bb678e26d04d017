/*
 * fuzz_rdb_value -- rdb_load() on any bytes: what it accepts is a sound value, which is written as bytes
 * that give the same value again; loading in steps comes to the same.
 *
 * The first byte chooses how much a packed collection may hold, the second is the type, the rest is
 * what follows it.
 */
#include "../unit/rdb_fixture.h"
#include "base/assert.h"
#include "obj/rdb_load.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { STRING_MAX = 1 << 20 };

static void set_limits(uint8_t choice)
{
    static const char *const entries[] = { "0", "1", "3", "128" }, *const lens[] = { "2", "64" };
    static const char *const sizes[] = { "1", "-1" }, *const depths[] = { "0", "1" };
    const char *few = entries[choice & 3], *len = lens[choice >> 2 & 1];

    rdb_test_set("hash-max-listpack-entries", few);
    rdb_test_set("hash-max-listpack-value", len);
    rdb_test_set("set-max-listpack-entries", few);
    rdb_test_set("set-max-listpack-value", len);
    rdb_test_set("set-max-intset-entries", few);
    rdb_test_set("zset-max-listpack-entries", few);
    rdb_test_set("zset-max-listpack-value", len);
    rdb_test_set("list-max-listpack-size", sizes[choice >> 3 & 1]);
    rdb_test_set("list-compress-depth", depths[choice >> 4 & 1]);
    rdb_test_set("stream-node-max-entries", few);
    rdb_test_set("rdbcompression", choice & 32 ? "yes" : "no");
}

static void check_again(const struct value *v)
{
    struct rdb_reader r;
    struct rdb_loaded again;
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

static void check_in_steps(struct bytes body, uint8_t type, const struct rdb_loaded *whole)
{
    struct rdb_reader r = rdb_reader(body, STRING_MAX);
    struct rdb_loader *loader = rdb_loader_new(&r, type);
    struct rdb_loaded l;
    enum kv_err err;

    while (!rdb_loader_step(loader, 1))
        ;
    err = rdb_loader_end(loader, &l);
    kv_assert((err == KV_OK) == (whole != NULL));
    if (whole != NULL && l.type != OBJ_STRING)
        kv_assert(rdb_test_same(&whole->value, &l.value));
    rdb_loaded_free(&l);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct rdb_loaded l;
    struct rdb_reader r;
    struct bytes body;

    if (rdb_test_options == NULL)
        rdb_test_setup();
    if (size < 2)
        return 0;
    set_limits(data[0]);
    body = bytes_make(data + 2, size - 2);
    r = rdb_reader(body, STRING_MAX);
    if (rdb_load(&r, data[1], &l) != KV_OK) {
        kv_assert(r.failed);
        check_in_steps(body, data[1], NULL);
        return 0;
    }
    if (l.type != OBJ_STRING) {
        value_check(&l.value);
        kv_assert(!value_is_void(&l.value));
        check_again(&l.value);
    }
    check_in_steps(body, data[1], &l);
    rdb_loaded_free(&l);
    return 0;
}
