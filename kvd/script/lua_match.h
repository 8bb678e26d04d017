/*
 * lua_match -- the patterns of Lua 5.1.
 *
 *     struct lua_match m;
 *     lua_match_init(&m, L, subject, pattern);
 *     end = lua_match_at(&m, at);       NULL: does not match here
 *     lua_match_push(&m, i, at, end);   capture i, or the whole match where there are no captures
 *
 * What the manual leaves open is as in Lua 5.1: a pattern ends at its first zero byte (%z stands for one), and a
 * mistake in it is an error only when matching comes to it. Only the depth is bounded, which there overflows the
 * C stack: an item that is repeated or captured lies inside those before it, and MATCH_DEPTH_MAX of them are
 * "pattern too complex".
 *
 * Matching may take time exponential in the pattern. It is done in steps (lua_work.h).
 */
#ifndef KV_SCRIPT_LUA_MATCH_H
#define KV_SCRIPT_LUA_MATCH_H

#include "base/bytes.h"

struct lua_State;

enum { MATCH_CAPTURES_MAX = 32, MATCH_DEPTH_MAX = 1000 };

struct lua_match {
    struct lua_State *L;
    const uint8_t *start, *end;    /* of the subject */
    const uint8_t *pattern, *stop; /* behind a '^'; stop is its end */
    bool anchored;
    unsigned level; /* captures that are begun */
    unsigned depth;
    size_t steps; /* not told to lua_work() yet */
    struct lua_capture {
        const uint8_t *start;
        ptrdiff_t len; /* or one of the two below 0 */
    } captures[MATCH_CAPTURES_MAX];
};

/* subject and pattern are Lua strings that stay on the stack. */
void lua_match_init(struct lua_match *m, struct lua_State *L, struct bytes subject,
                    struct bytes pattern);

/* A '^' at the start of the pattern means the start of the subject; gmatch takes it as a character. */
void lua_match_anchor(struct lua_match *m);

const uint8_t *lua_match_at(struct lua_match *m, const uint8_t *at);

/* Pushes a capture, counted from 0, of the match in [at, end). */
void lua_match_push(struct lua_match *m, unsigned capture, const uint8_t *at, const uint8_t *end);

/* Pushes all of them and returns how many; none is the whole match, or nothing if at is NULL. */
int lua_match_push_all(struct lua_match *m, const uint8_t *at, const uint8_t *end);

#endif
