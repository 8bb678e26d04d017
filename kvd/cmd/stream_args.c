#include "cmd/stream_args.h"

#include "server/reply.h"

/* ---- IDs ----------------------------------------------------------------------------------------- */

static struct stream_id parse_id(struct call *c, struct bytes text, uint64_t missing_seq)
{
    struct stream_id id = STREAM_ID_MIN;

    if (c->err == KV_OK && !stream_id_parse(text, missing_seq, &id, NULL))
        arg_fail(c, KV_SYNTAX, STREAM_INVALID_ID);
    return id;
}

struct stream_id arg_stream_id(struct call *c, uint64_t missing_seq)
{
    return parse_id(c, arg_bytes(c), missing_seq);
}

/* An end of a range; *excluded says whether there was a "(" before it. */
static struct stream_id arg_bound(struct call *c, uint64_t missing_seq, bool *excluded)
{
    struct bytes text = arg_bytes(c);

    *excluded = text.len > 0 && text.ptr[0] == '(';
    if (bytes_eq(text, BYTES_LIT("-")))
        return STREAM_ID_MIN;
    if (bytes_eq(text, BYTES_LIT("+")))
        return STREAM_ID_MAX;
    return parse_id(c, *excluded ? bytes_from(text, 1) : text, missing_seq);
}

struct stream_id arg_range_start(struct call *c)
{
    bool excluded;
    struct stream_id id = arg_bound(c, 0, &excluded);

    if (excluded && !stream_id_next(&id))
        arg_fail(c, KV_RANGE, "invalid start ID for the interval");
    return id;
}

struct stream_id arg_range_end(struct call *c)
{
    bool excluded;
    struct stream_id id = arg_bound(c, UINT64_MAX, &excluded);

    if (excluded && !stream_id_prev(&id))
        arg_fail(c, KV_RANGE, "invalid end ID for the interval");
    return id;
}

/* ---- KEEPREF, DELREF, ACKED ---------------------------------------------------------------------- */

bool arg_refs(struct call *c, struct refs_option *refs)
{
    enum stream_refs rule;

    if (arg_word(c, "keepref"))
        rule = STREAM_KEEPREF;
    else if (arg_word(c, "delref"))
        rule = STREAM_DELREF;
    else if (arg_word(c, "acked"))
        rule = STREAM_ACKED;
    else
        return false;
    if (refs->given)
        arg_fail(c, KV_SYNTAX, NULL);
    *refs = (struct refs_option){ rule, true };
    return true;
}

/* ---- Lists of IDs -------------------------------------------------------------------------------- */

static struct id_list take_ids(struct call *c, unsigned count)
{
    struct id_list ids = { c->next, count };

    for (unsigned i = 0; i < count; i++)
        arg_stream_id(c, 0);
    return ids;
}

struct id_list args_ids(struct call *c)
{
    return take_ids(c, args_left(c));
}

bool arg_ids(struct call *c, struct id_list *ids)
{
    int64_t count;

    if (!arg_word(c, "ids"))
        return false;
    if (ids->count > 0)
        arg_fail(c, KV_SYNTAX, NULL);
    if (!num_parse_int(arg_bytes(c), &count) || count < 1)
        arg_fail(c, KV_RANGE, "Number of IDs must be a positive integer");
    else if (count > args_left(c))
        arg_fail(c, KV_SYNTAX, "The `numids` parameter must match the number of arguments");
    if (c->err == KV_OK)
        *ids = take_ids(c, (unsigned)count);
    return true;
}

struct stream_id id_list_at(const struct call *c, const struct id_list *ids, unsigned index)
{
    struct stream_id id = STREAM_ID_MIN;

    stream_id_parse(c->argv[ids->first + index], 0, &id, NULL);
    return id;
}

/* ---- Trimming ------------------------------------------------------------------------------------ */

static void arg_threshold(struct call *c, struct trim_option *t, bool by_id)
{
    bool operator= args_left(c) > 1;
    int64_t max_len = 0;

    if (t->given)
        arg_fail(c, KV_SYNTAX,
                 "syntax error, MAXLEN and MINID options at the same time are not compatible");
    t->given = true;
    t->trim.by = by_id ? STREAM_TRIM_MINID : STREAM_TRIM_MAXLEN;
    if (operator&& arg_word(c, "~"))
        t->trim.approximate = true;
    else if (operator)
        arg_word(c, "=");
    if (by_id) {
        t->trim.min_id = arg_stream_id(c, 0);
        return;
    }
    max_len = arg_int(c);
    if (max_len < 0)
        arg_fail(c, KV_RANGE, "The MAXLEN argument must be >= 0.");
    t->trim.max_len = (uint64_t)max_len;
}

static void arg_limit(struct call *c, struct trim_option *t)
{
    int64_t limit = arg_int(c);

    if (limit < 0)
        arg_fail(c, KV_RANGE, "The LIMIT argument must be >= 0.");
    t->limited = true;
    t->trim.limit = (uint64_t)limit;
}

bool arg_trim(struct call *c, struct trim_option *t)
{
    if (args_left(c) > 1 && arg_word(c, "maxlen"))
        arg_threshold(c, t, false);
    else if (args_left(c) > 1 && arg_word(c, "minid"))
        arg_threshold(c, t, true);
    else if (args_left(c) > 1 && arg_word(c, "limit"))
        arg_limit(c, t);
    else
        return arg_refs(c, &t->refs);
    return true;
}

void arg_trim_end(struct call *c, struct trim_option *t)
{
    if (t->limited && !t->given)
        arg_fail(c, KV_SYNTAX,
                 "syntax error, LIMIT cannot be used without specifying a trimming strategy");
    if (t->limited && !t->trim.approximate)
        arg_fail(c, KV_SYNTAX, "syntax error, LIMIT cannot be used without the special ~ option");
    if (t->trim.approximate && !t->limited)
        t->trim.limit = stream_trim_default_limit();
    t->trim.refs = t->refs.rule;
}
