/* LPUSH RPUSH LPUSHX RPUSHX LLEN LINDEX LRANGE LPOS LSET LINSERT LREM LTRIM */
#include "base/size.h"
#include "cmd/families.h"
#include "cmd/list_end.h"
#include "server/reply.h"

/* ---- Pushing ------------------------------------------------------------------------------------- */

static void push(struct call *c, enum list_end end, bool only_existing)
{
    struct key key = arg_key(c);
    struct entry *e = NULL;
    struct edit ed;
    size_t count;
    enum kv_err err = store_write(c->db, key, OBJ_LIST, &e);

    if (err == KV_WRONG_TYPE) {
        reply_err(c, err);
        return;
    }
    if (err == KV_NOT_FOUND && only_existing) {
        reply_int(c, 0);
        return;
    }
    store_edit_entry(c->db, key, OBJ_LIST, e, &ed);
    while (args_left(c) > 0) {
        struct item it = item_of_bytes(arg_bytes(c));

        list_push(&ed.value, end, &it);
    }
    count = list_count(&ed.value);
    store_commit(&ed);
    call_changed(c, key.name, list_push_event(end));
    reply_int(c, (int64_t)count);
}

/* LPUSH key element [element ...] */
static void cmd_lpush(struct call *c)
{
    push(c, LIST_HEAD, false);
}

/* RPUSH key element [element ...] */
static void cmd_rpush(struct call *c)
{
    push(c, LIST_TAIL, false);
}

/* LPUSHX key element [element ...] */
static void cmd_lpushx(struct call *c)
{
    push(c, LIST_HEAD, true);
}

/* RPUSHX key element [element ...] */
static void cmd_rpushx(struct call *c)
{
    push(c, LIST_TAIL, true);
}

/* ---- Reading ------------------------------------------------------------------------------------- */

/* LLEN key */
static void cmd_llen(struct call *c)
{
    struct entry *e;
    struct value v;
    enum kv_err err = store_read(c->db, arg_key(c), OBJ_LIST, &e);

    if (err == KV_NOT_FOUND) {
        reply_int(c, 0);
    } else if (err != KV_OK) {
        reply_err(c, err);
    } else {
        v = entry_value(e);
        reply_int(c, (int64_t)list_count(&v));
    }
}

/* LINDEX key index */
static void cmd_lindex(struct call *c)
{
    struct entry *e;
    struct value v;
    int64_t index;
    enum kv_err err = store_read(c->db, arg_key(c), OBJ_LIST, &e);

    if (err == KV_NOT_FOUND) {
        reply_null(c);
        return;
    }
    index = arg_int(c);
    if (err == KV_OK)
        err = args_end(c);
    if (err != KV_OK) {
        reply_err(c, err);
        return;
    }
    v = entry_value(e);
    index = list_index(&v, index);
    if (index >= 0)
        reply_elements(c, &v, (size_t)index, 1, false);
    else
        reply_null(c);
}

/* The elements from start to stop, both included; negative ones count from the end. */
struct range {
    size_t first, count;
};

static struct range range_of(const struct value *v, int64_t start, int64_t stop)
{
    int64_t len = (int64_t)list_count(v);

    if (start < 0)
        start = start < -len ? 0 : start + len;
    if (stop < 0)
        stop += len;
    if (stop >= len)
        stop = len - 1;
    if (start > stop)
        return (struct range){ 0 };
    return (struct range){ (size_t)start, (size_t)(stop - start + 1) };
}

/* LRANGE key start stop */
static void cmd_lrange(struct call *c)
{
    struct key key = arg_key(c);
    int64_t start = arg_int(c), stop = arg_int(c);
    struct range r;
    struct entry *e;
    struct value v;
    enum kv_err err = args_end(c);

    if (err == KV_OK)
        err = store_read(c->db, key, OBJ_LIST, &e);
    if (err == KV_NOT_FOUND) {
        reply_array(c, 0);
    } else if (err != KV_OK) {
        reply_err(c, err);
    } else {
        v = entry_value(e);
        r = range_of(&v, start, stop);
        reply_array(c, r.count);
        reply_elements(c, &v, r.first, r.count, false);
    }
}

/* ---- Finding ------------------------------------------------------------------------------------- */

struct search {
    int64_t rank;     /* the first match wanted: 1 is the first, -1 the last */
    uint64_t count;   /* matches wanted */
    uint64_t max_len; /* elements to be compared */
    bool many;        /* the reply is an array */
};

