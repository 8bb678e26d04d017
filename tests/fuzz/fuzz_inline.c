/*
 * Splitting a line stays within the line and its text, and words that are quoted by buf_add_quoted
 * are split into the same words again.
 */
#include "resp/inline.h"

#include "base/assert.h"
#include "base/mem.h"

static void split(struct bytes line, struct buf *text, struct bytes *words, unsigned max,
                  unsigned *count)
{
    size_t total = 0;

    kv_assert(inline_split(line, text, words, max, count));
    for (unsigned i = 0; i < *count; i++) {
        kv_assert(words[i].ptr == text->ptr + total);
        total += words[i].len;
    }
    kv_assert(total == text->len);
    kv_assert(total <= line.len);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
    unsigned max = (unsigned)len / 2 + 1, count, again;
    struct bytes line = bytes_make(data, len);
    struct bytes *words = mem_alloc(max * sizeof *words), *second = mem_alloc(max * sizeof *words);
    struct buf text, second_text, quoted;

    buf_init(&text, BUF_UNLIMITED);
    buf_init(&second_text, BUF_UNLIMITED);
    buf_init(&quoted, BUF_UNLIMITED);
    if (inline_split(line, &text, words, max, &count)) {
        buf_clear(&text);
        split(line, &text, words, max, &count);
        /* One word less than there are is too few. */
        kv_assert(count == 0 || !inline_split(line, &second_text, second, count - 1, &again));
        for (unsigned i = 0; i < count; i++) {
            buf_add_quoted(&quoted, words[i]);
            buf_add_byte(&quoted, ' ');
        }
        split(buf_bytes(&quoted), &second_text, second, max, &again);
        kv_assert(count == again);
        for (unsigned i = 0; i < count; i++)
            kv_assert(bytes_eq(words[i], second[i]));
    } else {
        kv_assert(text.len == 0);
    }
    buf_fini(&text);
    buf_fini(&second_text);
    buf_fini(&quoted);
    mem_free(words);
    mem_free(second);
    return 0;
}
