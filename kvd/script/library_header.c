#include "script/library_header.h"

#include "resp/inline.h"
#include "script/library.h"

static const char invalid[] = "Invalid library metadata";

static bool refuse(struct buf *why, const char *text)
{
    buf_add_str(why, text);
    return false;
}

static bool refuse_text(struct buf *why, const char *before, struct bytes text, const char *after)
{
    buf_add_str(why, before);
    buf_add_bytes(why, text);
    return refuse(why, after);
}

/* "name=value", the key in any case: *value. */
static bool is_name(struct bytes word, struct bytes *value)
{
    static const struct bytes key = BYTES_LIT("name=");

    if (word.len < key.len || !bytes_is_word(bytes_make(word.ptr, key.len), "name="))
        return false;
    *value = bytes_from(word, key.len);
    return true;
}

/* words[0] is "#!" with the engine's name. */
static bool read_words(const struct bytes *words, unsigned count, struct bytes *name,
                       struct buf *why)
{
    bool named = false;

    for (unsigned i = 1; i < count; i++) {
        struct bytes value;

        if (!is_name(words[i], &value))
            return refuse_text(why, "Invalid metadata value given: ", words[i], "");
        if (named)
            return refuse(why, "Invalid metadata value, name argument was given multiple times");
        named = true;
        *name = value;
    }
    if (!named)
        return refuse(why, "Library name was not given");
    if (!library_name_is_valid(*name))
        return refuse(why, library_name_rule);
    if (!bytes_is_word(words[0], "#!lua"))
        return refuse_text(why, "Engine '", bytes_from(words[0], 2), "' not found");
    return true;
}

static bool read_line(struct bytes line, struct buf *name, struct buf *why)
{
    struct bytes words[SHEBANG_WORDS_MAX], found;
    struct buf text;
    unsigned count;
    bool ok;

    buf_init(&text, LIBRARY_HEADER_MAX);
    if (!inline_split(line, &text, words, SHEBANG_WORDS_MAX, &count))
        ok = refuse(why, invalid);
    else
        ok = read_words(words, count, &found, why);
    if (ok)
        buf_add_bytes(name, found);
    buf_fini(&text);
    return ok;
}

bool library_read_header(struct bytes code, struct buf *name, struct bytes *body, struct buf *why)
{
    struct bytes line;

    if (!bytes_starts(code, BYTES_LIT("#!")))
        return refuse(why, "Missing library metadata");
    if (!shebang_line(code, &line))
        return refuse(why, invalid);
    *body = bytes_from(code, line.len);
    return read_line(line, name, why);
}