/* A number that is not negative; 0 stands for no limit. */
static uint64_t arg_limit(struct call *c, const char *error)
{
    int64_t n = 0;

    if (!num_parse_int(arg_bytes(c), &n) || n < 0)
        arg_fail(c, KV_RANGE, error);
    return n == 0 ? UINT64_MAX : (uint64_t)n;
}

static int64_t arg_rank(struct call *c)
{
    int64_t rank = arg_int(c);

    if (rank == 0)
        arg_fail(
            c, KV_RANGE,
            "RANK can't be zero: use 1 to start from the first match, 2 from the second ... or "
            "use negative to start from the end of the list");
    return rank;
}

/* [RANK rank] [COUNT num-matches] [MAXLEN len] */
static struct search arg_search(struct call *c)
{
    struct search s = { .rank = 1, .count = 1, .max_len = UINT64_MAX };

    while (args_left(c) >= 2 && c->err == KV_OK) {
        if (arg_word(c, "rank")) {
            s.rank = arg_rank(c);
        } else if (arg_word(c, "count")) {
            s.count = arg_limit(c, "COUNT can't be negative");
            s.many = true;
        } else if (arg_word(c, "maxlen")) {
            s.max_len = arg_limit(c, "MAXLEN can't be negative");
        } else {
            break;
        }
    }
    return s;
}

/* Replies the indexes of the matches; returns how many. */
static size_t reply_matches(struct call *c, const struct value *v, struct bytes element,
                            const struct search *s)
{
    bool back = s->rank < 0;
    uint64_t skip = (back ? -(uint64_t)s->rank : (uint64_t)s->rank) - 1;
    int64_t len = (int64_t)list_count(v), compared = len, end, index;
    struct lp_needle n = lp_needle(element);
    struct list_iter it;
    size_t found = 0;

    if (s->max_len < (uint64_t)len)
        compared = (int64_t)s->max_len;
    end = back ? len - 1 - compared : compared;
    list_iter_init(&it, v, back ? (size_t)len - 1 : 0, back);
    while (found < s->count && (index = list_iter_find(&it, &n, end)) >= 0) {
        if (skip > 0) {
            skip--;
            continue;
        }
        reply_int(c, index);
        found++;
    }
    list_iter_fini(&it);
    return found;
}

/* LPOS key element [RANK rank] [COUNT num-matches] [MAXLEN len] */
static void cmd_lpos(struct call *c)
{
    struct key key = arg_key(c);
    struct bytes element = arg_bytes(c);
    struct search s = arg_search(c);
    size_t mark, found = 0;
    struct entry *e;
    struct value v;
    enum kv_err err = args_end(c);

    if (err == KV_OK)
        err = store_read(c->db, key, OBJ_LIST, &e);
    if (err != KV_OK && err != KV_NOT_FOUND) {
        reply_err(c, err);
        return;
    }
    mark = s.many ? reply_later(c) : 0;
    if (err == KV_OK) {
        v = entry_value(e);
        found = reply_matches(c, &v, element, &s);
    }
    if (s.many)
        reply_later_set(c, mark, '*', found);
    else if (found == 0)
        reply_null(c);
}

/* ---- Changing in the middle ---------------------------------------------------------------------- */

/* LSET key index element */
static void cmd_lset(struct call *c)
{
    struct key key = arg_key(c);
    struct entry *e;
    struct edit ed;
    struct value v;
    struct item it;
    int64_t index;
    enum kv_err err = store_write(c->db, key, OBJ_LIST, &e);

    index = arg_int(c);
    it = item_of_bytes(arg_bytes(c));
    if (err == KV_OK)
        err = args_end(c);
    if (err != KV_OK) {
        reply_err(c, err);
        return;
    }
    v = entry_value(e);
    index = list_index(&v, index);
    if (index < 0) {
        reply_error(c, "ERR index out of range");
        return;
    }
    store_edit_entry(c->db, key, OBJ_LIST, e, &ed);
    list_set(&ed.value, (size_t)index, &it);
    store_commit(&ed);
    call_changed(c, key.name, "lset");
    reply_ok(c);
}

/* The index of the first element that equals text, or -1. */
static int64_t find_first(const struct value *v, struct bytes text)
{
    struct lp_needle n = lp_needle(text);
    struct list_iter it;
    int64_t index;

    list_iter_init(&it, v, 0, false);
    index = list_iter_find(&it, &n, INT64_MAX);
    list_iter_fini(&it);
    return index;
}

