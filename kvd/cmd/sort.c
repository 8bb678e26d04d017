/* SORT SORT_RO */
#include "base/mem.h"
#include "cmd/families.h"
#include "cmd/store_result.h"
#include "cmd/sort_work.h"
#include "server/block.h"
#include "server/job.h"
#include "server/reply.h"

enum { SIZE_AT_ONCE = 2048 }; /* what has more work than this becomes a job */

/* ---- Arguments ----------------------------------------------------------------------------------- */

static struct sort_pattern arg_pattern(struct call *c, struct sort_request *r)
{
    return sort_pattern_of(arena_dup(&r->texts, arg_bytes(c)));
}

/* Once one BY says so the elements stay unsorted, whatever later ones say. */
static void arg_by(struct call *c, struct sort_request *r)
{
    r->by = arg_pattern(c, r);
    r->has_by = true;
    r->unsorted |= r->by.kind == SORT_NOTHING || r->by.kind == SORT_ELEMENT;
}

static void arg_get(struct call *c, struct sort_request *r)
{
    if (r->gets == NULL)
        r->gets = mem_alloc(args_left(c) * sizeof *r->gets);
    r->gets[r->get_count++] = arg_pattern(c, r);
}

/* [BY pattern] [LIMIT offset count] [GET pattern ...] [ASC|DESC] [ALPHA] [STORE destination] */
static enum kv_err sort_args(struct call *c, struct sort_request *r, bool may_store)
{
    while (args_left(c) > 0 && c->err == KV_OK) {
        if (arg_word(c, "asc")) {
            r->desc = false;
        } else if (arg_word(c, "desc")) {
            r->desc = true;
        } else if (arg_word(c, "alpha")) {
            r->alpha = true;
        } else if (args_left(c) >= 3 && arg_word(c, "limit")) {
            r->offset = arg_int(c);
            r->limit = arg_int(c);
        } else if (args_left(c) >= 2 && may_store && arg_word(c, "store")) {
            r->store = true;
            r->target = arena_dup(&r->texts, arg_bytes(c));
        } else if (args_left(c) >= 2 && arg_word(c, "by")) {
            arg_by(c, r);
        } else if (args_left(c) >= 2 && arg_word(c, "get")) {
            arg_get(c, r);
        } else {
            break;
        }
    }
    return args_end(c);
}

/* The argument at which STORE names its key; the last STORE counts. */
static unsigned find_target(unsigned spec, const struct bytes *argv, unsigned argc)
{
    unsigned found = 0;

    if (spec != 2)
        return 0;
    for (unsigned i = 2; i < argc; i++) {
        if (bytes_is_word(argv[i], "limit"))
            i += 2;
        else if (bytes_is_word(argv[i], "by") || bytes_is_word(argv[i], "get"))
            i++;
        else if (bytes_is_word(argv[i], "store") && i + 1 < argc)
            found = ++i;
    }
    return found;
}

/* ---- Running ------------------------------------------------------------------------------------- */

static bool job_step(void *state, struct outbuf *gathered, uint64_t until_ns)
{
    return sort_work_step(state, gathered, until_ns);
}

static void job_reply(struct call *c, void *state, struct outbuf *gathered)
{
    sort_work_finish(state, c, gathered);
}

static void job_free(void *state)
{
    sort_work_free(state);
}

static const struct job_type sort_job = { job_step, job_reply, job_free };

/* Sorting much takes several turns, in which nobody changes the value. */
static void sort_value(struct call *c, struct key key, const struct value *v,
                       struct sort_request *r)
{
    bool at_once = sort_work_size(r, value_count(v)) <= SIZE_AT_ONCE || !block_is_allowed(c);
    struct hold *hold = at_once ? NULL : hold_new(c->db, &key, 1);
    struct outbuf found;
    struct sort_work *w;

