/*
 * set -- a set: members without order, no two of them equal.
 *
 *     ENC_INTSET    only integers, at most set-max-intset-entries
 *     ENC_LISTPACK  at most set-max-listpack-entries members of at most set-max-listpack-value bytes
 *     ENC_TABLE     any members: a ds/table whose elements are allocations of their own, a byte or nine
 *                   longer than the member. One of 15 bytes takes 16 and its share of the table,
 *                   about 10
 *
 * A set leaves an encoding when a member is added that no longer fits, and does not come back when
 * members are removed; set_fit() chooses anew. A text that is an integer (num.h) and that integer are
 * the same member.
 */
#ifndef KV_OBJ_SET_H
#define KV_OBJ_SET_H

#include "base/option.h"
#include "base/rand.h"
#include "ds/listpack.h"
#include "obj/value.h"

size_t set_count(const struct value *v);

/* ---- Single members ------------------------------------------------------------------------------ */

bool set_has(const struct value *v, struct bytes member);
bool set_add(struct value *v, struct bytes member);    /* false if it was there already */
bool set_remove(struct value *v, struct bytes member); /* false if it was not there */

/* A member to look for. What the encodings need to know of it, its hash and whether it is an integer,
 * is worked out when it is first asked for, and once for all the sets that are asked. */
struct set_member {
    struct lp_needle needle;
    uint64_t hash;
    bool parsed, hashed;
};

static inline void set_member_init(struct set_member *m, struct bytes text)
{
    m->needle.text = text;
    m->parsed = m->hashed = false;
}

static inline void set_member_init_hashed(struct set_member *m, struct bytes text, uint64_t hash)
{
    set_member_init(m, text);
    m->hash = hash;
    m->hashed = true;
}

/* text is what the integer spells; it may be left out if only intsets are asked. */
static inline void set_member_init_int(struct set_member *m, int64_t n, struct bytes text)
{
    set_member_init(m, text);
    m->needle.number = n;
    m->needle.is_int = m->parsed = true;
}

bool set_has_member(const struct value *v, struct set_member *m);
bool set_add_member(struct value *v, struct set_member *m);
/* For a member that is not there: it is not looked for. */
void set_add_new_member(struct value *v, struct set_member *m);
/* So many members will be there in the end: it becomes a table if it cannot be less, and as table_expect(). */
void set_expect(struct value *v, size_t count);
bool set_remove_member(struct value *v, struct set_member *m);

/* The two prefetch stages of the above in a table (see table.h); nothing in other encodings. */
void set_prefetch_bucket(const struct value *v, struct set_member *m);
void set_prefetch_elem(const struct value *v, struct set_member *m);

/* ---- All members --------------------------------------------------------------------------------- */

typedef void set_visit_fn(void *ctx, const struct item *member);

void set_each(const struct value *v, set_visit_fn *visit, void *ctx);

/* As table_scan: a part of a table, all of another encoding. Any cursor is accepted; the visitor's
 * answer does not matter. */
uint64_t set_scan(const struct value *v, uint64_t cursor, value_visit_fn *visit, void *ctx);

enum { SET_WALK_MAX = 32 };

/* A walk over all members, some at a time, by somebody who has other work in between. The set must
 * not change meanwhile, the struct value must stay where it is. set_walk_fini() is required. */
struct set_walk {
    const struct value *set;
    size_t pos;      /* of the next member in a listpack (0: none) or intset */
    uint64_t cursor; /* of the next bucket */
    bool ended;      /* no more buckets */
    /* Elements of a table that were asked for from memory and not yet looked at. */
    unsigned first, count, cap;
    void **elems;
    void *local[3 * SET_WALK_MAX];
};
void set_walk_init(struct set_walk *w, const struct value *v);
/* Up to SET_WALK_MAX members, 0 at the end. */
unsigned set_walk_next(struct set_walk *w, struct item out[SET_WALK_MAX]);
void set_walk_fini(struct set_walk *w);

/* ---- Random members ------------------------------------------------------------------------------
 *
 * The set is not empty, and all its members are equally likely. */

/* Shows count members, the same one possibly several times. */
void set_random(const struct value *v, uint64_t count, struct rng *rng, set_visit_fn *visit,
                void *ctx);

/* Shows count different members, any choice of so many being equally likely; the order in which they
 * come is not random. count <= set_count(). */
void set_sample(const struct value *v, size_t count, struct rng *rng, set_visit_fn *visit,
                void *ctx);

/* Removes count different members, showing each just before it goes. count <= set_count(). */
void set_pop(struct value *v, size_t count, struct rng *rng, set_visit_fn *visit, void *ctx);

/* ---- Encodings ----------------------------------------------------------------------------------- */

/* Converts to the encoding that the members would have if they were added one by one to a new set:
 * for sets that were filled in another way. */
void set_fit(struct value *v);

/* True if the directives allow a listpack of so many members and bytes, the longest of them this long;
 * an intset of so many. */
bool set_fits_pack(size_t members, size_t longest, size_t bytes);
bool set_fits_intset(size_t members);

extern const struct option set_options[];

#endif
