#include "server/argspec.h"

#include "base/mem.h"
#include "base/num.h"

enum { DEPTH_MAX = 8 };

/* One block of arguments and one of strings hold everything: no text has more than one argument for
 * each of its bytes, nor more strings than fit into twice its length (a pure token is its own name
 * too). */
struct argspec {
    struct argspec_arg *first;
    char *strings;
    struct argspec_arg args[];
};

static const char *const type_names[] = {
    [ARGSPEC_STRING] = "string",         [ARGSPEC_INTEGER] = "integer",
    [ARGSPEC_DOUBLE] = "double",         [ARGSPEC_KEY] = "key",
    [ARGSPEC_PATTERN] = "pattern",       [ARGSPEC_UNIX_TIME] = "unix-time",
    [ARGSPEC_PURE_TOKEN] = "pure-token", [ARGSPEC_ONEOF] = "oneof",
    [ARGSPEC_BLOCK] = "block",
};

const char *argspec_type_name(enum argspec_type type)
{
    return type_names[type];
}

/* ---- Reading ------------------------------------------------------------------------------------- */

struct parser {
    const char *text, *p;
    const char *why; /* the first mistake */
    struct argspec *spec;
    unsigned used; /* arguments */
    char *room;    /* where the next string goes */
    unsigned key_specs, keys_seen;
    unsigned depth;
};

static void *wrong(struct parser *r, const char *why)
{
    if (r->why == NULL)
        r->why = why;
    return NULL;
}

static void skip_blanks(struct parser *r)
{
    while (*r->p == ' ')
        r->p++;
}

