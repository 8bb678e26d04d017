/*
 * hash -- fields with values: what a key of type OBJ_HASH holds.
 *
 *     ENC_LISTPACK   field, value, field, value ...: few of them, short, without deadlines
 *     ENC_TABLE      a table of struct hash_field, and a heap of those that have deadlines
 *
 * A hash starts as a listpack. It becomes a table, for good, when it grows past a limit of
 * hash_options or a field gets a deadline.
 *
 * A field is looked up once: a struct hash_ref names it and says where it is, and the functions that
 * read or change one field act there.
 *
 *     struct hash_ref ref = hash_ref(field);
 *
 *     if (!hash_find(v, &ref))                              as HSETNX does
 *         hash_put(v, &ref, value, VALUE_NEVER);
 *
 * Any change of the hash, also that through another ref, leaves a ref not found: hash_find() again.
 *
 * Deadlines are kept and told, and nothing more: a field is there until it is dropped, or until the store,
 * before a command could see a field past its deadline, calls value_expire() or value_hide().
 */
#ifndef KV_OBJ_HASH_H
#define KV_OBJ_HASH_H

#include "base/option.h"
#include "base/rand.h"
#include "obj/value.h"

struct hash_field;

struct hash_ref {
    struct bytes field;
    uint64_t hash;            /* hash_bytes(field), if is_hashed */
    struct hash_field *found; /* ENC_TABLE; NULL: no such field */
    size_t pos;               /* ENC_LISTPACK: of the field; 0: no such field */
    bool is_hashed;
};

static inline struct hash_ref hash_ref(struct bytes field)
{
    return (struct hash_ref){ .field = field };
}

/* True if the field is there. */
bool hash_find(const struct value *v, struct hash_ref *ref);

/* The two prefetch stages of hash_find(), for those who look up several fields: between them do other
 * work. */
void hash_prefetch(const struct value *v, struct hash_ref *ref);
void hash_prefetch_field(const struct value *v, const struct hash_ref *ref);

/* ---- One field ----------------------------------------------------------------------------------- */

/* Of a field that was found. The item is borrowed until the hash next changes. */
struct item hash_value(const struct value *v, const struct hash_ref *ref);
int64_t hash_deadline(const struct value *v, const struct hash_ref *ref); /* or VALUE_NEVER */

/* The value of a field; false if there is none. */
bool hash_get(const struct value *v, struct bytes field, struct item *value);

#define HASH_KEEP INT64_MIN /* the field keeps the deadline that it has, or has none */

/* Sets the field that was looked up (found or not) to value, with a deadline (Unix ms, VALUE_NEVER or
 * HASH_KEEP). Neither text lies in the hash. */
void hash_put(struct value *v, struct hash_ref *ref, struct bytes value, int64_t at_ms);

/* Gives the field that was found a deadline, or none (VALUE_NEVER). */
void hash_set_deadline(struct value *v, struct hash_ref *ref, int64_t at_ms);

/* Takes the field that was found out. */
void hash_drop(struct value *v, struct hash_ref *ref);

/* So many fields are about to be set: spares the listpack if it cannot hold them anyhow. */
void hash_expect(struct value *v, size_t fields);

/* True if the directives allow a listpack of so many fields and bytes, the longest field or value this
 * long. */
bool hash_fits_pack(size_t fields, size_t longest, size_t bytes);

/* ---- Many fields ---------------------------------------------------------------------------------
 *
 * value_each() walks all of them. */

/* Shows fields picked at random, each of them any field with the same probability: count times, or
 * until the visitor answers false. The hash is not empty. */
void hash_pick(const struct value *v, struct rng *rng, size_t count, value_visit_fn *visit,
               void *ctx);

/* Shows count different fields, or all if there are not so many; every set of that size has the same
 * probability. The order is not random. */
void hash_sample(const struct value *v, struct rng *rng, size_t count, value_visit_fn *visit,
                 void *ctx);

/* As table_scan(): shows some fields and returns the cursor for the next call, 0 at the end. A
 * listpack is shown whole, whatever the cursor. The visitor answers true. */
uint64_t hash_scan(const struct value *v, uint64_t cursor, value_visit_fn *visit, void *ctx);

extern const struct option hash_options[];

#endif
