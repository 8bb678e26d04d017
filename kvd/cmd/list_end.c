#include "cmd/list_end.h"

#include "server/reply.h"

enum list_end arg_list_end(struct call *c)
{
    if (arg_word(c, "left"))
        return LIST_HEAD;
    if (!arg_word(c, "right"))
        arg_fail(c, KV_SYNTAX, NULL);
    return LIST_TAIL;
}

size_t arg_list_count(struct call *c)
{
    struct bytes text = arg_bytes(c);
    int64_t count = 0;

    if (c->err == KV_OK && (!num_parse_int(text, &count) || count <= 0))
        arg_fail(c, KV_RANGE, "count should be greater than 0");
    return (size_t)count;
}

const char *list_push_event(enum list_end end)
{
    return end == LIST_HEAD ? "lpush" : "rpush";
}

void reply_elements(struct call *c, const struct value *v, size_t index, size_t count, bool back)
{
    struct list_iter it;

    if (count == 0)
        return;
    list_iter_init(&it, v, index, back);
    for (; count > 0 && list_iter_more(&it); count--) {
        struct item item = list_iter_take(&it);

        reply_item(c, &item);
    }
    list_iter_fini(&it);
}

void reply_popped(struct call *c, const struct value *v, enum list_end end, size_t count)
{
    bool back = end == LIST_TAIL;

    reply_elements(c, v, back ? list_count(v) - 1 : 0, count, back);
}

void list_cut(struct value *v, enum list_end end, size_t count)
{
    struct value rest;

    if (list_drop(v, end, count, &rest))
        store_free_value(&rest, true);
}

void list_commit_deletion(struct call *c, struct edit *ed, const char *event)
{
    struct bytes name = ed->key.name;
    bool gone = store_commit(ed);

    call_changed(c, name, event);
    if (gone)
        call_changed(c, name, "del");
}

void list_commit_pop(struct call *c, struct edit *ed, enum list_end end)
{
    list_commit_deletion(c, ed, end == LIST_HEAD ? "lpop" : "rpop");
}
