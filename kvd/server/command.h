/*
 * command -- the command table: a row per command, next to its handler.
 *
 * COMMAND INFO, DOCS, LIST, GETKEYS, the arity errors, ACL categories and the client's hints all come
 * from the row. Families (cmd/string.c and so on) export an array of rows that ends with COMMAND_END;
 * main.c registers them. A container such as CLIENT has rows of its own for its subcommands.
 *
 *     const struct command string_commands[] = {
 *         { "incrby", 3, CMD_WRITE | CMD_DENYOOM | CMD_FAST, .keys = { KEY(1, KS_RW | KS_UPDATE) },
 *           .acl = ACL_STRING, .handler = cmd_incrby, .group = "string", .since = "1.0.0",
 *           .complexity = "O(1)", .summary = "Adds an integer to the integer value of a key.",
 *           .args = "key increment:integer" },
 *         COMMAND_END
 *     };
 *
 * The categories read, write, fast, slow, admin, dangerous, blocking, pubsub follow from the flags;
 * a row names the others.
 *
 * The argument language of .args (one string, the form in which people write syntax; argspec.h reads
 * it into a tree, and every argument has a name):
 *
 *     name              an argument of type key if it is called key, key1, key2, source, destination
 *                       or newkey, else of type string
 *     name:type         string integer double key pattern unix-time
 *     name#2            belongs to the row's third key spec; without it each key has its own, the
 *                       keys past the last spec share that
 *     TOKEN             a pure token called by its lower-case name; name=TOKEN gives it another.
 *                       Tokens are capitals, digits, - and _, or any text in double quotes
 *     TOKEN name        an argument with its token before it; also TOKEN name=( a | b )
 *     name=( a | b )    one of the arguments
 *     name={ a b }      a block of arguments
 *     [ a ]             optional: brackets hold one argument
 *     a ...             may be repeated            a *...      repeated with its token each time
 *     a @7.0.0          since that version         a !2.8.12   deprecated since that version
 */
#ifndef KV_SERVER_COMMAND_H
#define KV_SERVER_COMMAND_H

#include <stdbool.h>
#include <stdint.h>
#include "base/bytes.h"

struct call;

enum command_flag {
    CMD_WRITE = 1 << 0,
    CMD_READONLY = 1 << 1,
    CMD_DENYOOM = 1 << 2,
    CMD_ADMIN = 1 << 3,
    CMD_PUBSUB = 1 << 4,
    CMD_NOSCRIPT = 1 << 5,
    CMD_BLOCKING = 1 << 6,
    CMD_LOADING = 1 << 7,
    CMD_STALE = 1 << 8,
    CMD_SKIP_MONITOR = 1 << 9,
    CMD_SKIP_SLOWLOG = 1 << 10,
    CMD_ASKING = 1 << 11,
    CMD_FAST = 1 << 12,
    CMD_NO_AUTH = 1 << 13,
    CMD_MAY_REPLICATE = 1 << 14, /* stopped by CLIENT PAUSE WRITE though no write; not shown */
    CMD_NO_MANDATORY_KEYS = 1 << 15,
    CMD_PROTECTED = 1 << 16,
    CMD_NO_ASYNC_LOADING = 1 << 17,
    CMD_NO_MULTI = 1 << 18,
    CMD_MOVABLEKEYS = 1 << 19,
    CMD_ALLOW_BUSY = 1 << 20,
    CMD_SENTINEL = 1 << 21,
    CMD_ONLY_SENTINEL = 1 << 22,
    CMD_SCRIPT_RUNNER = 1 << 23,
    /* Those past it are for the server alone. */
    CMD_LAST_SHOWN = CMD_SCRIPT_RUNNER,
    CMD_AT_ONCE = 1 << 24,    /* is not queued in MULTI */
    CMD_RUNS_QUEUE = 1 << 25, /* EXEC */
    CMD_ALL_BYTES = 1 << 26,  /* reads a string to its end: more of its memory is asked for ahead */
    CMD_ASIDE = 1 << 27,      /* may take for ever: it runs on a stack of its own, see aside.h */
    CMD_PUBLISHES = 1 << 28,  /* waits while too many messages are on their way */
    CMD_LISTENING = 1 << 29,  /* is allowed while the client can only listen, see pubsub.h */
    CMD_SHARES = 1 << 30,     /* deals with scripts or functions but touches no keys, see aside.h */
};

