/*
 * store -- the keyspace: numbered databases of entries, and the one door to change them.
 *
 * Every insert, change and delete of an entry passes through a function of this header, which calls
 * the hooks: before() while the old entry can still be seen, after() when the new state holds. Nobody
 * reaches around it. Lookups never return an expired key, nor a hash that shows an expired field: what is
 * found past its deadline is deleted on the spot, as the deadline index would have done a moment later.
 *
 * Time does not pass by itself: store_advance() tells the store what time it is, once per loop turn,
 * and every command of the turn sees the same.
 *
 * A struct entry pointer is borrowed: valid until the next change of that database, and a lookup that
 * meets an expired key is one. Functions that may move an entry return its new address.
 */
#ifndef KV_STORE_STORE_H
#define KV_STORE_STORE_H

#include "base/err.h"
#include "base/metric.h"
#include "base/option.h"
#include "ds/table.h"
#include "store/entry.h"

struct store;
struct db;

struct store *store_new(unsigned databases, int64_t now_ms);
void store_free(struct store *st);

unsigned store_databases(const struct store *st);
struct db *store_db(struct store *st, unsigned index); /* index < store_databases() */
unsigned store_db_index(const struct db *db);

/* ---- Time and expiry ----------------------------------------------------------------------------- */

/* Sets the time. Deadlines are points of the wall clock: when it steps forward, what is due by then goes,
 * in slices as ever; when it steps back, what has not been deleted yet is there again until the clock
 * reaches its deadline once more. */
void store_advance(struct store *st, int64_t now_ms);
int64_t store_now_ms(const struct store *st);

/* True if a deadline at this time (Unix ms, or EXPIRE_NEVER) has passed, so that nothing is to get it. */
bool store_is_past(const struct store *st, int64_t at_ms);

/* Deletes keys and fields whose deadline has passed, for at most budget_us and some 50 us more; true if
 * more are waiting. */
bool store_expire_due(struct store *st, uint64_t budget_us);
/* What the next slice may take, when so much time has passed since the last one: 400 us if nobody
 * else has work, else a share that depends on active-expire-effort and on how late the work is. */
uint64_t store_expire_budget_us(const struct store *st, uint64_t passed_us, bool busy);
/* When store_expire_due() may have work next, Unix ms; INT64_MAX if never. */
int64_t store_next_expiry_ms(const struct store *st);
/* DEBUG SET-ACTIVE-EXPIRE: off leaves expired keys in place until they are looked up. */
void store_set_active_expire(struct store *st, bool on);

/* A replica waits: what has expired is hidden, and stays until the primary says that it is deleted. So
 * does import-mode, until the tool that imports says so. A change by anybody else deletes what was
 * hidden under its key. */
void store_set_waiting(struct store *st, bool on);
/* CLIENT PAUSE: the data set is to stay as it is. What has expired is hidden as above, and nothing is
 * evicted. */
void store_set_paused(struct store *st, bool on);
/* On while commands come from the primary, or from an import source: then they see what has expired as if
 * it had not, if the store waits. Set before each command, like store_set_touch(). */
void store_see_expired(struct store *st, bool on);
/* import-mode (Valkey 8.1). */
bool store_is_importing(void);

/* How late keys (or fields) were deleted: a base/histogram of nanoseconds. */
const uint64_t *store_lateness(bool fields);
/* CONFIG RESETSTAT: forgets it. */
void store_lateness_reset(void);

/* ---- Hooks --------------------------------------------------------------------------------------- */

enum store_change {
    CHANGE_PUT,           /* created, or the value replaced or modified */
    CHANGE_TTL,           /* only the deadline changed */
    CHANGE_DELETE,        /* deleted by a command */
    CHANGE_EXPIRE,        /* deleted because its deadline passed */
    CHANGE_EXPIRE_FIELDS, /* a hash without some of its fields, or deleted for want of any */
    CHANGE_EVICT,         /* deleted to make room */
};

