#include "base/option.h"
#include "base/option_inner.h"
#include "base/option_value.h"
#include "base/assert.h"
#include "base/glob.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/size.h"

enum { WHY_MAX = 16 * 1024 }; /* bytes of a reason; a list of enum names is the longest */

/* ---- The set and its names --------------------------------------------------------------------- */

struct option_set *option_set_new(void)
{
    struct option_set *s = mem_zalloc(sizeof *s);

    buf_init(&s->why, WHY_MAX);
    return s;
}

void option_set_free(struct option_set *s)
{
    if (s == NULL)
        return;
    for (unsigned i = 0; i < s->count; i++)
        mem_free(s->entries[i].initial);
    mem_free(s->entries);
    mem_free(s->keys);
    buf_fini(&s->why);
    mem_free(s);
}

static int name_cmp(struct bytes a, struct bytes b)
{
    size_t n = size_min(a.len, b.len);

    for (size_t i = 0; i < n; i++) {
        int d = ascii_lower(a.ptr[i]) - ascii_lower(b.ptr[i]);

        if (d != 0)
            return d;
    }
    return (a.len > b.len) - (a.len < b.len);
}

/* The index of the first key that is not before name. */
static unsigned key_position(const struct option_set *s, struct bytes name)
{
    unsigned low = 0, high = s->key_count;

    while (low < high) {
        unsigned mid = low + (high - low) / 2;

        if (name_cmp(bytes_str(s->keys[mid].name), name) < 0)
            low = mid + 1;
        else
            high = mid;
    }
    return low;
}

struct option_entry *option_entry(const struct option_set *s, struct bytes name)
{
    unsigned i = key_position(s, name);

    if (i == s->key_count || name_cmp(bytes_str(s->keys[i].name), name) != 0)
        return NULL;
    return &s->entries[s->keys[i].entry];
}

const struct option *option_find(const struct option_set *s, struct bytes name)
{
    const struct option_entry *e = option_entry(s, name);

    return e != NULL ? e->o : NULL;
}

bool option_is_set(const struct option_set *s, const struct option *o)
{
    return option_entry(s, bytes_str(o->name))->is_set;
}

static void key_add(struct option_set *s, const char *name, unsigned entry)
{
    unsigned i = key_position(s, bytes_str(name));

    kv_assert(option_entry(s, bytes_str(name)) == NULL);
    if (s->key_count == s->key_room) {
        s->key_room = s->key_room ? s->key_room * 2 : 64;
        s->keys = mem_realloc(s->keys, s->key_room * sizeof *s->keys);
    }
    memmove(&s->keys[i + 1], &s->keys[i], (s->key_count - i) * sizeof *s->keys);
    s->keys[i] = (struct option_key){ name, entry };
    s->key_count++;
}

enum { NEAREST_NAME_MAX = 64 }; /* longer texts are no misspelled directive */

/* How many characters must be inserted, removed or replaced to turn a into b; both are at most
 * NEAREST_NAME_MAX long. */
static unsigned edit_distance(struct bytes a, struct bytes b)
{
    unsigned row[NEAREST_NAME_MAX + 1];

    for (unsigned j = 0; j <= b.len; j++)
        row[j] = j;
    for (unsigned i = 1; i <= a.len; i++) {
        unsigned diagonal = row[0];

        row[0] = i;
        for (unsigned j = 1; j <= b.len; j++) {
            unsigned best = diagonal + (ascii_lower(a.ptr[i - 1]) != ascii_lower(b.ptr[j - 1]));

            diagonal = row[j];
            if (row[j] + 1 < best)
                best = row[j] + 1;
            if (row[j - 1] + 1 < best)
                best = row[j - 1] + 1;
            row[j] = best;
        }
    }
    return row[b.len];
}

const char *option_nearest(const struct option_set *s, struct bytes name)
{
    const char *nearest = NULL;
    unsigned best = 4;

    if (name.len > NEAREST_NAME_MAX)
        return NULL;
    for (unsigned i = 0; i < s->key_count; i++) {
        struct bytes known = bytes_str(s->keys[i].name);
        unsigned d = known.len <= NEAREST_NAME_MAX ? edit_distance(name, known) : best;

        if (d < best && 2 * d < name.len) {
            nearest = s->keys[i].name;
            best = d;
        }
    }
    return nearest;
}