enum acl_category {
    ACL_KEYSPACE = 1 << 0,
    ACL_READ = 1 << 1,
    ACL_WRITE = 1 << 2,
    ACL_SET = 1 << 3,
    ACL_SORTEDSET = 1 << 4,
    ACL_LIST = 1 << 5,
    ACL_HASH = 1 << 6,
    ACL_STRING = 1 << 7,
    ACL_BITMAP = 1 << 8,
    ACL_HYPERLOGLOG = 1 << 9,
    ACL_GEO = 1 << 10,
    ACL_STREAM = 1 << 11,
    ACL_PUBSUB = 1 << 12,
    ACL_ADMIN = 1 << 13,
    ACL_FAST = 1 << 14,
    ACL_SLOW = 1 << 15,
    ACL_BLOCKING = 1 << 16,
    ACL_DANGEROUS = 1 << 17,
    ACL_CONNECTION = 1 << 18,
    ACL_TRANSACTION = 1 << 19,
    ACL_SCRIPTING = 1 << 20,
};

enum key_flag {
    KS_RO = 1 << 0, /* reads the value; of RO RW OW RM a spec has one */
    KS_RW = 1 << 1,
    KS_OW = 1 << 2,
    KS_RM = 1 << 3,
    KS_ACCESS = 1 << 4, /* what happens to the user's data there */
    KS_UPDATE = 1 << 5,
    KS_INSERT = 1 << 6,
    KS_DELETE = 1 << 7,
    KS_NOT_KEY = 1 << 8,
    KS_INCOMPLETE = 1 << 9,
    KS_VARIABLE_FLAGS = 1 << 10,
    KS_CHANGES = 1 << 11,      /* the value changes though the spec says RO, as by XREADGROUP */
    KS_SHOWN = KS_CHANGES - 1, /* what clients are told */
};

enum key_begin { BEGIN_NONE, BEGIN_INDEX, BEGIN_KEYWORD, BEGIN_UNKNOWN };
enum key_find { FIND_RANGE, FIND_KEYNUM, FIND_UNKNOWN };

/* Where the keys are. Positions count the command's name as 0, as COMMAND INFO shows them. */
struct key_spec {
    uint16_t flags;
    uint8_t begin; /* enum key_begin; BEGIN_NONE: no spec */
    uint8_t find;  /* enum key_find */
    int16_t index; /* BEGIN_INDEX: the first argument; BEGIN_KEYWORD: where the search starts */
    const char *keyword;
    /* FIND_RANGE: last is relative to the first key (0: only it, -1: to the end, -2: to the one
     * before the end), step apart, limit as in COMMAND INFO. FIND_KEYNUM: the count's position, and
     * the first key's, relative to the begin. */
    int16_t last, step, limit;
    int16_t keynum, first;
};

#define KEY(i, fl)                                                                                 \
    {                                                                                              \
        .flags = (fl), .begin = BEGIN_INDEX, .index = (i), .step = 1                               \
    }
#define KEYS(i, l, st, fl)                                                                         \
    {                                                                                              \
        .flags = (fl), .begin = BEGIN_INDEX, .index = (i), .last = (l), .step = (st)               \
    }
#define KEYNUM(i, st, fl)                                                                          \
    {                                                                                              \
        .flags = (fl), .begin = BEGIN_INDEX, .find = FIND_KEYNUM, .index = (i), .keynum = 0,       \
        .first = 1, .step = (st)                                                                   \
    }

enum { COMMAND_KEY_SPECS = 3 };

typedef void command_fn(struct call *c);

/* Asks for the memory that a lookup of a member with this hash in the collection will touch: in stage 0
 * what leads to the member, in stage 1, when that has arrived, the member. Any collection may be there. */
struct value;
typedef void command_prefetch_fn(const struct value *v, uint64_t hash, unsigned stage);

