#include "server/reply.h"

#include "base/assert.h"
#include "base/mem.h"
#include "base/size.h"
#include "resp/write.h"
#include "server/argspec.h"
#include "server/client.h"
#include "server/reply_sink.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

enum {
    ERROR_CODES_MAX = 128, /* different codes counted; further ones are not */
    ERROR_TEXT_MAX = 4096,
    EXCERPT_MAX = 128, /* bytes of an argument that an error repeats */
};

static struct error_stat error_stats[ERROR_CODES_MAX];
static unsigned error_stat_count;

/* The texts that clients know, by error. */
static const char *const texts[] = {
    [KV_OK] = "ERR internal error",
    [KV_NOT_FOUND] = "ERR no such key",
    [KV_EXISTS] = "BUSYKEY Target key name already exists.",
    [KV_WRONG_TYPE] = "WRONGTYPE Operation against a key holding the wrong kind of value",
    [KV_SYNTAX] = "ERR syntax error",
    [KV_NOT_INT] = "ERR value is not an integer or out of range",
    [KV_NOT_FLOAT] = "ERR value is not a valid float",
    [KV_OVERFLOW] = "ERR increment or decrement would overflow",
    [KV_NAN] = "ERR increment would produce NaN or Infinity",
    [KV_RANGE] = "ERR value is out of range",
    [KV_TOO_BIG] = "ERR string exceeds maximum allowed size (proto-max-bulk-len)",
    [KV_EXPIRE] = NULL, /* names the command: see reply_err */
    [KV_DB_RANGE] = "ERR DB index is out of range",
    [KV_CORRUPT] = "ERR Bad data format",
    [KV_IO] = "ERR input/output error",
};

/* The sink, for the next part; what was written as bytes before it comes first. */
static struct reply_sink *sink_ready(struct call *c)
{
    if (c->out->len > 0)
        reply_sink_read(c->sink, c->out);
    return c->sink;
}

/* A part goes to the sink: GIVE(c, integer, n). */
#define GIVE(c, part, ...) sink_ready(c)->ops->part((c)->sink, __VA_ARGS__)

static bool has_sink(const struct call *c)
{
    return kv_unlikely(c->sink != NULL);
}

void reply_ok(struct call *c)
{
    if (has_sink(c))
        GIVE(c, simple, BYTES_LIT("OK"));
    else
        buf_add(c->out, "+OK\r\n", 5);
}

void reply_simple(struct call *c, const char *text)
{
    if (has_sink(c))
        GIVE(c, simple, bytes_str(text));
    else
        resp_simple(c->out, bytes_str(text));
}

void reply_int(struct call *c, int64_t n)
{
    if (has_sink(c))
        GIVE(c, integer, n);
    else
        resp_int(c->out, n);
}

void reply_bool(struct call *c, bool v)
{
    if (!has_sink(c))
        resp_bool(c->out, c->proto, v);
    else if (c->proto == 2)
        GIVE(c, integer, v);
    else
        GIVE(c, boolean, v);
}

void reply_double(struct call *c, double d)
{
    if (has_sink(c) && c->proto > 2)
        GIVE(c, number, d);
    else
        resp_double(c->out, c->proto, d);
}

void reply_bulk(struct call *c, struct bytes data)
{
    if (has_sink(c))
        GIVE(c, bulk, data);
    else
        resp_bulk(c->out, data);
}

/* On its own, so that what is common needs no room for the text of a number. */
static __attribute__((noinline)) void give_item(struct call *c, const struct item *it)
{
    char text[NUM_INT_MAX];

    GIVE(c, bulk, item_text(it, text));
}

void reply_item(struct call *c, const struct item *it)
{
    if (has_sink(c))
        give_item(c, it);
    else if (item_is_int(it))
        resp_bulk_int(c->out, it->number);
    else
        resp_bulk(c->out, bytes_make(it->ptr, it->len));
}

void reply_bulk_str(struct call *c, const char *text)
{
    reply_bulk(c, bytes_str(text));
}

void reply_null(struct call *c)
{
    if (has_sink(c))
        sink_ready(c)->ops->null(c->sink);
    else
        resp_null(c->out, c->proto);
}

void reply_null_array(struct call *c)
{
    if (has_sink(c))
        sink_ready(c)->ops->null(c->sink);
    else
        resp_null_array(c->out, c->proto);
}

void reply_array(struct call *c, size_t count)
{
    if (has_sink(c))
        GIVE(c, aggregate, '*', count);
    else
        resp_array(c->out, count);
}

