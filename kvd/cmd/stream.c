/* XADD XTRIM XSETID XCFGSET XIDMPRECORD */
#include "cmd/families.h"
#include "cmd/stream_args.h"
#include "cmd/stream_reply.h"
#include "cmd/value_work.h"
#include "obj/stream_idmp.h"
#include "server/reply.h"

enum {
    TRIM_SOME = 1000
}; /* blocks and entries that are looked at between two looks at the clock */

#define EMPTY_IDMP "the producer ID and the idempotent ID must not be empty"

/* ---- Trimming ------------------------------------------------------------------------------------ */

struct trim_state {
    struct stream_trim trim;
    struct stream_id added; /* by XADD, which replies it; 0-0: none */
};

static bool trim_some(struct value *v, void *state)
{
    struct trim_state *t = state;

    return stream_trim_step(stream_of(v), &t->trim, TRIM_SOME);
}

static bool trim_is_change(const void *state)
{
    const struct trim_state *t = state;

    return t->trim.deleted > 0 || !stream_id_is_zero(t->added);
}

static void trim_changed(struct call *c, struct bytes key, void *state)
{
    struct trim_state *t = state;

    if (!stream_id_is_zero(t->added))
        call_changed(c, key, "xadd");
    if (t->trim.deleted > 0)
        call_changed(c, key, "xtrim");
}

static void trim_done(struct call *c, struct bytes key, void *state)
{
    struct trim_state *t = state;

    trim_changed(c, key, state);
    if (stream_id_is_zero(t->added))
        reply_int(c, (int64_t)t->trim.deleted);
    else
        reply_stream_id(c, t->added);
}

static const struct value_work trim_work = {
    .type = OBJ_STREAM,
    .some = trim_some,
    .is_change = trim_is_change,
    .done = trim_done,
    .given_up = trim_changed,
    .state_size = sizeof(struct trim_state),
};

/* XTRIM key MAXLEN | MINID [= | ~] threshold [LIMIT count] [KEEPREF | DELREF | ACKED] */
static void cmd_xtrim(struct call *c)
{
    struct key key = arg_key(c);
    struct trim_option option = { 0 };
    struct trim_state state;
    struct entry *e;
    struct edit ed;
    enum kv_err err;

    while (c->err == KV_OK && args_left(c) > 0 && arg_trim(c, &option))
        ;
    err = args_end(c);
    if (err == KV_OK) {
        arg_trim_end(c, &option);
        if (!option.given)
            arg_fail(c, KV_SYNTAX, NULL);
        err = c->err;
    }
    if (err == KV_OK)
        err = store_write(c->db, key, OBJ_STREAM, &e);
    if (err == KV_NOT_FOUND) {
        reply_int(c, 0);
    } else if (err != KV_OK) {
        reply_err(c, err);
    } else {
        state = (struct trim_state){ .trim = option.trim };
        store_edit_entry(c->db, key, OBJ_STREAM, e, &ed);
        value_work_run(c, &ed, &trim_work, &state);
    }
}

/* ---- XADD ---------------------------------------------------------------------------------------- */

/* What XADD is asked for. */
struct addition {
    struct key key;
    bool only_if_there; /* NOMKSTREAM */
    enum { ID_AUTO, ID_AUTO_SEQ, ID_GIVEN } form;
    struct stream_id id; /* of the last two forms */
    struct trim_option trim;
    bool idempotent, iid_from_content;
    struct bytes pid, iid;
    const struct bytes *texts;
    size_t pairs;
};

/* IDMP pid iid or IDMPAUTO pid; false if the cursor is at neither. */
static bool arg_idmp(struct call *c, struct addition *a)
{
    bool automatic = args_left(c) > 1 && arg_word(c, "idmpauto");

    if (!automatic && !(args_left(c) > 2 && arg_word(c, "idmp")))
        return false;
    if (a->idempotent)
        arg_fail(c, KV_SYNTAX, NULL);
    a->idempotent = true;
    a->iid_from_content = automatic;
    a->pid = arg_bytes(c);
    if (!automatic)
        a->iid = arg_bytes(c);
    if (a->pid.len == 0 || (!automatic && a->iid.len == 0))
        arg_fail(c, KV_SYNTAX, EMPTY_IDMP);
    return true;
}

/* "*", "ms-*", or an ID. */
static void arg_new_id(struct call *c, struct addition *a)
{
    struct bytes text = arg_bytes(c);
    bool had_seq = false;

    if (bytes_eq(text, BYTES_LIT("*"))) {
        a->form = ID_AUTO;
        return;
    }
    a->form = ID_GIVEN;
    if (text.len > 2 && memcmp(text.ptr + text.len - 2, "-*", 2) == 0) {
        a->form = ID_AUTO_SEQ;
        text.len -= 2;
    }
    if (!stream_id_parse(text, 0, &a->id, &had_seq) || (had_seq && a->form == ID_AUTO_SEQ))
        arg_fail(c, KV_SYNTAX, STREAM_INVALID_ID);
}