struct command {
    const char *name; /* lower case; a subcommand's own name without the container's */
    int arity;        /* arguments, the name(s) included; negative: at least so many */
    uint32_t flags;
    struct key_spec keys[COMMAND_KEY_SPECS];
    uint32_t acl;
    command_fn *handler; /* of a container: NULL if it needs a subcommand */
    const char *group;   /* "string", "generic", "connection", "server", ... */
    const char *since;
    const char *complexity;
    const char *summary;
    const char *args;
    const char *tips;       /* separated by blanks, or NULL */
    const char *deprecated; /* the version since which it is deprecated, or NULL */
    const char *replaced_by;
    const char *history;        /* "7.0.0: Added the X option.; 7.2.0: ..." or NULL */
    const struct command *subs; /* a container's rows */
    /* What this request does at the keys of a spec with KS_VARIABLE_FLAGS; NULL: what the spec says. */
    unsigned (*key_flags)(const struct bytes *argv, unsigned argc);
    /* The argument that is looked for in the collection at the first key, which has a fixed position, and
     * how its memory is asked for; 0 and NULL: there is no such thing. */
    unsigned member;
    command_prefetch_fn *prefetch;
    /* The argument index of the key that keys[spec], a spec with BEGIN_UNKNOWN, means in this request, or of
     * the first key of one with KS_INCOMPLETE; 0 if there is none. NULL: the spec says all that is known. */
    unsigned (*find_key)(unsigned spec, const struct bytes *argv, unsigned argc);
    /* Of a command with CMD_MAY_REPLICATE: true if this request, which is as long as the row says, only reads.
     * NULL: any may write. */
    bool (*only_reads)(const struct bytes *argv, unsigned argc);
};

#define COMMAND_END                                                                                \
    {                                                                                              \
        .name = NULL                                                                               \
    }

/* What the server counts per row, and what it works out once when the row is registered. */
struct command_state {
    const struct command *row;
    struct command_state *parent; /* the container's, of a subcommand */
    struct command_state *subs;
    unsigned sub_count;
    char full_name[48]; /* "client|kill"; after rename-command still the original */
    uint32_t acl;       /* the row's categories and those that follow from its flags */
    int first_key; /* argument index of the first key, if there is one, where it is fixed, else 0 */
    uint64_t calls, nsec, rejected, failed; /* nsec: time spent in all calls */
    uint64_t *histogram; /* durations, see base/histogram.h; NULL before the first call */
};

/* Registers a family's rows; the array must live for ever. */
void command_register(const struct command *rows);

/* The row for argv[0], or for a container and argv[1] the subcommand's; NULL if unknown. A container
 * without such a subcommand gives the container (its handler replies to the unknown subcommand). */
struct command_state *command_lookup(const struct bytes *argv, unsigned argc);
/* By name as users write it, "get" or "config|set". */
struct command_state *command_find(struct bytes name);

/* rename-command: new name "" removes it. KV error text in *why. Before the first client only. */
bool command_rename(struct bytes old_name, struct bytes new_name, const char **why);

/* All top-level commands, in alphabetical order; *count of them. */
struct command_state *const *command_all(unsigned *count);

/* True if argc fits the row. */
static inline bool command_arity_ok(const struct command *row, unsigned argc)
{
    return row->arity >= 0 ? argc == (unsigned)row->arity : argc >= (unsigned)-row->arity;
}

/* How many of the row's key specs are in use. */
unsigned command_key_spec_count(const struct command *row);

/* Finds the keys of a request: calls fn for each with its argument index and what the request does
 * there (the key flags that a spec can have, without those that are about the spec). False if the
 * arguments do not fit the specs (a keynum that is no number or too large). */
bool command_keys(const struct command *row, const struct bytes *argv, unsigned argc,
                  void (*fn)(void *ctx, unsigned index, unsigned flags), void *ctx);

/* Names for COMMAND INFO and ACL, in the order of the bits; NULL past the last. */
const char *command_flag_name(unsigned bit);
const char *command_acl_name(unsigned bit);
const char *command_key_flag_name(unsigned bit);

/* CONFIG RESETSTAT. */
void command_reset_stats(void);

#endif
