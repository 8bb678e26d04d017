/*
 * store_inner -- what the parts of the store share: store.c (the door), expire.c (deadlines), evict.c
 * (making room) and walk.c (scans, figures, checks).
 */
#ifndef KV_STORE_STORE_INNER_H
#define KV_STORE_STORE_INNER_H

#include "store/store.h"

enum { HOOKS_MAX = 8 };

struct db {
    struct store *st;
    unsigned index;
    struct table *table;
    struct wheel *wheel; /* NULL until the first deadline */
};

struct store {
    int64_t now_ms;
    bool touch, active_expire;
    unsigned hook_count, db_count;
    unsigned expire_first; /* the database at which store_expire_due() begins */
    struct store_hooks hooks[HOOKS_MAX];
    struct evictor *evictor;
    uint64_t longest_rehash_ns; /* of tables that are gone */
    struct db dbs[];
};

static inline bool is_expired(const struct db *db, const struct entry *e)
{
    return entry_has_ttl(e) && entry_node(e)->at_ms <= db->st->now_ms;
}

/* Takes out and frees an entry that is not in the wheel (any more), telling the hooks. */
void store_drop(struct db *db, struct entry *e, uint64_t hash, enum store_change what, bool lazy);

/* Puts the entry, which has room for a deadline, in the wheel; takes it out if it is in. */
void deadline_add(struct db *db, struct entry *e, int64_t at_ms);
void deadline_remove(struct db *db, struct entry *e);

struct evictor *evict_new(void);
void evict_free(struct evictor *ev);

/* Drops an entry that was found past its deadline. */
void expire_entry(struct db *db, struct entry *e);

/* Drops the parts of the value (fields of a hash) whose deadline has passed. Returns where the entry is
 * now, NULL if nothing is left of it. */
struct entry *expire_parts(struct db *db, struct key key, struct entry *e);

#endif
