#include "script/sink.h"

#include "base/assert.h"
#include "base/size.h"
#include "script/alarm.h"
#include "script/run.h"

enum {
    HINT_MAX = 1024, /* elements that a table gets room for before they come */
    SLOTS = 4,       /* of Lua's stack, for each nested table */
    DEPTH_FREE = 3,  /* tables for which a C function has slots anyway, 20 of them */
    LARGE = 10000,   /* elements: some 2 ms */
    BYTES_KEPT = 1024 * 1024,
};

static struct script_sink *of(struct reply_sink *s)
{
    return (struct script_sink *)s;
}

static bool has_slots(const struct script_sink *s)
{
    return s->depth < DEPTH_FREE || lua_checkstack(s->L, SLOTS);
}

/* False if the value, of so many bytes, is dropped. */
static bool takes_bytes(struct script_sink *s, size_t len)
{
    if (kv_likely(!s->overflow && s->vm->used + len <= s->limit && has_slots(s)))
        return true;
    s->overflow = true;
    return false;
}

static bool takes(struct script_sink *s)
{
    return takes_bytes(s, 0);
}

/* A table's keys are neither nil nor NaN. */
static bool is_key(lua_State *L, int index)
{
    return !lua_isnil(L, index) &&
           !(lua_type(L, index) == LUA_TNUMBER && lua_tonumber(L, index) != lua_tonumber(L, index));
}

/* { name = what is on top } takes its place. */
static void put_in_table(lua_State *L, const char *name)
{
    lua_createtable(L, 0, 1);
    lua_insert(L, -2);
    lua_setfield(L, -2, name);
}

/* The value on top belongs to the innermost aggregate, whose table is below it (and below a key). */
static void store(lua_State *L, struct sink_frame *f)
{
    f->count++;
    if (f->type == '%' && !f->has_key) {
        f->has_key = true; /* stays until its value comes */
        return;
    }
    f->has_key = false;
    if (f->type == '%') {
        if (is_key(L, -2))
            lua_rawset(L, -3);
        else
            lua_pop(L, 2);
    } else if (f->type == '~') {
        lua_pushboolean(L, true);
        if (is_key(L, -2))
            lua_rawset(L, -3);
        else
            lua_pop(L, 2);
    } else {
        lua_rawseti(L, -2, (int)f->count);
    }
}

/* The innermost aggregate is complete: its table is a value. */
static void close_frame(struct script_sink *s)
{
    char type = s->frames[--s->depth].type;

    if (type == '%')
        put_in_table(s->L, "map");
    else if (type == '~')
        put_in_table(s->L, "set");
}

/* A value is on top: it goes where it belongs, and completes what it is the last of. */
static void settle(struct script_sink *s)
{
    while (s->depth > 0) {
        struct sink_frame *f = &s->frames[s->depth - 1];

        store(s->L, f);
        if (f->later || --f->left > 0)
            return;
        close_frame(s);
    }
}

static void take_simple(struct reply_sink *base, struct bytes text)
{
    struct script_sink *s = of(base);

    if (!takes_bytes(s, text.len))
        return;
    lua_pushlstring(s->L, (const char *)text.ptr, text.len);
    put_in_table(s->L, "ok");
    settle(s);
}

static void take_error(struct reply_sink *base, struct bytes text)
{
    struct script_sink *s = of(base);

    s->failed = s->depth == 0;
    if (!takes_bytes(s, text.len))
        return;
    lua_pushlstring(s->L, (const char *)text.ptr, text.len);
    put_in_table(s->L, "err");
    settle(s);
}

static void take_int(struct reply_sink *base, int64_t n)
{
    struct script_sink *s = of(base);

    if (!takes(s))
        return;
    lua_pushnumber(s->L, (lua_Number)n);
    settle(s);
}

static void take_bool(struct reply_sink *base, bool v)
{
    struct script_sink *s = of(base);

    if (!takes(s))
        return;
    lua_pushboolean(s->L, v);
    settle(s);
}

static void take_double(struct reply_sink *base, double d)
{
    struct script_sink *s = of(base);

    if (!takes(s))
        return;
    lua_pushnumber(s->L, d);
    put_in_table(s->L, "double");
    settle(s);
}

static void take_bulk(struct reply_sink *base, struct bytes data)
{
    struct script_sink *s = of(base);

    if (!takes_bytes(s, data.len))
        return;
    lua_pushlstring(s->L, (const char *)data.ptr, data.len);
    settle(s);
}