void reply_map(struct call *c, size_t pairs)
{
    if (!has_sink(c))
        resp_map(c->out, c->proto, pairs);
    else if (c->proto == 2)
        GIVE(c, aggregate, '*', 2 * pairs);
    else
        GIVE(c, aggregate, '%', pairs);
}

void reply_set(struct call *c, size_t count)
{
    if (has_sink(c))
        GIVE(c, aggregate, c->proto == 2 ? '*' : '~', count);
    else
        resp_set(c->out, c->proto, count);
}

void reply_push(struct call *c, size_t count)
{
    if (has_sink(c))
        GIVE(c, aggregate, c->proto == 2 ? '*' : '>', count);
    else
        resp_push(c->out, c->proto, count);
}

void reply_verbatim(struct call *c, const char *format, struct bytes text)
{
    if (!has_sink(c))
        resp_verbatim(c->out, c->proto, format, text);
    else if (c->proto == 2)
        GIVE(c, bulk, text);
    else
        GIVE(c, verbatim, format, text);
}

void reply_entry(struct call *c, const struct entry *e)
{
    char scratch[NUM_INT_MAX];

    if (entry_encoding(e) == ENC_BLOB && entry_blob(e)->len >= OUTBUF_BLOB_MIN && c->later == 0 &&
        c->out == outbuf_tail(&c->client->out))
        outbuf_add_blob(&c->client->out, entry_blob(e));
    else
        reply_bulk(c, entry_string(e, scratch));
}

void reply_gathered(struct call *c, struct outbuf *from)
{
    if (c->out == outbuf_tail(&c->client->out)) {
        outbuf_move(&c->client->out, from);
        return;
    }
    if (c->nested)
        outbuf_copy(from, c->out);
    outbuf_fini(from);
}

void reply_gathered_text(struct call *c, const char *format, struct outbuf *from)
{
    resp_verbatim_begin(c->out, c->proto, format, outbuf_pending(from));
    buf_add(outbuf_tail(from), "\r\n", 2);
    reply_gathered(c, from);
}

void reply_gathered_bulk(struct call *c, struct bytes head, struct outbuf *from)
{
    resp_bulk_begin(c->out, head.len + outbuf_pending(from));
    buf_add(c->out, head.ptr, head.len);
    buf_add(outbuf_tail(from), "\r\n", 2);
    reply_gathered(c, from);
}

size_t reply_later(struct call *c)
{
    c->later++;
    if (kv_likely(c->sink == NULL))
        return resp_array_later(c->out);
    sink_ready(c)->ops->later(c->sink);
    return 0;
}

void reply_later_set(struct call *c, size_t mark, char type, size_t count)
{
    c->later--;
    if (c->proto == 2) {
        count = type == '%' ? 2 * count : count;
        type = '*';
    }
    if (has_sink(c))
        GIVE(c, later_set, type, count);
    else
        resp_array_set(c->out, mark, count, type);
}

/* ---- Errors -------------------------------------------------------------------------------------- */

/* The first word, as it is shown in INFO, where ':' has a meaning; "ERR" if it is the only one, or too long. */
static void read_code(const char *text, char *code)
{
    size_t len = strcspn(text, " \r\n");

    if (text[len] == '\0' || len > ERROR_CODE_MAX) {
        text = "ERR";
        len = 3;
    }
    for (size_t i = 0; i < len; i++)
        code[i] = text[i] == ':' || text[i] == '#' ? '_' : text[i];
    code[len] = '\0';
}

/* The counts are in the order of their codes. */
static void count_error(const char *text)
{
    struct error_stat found = { .count = 1 };
    unsigned at = 0;
    int order = 1;

    read_code(text, found.code);
    while (at < error_stat_count && (order = strcmp(error_stats[at].code, found.code)) < 0)
        at++;
    if (order == 0) {
        error_stats[at].count++;
    } else if (error_stat_count < ERROR_CODES_MAX) {
        memmove(&error_stats[at + 1], &error_stats[at], (error_stat_count - at) * sizeof found);
        error_stats[at] = found;
        error_stat_count++;
    }
}

void reply_error_again(struct call *c, struct bytes text)
{
    c->failed = true;
    if (has_sink(c))
        GIVE(c, error, text);
    else
        resp_error(c->out, text);
}

void reply_error(struct call *c, const char *text)
{
    count_error(text);
    reply_error_again(c, bytes_str(text));
}

