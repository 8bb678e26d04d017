#include "base/option_value.h"
#include "base/assert.h"
#include "base/mem.h"
#include "base/num.h"

/* ---- Values from text -------------------------------------------------------------------------- */

/* Parsers put a reason that names the row's range or list into note. */
#define EXPLAIN(note, ...) (buf_clear(note), buf_addf(note, __VA_ARGS__), buf_cstr(note))

static bool parse_bool(struct bytes text, struct value *v, const char **why)
{
    *why = "argument must be 'yes' or 'no'";
    v->number = bytes_is_word(text, "yes");
    return v->number || bytes_is_word(text, "no");
}

static bool parse_int(struct buf *note, const struct option *o, struct bytes text, struct value *v,
                      const char **why)
{
    *why = "argument couldn't be parsed into an integer";
    if (!num_parse_int(text, &v->number))
        return false;
    if (v->number >= o->min && v->number <= o->max)
        return true;
    *why = EXPLAIN(note, "argument must be between %lld and %lld inclusive", (long long)o->min,
                   (long long)o->max);
    return false;
}

static bool parse_percent(struct bytes text, struct value *v, const char **why)
{
    uint64_t n;

    *why = "argument must be a memory or percent value";
    if (!num_parse_uint(bytes_make(text.ptr, text.len - 1), &n))
        return false;
    *why = "percentage argument must be less or equal to 100";
    if (n > 100)
        return false;
    v->number = -(int64_t)n;
    return true;
}

static bool parse_memory(struct buf *note, const struct option *o, struct bytes text,
                         struct value *v, const char **why)
{
    uint64_t size, min = (uint64_t)o->min, max = (uint64_t)o->max;

    if ((o->flags & OPT_PERCENT) && text.len > 0 && text.ptr[text.len - 1] == '%')
        return parse_percent(text, v, why);
    *why = o->flags & OPT_PERCENT ? "argument must be a memory or percent value"
                                  : "argument must be a memory value";
    if (!num_parse_memory(text, &size))
        return false;
    v->number = (int64_t)size;
    if (size >= min && size <= max)
        return true;
    *why = EXPLAIN(note, "argument must be between %llu and %llu inclusive",
                   (unsigned long long)min, (unsigned long long)max);
    return false;
}

static bool parse_enum(struct buf *note, const struct option *o, struct bytes text, struct value *v,
                       const char **why)
{
    for (const struct option_name *n = o->names; n->name != NULL; n++) {
        if (bytes_is_word(text, n->name)) {
            v->number = n->value;
            return true;
        }
    }
    buf_clear(note);
    buf_add_str(note, "argument(s) must be one of the following: ");
    for (const struct option_name *n = o->names; n->name != NULL; n++) {
        buf_add_str(note, n == o->names ? "" : ", ");
        buf_add_str(note, n->name);
    }
    *why = buf_cstr(note);
    return false;
}

static bool parse_string(struct buf *note, const struct option *o, struct bytes text,
                         struct value *v, const char **why)
{
    v->text = text;
    if (text.len > 0 && memchr(text.ptr, '\0', text.len) != NULL) {
        *why = "argument must not contain NUL bytes";
        return false;
    }
    if (text.len >= (uint64_t)o->min && text.len <= (uint64_t)o->max)
        return true;
    *why = EXPLAIN(note, "argument must be between %lld and %lld bytes long", (long long)o->min,
                   (long long)o->max);
    return false;
}

static bool parse_double(struct buf *note, const struct option *o, struct bytes text,
                         struct value *v, const char **why)
{
    *why = "argument couldn't be parsed into a number";
    if (!num_parse_double(text, &v->real))
        return false;
    if (v->real >= o->dmin && v->real <= o->dmax)
        return true;
    *why = EXPLAIN(note, "argument must be between %g and %g inclusive", o->dmin, o->dmax);
    return false;
}

static bool parse_octal(struct buf *note, const struct option *o, struct bytes text,
                        struct value *v, const char **why)
{
    v->number = 0;
    *why = "argument couldn't be parsed as an octal number";
    if (text.len == 0 || text.len > 8)
        return false;
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] < '0' || text.ptr[i] > '7')
            return false;
        v->number = v->number * 8 + (text.ptr[i] - '0');
    }
    if (v->number >= o->min && v->number <= o->max)
        return true;
    *why = EXPLAIN(note, "argument must be between %llo and %llo inclusive", (long long)o->min,
                   (long long)o->max);
    return false;
}

bool value_parse(struct buf *note, const struct option *o, struct bytes text, struct value *v,
                 const char **why)
{
    switch (o->type) {
    case OPT_BOOL:
        return parse_bool(text, v, why);
    case OPT_INT:
        return parse_int(note, o, text, v, why);
    case OPT_MEMORY:
        return parse_memory(note, o, text, v, why);
    case OPT_ENUM:
        return parse_enum(note, o, text, v, why);
    case OPT_STRING:
        return parse_string(note, o, text, v, why);
    case OPT_DOUBLE:
        return parse_double(note, o, text, v, why);
    case OPT_OCTAL:
        return parse_octal(note, o, text, v, why);
    case OPT_CUSTOM:
        break;
    }
    kv_assert(o->type != OPT_CUSTOM);
    return false;
}