static bool at_id(const struct call *c)
{
    struct bytes text = arg_peek(c);

    return text.len > 0 && (text.ptr[0] == '*' || (text.ptr[0] >= '0' && text.ptr[0] <= '9'));
}

/* False, and an error was replied, if the arguments make no sense. */
static bool parse_addition(struct call *c, struct addition *a)
{
    *a = (struct addition){ .key = arg_key(c) };
    while (c->err == KV_OK && args_left(c) > 0 && !at_id(c)) {
        if (arg_word(c, "nomkstream"))
            a->only_if_there = true;
        else if (!arg_trim(c, &a->trim) && !arg_idmp(c, a))
            break;
    }
    if (c->err == KV_OK && args_left(c) > 0)
        arg_new_id(c, a);
    arg_trim_end(c, &a->trim);
    if (c->err != KV_OK) {
        reply_err(c, c->err);
        return false;
    }
    if (args_left(c) == 0 || args_left(c) % 2 != 0) {
        reply_arity(c);
        return false;
    }
    a->texts = c->argv + c->next;
    a->pairs = args_left(c) / 2;
    if (a->form == ID_GIVEN && stream_id_is_zero(a->id)) {
        reply_error(c, "ERR The ID specified in XADD must be greater than 0-0");
        return false;
    }
    return true;
}

/* The ID that the entry gets; false, and an error was replied, if there is none. */
static bool choose_id(struct call *c, const struct addition *a, const struct stream *s,
                      struct stream_id *id)
{
    bool chosen;

    *id = a->id;
    if (stream_id_eq(s->last_id, STREAM_ID_MAX)) {
        reply_error(c,
                    "ERR The stream has exhausted the last possible ID, unable to add more items");
        return false;
    }
    if (a->form == ID_AUTO)
        chosen = stream_next_id(s, store_now_ms(c->store), id);
    else if (a->form == ID_AUTO_SEQ)
        chosen = stream_next_seq(s, a->id.ms, id);
    else
        chosen = stream_id_cmp(a->id, s->last_id) > 0;
    if (!chosen)
        reply_error(c,
                    "ERR The ID specified in XADD is equal or smaller than the target stream top "
                    "item");
    return chosen;
}

/* The entry was added before, and its ID is replied: the producer did not get to know. */
static bool was_sent_before(struct call *c, struct addition *a, struct stream *s,
                            uint8_t iid[IDMP_AUTO_LEN])
{
    struct stream_id id;

    if (!a->idempotent)
        return false;
    if (a->iid_from_content) {
        stream_idmp_auto(a->texts, a->pairs, iid);
        a->iid = bytes_make(iid, IDMP_AUTO_LEN);
    }
    if (!stream_idmp_find(s, a->pid, a->iid, store_now_ms(c->store), &id))
        return false;
    stream_idmp_count_duplicate(s);
    reply_stream_id(c, id);
    return true;
}

static void add(struct call *c, struct addition *a, struct edit *ed)
{
    struct stream *s = stream_of(&ed->value);
    struct trim_state trim = { .trim = a->trim.trim };
    uint8_t iid[IDMP_AUTO_LEN];

    if (was_sent_before(c, a, s, iid) || !choose_id(c, a, s, &trim.added)) {
        store_abandon(ed);
        return;
    }
    stream_append(s, trim.added, a->texts, a->pairs);
    if (a->idempotent)
        stream_idmp_record(s, a->pid, a->iid, trim.added, store_now_ms(c->store));
    if (a->trim.given) {
        value_work_run(c, ed, &trim_work, &trim);
    } else {
        store_commit(ed);
        trim_done(c, a->key.name, &trim);
    }
}

/* XADD key [NOMKSTREAM] [KEEPREF | DELREF | ACKED] [IDMPAUTO pid | IDMP pid iid]
 * [MAXLEN | MINID [= | ~] threshold [LIMIT count]] * | id field value [field value ...] */
static void cmd_xadd(struct call *c)
{
    struct addition a;
    struct entry *e = NULL;
    struct edit ed;
    enum kv_err err;

    if (!parse_addition(c, &a))
        return;
    err = store_write(c->db, a.key, OBJ_STREAM, &e);
    if (err == KV_WRONG_TYPE) {
        reply_err(c, err);
    } else if (err == KV_NOT_FOUND && a.only_if_there) {
        reply_null(c);
    } else if (!stream_fits(a.texts, a.pairs)) {
        reply_error(c, "ERR Elements are too large to be stored");
    } else {
        store_edit_entry(c->db, a.key, OBJ_STREAM, e, &ed);
        add(c, &a, &ed);
    }
}

