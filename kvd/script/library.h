/*
 * library -- libraries of functions, and functions by name.
 *
 *     set     libraries, by name                      functions, by name with ASCII case ignored
 *              |                                       |
 *     library  name, code, its functions  <---------  function  name, description, flags, callback
 *
 * A library is loaded aside, into a set of its own, and joins the set that clients see when all of it is
 * known to be good: library_set_fits() looks for whatever stands in the way, library_set_join() cannot fail.
 * So what replaces a library, or restores many, does all or nothing.
 *
 * What a callback is only the engine knows; a set is given the function that lets go of one.
 */
#ifndef KV_SCRIPT_LIBRARY_H
#define KV_SCRIPT_LIBRARY_H

#include "base/buf.h"
#include "ds/roster.h"

struct library;
struct library_set;

struct function {
    struct library *library;
    struct bytes name;        /* of a function in a set: with a NUL behind it */
    struct bytes description; /* ptr is NULL if there is none */
    unsigned flags;           /* enum script_flag */
    int callback;
};

/* Letters, digits and underscores, one at least: of libraries and functions. */
bool library_name_is_valid(struct bytes name);
extern const char library_name_rule[]; /* the error when it is not */

/* ---- Sets ------------------------------------------------------------------------------------------ */

typedef void library_drop_fn(void *ctx, int callback);

struct library_set *library_set_new(library_drop_fn *drop, void *ctx);
void library_set_free(struct library_set *s); /* accepts NULL */

/* Adds a library without functions; there is none of this name. The code is copied. */
struct library *library_add(struct library_set *s, struct bytes name, struct bytes code);
/* Adds a function and takes the callback over. False, and nothing happens, if the set has one of this name. */
bool library_add_function(struct library_set *s, struct library *l, struct function f);
void library_remove(struct library_set *s, struct library *l);
/* Requires library_set_count() > 0. */
void library_remove_last(struct library_set *s);

struct library *library_find(const struct library_set *s, struct bytes name);
const struct function *library_find_function(const struct library_set *s, struct bytes name);

/* True if the libraries of another set could join this one. Those of the same name are replaced, or stand in
 * the way like functions of the same name; then why (without "ERR ") says what does. */
bool library_set_fits(const struct library_set *s, const struct library_set *other, bool replace,
                      struct buf *why);
/* Moves all libraries of the other set here; those of the same name that were here are in the other then. Requires
 * library_set_fits(). */
void library_set_join(struct library_set *s, struct library_set *other);

size_t library_set_count(const struct library_set *s);
size_t library_set_function_count(const struct library_set *s);
/* Memory of all but the callbacks. */
size_t library_set_mem(const struct library_set *s);

/* ---- Reading --------------------------------------------------------------------------------------- */

/* In the order of their names; index < library_set_count(). */
const struct library *library_at(const struct library_set *s, size_t index);
struct bytes library_name(const struct library *l);
struct bytes library_code(const struct library *l);
size_t library_function_count(const struct library *l);
/* In the order in which they were added. */
const struct function *library_function_at(const struct library *l, size_t index);

/* Asserts every invariant; for tests. */
void library_set_check(const struct library_set *s);

#endif
