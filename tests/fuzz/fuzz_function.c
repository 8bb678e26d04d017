/*
 * fuzz_function -- FUNCTION RESTORE payloads and the headers in them, on any bytes: what is accepted is written
 * as records that give the same code again.
 *
 * The input is a payload without its signature; with a right one when the first byte is odd, else as it is.
 */
#include "base/assert.h"
#include "base/crc.h"
#include "obj/rdb_function.h"
#include "obj/rdb_signed.h"
#include "script/library.h"
#include "script/library_header.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { STRING_MAX = 1 << 20 };

static void check_header(struct bytes code)
{
    struct buf name, why;
    struct bytes body;

    buf_init(&name, BUF_UNLIMITED);
    buf_init(&why, BUF_UNLIMITED);
    if (library_read_header(code, &name, &body, &why)) {
        kv_assert(library_name_is_valid(buf_bytes(&name)));
        kv_assert(body.len > 0 && body.ptr[0] == '\n');
        kv_assert(body.ptr + body.len == code.ptr + code.len);
    } else {
        kv_assert(why.len > 0);
        kv_assert(name.len == 0);
    }
    buf_fini(&name);
    buf_fini(&why);
}

static void check_again(struct bytes code)
{
    struct buf out, scratch;
    struct rdb_reader r;
    struct bytes again;

    buf_init(&out, BUF_UNLIMITED);
    buf_init(&scratch, BUF_UNLIMITED);
    rdb_put_function(&out, code);
    r = rdb_reader(buf_bytes(&out), STRING_MAX);
    /* Digits alone are written as an integer, which no code is. */
    if (rdb_next_function(&r, &scratch, &again) == KV_OK)
        kv_assert(bytes_eq(again, code));
    else
        kv_assert(code.len <= 11);
    buf_fini(&out);
    buf_fini(&scratch);
}

static void check_content(struct bytes content)
{
    struct rdb_reader r = rdb_reader(content, STRING_MAX);
    struct buf scratch;
    struct bytes code;
    enum kv_err err;

    buf_init(&scratch, BUF_UNLIMITED);
    while ((err = rdb_next_function(&r, &scratch, &code)) == KV_OK) {
        check_header(code);
        check_again(code);
    }
    kv_assert((err == KV_NOT_FOUND) == (r.left.len == 0 && !r.failed) || err == KV_WRONG_TYPE);
    buf_fini(&scratch);
}

static void check_payload(struct bytes payload, bool is_right)
{
    struct rdb_signed s = rdb_signed(payload);

    while (!rdb_signed_step(&s, 64))
        ;
    kv_assert(!is_right || !s.wrong);
    if (!s.wrong)
        check_content(rdb_signed_content(&s));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct bytes content;
    struct buf payload;

    if (size == 0)
        return 0;
    content = bytes_make(data + 1, size - 1);
    check_header(content);
    if (data[0] % 2 == 0) {
        check_payload(content, false);
        return 0;
    }
    buf_init(&payload, BUF_UNLIMITED);
    buf_add_bytes(&payload, content);
    rdb_sign(&payload, 10, crc64(0, content));
    check_payload(buf_bytes(&payload), true);
    buf_fini(&payload);
    return 0;
}
