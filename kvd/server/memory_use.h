/*
 * memory_use -- what the process's memory is used for: the one reading behind INFO memory, MEMORY STATS and
 * MEMORY DOCTOR.
 *
 *     used
 *     |--- overhead                                                     |--- dataset
 *     | startup | tables | deadlines | clients | tracking | scripts      | entries and their values
 *
 * used is what the program asked the allocator for, rounded to size classes. What the system says of the
 * process (rss) differs from it by the allocator's free space:
 *
 *     rss >= resident >= active >= allocated
 *          |            |         `-- free places in pages that hold others: fragmentation
 *          |            `-- whole pages that are free and not given back yet
 *          `-- code, stacks
 */
#ifndef KV_SERVER_MEMORY_USE_H
#define KV_SERVER_MEMORY_USE_H

#include "base/mem.h"
#include "base/metric.h"

/* Bytes, but for keys. */
struct memory_use {
    size_t used, peak, startup;
    size_t tables; /* of the databases */
    size_t
        deadlines; /* the indexes of the databases; each key with a deadline adds 24 to its entry */
    size_t clients;  /* their state, input and output, and the buffers kept for them */
    size_t tracking; /* keys that are remembered for client-side caching */
    size_t scripts, script_caches; /* Lua states, with their texts; the texts alone */
    size_t overhead, dataset;
    size_t keys;
    struct mem_stats allocator;
};

/* About 50 us. */
void memory_use_read(struct memory_use *out);

/* Share of a whole in percent, and one number over another; 0 where the second is. */
double memory_use_percent(size_t part, size_t whole);
double memory_use_ratio(size_t a, size_t b);

/* What is worth doing about the memory, in sentences for the operator. */
void memory_use_advice(struct buf *out);

/* Who tells what scripts take: all of it, and their texts. */
void memory_use_on_scripts(void (*read)(size_t *all, size_t *caches));

/* "name:1234" and "name_human:1.21K", lines of INFO. */
void memory_use_human_line(struct buf *out, const char *name, size_t bytes);

/* Notes the peak; called hz times a second. The first time is the end of the start. */
void memory_use_sample(void);

extern const struct metric memory_use_metrics[];

#endif