/* Replies the new length, or -1 if there is no pivot. */
static void insert_at_pivot(struct call *c, struct key key, struct entry *e, bool after)
{
    struct value v = entry_value(e);
    int64_t index = find_first(&v, arg_bytes(c));
    struct item it = item_of_bytes(arg_bytes(c));
    struct edit ed;
    size_t count;

    if (index < 0) {
        reply_int(c, -1);
        return;
    }
    store_edit_entry(c->db, key, OBJ_LIST, e, &ed);
    list_insert(&ed.value, (size_t)index + after, &it);
    count = list_count(&ed.value);
    store_commit(&ed);
    call_changed(c, key.name, "linsert");
    reply_int(c, (int64_t)count);
}

/* LINSERT key BEFORE | AFTER pivot element */
static void cmd_linsert(struct call *c)
{
    struct key key = arg_key(c);
    bool after = arg_word(c, "after");
    struct entry *e;
    enum kv_err err;

    if (!after && !arg_word(c, "before"))
        arg_fail(c, KV_SYNTAX, NULL);
    err = c->err;
    if (err == KV_OK)
        err = store_write(c->db, key, OBJ_LIST, &e);
    if (err == KV_OK)
        insert_at_pivot(c, key, e, after);
    else if (err == KV_NOT_FOUND)
        reply_int(c, 0);
    else
        reply_err(c, err);
}

/* ---- Deleting ------------------------------------------------------------------------------------ */

/* LREM key count element */
static void cmd_lrem(struct call *c)
{
    struct key key = arg_key(c);
    int64_t count = arg_int(c);
    struct bytes element = arg_bytes(c);
    size_t max = count < 0 ? -(size_t)count : (size_t)count, removed;
    struct entry *e;
    struct edit ed;
    enum kv_err err = args_end(c);

    if (err == KV_OK)
        err = store_write(c->db, key, OBJ_LIST, &e);
    if (err == KV_NOT_FOUND) {
        reply_int(c, 0);
        return;
    }
    if (err != KV_OK) {
        reply_err(c, err);
        return;
    }
    store_edit_entry(c->db, key, OBJ_LIST, e, &ed);
    removed = list_remove(&ed.value, count < 0 ? LIST_TAIL : LIST_HEAD, element,
                          max > 0 ? max : SIZE_MAX);
    if (removed > 0)
        list_commit_deletion(c, &ed, "lrem");
    else
        store_abandon(&ed);
    reply_int(c, (int64_t)removed);
}

/* LTRIM key start stop */
static void cmd_ltrim(struct call *c)
{
    struct key key = arg_key(c);
    int64_t start = arg_int(c), stop = arg_int(c);
    struct range keep;
    struct entry *e;
    struct edit ed;
    enum kv_err err = args_end(c);

    if (err == KV_OK)
        err = store_write(c->db, key, OBJ_LIST, &e);
    if (err == KV_NOT_FOUND) {
        reply_ok(c);
        return;
    }
    if (err != KV_OK) {
        reply_err(c, err);
        return;
    }
    store_edit_entry(c->db, key, OBJ_LIST, e, &ed);
    keep = range_of(&ed.value, start, stop);
    list_cut(&ed.value, LIST_HEAD, keep.first);
    list_cut(&ed.value, LIST_TAIL, list_count(&ed.value) - keep.count);
    list_commit_deletion(c, &ed, "ltrim");
    reply_ok(c);
}

/* ---- The table ----------------------------------------------------------------------------------- */

