#include "server/keyspace_events.h"

#include "base/hash.h"
#include "server/call.h"
#include "server/pubsub.h"
#include "server/subkey_events.h"

#include <stdlib.h>
#include <string.h>

enum event_class {
    CLASS_GENERIC = 1 << 0,
    CLASS_STRING = 1 << 1,
    CLASS_LIST = 1 << 2,
    CLASS_SET = 1 << 3,
    CLASS_HASH = 1 << 4,
    CLASS_ZSET = 1 << 5,
    CLASS_EXPIRED = 1 << 6,
    CLASS_EVICTED = 1 << 7,
    CLASS_STREAM = 1 << 8,
    CLASS_MODULE = 1 << 9,
    CLASS_NEW = 1 << 10,
    TO_KEYSPACE = 1 << 11,
    TO_KEYEVENT = 1 << 12,
    CLASS_MISS = 1 << 13,
    CLASS_OVERWRITTEN = 1 << 14,
    CLASS_TYPE_CHANGED = 1 << 15,
    TO_SUBKEYS = 1 << 16, /* the first of four, in the order of enum subkey_channel */

    CLASSES_OF_A = CLASS_NEW - 1,
    CLASSES_OF_STORE = CLASS_NEW | CLASS_OVERWRITTEN | CLASS_TYPE_CHANGED,
};

/* The classes' letters in the order of their bits, which is how CONFIG GET shows them; A stands for all up to d. */
static const char letters[] = "g$lshzxetdnKEmocSTIV";

/* What becomes of what was at the key: the event KEEPS it; or the command REPLACES it, of which "overwritten" tells
 * before the event; or another key TAKES_PLACE, of which it tells after. */
enum fate { KEEPS, REPLACES, TAKES_PLACE };

struct event {
    const char *name;
    unsigned class;
    enum fate fate;
};

/* In the order of strcmp(). */
static const struct event events[] = {
    { "append", CLASS_STRING, KEEPS },
    { "copy_to", CLASS_GENERIC, TAKES_PLACE },
    { "del", CLASS_GENERIC, KEEPS },
    { "evicted", CLASS_EVICTED, KEEPS },
    { "expire", CLASS_GENERIC, KEEPS },
    { "expired", CLASS_EXPIRED, KEEPS },
    { "georadiusstore", CLASS_ZSET, REPLACES },
    { "geosearchstore", CLASS_ZSET, REPLACES },
    { "hdel", CLASS_HASH, KEEPS },
    { "hexpire", CLASS_HASH, KEEPS },
    { "hexpired", CLASS_HASH, KEEPS },
    { "hincrby", CLASS_HASH, KEEPS },
    { "hincrbyfloat", CLASS_HASH, KEEPS },
    { "hpersist", CLASS_HASH, KEEPS },
    { "hset", CLASS_HASH, KEEPS },
    { "incrby", CLASS_STRING, KEEPS },
    { "incrbyfloat", CLASS_STRING, KEEPS },
    { "linsert", CLASS_LIST, KEEPS },
    { "lpop", CLASS_LIST, KEEPS },
    { "lpush", CLASS_LIST, KEEPS },
    { "lrem", CLASS_LIST, KEEPS },
    { "lset", CLASS_LIST, KEEPS },
    { "ltrim", CLASS_LIST, KEEPS },
    { "move_from", CLASS_GENERIC, KEEPS },
    { "move_to", CLASS_GENERIC, KEEPS },
    { "new", CLASS_NEW, KEEPS },
    { "persist", CLASS_GENERIC, KEEPS },
    { "pfadd", CLASS_STRING, KEEPS },
    { "rename_from", CLASS_GENERIC, KEEPS },
    { "rename_to", CLASS_GENERIC, TAKES_PLACE },
    { "restore", CLASS_GENERIC, REPLACES },
    { "rpop", CLASS_LIST, KEEPS },
    { "rpush", CLASS_LIST, KEEPS },
    { "sadd", CLASS_SET, KEEPS },
    { "sdiffstore", CLASS_SET, REPLACES },
    { "set", CLASS_STRING, REPLACES },
    { "setbit", CLASS_STRING, KEEPS },
    { "setrange", CLASS_STRING, KEEPS },
    { "sinterstore", CLASS_SET, REPLACES },
    { "sortstore", CLASS_LIST, REPLACES },
    { "spop", CLASS_SET, KEEPS },
    { "srem", CLASS_SET, KEEPS },
    { "sunionstore", CLASS_SET, REPLACES },
    { "xadd", CLASS_STREAM, KEEPS },
    { "xdel", CLASS_STREAM, KEEPS },
    { "xgroup-create", CLASS_STREAM, KEEPS },
    { "xgroup-createconsumer", CLASS_STREAM, KEEPS },
    { "xgroup-delconsumer", CLASS_STREAM, KEEPS },
    { "xgroup-destroy", CLASS_STREAM, KEEPS },
    { "xgroup-setid", CLASS_STREAM, KEEPS },
    { "xsetid", CLASS_STREAM, KEEPS },
    { "xtrim", CLASS_STREAM, KEEPS },
    { "zadd", CLASS_ZSET, KEEPS },
    { "zdiffstore", CLASS_ZSET, REPLACES },
    { "zincr", CLASS_ZSET, KEEPS },
    { "zinterstore", CLASS_ZSET, REPLACES },
    { "zpopmax", CLASS_ZSET, KEEPS },
    { "zpopmin", CLASS_ZSET, KEEPS },
    { "zrangestore", CLASS_ZSET, REPLACES },
    { "zrem", CLASS_ZSET, KEEPS },
    { "zremrangebylex", CLASS_ZSET, KEEPS },
    { "zremrangebyrank", CLASS_ZSET, KEEPS },
    { "zremrangebyscore", CLASS_ZSET, KEEPS },
    { "zunionstore", CLASS_ZSET, REPLACES },
};