void option_each(const struct option_set *s, struct bytes pattern,
                 void (*fn)(void *ctx, const char *name, const struct option *o), void *ctx)
{
    for (unsigned i = 0; i < s->key_count; i++) {
        const struct option *o = s->entries[s->keys[i].entry].o;
        struct bytes name = bytes_str(s->keys[i].name);
        bool hit =
            o->flags & OPT_HIDDEN ? name_cmp(name, pattern) == 0 : glob_match_nocase(pattern, name);

        if (hit)
            fn(ctx, s->keys[i].name, o);
    }
}

static bool parse_checked(struct buf *note, const struct option *o, struct bytes text,
                          struct value *v, const char **why)
{
    return value_parse(note, o, text, v, why) && (o->check == NULL || o->check(text, why));
}

/* One word may be a whole line: CONFIG SET save "900 1". */
static bool set_custom_line(const struct option *o, struct bytes line, const char **why)
{
    const struct bytes empty = BYTES_LIT("");
    struct words w = { 0 };
    bool ok;

    if (o->flags & OPT_VERBATIM)
        return o->set(&line, 1, why);
    if (!words_split(&w, line))
        ok = o->set(&line, 1, why); /* a text that is one word */
    else if (w.count == 0)
        ok = o->set(&empty, 1, why);
    else
        ok = o->set(w.at, w.count, why);
    words_fini(&w);
    return ok;
}

/* The value that the words of a line are, made in joined if they are several; false if there must
 * be one. */
static bool one_value(const struct option *o, const struct bytes *words, unsigned count,
                      struct buf *joined, struct bytes *value)
{
    if (count != 1 && !(o->flags & OPT_WORDS))
        return false;
    for (unsigned i = 0; count > 1 && i < count; i++) {
        if (i > 0)
            buf_add_byte(joined, ' ');
        buf_add_bytes(joined, words[i]);
    }
    *value = count == 1 ? words[0] : buf_bytes(joined);
    return true;
}

bool option_set_words(struct option_set *s, const struct option *o, const struct bytes *words,
                      unsigned count, const char **why)
{
    struct value v = { 0 };
    struct bytes text;
    struct buf joined;
    bool ok;

    *why = "wrong number of arguments";
    if (count == 0)
        return false;
    if (o->type == OPT_CUSTOM)
        return count == 1 ? set_custom_line(o, words[0], why) : o->set(words, count, why);
    buf_init(&joined, BUF_UNLIMITED);
    ok = one_value(o, words, count, &joined, &text) && parse_checked(&s->why, o, text, &v, why);
    if (ok)
        value_replace(o, &v);
    buf_fini(&joined);
    return ok;
}

/* ---- Rows -------------------------------------------------------------------------------------- */

static void check_row(const struct option *o)
{
    kv_assert((o->type == OPT_CUSTOM) == (o->set != NULL));
    kv_assert((o->type == OPT_CUSTOM) == (o->get != NULL));
    kv_assert((o->type == OPT_CUSTOM) != (o->value != NULL));
    kv_assert(o->type == OPT_CUSTOM || !(o->flags & (OPT_MULTI | OPT_VERBATIM)));
    kv_assert((o->type == OPT_ENUM) == (o->names != NULL));
    kv_assert(o->type == OPT_MEMORY || !(o->flags & OPT_PERCENT));
    kv_assert(o->type == OPT_STRING || !(o->flags & OPT_WORDS));
    kv_assert(!(o->flags & OPT_PERCENT) || o->max >= 0); /* the sign tells a percentage */
    kv_assert(o->type != OPT_STRING || (o->min >= 0 && o->min <= o->max));
    kv_assert(!bytes_is_word(bytes_str(o->name), "include"));
}

static bool set_spelled_line(const struct option *o, struct bytes line, const char **why)
{
    struct words w = { 0 };
    bool ok;

    if (words_split(&w, line) && w.count == 1)
        ok = set_custom_line(o, w.at[0], why);
    else
        ok = set_custom_line(o, line, why);
    words_fini(&w);
    return ok;
}

