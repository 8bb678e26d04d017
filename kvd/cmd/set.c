/* SADD SREM SISMEMBER SMISMEMBER SCARD SMEMBERS SMOVE SPOP SRANDMEMBER SSCAN */
#include "obj/set.h"

#include "cmd/collection_scan.h"
#include "cmd/families.h"
#include "server/reply.h"

enum {
    BATCH = 16,                   /* members of one request that are looked up together */
    PICKS_MAX = 10 * 1000 * 1000, /* most members that SRANDMEMBER picks with repetition */
};

/* The set to read; KV_NOT_FOUND or KV_WRONG_TYPE. */
static enum kv_err read_set(struct call *c, struct key key, struct value *v)
{
    struct entry *e;
    enum kv_err err = store_read(c->db, key, OBJ_SET, &e);

    if (err == KV_OK)
        *v = entry_value(e);
    return err;
}

/* As command_prefetch_fn says. */
static void prefetch(const struct value *v, uint64_t hash, unsigned stage)
{
    struct set_member m;

    if (v->type != OBJ_SET)
        return;
    set_member_init_hashed(&m, (struct bytes){ NULL, 0 }, hash);
    if (stage == 0)
        set_prefetch_bucket(v, &m);
    else
        set_prefetch_elem(v, &m);
}

static void arg_member(struct call *c, struct set_member *m)
{
    unsigned index = c->next;
    struct bytes text = arg_bytes(c);

    if (index == c->member_index)
        set_member_init_hashed(m, text, c->member_hash);
    else
        set_member_init(m, text);
}

/* Takes up to BATCH members from the cursor on and has their memory on its way; returns how many. */
static unsigned next_members(struct call *c, const struct value *v, struct set_member out[BATCH])
{
    unsigned n = 0;

    while (n < BATCH && args_left(c) > 0)
        arg_member(c, &out[n++]);
    if (n == 1)
        return n;
    for (unsigned i = 0; i < n; i++)
        set_prefetch_bucket(v, &out[i]);
    for (unsigned i = 0; i < n; i++)
        set_prefetch_elem(v, &out[i]);
    return n;
}

static void reply_member(void *ctx, const struct item *member)
{
    reply_item(ctx, member);
}

/* The edited set has lost members. */
static void commit_loss(struct call *c, struct edit *ed, const char *event)
{
    bool gone = store_commit(ed);

    call_changed(c, ed->key.name, event);
    if (gone)
        call_changed(c, ed->key.name, "del");
}

/* ---- Adding and removing ------------------------------------------------------------------------- */

/* SADD key member [member ...] */
static void cmd_sadd(struct call *c)
{
    struct set_member members[BATCH];
    struct key key = arg_key(c);
    int64_t added = 0;
    struct edit ed;
    unsigned n;

    if (store_edit(c->db, key, OBJ_SET, &ed) == KV_WRONG_TYPE) {
        reply_err(c, KV_WRONG_TYPE);
        return;
    }
    while ((n = next_members(c, &ed.value, members)) > 0)
        for (unsigned i = 0; i < n; i++)
            added += set_add_member(&ed.value, &members[i]);
    if (added > 0) {
        store_commit(&ed);
        call_changed(c, key.name, "sadd");
    } else {
        store_abandon(&ed);
    }
    reply_int(c, added);
}

/* SREM key member [member ...] */
static void cmd_srem(struct call *c)
{
    struct set_member members[BATCH];
    struct key key = arg_key(c);
    int64_t removed = 0;
    struct entry *e;
    struct edit ed;
    unsigned n;
    enum kv_err err = store_write(c->db, key, OBJ_SET, &e);

    if (err == KV_NOT_FOUND) {
        reply_int(c, 0);
        return;
    }
    if (err != KV_OK) {
        reply_err(c, err);
        return;
    }
    store_edit_entry(c->db, key, OBJ_SET, e, &ed);
    while ((n = next_members(c, &ed.value, members)) > 0)
        for (unsigned i = 0; i < n; i++)
            removed += set_remove_member(&ed.value, &members[i]);
    if (removed > 0)
        commit_loss(c, &ed, "srem");
    else
        store_abandon(&ed);
    reply_int(c, removed);
}

