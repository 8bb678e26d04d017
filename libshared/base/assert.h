/*
 * assert -- what only our own mistake can break. Kept in release builds.
 *
 * A failed assertion is our bug; input from a client, a file or a peer must never reach one. The
 * program logs the condition and its place, runs the crash hook (kvd's writes the crash report)
 * and aborts.
 */
#ifndef KV_BASE_ASSERT_H
#define KV_BASE_ASSERT_H

#define kv_likely(x)   __builtin_expect(!!(x), 1)
#define kv_unlikely(x) __builtin_expect(!!(x), 0)

#define kv_assert(cond)                                                                            \
    do {                                                                                           \
        if (kv_unlikely(!(cond)))                                                                  \
            assert_failed(#cond, __FILE__, __LINE__);                                              \
    } while (0)

_Noreturn void assert_failed(const char *cond, const char *file, int line);

#endif
