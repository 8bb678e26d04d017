#include "base/option.h"
#include "base/option_inner.h"
#include "base/mem.h"

#include <errno.h>
#include <fcntl.h>
#include <glob.h>
#include <limits.h>
#include <unistd.h>

/* ---- Words ------------------------------------------------------------------------------------- */

static bool is_blank(uint8_t c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

static int hex_digit(uint8_t c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c = ascii_lower(c);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* Appends the byte that the escape at *at (behind the backslash, before end) stands for, and moves
 * *at behind it. */
static void add_escaped(struct buf *out, const uint8_t **at, const uint8_t *end)
{
    static const char names[] = "nrtab", values[] = "\n\r\t\a\b";
    const uint8_t *p = *at;
    const char *name = *p != '\0' ? strchr(names, *p) : NULL;

    if (*p == 'x' && end - p > 2 && hex_digit(p[1]) >= 0 && hex_digit(p[2]) >= 0) {
        buf_add_byte(out, (uint8_t)(hex_digit(p[1]) * 16 + hex_digit(p[2])));
        *at = p + 3;
        return;
    }
    buf_add_byte(out, name != NULL ? (uint8_t)values[name - names] : *p);
    *at = p + 1;
}

/* Appends the quoted text whose opening quote is at *at; false if it does not end, or if what
 * follows the closing quote is no blank. */
static bool add_quoted_part(struct buf *out, const uint8_t **at, const uint8_t *end)
{
    const uint8_t *p = *at;
    uint8_t quote = *p++;

    while (p < end && *p != quote) {
        bool escapes = *p == '\\' && end - p > 1 && (quote == '"' || p[1] == '\'');

        if (!escapes) {
            buf_add_byte(out, *p++);
        } else {
            p++;
            if (quote == '"')
                add_escaped(out, &p, end);
            else
                buf_add_byte(out, *p++);
        }
    }
    *at = p + 1;
    return p < end && (p + 1 == end || is_blank(p[1]));
}

/* Appends the word that starts at *at and moves *at behind it. A quote may open inside a word, but
 * its end is the end of the word. */
static bool add_word(struct buf *out, const uint8_t **at, const uint8_t *end)
{
    const uint8_t *p = *at;
    bool ok = true;

    while (ok && p < end && !is_blank(*p)) {
        if (*p == '"' || *p == '\'')
            ok = add_quoted_part(out, &p, end);
        else
            buf_add_byte(out, *p++);
    }
    *at = p;
    return ok;
}

bool option_split_line(struct bytes line, struct buf *scratch, struct bytes *words, unsigned max,
                       unsigned *count)
{
    const uint8_t *p = line.ptr, *end = line.len > 0 ? p + line.len : p;
    unsigned n = 0;

    /* No word is longer than its spelling, so with this room the words never move. */
    if (line.len > 0 && buf_room(scratch, line.len) == NULL)
        return false;
    for (;;) {
        size_t start = scratch->len;

        while (p < end && is_blank(*p))
            p++;
        if (p == end)
            break;
        if (n == max || !add_word(scratch, &p, end))
            return false;
        words[n++] = bytes_make(scratch->ptr + start, scratch->len - start);
    }
    *count = n;
    return true;
}

bool words_split(struct words *w, struct bytes line)
{
    unsigned need = (unsigned)(line.len / 2 + 1); /* each word but the last has a blank behind it */

    if (line.len > OPTION_LINE_MAX)
        return false;
    if (need > w->room) {
        w->at = mem_realloc(w->at, need * sizeof *w->at);
        w->room = need;
    }
    w->text.limit = BUF_UNLIMITED;
    buf_clear(&w->text);
    w->count = 0;
    return option_split_line(line, &w->text, w->at, w->room, &w->count);
}

void words_fini(struct words *w)
{
    mem_free(w->at);
    buf_fini(&w->text);
}

void option_add_word(struct buf *out, struct bytes word)
{
    bool is_plain = word.len > 0;

    for (size_t i = 0; is_plain && i < word.len; i++) {
        uint8_t c = word.ptr[i];

        is_plain = c > ' ' && c != 0x7f && c != '"' && c != '\'';
    }
    if (is_plain)
        buf_add_bytes(out, word);
    else
        buf_add_quoted(out, word);
}

static struct bytes trim(struct bytes line)
{
    while (line.len > 0 && is_blank(line.ptr[0]))
        line = bytes_from(line, 1);
    while (line.len > 0 && is_blank(line.ptr[line.len - 1]))
        line.len--;
    return line;
}

/* Takes the next line, without its line feed, off the front of *text. */
static struct bytes next_line(struct bytes *text)
{
    const uint8_t *end = memchr(text->ptr, '\n', text->len);
    size_t len = end != NULL ? (size_t)(end - text->ptr) : text->len;
    struct bytes line = bytes_make(text->ptr, len);

    *text = bytes_from(*text, len + (end != NULL));
    return line;
}

/* ---- Loading ----------------------------------------------------------------------------------- */

struct loader {
    struct option_set *set;
    struct buf *err;
    struct words words; /* of the current line */
    unsigned includes;  /* files included so far */
};

static bool load_lines(struct loader *l, struct bytes text, const char *path, unsigned depth);

/* True if the first word of the line is, or looks like, a directive whose value is a secret. */
static bool may_hold_secret(const struct option_set *s, struct bytes word)
{
    const char *nearest = option_nearest(s, word);

    if (nearest != NULL && (option_find(s, bytes_str(nearest))->flags & OPT_SENSITIVE))
        return true;
    for (unsigned i = 0; i < s->key_count; i++) {
        struct bytes name = bytes_str(s->keys[i].name);

        if ((s->entries[s->keys[i].entry].o->flags & OPT_SENSITIVE) && word.len >= name.len &&
            bytes_is_word(bytes_make(word.ptr, name.len), s->keys[i].name))
            return true;
    }
    return false;
}

/* Appends the line as it may be shown to anybody: cut, without control characters and secrets. */
static void describe(const struct option_set *s, struct bytes line, struct buf *out)
{
    enum { SHOWN_MAX = 120 };
    struct bytes word = line, shown = line;
    bool hide;

    if (word.len > 0 && (word.ptr[0] == '"' || word.ptr[0] == '\''))
        word = bytes_from(word, 1);
    for (size_t i = 0; i < word.len; i++) {
        uint8_t c = word.ptr[i], lower = ascii_lower(c);

        if (!(lower >= 'a' && lower <= 'z') && !(c >= '0' && c <= '9') && c != '-' && c != '_')
            word.len = i;
    }
    hide = may_hold_secret(s, word);
    if (hide)
        shown = word;
    if (shown.len > SHOWN_MAX)
        shown.len = SHOWN_MAX;
    for (size_t i = 0; i < shown.len; i++) {
        if (shown.ptr[i] < ' ' || shown.ptr[i] == 0x7f)
            buf_addf(out, "\\x%02x", shown.ptr[i]);
        else
            buf_add_byte(out, shown.ptr[i]);
    }
    if (hide)
        buf_add_str(out, " ...");
    else if (shown.len < line.len)
        buf_add_str(out, "...");
}

/* Reads the file into out; false and errno, EFBIG if it is larger than OPTION_TEXT_MAX. */
static bool read_file(const char *path, struct buf *out)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    int saved_errno;
    ssize_t n;

    if (fd < 0)
        return false;
    do {
        const size_t step = 64 * 1024;
        uint8_t *room = buf_room(out, step);

        n = read(fd, room, step);
        if (n > 0)
            out->len += (size_t)n;
        if (out->len > OPTION_TEXT_MAX) {
            errno = EFBIG;
            n = -1;
            break;
        }
    } while (n > 0 || (n < 0 && errno == EINTR));
    saved_errno = errno;
    close(fd);
    errno = saved_errno;
    return n == 0;
}

/* Appends the directory of path with its slash, glob's special characters escaped. */
static void add_glob_dir(struct buf *out, const char *path)
{
    const char *slash = strrchr(path, '/');

    for (const char *c = path; slash != NULL && c <= slash; c++) {
        if (strchr("*?[\\", *c) != NULL)
            buf_add_byte(out, '\\');
        buf_add_byte(out, (uint8_t)*c);
    }
}

/* Loads one file that an include line named. *why stays NULL if err describes the failure already. */
static bool include_file(struct loader *l, const char *path, unsigned depth, const char **why)
{
    struct buf text;
    bool ok;

    *why = "includes are nested too deeply";
    if (depth > OPTION_INCLUDE_DEPTH_MAX)
        return false;
    *why = "too many included files";
    if (l->includes++ == OPTION_INCLUDE_MAX)
        return false;
    buf_init(&text, BUF_UNLIMITED);
    ok = read_file(path, &text);
    *why = ok ? NULL : strerror(errno);
    ok = ok && load_lines(l, buf_bytes(&text), path, depth);
    buf_fini(&text);
    return ok;
}

/* `include pattern` in the file at path, which is at the given depth. */
static bool include_pattern(struct loader *l, struct bytes pattern, const char *path,
                            unsigned depth, const char **why)
{
    struct buf full;
    glob_t found = { 0 };
    bool ok;
    int rc;

    *why = "bad path";
    if (pattern.len == 0 || pattern.len >= PATH_MAX || memchr(pattern.ptr, '\0', pattern.len))
        return false;
    buf_init(&full, BUF_UNLIMITED);
    if (pattern.ptr[0] != '/')
        add_glob_dir(&full, path);
    buf_add_bytes(&full, pattern);
    rc = glob(buf_cstr(&full), GLOB_NOMAGIC, NULL, &found);
    ok = rc == 0 || rc == GLOB_NOMATCH;
    *why = "cannot search the path";
    for (size_t i = 0; ok && i < found.gl_pathc; i++)
        ok = include_file(l, found.gl_pathv[i], depth + 1, why);
    globfree(&found);
    buf_fini(&full);
    return ok;
}

/* The directive whose words are in l->words. On failure *why is the reason, or NULL if err has it
 * from an included file. */
static bool load_directive(struct loader *l, const char *path, unsigned depth, const char **why)
{
    const struct words *w = &l->words;
    struct option_entry *e;

    if (bytes_is_word(w->at[0], "include")) {
        *why = "wrong number of arguments";
        return w->count == 2 && include_pattern(l, w->at[1], path, depth, why);
    }
    e = option_entry(l->set, w->at[0]);
    if (e == NULL) {
        const char *nearest = option_nearest(l->set, w->at[0]);

        *why = "unknown directive";
        if (nearest != NULL) {
            buf_clear(&l->set->why);
            buf_addf(&l->set->why, "unknown directive, did you mean '%s'?", nearest);
            *why = buf_cstr(&l->set->why);
        }
        return false;
    }
    if (!option_set_words(l->set, e->o, w->at + 1, w->count - 1, why))
        return false;
    e->is_set = true;
    e->included = e->included || depth > 0;
    return true;
}

static bool load_line(struct loader *l, struct bytes line, const char *path, unsigned depth,
                      const char **why)
{
    *why = "the line is too long";
    if (line.len > OPTION_LINE_MAX)
        return false;
    *why = "unbalanced quotes";
    if (!words_split(&l->words, line))
        return false;
    return load_directive(l, path, depth, why);
}

static bool load_lines(struct loader *l, struct bytes text, const char *path, unsigned depth)
{
    for (unsigned number = 1; text.len > 0; number++) {
        struct bytes line = trim(next_line(&text));
        const char *why;

        if (line.len == 0 || line.ptr[0] == '#')
            continue;
        if (load_line(l, line, path, depth, &why))
            continue;
        if (why != NULL) {
            buf_addf(l->err, "%s:%u: directive '", path, number);
            describe(l->set, line, l->err);
            buf_addf(l->err, "': %s", why);
        }
        return false;
    }
    return true;
}

bool option_load_text(struct option_set *s, struct bytes text, const char *path, struct buf *err)
{
    struct loader l = { .set = s, .err = err };
    bool ok;

    if (text.len > OPTION_TEXT_MAX) {
        buf_addf(err, "%s: %s", path, strerror(EFBIG));
        return false;
    }
    ok = load_lines(&l, text, path, 0);
    words_fini(&l.words);
    return ok;
}

bool option_load_file(struct option_set *s, const char *path, struct buf *err)
{
    struct buf text;
    bool ok;

    buf_init(&text, BUF_UNLIMITED);
    ok = read_file(path, &text);
    if (!ok)
        buf_addf(err, "%s: %s", path, strerror(errno));
    ok = ok && option_load_text(s, buf_bytes(&text), path, err);
    buf_fini(&text);
    return ok;
}

/* ---- Rewriting --------------------------------------------------------------------------------- */

static const char generated[] = "# Generated by CONFIG REWRITE";

/* What is known of one option while a text is rewritten. */
struct place {
    struct buf lines;   /* the current value, as option_spell writes it */
    size_t next;        /* OPT_MULTI: where the first item that is not yet written starts */
    unsigned last_line; /* the last line of the old text that names the option; 0 = none */
    bool placed;        /* a line of the new text holds the value, or none is needed */
};

struct rewriter {
    const struct option_set *set;
    struct place *places; /* one per entry of the set */
    struct words words;   /* of the current line */
    struct buf spelling;  /* of the current line's value */
    struct buf *out;
    unsigned last_include; /* line number; 0 = none */
    bool has_comment;      /* the generated one */
};

/* Splits the line; the index of the option that it sets, or -1. Lines count from 1. */
static int classify(struct rewriter *r, struct bytes line, unsigned number)
{
    const struct option_entry *e;

    line = trim(line);
    if (line.len == 0 || line.ptr[0] == '#') {
        r->has_comment = r->has_comment || bytes_eq(line, bytes_str(generated));
        return -1;
    }
    if (!words_split(&r->words, line))
        return -1;
    if (bytes_is_word(r->words.at[0], "include") && number > r->last_include)
        r->last_include = number;
    e = option_entry(r->set, r->words.at[0]);
    return e != NULL ? (int)(e - r->set->entries) : -1;
}

/* True if an included file has set the option and will again. */
static bool is_included(const struct rewriter *r, const struct option_entry *e)
{
    return e->included && r->last_include > 0;
}

static void add_line(struct buf *out, struct bytes line)
{
    buf_add_bytes(out, line);
    buf_add_byte(out, '\n');
}

/* Writes a directive; name is spelled as the user did. */
static void add_directive(struct buf *out, struct bytes name, struct bytes value)
{
    option_add_word(out, name);
    buf_add_byte(out, ' ');
    add_line(out, value);
}

/* True if the current line says this value already. */
static bool says(struct rewriter *r, const struct option *o, struct bytes value)
{
    buf_clear(&r->spelling);
    return option_spell_words(o, r->words.at + 1, r->words.count - 1, &r->spelling) &&
           bytes_eq(buf_bytes(&r->spelling), value);
}

/* The next item that is not yet written; false if there is none. */
static bool next_item(struct place *p, struct bytes *item)
{
    struct bytes rest;

    if (p->next == p->lines.len)
        return false;
    rest = bytes_from(buf_bytes(&p->lines), p->next);
    *item = next_line(&rest);
    p->next = p->lines.len - rest.len;
    return true;
}

static void add_items(struct place *p, struct bytes name, struct buf *out)
{
    struct bytes item;

    while (next_item(p, &item))
        add_directive(out, name, item);
    p->placed = true;
}

static void rewrite_single(struct rewriter *r, int index, struct bytes line, unsigned number)
{
    const struct option_entry *e = &r->set->entries[index];
    struct place *p = &r->places[index];
    struct bytes value = buf_bytes(&p->lines);
    bool included = is_included(r, e);
    bool is_nothing = e->o->type == OPT_CUSTOM && !included && bytes_eq(value, BYTES_LIT("\"\"")) &&
                      bytes_eq(value, bytes_str(e->initial));

    if (number != p->last_line || (included && number < r->last_include))
        return;
    p->placed = true;
    if (says(r, e->o, value))
        add_line(r->out, line);
    else if (!is_nothing) /* replicaof after REPLICAOF NO ONE: the line goes */
        add_directive(r->out, r->words.at[0], value);
}

static void rewrite_multi(struct rewriter *r, int index, struct bytes line, unsigned number)
{
    const struct option_entry *e = &r->set->entries[index];
    struct place *p = &r->places[index];
    struct bytes item;

    p->placed = true;
    if (is_included(r, e)) {
        add_line(r->out, line);
        return;
    }
    if (next_item(p, &item)) {
        if (says(r, e->o, item))
            add_line(r->out, line);
        else
            add_directive(r->out, r->words.at[0], item);
    }
    if (number == p->last_line)
        add_items(p, r->words.at[0], r->out);
}

/* True if an option without a line needs one. */
static bool is_missing(const struct rewriter *r, unsigned index)
{
    const struct option_entry *e = &r->set->entries[index];
    const struct place *p = &r->places[index];

    if (p->placed)
        return false;
    if (is_included(r, e))
        return !(e->o->flags & OPT_MULTI);
    return !bytes_eq(buf_bytes(&p->lines), bytes_str(e->initial));
}

static void add_missing(struct rewriter *r)
{
    for (unsigned i = 0; i < r->set->count; i++) {
        if (!is_missing(r, i))
            continue;
        if (!r->has_comment) {
            buf_add_byte(r->out, '\n');
            add_line(r->out, bytes_str(generated));
            r->has_comment = true;
        }
        add_items(&r->places[i], bytes_str(r->set->entries[i].o->name), r->out);
    }
}

void option_rewrite(const struct option_set *s, struct bytes old_text, struct buf *new_text)
{
    struct rewriter r = { .set = s, .out = new_text };
    struct bytes rest = old_text;

    r.places = mem_zalloc((s->count + 1) * sizeof *r.places);
    buf_init(&r.spelling, BUF_UNLIMITED);
    for (unsigned i = 0; i < s->count; i++) {
        buf_init(&r.places[i].lines, BUF_UNLIMITED);
        option_spell(&s->entries[i], &r.places[i].lines);
    }
    for (unsigned number = 1; rest.len > 0; number++) {
        int index = classify(&r, next_line(&rest), number);

        if (index >= 0)
            r.places[index].last_line = number;
    }
    rest = old_text;
    for (unsigned number = 1; rest.len > 0; number++) {
        struct bytes line = next_line(&rest);
        int index = classify(&r, line, number);

        if (index < 0)
            add_line(new_text, line);
        else if (s->entries[index].o->flags & OPT_MULTI)
            rewrite_multi(&r, index, line, number);
        else
            rewrite_single(&r, index, line, number);
    }
    add_missing(&r);
    for (unsigned i = 0; i < s->count; i++)
        buf_fini(&r.places[i].lines);
    mem_free(r.places);
    words_fini(&r.words);
    buf_fini(&r.spelling);
}