const struct command list_commands[] = {
    { "lpush", -3, CMD_WRITE | CMD_DENYOOM | CMD_FAST, .keys = { KEY(1, KS_RW | KS_INSERT) },
      .acl = ACL_LIST, .handler = cmd_lpush, .group = "list", .since = "1.0.0",
      .complexity = "O(1) per element.",
      .summary = "Puts elements at the head of a list, one before the other, and creates the key.",
      .args = "key element ...", .history = "2.4.0: Takes several elements." },
    { "rpush", -3, CMD_WRITE | CMD_DENYOOM | CMD_FAST, .keys = { KEY(1, KS_RW | KS_INSERT) },
      .acl = ACL_LIST, .handler = cmd_rpush, .group = "list", .since = "1.0.0",
      .complexity = "O(1) per element.",
      .summary = "Puts elements at the end of a list, and creates the key.",
      .args = "key element ...", .history = "2.4.0: Takes several elements." },
    { "lpushx", -3, CMD_WRITE | CMD_DENYOOM | CMD_FAST, .keys = { KEY(1, KS_RW | KS_INSERT) },
      .acl = ACL_LIST, .handler = cmd_lpushx, .group = "list", .since = "2.2.0",
      .complexity = "O(1) per element.",
      .summary = "Puts elements at the head of a list that exists, one before the other.",
      .args = "key element ...", .history = "4.0.0: Takes several elements." },
    { "rpushx", -3, CMD_WRITE | CMD_DENYOOM | CMD_FAST, .keys = { KEY(1, KS_RW | KS_INSERT) },
      .acl = ACL_LIST, .handler = cmd_rpushx, .group = "list", .since = "2.2.0",
      .complexity = "O(1) per element.",
      .summary = "Puts elements at the end of a list that exists.", .args = "key element ...",
      .history = "4.0.0: Takes several elements." },
    { "llen", 2, CMD_READONLY | CMD_FAST, .keys = { KEY(1, KS_RO) }, .acl = ACL_LIST,
      .handler = cmd_llen, .group = "list", .since = "1.0.0", .complexity = "O(1)",
      .summary = "Returns the number of elements of a list.", .args = "key" },
    { "lindex", 3, CMD_READONLY, .keys = { KEY(1, KS_RO | KS_ACCESS) }, .acl = ACL_LIST,
      .handler = cmd_lindex, .group = "list", .since = "1.0.0",
      .complexity = "O(N) where N is the number of blocks of the list, each of which has hundreds "
                    "of elements.",
      .summary = "Returns the element of a list at an index.", .args = "key index:integer" },
    { "lrange", 4, CMD_READONLY, .keys = { KEY(1, KS_RO | KS_ACCESS) }, .acl = ACL_LIST,
      .handler = cmd_lrange, .group = "list", .since = "1.0.0",
      .complexity = "O(S+N) where S is the number of blocks before the first element and N the "
                    "number of elements returned.",
      .summary = "Returns the elements of a list from one index to another.",
      .args = "key start:integer stop:integer" },
    { "lpos", -3, CMD_READONLY, .keys = { KEY(1, KS_RO | KS_ACCESS) }, .acl = ACL_LIST,
      .handler = cmd_lpos, .group = "list", .since = "6.0.6",
      .complexity = "O(N) where N is the number of elements compared.",
      .summary = "Returns the index at which a list has an element, or several indexes.",
      .args = "key element [ RANK rank:integer ] [ COUNT num-matches:integer ]"
              " [ MAXLEN len:integer ]" },
    { "lset", 4, CMD_WRITE | CMD_DENYOOM, .keys = { KEY(1, KS_RW | KS_UPDATE) }, .acl = ACL_LIST,
      .handler = cmd_lset, .group = "list", .since = "1.0.0",
      .complexity = "O(N) where N is the number of blocks of the list.",
      .summary = "Replaces the element of a list at an index.",
      .args = "key index:integer element" },
    { "linsert", 5, CMD_WRITE | CMD_DENYOOM, .keys = { KEY(1, KS_RW | KS_INSERT) }, .acl = ACL_LIST,
      .handler = cmd_linsert, .group = "list", .since = "2.2.0",
      .complexity = "O(N) where N is the number of elements before the pivot.",
      .summary = "Inserts an element before or after another one of a list.",
      .args = "key where=( BEFORE | AFTER ) pivot element" },
    { "lrem", 4, CMD_WRITE, .keys = { KEY(1, KS_RW | KS_DELETE) }, .acl = ACL_LIST,
      .handler = cmd_lrem, .group = "list", .since = "1.0.0",
      .complexity = "O(N) where N is the number of elements compared.",
      .summary = "Deletes elements of a list that equal a value.",
      .args = "key count:integer element" },
    { "ltrim", 4, CMD_WRITE, .keys = { KEY(1, KS_RW | KS_DELETE) }, .acl = ACL_LIST,
      .handler = cmd_ltrim, .group = "list", .since = "1.0.0",
      .complexity =
          "O(N) where N is the number of blocks deleted; they are freed in the background.",
      .summary = "Deletes all elements of a list but those from one index to another.",
      .args = "key start:integer stop:integer" },
    COMMAND_END
};