/* Moves a member between two sets that may be moved between; false if it is not in the first. */
static bool move_member(struct call *c, struct key from, struct key to, struct bytes member)
{
    struct edit ed;

    store_edit(c->db, from, OBJ_SET, &ed);
    if (!set_remove(&ed.value, member)) {
        store_abandon(&ed);
        return false;
    }
    commit_loss(c, &ed, "srem");
    store_edit(c->db, to, OBJ_SET, &ed);
    if (set_add(&ed.value, member)) {
        store_commit(&ed);
        call_changed(c, to.name, "sadd");
    } else {
        store_abandon(&ed);
    }
    return true;
}

/* SMOVE source destination member */
static void cmd_smove(struct call *c)
{
    struct key from = arg_key(c), to = arg_key(c);
    struct bytes member = arg_bytes(c);
    struct entry *e;
    enum kv_err err = store_write(c->db, from, OBJ_SET, &e);

    if (err == KV_NOT_FOUND) {
        reply_int(c, 0);
        return;
    }
    if (err == KV_OK && store_write(c->db, to, OBJ_SET, &e) == KV_WRONG_TYPE)
        err = KV_WRONG_TYPE;
    if (err != KV_OK) {
        reply_err(c, err);
        return;
    }
    if (bytes_eq(from.name, to.name)) {
        struct value v = entry_value(e);

        reply_int(c, set_has(&v, member));
    } else {
        reply_int(c, move_member(c, from, to, member));
    }
}

/* ---- Asking -------------------------------------------------------------------------------------- */

/* SISMEMBER key member */
static void cmd_sismember(struct call *c)
{
    struct key key = arg_key(c);
    struct set_member m;
    struct value v;
    enum kv_err err = read_set(c, key, &v);

    arg_member(c, &m);
    if (err == KV_WRONG_TYPE)
        reply_err(c, err);
    else
        reply_int(c, err == KV_OK && set_has_member(&v, &m));
}

/* SMISMEMBER key member [member ...] */
static void cmd_smismember(struct call *c)
{
    struct set_member members[BATCH];
    struct key key = arg_key(c);
    struct value v;
    enum kv_err err = read_set(c, key, &v);
    unsigned n;

    if (err == KV_WRONG_TYPE) {
        reply_err(c, err);
        return;
    }
    reply_array(c, args_left(c));
    if (err == KV_NOT_FOUND) {
        for (n = args_left(c); n > 0; n--)
            reply_int(c, 0);
        return;
    }
    while ((n = next_members(c, &v, members)) > 0)
        for (unsigned i = 0; i < n; i++)
            reply_int(c, set_has_member(&v, &members[i]));
}

/* SCARD key */
static void cmd_scard(struct call *c)
{
    struct value v;
    enum kv_err err = read_set(c, arg_key(c), &v);

    if (err == KV_WRONG_TYPE)
        reply_err(c, err);
    else
        reply_int(c, err == KV_OK ? (int64_t)set_count(&v) : 0);
}

static void reply_all(struct call *c, const struct value *v)
{
    reply_set(c, set_count(v));
    set_each(v, reply_member, c);
}

/* SMEMBERS key */
static void cmd_smembers(struct call *c)
{
    struct value v;
    enum kv_err err = read_set(c, arg_key(c), &v);

    if (err == KV_OK)
        reply_all(c, &v);
    else if (err == KV_NOT_FOUND)
        reply_set(c, 0);
    else
        reply_err(c, err);
}

/* SSCAN key cursor [MATCH pattern] [COUNT count] */
static void cmd_sscan(struct call *c)
{
    static const struct collection_scan how = { .type = OBJ_SET, .scan = set_scan };

    collection_scan(c, &how);
}

/* ---- Random members ------------------------------------------------------------------------------ */