    /* The order of a set is nobody's wish: a list that is stored has one to rely on. */
    if (r->unsorted && r->store && v->type == OBJ_SET) {
        r->unsorted = r->has_by = false;
        r->alpha = true;
    }
    w = sort_work_new(c, r, hold ? hold_value(hold, 0) : v, hold);
    if (hold) {
        job_run(c, &sort_job, w);
        return;
    }
    outbuf_init(&found);
    sort_work_step(w, &found, UINT64_MAX);
    sort_work_finish(w, c, &found);
    outbuf_fini(&found);
    sort_work_free(w);
}

static bool is_sortable(const struct entry *e)
{
    enum obj_type type = entry_type(e);

    return type == OBJ_LIST || type == OBJ_SET || type == OBJ_ZSET;
}

static void sort(struct call *c, bool may_store)
{
    struct sort_request r = { .limit = -1 };
    struct key key = arg_key(c);
    const struct entry *e = NULL;
    enum kv_err err = sort_args(c, &r, may_store);
    struct value v;

    if (err == KV_OK)
        e = store_read_any(c->db, key);
    if (e != NULL && !is_sortable(e))
        err = KV_WRONG_TYPE;
    if (err != KV_OK) {
        reply_err(c, err);
    } else if (e != NULL) {
        v = entry_value(e);
        sort_value(c, key, &v, &r);
    } else if (r.store) {
        v = value_empty(OBJ_LIST);
        store_result(c, key_of(r.target), &v, "sortstore");
    } else {
        reply_array(c, 0);
    }
    sort_request_fini(&r);
}

/* SORT key [BY pattern] [LIMIT offset count] [GET pattern ...] [ASC|DESC] [ALPHA] [STORE destination] */
static void cmd_sort(struct call *c)
{
    sort(c, true);
}

/* SORT_RO key [BY pattern] [LIMIT offset count] [GET pattern ...] [ASC|DESC] [ALPHA] */
static void cmd_sort_ro(struct call *c)
{
    sort(c, false);
}

#define UNKNOWN(fl)                                                                                \
    {                                                                                              \
        .flags = (fl), .begin = BEGIN_UNKNOWN, .find = FIND_UNKNOWN                                \
    }
#define OPTIONS                                                                                    \
    "key [ BY by-pattern:pattern#1 ] [ LIMIT limit={ offset:integer count:integer } ] [ GET "      \
    "get-pattern:pattern#1 *... ] [ order=( ASC | DESC ) ] [ sorting=ALPHA ]"

static const char sort_cost[] = "O(N+M*log(M)) for N elements and M within LIMIT, O(N*log(N)) if "
                                "those are many; BY and GET look a "
                                "key up for each element. Much work is spread over several turns.";

const struct command sort_commands[] = {
    { "sort", -2, CMD_WRITE | CMD_DENYOOM | CMD_MOVABLEKEYS,
      .keys = { KEY(1, KS_RO | KS_ACCESS), UNKNOWN(KS_RO | KS_ACCESS), UNKNOWN(KS_OW | KS_UPDATE) },
      .find_key = find_target, .acl = ACL_SET | ACL_SORTEDSET | ACL_LIST | ACL_DANGEROUS,
      .handler = cmd_sort, .group = "generic", .since = "1.0.0", .complexity = sort_cost,
      .summary = "Sorts the elements of a list, set or sorted set, and may store the result.",
      .args = OPTIONS " [ STORE destination#2 ]" },
    { "sort_ro", -2, CMD_READONLY | CMD_MOVABLEKEYS,
      .keys = { KEY(1, KS_RO | KS_ACCESS), UNKNOWN(KS_RO | KS_ACCESS) },
      .acl = ACL_SET | ACL_SORTEDSET | ACL_LIST | ACL_DANGEROUS, .handler = cmd_sort_ro,
      .group = "generic", .since = "7.0.0", .complexity = sort_cost,
      .summary = "Sorts the elements of a list, set or sorted set.", .args = OPTIONS },
    COMMAND_END,
};
