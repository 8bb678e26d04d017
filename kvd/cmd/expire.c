/* EXPIRE PEXPIRE EXPIREAT PEXPIREAT TTL PTTL EXPIRETIME PEXPIRETIME PERSIST */
#include "cmd/expiry.h"
#include "cmd/families.h"
#include "server/lazyfree.h"
#include "server/reply.h"

/* False: an error was replied. */
static bool conditions(struct call *c, unsigned *flags)
{
    *flags = 0;
    while (args_left(c) > 0) {
        struct bytes option = arg_peek(c);

        if (arg_word(c, "nx"))
            *flags |= EXPIRE_IF_NONE;
        else if (arg_word(c, "xx"))
            *flags |= EXPIRE_IF_SOME;
        else if (arg_word(c, "gt"))
            *flags |= EXPIRE_IF_LATER;
        else if (arg_word(c, "lt"))
            *flags |= EXPIRE_IF_EARLIER;
        else {
            reply_errorf(c, "ERR Unsupported option %.*s",
                         (int)(option.len < 128 ? option.len : 128), (const char *)option.ptr);
            return false;
        }
    }
    if (*flags & EXPIRE_IF_NONE &&
        *flags & (EXPIRE_IF_SOME | EXPIRE_IF_LATER | EXPIRE_IF_EARLIER)) {
        reply_error(c, "ERR NX and XX, GT or LT options at the same time are not compatible");
        return false;
    }
    if (*flags & EXPIRE_IF_LATER && *flags & EXPIRE_IF_EARLIER) {
        reply_error(c, "ERR GT and LT options at the same time are not compatible");
        return false;
    }
    return true;
}

/* Sets the deadline to base_ms + the time given in units of unit_ms. */
static void expire(struct call *c, int64_t base_ms, int64_t unit_ms)
{
    struct key key = arg_key(c);
    struct bytes time = arg_bytes(c);
    int64_t at_ms;
    struct entry *e;
    unsigned flags;

    if (!conditions(c, &flags))
        return;
    if (!num_parse_int(time, &at_ms)) {
        reply_err(c, KV_NOT_INT);
        return;
    }
    if (!num_mul(&at_ms, unit_ms) || !num_add(&at_ms, base_ms)) {
        reply_err(c, KV_EXPIRE);
        return;
    }
    at_ms = at_ms < 0 ? 0 : at_ms;
    e = store_write_any(c->db, key);
    if (e == NULL || !expire_if(flags, entry_expire_at(e), at_ms)) {
        reply_int(c, 0);
        return;
    }
    if (store_is_past(c->store, at_ms)) {
        store_delete(c->db, key, lazyfree_user_del);
        call_changed(c, key.name, "del");
    } else {
        store_set_expire(c->db, e, at_ms);
        call_changed(c, key.name, "expire");
    }
    reply_int(c, 1);
}

/* EXPIRE key seconds [NX | XX | GT | LT] */
static void cmd_expire(struct call *c)
{
    expire(c, store_now_ms(c->store), 1000);
}

/* PEXPIRE key milliseconds [NX | XX | GT | LT] */
static void cmd_pexpire(struct call *c)
{
    expire(c, store_now_ms(c->store), 1);
}

/* EXPIREAT key unix-time-seconds [NX | XX | GT | LT] */
static void cmd_expireat(struct call *c)
{
    expire(c, 0, 1000);
}

/* PEXPIREAT key unix-time-milliseconds [NX | XX | GT | LT] */
static void cmd_pexpireat(struct call *c)
{
    expire(c, 0, 1);
}

/* -2: no such key; -1: no deadline; else the deadline less base_ms, rounded to units. */
static void reply_deadline(struct call *c, int64_t base_ms, int64_t unit_ms)
{
    const struct entry *e = store_ask(c->db, arg_key(c));
    int64_t ms;

    if (e == NULL || !entry_has_ttl(e)) {
        reply_int(c, e ? -1 : -2);
        return;
    }
    ms = entry_expire_at(e) - base_ms;
    ms = ms > 0 ? ms : 0;
    reply_int(c, unit_ms == 1 ? ms : ms / unit_ms + (ms % unit_ms >= unit_ms / 2));
}

