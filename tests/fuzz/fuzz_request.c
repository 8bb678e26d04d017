/*
 * The request parser must find the same requests however the input is cut into calls, wherever it lies
 * in memory, and must not touch a byte outside of it. The first byte of the data chooses the limits,
 * the rest is what a client sends.
 */
#include "resp/request.h"

#include <stddef.h>
#include "base/assert.h"
#include "base/mem.h"
#include "base/size.h"

enum {
    CUTS_MAX = 128, /* inputs up to this long are cut at every position */
    RANDOM_RUNS = 4,
};

/* How the input grows from call to call: at first to first bytes, then at random when random is not
 * 0, else to its end. */
struct cut {
    size_t first;
    uint32_t random;
};

static size_t next_end(struct cut *c, size_t end, size_t len)
{
    if (end == 0 && c->first > 0)
        return c->first;
    if (c->random == 0)
        return len;
    c->random = c->random * 1664525 + 1013904223;
    return size_min(len, end + 1 + (c->random >> 16) % (24 + len / 64));
}

static bool lies_in(struct bytes arg, const uint8_t *start, size_t len)
{
    return arg.ptr >= start && arg.len <= len && (size_t)(arg.ptr - start) <= len - arg.len;
}

static bool lies_in_words(const struct request_parser *p, struct bytes arg)
{
    if (lies_in(arg, p->words.ptr, p->words.len))
        return true;
    for (uint32_t i = 0; i < p->full_count; i++)
        if (lies_in(arg, p->full[i].ptr, p->full[i].len))
            return true;
    return false;
}

/* Parses in until its end or an error, and appends what was found to log. */
static void run(struct buf *log, struct bytes in, const struct request_limits *limits,
                struct cut cut)
{
    struct request_parser p;
    struct request_args args = { 0 };
    size_t start = 0, end = next_end(&cut, 0, in.len);
    enum request_result r;

    buf_clear(log);
    request_init(&p);
    do {
        /* An allocation of its own for each call: the sanitizer sees every byte too far. */
        size_t len = end - start, used = 0;
        uint8_t *copy = mem_alloc(size_max(len, 1));
        uint32_t argc = 0;

        if (len > 0)
            memcpy(copy, in.ptr + start, len);
        args.count = 0;
        r = request_parse(&p, bytes_make(copy, len), limits, &args, &argc, &used);
        kv_assert(request_is_idle(&p) == (r != REQUEST_MORE || len == 0));
        if (r == REQUEST_READY) {
            kv_assert(argc > 0);
            kv_assert(args.count == argc);
            buf_addf(log, "request of %u\n", argc);
            for (uint32_t i = 0; i < argc; i++) {
                kv_assert(lies_in(args.v[i], copy, used) || lies_in_words(&p, args.v[i]));
                buf_addf(log, "%zu ", args.v[i].len);
                buf_add_bytes(log, args.v[i]);
            }
        } else {
            kv_assert(args.count == 0);
        }
        if (r == REQUEST_BAD)
            buf_addf(log, "bad: %s\n", p.error);
        if (r == REQUEST_READY || r == REQUEST_SKIP) {
            kv_assert(used > 0);
            kv_assert(used <= len);
            start += used;
            buf_addf(log, "used %zu\n", used);
        }
        mem_free(copy);
        if (r == REQUEST_MORE) {
            if (end == in.len)
                break;
            end = next_end(&cut, end, in.len);
        }
    } while (r != REQUEST_BAD);
    request_args_fini(&args);
    request_fini(&p);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
    static const struct request_limits choices[] = {
        { 1024 * 1024, 512 << 20, false },
        { 1024 * 1024, 512 << 20, true },
        { 3, 20, false },
        { UINT64_MAX, UINT64_MAX, false },
    };
    const struct request_limits *limits;
    struct buf whole, cut;
    struct bytes in;

    if (len == 0)
        return 0;
    limits = &choices[data[0] % (sizeof choices / sizeof choices[0])];
    in = bytes_make(data + 1, len - 1);
    buf_init(&whole, BUF_UNLIMITED);
    buf_init(&cut, BUF_UNLIMITED);
    run(&whole, in, limits, (struct cut){ 0 });
    for (size_t i = 1; i < in.len && in.len <= CUTS_MAX; i++) {
        run(&cut, in, limits, (struct cut){ .first = i });
        kv_assert(bytes_eq(buf_bytes(&whole), buf_bytes(&cut)));
    }
    for (uint32_t i = 1; i <= RANDOM_RUNS; i++) {
        run(&cut, in, limits, (struct cut){ .random = i });
        kv_assert(bytes_eq(buf_bytes(&whole), buf_bytes(&cut)));
    }
    buf_fini(&whole);
    buf_fini(&cut);
    return 0;
}
