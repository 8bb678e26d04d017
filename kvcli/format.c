#include "format.h"

#include "base/num.h"
#include "tojson.h"

/* An aggregate counts in units: an item, or a key with its value. */
static size_t unit_size(const struct resp_value *v)
{
    return v->type == RESP_MAP ? 2 : 1;
}

static void add_blanks(struct buf *out, unsigned count)
{
    for (unsigned i = 0; i < count; i++)
        buf_add_byte(out, ' ');
}

/* What stands behind the ordinal, and so tells the kinds of aggregates apart. */
static char ordinal_mark(enum resp_type type)
{
    switch (type) {
    case RESP_MAP:
        return '#';
    case RESP_SET:
        return '~';
    default:
        return ')';
    }
}

static const char *empty_text(enum resp_type type)
{
    switch (type) {
    case RESP_MAP:
        return "(empty hash)";
    case RESP_SET:
        return "(empty set)";
    case RESP_PUSH:
        return "(empty push)";
    default:
        return "(empty array)";
    }
}

/* True if an aggregate takes more than one line, so that as a value of a map it starts on a line of
 * its own. A key of several lines does not count, nor does a text with newlines: redis-cli leaves
 * both where they are. */
static bool is_tall(const struct resp_value *v)
{
    size_t unit = unit_size(v);

    while (v->count == unit) {
        v = &v->items[unit - 1];
        unit = unit_size(v);
    }
    return v->count > unit;
}

static void human_value(struct buf *out, const struct resp_value *v, unsigned indent);

/* The lines "<indent>N<mark> item" of an aggregate; the first one continues the current line. */
static void human_items(struct buf *out, const struct resp_value *v, char mark, unsigned indent)
{
    size_t unit = unit_size(v), units = v->count / unit;
    unsigned width = num_digits(units);
    unsigned inner = indent + width + 2;

    for (size_t i = 0; i < units; i++) {
        const struct resp_value *item = &v->items[i * unit];

        if (i > 0)
            add_blanks(out, indent);
        buf_addf(out, "%*zu%c ", (int)width, i + 1, mark);
        human_value(out, item, inner);
        if (unit == 1)
            continue;
        out->len--; /* the key's newline: the value follows on the same line */
        buf_add_str(out, " => ");
        if (is_tall(&item[1])) {
            buf_add_byte(out, '\n');
            add_blanks(out, inner);
        }
        human_value(out, &item[1], inner);
    }
}

/* The value and a newline. The caller has written indent columns of the current line. */
static void human_value(struct buf *out, const struct resp_value *v, unsigned indent)
{
    if (v->attributes != NULL && v->attributes->count > 0) {
        human_items(out, v->attributes, '|', indent);
        add_blanks(out, indent);
    }
    switch (v->type) {
    case RESP_SIMPLE:
    case RESP_VERBATIM:
        buf_add_bytes(out, v->text);
        break;
    case RESP_ERROR:
        buf_add_str(out, "(error) ");
        buf_add_bytes(out, v->text);
        break;
    case RESP_INT:
        buf_add_str(out, "(integer) ");
        buf_add_int(out, v->integer);
        break;
    case RESP_BULK:
        buf_add_quoted(out, v->text);
        break;
    case RESP_NULL:
        buf_add_str(out, "(nil)");
        break;
    case RESP_BOOL:
        buf_add_str(out, v->integer ? "(true)" : "(false)");
        break;
    case RESP_DOUBLE:
        buf_add_str(out, "(double) ");
        buf_add_bytes(out, v->text);
        break;
    case RESP_BIG_NUMBER:
        buf_add_str(out, "(big number) ");
        buf_add_bytes(out, v->text);
        break;
    case RESP_ARRAY:
    case RESP_MAP:
    case RESP_SET:
    case RESP_PUSH:
        if (v->count > 0) {
            human_items(out, v, ordinal_mark(v->type), indent);
            return;
        }
        buf_add_str(out, empty_text(v->type));
        break;
    }
    buf_add_byte(out, '\n');
}