/* TTL key */
static void cmd_ttl(struct call *c)
{
    reply_deadline(c, store_now_ms(c->store), 1000);
}

/* PTTL key */
static void cmd_pttl(struct call *c)
{
    reply_deadline(c, store_now_ms(c->store), 1);
}

/* EXPIRETIME key */
static void cmd_expiretime(struct call *c)
{
    reply_deadline(c, 0, 1000);
}

/* PEXPIRETIME key */
static void cmd_pexpiretime(struct call *c)
{
    reply_deadline(c, 0, 1);
}

/* PERSIST key */
static void cmd_persist(struct call *c)
{
    struct key key = arg_key(c);
    struct entry *e = store_write_any(c->db, key);
    bool had = e != NULL && entry_has_ttl(e);

    if (had) {
        store_set_expire(c->db, e, EXPIRE_NEVER);
        call_changed(c, key.name, "persist");
    }
    reply_int(c, had);
}

#define CONDITION         "[ condition=( NX | XX | GT | LT ) @7.0.0 ]"
#define CONDITION_HISTORY "7.0.0: Added the conditions NX, XX, GT and LT."

/* The rows of the two halves differ in name, handler and words only. */
#define SETTER(verb, fn, version, what, words)                                                     \
    {                                                                                              \
        verb, -3, CMD_WRITE | CMD_FAST,                                                            \
            .keys = { KEY(1, KS_RW | KS_UPDATE) }, .acl = ACL_KEYSPACE, .handler = fn,             \
            .group = "generic", .since = version, .complexity = "O(1)", .summary = what,           \
            .args = "key " words " " CONDITION, .history = CONDITION_HISTORY                       \
    }
#define GETTER(verb, fn, version, what, advice)                                                    \
    {                                                                                              \
        verb, 2, CMD_READONLY | CMD_FAST, .keys = { KEY(1, KS_RO | KS_ACCESS) },                   \
                                          .acl = ACL_KEYSPACE, .handler = fn, .group = "generic",  \
                                          .since = version, .complexity = "O(1)", .summary = what, \
                                          .args = "key", .tips = advice                            \
    }

const struct command expire_commands[] = {
    SETTER("expire", cmd_expire, "1.0.0", "Sets how many seconds a key has to live.",
           "seconds:integer"),
    SETTER("pexpire", cmd_pexpire, "2.6.0", "Sets how many milliseconds a key has to live.",
           "milliseconds:integer"),
    SETTER("expireat", cmd_expireat, "1.2.0", "Sets when a key expires, in Unix seconds.",
           "unix-time-seconds:unix-time"),
    SETTER("pexpireat", cmd_pexpireat, "2.6.0", "Sets when a key expires, in Unix milliseconds.",
           "unix-time-milliseconds:unix-time"),
    GETTER("ttl", cmd_ttl, "1.0.0", "Tells how many seconds a key has to live.",
           "nondeterministic_output"),
    GETTER("pttl", cmd_pttl, "2.6.0", "Tells how many milliseconds a key has to live.",
           "nondeterministic_output"),
    GETTER("expiretime", cmd_expiretime, "7.0.0", "Tells when a key expires, in Unix seconds.",
           NULL),
    GETTER("pexpiretime", cmd_pexpiretime, "7.0.0",
           "Tells when a key expires, in Unix milliseconds.", NULL),
    { "persist", 2, CMD_WRITE | CMD_FAST, .keys = { KEY(1, KS_RW | KS_UPDATE) },
      .acl = ACL_KEYSPACE, .handler = cmd_persist, .group = "generic", .since = "2.2.0",
      .complexity = "O(1)", .summary = "Removes the expiry of a key.", .args = "key" },
    COMMAND_END,
};