/* ---- Values in variables ----------------------------------------------------------------------- */

void value_load(const struct option *o, struct value *v)
{
    switch (o->type) {
    case OPT_BOOL:
        v->number = *(const bool *)o->value;
        break;
    case OPT_INT:
    case OPT_MEMORY:
    case OPT_OCTAL:
        v->number = *(const int64_t *)o->value;
        break;
    case OPT_ENUM:
        v->number = *(const int *)o->value;
        break;
    case OPT_STRING:
        v->text = bytes_str(*(char *const *)o->value);
        break;
    case OPT_DOUBLE:
        v->real = *(const double *)o->value;
        break;
    case OPT_CUSTOM:
        break;
    }
}

void value_store(const struct option *o, const struct value *v)
{
    switch (o->type) {
    case OPT_BOOL:
        *(bool *)o->value = v->number != 0;
        break;
    case OPT_INT:
    case OPT_MEMORY:
    case OPT_OCTAL:
        *(int64_t *)o->value = v->number;
        break;
    case OPT_ENUM:
        *(int *)o->value = (int)v->number;
        break;
    case OPT_STRING:
        *(char **)o->value = mem_bytesdup(v->text);
        break;
    case OPT_DOUBLE:
        *(double *)o->value = v->real;
        break;
    case OPT_CUSTOM:
        break;
    }
}

void value_replace(const struct option *o, const struct value *v)
{
    char *old = o->type == OPT_STRING ? *(char **)o->value : NULL;

    value_store(o, v);
    mem_free(old);
}

bool value_same(const struct option *o, const struct value *a, const struct value *b)
{
    if (o->type == OPT_STRING)
        return bytes_eq(a->text, b->text);
    if (o->type == OPT_DOUBLE)
        return !(a->real < b->real) && !(a->real > b->real);
    return a->number == b->number;
}

/* ---- Values to text ---------------------------------------------------------------------------- */

static const char *enum_name(const struct option *o, int64_t value)
{
    const struct option_name *n = o->names;

    while (n->name != NULL && n->value != value)
        n++;
    kv_assert(n->name != NULL);
    return n->name;
}

void value_add(const struct option *o, const struct value *v, struct buf *out)
{
    char text[NUM_DOUBLE_MAX];

    switch (o->type) {
    case OPT_BOOL:
        buf_add_str(out, v->number ? "yes" : "no");
        break;
    case OPT_INT:
        buf_add_int(out, v->number);
        break;
    case OPT_MEMORY:
        if ((o->flags & OPT_PERCENT) && v->number < 0)
            buf_addf(out, "%lld%%", -(long long)v->number);
        else
            buf_add_uint(out, (uint64_t)v->number);
        break;
    case OPT_ENUM:
        buf_add_str(out, enum_name(o, v->number));
        break;
    case OPT_STRING:
        buf_add_bytes(out, v->text);
        break;
    case OPT_DOUBLE:
        buf_add(out, text, num_format_double(text, v->real));
        break;
    case OPT_OCTAL:
        buf_addf(out, "%llo", (unsigned long long)v->number);
        break;
    case OPT_CUSTOM:
        break;
    }
}

/* A size in the largest unit that gives a whole number, as people write it. Units above gb are not
 * used: redis-server does not read them. */
static void spell_memory(uint64_t size, struct buf *out)
{
    static const struct {
        uint64_t bytes;
        const char *unit;
    } units[] = { { 1ull << 30, "gb" }, { 1ull << 20, "mb" }, { 1ull << 10, "kb" }, { 1, "" } };
    unsigned i = 0;

    while (size == 0 ? units[i].bytes != 1 : size % units[i].bytes != 0)
        i++;
    buf_add_uint(out, size / units[i].bytes);
    buf_add_str(out, units[i].unit);
}

/* OPT_WORDS: each word for itself, as redis-server reads bind. */
static void spell_words(struct bytes text, struct buf *out)
{
    size_t start = out->len;

    while (text.len > 0) {
        const uint8_t *end = memchr(text.ptr, ' ', text.len);
        size_t len = end != NULL ? (size_t)(end - text.ptr) : text.len;

        if (len > 0) {
            if (out->len > start)
                buf_add_byte(out, ' ');
            option_add_word(out, bytes_make(text.ptr, len));
        }
        text = bytes_from(text, len + (end != NULL));
    }
    if (out->len == start)
        option_add_word(out, BYTES_LIT(""));
}

void value_spell(const struct option *o, const struct value *v, struct buf *out)
{
    if (o->type == OPT_STRING && (o->flags & OPT_WORDS))
        spell_words(v->text, out);
    else if (o->type == OPT_STRING)
        option_add_word(out, v->text);
    else if (o->type == OPT_MEMORY && !((o->flags & OPT_PERCENT) && v->number < 0))
        spell_memory((uint64_t)v->number, out);
    else
        value_add(o, v, out);
}