/* The bare bytes: items separated by the delimiter, a key and its value by a blank. */
static void raw_value(struct buf *out, const struct resp_value *v, struct bytes delimiter)
{
    switch (v->type) {
    case RESP_SIMPLE:
    case RESP_VERBATIM:
    case RESP_BULK:
    case RESP_DOUBLE:
    case RESP_BIG_NUMBER:
        buf_add_bytes(out, v->text);
        break;
    case RESP_ERROR: /* the newline of its own makes errors stand out among values */
        buf_add_bytes(out, v->text);
        buf_add_byte(out, '\n');
        break;
    case RESP_INT:
        buf_add_int(out, v->integer);
        break;
    case RESP_NULL:
        break;
    case RESP_BOOL:
        buf_add_str(out, v->integer ? "(true)" : "(false)");
        break;
    case RESP_ARRAY:
    case RESP_MAP:
    case RESP_SET:
    case RESP_PUSH:
        for (size_t i = 0; i < v->count; i++) {
            if (i % unit_size(v) != 0)
                buf_add_byte(out, ' ');
            else if (i > 0)
                buf_add_bytes(out, delimiter);
            raw_value(out, &v->items[i], delimiter);
        }
        break;
    }
}

/* One flat row, whatever the nesting. */
static void csv_value(struct buf *out, const struct resp_value *v)
{
    switch (v->type) {
    case RESP_ERROR:
        buf_add_str(out, "ERROR,");
        buf_add_quoted(out, v->text);
        break;
    case RESP_SIMPLE:
    case RESP_VERBATIM:
    case RESP_BULK:
        buf_add_quoted(out, v->text);
        break;
    case RESP_DOUBLE:
    case RESP_BIG_NUMBER:
        buf_add_bytes(out, v->text);
        break;
    case RESP_INT:
        buf_add_int(out, v->integer);
        break;
    case RESP_NULL:
        buf_add_str(out, "NULL");
        break;
    case RESP_BOOL:
        buf_add_str(out, v->integer ? "true" : "false");
        break;
    case RESP_ARRAY:
    case RESP_MAP:
    case RESP_SET:
    case RESP_PUSH:
        for (size_t i = 0; i < v->count; i++) {
            if (i > 0)
                buf_add_byte(out, ',');
            csv_value(out, &v->items[i]);
        }
        break;
    }
}

void format_text(struct buf *out, const struct resp_value *v)
{
    size_t before = out->len;

    raw_value(out, v, BYTES_LIT("\n"));
    if (out->len == before || out->ptr[out->len - 1] != '\n')
        buf_add_byte(out, '\n');
}

void format_reply(struct buf *out, const struct resp_value *v, const struct format *f)
{
    switch (f->form) {
    case FORMAT_HUMAN:
        human_value(out, v, 0);
        return;
    case FORMAT_RAW:
        raw_value(out, v, f->item_delimiter);
        buf_add_bytes(out, f->reply_delimiter);
        return;
    case FORMAT_CSV:
        csv_value(out, v);
        break;
    case FORMAT_JSON:
    case FORMAT_QUOTED_JSON:
        tojson_value(out, v, f->form == FORMAT_QUOTED_JSON);
        break;
    }
    buf_add_byte(out, '\n');
}

bool format_is_text_command(const struct bytes *argv, unsigned argc)
{
    static const struct {
        const char *name, *subcommand; /* subcommand NULL: any */
    } commands[] = {
        { "info", NULL },
        { "lolwut", NULL },
        { "client", "list" },
        { "client", "info" },
        { "cluster", "info" },
        { "cluster", "nodes" },
        { "debug", "htstats" },
        { "debug", "htstats-key" },
        { "debug", "client-eviction" },
        { "latency", "doctor" },
        { "latency", "graph" },
        { "memory", "doctor" },
        { "memory", "malloc-stats" },
        { "proxy", "info" },
    };

    if (argc == 0)
        return false;
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++) {
        if (!bytes_is_word(argv[0], commands[i].name))
            continue;
        if (commands[i].subcommand == NULL)
            return true;
        if (argc > 1 && bytes_is_word(argv[1], commands[i].subcommand))
            return true;
    }
    return false;
}