static unsigned chosen; /* classes and channels */
static struct store *store;

/* ---- Publishing ---------------------------------------------------------------------------------- */

static void publish_on(const char *kind, unsigned db, struct bytes name, struct bytes message)
{
    struct buf channel = { .limit = BUF_UNLIMITED };

    buf_addf(&channel, "__%s@%u__:", kind, db);
    buf_add_bytes(&channel, name);
    pubsub_publish(buf_bytes(&channel), message);
    buf_fini(&channel);
}

static void notify(unsigned class, unsigned db, struct bytes key, const char *event)
{
    if (!(chosen & class) || pubsub_is_idle())
        return;
    if (chosen & TO_KEYSPACE)
        publish_on("keyspace", db, key, bytes_str(event));
    if (chosen & TO_KEYEVENT)
        publish_on("keyevent", db, bytes_str(event), key);
}

/* ---- What a change replaces ---------------------------------------------------------------------- */

/* The latest changes as the store saw them begin, by database and the hash of the key's name. One request changes
 * a few keys at a time, and what is asked for is its own. */
enum { CHANGES = 8 };

static struct change {
    unsigned db;
    uint64_t hash;
    bool open, existed;
    enum obj_type type; /* if it existed */
    enum obj_type type_now;
} changes[CHANGES];
static unsigned change_at;

static struct change *change_find(unsigned db, struct bytes key)
{
    uint64_t hash = hash_bytes(key);

    for (unsigned i = 1; i <= CHANGES; i++) {
        struct change *ch = &changes[(change_at - i) % CHANGES];

        if (ch->open && ch->db == db && ch->hash == hash)
            return ch;
    }
    return NULL;
}

static void before_change(void *ctx, unsigned db, struct bytes key, const struct entry *old)
{
    (void)ctx;
    if (subkey_channels != 0)
        subkey_forget();
    if (kv_likely(!(chosen & CLASSES_OF_STORE)))
        return;
    changes[change_at++ % CHANGES] = (struct change){ .db = db,
                                                      .hash = hash_bytes(key),
                                                      .open = true,
                                                      .existed = old != NULL,
                                                      .type = old ? entry_type(old) : OBJ_STRING };
}

static void after_change(void *ctx, unsigned db, struct bytes key, const struct entry *now,
                         enum store_change what)
{
    struct change *ch;

    (void)ctx;
    if (kv_likely(!(chosen & CLASSES_OF_STORE)) || what != CHANGE_PUT || now == NULL)
        return;
    ch = change_find(db, key);
    if (ch == NULL)
        return;
    ch->type_now = entry_type(now);
    if (!ch->existed)
        notify(CLASS_NEW, db, key, "new");
}