/* ---- Settings ------------------------------------------------------------------------------------ */

/* The stream, to be changed; an error is replied if there is none. */
static bool edit_stream(struct call *c, struct key key, struct edit *ed)
{
    struct entry *e;
    enum kv_err err = c->err == KV_OK ? store_write(c->db, key, OBJ_STREAM, &e) : c->err;

    if (err != KV_OK) {
        reply_err(c, err);
        return false;
    }
    store_edit_entry(c->db, key, OBJ_STREAM, e, ed);
    return true;
}

static void finish(struct call *c, struct edit *ed, const char *event)
{
    store_commit(ed);
    call_changed(c, ed->key.name, event);
    reply_ok(c);
}

struct set_id {
    struct stream_id last, max_deleted;
    int64_t added; /* -1: not given */
};

/* What XSETID asks for does not go with what is there: the error, else NULL. */
static const char *refuse_set_id(const struct stream *s, const struct set_id *to)
{
    struct stream_id top;

    if (stream_last(s, &top) && stream_id_cmp(to->last, top) < 0)
        return "ERR The ID specified in XSETID is smaller than the target stream top item";
    if (to->added >= 0 && s->length > (uint64_t)to->added)
        return "ERR The entries_added specified in XSETID is smaller than the target stream length";
    return NULL;
}

/* XSETID key last-id [ENTRIESADDED entries-added] [MAXDELETEDID max-deleted-id] */
static void cmd_xsetid(struct call *c)
{
    struct key key = arg_key(c);
    struct set_id to = { .last = arg_stream_id(c, 0), .added = -1 };
    const char *refused;
    struct stream *s;
    struct edit ed;

    while (c->err == KV_OK && args_left(c) > 1) {
        if (arg_word(c, "entriesadded")) {
            to.added = arg_int(c);
            if (to.added < 0)
                arg_fail(c, KV_RANGE, "entries_added must be positive");
        } else if (arg_word(c, "maxdeletedid")) {
            to.max_deleted = arg_stream_id(c, 0);
            if (stream_id_cmp(to.last, to.max_deleted) < 0)
                arg_fail(c, KV_RANGE,
                         "The ID specified in XSETID is smaller than the provided "
                         "max_deleted_entry_id");
        } else {
            break;
        }
    }
    args_end(c);
    if (!edit_stream(c, key, &ed))
        return;
    s = stream_of(&ed.value);
    refused = refuse_set_id(s, &to);
    if (refused) {
        store_abandon(&ed);
        reply_error(c, refused);
        return;
    }
    stream_set_id(s, to.last);
    if (to.added >= 0)
        stream_set_entries_added(s, (uint64_t)to.added);
    if (!stream_id_is_zero(to.max_deleted))
        stream_set_max_deleted_id(s, to.max_deleted);
    finish(c, &ed, "xsetid");
}

static uint64_t arg_setting(struct call *c, int64_t lo, int64_t hi, const char *invalid)
{
    int64_t n = 0;

    if (!num_parse_int(arg_bytes(c), &n) || n < lo || n > hi)
        arg_fail(c, KV_RANGE, invalid);
    return (uint64_t)n;
}

static void free_idmp(void *idmp)
{
    stream_idmp_free(idmp);
}

/* XCFGSET key [IDMP-DURATION seconds] [IDMP-MAXSIZE count] */
static void cmd_xcfgset(struct call *c)
{
    struct key key = arg_key(c);
    uint64_t duration_s = 0, maxsize = 0;
    struct stream_idmp *old;
    struct edit ed;

    while (c->err == KV_OK && args_left(c) > 1) {
        if (arg_word(c, "idmp-duration"))
            duration_s = arg_setting(c, IDMP_DURATION_MIN, IDMP_DURATION_MAX, "invalid duration");
        else if (arg_word(c, "idmp-maxsize"))
            maxsize = arg_setting(c, IDMP_MAXSIZE_MIN, IDMP_MAXSIZE_MAX, "invalid maxsize");
        else
            break;
    }
    if (c->err == KV_OK && duration_s == 0 && maxsize == 0)
        arg_fail(c, KV_SYNTAX, NULL);
    args_end(c);
    if (!edit_stream(c, key, &ed))
        return;
    old = stream_idmp_configure(stream_of(&ed.value), duration_s, maxsize);
    if (old != NULL)
        store_free_part(old, free_idmp, stream_idmp_effort(old));
    finish(c, &ed, NULL);
}

/* XIDMPRECORD key pid iid stream-id: what XADD IDMP remembered, for a copy of the stream that got the
 * entry alone. */
