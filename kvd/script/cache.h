/*
 * cache -- the scripts that are known, by SHA1 and by text.
 *
 * SCRIPT LOAD keeps a script until SCRIPT FLUSH. One that was only given to EVAL is kept among the 500 used last:
 * programs that write values into their scripts instead of passing them do not fill the memory.
 */
#ifndef KV_SCRIPT_CACHE_H
#define KV_SCRIPT_CACHE_H

#include "base/sha1.h"
#include "script/engine.h"

struct script {
    struct script *newer, *older; /* of those that may go */
    char sha[SHA1_HEX + 1];
    bool stays;
    unsigned flags; /* enum script_flag */
    int function;   /* registry reference */
    size_t len;
    uint8_t text[];
};

/* The script of that text, compiled if it was not known; it stays if loads. NULL and *why, which the caller
 * frees by buf_fini(), if it cannot be compiled. Valid until the next call. */
struct script *script_cache_get(struct bytes text, bool loads, struct buf *why);
/* By the hex digits of its SHA1, in either case; NULL if it is unknown. */
struct script *script_cache_find(struct bytes sha);
/* Pushes its function on the vm's stack. */
struct script_vm *script_cache_push(const struct script *s);
/* Forgets all, on the background thread if later. */
void script_cache_flush(bool later);
void script_cache_fini(void);

/* Bytes of texts and of what is known of them; and with them those of the Lua states. */
size_t script_cache_mem(void);
void script_cache_memory_use(size_t *all, size_t *caches);

extern const struct metric script_cache_metrics[];

#endif
