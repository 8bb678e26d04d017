#include "server/hold.h"

#include "base/mem.h"
#include "server/client.h"

struct held {
    char *name;
    size_t len;
    bool pinned;
    struct store_pin pin; /* of a collection or a blob */
    struct blob *string;
};

struct hold {
    struct hold *next;
    bool changes;
    unsigned count;
    struct held keys[];
};

unsigned hold_count;
static struct hold *holds;
static unsigned change_count; /* of them that change what they hold */

static void keep_value(struct held *k, const struct entry *e)
{
    char scratch[NUM_INT_MAX];

    if (entry_type(e) != OBJ_STRING) {
        k->pinned = true;
        store_pin_value(e, &k->pin);
    } else if (entry_encoding(e) == ENC_BLOB) {
        k->pinned = true;
        store_pin_blob(e, &k->pin);
        k->string = k->pin.string;
    } else {
        k->string = blob_dup(entry_string(e, scratch));
    }
}

struct hold *hold_new(struct db *db, const struct key *keys, unsigned count)
{
    struct hold *h = mem_zalloc(sizeof *h + count * sizeof h->keys[0]);

    h->count = count;
    for (unsigned i = 0; i < count; i++) {
        struct held *k = &h->keys[i];
        const struct entry *e = store_find(db, keys[i]);

        k->name = mem_bytesdup(keys[i].name);
        k->len = keys[i].name.len;
        if (e)
            keep_value(k, e);
    }
    h->next = holds;
    holds = h;
    hold_count++;
    return h;
}

struct hold *hold_to_change(struct db *db, struct key key)
{
    struct hold *h = hold_new(db, &key, 1);

    h->changes = true;
    change_count++;
    return h;
}

const struct value *hold_value(const struct hold *h, unsigned index)
{
    const struct held *k = &h->keys[index];

    return k->pinned && k->string == NULL ? &k->pin.value : NULL;
}

struct bytes hold_string(const struct hold *h, unsigned index)
{
    const struct blob *b = h->keys[index].string;

    return b ? blob_bytes(b) : BYTES_LIT("");
}

void hold_free(struct hold *h)
{
    struct hold **at = &holds;

    if (h == NULL)
        return;
    while (*at != h)
        at = &(*at)->next;
    *at = h->next;
    hold_count--;
    change_count -= h->changes;
    for (unsigned i = 0; i < h->count; i++) {
        if (h->keys[i].pinned)
            store_unpin(&h->keys[i].pin);
        else if (h->keys[i].string)
            store_free_blob(h->keys[i].string, true);
        mem_free(h->keys[i].name);
    }
    mem_free(h);
    clients_look_again();
}

static bool has_name(const struct hold *h, struct bytes name)
{
    for (unsigned i = 0; i < h->count; i++)
        if (bytes_eq(bytes_make(h->keys[i].name, h->keys[i].len), name))
            return true;
    return false;
}

/* Two may read the same value; who changes it is alone. */
static bool is_held_from(struct bytes name, bool writes)
{
    for (const struct hold *h = holds; h; h = h->next)
        if ((writes || h->changes) && has_name(h, name))
            return true;
    return false;
}

struct scan {
    const struct bytes *argv;
    bool is_write, any, stops;
};

static void look_at_key(void *ctx, unsigned index, unsigned flags)
{
    struct scan *s = ctx;
    bool writes = s->is_write && (!(flags & KS_RO) || flags & KS_CHANGES);

    s->any = true;
    s->stops |= is_held_from(s->argv[index], writes);
}

bool hold_stops_some(const struct command_state *cmd, const struct bytes *argv, unsigned argc)
{
    const uint32_t writes =
        CMD_WRITE | CMD_MAY_REPLICATE; /* a script may write the keys it names */
    struct scan s = { .argv = argv, .is_write = cmd && cmd->row->flags & writes };

    if (cmd == NULL || (!s.is_write && change_count == 0))
        return false;
    command_keys(cmd->row, argv, argc, look_at_key, &s);
    return s.stops || (cmd->row->flags & CMD_WRITE && !s.any);
}
