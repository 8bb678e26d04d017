#include "obj/object.h"

static const char *const type_names[OBJ_TYPES] = {
    [OBJ_STRING] = "string", [OBJ_LIST] = "list", [OBJ_SET] = "set",
    [OBJ_ZSET] = "zset",     [OBJ_HASH] = "hash", [OBJ_STREAM] = "stream",
};

const char *obj_type_name(enum obj_type type)
{
    return type_names[type];
}

bool obj_type_parse(struct bytes name, enum obj_type *out)
{
    for (int t = 0; t < OBJ_TYPES; t++) {
        if (bytes_is_word(name, type_names[t])) {
            *out = (enum obj_type)t;
            return true;
        }
    }
    return false;
}
