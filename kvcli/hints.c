#include "hints.h"

#include "base/num.h"

static bool is_blank(uint8_t c)
{
    return c == ' ' || c == '\t';
}

static struct bytes skip_blanks(struct bytes text)
{
    while (text.len > 0 && is_blank(text.ptr[0]))
        text = bytes_from(text, 1);
    return text;
}

/* Cuts the first word off the text. */
static struct bytes next_word(struct bytes *text)
{
    struct bytes word;
    size_t n = 0;

    *text = skip_blanks(*text);
    while (n < text->len && !is_blank(text->ptr[n]))
        n++;
    word = bytes_make(text->ptr, n);
    *text = bytes_from(*text, n);
    return word;
}

/* Without the count of "5 incr n". */
static struct bytes skip_repeat(struct bytes text)
{
    struct bytes rest = text;
    uint64_t n;

    if (num_parse_uint(next_word(&rest), &n) && rest.len > 0)
        return skip_blanks(rest);
    return skip_blanks(text);
}

static bool starts_with_word(struct bytes name, struct bytes prefix)
{
    if (prefix.len > name.len)
        return false;
    for (size_t i = 0; i < prefix.len; i++)
        if (ascii_lower(name.ptr[i]) != ascii_lower(prefix.ptr[i]))
            return false;
    return true;
}

/* The candidates found so far, as hints_complete's caller wants them. */
struct search {
    struct bytes prefix;
    struct bytes common; /* what all candidates begin with */
    struct buf *list;
    size_t count;
};

static void consider(struct search *s, struct bytes name)
{
    size_t same = 0;

    if (!starts_with_word(name, s->prefix))
        return;
    if (s->count++ == 0) {
        s->common = name;
    } else {
        while (same < s->common.len && same < name.len && s->common.ptr[same] == name.ptr[same])
            same++;
        s->common.len = same;
        buf_add_byte(s->list, '\n');
    }
    buf_add_bytes(s->list, name);
}

static bool is_group_seen(const struct docs *d, size_t before)
{
    for (size_t i = 0; i < before; i++)
        if (strcmp(docs_at(d, i)->group, docs_at(d, before)->group) == 0)
            return true;
    return false;
}

static void consider_groups(struct search *s, const struct docs *d)
{
    /* Without the '@' that each of them starts with. */
    struct search groups = { .prefix = bytes_from(s->prefix, 1), .list = s->list };

    for (size_t i = 0; i < docs_count(d); i++)
        if (!is_group_seen(d, i))
            consider(&groups, bytes_str(docs_at(d, i)->group));
    s->count = groups.count;
    s->common = groups.common;
    s->prefix = groups.prefix;
}

static void consider_commands(struct search *s, const struct docs *d)
{
    bool wants_subcommands = memchr(s->prefix.ptr, ' ', s->prefix.len) != NULL;

    for (size_t i = 0; i < docs_count(d); i++) {
        const char *name = docs_at(d, i)->name;

        if ((strchr(name, ' ') != NULL) == wants_subcommands)
            consider(s, bytes_str(name));
    }
}

size_t hints_complete(const struct docs *d, struct bytes typed, struct buf *tail, struct buf *list)
{
    struct search s = { .prefix = skip_repeat(typed), .list = list };
    struct bytes rest = s.prefix;
    bool is_help = bytes_is_word(next_word(&rest), "help") && rest.len > 0;
    bool is_upper;

    if (is_help)
        s.prefix = skip_blanks(rest);
    if (d == NULL || (s.prefix.len == 0 && !is_help))
        return 0;
    if (is_help && s.prefix.len > 0 && s.prefix.ptr[0] == '@')
        consider_groups(&s, d);
    else
        consider_commands(&s, d);
    if (s.count == 0)
        return 0;

    is_upper = s.prefix.len > 0 && s.prefix.ptr[0] >= 'A' && s.prefix.ptr[0] <= 'Z';
    for (size_t i = s.prefix.len; i < s.common.len; i++)
        buf_add_byte(tail, is_upper ? s.common.ptr[i] : ascii_lower(s.common.ptr[i]));
    return s.count;
}

