#include "obj/rdb_function.h"

void rdb_put_function(struct buf *out, struct bytes code)
{
    buf_add_byte(out, RDB_OPCODE_FUNCTION);
    rdb_put_string(out, code);
}

enum kv_err rdb_get_function(struct rdb_reader *r, struct buf *scratch, struct bytes *code)
{
    struct bytes text = rdb_get_bytes(r, scratch);

    if (r->failed)
        return KV_CORRUPT;
    *code = text;
    return KV_OK;
}

enum kv_err rdb_next_function(struct rdb_reader *r, struct buf *scratch, struct bytes *code)
{
    if (r->failed)
        return KV_CORRUPT;
    if (r->left.len == 0)
        return KV_NOT_FOUND;
    if (rdb_get_byte(r) != RDB_OPCODE_FUNCTION)
        return KV_WRONG_TYPE;
    return rdb_get_function(r, scratch, code);
}
