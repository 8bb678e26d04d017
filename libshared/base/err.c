#include "base/err.h"

const char *err_name(enum kv_err err)
{
    switch (err) {
    case KV_OK:
        return "ok";
    case KV_NOT_FOUND:
        return "not found";
    case KV_EXISTS:
        return "exists";
    case KV_WRONG_TYPE:
        return "wrong type";
    case KV_SYNTAX:
        return "syntax";
    case KV_NOT_INT:
        return "not an integer";
    case KV_NOT_FLOAT:
        return "not a float";
    case KV_OVERFLOW:
        return "overflow";
    case KV_NAN:
        return "not a number";
    case KV_RANGE:
        return "out of range";
    case KV_TOO_BIG:
        return "too big";
    case KV_EXPIRE:
        return "bad expire time";
    case KV_DB_RANGE:
        return "no such database";
    case KV_CORRUPT:
        return "corrupt";
    case KV_IO:
        return "input/output";
    case KV_DONE:
        return "replied";
    }
    return "unknown";
}