static void cmd_xidmprecord(struct call *c)
{
    struct key key = arg_key(c);
    struct bytes pid = arg_bytes(c), iid = arg_bytes(c);
    struct stream_id id = arg_stream_id(c, 0), other;
    int64_t now_ms = store_now_ms(c->store);
    const char *refused = NULL;
    bool there = false;
    struct stream *s;
    struct edit ed;

    if (pid.len == 0 || iid.len == 0)
        arg_fail(c, KV_SYNTAX, EMPTY_IDMP);
    args_end(c);
    if (!edit_stream(c, key, &ed))
        return;
    s = stream_of(&ed.value);
    if (!stream_has(s, id))
        refused = "ERR no such entry in the stream";
    else if ((there = stream_idmp_find(s, pid, iid, now_ms, &other)) && !stream_id_eq(id, other))
        refused = "ERR the idempotent ID belongs to another entry";
    if (refused || there) {
        store_abandon(&ed);
        if (refused)
            reply_error(c, refused);
        else
            reply_ok(c);
        return;
    }
    stream_idmp_record(s, pid, iid, id, now_ms);
    finish(c, &ed, NULL);
}

/* ---- The table ----------------------------------------------------------------------------------- */

#define WRITES    .acl = ACL_STREAM, .group = "stream"
#define REFS_SPEC "condition=( KEEPREF | DELREF | ACKED )"
#define TRIM_SPEC                                                                                  \
    "strategy=( MAXLEN | MINID @6.2.0 ) [ operator=( equal=\"=\" | approximately=\"~\" ) ] "       \
    "threshold [ LIMIT count:integer @6.2.0 ]"

const struct command stream_commands[] = {
    { "xadd", -5, CMD_WRITE | CMD_DENYOOM | CMD_FAST, .keys = { KEY(1, KS_RW | KS_UPDATE) }, WRITES,
      .handler = cmd_xadd, .since = "5.0.0",
      .complexity = "O(1), and O(N) with N entries that trimming deletes.",
      .summary = "Adds an entry to a stream, which is made if it is not there.",
      .args = "key [ NOMKSTREAM @6.2.0 ] [ " REFS_SPEC " ]"
              " [ idmp=( IDMPAUTO pid | IDMP idmp={ pid iid } ) @8.6.0 ]"
              " [ trim={ " TRIM_SPEC " } ]"
              " id-selector=( auto-id=\"*\" | id ) data={ field value } ...",
      .tips = "nondeterministic_output",
      .history =
          "6.2.0: Added `NOMKSTREAM`, `MINID` and `LIMIT`.; 7.0.0: Added the form `<ms>-*`.; "
          "8.2.0: Added `KEEPREF`, `DELREF` and `ACKED`.; 8.6.0: Added `IDMP` and "
          "`IDMPAUTO`." },
    { "xtrim", -4, CMD_WRITE, .keys = { KEY(1, KS_RW | KS_DELETE) }, WRITES, .handler = cmd_xtrim,
      .since = "5.0.0", .complexity = "O(N) with N entries that are deleted.",
      .summary = "Deletes the first entries of a stream.",
      .args = "key trim={ " TRIM_SPEC " [ " REFS_SPEC " ] }", .tips = "nondeterministic_output",
      .history =
          "6.2.0: Added `MINID` and `LIMIT`.; 8.2.0: Added `KEEPREF`, `DELREF` and `ACKED`." },
    { "xsetid", -3, CMD_WRITE | CMD_DENYOOM | CMD_FAST, .keys = { KEY(1, KS_RW | KS_UPDATE) },
      WRITES, .handler = cmd_xsetid, .since = "5.0.0", .complexity = "O(1)",
      .summary = "Sets what a stream knows of the entries it had: for copies of streams.",
      .args = "key last-id [ ENTRIESADDED entries-added:integer @7.0.0 ]"
              " [ MAXDELETEDID max-deleted-id @7.0.0 ]",
      .history = "7.0.0: Added `ENTRIESADDED` and `MAXDELETEDID`." },
    { "xcfgset", -2, CMD_WRITE | CMD_FAST, .keys = { KEY(1, KS_RW | KS_UPDATE) }, WRITES,
      .handler = cmd_xcfgset, .since = "8.6.0", .complexity = "O(1)",
      .summary = "Sets how long, and how many of, the IDs of idempotent production are remembered.",
      .args = "key [ IDMP-DURATION idmp-duration:integer ] [ IDMP-MAXSIZE idmp-maxsize:integer ]" },
    { "xidmprecord", 5, CMD_WRITE | CMD_DENYOOM | CMD_FAST, .keys = { KEY(1, KS_RW | KS_UPDATE) },
      WRITES, .handler = cmd_xidmprecord, .since = "8.6.2", .complexity = "O(1)",
      .summary = "Remembers under which ID an entry was produced: for copies of streams.",
      .args = "key pid iid stream-id" },
    COMMAND_END,
};
