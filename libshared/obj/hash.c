#include "obj/value.h"

const struct value_ops hash_ops = { 0 };
