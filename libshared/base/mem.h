/*
 * mem -- memory for the whole program: jemalloc, with accounting that costs nothing per call.
 *
 * Running out of memory ends the process inside mem_alloc with a log line, so callers never check;
 * sizes from outside are bounded before they get here. jemalloc keeps two counters per thread
 * (bytes allocated and freed); mem_used() adds them up over the threads that called
 * mem_thread_start(). Sanitizer builds use the system's allocator and count the same figure.
 */
#ifndef KV_BASE_MEM_H
#define KV_BASE_MEM_H

#include <stddef.h>
#include <stdint.h>
#include "base/bytes.h"

void *mem_alloc(size_t size) __attribute__((malloc, returns_nonnull));  /* size > 0 */
void *mem_zalloc(size_t size) __attribute__((malloc, returns_nonnull)); /* zeroed */
void *mem_realloc(void *p, size_t size) __attribute__((returns_nonnull));

/* The block starts at a multiple of align: a power of two that divides size, at most a page. It costs
 * nothing beyond mem_good_size(size). */
void *mem_alloc_aligned(size_t align, size_t size) __attribute__((malloc, returns_nonnull));

void mem_free(void *p); /* accepts NULL */

/* As mem_free for a p whose requested size is known: faster. p is not NULL. */
void mem_free_sized(void *p, size_t size);

/* A NUL-terminated copy. */
char *mem_strdup(const char *s);
char *mem_bytesdup(struct bytes b);

/* The bytes that a request of this size really takes; size > 0. */
size_t mem_good_size(size_t size);
/* The bytes that the block p really takes. */
size_t mem_usable_size(const void *p);

/* ---- Fragmentation --------------------------------------------------------------------------------
 *
 * Small blocks share slabs with others of their size. After many were freed a few blocks here and there
 * keep whole slabs alive; moved together they need a fraction of them. */

/* True if the allocator can tell which blocks are worth moving. */
bool mem_can_defrag(void);

/* Moves the block if it lies in a slab that is emptier than those of its size are on average, and frees
 * the old place. Returns where it is now; the content is the same. p is aligned as mem_alloc_aligned()
 * made it: align is 0 for other blocks. */
void *mem_defrag(void *p, size_t align);

/* The same in two parts, for a block that is still looked at while its place changes: a copy of it where it
 * is to be, NULL if it stays; and freeing the old place. */
void *mem_defrag_copy(void *p, size_t align);
void mem_defrag_free(void *p);

/* For tests: every block is worth moving. */
void mem_defrag_always(bool on);

/* Bytes of free places in the slabs of small blocks, and of all places there: what moving could win at
 * most, and of how much. Some 10 us. */
void mem_small_blocks(size_t *free_bytes, size_t *all_bytes);

/* Blocks that were moved, and those that were looked at and stayed. */
extern uint64_t mem_defrag_hits, mem_defrag_misses;

/* Registers the calling thread for accounting; its counts stay after it ends. Call once per thread,
 * first thing; the main thread calls it in main(). */
void mem_thread_start(void);
void mem_thread_end(void);

/* Bytes in use by the program, size class rounding included. Cheap: no allocator locks. */
size_t mem_used(void);

/* Figures for INFO memory, refreshed from the allocator and from /proc by this call (slow: about
 * 50 us); zeros where the allocator does not tell. */
struct mem_stats {
    size_t allocated, active, resident, retained, metadata; /* jemalloc's stats.*, bytes */
    size_t muzzy;
    size_t rss; /* the process, from /proc/self/statm */
};
void mem_stats_read(struct mem_stats *out);

/* Gives free pages back to the system now. */
void mem_purge(void);

/* From now on the allocator's own thread gives pages back that have been free for two seconds.
 * Without it that happens only as a side effect of later allocations, so an idle server would keep
 * what a large deletion or a growing table left behind. Call it after the last fork. */
void mem_purge_in_background(void);

/* Everything the allocator tells of itself, as text for those who know it; false if it tells nothing. */
struct buf;
bool mem_report(struct buf *out);

/* "jemalloc-5.3.0" or "libc": the mem_allocator line of INFO. */
const char *mem_allocator_name(void);

#endif