static void pop_one(struct call *c, struct key key)
{
    struct entry *e;
    struct edit ed;
    enum kv_err err = store_write(c->db, key, OBJ_SET, &e);

    if (err == KV_NOT_FOUND) {
        reply_null(c);
        return;
    }
    if (err != KV_OK) {
        reply_err(c, err);
        return;
    }
    store_edit_entry(c->db, key, OBJ_SET, e, &ed);
    set_pop(&ed.value, 1, rng_main(), reply_member, c);
    commit_loss(c, &ed, "spop");
}

/* The whole set is not popped member by member: the key goes with it. */
static void pop_all(struct call *c, struct key key, const struct value *v)
{
    reply_all(c, v);
    store_delete(c->db, key, true);
    call_changed(c, key.name, "spop");
    call_changed(c, key.name, "del");
}

static void pop_many(struct call *c, struct key key, uint64_t count)
{
    struct entry *e;
    struct value v;
    struct edit ed;
    enum kv_err err = store_write(c->db, key, OBJ_SET, &e);

    if (err == KV_WRONG_TYPE) {
        reply_err(c, err);
        return;
    }
    if (err == KV_NOT_FOUND || count == 0) {
        reply_set(c, 0);
        return;
    }
    v = entry_value(e);
    if (count >= set_count(&v)) {
        pop_all(c, key, &v);
        return;
    }
    reply_set(c, count);
    store_edit_entry(c->db, key, OBJ_SET, e, &ed);
    set_pop(&ed.value, count, rng_main(), reply_member, c);
    commit_loss(c, &ed, "spop");
}

/* SPOP key [count] */
static void cmd_spop(struct call *c)
{
    struct key key = arg_key(c);
    int64_t count;

    if (args_left(c) == 0) {
        pop_one(c, key);
        return;
    }
    if (args_left(c) > 1) {
        reply_syntax(c);
        return;
    }
    if (num_parse_int(arg_bytes(c), &count) && count >= 0)
        pop_many(c, key, (uint64_t)count);
    else
        reply_error(c, "ERR value is out of range, must be positive");
}

static void random_one(struct call *c, struct key key)
{
    struct value v;
    enum kv_err err = read_set(c, key, &v);

    if (err == KV_OK)
        set_random(&v, 1, rng_main(), reply_member, c);
    else if (err == KV_NOT_FOUND)
        reply_null(c);
    else
        reply_err(c, err);
}

/* Below 0 so many picks with repetition, else so many different members, as far as there are. */
static void random_many(struct call *c, struct key key, int64_t count)
{
    struct value v;
    enum kv_err err = read_set(c, key, &v);

    if (err == KV_WRONG_TYPE) {
        reply_err(c, err);
        return;
    }
    if (err == KV_NOT_FOUND) {
        reply_array(c, 0);
    } else if (count < 0) {
        reply_array(c, (size_t)-count);
        set_random(&v, (uint64_t)-count, rng_main(), reply_member, c);
    } else {
        size_t have = set_count(&v), n = (uint64_t)count < have ? (size_t)count : have;

        reply_array(c, n);
        set_sample(&v, n, rng_main(), reply_member, c);
    }
}

/* SRANDMEMBER key [count] */
static void cmd_srandmember(struct call *c)
{
    struct key key = arg_key(c);
    int64_t count;

    if (args_left(c) == 0) {
        random_one(c, key);
        return;
    }
    if (args_left(c) > 1) {
        reply_syntax(c);
        return;
    }
    count = arg_int(c);
    if (count == INT64_MIN)
        arg_fail(c, KV_RANGE,
                 "value is out of range, value must between -9223372036854775807 and "
                 "9223372036854775807");
    if (count < -PICKS_MAX)
        arg_fail(c, KV_RANGE, NULL);
    if (args_end(c) != KV_OK)
        reply_err(c, c->err);
    else
        random_many(c, key, count);
}

/* ---- Table --------------------------------------------------------------------------------------- */