/* Each change calls before() and after() once; a before() may turn out to be in vain. A rename is two
 * changes: a put, then a delete. Hooks neither change the store nor look keys up, which might expire
 * one. */
struct store_hooks {
    void *ctx;
    /* old is the entry as it is, or NULL if the key is about to be created. */
    void (*before)(void *ctx, unsigned db, struct bytes key, const struct entry *old);
    /* now is the entry as it is now, or NULL if it is gone. */
    void (*after)(void *ctx, unsigned db, struct bytes key, const struct entry *now,
                  enum store_change what);
    /* A whole database is about to be emptied or replaced (FLUSHDB, SWAPDB); before() and after() are
     * not called per key. */
    void (*reset)(void *ctx, unsigned db);
    /* Between before() and after() of CHANGE_EXPIRE_FIELDS: some of the fields that go. Those that go with
     * their key are not told of. */
    void (*fields)(void *ctx, unsigned db, struct bytes key, const struct bytes *names,
                   unsigned count);
    /* Two different databases are about to be exchanged; reset() follows for each of them. */
    void (*swap)(void *ctx, unsigned a, unsigned b);
    /* store_read() or store_ask() found nothing at the key. */
    void (*miss)(void *ctx, unsigned db, struct bytes key);
};

/* At most 8; each may leave functions NULL. The struct is copied. */
void store_add_hooks(struct store *st, const struct store_hooks *hooks);

/* ---- Reading ------------------------------------------------------------------------------------- */

/* The entry, or NULL. Counts nothing and touches no access clock. */
struct entry *store_find(struct db *db, struct key key);

/* For a command that reads: counts a hit or a miss, notes the access. KV_NOT_FOUND, or KV_WRONG_TYPE
 * with *out unset. */
enum kv_err store_read(struct db *db, struct key key, enum obj_type type, struct entry **out);
/* The same for any type; NULL if there is none. */
struct entry *store_read_any(struct db *db, struct key key);
/* For a command that asks about the key (EXISTS, TTL): counts a hit or a miss, is no access. */
struct entry *store_ask(struct db *db, struct key key);
/* The same for a command that asks how the key is held (OBJECT): the hooks are not told of a miss. */
struct entry *store_inspect(struct db *db, struct key key);

/* For a command that will change the value: as store_read, but counts neither hit nor miss. */
enum kv_err store_write(struct db *db, struct key key, enum obj_type type, struct entry **out);
/* The same for any type, such as to set the deadline; NULL if there is none. */
struct entry *store_write_any(struct db *db, struct key key);

/* The entry, though it may have expired: for prefetching. Changes nothing. */
const struct entry *store_peek(const struct db *db, struct key key);

/* Off while the client said NO-TOUCH. */
void store_set_touch(struct store *st, bool on);

/* Prefetch for a lookup that comes soon: first the bucket, somewhat later the entry. */
void store_prefetch_bucket(const struct db *db, uint64_t hash);
void store_prefetch_entry(const struct db *db, uint64_t hash);
/* And when that has arrived: the bytes of a string, the first few hundred if it is long. */
void store_prefetch_string(const struct db *db, struct key key);

/* ---- Changing ------------------------------------------------------------------------------------ */

/* What is passed in is copied. It may lie in the entry that is changed, except where noted. */

enum { EXPIRE_NEVER = -1, EXPIRE_KEEP = -2 }; /* what to do with the deadline; else Unix ms >= 0 */

/* Set key to a string, whatever it was before, and note the access: who looks first at what is there
 * does it with store_find(), or it counts twice. A text that is a 64-bit integer is held as one. A
 * deadline in the past deletes the key instead (returns NULL). */
struct entry *store_put_string(struct db *db, struct key key, struct bytes value,
                               int64_t expire_at_ms);
/* Changes e, the string that store_find() found at key, to an integer; its deadline stays. */
struct entry *store_set_int(struct db *db, struct key key, struct entry *e, int64_t value);
struct entry *store_put_int(struct db *db, struct key key, int64_t value, int64_t expire_at_ms);
/* Takes the reference and holds the value as it is, a short or numeric one too. */
struct entry *store_put_blob(struct db *db, struct key key, struct blob **value,
                             int64_t expire_at_ms);

