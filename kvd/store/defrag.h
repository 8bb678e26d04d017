/*
 * defrag -- moves entries and what they hold out of sparsely used memory, while the store is in use.
 *
 *     pass:  database 0 ... n:  table, a bucket at a time:  each entry, and its value
 *                                                             |
 *                                                             `-- more than active-defrag-max-scan-fields
 *                                                                 elements: a part at a time
 *
 * What is moved is decided by the allocator (mem_defrag() in base/mem.h). Nothing else changes: no hook is
 * called, no access noted, no key expires. Between two steps anything may happen to the store.
 */
#ifndef KV_STORE_DEFRAG_H
#define KV_STORE_DEFRAG_H

#include "store/store.h"

struct defrag;

struct defrag *defrag_new(struct store *st);
void defrag_free(struct defrag *d); /* accepts NULL */

/* Works until clock_mono_ns() reaches until_ns, and finishes what it is at: a bucket of keys, with values of
 * at most active-defrag-max-scan-fields elements. True at the end of a pass; the next call begins another. */
bool defrag_step(struct defrag *d, uint64_t until_ns);

extern const struct option defrag_options[];
extern const struct metric defrag_metrics[];

#endif
