/*
 * answer -- what a script returns, as the reply of its request.
 *
 *     number          its integer part        { err = text }          error
 *     string          bulk string             { ok = text }           simple string
 *     true            1; #t after setresp(3)  { double = 1.5 }        double
 *     false           null; #f                { big_number = "1" }    big number
 *     nil             null                    { map = { k = v } }     map
 *     { a, b, nil }   array, up to the nil    { set = { e = true } }  set
 *                                             { verbatim_string = { format = "txt", string = "s" } }
 */
#ifndef KV_SCRIPT_ANSWER_H
#define KV_SCRIPT_ANSWER_H

#include "script/run.h"

/* Replies with the value on top of the stack. */
void answer_value(struct script_run *r, struct call *c);
/* Replies with the error on top, which lua_pcall() has left there. */
void answer_error(struct script_run *r, struct call *c);

#endif
