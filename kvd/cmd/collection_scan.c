#include "cmd/collection_scan.h"

#include "cmd/scan_options.h"
#include "server/reply.h"
#include "server/reply_sink.h"

struct walk {
    const struct collection_scan *how;
    struct call *c;
    struct scan_options options;
    bool bare;
    size_t count; /* replies so far */
    size_t visited;
};

static bool visit(void *ctx, const struct value_elem *e)
{
    struct walk *w = ctx;
    char scratch[NUM_INT_MAX];

    w->visited++;
    if (w->options.pattern.ptr && !scan_matches(&w->options, item_text(&e->item, scratch)))
        return true;
    reply_item(w->c, &e->item);
    w->count++;
    if (w->how->second && !w->bare) {
        w->how->second(w->c, e);
        w->count++;
    }
    return true;
}

static enum kv_err walk_options(struct call *c, struct walk *w)
{
    scan_options_init(&w->options);
    while (args_left(c) > 0 && c->err == KV_OK) {
        if (w->how->bare && arg_word(c, w->how->bare))
            w->bare = true;
        else if (!scan_option(c, &w->options))
            break;
    }
    return args_end(c);
}

static void reply_part(struct call *c, uint64_t cursor, size_t count, struct bytes elements)
{
    char text[NUM_INT_MAX];

    reply_array(c, 2);
    reply_bulk(c, bytes_make(text, num_format_uint(text, cursor)));
    reply_array(c, count);
    buf_add_bytes(c->out, elements);
}

/* The reply begins with the cursor, which is known at the end: the elements wait in a buffer. */
static void scan_part(struct call *c, uint64_t cursor, const struct value *v, struct walk *w)
{
    struct buf elements = { .limit = BUF_UNLIMITED }, *out = c->out;
    struct scan_budget budget;

    reply_as_bytes(c);
    scan_budget_init(&budget, w->options.count);
    c->out = &elements;
    do
        cursor = w->how->scan(v, cursor, visit, w);
    while (cursor != 0 && scan_goes_on(&budget, w->visited));
    c->out = out;
    reply_part(c, cursor, w->count, buf_bytes(&elements));
    buf_fini(&elements);
}

void collection_scan(struct call *c, const struct collection_scan *how)
{
    struct walk w = { .how = how, .c = c };
    struct key key = arg_key(c);
    uint64_t cursor;
    struct entry *e;
    struct value v;
    enum kv_err err;

    if (!num_parse_uint(arg_bytes(c), &cursor)) {
        reply_error(c, "ERR invalid cursor");
        return;
    }
    err = store_read(c->db, key, how->type, &e);
    if (err == KV_NOT_FOUND) { /* whatever the options are: clients know it so */
        reply_part(c, 0, 0, BYTES_LIT(""));
        return;
    }
    if (err == KV_OK)
        err = walk_options(c, &w);
    if (err != KV_OK) {
        reply_err(c, err);
        return;
    }
    v = entry_value(e);
    scan_part(c, cursor, &v, &w);
}
