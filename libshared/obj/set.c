#include "obj/value.h"

const struct value_ops set_ops = { 0 };
