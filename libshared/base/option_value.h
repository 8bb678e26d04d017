/*
 * option_value -- a value of any option type but OPT_CUSTOM, on its way between text and variable.
 * For option.c alone.
 *
 *     text  -- parse -->  struct value  -- store --> variable
 *           <-- add, spell --           <-- load --
 */
#ifndef KV_BASE_OPTION_VALUE_H
#define KV_BASE_OPTION_VALUE_H

#include "base/option.h"

struct value {
    int64_t number;    /* integers, booleans, enums, modes; sizes as their bits; -N for "N%" */
    double real;       /* OPT_DOUBLE */
    struct bytes text; /* OPT_STRING, borrowed */
};

/* Reads a value within the row's range, without the row's check(). On failure *why is the reason: a
 * constant, or written to note. */
bool value_parse(struct buf *note, const struct option *o, struct bytes text, struct value *v,
                 const char **why);

void value_load(const struct option *o, struct value *v); /* text stays the variable's */
/* Both copy an OPT_STRING; value_replace frees the old text, for value_store the caller has kept its
 * pointer. */
void value_store(const struct option *o, const struct value *v);
void value_replace(const struct option *o, const struct value *v);
bool value_same(const struct option *o, const struct value *a, const struct value *b);

/* As CONFIG GET shows it, and as a config file has it: quoted if need be, sizes with units. */
void value_add(const struct option *o, const struct value *v, struct buf *out);
void value_spell(const struct option *o, const struct value *v, struct buf *out);

#endif
