#include "docs.h"

#include "base/mem.h"

#include <stdlib.h>

struct docs {
    struct doc *items;
    size_t count, cap;
};

static bool is_text(const struct resp_value *v)
{
    return v->type == RESP_BULK || v->type == RESP_SIMPLE || v->type == RESP_VERBATIM;
}

static bool has_pairs(const struct resp_value *v)
{
    return (v->type == RESP_MAP || v->type == RESP_ARRAY) && v->count % 2 == 0;
}

/* The value of a field; NULL if v is no map or does not have it. */
static const struct resp_value *field(const struct resp_value *v, const char *name)
{
    if (!has_pairs(v))
        return NULL;
    for (size_t i = 0; i < v->count; i += 2)
        if (is_text(&v->items[i]) && bytes_is_word(v->items[i].text, name))
            return &v->items[i + 1];
    return NULL;
}

static struct bytes text_field(const struct resp_value *v, const char *name)
{
    const struct resp_value *f = field(v, name);

    return f != NULL && is_text(f) ? f->text : bytes_make("", 0);
}

static bool has_flag(const struct resp_value *argument, const char *name)
{
    const struct resp_value *flags = field(argument, "flags");

    for (size_t i = 0; flags != NULL && i < flags->count; i++)
        if (is_text(&flags->items[i]) && bytes_is_word(flags->items[i].text, name))
            return true;
    return false;
}

static void add_arguments(struct buf *out, const struct resp_value *arguments,
                          const char *separator);

/* The argument's value: its name, or what it consists of. */
static void add_operand(struct buf *out, const struct resp_value *argument)
{
    const struct resp_value *inner = field(argument, "arguments");
    struct bytes type = text_field(argument, "type");
    struct bytes shown = text_field(argument, "display_text");

    if (inner != NULL)
        add_arguments(out, inner, bytes_is_word(type, "oneof") ? "|" : " ");
    else
        buf_add_bytes(out, shown.len > 0 ? shown : text_field(argument, "name"));
}

/* Token and value, once. */
static void add_once(struct buf *out, const struct resp_value *argument, bool has_token)
{
    const struct resp_value *token = field(argument, "token");
    bool is_pure = bytes_is_word(text_field(argument, "type"), "pure-token");

    if (token != NULL && has_token) {
        if (is_text(token) && token->text.len > 0)
            buf_add_bytes(out, token->text);
        else
            buf_add_str(out, "\"\"");
        if (!is_pure)
            buf_add_byte(out, ' ');
    }
    if (!is_pure)
        add_operand(out, argument);
}

static void add_argument(struct buf *out, const struct resp_value *argument)
{
    bool is_optional = has_flag(argument, "optional");

    if (is_optional)
        buf_add_byte(out, '[');
    add_once(out, argument, true);
    if (has_flag(argument, "multiple")) {
        buf_add_str(out, " [");
        add_once(out, argument, has_flag(argument, "multiple_token"));
        buf_add_str(out, " ...]");
    }
    if (is_optional)
        buf_add_byte(out, ']');
}

static void add_arguments(struct buf *out, const struct resp_value *arguments,
                          const char *separator)
{
    for (size_t i = 0; i < arguments->count; i++) {
        if (i > 0)
            buf_add_str(out, separator);
        add_argument(out, &arguments->items[i]);
    }
}

static char *upper_name(struct bytes name)
{
    char *s = mem_bytesdup(name);

    for (char *c = s; *c != '\0'; c++) {
        if (*c >= 'a' && *c <= 'z')
            *c = (char)(*c - 'a' + 'A');
        else if (*c == '|')
            *c = ' ';
    }
    return s;
}

static char *syntax_of(const struct resp_value *doc)
{
    const struct resp_value *arguments = field(doc, "arguments");
    struct buf text;
    char *copy;

    buf_init(&text, BUF_UNLIMITED);
    if (arguments != NULL)
        add_arguments(&text, arguments, " ");
    copy = mem_bytesdup(buf_bytes(&text));
    buf_fini(&text);
    return copy;
}

/* The commands of a map of name and documentation, and their subcommands. The recursion is as deep
 * as the reply, which the reader bounds. */
static void add_docs(struct docs *d, const struct resp_value *map)
{
    if (!has_pairs(map))
        return;
    for (size_t i = 0; i < map->count; i += 2) {
        const struct resp_value *doc = &map->items[i + 1];
        const struct resp_value *subcommands = field(doc, "subcommands");

        if (!is_text(&map->items[i]) || map->items[i].text.len == 0 || !has_pairs(doc))
            continue;
        if (d->count == d->cap) {
            d->cap = d->cap > 0 ? d->cap * 2 : 256;
            d->items = mem_realloc(d->items, d->cap * sizeof *d->items);
        }
        d->items[d->count++] = (struct doc){
            .name = upper_name(map->items[i].text),
            .syntax = syntax_of(doc),
            .summary = mem_bytesdup(text_field(doc, "summary")),
            .since = mem_bytesdup(text_field(doc, "since")),
            .group = mem_bytesdup(text_field(doc, "group")),
            .complexity = mem_bytesdup(text_field(doc, "complexity")),
            .has_subcommands = subcommands != NULL,
        };
        if (subcommands != NULL)
            add_docs(d, subcommands);
    }
}

static int by_name(const void *a, const void *b)
{
    return strcmp(((const struct doc *)a)->name, ((const struct doc *)b)->name);
}

struct docs *docs_new(const struct resp_value *reply)
{
    struct docs *d = mem_zalloc(sizeof *d);

    add_docs(d, reply);
    if (d->count > 0)
        qsort(d->items, d->count, sizeof *d->items, by_name);
    return d;
}

void docs_free(struct docs *d)
{
    if (d == NULL)
        return;
    for (size_t i = 0; i < d->count; i++) {
        mem_free(d->items[i].name);
        mem_free(d->items[i].syntax);
        mem_free(d->items[i].summary);
        mem_free(d->items[i].since);
        mem_free(d->items[i].group);
        mem_free(d->items[i].complexity);
    }
    mem_free(d->items);
    mem_free(d);
}

size_t docs_count(const struct docs *d)
{
    return d->count;
}

const struct doc *docs_at(const struct docs *d, size_t i)
{
    return &d->items[i];
}

/* True if name is these words with one blank between them. */
static bool is_spelled(struct bytes name, const struct bytes *words, unsigned count)
{
    for (unsigned i = 0; i < count; i++) {
        if (i > 0) {
            if (name.len == 0 || name.ptr[0] != ' ')
                return false;
            name = bytes_from(name, 1);
        }
        if (name.len < words[i].len)
            return false;
        for (size_t k = 0; k < words[i].len; k++)
            if (ascii_lower(name.ptr[k]) != ascii_lower(words[i].ptr[k]))
                return false;
        name = bytes_from(name, words[i].len);
    }
    return name.len == 0;
}

const struct doc *docs_find(const struct docs *d, const struct bytes *words, unsigned count,
                            unsigned *used)
{
    for (unsigned n = count < 2 ? count : 2; n > 0; n--)
        for (size_t i = 0; i < d->count; i++)
            if (is_spelled(bytes_str(d->items[i].name), words, n)) {
                *used = n;
                return &d->items[i];
            }
    return NULL;
}
