/*
 * fuzz_listpack -- listpacks from outside: what lp_validate() accepts is read in both directions and
 * changed, next to a plain array.
 *
 *     offset  size  field
 *     0       1     even: the content is a listpack; odd: elements, which get a header and an end mark
 *     1       1     n
 *     2       n     choices: which changes, where, with what
 *     2 + n   ...   content
 */
#include "../unit/listpack_fixture.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static uint64_t choice_below(void *source, uint64_t n)
{
    struct bytes *left = source;
    uint64_t choice = 0;

    for (uint64_t most = n; most > 1 && left->len > 0; most >>= 8) {
        choice = choice << 8 | left->ptr[0];
        *left = bytes_from(*left, 1);
    }
    return choice % n;
}

static struct pack content_of(struct bytes content, bool is_elements)
{
    struct pack p = { 0 };
    size_t len = LP_EMPTY + content.len;

    if (!is_elements)
        return pack_of_bytes(content);
    p.ptr = mem_alloc(len);
    p.cap = len;
    store_le32(p.ptr, (uint32_t)len);
    store_le16(p.ptr + 4, 65535);
    memcpy(p.ptr + 6, content.ptr, content.len);
    p.ptr[len - 1] = 0xff;
    return p;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct bytes choices, content;
    struct chooser c = { choice_below, &choices };
    struct pack p;
    struct model m;

    if (size < 3 || size - 2 <= data[1])
        return 0;
    choices = bytes_make(data + 2, data[1]);
    content = bytes_from(bytes_make(data, size), 2 + choices.len);
    p = content_of(content, data[0] % 2 == 1);
    if (lp_validate(bytes_make(p.ptr, p.cap))) {
        m = model_of(p.ptr);
        model_compare(&m, p.ptr);
        while (choices.len > 0)
            model_step(&m, &p, &c, SIZE_MAX);
        model_compare(&m, p.ptr);
        model_fini(&m);
    }
    pack_fini(&p);
    return 0;
}