static void tell_replaced(unsigned db, struct bytes key)
{
    struct change *ch = chosen & CLASSES_OF_STORE ? change_find(db, key) : NULL;

    if (ch == NULL || !ch->existed)
        return;
    ch->open = false;
    notify(CLASS_OVERWRITTEN, db, key, "overwritten");
    if (ch->type_now != ch->type)
        notify(CLASS_TYPE_CHANGED, db, key, "type_changed");
}

/* ---- Listening ----------------------------------------------------------------------------------- */

static int compare(const void *name, const void *event)
{
    return strcmp(name, ((const struct event *)event)->name);
}

static const struct event *event_find(const char *name)
{
    return bsearch(name, events, sizeof events / sizeof *events, sizeof *events, compare);
}

bool keyspace_event_is_known(const char *name)
{
    return event_find(name) != NULL;
}

/* What has no name here (FLUSHALL, SWAPDB) is not told of. */
static void on_changed(void *ctx, unsigned db, struct bytes key, const char *name)
{
    const struct event *e;

    (void)ctx;
    if (kv_likely(chosen == 0) || name == NULL)
        return;
    e = event_find(name);
    if (e == NULL)
        return;
    if (e->fate == REPLACES)
        tell_replaced(db, key);
    notify(e->class, db, key, name);
    if (e->fate == TAKES_PLACE)
        tell_replaced(db, key);
    if (e->class == CLASS_HASH && subkey_channels != 0)
        subkey_tell(db, key, name);
}

static void on_fields(void *ctx, unsigned db, struct bytes key, const struct bytes *names,
                      unsigned count)
{
    (void)ctx;
    (void)db;
    (void)key;
    for (unsigned i = 0; i < count; i++)
        subkey_note(names[i]);
}

static void on_miss(void *ctx, unsigned db, struct bytes key)
{
    (void)ctx;
    notify(CLASS_MISS, db, key, "keymiss");
}

/* From the first choice on; whoever does without pays nothing. */
static void listen_if_chosen(void)
{
    static bool on_calls;
    static const struct store *on_store;

    if (chosen == 0 || store == NULL)
        return;
    if (!on_calls)
        call_on_changed(on_changed, NULL);
    on_calls = true;
    if (on_store != store)
        store_add_hooks(store, &(struct store_hooks){ .before = before_change,
                                                      .after = after_change,
                                                      .fields = on_fields,
                                                      .miss = on_miss });
    on_store = store;
}

void keyspace_events_init(struct store *st)
{
    store = st;
    listen_if_chosen();
}

/* ---- The directive ------------------------------------------------------------------------------- */

static bool classes_set(const struct bytes *words, unsigned count, const char **why)
{
    unsigned next = 0;

    if (count != 1)
        return false;
    *why = "Invalid event class character. Use 'Ag$lshzxeKEtmdn'.";
    for (size_t i = 0; i < words[0].len; i++) {
        char c = (char)words[0].ptr[i];
        const char *letter = c != '\0' ? strchr(letters, c) : NULL;

        if (c == 'A')
            next |= CLASSES_OF_A;
        else if (letter != NULL)
            next |= 1u << (letter - letters);
        else
            return false;
    }
    chosen = next;
    /* The fields of events that nobody is told of need not be known. */
    subkey_channels = next & CLASS_HASH ? next / TO_SUBKEYS : 0;
    listen_if_chosen();
    return true;
}

static void classes_get(struct buf *out)
{
    unsigned rest = chosen;

    if ((rest & CLASSES_OF_A) == CLASSES_OF_A) {
        buf_add_byte(out, 'A');
        rest &= ~(unsigned)CLASSES_OF_A;
    }
    for (unsigned i = 0; letters[i] != '\0'; i++)
        if (rest & 1u << i)
            buf_add_byte(out, (uint8_t)letters[i]);
}

const struct option keyspace_events_options[] = {
    { .name = "notify-keyspace-events",
      .type = OPT_CUSTOM,
      .flags = OPT_LIVE | OPT_VERBATIM,
      .fallback = "",
      .summary = "Classes of events that are published: letters of Ag$lshzxetdnmoc, and channels: "
                 "K, E, S, T, I, V.",
      .set = classes_set,
      .get = classes_get },
    OPTION_END,
};
