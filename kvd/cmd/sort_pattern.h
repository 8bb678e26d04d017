/*
 * sort_pattern -- what BY and GET of SORT name: for each element something else in the keyspace.
 *
 *     weight_*       the string at the key "weight_" + element
 *     user_*->age    the field "age" of the hash at "user_" + element
 *     #              the element itself
 *     nosort         anything without '*': nothing
 *
 * The first '*' stands for the element. "->" counts behind it and with a field after it, else it is
 * part of the key.
 */
#ifndef KV_CMD_SORT_PATTERN_H
#define KV_CMD_SORT_PATTERN_H

#include "base/buf.h"
#include "store/store.h"

struct sort_pattern {
    enum { SORT_NOTHING, SORT_ELEMENT, SORT_STRING, SORT_FIELD } kind;
    struct bytes before, after; /* what surrounds the element in the key's name */
    struct bytes field;
};

/* Borrows the text. */
struct sort_pattern sort_pattern_of(struct bytes text);

struct sort_found {
    struct item item;
    struct blob *blob; /* that holds the text, or NULL */
};

/* What the pattern means for an element; false if there is no such thing. *out is valid until the next
 * change of the database. The key's name is put together in scratch. */
bool sort_pattern_find(const struct sort_pattern *p, struct db *db, struct bytes element,
                       struct buf *scratch, struct sort_found *out);

#endif