/* Appends to the string at key, or makes it. The caller has checked type and length limit; tail does
 * not lie in the entry. */
struct entry *store_append(struct db *db, struct key key, struct bytes tail);
/* Overwrites from offset, or makes the string; zero bytes between the old end and offset. The same
 * conditions. */
struct entry *store_set_range(struct db *db, struct key key, size_t offset, struct bytes part);
/* Replaces all of the string e, which store_write() found at key (NULL: none, so it is made), by bytes that
 * are no integer. The same conditions; the deadline stays. */
struct entry *store_rewrite(struct db *db, struct key key, struct entry *e, struct bytes value);

/* Opens the string e, which store_write() found at key (NULL: none, so it is made), for changes where
 * it lies: it becomes at least len > 0 bytes long, with zero bytes at its end, and its bytes, which the
 * call returns, may be written until store_commit_string(). Between the two nothing else touches the
 * key. */
uint8_t *store_edit_string(struct db *db, struct key key, struct entry **e, size_t len);
void store_commit_string(struct db *db, struct entry *e);

/* ---- Collections ---------------------------------------------------------------------------------
 *
 * A collection is changed between store_edit() and store_commit(), which puts the value back where it
 * belongs: in the entry, on the heap, or nowhere when it has become empty.
 *
 *     err = store_edit(c->db, key, OBJ_HASH, &ed);
 *     if (err != KV_OK && err != KV_NOT_FOUND) ...                (nothing was begun)
 *     hash_set(&ed.value, field, value);                          (KV_NOT_FOUND: it is a new, empty one)
 *     gone = store_commit(&ed);
 *
 * Two edits may be open at once if their keys differ. Between the two calls nothing else touches the
 * keys. */

struct edit {
    struct value value;
    struct db *db;
    struct key key;
    struct entry *entry; /* NULL: there is none yet */
};

/* Notes an access as store_write() does. before() of the hooks is called. KV_NOT_FOUND: the value is
 * a new one of this type. KV_WRONG_TYPE: no edit was begun. */
enum kv_err store_edit(struct db *db, struct key key, enum obj_type type, struct edit *ed);
/* The same for the entry that store_write() has just found at key (NULL: none). */
void store_edit_entry(struct db *db, struct key key, enum obj_type type, struct entry *e,
                      struct edit *ed);
/* The value has changed: true if it is void (see value_is_void()) and the key is gone, or never came to be.
 * The deadline of the key stays. after() of the hooks is called unless there was nothing before either. */
bool store_commit(struct edit *ed);
/* Nothing was changed. after() of the hooks is not called. */
void store_abandon(struct edit *ed);

/* Sets key to the value, whatever it was before, and takes the value over. Fields past their deadline do
 * not count. A void one or a deadline in the past deletes the key instead (returns NULL). */
struct entry *store_put_value(struct db *db, struct key key, struct value *v, int64_t expire_at_ms);

/* Frees a value that is no longer part of the keyspace, in the background if it is big and lazy. */
void store_free_value(struct value *v, bool lazy);
/* The same for a reference to a string, which may be the last one. */
void store_free_blob(struct blob *b, bool lazy);
/* The same for a part of a value: free_part(part), which gives back about so many allocations and may run
 * on any thread. */
void store_free_part(void *part, void (*free_part)(void *part), size_t effort);

/* A pinned value stays readable over turns, even when its key expires or is deleted meanwhile; that
 * nobody changes it is the pinner's to ensure. A pack is copied. */
struct store_pin {
    struct value value;
    struct blob *string; /* it is a string: NULL else */
    bool own;            /* no longer the keyspace's: freed when it is unpinned */
    size_t awaited;      /* bytes about that a deletion has left to it */
    struct store_pin *next;
};
void store_pin_value(const struct entry *e, struct store_pin *pin); /* e holds a collection */
void store_pin_blob(const struct entry *e, struct store_pin *pin);  /* e holds a blob */
void store_unpin(struct store_pin *pin);

