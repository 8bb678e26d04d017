/* LPOS LINSERT LREM */
#include "cmd/families.h"
#include "cmd/list_end.h"
#include "server/reply.h"

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

/* ---- LINSERT ------------------------------------------------------------------------------------- */

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

/* ---- LREM ---------------------------------------------------------------------------------------- */

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

/* ---- The table ----------------------------------------------------------------------------------- */

const struct command list_find_commands[] = {
    { "lpos", -3, CMD_READONLY, .keys = { KEY(1, KS_RO | KS_ACCESS) }, .acl = ACL_LIST,
      .handler = cmd_lpos, .group = "list", .since = "6.0.6",
      .complexity = "O(N) where N is the number of elements compared.",
      .summary = "Returns the index at which a list has an element, or several indexes.",
      .args = "key element [ RANK rank:integer ] [ COUNT num-matches:integer ]"
              " [ MAXLEN len:integer ]" },
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
    COMMAND_END
};
