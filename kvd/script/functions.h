/*
 * functions -- what clients have loaded: a Lua state and the libraries whose functions live in it.
 *
 *     code --functions_load()--> a set of one library, aside --library_set_fits(), join--> functions_now()
 *
 * The code of a library runs once, when it is loaded, and calls redis.register_function() for each of its
 * functions. Its local variables are shared by its functions and live as long as they do. Its global
 * variables are the same for all libraries and cannot be set: while it is loaded a table redis with next to
 * nothing in it, later, when functions run, all that functions may use.
 *
 * FUNCTION FLUSH takes all of it away at once; FUNCTION RESTORE FLUSH puts another in its place.
 */
#ifndef KV_SCRIPT_FUNCTIONS_H
#define KV_SCRIPT_FUNCTIONS_H

#include "script/engine.h"
#include "script/library.h"

enum {
    FUNCTION_LOAD_MS = 500,                  /* so long may the code of a library run */
    FUNCTION_CODE_MAX = 16 * 1024 * 1024,    /* bytes of it, which are compiled in one go */
    FUNCTION_LIBRARY_MAX = 64 * 1024 * 1024, /* so much may its functions take, Lua not counted */
};

struct functions {
    struct script_vm *vm;
    struct library_set *libraries;
};

struct functions *functions_new(void);
void functions_free(struct functions *f);       /* accepts NULL */
void functions_free_later(struct functions *f); /* on the background thread; accepts NULL */
/* True if freeing it may take long; accepts NULL. */
bool functions_are_many(const struct functions *f);

/* What clients see; made when it is first asked for. */
struct functions *functions_now(void);
/* f takes its place, NULL an empty one; the caller owns what is returned, which may be NULL. */
struct functions *functions_replace(struct functions *f);

/* Runs the code of a library. Returns a set with the one library and its functions, which may join any set of
 * f; NULL, and why (without "ERR "), if it is not to be had. c is the request that this is for. */
struct library_set *functions_load(struct functions *f, struct call *c, struct bytes code,
                                   struct buf *why);
/* An empty set that may join those of f. */
struct library_set *functions_aside(struct functions *f);

/* Pushes what the function is in Lua. */
void functions_push(const struct functions *f, const struct function *fn);

/* Memory of everything but the Lua state. */
size_t functions_mem(void);

extern const struct metric function_metrics[];

#endif
