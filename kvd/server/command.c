#include "server/command.h"

#include "base/assert.h"
#include "base/load.h"
#include "base/mem.h"

#include <stdio.h>
#include <stdlib.h>

enum { SLOTS = 1024 }; /* a power of two, several times the number of commands */

enum { NAME_WORDS = 6, NAME_BYTES = NAME_WORDS * 8 };

/* A name as clients spell it, in lower case, eight bytes to a number and zeros behind its end: so most
 * names are compared at once. Of a longer name than any command has only the start is here. */
struct folded {
    uint64_t word[NAME_WORDS];
    size_t len; /* of the name; 0: the slot is free */
};

/* Open addressing by name; commands are few and never removed but by renaming. */
struct slot {
    struct folded name;
    struct command_state *cmd;
};

static struct slot slots[SLOTS];
static struct command_state **sorted;
static unsigned count, sorted_cap;

/* The first bytes of a text, eight at most. */
static inline uint64_t load_upto8(const uint8_t *p, size_t len)
{
    if (len >= 8)
        return load_le64(p);
    if (len >= 4) /* the two halves may overlap */
        return load_le32(p) | (uint64_t)load_le32(p + len - 4) << 8 * (len - 4);
    if (len == 0)
        return 0;
    return p[0] | (uint64_t)p[len / 2] << 8 * (len / 2) | (uint64_t)p[len - 1] << 8 * (len - 1);
}

/* ascii_lower() of eight bytes: the sums carry into bit 7 of the bytes from 'A' on, and past 'Z'. */
static inline uint64_t lower8(uint64_t w)
{
    const uint64_t each = 0x0101010101010101u, low = w & 0x7f * each;
    uint64_t from_a = low + (0x80 - 'A') * each, past_z = low + (0x7f - 'Z') * each;
    uint64_t upper = from_a & ~past_z & ~w & 0x80 * each;

    return w | upper >> 2;
}

static inline unsigned words_of(size_t len)
{
    return len < NAME_BYTES ? (unsigned)(len + 7) / 8 : NAME_WORDS;
}

/* Fills name->word up to the name's end, and returns its hash. */
static inline unsigned fold(struct bytes text, struct folded *name)
{
    const uint64_t mix = 0x9e3779b97f4a7c15u;
    uint64_t h = text.len;

    name->len = text.len;
    for (unsigned i = 0; i < words_of(text.len); i++) {
        name->word[i] = lower8(load_upto8(text.ptr + 8 * i, text.len - 8 * i));
        h = (h ^ name->word[i]) * mix;
    }
    return (unsigned)(h >> 40) & (SLOTS - 1);
}

static inline bool same_name(const struct folded *a, const struct folded *b)
{
    if (a->len != b->len)
        return false;
    for (unsigned i = 0; i < words_of(a->len); i++)
        if (a->word[i] != b->word[i])
            return false;
    return true;
}

/* The slot of that name, or a free one. */
static struct slot *slot_find(struct bytes text)
{
    struct folded name;
    unsigned i = fold(text, &name);

    while (slots[i].name.len != 0 && !same_name(&slots[i].name, &name))
        i = (i + 1) & (SLOTS - 1);
    return &slots[i];
}

static void slot_fill(struct slot *slot, struct bytes text, struct command_state *cmd)
{
    kv_assert(slot->cmd == NULL && text.len < NAME_BYTES);
    fold(text, &slot->name);
    slot->cmd = cmd;
}

static uint32_t categories(const struct command *row)
{
    uint32_t acl = row->acl;

    if (row->flags & CMD_WRITE)
        acl |= ACL_WRITE;
    if (row->flags & CMD_READONLY && !(acl & ACL_SCRIPTING))
        acl |= ACL_READ;
    if (row->flags & CMD_ADMIN)
        acl |= ACL_ADMIN | ACL_DANGEROUS;
    if (row->flags & CMD_PUBSUB)
        acl |= ACL_PUBSUB;
    if (row->flags & CMD_BLOCKING)
        acl |= ACL_BLOCKING;
    return acl | (row->flags & CMD_FAST ? ACL_FAST : ACL_SLOW);
}

static void state_init(struct command_state *s, const struct command *row,
                       struct command_state *parent)
{
    *s = (struct command_state){ .row = row, .parent = parent, .acl = categories(row) };
    snprintf(s->full_name, sizeof s->full_name, "%s%s%s", parent ? parent->row->name : "",
             parent ? "|" : "", row->name);
    if (row->keys[0].begin == BEGIN_INDEX && row->keys[0].find == FIND_RANGE)
        s->first_key = row->keys[0].index;
    else if (row->keys[0].begin == BEGIN_INDEX && row->keys[0].find == FIND_KEYNUM)
        s->first_key = row->keys[0].index + row->keys[0].first;
    if (row->subs == NULL)
        return;
    while (row->subs[s->sub_count].name)
        s->sub_count++;
    s->subs = mem_zalloc(s->sub_count * sizeof *s->subs);
    for (unsigned i = 0; i < s->sub_count; i++)
        state_init(&s->subs[i], &row->subs[i], s);
}