/* Takes a fallback, or what option_spell wrote. */
static bool set_custom_lines(const struct option *o, struct bytes text, const char **why)
{
    if (text.len == 0)
        return (o->flags & OPT_MULTI) || set_custom_line(o, text, why);
    while (text.len > 0) {
        const uint8_t *end = memchr(text.ptr, '\n', text.len);
        size_t len = end != NULL ? (size_t)(end - text.ptr) : text.len;

        if (!set_spelled_line(o, bytes_make(text.ptr, len), why))
            return false;
        text = bytes_from(text, len + (end != NULL));
    }
    return true;
}

static void set_default(struct option_set *s, const struct option *o)
{
    const char *fallback = o->fallback, *why = NULL;
    struct value v = { 0 };
    bool ok = true;

    if (o->type != OPT_CUSTOM) {
        ok = value_parse(&s->why, o, bytes_str(fallback != NULL ? fallback : ""), &v, &why);
        kv_assert(ok);
        value_replace(o, &v);
    } else if (o->reset != NULL) {
        o->reset();
    } else if (fallback != NULL) {
        ok = set_custom_lines(o, bytes_str(fallback), &why);
        kv_assert(ok);
    }
}

void option_set_add(struct option_set *s, const struct option *rows)
{
    for (const struct option *o = rows; o->name != NULL; o++) {
        struct option_entry *e;
        struct buf spelling;

        check_row(o);
        if (s->count == s->room) {
            s->room = s->room ? s->room * 2 : 64;
            s->entries = mem_realloc(s->entries, s->room * sizeof *s->entries);
        }
        key_add(s, o->name, s->count);
        if (o->alias != NULL)
            key_add(s, o->alias, s->count);
        e = &s->entries[s->count++];
        *e = (struct option_entry){ .o = o };
        set_default(s, o);
        buf_init(&spelling, BUF_UNLIMITED);
        option_spell(e, &spelling);
        e->initial = mem_strdup(buf_cstr(&spelling));
        buf_fini(&spelling);
    }
}

/* ---- Values to text ---------------------------------------------------------------------------- */

void option_get(const struct option *o, struct buf *out)
{
    struct value v = { 0 };
    size_t start = out->len;

    if (o->type != OPT_CUSTOM) {
        value_load(o, &v);
        value_add(o, &v, out);
        return;
    }
    o->get(out);
    for (size_t i = start; i < out->len; i++)
        if (out->ptr[i] == '\n')
            out->ptr[i] = ' ';
}

static void spell_joined(const struct bytes *words, unsigned count, struct buf *out)
{
    for (unsigned i = 0; i < count; i++) {
        if (i > 0)
            buf_add_byte(out, ' ');
        option_add_word(out, words[i]);
    }
}

/* A line of get() as words that hold no control characters outside quotes. A single word is spelled twice,
 * since it is taken for a line when it is read. */
static void spell_custom_line(struct bytes line, struct buf *out)
{
    struct words w = { 0 };
    struct buf once;

    buf_init(&once, BUF_UNLIMITED);
    if (!words_split(&w, line)) {
        option_add_word(out, line);
    } else if (w.count == 1 && w.at[0].len > 0) {
        option_add_word(&once, w.at[0]);
        option_add_word(out, buf_bytes(&once));
    } else {
        spell_joined(w.at, w.count, out);
    }
    buf_fini(&once);
    words_fini(&w);
}

static void spell_custom(const struct option_entry *e, struct buf *out)
{
    bool is_multi = e->o->flags & OPT_MULTI;
    struct buf current;
    struct bytes rest;
    size_t start = out->len;

    buf_init(&current, BUF_UNLIMITED);
    e->o->get(&current);
    rest = buf_bytes(&current);
    while (rest.len > 0) {
        const uint8_t *end = is_multi ? memchr(rest.ptr, '\n', rest.len) : NULL;
        size_t len = end != NULL ? (size_t)(end - rest.ptr) : rest.len, at = out->len;

        if (at > start)
            buf_add_byte(out, '\n');
        if (e->o->flags & OPT_VERBATIM)
            option_add_word(out, bytes_make(rest.ptr, len));
        else
            spell_custom_line(bytes_make(rest.ptr, len), out);
        if (at > start && out->len == at + 1) /* a blank line is no item */
            out->len = at;
        rest = bytes_from(rest, len + (end != NULL));
    }
    if (out->len == start && (!is_multi || (e->initial != NULL && e->initial[0] != '\0')))
        option_add_word(out, BYTES_LIT(""));
    buf_fini(&current);
}