void reply_errorf(struct call *c, const char *fmt, ...)
{
    char text[ERROR_TEXT_MAX];
    va_list ap;

    va_start(ap, fmt);
    vsnprintf(text, sizeof text, fmt, ap);
    va_end(ap);
    reply_error(c, text);
}

void reply_err(struct call *c, enum kv_err err)
{
    if (err == KV_DONE)
        return;
    kv_assert(err != KV_OK);
    if (c->err == err && c->err_text)
        reply_errorf(c, "ERR %s", c->err_text);
    else if (err == KV_EXPIRE)
        reply_errorf(c, "ERR invalid expire time in '%s' command", c->cmd->full_name);
    else
        reply_error(c, texts[err]);
}

void reply_syntax(struct call *c)
{
    reply_err(c, KV_SYNTAX);
}

static void upper(char *out, size_t room, const char *text)
{
    size_t i;

    for (i = 0; text[i] && i < room - 1; i++)
        out[i] = (char)(text[i] >= 'a' && text[i] <= 'z' ? text[i] - 32 : text[i]);
    out[i] = '\0';
}

void reply_bad_use(struct call *c)
{
    char name[48];

    upper(name, sizeof name, c->cmd->parent->row->name);
    reply_errorf(c, "ERR unknown subcommand or wrong number of arguments for '%.*s'. Try %s HELP.",
                 (int)size_min(c->argv[1].len, EXCERPT_MAX), (const char *)c->argv[1].ptr, name);
}

void reply_arity(struct call *c)
{
    reply_errorf(c, "ERR wrong number of arguments for '%s' command", c->cmd->full_name);
}

const struct error_stat *reply_error_stats(unsigned *count)
{
    *count = error_stat_count;
    return error_stats;
}

void reply_error_stats_reset(void)
{
    error_stat_count = 0;
}

/* ---- HELP ---------------------------------------------------------------------------------------- */

/* The text as indented lines of at most HELP_WIDTH bytes; returns how many. */
static size_t reply_paragraph(struct call *c, const char *text)
{
    enum { HELP_WIDTH = 80, INDENT = 4 };
    char line[HELP_WIDTH + 1];
    size_t count = 0;

    memset(line, ' ', INDENT);
    while (*text) {
        size_t len = strlen(text), room = HELP_WIDTH - INDENT;

        if (len > room) {
            for (len = room; len > 0 && text[len] != ' '; len--)
                ;
            len = len > 0 ? len : room;
        }
        memcpy(line + INDENT, text, len);
        line[INDENT + len] = '\0';
        reply_simple(c, line);
        count++;
        text += len;
        text += *text == ' ';
    }
    return count;
}

/* A subcommand's syntax and summary; returns the number of lines. */
static size_t reply_help_of(struct call *c, const struct command *sub)
{
    struct buf line = { .limit = BUF_UNLIMITED };
    struct argspec *spec;
    const char *why;
    char name[48];
    size_t at;

    spec = argspec_parse(sub->args, command_key_spec_count(sub), &why, &at);
    kv_assert(spec != NULL); /* the rows are ours */
    upper(name, sizeof name, sub->name);
    buf_add_str(&line, name);
    buf_add_str(&line, argspec_first(spec) ? " " : "");
    argspec_print(argspec_first(spec), &line);
    buf_add_byte(&line, 0);
    reply_simple(c, (const char *)line.ptr);
    buf_fini(&line);
    argspec_free(spec);
    return 1 + reply_paragraph(c, sub->summary);
}

void reply_help(struct call *c)
{
    const struct command *container = c->cmd->parent->row;
    size_t mark = reply_later(c), count = 3;
    char name[48], title[128];

    upper(name, sizeof name, container->name);
    snprintf(title, sizeof title,
             "%s <subcommand> [<arg> [value] [opt] ...]. Subcommands are:", name);
    reply_simple(c, title);
    if (container->handler) {
        reply_simple(c, "(no subcommand)");
        count += 1 + reply_paragraph(c, container->summary);
    }
    for (const struct command *sub = container->subs; sub->name; sub++)
        if (strcmp(sub->name, "help") != 0)
            count += reply_help_of(c, sub);
    reply_simple(c, "HELP");
    reply_simple(c, "    Prints this help.");
    reply_later_set(c, mark, '*', count);
}

void reply_help_lines(struct call *c, const char *const *lines)
{
    size_t mark = reply_later(c), count = 0;

    for (; lines[count]; count++)
        reply_simple(c, lines[count]);
    reply_later_set(c, mark, '*', count);
}