static void take_big_number(struct reply_sink *base, struct bytes digits)
{
    struct script_sink *s = of(base);

    if (!takes_bytes(s, digits.len))
        return;
    lua_pushlstring(s->L, (const char *)digits.ptr, digits.len);
    put_in_table(s->L, "big_number");
    settle(s);
}

static void take_verbatim(struct reply_sink *base, const char *format, struct bytes text)
{
    struct script_sink *s = of(base);

    if (!takes_bytes(s, text.len))
        return;
    lua_createtable(s->L, 0, 2);
    lua_pushstring(s->L, format);
    lua_setfield(s->L, -2, "format");
    lua_pushlstring(s->L, (const char *)text.ptr, text.len);
    lua_setfield(s->L, -2, "string");
    put_in_table(s->L, "verbatim_string");
    settle(s);
}

static void take_null(struct reply_sink *base)
{
    struct script_sink *s = of(base);

    if (!takes(s))
        return;
    if (s->resp == 2)
        lua_pushboolean(s->L, false);
    else
        lua_pushnil(s->L);
    settle(s);
}

static void open_frame(struct script_sink *s, struct sink_frame frame)
{
    int hint = (int)size_min(frame.left, HINT_MAX);
    bool is_array = frame.type == '*' || frame.type == '>';

    kv_assert(s->depth < SINK_DEPTH);
    lua_createtable(s->L, is_array && !frame.later ? hint : 0, is_array ? 0 : hint);
    s->frames[s->depth++] = frame;
}

/* What comes next is written as bytes, not more than the values would take; unless it comes from bytes itself. */
static void write_bytes(struct script_sink *s)
{
    struct buf *out = s->call->out;

    if (s->call->sink == NULL || out->len > 0)
        return;
    for (unsigned i = 0; i < s->depth; i++)
        if (s->frames[i].later) /* its count will be given to the sink */
            return;
    out->limit = size_max(out->cap, s->vm->used < s->limit ? s->limit - s->vm->used : 0);
    reply_as_bytes(s->call);
}

static void take_aggregate(struct reply_sink *base, char type, size_t count)
{
    struct script_sink *s = of(base);

    if (!takes(s))
        return;
    open_frame(s, (struct sink_frame){ .type = type, .left = type == '%' ? 2 * count : count });
    if (count > LARGE)
        write_bytes(s);
    if (count > 0)
        return;
    close_frame(s);
    settle(s);
}

static void take_later(struct reply_sink *base)
{
    struct script_sink *s = of(base);

    if (takes(s))
        open_frame(s, (struct sink_frame){ .type = '*', .later = true });
}

/* The elements came as those of an array: the table on top becomes one of the right type. */
static void convert(lua_State *L, char type, size_t count)
{
    int from = lua_gettop(L);
    struct sink_frame f = { .type = type };

    lua_newtable(L);
    for (size_t i = 1; i <= count; i++) {
        lua_rawgeti(L, from, (int)i);
        store(L, &f);
    }
    lua_replace(L, from);
}

static void take_later_set(struct reply_sink *base, char type, size_t count)
{
    struct script_sink *s = of(base);

    (void)count;
    if (!takes(s))
        return;
    if (type == '%' || type == '~')
        convert(s->L, type, s->frames[s->depth - 1].count);
    s->frames[s->depth - 1].type = type;
    close_frame(s);
    settle(s);
}

static const struct reply_sink_ops ops = {
    .simple = take_simple,
    .error = take_error,
    .integer = take_int,
    .boolean = take_bool,
    .number = take_double,
    .big_number = take_big_number,
    .bulk = take_bulk,
    .verbatim = take_verbatim,
    .null = take_null,
    .aggregate = take_aggregate,
    .later = take_later,
    .later_set = take_later_set,
};

void sink_begin(struct script_sink *s, struct script_vm *vm, lua_State *L, struct call *c,
                size_t limit)
{
    s->base.ops = &ops;
    s->vm = vm;
    s->L = L;
    s->call = c;
    s->limit = limit;
    s->resp = c->proto;
    s->overflow = s->failed = false;
    s->depth = 0;
    c->sink = &s->base;
}

void sink_end(struct script_sink *s)
{
    struct buf *out = s->call->out;
    struct bytes from = buf_bytes(out);

    s->overflow |= out->failed;
    for (size_t at = 0; at < from.len && !s->overflow;) {
        at = reply_sink_read_part(&s->base, from, at);
        if (alarm_is_due && !run_may_go_on())
            break;
    }
    if (out->cap > BYTES_KEPT)
        buf_fini(out);
    buf_clear(out);
    out->limit = BUF_UNLIMITED;
}
