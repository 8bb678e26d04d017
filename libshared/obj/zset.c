#include "obj/value.h"

const struct value_ops zset_ops = { 0 };
