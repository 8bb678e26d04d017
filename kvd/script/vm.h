/*
 * vm -- a Lua state of the engine, and what it may take: the private half of engine.h.
 *
 * Memory comes through one function that counts it. While a script runs, `limit` is what it held at the start
 * and lua-memory-limit: an allocation past it fails, and Lua raises "not enough memory". Outside, and while a
 * command's handler builds values for the script (an error must not jump out of a handler), nothing fails.
 */
#ifndef KV_SCRIPT_VM_H
#define KV_SCRIPT_VM_H

#include "script/engine.h"

struct script_vm {
    struct script_vm *next; /* of all there are, but those that are being freed */
    lua_State *lua;
    enum script_kind kind;
    size_t used;  /* bytes that Lua holds */
    size_t limit; /* SIZE_MAX: none */
    int globals; /* registry references: what scripts read through _G; the redis table behind its guard */
    int api;
    int on_error; /* the function that makes an error a table */
};

/* Garbage is collected for a while if much of it has come together since the last time. */
void vm_collect(struct script_vm *vm, size_t before);

#endif