const struct command set_commands[] = {
    { "sadd", -3, CMD_WRITE | CMD_DENYOOM | CMD_FAST, .keys = { KEY(1, KS_RW | KS_INSERT) },
      .acl = ACL_SET, .handler = cmd_sadd, .member = 2, .prefetch = prefetch, .group = "set",
      .since = "1.0.0", .complexity = "O(1) per member.",
      .summary = "Adds members to a set, which is made if there is none.", .args = "key member ...",
      .history = "2.4.0: Takes several members." },
    { "srem", -3, CMD_WRITE | CMD_FAST, .keys = { KEY(1, KS_RW | KS_DELETE) }, .acl = ACL_SET,
      .handler = cmd_srem, .member = 2, .prefetch = prefetch, .group = "set", .since = "1.0.0",
      .complexity = "O(1) per member.",
      .summary = "Removes members from a set; the key goes with the last one.",
      .args = "key member ...", .history = "2.4.0: Takes several members." },
    { "sismember", 3, CMD_READONLY | CMD_FAST, .keys = { KEY(1, KS_RO) }, .acl = ACL_SET,
      .handler = cmd_sismember, .member = 2, .prefetch = prefetch, .group = "set", .since = "1.0.0",
      .complexity = "O(1)", .summary = "Tells whether a set has a member.", .args = "key member" },
    { "smismember", -3, CMD_READONLY | CMD_FAST, .keys = { KEY(1, KS_RO | KS_ACCESS) },
      .acl = ACL_SET, .handler = cmd_smismember, .member = 2, .prefetch = prefetch, .group = "set",
      .since = "6.2.0", .complexity = "O(1) per member.",
      .summary = "Tells for each of several members whether a set has it.",
      .args = "key member ..." },
    { "scard", 2, CMD_READONLY | CMD_FAST, .keys = { KEY(1, KS_RO) }, .acl = ACL_SET,
      .handler = cmd_scard, .group = "set", .since = "1.0.0", .complexity = "O(1)",
      .summary = "Counts the members of a set.", .args = "key" },
    { "smembers", 2, CMD_READONLY, .keys = { KEY(1, KS_RO | KS_ACCESS) }, .acl = ACL_SET,
      .handler = cmd_smembers, .group = "set", .since = "1.0.0",
      .complexity = "O(N) for N members.", .summary = "Gives all members of a set.", .args = "key",
      .tips = "nondeterministic_output_order" },
    { "smove", 4, CMD_WRITE | CMD_FAST,
      .keys = { KEY(1, KS_RW | KS_ACCESS | KS_DELETE), KEY(2, KS_RW | KS_INSERT) }, .acl = ACL_SET,
      .handler = cmd_smove, .group = "set", .since = "1.0.0", .complexity = "O(1)",
      .summary = "Moves a member from one set to another.", .args = "source destination member" },
    { "spop", -2, CMD_WRITE | CMD_FAST, .keys = { KEY(1, KS_RW | KS_ACCESS | KS_DELETE) },
      .acl = ACL_SET, .handler = cmd_spop, .group = "set", .since = "1.0.0",
      .complexity = "O(1) without a count, else O(N) for N members popped.",
      .summary = "Removes random members from a set and gives them.",
      .args = "key [ count:integer @3.2.0 ]", .tips = "nondeterministic_output",
      .history = "3.2.0: Added count." },
    { "srandmember", -2, CMD_READONLY, .keys = { KEY(1, KS_RO | KS_ACCESS) }, .acl = ACL_SET,
      .handler = cmd_srandmember, .group = "set", .since = "1.0.0",
      .complexity = "O(1) without a count, else O(N) for the absolute value N of the count.",
      .summary = "Gives random members of a set.", .args = "key [ count:integer @2.6.0 ]",
      .tips = "nondeterministic_output", .history = "2.6.0: Added count." },
    { "sscan", -3, CMD_READONLY, .keys = { KEY(1, KS_RO | KS_ACCESS) }, .acl = ACL_SET,
      .handler = cmd_sscan, .group = "set", .since = "2.8.0",
      .complexity = "O(1) per call, O(N) for a whole walk over N members.",
      .summary = "Gives the members of a set, a part at a time.",
      .args = "key cursor:integer [ MATCH pattern:pattern ] [ COUNT count:integer ]",
      .tips = "nondeterministic_output" },
    COMMAND_END,
};