static int by_name(const void *a, const void *b)
{
    return strcmp((*(struct command_state *const *)a)->row->name,
                  (*(struct command_state *const *)b)->row->name);
}

void command_register(const struct command *rows)
{
    for (; rows->name; rows++) {
        struct bytes name = bytes_str(rows->name);
        struct command_state *cmd = mem_zalloc(sizeof *cmd);

        kv_assert(count < SLOTS / 2);
        state_init(cmd, rows, NULL);
        slot_fill(slot_find(name), name, cmd);
        if (count == sorted_cap) {
            sorted_cap = sorted_cap ? sorted_cap * 2 : 128;
            sorted = mem_realloc(sorted, sorted_cap * sizeof(struct command_state *));
        }
        sorted[count++] = cmd;
    }
    qsort(sorted, count, sizeof(struct command_state *), by_name);
}

static struct command_state *sub_find(struct command_state *parent, struct bytes name)
{
    for (unsigned i = 0; i < parent->sub_count; i++)
        if (bytes_is_word(name, parent->subs[i].row->name))
            return &parent->subs[i];
    return NULL;
}

struct command_state *command_lookup(const struct bytes *argv, unsigned argc)
{
    struct command_state *cmd = slot_find(argv[0])->cmd, *sub;

    if (cmd == NULL || cmd->subs == NULL || argc < 2)
        return cmd;
    sub = sub_find(cmd, argv[1]);
    return sub ? sub : cmd;
}

struct command_state *command_find(struct bytes name)
{
    const uint8_t *bar = name.len ? memchr(name.ptr, '|', name.len) : NULL;
    struct command_state *cmd;

    if (bar == NULL)
        return slot_find(name)->cmd;
    cmd = slot_find(bytes_make(name.ptr, (size_t)(bar - name.ptr)))->cmd;
    return cmd ? sub_find(cmd, bytes_from(name, (size_t)(bar - name.ptr) + 1)) : NULL;
}

static void unlist(const struct command_state *cmd)
{
    unsigned kept = 0;

    for (unsigned i = 0; i < count; i++)
        if (sorted[i] != cmd)
            sorted[kept++] = sorted[i];
    count = kept;
}

bool command_rename(struct bytes old_name, struct bytes new_name, const char **why)
{
    struct slot *from = slot_find(old_name), *to;
    struct command_state *cmd = from->cmd;

    if (cmd == NULL) {
        *why = "no such command";
        return false;
    }
    if (new_name.len >= NAME_BYTES) {
        *why = "the new name is too long";
        return false;
    }
    to = slot_find(new_name);
    if (new_name.len > 0 && to->cmd != NULL) {
        *why = "the new name is the name of a command";
        return false;
    }
    /* The old slot keeps its name, so that probes go on past it, but leads nowhere. */
    from->cmd = NULL;
    if (new_name.len == 0) {
        unlist(cmd);
        mem_free(cmd->subs);
        mem_free(cmd);
        return true;
    }
    slot_fill(to, new_name, cmd);
    return true;
}

struct command_state *const *command_all(unsigned *n)
{
    *n = count;
    return sorted;
}

static void reset_stats(struct command_state *s)
{
    s->calls = s->nsec = s->rejected = s->failed = 0;
    mem_free(s->histogram);
    s->histogram = NULL;
    for (unsigned i = 0; i < s->sub_count; i++)
        reset_stats(&s->subs[i]);
}

void command_reset_stats(void)
{
    for (unsigned i = 0; i < count; i++)
        reset_stats(sorted[i]);
}

/* ---- Names, in the order of the bits ------------------------------------------------------------- */

static const char *const flag_names[] = {
    "write",      "readonly",         "denyoom",       "admin",
    "pubsub",     "noscript",         "blocking",      "loading",
    "stale",      "skip_monitor",     "skip_slowlog",  "asking",
    "fast",       "no_auth",          "may_replicate", "no_mandatory_keys",
    "protected",  "no_async_loading", "no_multi",      "movablekeys",
    "allow_busy", "sentinel",         "only_sentinel", "script_runner",
};

static const char *const acl_names[] = {
    "keyspace", "read",   "write",       "set",       "sortedset",  "list",        "hash",
    "string",   "bitmap", "hyperloglog", "geo",       "stream",     "pubsub",      "admin",
    "fast",     "slow",   "blocking",    "dangerous", "connection", "transaction", "scripting",
};

static const char *const key_flag_names[] = {
    "RO",     "RW",     "OW",      "RM",         "access",         "update",
    "insert", "delete", "not_key", "incomplete", "variable_flags",
};

#define NAME_AT(names, bit) ((bit) < sizeof(names) / sizeof *(names) ? (names)[bit] : NULL)

const char *command_flag_name(unsigned bit)
{
    return NAME_AT(flag_names, bit);
}

const char *command_acl_name(unsigned bit)
{
    return NAME_AT(acl_names, bit);
}

const char *command_key_flag_name(unsigned bit)
{
    return NAME_AT(key_flag_names, bit);
}
