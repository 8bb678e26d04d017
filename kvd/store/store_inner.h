/*
 * store_inner -- what the parts of the store share: store.c (the door), expire.c (deadlines), evict.c
 * (making room), lateness.c (figures of what expired) and walk.c (scans, figures, checks).
 */
#ifndef KV_STORE_STORE_INNER_H
#define KV_STORE_STORE_INNER_H

#include "store/store.h"

enum { HOOKS_MAX = 8 };

struct db {
    struct store *st;
    unsigned index;
    struct table *table;
    struct wheel *wheel;       /* keys with a deadline; NULL until the first */
    struct wheel *field_wheel; /* hashes whose fields have one, by the first; the same */
};

struct store {
    int64_t now_ms;
    int64_t judge_ms; /* what is due by then is not shown: now_ms, or VALUE_SHOW_ALL */
    int64_t late_ms;  /* of what was deleted last, if the last slice ended before its work */
    bool touch, active_expire;
    bool waits;  /* store_set_waiting() */
    bool paused; /* store_set_paused() */
    bool sees;   /* store_see_expired() */
    unsigned hook_count, db_count;
    unsigned expire_first; /* the database at which store_expire_due() begins */
    struct store_hooks hooks[HOOKS_MAX];
    struct evictor *evictor;
    uint64_t longest_rehash_ns; /* of tables that are gone */
    struct db dbs[];
};

static inline bool is_expired(const struct db *db, const struct entry *e)
{
    return entry_has_ttl(e) && entry_node(e)->at_ms <= db->st->judge_ms;
}

/* Takes out and frees an entry that is not in the wheels (any more), telling the hooks. */
void store_drop(struct db *db, struct entry *e, uint64_t hash, enum store_change what, bool lazy);

/* As store_commit(), saying what the change was if the key is gone, and if it is not. */
bool edit_commit(struct edit *ed, enum store_change if_empty, enum store_change if_not, bool lazy);

struct evictor *evict_new(void);
void evict_free(struct evictor *ev);

/* Tells the hooks which fields of a hash are about to go. */
void store_tell_fields(const struct db *db, struct bytes key, const struct bytes *names,
                       unsigned count);

/* ---- expire.c ------------------------------------------------------------------------------------
 *
 * An entry with room for deadlines is in the wheels, but while it moves. at_ms and field_at_ms are of no
 * meaning where it has no room for them. */

void deadlines_add(struct db *db, struct entry *e, int64_t at_ms, int64_t field_at_ms);
void deadlines_remove(struct db *db, struct entry *e);
/* The entry's memory moved: e is where it is now, its content a copy of the old one. */
void deadlines_moved(struct db *db, struct entry *e);
/* Gives e, which is in the wheels, other deadlines. */
void deadlines_move(struct db *db, struct entry *e, int64_t at_ms, int64_t field_at_ms);

/* True if nothing is deleted because of its deadline: what has expired is hidden. */
bool expire_hides(const struct store *st);

/* An entry was found past its deadline. It is deleted; if expire_hides() only for those who are about to
 * change it. */
void expire_met(struct db *db, struct entry *e, bool change);

/* A hash with deadlines of fields was found: drops or hides what is due. Returns where the entry is now, NULL
 * if it has no field that is not due. */
struct entry *expire_fields_met(struct db *db, struct key key, struct entry *e, bool change);

/* True if a walk does not show the entry. Hides the fields that are due. */
bool expire_is_hidden(const struct db *db, const struct entry *e);

/* ---- lateness.c ---------------------------------------------------------------------------------- */

/* So many keys, or fields, are deleted, so long after their deadline. */
void lateness_note(bool fields, int64_t late_ms, size_t count);

#endif
