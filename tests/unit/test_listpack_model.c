#include "listpack_fixture.h"

#include <check.h>
#include <stdlib.h>

enum { RUNS = 8, MODEL_OPS = 125 * 1000, MODEL_COUNT = 60 };

/* ---- Another writer of the format ------------------------------------------------------------ */

/* Writes the length or the little-endian integer and returns its bytes. */
static size_t put(uint8_t *at, uint8_t first, uint64_t n, size_t len)
{
    at[0] = first;
    for (size_t i = 1; i <= len; i++, n >>= 8)
        at[i] = (uint8_t)n;
    return 1 + len;
}

/* Writes n in one of 6 forms, the shortest first; 0 if it does not fit that one. */
static size_t put_int(uint8_t *at, int64_t n, size_t form)
{
    switch (form) {
    case 0:
        return n >= 0 && n < 128 ? put(at, (uint8_t)n, 0, 0) : 0;
    case 1:
        return n >= -4096 && n < 4096
                   ? put(at, (uint8_t)(0xc0 + (n + 8192) % 8192 / 256), (uint64_t)n % 256, 1)
                   : 0;
    case 2:
        return n >= INT16_MIN && n <= INT16_MAX ? put(at, 0xf1, (uint64_t)n, 2) : 0;
    case 3:
        return n >= -8388608 && n <= 8388607 ? put(at, 0xf2, (uint64_t)n, 3) : 0;
    case 4:
        return n >= INT32_MIN && n <= INT32_MAX ? put(at, 0xf3, (uint64_t)n, 4) : 0;
    default:
        return put(at, 0xf4, (uint64_t)n, 8);
    }
}

/* The same with a string and 3 forms. */
static size_t put_string(uint8_t *at, struct bytes text, size_t form)
{
    size_t head;

    if ((form == 0 && text.len > 63) || (form == 1 && text.len > 4095))
        return 0;
    if (form == 0)
        head = put(at, (uint8_t)(0x80 + text.len), 0, 0);
    else if (form == 1)
        head = put(at, (uint8_t)(0xe0 + text.len / 256), text.len % 256, 1);
    else
        head = put(at, 0xf0, text.len, 4);
    memcpy(at + head, text.ptr, text.len);
    return head + text.len;
}

static size_t put_back(uint8_t *at, size_t len)
{
    static const size_t borders[] = { 128, 16383, 2097151, 268435455 };
    size_t n = 1;

    while (len >= borders[n - 1])
        n++;
    for (size_t i = n; i-- > 0; len /= 128)
        at[i] = (uint8_t)(len % 128 + (i > 0 ? 128 : 0));
    return n;
}

/* The text as an element: in its shortest form, or in any legal one. */
static size_t put_text(uint8_t *at, struct bytes text, const struct chooser *c, bool shortest)
{
    int64_t n;
    bool is_int = num_parse_int(text, &n) && (shortest || !chance(c, 4));
    size_t len = 0;

    for (size_t form = shortest ? 0 : choose(c, is_int ? 6 : 3); len == 0; form++)
        len = is_int ? put_int(at, n, form) : put_string(at, text, form);
    return len + put_back(at + len, len);
}

static struct bytes model_write(const struct model *m, const struct chooser *c, bool shortest)
{
    size_t room = 7, len = 6;
    uint8_t *lp;

    for (size_t i = 0; i < m->count; i++)
        room += m->texts[i].len + LP_ELEM_EXTRA;
    lp = mem_alloc(room);
    for (size_t i = 0; i < m->count; i++)
        len += put_text(lp + len, m->texts[i], c, shortest);
    lp[len++] = 0xff;
    store_le32(lp, (uint32_t)len);
    store_le16(lp + 4, (uint16_t)(shortest || chance(c, 2) ? m->count : 65535));
    return bytes_make(lp, len);
}

/* ---- Random operations ----------------------------------------------------------------------- */

/* What was made by lp_* only is, byte for byte, what the other writer makes of the same texts. */
START_TEST(random_operations_agree_with_an_array)
{
    struct rng rng;
    struct chooser c = { random_below, &rng };
    struct model m = { 0 };
    struct pack p = { 0 };

    rng_seed(&rng, (uint64_t)_i);
    lp_init(&p);
    for (int op = 0; op < MODEL_OPS; op++) {
        model_step(&m, &p, &c, MODEL_COUNT);
        if (op % 16 == 0)
            model_compare(&m, p.ptr);
        if (op % 256 == 0) {
            struct bytes want = model_write(&m, &c, true);

            kv_assert(bytes_eq(bytes_make(p.ptr, lp_bytes(p.ptr)), want));
            text_free(want);
        }
    }
    model_fini(&m);
    pack_fini(&p);
}
END_TEST

/* Listpacks of others, with longer forms and unknown counts, are changed as well as ours. */
START_TEST(foreign_listpacks_agree_with_an_array)
{
    enum { CHANGES = 25, LENT = 1000 };
    struct rng rng;
    struct chooser c = { random_below, &rng };
    struct model m = { 0 };
    struct pack p = { 0 };
    uint8_t *lent = mem_alloc(LENT);

    rng_seed(&rng, 100 + (uint64_t)_i);
    for (int op = 0; op < MODEL_OPS; op++) {
        if (op % CHANGES == 0) {
            struct bytes content = model_write(&m, &c, false);

            kv_assert(lp_validate(content));
            pack_fini(&p);
            p = pack_of_bytes(content);
            if (content.len <= LENT && chance(&c, 2)) {
                memcpy(lent, content.ptr, content.len);
                pack_fini(&p);
                p = (struct pack){ lent, LENT, true };
            }
            text_free(content);
            model_compare(&m, p.ptr);
        }
        model_step(&m, &p, &c, MODEL_COUNT);
        if (op % CHANGES == CHANGES - 1)
            model_compare(&m, p.ptr);
    }
    model_fini(&m);
    pack_fini(&p);
    mem_free(lent);
}
END_TEST

int main(void)
{
    Suite *s = suite_create("listpack_model");
    TCase *t = tcase_create("model");
    SRunner *sr = srunner_create(s);
    int failed;

    mem_thread_start();
    tcase_set_timeout(t, 120);
    tcase_add_loop_test(t, random_operations_agree_with_an_array, 0, RUNS);
    tcase_add_loop_test(t, foreign_listpacks_agree_with_an_array, 0, RUNS);
    suite_add_tcase(s, t);

    srunner_run_all(sr, CK_ENV);
    failed = srunner_ntests_failed(sr);
    srunner_free(sr);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
