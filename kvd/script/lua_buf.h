/*
 * lua_buf -- a growing string that Lua owns, for C functions that build one.
 *
 * Lua raises errors by longjmp, so memory from mem_alloc would be lost. The bytes are in the struct itself while
 * they are few, then in a userdata that lies in the buffer's stack slot: whatever is raised, the collector
 * frees it, and it counts as memory of the script. Unlike luaL_Buffer it asks for no balance of the stack: values
 * may come and go above the slot.
 *
 *     struct lua_buf b;
 *     lua_buf_init(&b, L);              takes the slot
 *     lua_buf_add(&b, "text", 4);       needs one free slot of the stack
 *     lua_buf_push(&b);                 the string is on top; the slot stays where it is
 */
#ifndef KV_SCRIPT_LUA_BUF_H
#define KV_SCRIPT_LUA_BUF_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct lua_State;

enum {
    LUA_BUF_INLINE = 512,
    LUA_BUF_LONG = 64 * 1024,
    LUA_BUF_MAX =
        512 * 1024 * 1024, /* what a value of ours may have; a longer string is an error */
};

struct lua_buf {
    struct lua_State *L;
    uint8_t *ptr;
    size_t len, cap;
    int slot;
    uint8_t first[LUA_BUF_INLINE];
};

void lua_buf_init(struct lua_buf *b, struct lua_State *L);

/* Makes room for more bytes behind len; raises "resulting string too large". */
void lua_buf_grow(struct lua_buf *b, size_t more);

void lua_buf_push(struct lua_buf *b);

/* Where n more bytes may be written; the caller adds to len what it wrote. */
static inline uint8_t *lua_buf_room(struct lua_buf *b, size_t n)
{
    if (b->cap - b->len < n)
        lua_buf_grow(b, n);
    return b->ptr + b->len;
}

/* As lua_buf_add(), in pieces. */
void lua_buf_add_long(struct lua_buf *b, const void *bytes, size_t n);

static inline void lua_buf_add(struct lua_buf *b, const void *bytes, size_t n)
{
    if (n == 0)
        return;
    if (n > LUA_BUF_LONG) {
        lua_buf_add_long(b, bytes, n);
        return;
    }
    memcpy(lua_buf_room(b, n), bytes, n);
    b->len += n;
}

static inline void lua_buf_byte(struct lua_buf *b, uint8_t byte)
{
    *lua_buf_room(b, 1) = byte;
    b->len++;
}

#endif