/* Takes the sign, and the blanks before it, if it comes next. */
static bool take(struct parser *r, const char *sign)
{
    size_t len = strlen(sign);

    skip_blanks(r);
    if (strncmp(r->p, sign, len) != 0)
        return false;
    r->p += len;
    return true;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_upper(char c)
{
    return c >= 'A' && c <= 'Z';
}

static bool is_lower(char c)
{
    return c >= 'a' && c <= 'z';
}

static bool is_name(char c)
{
    return is_lower(c) || is_digit(c) || c == '-' || c == '_';
}

static bool is_token(char c)
{
    return is_upper(c) || is_digit(c) || c == '-' || c == '_';
}

static bool is_version(char c)
{
    return is_digit(c) || c == '.';
}

static const char *keep(struct parser *r, const char *from, size_t len)
{
    char *s = r->room;

    memcpy(s, from, len);
    s[len] = '\0';
    r->room += len + 1;
    return s;
}

/* The characters of this kind that come next; NULL if there are none. */
static const char *word(struct parser *r, bool (*is)(char c), const char *why)
{
    const char *from = r->p;

    while (is(*r->p))
        r->p++;
    return r->p > from ? keep(r, from, (size_t)(r->p - from)) : wrong(r, why);
}

static bool at_token(const struct parser *r)
{
    return is_upper(*r->p) || *r->p == '"';
}

/* TOKEN, or any text in double quotes. */
static const char *token(struct parser *r)
{
    const char *from, *end;

    if (*r->p != '"')
        return word(r, is_token, "a token is missing");
    from = r->p + 1;
    end = strchr(from, '"');
    if (end == NULL)
        return wrong(r, "a quote is not closed");
    r->p = end + 1;
    return keep(r, from, (size_t)(end - from));
}

static struct argspec_arg *new_arg(struct parser *r)
{
    struct argspec_arg *a = &r->spec->args[r->used++];

    *a = (struct argspec_arg){ .type = ARGSPEC_STRING, .key_spec = -1 };
    return a;
}

static struct argspec_arg *item(struct parser *r);

/* The items up to the closing sign, separated by that sign, or one after the other if it is NULL. */
static struct argspec_arg *items(struct parser *r, const char *separator, const char *close)
{
    struct argspec_arg *first = NULL, **link = &first;

    if (++r->depth > DEPTH_MAX)
        return wrong(r, "nested too deep");
    while (!take(r, close)) {
        if (*r->p == '\0')
            return wrong(r, "a bracket is not closed");
        if (first && separator && !take(r, separator))
            return wrong(r, "a | is missing");
        *link = item(r);
        if (*link == NULL)
            return NULL;
        link = &(*link)->next;
    }
    r->depth--;
    return first ? first : wrong(r, "empty brackets");
}

/* ( a | b ) or { a b }; the opening sign comes next. */
static bool group(struct parser *r, struct argspec_arg *a)
{
    bool one = take(r, "(");

    if (!one && !take(r, "{"))
        return false;
    a->type = one ? ARGSPEC_ONEOF : ARGSPEC_BLOCK;
    a->inner = one ? items(r, "|", ")") : items(r, NULL, "}");
    return true;
}

static bool is_key_name(const char *name)
{
    static const char *const names[] = { "key", "key1", "key2", "source", "destination", "newkey" };

    for (unsigned i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(name, names[i]) == 0)
            return true;
    return false;
}

/* Behind the name: ":type" and "#index". */
static void simple(struct parser *r, struct argspec_arg *a)
{
    const char *from;
    size_t len;

    a->type = is_key_name(a->name) ? ARGSPEC_KEY : ARGSPEC_STRING;
    if (*r->p == ':') {
        from = ++r->p;
        while (is_name(*r->p))
            r->p++;
        len = (size_t)(r->p - from);
        for (a->type = ARGSPEC_STRING; a->type < ARGSPEC_PURE_TOKEN; a->type++)
            if (strlen(type_names[a->type]) == len && memcmp(type_names[a->type], from, len) == 0)
                break;
        if (a->type == ARGSPEC_PURE_TOKEN)
            wrong(r, "there is no such type");
    }
    if (*r->p == '#' && is_digit(r->p[1])) {
        a->key_spec = r->p[1] - '0';
        r->p += 2;
        if ((unsigned)a->key_spec >= r->key_specs)
            wrong(r, "there is no such key spec");
    } else if (a->type == ARGSPEC_KEY && r->key_specs > 0) {
        a->key_spec = (int)(r->keys_seen < r->key_specs ? r->keys_seen : r->key_specs - 1);
    }
    r->keys_seen += a->type == ARGSPEC_KEY;
}

static void pure(struct parser *r, struct argspec_arg *a)
{
    size_t len = strlen(a->token);

    a->type = ARGSPEC_PURE_TOKEN;
    if (a->name)
        return;
    for (size_t i = 0; i < len; i++)
        r->room[i] = (char)ascii_lower((uint8_t)a->token[i]);
    a->name = keep(r, r->room, len);
}

/* True if the token just read stands before the argument that comes next, rather than for itself:
 * before a name, but not before one that names another token. */
static bool token_precedes(const struct parser *r)
{
    const char *p = r->p;

    if (!is_name(*p) || is_upper(*p))
        return false;
    while (is_name(*p))
        p++;
    return *p != '=' || p[1] == '(' || p[1] == '{';
}

static void core(struct parser *r, struct argspec_arg *a)
{
    if (at_token(r)) {
        a->token = token(r);
        skip_blanks(r);
        if (a->token == NULL)
            return;
        if (!token_precedes(r)) {
            pure(r, a);
            return;
        }
    }
    a->name = word(r, is_name, "a name or a token is missing");
    if (a->name == NULL)
        return;
    if (*r->p != '=') {
        simple(r, a);
        return;
    }
    r->p++;
    if (group(r, a))
        return;
    a->token = token(r);
    if (a->token)
        pure(r, a);
}

static void marks(struct parser *r, struct argspec_arg *a)
{
    for (;;) {
        if (take(r, "*..."))
            a->multiple = a->multiple_token = true;
        else if (take(r, "..."))
            a->multiple = true;
        else if (take(r, "@"))
            a->since = word(r, is_version, "a version is missing");
        else if (take(r, "!"))
            a->deprecated = word(r, is_version, "a version is missing");
        else
            return;
    }
}

/* One argument, with its inner ones; NULL after a mistake. */
static struct argspec_arg *item(struct parser *r)
{
    bool optional = take(r, "[");
    struct argspec_arg *a = new_arg(r);

    skip_blanks(r);
    core(r, a);
    if (r->why == NULL)
        marks(r, a);
    if (r->why == NULL && optional && !take(r, "]"))
        wrong(r, "a ] is missing: brackets hold one argument");
    a->optional = optional;
    return r->why ? NULL : a;
}

struct argspec *argspec_parse(const char *text, unsigned key_specs, const char **why, size_t *at)
{
    size_t len = text ? strlen(text) : 0;
    struct parser r = { .text = text ? text : "", .key_specs = key_specs };
    struct argspec_arg **link;

    r.p = r.text;
    r.spec = mem_zalloc(sizeof *r.spec + (len + 1) * sizeof r.spec->args[0]);
    r.spec->strings = r.room = mem_alloc(2 * len + 2);
    for (link = &r.spec->first; skip_blanks(&r), *r.p != '\0'; link = &(*link)->next) {
        *link = item(&r);
        if (*link == NULL) {
            *why = r.why;
            *at = (size_t)(r.p - r.text);
            argspec_free(r.spec);
            return NULL;
        }
    }
    return r.spec;
}

void argspec_free(struct argspec *s)
{
    if (s == NULL)
        return;
    mem_free(s->strings);
    mem_free(s);
}

const struct argspec_arg *argspec_first(const struct argspec *s)
{
    return s->first;
}

/* ---- Printing ------------------------------------------------------------------------------------ */

static void print_list(const struct argspec_arg *first, const char *separator, struct buf *out);

/* The argument without its marks. */
static void print_core(const struct argspec_arg *a, bool with_token, struct buf *out)
{
    if (with_token && a->token)
        buf_add_str(out, a->token[0] ? a->token : "\"\"");
    if (a->type == ARGSPEC_PURE_TOKEN)
        return;
    if (with_token && a->token)
        buf_add_byte(out, ' ');
    if (a->type == ARGSPEC_ONEOF) {
        /* The brackets of an optional choice enclose it already. */
        bool enclosed = a->optional && !a->multiple && a->token == NULL;

        buf_add_str(out, enclosed ? "" : "(");
        print_list(a->inner, "|", out);
        buf_add_str(out, enclosed ? "" : ")");
    } else if (a->type == ARGSPEC_BLOCK) {
        print_list(a->inner, " ", out);
    } else {
        buf_addf(out, "<%s>", a->name);
    }
}

static void print_arg(const struct argspec_arg *a, struct buf *out)
{
    buf_add_str(out, a->optional ? "[" : "");
    print_core(a, true, out);
    if (a->multiple && a->optional) {
        buf_add_str(out, " ...");
    } else if (a->multiple && a->type == ARGSPEC_ONEOF) {
        buf_add_str(out, " [...]"); /* a choice can be long */
    } else if (a->multiple) {
        buf_add_str(out, " [");
        print_core(a, a->multiple_token, out);
        buf_add_str(out, " ...]");
    }
    buf_add_str(out, a->optional ? "]" : "");
}

static void print_list(const struct argspec_arg *first, const char *separator, struct buf *out)
{
    for (const struct argspec_arg *a = first; a; a = a->next) {
        print_arg(a, out);
        buf_add_str(out, a->next ? separator : "");
    }
}

void argspec_print(const struct argspec_arg *first, struct buf *out)
{
    print_list(first, " ", out);
}
