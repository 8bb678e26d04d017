/*
 * notify-keyspace-events: arbitrary bytes as its letters.
 *
 * What must hold: letters are taken if each of them is taken alone, whatever their order and however often they
 * come. What is shown is taken again and shown as the same, and has each of the letters or the A that
 * stands for it. Refused letters change nothing.
 */
#include "base/option.h"

#include "base/assert.h"
#include "server/keyspace_events.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

static const struct option *const row = keyspace_events_options;

static bool set(struct bytes letters)
{
    const char *why = NULL;
    bool ok = row->set(&letters, 1, &why);

    kv_assert(ok || why != NULL);
    return ok;
}

static void get(struct buf *out)
{
    buf_clear(out);
    option_get(row, out);
}

static bool is_taken_alone(uint8_t letter)
{
    static signed char known[256]; /* 0: not tried */

    if (known[letter] == 0)
        known[letter] = set(bytes_make(&letter, 1)) ? 1 : -1;
    return known[letter] > 0;
}

static bool are_taken_alone(struct bytes letters)
{
    bool all = true;

    for (size_t i = 0; i < letters.len; i++)
        all &= is_taken_alone(letters.ptr[i]);
    return all;
}

static bool is_shown(uint8_t letter, struct bytes shown)
{
    static struct buf with_a = { .limit = BUF_UNLIMITED };

    if (memchr(shown.ptr, letter, shown.len) != NULL)
        return true;
    buf_clear(&with_a);
    buf_add_byte(&with_a, letter);
    buf_add_byte(&with_a, 'A');
    kv_assert(set(buf_bytes(&with_a)));
    get(&with_a);
    return with_a.len == 1 && memchr(shown.ptr, 'A', shown.len) != NULL;
}

static void check_taken(struct bytes letters)
{
    static struct buf shown = { .limit = BUF_UNLIMITED }, again = { .limit = BUF_UNLIMITED },
                      reversed = { .limit = BUF_UNLIMITED };

    get(&shown);
    kv_assert(set(buf_bytes(&shown)));
    get(&again);
    kv_assert(bytes_eq(buf_bytes(&shown), buf_bytes(&again)));
    buf_clear(&reversed);
    for (size_t i = letters.len; i-- > 0;)
        buf_add_byte(&reversed, letters.ptr[i]);
    kv_assert(set(buf_bytes(&reversed)));
    get(&again);
    kv_assert(bytes_eq(buf_bytes(&shown), buf_bytes(&again)));
    for (size_t i = 0; i < letters.len && i < 64; i++)
        kv_assert(is_shown(letters.ptr[i], buf_bytes(&shown)));
}

static void check_refused(struct bytes letters)
{
    static struct buf before = { .limit = BUF_UNLIMITED }, after = { .limit = BUF_UNLIMITED };

    get(&before);
    kv_assert(!set(letters));
    get(&after);
    kv_assert(bytes_eq(buf_bytes(&before), buf_bytes(&after)));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
    struct bytes letters = { data, len };
    bool expected = are_taken_alone(letters);

    kv_assert(set(letters) == expected);
    if (expected)
        check_taken(letters);
    else
        check_refused(letters);
    return 0;
}
