/*
 * argspec -- the syntax line of a command's row, read into a tree.
 *
 * command.h describes the language. COMMAND DOCS writes the tree, HELP prints it as people read it:
 *
 *     "[ FILTERBY filterby=( ACLCAT category | PATTERN pattern:pattern ) ]"
 *
 *     filterby  oneof, token FILTERBY, optional
 *       category  string, token ACLCAT
 *       pattern   pattern, token PATTERN               [FILTERBY ACLCAT <category>|PATTERN <pattern>]
 */
#ifndef KV_SERVER_ARGSPEC_H
#define KV_SERVER_ARGSPEC_H

#include <stdbool.h>
#include "base/buf.h"

enum argspec_type {
    ARGSPEC_STRING,
    ARGSPEC_INTEGER,
    ARGSPEC_DOUBLE,
    ARGSPEC_KEY,
    ARGSPEC_PATTERN,
    ARGSPEC_UNIX_TIME,
    ARGSPEC_PURE_TOKEN,
    ARGSPEC_ONEOF, /* one of its arguments */
    ARGSPEC_BLOCK, /* its arguments one after the other */
};

struct argspec_arg {
    const char *name;
    const char *token; /* what precedes it, or for a pure token is it; may be empty; NULL: none */
    const char *since; /* NULL: as the command */
    const char *deprecated;
    enum argspec_type type;
    int key_spec; /* index of the row's key spec, -1: none */
    bool optional, multiple, multiple_token;
    struct argspec_arg *inner; /* the first argument of a oneof or block */
    struct argspec_arg *next;
};

struct argspec;

/* Reads text (NULL: no arguments) of a row with so many key specs. NULL if it is wrong: *why says
 * what, *at where. */
struct argspec *argspec_parse(const char *text, unsigned key_specs, const char **why, size_t *at);
void argspec_free(struct argspec *s); /* accepts NULL */

/* The first argument, NULL if there is none. */
const struct argspec_arg *argspec_first(const struct argspec *s);

/* As COMMAND DOCS spells it: "string", "pure-token". */
const char *argspec_type_name(enum argspec_type type);

/* "<key> [EX <seconds>|KEEPTTL] [<field> ...]": the arguments as HELP shows them. */
void argspec_print(const struct argspec_arg *first, struct buf *out);

#endif