void option_spell(const struct option_entry *e, struct buf *out)
{
    struct value v = { 0 };

    if (e->o->type == OPT_CUSTOM) {
        spell_custom(e, out);
    } else {
        value_load(e->o, &v);
        value_spell(e->o, &v, out);
    }
}

bool option_spell_words(const struct option *o, const struct bytes *words, unsigned count,
                        struct buf *out)
{
    struct value v = { 0 };
    struct buf note, joined;
    struct bytes text;
    const char *why;
    bool ok;

    if (o->type == OPT_CUSTOM) {
        spell_joined(words, count, out);
        return true;
    }
    buf_init(&note, WHY_MAX);
    buf_init(&joined, BUF_UNLIMITED);
    ok = one_value(o, words, count, &joined, &text) && value_parse(&note, o, text, &v, &why);
    if (ok)
        value_spell(o, &v, out);
    buf_fini(&note);
    buf_fini(&joined);
    return ok;
}

static const char *const type_hints[] = {
    [OPT_BOOL] = "yes|no",   [OPT_INT] = "<number>",   [OPT_MEMORY] = "<size>",
    [OPT_ENUM] = NULL,       [OPT_STRING] = "<text>",  [OPT_DOUBLE] = "<number>",
    [OPT_OCTAL] = "<octal>", [OPT_CUSTOM] = "<words>",
};

void option_help(const struct option_set *s, struct buf *out)
{
    for (unsigned i = 0; i < s->key_count; i++) {
        const struct option_entry *e = &s->entries[s->keys[i].entry];
        const struct option *o = e->o;

        if ((o->flags & OPT_HIDDEN) || s->keys[i].name != o->name)
            continue;
        buf_addf(out, "  %s ", o->name);
        if (o->type != OPT_ENUM)
            buf_add_str(out, type_hints[o->type]);
        else
            for (const struct option_name *n = o->names; n->name != NULL; n++)
                buf_addf(out, "%s%s", n == o->names ? "" : "|", n->name);
        buf_add_str(out, "  (default ");
        for (const char *c = e->initial; *c != '\0'; c++) {
            if (*c == '\n')
                buf_add_byte(out, ',');
            buf_add_byte(out, *c == '\n' ? ' ' : (uint8_t)*c);
        }
        buf_addf(out, ")\n      %s\n", o->summary);
    }
}

/* ---- CONFIG SET -------------------------------------------------------------------------------- */

/* One pair on its way in, and what is needed to take it back. */
struct change {
    const struct option_entry *e;
    const struct option *o; /* the entry's row */
    struct bytes text;      /* the new value */
    struct value new, old;  /* all types but OPT_CUSTOM; the text of old points into old_string */
    char *old_string;       /* OPT_STRING: owned by the change once it is stored */
    struct buf old_lines;   /* OPT_CUSTOM: the spelling of the old value */
    bool changed;
};

static bool is_named_before(const struct change *changes, unsigned i)
{
    for (unsigned j = 0; j < i; j++)
        if (changes[j].e == changes[i].e)
            return true;
    return false;
}

/* Finds the options of the pairs. Returns the index of the first that may not be set, or count. */
static unsigned resolve(const struct option_set *s, const struct option_pair *pairs, unsigned count,
                        bool allow_protected, struct change *changes, const char **why)
{
    for (unsigned i = 0; i < count; i++) {
        struct change *c = &changes[i];

        c->e = option_entry(s, pairs[i].name);
        c->text = pairs[i].value;
        *why = NULL;
        if (c->e == NULL)
            return i;
        c->o = c->e->o;
        *why = "can't set immutable config";
        if (!(c->o->flags & OPT_LIVE))
            return i;
        *why = "can't set protected config";
        if ((c->o->flags & OPT_PROTECTED) && !allow_protected)
            return i;
        *why = "duplicate parameter";
        if (is_named_before(changes, i))
            return i;
    }
    return count;
}

