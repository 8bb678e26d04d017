/*
 * option_inner -- what option.c (rows and values) and option_file.c (the config file) share. Nobody
 * else includes it.
 *
 *     entries   one per row, in the order in which they were added
 *     keys      every name and alias, sorted with ASCII case ignored, each with its entry's index
 */
#ifndef KV_BASE_OPTION_INNER_H
#define KV_BASE_OPTION_INNER_H

#include "base/option.h"

struct option_entry {
    const struct option *o;
    char *initial; /* the default as option_spell writes it */
    bool is_set;   /* a line of a loaded text has set it */
    bool included; /* a file that was included has set it */
};

struct option_key {
    const char *name;
    unsigned entry;
};

struct option_set {
    struct option_entry *entries;
    struct option_key *keys;
    unsigned count, room;
    unsigned key_count, key_room;
    struct buf why; /* the text of the last refusal, where it is not a constant */
};

/* The words of a line, with their storage. Zeroed is empty. */
struct words {
    struct bytes *at;
    unsigned count, room;
    struct buf text;
};

/* Replaces the words; false as option_split_line, or if the line is longer than OPTION_LINE_MAX. */
bool words_split(struct words *w, struct bytes line);
void words_fini(struct words *w);

/* NULL if there is no such name. */
struct option_entry *option_entry(const struct option_set *s, struct bytes name);

/* Appends the current value as lines of words separated by '\n': one line, but for OPT_MULTI one
 * for each item. An OPT_MULTI row without items is no line, or one empty word if it has items by
 * default. The same value always has the same spelling. */
void option_spell(const struct option_entry *e, struct buf *out);

/* Appends the value that these words of a config line stand for, in the spelling of option_spell;
 * false if they are no value of this option. */
bool option_spell_words(const struct option *o, const struct bytes *words, unsigned count,
                        struct buf *out);

#endif
