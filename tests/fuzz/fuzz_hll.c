/*
 * fuzz_hll -- HyperLogLogs that a client wrote: what is accepted is read, counted, merged and changed.
 *
 * The first byte says how many elements of 2 bytes follow it; they are added. The rest is the string.
 */
#include "obj/hll.h"

#include "base/assert.h"
#include "base/mem.h"
#include "obj/hll_inner.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct option_set *options;

static void allow_sparse(const char *bytes)
{
    struct option_pair pair = { BYTES_LIT("hll-sparse-max-bytes"), bytes_str(bytes) };
    unsigned bad;
    const char *why;

    if (options == NULL) {
        options = option_set_new();
        option_set_add(options, hll_options);
    }
    kv_assert(option_set_live(options, &pair, 1, false, &bad, &why));
}

/* The runs cover every register once, and say what single look-ups, the union and the count say. */
static void read_all(struct bytes s, struct hll_registers *r)
{
    struct bytes body = bytes_from(s, HLL_HEADER);
    unsigned index = 0, runs = 0;

    hll_registers_merge(r, s);
    kv_assert(hll_count(s) == hll_registers_count(r));
    if (hll_is_dense(s)) {
        for (; index < HLL_REGISTERS; index++)
            kv_assert(hll_dense_get(body.ptr, index) == r->value[index]);
        return;
    }
    for (size_t pos = 0; pos < body.len;) {
        struct hll_run run = hll_next_run(body, &pos);

        kv_assert(index + run.count <= HLL_REGISTERS);
        /* Every look-up walks from the start: not for all of thousands. */
        if (runs++ % (1 + body.len / 128) == 0)
            kv_assert(hll_sparse_find(body, index).run.value == run.value);
        for (unsigned i = 0; i < run.count; i++)
            kv_assert(r->value[index++] == run.value);
    }
    kv_assert(index == HLL_REGISTERS);
}

static bool knows(const struct hll_draft *d, struct hll_mark mark)
{
    struct hll_look look, valid;

    hll_look_up(hll_draft_bytes(d), mark, &look);
    kv_assert(hll_look_up_valid(hll_draft_bytes(d), mark, &valid));
    kv_assert(valid.known == look.known);
    return look.known;
}

static void add_elements(struct hll_draft *d, struct hll_registers *r, const uint8_t *elements,
                         unsigned count)
{
    struct hll_registers again = { { 0 } };

    for (unsigned i = 0; i < count; i++) {
        struct hll_mark mark = hll_mark_of(bytes_make(elements + 2 * i, 2));
        bool changes = r->value[mark.index] < mark.value;

        kv_assert(knows(d, mark) == !changes);
        kv_assert(hll_draft_add(d, mark) == changes);
        kv_assert(knows(d, mark));
        hll_registers_add(r, mark);
    }
    kv_assert(hll_has_header(hll_draft_bytes(d)) && hll_validate(hll_draft_bytes(d)));
    read_all(hll_draft_bytes(d), &again);
    kv_assert(memcmp(r, &again, sizeof again) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct hll_registers r = { { 0 } }, dense = { { 0 } };
    struct hll_draft d;
    size_t elements;
    uint8_t *copy;
    struct bytes s;

    if (size < 1 || size - 1 < data[0] * (size_t)2)
        return 0;
    elements = data[0];
    s.len = size - 1 - elements * 2;
    copy = mem_alloc(s.len + 1);
    memcpy(copy, data + size - s.len, s.len);
    s.ptr = copy;
    if (hll_has_header(s) && hll_validate(s)) {
        read_all(s, &r);
        allow_sparse(elements % 2 == 0 ? "3000" : "100000");
        hll_draft_copy(&d, s);
        add_elements(&d, &r, data + 1, (unsigned)elements);
        hll_draft_make_dense(&d);
        read_all(hll_draft_bytes(&d), &dense);
        kv_assert(memcmp(&r, &dense, sizeof r) == 0);
    }
    mem_free(copy);
    return 0;
}
