#include "obj/value.h"

const struct value_ops list_ops = { 0 };