/* Sets or removes (EXPIRE_NEVER) the deadline. A deadline in the past is kept: the caller deletes
 * instead. Returns where the entry is now. */
struct entry *store_set_expire(struct db *db, struct entry *e, int64_t expire_at_ms);

/* True if there was such a key. Big values are freed on the background thread if lazy. */
bool store_delete(struct db *db, struct key key, bool lazy);

/* Moves the entry of from, with its deadline, to the name to (in the same or another database),
 * replacing what was there; nothing happens if both are the same key. from exists. */
void store_rename(struct db *from_db, struct key from, struct db *to_db, struct key to);

/* A copy of the value and deadline of e under another name; what was there is replaced. e must not
 * be the entry at that name. */
struct entry *store_copy(const struct entry *e, struct db *to_db, struct key to);

void store_flush(struct db *db, bool lazy);
void store_swap(struct store *st, unsigned a, unsigned b);

/* ---- Walking ------------------------------------------------------------------------------------- */

size_t store_count(const struct db *db);
/* Keys with a deadline, and the mean time to it in ms (0 if none). */
size_t store_ttl_count(const struct db *db);
/* Hashes with fields that have a deadline. */
size_t store_field_ttl_count(const struct db *db);
int64_t store_ttl_mean_ms(const struct db *db);
/* The percentage of the keys with a deadline that are past it and still there, from samples. */
double store_stale_percent(const struct store *st);

/* As table_scan; expired keys are not shown. */
typedef void store_visit_fn(void *ctx, struct entry *e);
uint64_t store_scan(struct db *db, uint64_t cursor, store_visit_fn *visit, void *ctx);

/* Walks all entries that have not expired; as table_iter: the database may change meanwhile, but not
 * be flushed. */
struct store_iter {
    struct db *db;
    struct table_iter it;
};
void store_iter_init(struct store_iter *it, struct db *db);
struct entry *store_iter_next(struct store_iter *it);
void store_iter_fini(struct store_iter *it);

/* Any key, each with the same probability; NULL if there is none, or if thousands of picks in a row had
 * expired (they are deleted). */
struct entry *store_random(struct db *db);

void store_table_stats(const struct db *db, struct table_stats *out);
/* The longest rehash step of any database so far. */
uint64_t store_longest_rehash_ns(const struct store *st);
/* Bytes of the database's table, and of its deadline index, entries not counted. */
size_t store_table_bytes(const struct db *db);
size_t store_deadline_bytes(const struct db *db);

/* ---- Access clock (OBJECT IDLETIME, OBJECT FREQ) -------------------------------------------------- */

/* True under an LFU maxmemory-policy: then the clock counts frequency instead of age. */
bool store_tracks_frequency(void);
/* Seconds since the last access; KV_OK only where age is tracked. */
uint64_t store_idle_s(const struct store *st, const struct entry *e);
/* The logarithmic access counter, 0 to 255, decayed to now. */
unsigned store_frequency(const struct store *st, const struct entry *e);
/* The clock of a new entry, but with that of the two values which is tracked, if it is given (a negative
 * one is not). */
void store_set_access(const struct store *st, struct entry *e, int64_t idle_s, int64_t frequency);

/* ---- Freeing in the background --------------------------------------------------------------------- */

/* How the store hands work to the background thread: connected by main.c; without it everything is
 * freed on the spot. */
typedef void store_defer_fn(void (*job)(void *arg), void *arg);
void store_set_defer(store_defer_fn *defer);
/* Objects waiting to be freed, and freed so far in the background. */
uint64_t store_lazyfree_pending(void);
/* Memory that those waiting will give back: at least about so much. */
uint64_t store_lazyfree_pending_bytes(void);

extern const struct option store_options[], expire_options[];
extern const struct metric store_metrics[], expire_metrics[], lateness_metrics[], content_metrics[];

/* Asserts every invariant by walking everything; for tests and DEBUG. */
void store_check(struct store *st);

#endif
