#include "script/shebang.h"

#include "resp/inline.h"
#include "script/engine.h"

#include <string.h>

static bool refuse(struct buf *why, const char *what, struct bytes text)
{
    buf_add_str(why, what);
    buf_add_bytes(why, text);
    return false;
}

/* Takes the part before the next sign, or all; *more is false after the last. */
static struct bytes take_part(struct bytes *rest, uint8_t sign, bool *more)
{
    const uint8_t *end = rest->len > 0 ? memchr(rest->ptr, sign, rest->len) : NULL;
    size_t len = end ? (size_t)(end - rest->ptr) : rest->len;
    struct bytes part = bytes_make(rest->ptr, len);

    *more = end != NULL;
    *rest = bytes_from(*rest, end ? len + 1 : len);
    return part;
}

static bool read_flags(struct bytes list, unsigned *flags, struct buf *why)
{
    bool more = list.len > 0;

    while (more) {
        struct bytes name = take_part(&list, ',', &more);
        unsigned flag = script_flag_find(name);

        if (flag == 0)
            return refuse(why, "ERR Unexpected flag in script shebang: ", name);
        *flags |= flag;
    }
    return true;
}

static bool read_words(const struct bytes *words, unsigned count, unsigned *flags, struct buf *why)
{
    static const struct bytes option = BYTES_LIT("flags=");

    if (!bytes_eq(words[0], BYTES_LIT("#!lua")))
        return refuse(why, "ERR Unexpected engine in script shebang: ", words[0]);
    for (unsigned i = 1; i < count; i++) {
        if (!bytes_starts(words[i], option))
            return refuse(why, "ERR Unknown lua shebang option: ", words[i]);
        if (!read_flags(bytes_from(words[i], option.len), flags, why))
            return false;
    }
    return true;
}

static bool read_line(struct bytes line, unsigned *flags, struct buf *why)
{
    struct bytes words[SHEBANG_WORDS_MAX];
    struct buf text;
    unsigned count;
    bool ok;

    buf_init(&text, SHEBANG_MAX);
    if (inline_split(line, &text, words, SHEBANG_WORDS_MAX, &count))
        ok = read_words(words, count, flags, why);
    else
        ok = refuse(why, "ERR Invalid engine in script shebang", BYTES_LIT(""));
    buf_fini(&text);
    return ok;
}

bool shebang_line(struct bytes text, struct bytes *line)
{
    const uint8_t *end = text.len > 0 ? memchr(text.ptr, '\n', text.len) : NULL;

    if (end == NULL)
        return false;
    *line = bytes_make(text.ptr, (size_t)(end - text.ptr));
    return line->len <= SHEBANG_MAX && memchr(line->ptr, '\0', line->len) == NULL;
}

bool shebang_read(struct bytes text, unsigned *flags, struct bytes *body, struct buf *why)
{
    struct bytes line;

    *flags = SCRIPT_SAYS_NOTHING;
    *body = text;
    if (!bytes_starts(text, BYTES_LIT("#!")))
        return true;
    if (!shebang_line(text, &line))
        return refuse(why, "ERR Invalid script shebang", BYTES_LIT(""));
    *flags = 0;
    *body = bytes_from(text, line.len);
    return read_line(line, flags, why);
}
