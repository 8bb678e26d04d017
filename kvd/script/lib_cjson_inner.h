/*
 * lib_cjson_inner -- what the table cjson, its writer and its reader share.
 */
#ifndef KV_SCRIPT_LIB_CJSON_INNER_H
#define KV_SCRIPT_LIB_CJSON_INNER_H

#include <stdbool.h>

struct lua_State;

/* What becomes of NaN and the infinities. */
enum cjson_invalid { CJSON_INVALID_REFUSE, CJSON_INVALID_WRITE, CJSON_INVALID_NULL };

/* The upvalues of all functions of a table: their settings, in a userdata; the metatable of empty arrays. */
enum { CJSON_CONFIG = 1, CJSON_ARRAY_META = 2 };

/* The field of that metatable. */
#define CJSON_IS_ARRAY "__is_cjson_array"

struct cjson_config {
    int encode_max_depth, decode_max_depth; /* arrays and objects inside one another */
    int precision;                          /* digits of a number */
    double whole;                           /* 10^precision: integers below have no more digits */
    enum cjson_invalid encode_invalid;
    bool decode_invalid; /* nan, inf, hexadecimal and a leading + are numbers too */
    bool array_meta;     /* an empty array gets the metatable, so that it is written as one */
    bool keep_buffer;    /* kept for those who ask; our buffers cost nothing to take */
    /* An array is sparse if its last index is above sparse_safe and above sparse_ratio times its elements;
     * with ratio 0 none is. A sparse one is an object if sparse_convert, else an error. */
    bool sparse_convert;
    int sparse_ratio, sparse_safe;
};

/* More than this is not done whatever max_depth says: the C stack has an end. */
enum { CJSON_DEPTH_MAX = 4000 };

/* Replaces the value on top of the stack by its text. */
void cjson_encode(struct lua_State *L, const struct cjson_config *config);

/* Pushes the value that the string at index 1 stands for. Called by a function of the table. */
void cjson_decode(struct lua_State *L, const struct cjson_config *config);

#endif
