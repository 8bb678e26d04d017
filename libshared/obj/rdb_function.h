/*
 * rdb_function -- libraries of functions as RDB files and FUNCTION DUMP payloads hold them.
 *
 * A library is a record, its code as FUNCTION LOAD took it; what is in it (name, functions) follows from
 * that.
 *
 *     F5      opcode
 *     string  code, from its "#!" on; see rdb_prim.h
 *
 *     "#!lua name=a\n":  F5 | 0D 23 21 6C 75 61 20 6E 61 6D 65 3D 61 0A
 */
#ifndef KV_OBJ_RDB_FUNCTION_H
#define KV_OBJ_RDB_FUNCTION_H

#include "base/err.h"
#include "obj/rdb_prim.h"

enum { RDB_OPCODE_FUNCTION = 0xf5 };

void rdb_put_function(struct buf *out, struct bytes code);

/* The code that follows the opcode, valid until scratch is used again. KV_CORRUPT: there is no string. */
enum kv_err rdb_get_function(struct rdb_reader *r, struct buf *scratch, struct bytes *code);

/* The next record of a payload. KV_NOT_FOUND: it was the last; KV_WRONG_TYPE: something else follows;
 * KV_CORRUPT. */
enum kv_err rdb_next_function(struct rdb_reader *r, struct buf *scratch, struct bytes *code);

#endif
