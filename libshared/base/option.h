/*
 * option -- directives: one row per setting, in the module that uses it.
 *
 * A module owns a plain variable for each setting and reads it directly; a table of rows says how
 * the directive is spelled, what values it takes, and whether it can change while the program runs.
 * CONFIG GET, SET and REWRITE, --help, the config file and its error texts all come from the rows.
 *
 *     static int64_t hz;
 *     const struct option server_options[] = {
 *         OPTION_INT("hz", &hz, "10", 1, 500, OPT_LIVE, "Turns of the periodic jobs per second."),
 *         OPTION_END
 *     };
 *
 * An option set gathers the tables of all modules. Names are matched with ASCII case ignored.
 */
#ifndef KV_BASE_OPTION_H
#define KV_BASE_OPTION_H

#include <stdbool.h>
#include "base/buf.h"
#include "base/bytes.h"

/* What a config file may hold. A line has room for the longest string with every byte escaped. */
enum {
    OPTION_TEXT_MAX = 16 << 20,    /* bytes of one file */
    OPTION_LINE_MAX = 512 << 10,   /* bytes of one line, and of a value of CONFIG SET */
    OPTION_INCLUDE_DEPTH_MAX = 16, /* files that include one another */
    OPTION_INCLUDE_MAX = 1024,     /* files that are included by one load, over all depths */
};

enum option_type {
    OPT_BOOL,   /* bool *: yes or no */
    OPT_INT,    /* int64_t *: min..max */
    OPT_MEMORY, /* uint64_t *: a size with units, min..max; CONFIG GET shows bytes */
    OPT_ENUM,   /* int *: one of the names */
    OPT_STRING, /* char **: heap, never NULL once added, "" without a fallback; min..max is the length */
    OPT_DOUBLE, /* double *: dmin..dmax */
    OPT_OCTAL,  /* int64_t *: file modes, shown in octal */
    OPT_CUSTOM, /* set() and get() do it all */
};

enum option_flag {
    OPT_FIXED = 0,      /* config file and command line only */
    OPT_LIVE = 1,       /* CONFIG SET may change it */
    OPT_SENSITIVE = 2,  /* never logged; hidden from MONITOR and SLOWLOG */
    OPT_MULTI = 4,      /* may appear on several lines, each one adds: save, rename-command */
    OPT_PERCENT = 8,    /* OPT_MEMORY also takes "N%", stored negative in an int64_t */
    OPT_HIDDEN = 16,    /* CONFIG GET shows it only when it is asked for by its exact name */
    OPT_PROTECTED = 32, /* CONFIG SET needs enable-protected-configs */
    OPT_LATER = 64,     /* accepted and kept for a part that is still to come */
    OPT_WORDS = 128,    /* OPT_STRING: the words of a line are one value, joined by blanks: bind */
    OPT_VERBATIM = 256, /* OPT_CUSTOM: one word, whose blanks and quotes are its own */
};

struct option_name {
    const char *name;
    int value;
};

struct option {
    const char *name;
    const char *alias; /* an older spelling, or NULL */
    enum option_type type;
    unsigned flags;
    void *value;
    const char *fallback; /* the default, in the spelling of the config file */
    int64_t min, max;
    double dmin, dmax;
    const struct option_name *names; /* OPT_ENUM; ends with a NULL name */
    const char *summary;             /* one sentence, for --help */
    /* Called after a live change took effect in *value: makes the program follow its variables.
     * False and *why undo the change; apply() is then called again with the old values in place. A
     * function that several changed options share is called once. May be NULL. */
    bool (*apply)(const char **why);
    /* Looks at a new value before it is stored; false and *why refuse it. Not for OPT_CUSTOM, whose
     * set() does that. May be NULL. */
    bool (*check)(struct bytes value, const char **why);
    /* OPT_CUSTOM: set() takes the words of the line, at least one (an empty value is one empty
     * word; a value given as one word in quotes is split, as redis-server does), and changes nothing
     * if it refuses them. get() gives the words back as one line, with
     * quotes where a word needs them (option_add_word), and set() takes whatever get() gave.
     * reset() goes back to the default: when the row is added to a set, and before the set() of a
     * CONFIG SET. Without it the default is set(fallback), and a CONFIG SET changes only what its
     * words name.
     *
     * OPT_MULTI: set() adds, but the first one after reset() replaces a default list, and an empty
     * value empties the list. get() gives one line per item, separated by '\n'. */
    bool (*set)(const struct bytes *words, unsigned count, const char **why);
    void (*get)(struct buf *out);
    void (*reset)(void);
};

#define OPTION_BOOL(n, var, dflt, fl, text)                                                        \
    {                                                                                              \
        .name = (n), .type = OPT_BOOL, .flags = (fl), .value = (var), .fallback = (dflt),          \
        .summary = (text)                                                                          \
    }
#define OPTION_INT(n, var, dflt, lo, hi, fl, text)                                                 \
    {                                                                                              \
        .name = (n), .type = OPT_INT, .flags = (fl), .value = (var), .fallback = (dflt),           \
        .min = (lo), .max = (hi), .summary = (text)                                                \
    }
