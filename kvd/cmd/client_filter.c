#include "cmd/client_filter.h"

#include "base/clock.h"
#include "base/mem.h"
#include "base/num.h"
#include "base/size.h"
#include "server/reply.h"

enum { EXCERPT_MAX = 128 }; /* bytes of an argument that an error repeats */

struct filter_row {
    const char *name;
    enum filter_kind kind;
    bool is_number;
};

static const struct filter_row rows[] = {
    { "type", FILTER_TYPE, false },
    { "user", FILTER_USER, false },
    { "addr", FILTER_ADDR, false },
    { "laddr", FILTER_LADDR, false },
    { "ip", FILTER_IP, false },
    { "name", FILTER_NAME, false },
    { "lib-name", FILTER_LIB_NAME, false },
    { "lib-ver", FILTER_LIB_VER, false },
    { "flags", FILTER_FLAGS, false },
    { "capa", FILTER_CAPA, false },
    { "db", FILTER_DB, true },
    { "maxage", FILTER_MAXAGE, true },
    { "idle", FILTER_IDLE, true },
};

/* The words of TYPE, and what client_type_name() calls them. */
static const char *const types[][2] = {
    { "normal", "normal" }, { "pubsub", "pubsub" },  { "replica", "replica" },
    { "slave", "replica" }, { "primary", "master" }, { "master", "master" },
};

/* ---- Reading ------------------------------------------------------------------------------------- */

/* Takes "NOT-" off; 1 if it was there. */
static unsigned strip_not(struct bytes *word)
{
    if (word->len <= 4 || !bytes_is_word(bytes_make(word->ptr, 4), "not-"))
        return 0;
    *word = bytes_from(*word, 4);
    return 1;
}

static const struct filter_row *row_find(struct bytes name)
{
    for (unsigned i = 0; i < sizeof rows / sizeof *rows; i++)
        if (bytes_is_word(name, rows[i].name))
            return &rows[i];
    return NULL;
}

static bool is_filter_name(struct bytes word)
{
    unsigned negated = strip_not(&word);

    return row_find(word) || bytes_is_word(word, "id") ||
           (!negated && bytes_is_word(word, "skipme"));
}

static bool fail(struct call *c, const char *text)
{
    reply_error(c, text);
    return false;
}

static bool fail_quoting(struct call *c, const char *text, struct bytes word)
{
    reply_errorf(c, "ERR %s '%.*s'", text, (int)size_min(word.len, EXCERPT_MAX),
                 (const char *)word.ptr);
    return false;
}

/* LIST takes everything up to the next filter's name for an id, KILL everything that is a number. */
static bool is_id(struct bytes word, enum filter_use use)
{
    int64_t id;

    return !is_filter_name(word) && (use == FILTER_FOR_LIST || num_parse_int(word, &id));
}

static bool read_ids(struct call *c, struct id_list *ids, enum filter_use use)
{
    do {
        int64_t id;

        if (!num_parse_int(arg_bytes(c), &id) || (use == FILTER_FOR_KILL && id <= 0))
            return fail(c, use == FILTER_FOR_LIST ? "ERR Invalid client ID"
                                                  : "ERR client-id should be greater than 0");
        if (ids->count == ids->cap) {
            ids->cap = ids->cap ? ids->cap * 2 : 16;
            ids->v = mem_realloc(ids->v, ids->cap * sizeof *ids->v);
        }
        ids->v[ids->count++] = id;
    } while (args_left(c) > 0 && is_id(arg_peek(c), use));
    return true;
}

static bool letters_ok(struct bytes letters, const char *known)
{
    for (size_t i = 0; i < letters.len; i++)
        if (letters.ptr[i] == '\0' || strchr(known, letters.ptr[i]) == NULL)
            return false;
    return letters.len > 0;
}

static bool read_number(struct call *c, const struct filter_row *row, struct filter_value *v)
{
    if (!num_parse_int(v->text, &v->number)) {
        reply_errorf(c, "ERR %s is not an integer or out of range", row->name);
        return false;
    }
    if (row->kind == FILTER_DB && (v->number < 0 || v->number >= store_databases(c->store)))
        return fail(c, "ERR DB index is out of range");
    if (row->kind != FILTER_DB && v->number <= 0) {
        reply_errorf(c, "ERR %s should be greater than 0", row->name);
        return false;
    }
    return true;
}

static void set_text(struct filter_value *v, struct bytes text)
{
    mem_free((void *)(uintptr_t)v->text.ptr);
    v->text = bytes_make(mem_bytesdup(text), text.len);
}

static bool read_type(struct call *c, struct filter_value *v)
{
    for (unsigned i = 0; i < sizeof types / sizeof *types; i++) {
        if (bytes_is_word(v->text, types[i][0])) {
            set_text(v, bytes_str(types[i][1]));
            return true;
        }
    }
    return fail_quoting(c, "Unknown client type", v->text);
}

static bool read_value(struct call *c, const struct filter_row *row, struct filter_value *v)
{
    v->given = true;
    set_text(v, arg_bytes(c));
    if (row->is_number)
        return read_number(c, row, v);
    if (row->kind == FILTER_TYPE)
        return read_type(c, v);
    if (row->kind == FILTER_USER && !bytes_eq(v->text, BYTES_LIT("default")))
        return fail_quoting(c, "No such user", v->text);
    if (row->kind == FILTER_FLAGS && !letters_ok(v->text, CLIENT_FLAG_LETTERS))
        return fail_quoting(c, "Unknown client flags", v->text);
    if (row->kind == FILTER_CAPA && !letters_ok(v->text, CLIENT_CAPA_LETTERS))
        return fail_quoting(c, "Unknown client capabilities", v->text);
    return true;
}

