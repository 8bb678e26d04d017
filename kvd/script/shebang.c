#include "script/shebang.h"

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

static bool is_blank(uint8_t c)
{
    return c == ' ' || c == '\t' || c == '\r';
}

static struct bytes trim(struct bytes text)
{
    while (text.len > 0 && is_blank(text.ptr[0]))
        text = bytes_from(text, 1);
    while (text.len > 0 && is_blank(text.ptr[text.len - 1]))
        text.len--;
    return text;
}

static bool read_line(struct bytes line, unsigned *flags, struct buf *why)
{
    static const char prefix[] = "flags=";
    bool more;
    struct bytes word = take_part(&line, ' ', &more);

    word = trim(word);
    if (!bytes_eq(word, BYTES_LIT("#!lua")))
        return refuse(why, "ERR Unexpected engine in script shebang: ", word);
    while (more) {
        word = trim(take_part(&line, ' ', &more));
        if (word.len == 0)
            continue;
        if (word.len < sizeof prefix - 1 || memcmp(word.ptr, prefix, sizeof prefix - 1) != 0)
            return refuse(why, "ERR Unknown lua shebang option: ", word);
        if (!read_flags(bytes_from(word, sizeof prefix - 1), flags, why))
            return false;
    }
    return true;
}

bool shebang_read(struct bytes text, unsigned *flags, struct bytes *body, struct buf *why)
{
    const uint8_t *end;

    *flags = SCRIPT_SAYS_NOTHING;
    *body = text;
    if (text.len < 2 || memcmp(text.ptr, "#!", 2) != 0)
        return true;
    end = memchr(text.ptr, '\n', text.len);
    if (end == NULL)
        return refuse(why, "ERR Invalid script shebang", BYTES_LIT(""));
    *flags = 0;
    *body = bytes_from(text, (size_t)(end - text.ptr));
    return read_line(bytes_make(text.ptr, (size_t)(end - text.ptr)), flags, why);
}
