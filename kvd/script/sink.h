/*
 * sink -- the reply of a command as Lua values, on top of the stack.
 *
 *     RESP2 (and what RESP3 has in common)         RESP3, after redis.setresp(3)
 *     +text      { ok = text }                     ,1.5      { double = 1.5 }
 *     -text      { err = text }                    #t        true
 *     :1         1                                 (123      { big_number = "123" }
 *     $text      "text"                            =txt:...  { verbatim_string = { format =, string = } }
 *     null       false                             null      nil
 *     *array     { a, b }                          %map      { map = { k = v } }
 *                                                  ~set      { set = { elem = true } }
 *
 * Lua must not raise errors here: they would jump out of the handler. So its memory is not limited meanwhile,
 * and once the script holds more than its limit the rest of the reply is dropped and `overflow` says so.
 *
 * A handler cannot be left in the middle, and values take longer than bytes: what follows the header of a large
 * aggregate is written as bytes, which sink_end() reads when the handler is done.
 */
#ifndef KV_SCRIPT_SINK_H
#define KV_SCRIPT_SINK_H

#include "script/vm.h"
#include "server/reply_sink.h"

enum { SINK_DEPTH = 32 };

struct sink_frame {
    char type;    /* * % ~ > */
    bool later;   /* its count comes behind its elements */
    bool has_key; /* a map's key is on the stack and waits for its value */
    size_t left;  /* elements to come */
    size_t count; /* that came */
};

struct script_sink {
    struct reply_sink base;
    struct script_vm *vm;
    lua_State *L;
    struct call *call;
    size_t limit;
    int resp;
    bool overflow;
    bool failed; /* the whole reply is an error */
    unsigned depth;
    struct sink_frame frames[SINK_DEPTH];
};

/* The next reply, that of the call, becomes values on L's stack. */
void sink_begin(struct script_sink *s, struct script_vm *vm, lua_State *L, struct call *c,
                size_t limit);

/* What is still there as bytes becomes values as well. The script may be left meanwhile, or stopped: then not all of
 * it does. */
void sink_end(struct script_sink *s);

#endif