static const struct doc *find_typed(const struct docs *d, struct bytes typed)
{
    struct bytes words[2], rest = skip_repeat(typed);
    unsigned used;

    if (d == NULL)
        return NULL;
    words[0] = next_word(&rest);
    if (words[0].len == 0 || rest.len == 0) /* no blank behind it: still being typed */
        return NULL;
    words[1] = next_word(&rest);
    return docs_find(d, words, words[1].len > 0 ? 2 : 1, &used);
}

bool hints_syntax(const struct docs *d, struct bytes typed, struct buf *out)
{
    const struct doc *doc = find_typed(d, typed);

    if (doc == NULL)
        return false;
    buf_add_str(out, doc->name);
    if (doc->syntax[0] != '\0')
        buf_addf(out, " %s", doc->syntax);
    return true;
}

struct paint {
    const char *bold, *dim, *label, *off;
};

static void add_line(struct buf *out, const struct paint *p, const char *label, const char *text)
{
    if (text[0] != '\0')
        buf_addf(out, "  %s%s:%s %s\n", p->label, label, p->off, text);
}

static void add_doc(struct buf *out, const struct paint *p, const struct doc *doc, bool is_long)
{
    buf_addf(out, "\n  %s%s%s", p->bold, doc->name, p->off);
    if (doc->syntax[0] != '\0')
        buf_addf(out, " %s%s%s", p->dim, doc->syntax, p->off);
    buf_add_byte(out, '\n');
    add_line(out, p, "summary", doc->summary);
    add_line(out, p, "since", doc->since);
    if (is_long) {
        add_line(out, p, "group", doc->group);
        add_line(out, p, "complexity", doc->complexity);
    }
}

static void add_usage(struct buf *out)
{
    buf_add_str(out, "kvcli " KVD_VERSION "\n"
                     "      help <command>      what a command does\n"
                     "      help @<group>       the commands of a group\n"
                     "      help <tab>          the topics there are\n"
                     "      connect <host> <port>\n"
                     "      <number> <command>  run a command several times\n"
                     "      :set hints, :set nohints\n"
                     "      clear, quit\n");
}

/* A topic may be given as "CONFIG GET" or "config  get". */
static bool is_topic(const struct docs *d, const struct doc *doc, const struct bytes *words,
                     unsigned count)
{
    unsigned used;
    const struct doc *found = docs_find(d, words, count, &used);
    size_t len;

    if (found == NULL || used != count)
        return false;
    len = strlen(found->name);
    return strncmp(doc->name, found->name, len) == 0 &&
           (doc->name[len] == '\0' || doc->name[len] == ' ');
}

void hints_help(const struct docs *d, const struct bytes *words, unsigned count, bool is_color,
                struct buf *out)
{
    static const struct paint plain = { "", "", "", "" };
    static const struct paint colors = { "\033[1m", "\033[90m", "\033[33m", "\033[0m" };
    const struct paint *p = is_color ? &colors : &plain;
    bool is_group = count == 1 && words[0].len > 1 && words[0].ptr[0] == '@', found = false;

    if (count == 0) {
        add_usage(out);
        return;
    }
    if (d == NULL || docs_count(d) == 0) {
        buf_add_str(out, "The server does not document its commands.\n");
        return;
    }
    for (size_t i = 0; i < docs_count(d); i++) {
        const struct doc *doc = docs_at(d, i);

        if (is_group ? !bytes_is_word(bytes_from(words[0], 1), doc->group)
                     : !is_topic(d, doc, words, count))
            continue;
        add_doc(out, p, doc, !is_group);
        found = true;
    }
    buf_add_str(out, found ? "\n" : "Nothing is known about this. Try: help\n");
}
