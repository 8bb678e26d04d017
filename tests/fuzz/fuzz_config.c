/*
 * Config files: arbitrary text through option_load_text, option_split_line and option_rewrite.
 *
 * What must hold: a refused text has a message of one line. A text that loads is rewritten to one
 * that loads to the same values. Rewriting what was rewritten changes nothing. The words of a line,
 * written again, are the same words.
 */
#include "base/option.h"
#include "base/assert.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

static bool flag;
static int64_t number, mode, percent;
static uint64_t size;
static int choice;
static double real;
static char *text, *secret;

static const struct option_name choices[] = { { "one", 1 }, { "two", 2 }, { NULL, 0 } };

/* A row of any words on one line, and one of any words on any lines, with a default list. */
static struct buf line = { .limit = BUF_UNLIMITED }, items = { .limit = BUF_UNLIMITED };
static bool is_default_list;

static void add_words(struct buf *out, const struct bytes *words, unsigned count)
{
    for (unsigned i = 0; i < count; i++) {
        if (i > 0)
            buf_add_byte(out, ' ');
        option_add_word(out, words[i]);
    }
}

static bool set_line(const struct bytes *words, unsigned count, const char **why)
{
    *why = "more than 9 words";
    if (count > 9)
        return false;
    buf_clear(&line);
    add_words(&line, words, count);
    return true;
}

static void get_line(struct buf *out)
{
    buf_add_bytes(out, buf_bytes(&line));
}

static bool set_item(const struct bytes *words, unsigned count, const char **why)
{
    bool is_empty = count == 1 && words[0].len == 0;

    (void)why;
    if (is_default_list || is_empty)
        buf_clear(&items);
    is_default_list = false;
    if (is_empty)
        return true;
    if (items.len > 0)
        buf_add_byte(&items, '\n');
    add_words(&items, words, count);
    return true;
}

static void get_items(struct buf *out)
{
    buf_add_bytes(out, buf_bytes(&items));
}

static void reset_items(void)
{
    buf_clear(&items);
    buf_add_str(&items, "1 2\n3 4");
    is_default_list = true;
}

static const struct option rows[] = {
    OPTION_BOOL("flag", &flag, "yes", OPT_LIVE, ""),
    OPTION_INT("number", &number, "-5", INT64_MIN, INT64_MAX, OPT_LIVE, ""),
    OPTION_MEMORY("size", &size, "100mb", 0, -1, OPT_LIVE, ""),
    OPTION_MEMORY("percent", &percent, "10%", 0, INT64_MAX, OPT_LIVE | OPT_PERCENT, ""),
    OPTION_ENUM("choice", &choice, "two", choices, OPT_LIVE, ""),
    OPTION_STRING("text", &text, "a b", OPT_LIVE, ""),
    OPTION_STRING("requirepass", &secret, NULL, OPT_LIVE | OPT_SENSITIVE, ""),
    { .name = "real",
      .type = OPT_DOUBLE,
      .value = &real,
      .fallback = "0.1",
      .dmin = -__builtin_inf(),
      .dmax = __builtin_inf() },
    { .name = "mode", .type = OPT_OCTAL, .value = &mode, .fallback = "755", .max = 07777 },
    { .name = "line",
      .alias = "l",
      .type = OPT_CUSTOM,
      .fallback = "",
      .set = set_line,
      .get = get_line },
    { .name = "items",
      .type = OPT_CUSTOM,
      .flags = OPT_MULTI,
      .set = set_item,
      .get = get_items,
      .reset = reset_items },
    OPTION_END
};

static void add_current(void *ctx, const char *name, const struct option *o)
{
    buf_addf(ctx, "%s=", name);
    option_get(o, ctx);
    buf_add_byte(ctx, '\n');
}

/* Loads the file into a fresh set; what all options have now goes to values. */
static bool load(struct bytes file, struct option_set **set, struct buf *values)
{
    struct buf err;
    bool ok;

    buf_init(&err, BUF_UNLIMITED);
    *set = option_set_new();
    option_set_add(*set, rows);
    ok = option_load_text(*set, file, "fuzz.conf", &err);
    kv_assert(ok == (err.len == 0));
    kv_assert(err.len == 0 || memchr(err.ptr, '\n', err.len) == NULL);
    buf_fini(&err);
    option_each(*set, BYTES_LIT("*"), add_current, values);
    return ok;
}

enum { LEN_MAX = 64 * 1024, WORDS_MAX = LEN_MAX / 2 + 1 };

/* The words of a line, written again, are the same words. */
static void check_words(struct bytes l)
{
    static struct bytes words[WORDS_MAX], again[WORDS_MAX];
    static struct buf scratch = { .limit = BUF_UNLIMITED }, joined = { .limit = BUF_UNLIMITED },
                      scratch_again = { .limit = BUF_UNLIMITED };
    unsigned count = 0, count_again = 0;
    bool ok;

    buf_clear(&scratch);
    buf_clear(&joined);
    buf_clear(&scratch_again);
    if (!option_split_line(l, &scratch, words, WORDS_MAX, &count))
        return;
    add_words(&joined, words, count);
    ok = option_split_line(buf_bytes(&joined), &scratch_again, again, WORDS_MAX, &count_again);
    kv_assert(ok);
    kv_assert(count == count_again);
    for (unsigned i = 0; i < count; i++)
        kv_assert(bytes_eq(words[i], again[i]));
}

/* True if the line would open other files: those would make runs depend on the machine. */
static bool is_include(struct bytes l)
{
    static struct bytes words[WORDS_MAX];
    struct buf scratch;
    unsigned count;
    bool yes;

    buf_init(&scratch, BUF_UNLIMITED);
    yes = option_split_line(l, &scratch, words, WORDS_MAX, &count) && count > 0 &&
          bytes_is_word(words[0], "include");
    buf_fini(&scratch);
    return yes;
}

static void check_rewrite(struct bytes file)
{
    struct option_set *set, *fresh = NULL;
    struct buf before, after, once, twice;
    bool loads;

    buf_init(&before, BUF_UNLIMITED);
    buf_init(&after, BUF_UNLIMITED);
    buf_init(&once, BUF_UNLIMITED);
    buf_init(&twice, BUF_UNLIMITED);
    loads = load(file, &set, &before);
    option_rewrite(set, file, &once);
    option_rewrite(set, buf_bytes(&once), &twice);
    kv_assert(bytes_eq(buf_bytes(&once), buf_bytes(&twice)));
    if (loads) {
        loads = load(buf_bytes(&once), &fresh, &after);
        kv_assert(loads);
        kv_assert(bytes_eq(buf_bytes(&before), buf_bytes(&after)));
    }
    option_set_free(set);
    option_set_free(fresh);
    buf_fini(&before);
    buf_fini(&after);
    buf_fini(&once);
    buf_fini(&twice);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
    struct bytes rest = { data, len };

    if (len > LEN_MAX)
        return 0;
    while (rest.len > 0) {
        const uint8_t *end = memchr(rest.ptr, '\n', rest.len);
        struct bytes l = { rest.ptr, end != NULL ? (size_t)(end - rest.ptr) : rest.len };

        if (is_include(l))
            return 0;
        check_words(l);
        rest = bytes_from(rest, l.len + (end != NULL));
    }
    check_rewrite(bytes_make(data, len));
    return 0;
}