static bool read_skip_me(struct call *c, struct client_filter *f)
{
    f->skip_me = arg_word(c, "yes");
    if (f->skip_me || arg_word(c, "no"))
        return true;
    reply_syntax(c);
    return false;
}

bool client_filter_args(struct call *c, struct client_filter *f, enum filter_use use)
{
    f->me = c->client->id;
    while (args_left(c) > 0) {
        struct bytes word = arg_bytes(c);
        unsigned negated = strip_not(&word);
        const struct filter_row *row = row_find(word);
        bool ok;

        if (args_left(c) == 0) {
            reply_syntax(c);
            return false;
        }
        if (row) {
            ok = read_value(c, row, &f->values[row->kind][negated]);
        } else if (bytes_is_word(word, "id")) {
            ok = read_ids(c, &f->ids[negated], use);
        } else if (!negated && bytes_is_word(word, "skipme")) {
            ok = read_skip_me(c, f);
        } else {
            reply_syntax(c);
            ok = false;
        }
        if (!ok)
            return false;
    }
    return true;
}

void client_filter_fini(struct client_filter *f)
{
    for (unsigned negated = 0; negated < 2; negated++) {
        for (unsigned kind = 0; kind < FILTER_KINDS; kind++)
            mem_free((void *)(uintptr_t)f->values[kind][negated].text.ptr);
        mem_free(f->ids[negated].v);
    }
    mem_free(f->candidates);
}

/* ---- Matching ------------------------------------------------------------------------------------ */

static bool text_is(struct bytes want, const char *text)
{
    return bytes_eq(want, bytes_str(text ? text : ""));
}

/* addr is ip:port; an IPv6 address stands in brackets there. */
static bool ip_is(struct bytes want, const char *addr)
{
    size_t len = (size_t)(strrchr(addr, ':') - addr);

    if (addr[0] == '[' && len >= 2)
        return bytes_eq(want, bytes_make(addr + 1, len - 2));
    return bytes_eq(want, bytes_make(addr, len));
}

static bool has_flags(const struct client *cl, struct bytes want)
{
    char letters[CLIENT_FLAGS_MAX];

    client_flag_letters(cl, letters);
    for (size_t i = 0; i < want.len; i++)
        if (strchr(letters, want.ptr[i]) == NULL)
            return false;
    return true;
}

static bool fits(struct client *cl, enum filter_kind kind, const struct filter_value *v)
{
    uint64_t now = clock_mono_us();

    switch (kind) {
    case FILTER_TYPE:
        return text_is(v->text, client_type_name(cl));
    case FILTER_USER:
        return text_is(v->text, "default");
    case FILTER_ADDR:
        return text_is(v->text, client_addr(cl));
    case FILTER_LADDR:
        return text_is(v->text, client_laddr(cl));
    case FILTER_IP:
        return ip_is(v->text, client_addr(cl));
    case FILTER_NAME:
        return text_is(v->text, cl->name);
    case FILTER_LIB_NAME:
        return text_is(v->text, cl->lib_name);
    case FILTER_LIB_VER:
        return text_is(v->text, cl->lib_ver);
    case FILTER_FLAGS:
        return has_flags(cl, v->text);
    case FILTER_CAPA:
        return (cl->flags & CLIENT_CAPA_REDIRECT) != 0;
    case FILTER_DB:
        return cl->db == (unsigned)v->number;
    case FILTER_MAXAGE:
        return (now - cl->created_us) / 1000000 >= (uint64_t)v->number;
    case FILTER_IDLE:
        return (now - cl->active_us) / 1000000 >= (uint64_t)v->number;
    case FILTER_KINDS:
        break;
    }
    return false;
}

/* All filters but ID. */
static bool fits_all(struct client *cl, const struct client_filter *f)
{
    if (f->skip_me && cl->id == f->me)
        return false;
    for (unsigned kind = 0; kind < FILTER_KINDS; kind++)
        for (unsigned negated = 0; negated < 2; negated++)
            if (f->values[kind][negated].given &&
                fits(cl, (enum filter_kind)kind, &f->values[kind][negated]) == (negated == 1))
                return false;
    return true;
}

static void note(struct client_filter *f, struct client *cl, uint64_t pick)
{
    if (cl == NULL || cl->picked_by == pick)
        return;
    cl->picked_by = pick;
    f->candidates[f->count++] = cl->id;
}

void client_filter_begin(struct client_filter *f)
{
    static uint64_t picks;
    uint64_t pick = ++picks;

    f->candidates = mem_alloc(client_count() * sizeof *f->candidates);
    for (unsigned i = 0; i < f->ids[1].count; i++)
        note(f, client_find((uint64_t)f->ids[1].v[i]), pick);
    f->count = 0; /* those are picked, but no candidates */
    for (unsigned i = 0; i < f->ids[0].count; i++)
        note(f, client_find((uint64_t)f->ids[0].v[i]), pick);
    if (f->ids[0].count > 0)
        return;
    for (struct client *cl = client_first(); cl; cl = client_next(cl))
        note(f, cl, pick);
}

bool client_filter_next(struct client_filter *f, struct client **out)
{
    struct client *cl;

    if (f->next == f->count)
        return false;
    cl = client_find(f->candidates[f->next++]);
    *out = cl && fits_all(cl, f) ? cl : NULL;
    return true;
}
