/*
 * content -- what an entry holds, apart from its key and deadline: the store's own.
 *
 * A content is an integer, a pointer, or bytes that lie (or are to lie) behind the key. It owns
 * nothing: who puts one into an entry or takes one out sees to it that what it points to is freed once.
 */
#ifndef KV_STORE_CONTENT_H
#define KV_STORE_CONTENT_H

#include "store/store.h"

struct content {
    enum obj_type type;
    enum obj_encoding encoding;
    uint8_t flags;       /* ENTRY_GROWN, ENTRY_INLINE, ENTRY_FIELD_TTL */
    int64_t field_at_ms; /* with ENTRY_FIELD_TTL: the first deadline of a field */
    uint64_t word;       /* without ENTRY_INLINE: the integer or the pointer */
    struct bytes bytes;  /* with ENTRY_INLINE */
};

struct content content_of_int(int64_t n);
struct content content_of_blob(struct blob *b);
/* A collection: inline if it is a small pack, which stays the caller's to free then. */
struct content content_of_value(const struct value *v);
struct content content_of_entry(const struct entry *e);

/* Frees what it points to; a big collection or string in the background if lazy. A value that is pinned is
 * left to its pin. */
void content_free(const struct content *c, bool lazy);
/* The same on the spot and on any thread, for the content of a table that is out of everybody's reach: no
 * value in it is pinned, since emptying a database waits for those who hold keys. */
void content_free_unreachable(const struct content *c);

/* True if somebody reads the value, which is no pack, over several turns: it stays where it is. */
bool content_is_pinned(const struct value *v);

/* Puts the content to key, in place of old (NULL: none), whose content stays the caller's to free; the
 * deadline becomes at_ms (EXPIRE_NEVER: none). c->bytes may lie in old. */
struct entry *content_place(struct db *db, struct key key, struct entry *old,
                            const struct content *c, int64_t at_ms);

/* Runs job(arg), which frees count things of so many bytes together, in the background; false if there is
 * none. */
bool content_defer(void (*job)(void *arg), void *arg, size_t count, size_t bytes);
/* Such a job is done. */
void content_deferred_done(size_t count, size_t bytes);

#endif
