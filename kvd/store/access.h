/*
 * access -- when, or how often, an entry was used: 24 bits per entry.
 *
 *     LRU policies (the default)    seconds of the last use, modulo 2^24 (194 days)
 *     LRM policies                  the same of the last change: reading counts as nothing
 *     LFU policies                  minutes of the last decay (16 bits), then a counter (8 bits)
 *
 * The counter is logarithmic: each access raises it with probability
 * 1 / ((counter - 5) * lfu-log-factor + 1), and it loses one per lfu-decay-time minutes. New entries
 * start at 5. Which of the two the bits mean follows maxmemory-policy.
 */
#ifndef KV_STORE_ACCESS_H
#define KV_STORE_ACCESS_H

#include "base/option.h"
#include "store/entry.h"

/* maxmemory-policy: which keys may be evicted, and which of them go first. */
enum evict_policy {
    POLICY_NOEVICTION,
    POLICY_ALLKEYS_LRU,
    POLICY_ALLKEYS_LFU,
    POLICY_ALLKEYS_LRM,
    POLICY_ALLKEYS_RANDOM,
    POLICY_VOLATILE_LRU, /* this and those after it evict none but keys with a deadline */
    POLICY_VOLATILE_LFU,
    POLICY_VOLATILE_LRM,
    POLICY_VOLATILE_RANDOM,
    POLICY_VOLATILE_TTL,
};

enum evict_policy access_policy(void);
bool access_is_frequency(void);

/* A new entry, used now. */
void access_init(struct entry *e, int64_t now_ms);
/* It was used: an LRM policy does not care. */
void access_touch(struct entry *e, int64_t now_ms);
/* Its value was changed: only an LRM policy cares, the others were told of the use. */
void access_modified(struct entry *e, int64_t now_ms);

/* Seconds since the last use; meaningful under LRU. */
uint64_t access_idle_s(const struct entry *e, int64_t now_ms);
/* The counter, decayed to now; meaningful under LFU. */
unsigned access_frequency(const struct entry *e, int64_t now_ms);

/* Makes it so that access_idle_s(), or access_frequency(), says so now: the one that is tracked is set,
 * the other one has no effect. Ages beyond what the clock can tell become the greatest. */
void access_set_idle_s(struct entry *e, int64_t now_ms, uint64_t idle_s);
void access_set_frequency(struct entry *e, int64_t now_ms, unsigned frequency);

extern const struct option access_options[];

#endif
