#include "server/command.h"

#include "base/assert.h"
#include "base/mem.h"

#include <stdio.h>
#include <stdlib.h>

enum { SLOTS = 1024 }; /* a power of two, several times the number of commands */

/* Open addressing by name; commands are few and never removed but by renaming. */
struct slot {
    char name[48]; /* as clients spell it, lower case; "" is free */
    struct command_state *cmd;
};

static struct slot slots[SLOTS];
static struct command_state **sorted;
static unsigned count, sorted_cap;

/* Case-blind: setting bit 5 folds letters and only makes a few other bytes collide. */
static unsigned name_hash(struct bytes name)
{
    const uint64_t fold = 0x2020202020202020u, mix = 0x9e3779b97f4a7c15u;
    uint64_t h = name.len, w;

    for (; name.len >= 8; name = bytes_from(name, 8)) {
        memcpy(&w, name.ptr, 8);
        h = (h ^ (w | fold)) * mix;
    }
    w = 0;
    for (size_t i = 0; i < name.len; i++)
        w = w << 8 | (name.ptr[i] | 0x20);
    h = (h ^ w) * mix;
    return (unsigned)(h >> 40) & (SLOTS - 1);
}

static struct slot *slot_find(struct bytes name)
{
    unsigned i = name_hash(name);

    while (slots[i].name[0] != '\0' && !bytes_is_word(name, slots[i].name))
        i = (i + 1) & (SLOTS - 1);
    return &slots[i];
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
        struct slot *slot = slot_find(bytes_str(rows->name));

        kv_assert(slot->cmd == NULL && count < SLOTS / 2);
        kv_assert(strlen(rows->name) < sizeof slot->name);
        strcpy(slot->name, rows->name);
        slot->cmd = mem_zalloc(sizeof *slot->cmd);
        state_init(slot->cmd, rows, NULL);
        if (count == sorted_cap) {
            sorted_cap = sorted_cap ? sorted_cap * 2 : 128;
            sorted = mem_realloc(sorted, sorted_cap * sizeof(struct command_state *));
        }
        sorted[count++] = slot->cmd;
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
    if (new_name.len >= sizeof to->name) {
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
    for (size_t i = 0; i < new_name.len; i++)
        to->name[i] = (char)ascii_lower(new_name.ptr[i]);
    to->name[new_name.len] = '\0';
    to->cmd = cmd;
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
    "allow_busy", "sentinel",         "only_sentinel",
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