#define OPTION_MEMORY(n, var, dflt, lo, hi, fl, text)                                              \
    {                                                                                              \
        .name = (n), .type = OPT_MEMORY, .flags = (fl), .value = (var), .fallback = (dflt),        \
        .min = (lo), .max = (hi), .summary = (text)                                                \
    }
#define OPTION_ENUM(n, var, dflt, list, fl, text)                                                  \
    {                                                                                              \
        .name = (n), .type = OPT_ENUM, .flags = (fl), .value = (var), .fallback = (dflt),          \
        .names = (list), .summary = (text)                                                         \
    }
#define OPTION_STRING(n, var, dflt, fl, text)                                                      \
    {                                                                                              \
        .name = (n), .type = OPT_STRING, .flags = (fl), .value = (var), .fallback = (dflt),        \
        .max = 64 * 1024, .summary = (text)                                                        \
    }
#define OPTION_END                                                                                 \
    {                                                                                              \
        .name = NULL                                                                               \
    }

struct option_set;

struct option_set *option_set_new(void);
void option_set_free(struct option_set *s); /* accepts NULL; the variables keep their values */

/* Adds the rows up to OPTION_END and gives each variable its default. A name that is there already,
 * or a default that its own row refuses, is our mistake. The rows must live as long as the set. */
void option_set_add(struct option_set *s, const struct option *rows);

const struct option *option_find(const struct option_set *s, struct bytes name);
/* True if a config file or the command line has set it, be it to its default. */
bool option_is_set(const struct option_set *s, const struct option *o);
/* The known name nearest to a misspelled one (edit distance <= 3, and less than half the length), or
 * NULL: "unknown directive 'max-memory', did you mean 'maxmemory'?" */
const char *option_nearest(const struct option_set *s, struct bytes name);

/* Sets one directive from the words that follow its name in a config file or on the command line.
 * False: *why is a sentence fit for the user (static, or valid until the next call). */
bool option_set_words(struct option_set *s, const struct option *o, const struct bytes *words,
                      unsigned count, const char **why);

/* CONFIG SET: all pairs or none. Every name and value is checked before anything changes; when an
 * apply() refuses, the values set so far go back. On failure *bad is the index of the pair and *why
 * the reason, in Redis's words where it has them ("argument must be 'yes' or 'no'", "argument must
 * be between 1 and 500 inclusive", "can't set immutable config", "can't set protected config",
 * "duplicate parameter", "argument couldn't be parsed into an integer", "argument(s) must be one of the
 * following: ...", "argument must be a memory value"). An unknown name: why is NULL. Two names of
 * one option are a duplicate. OPT_CUSTOM: the value is split into words as a line is. */
struct option_pair {
    struct bytes name, value;
};
bool option_set_live(struct option_set *s, const struct option_pair *pairs, unsigned count,
                     bool allow_protected, unsigned *bad, const char **why);

/* Appends the value as CONFIG GET shows it; the items of an OPT_MULTI row in one line. */
void option_get(const struct option *o, struct buf *out);

/* Calls fn for each name (or alias) that matches the glob pattern, in alphabetical order. */
void option_each(const struct option_set *s, struct bytes pattern,
                 void (*fn)(void *ctx, const char *name, const struct option *o), void *ctx);

/* The text of --help: each directive with default and summary. */
void option_help(const struct option_set *s, struct buf *out);

/* A config file, as bytes: a directive a line, words separated by blanks, quoted words with the
 * escapes of buf_add_quoted, '#' starts a comment line. `include path` (glob patterns allowed,
 * relative to the including file) is read in place; a pattern may match nothing, a plain path must
 * exist. The last line of a directive wins, OPT_MULTI rows gather theirs. Stops at the first bad
 * line: false, and err holds "path:line: directive 'x y': reason", without the value where a secret
 * may stand. path names the text in messages. */
bool option_load_text(struct option_set *s, struct bytes text, const char *path, struct buf *err);
bool option_load_file(struct option_set *s, const char *path, struct buf *err);

/* CONFIG REWRITE: the user's file with the current values. Pure: old text in, new text out.
 *
 * - A line of a known directive gets the current value in place; it stays as it is, byte for byte,
 *   if that is what it says already. Of several lines of one directive the last one counts, as when
 *   loading, and the others go.
 * - The lines of an OPT_MULTI directive get its items in order; lines too many go, items too many
 *   follow the last line.
 * - Comments, blank lines, `include` and lines that are not understood stay.
 * - Options that differ from their default and have no line come at the end, under one generated
 *   comment.
 * - Where an included file had a say (as option_load_file saw it), a single value goes behind the
 *   last include so that it wins, and the lines of an OPT_MULTI directive stay as they are: writing
 *   its items here as well would double them.
 *
 * Loading the new text gives the values of now, and rewriting it again changes nothing. */
void option_rewrite(const struct option_set *s, struct bytes old_text, struct buf *new_text);

/* Splits a line into words as the config file does; false if quotes are unbalanced, a closing quote
 * is not followed by a blank, or there are more than max words. Words point into scratch, which the
 * caller clears. */
bool option_split_line(struct bytes line, struct buf *scratch, struct bytes *words, unsigned max,
                       unsigned *count);

/* Appends a word so that option_split_line reads it back, with quotes only where they are needed. */
void option_add_word(struct buf *out, struct bytes word);

#endif
