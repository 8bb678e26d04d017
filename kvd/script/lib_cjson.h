/*
 * lib_cjson -- the table cjson of scripts: values as JSON text, and back.
 *
 * A table whose keys are all positive integers is an array, with null where one is missing, as long as it
 * is not sparse; any other is an object, the empty one too, unless it was read as "[]" while
 * cjson.decode_array_with_array_mt(true) held. null is cjson.null in Lua. Strings are taken as they are:
 * UTF-8 is neither demanded nor repaired.
 *
 * Settings (cjson.encode_max_depth() and so on) belong to the table, so they hold for every script of the
 * state. cjson.new() makes another with settings of its own.
 */
#ifndef KV_SCRIPT_LIB_CJSON_H
#define KV_SCRIPT_LIB_CJSON_H

struct lua_State;

/* Leaves the library's table on the stack. */
void lua_open_cjson(struct lua_State *L);

#endif