/* Reads all values. Returns the index of the first bad one, or count. */
static unsigned parse_all(struct option_set *s, struct change *changes, unsigned count,
                          const char **why)
{
    for (unsigned i = 0; i < count; i++) {
        struct change *c = &changes[i];

        *why = "argument is too long";
        if (c->text.len > OPTION_LINE_MAX)
            return i;
        if (c->o->type != OPT_CUSTOM && !parse_checked(&s->why, c->o, c->text, &c->new, why))
            return i;
    }
    return count;
}

static bool store_custom(struct change *c, const char **why)
{
    struct buf now;
    bool ok;

    buf_init(&c->old_lines, BUF_UNLIMITED);
    buf_init(&now, BUF_UNLIMITED);
    option_spell(c->e, &c->old_lines);
    if (c->o->reset != NULL)
        c->o->reset();
    ok = set_custom_line(c->o, c->text, why);
    option_spell(c->e, &now);
    c->changed = !bytes_eq(buf_bytes(&now), buf_bytes(&c->old_lines));
    buf_fini(&now);
    return ok;
}

static bool store_change(struct change *c, const char **why)
{
    if (c->o->type == OPT_CUSTOM)
        return store_custom(c, why);
    value_load(c->o, &c->old);
    c->changed = !value_same(c->o, &c->old, &c->new);
    if (c->o->type == OPT_STRING)
        c->old_string = *(char **)c->o->value;
    value_store(c->o, &c->new);
    return true;
}

static void undo_change(const struct change *c)
{
    const char *why = "";

    if (c->o->type != OPT_CUSTOM) {
        value_replace(c->o, &c->old);
        return;
    }
    if (c->o->reset != NULL)
        c->o->reset();
    if (!set_custom_lines(c->o, buf_bytes(&c->old_lines), &why))
        log_warning("option: %s cannot go back to its old value: %s", c->o->name, why);
}

/* True if an earlier change in the list calls the same function. */
static bool is_applied_before(const struct change *changes, unsigned i)
{
    for (unsigned j = 0; j < i; j++)
        if (changes[j].changed && changes[j].o->apply == changes[i].o->apply)
            return true;
    return false;
}

/* Makes the program follow its variables. Returns the index of the change that it refused, or
 * count. */
static unsigned apply_all(const struct change *changes, unsigned count, const char **why)
{
    for (unsigned i = 0; i < count; i++) {
        const struct change *c = &changes[i];

        if (c->changed && c->o->apply != NULL && !is_applied_before(changes, i) &&
            !c->o->apply(why))
            return i;
    }
    return count;
}

/* Stores and applies parsed changes. On failure everything is as it was, and the index of the guilty
 * change is returned; else count. */
static unsigned carry_out(struct option_set *s, struct change *changes, unsigned count,
                          const char **why)
{
    const char *ignored;
    unsigned stored = 0, failed;

    *why = "the value was refused";
    while (stored < count && store_change(&changes[stored], why))
        stored++;
    failed = stored < count ? stored : apply_all(changes, count, why);
    if (failed == count)
        return count;
    buf_clear(&s->why);
    buf_add_str(&s->why, *why); /* a module's text may not outlive the undoing */
    *why = buf_cstr(&s->why);
    for (unsigned i = stored < count ? stored + 1 : count; i-- > 0;)
        undo_change(&changes[i]);
    if (stored == count && apply_all(changes, failed + 1, &ignored) <= failed)
        log_warning("option: the old values around %s could not be applied",
                    changes[failed].o->name);
    return failed;
}

bool option_set_live(struct option_set *s, const struct option_pair *pairs, unsigned count,
                     bool allow_protected, unsigned *bad, const char **why)
{
    /* Among more pairs than there are names, resolve() meets a duplicate or an unknown name. */
    unsigned room = count > s->key_count ? s->key_count + 1 : count, at;
    struct change *changes = mem_zalloc((room + 1) * sizeof *changes);

    at = resolve(s, pairs, count, allow_protected, changes, why);
    if (at == count)
        at = parse_all(s, changes, count, why);
    if (at == count)
        at = carry_out(s, changes, count, why);
    for (unsigned i = 0; i < room; i++) {
        mem_free(changes[i].old_string);
        buf_fini(&changes[i].old_lines);
    }
    mem_free(changes);
    if (at < count)
        *bad = at;
    return at == count;
}
