#include "script/functions.h"

#include "base/mem.h"
#include "script/function_environment.h"
#include "script/function_register.h"
#include "script/library_header.h"
#include "server/background.h"

#include <lauxlib.h>

enum {
    GARBAGE_MAX = 4 * 1024 * 1024, /* so much may a library leave that could not be loaded */
    COLLECTIONS_MAX = 8,
    FREE_AT_ONCE = 1024 * 1024, /* bytes that are freed in less than a millisecond */
};

static struct functions *now;

/* ---- States with their libraries -------------------------------------------------------------------- */

static void drop_callback(void *lua, int callback)
{
    luaL_unref(lua, LUA_REGISTRYINDEX, callback);
}

struct library_set *functions_aside(struct functions *f)
{
    return library_set_new(drop_callback, script_vm_lua(f->vm));
}

struct functions *functions_new(void)
{
    struct functions *f = mem_alloc(sizeof *f);

    f->vm = script_vm_new(SCRIPT_FUNCTION);
    f->libraries = functions_aside(f);
    function_environment_make(script_vm_lua(f->vm));
    return f;
}

void functions_free(struct functions *f)
{
    if (f == NULL)
        return;
    library_set_free(f->libraries);
    script_vm_free(f->vm);
    mem_free(f);
}

static void free_libraries(void *libraries)
{
    library_set_free(libraries);
}

void functions_free_later(struct functions *f)
{
    if (f == NULL)
        return;
    background_run(free_libraries, f->libraries); /* comes before the state, which it needs */
    script_vm_free_later(f->vm);
    mem_free(f);
}

bool functions_are_many(const struct functions *f)
{
    return f != NULL && script_vm_mem(f->vm) + library_set_mem(f->libraries) > FREE_AT_ONCE;
}

struct functions *functions_now(void)
{
    if (now == NULL)
        now = functions_new();
    return now;
}

struct functions *functions_replace(struct functions *f)
{
    struct functions *old = now;

    now = f;
    return old;
}

void functions_push(const struct functions *f, const struct function *fn)
{
    lua_rawgeti(script_vm_lua(f->vm), LUA_REGISTRYINDEX, fn->callback);
}

/* ---- Loading --------------------------------------------------------------------------------------- */

/* Puts what went wrong before the message that is there. */
static void explain(struct buf *why, const char *what, struct bytes message)
{
    buf_add_str(why, what);
    buf_add_bytes(why, message);
}

/* Compiles and leaves the function on the stack. */
static bool compile(struct functions *f, struct bytes body, struct buf *why)
{
    lua_State *L = script_vm_lua(f->vm);
    const char *message;
    size_t len;

    if (script_compile(f->vm, body, "@user_function"))
        return true;
    message = lua_tolstring(L, -1, &len);
    explain(why, "Error compiling function: ", bytes_make(message, message ? len : 0));
    lua_pop(L, 1);
    return false;
}

/* Runs the function on the stack, which registers functions in the library. */
static bool run(struct functions *f, struct call *c, struct library_set *s, struct library *l,
                struct buf *why)
{
    lua_State *L = script_vm_lua(f->vm);
    struct buf message;
    bool ok;

    buf_init(&message, BUF_UNLIMITED);
    function_environment_give(L);
    function_environment_set(L, true);
    function_register_into(s, l);
    ok = script_run_load(f->vm, c, FUNCTION_LOAD_MS, &message);
    function_register_into(NULL, NULL);
    function_environment_set(L, false);
    if (!ok)
        explain(why, "Error registering functions: ", buf_bytes(&message));
    buf_fini(&message);
    if (ok && library_function_count(l) == 0) {
        buf_add_str(why, "No functions registered");
        return false;
    }
    return ok;
}

/* What could not be loaded may have filled memory, and nothing says when Lua runs again. Each collection halves
 * the buffer in which Lua joins strings. */
static void clean_up(struct functions *f, size_t before)
{
    for (unsigned n = 0; n < COLLECTIONS_MAX; n++) {
        if (script_vm_mem(f->vm) <= before + GARBAGE_MAX)
            break;
        lua_gc(script_vm_lua(f->vm), LUA_GCCOLLECT, 0);
    }
}

struct library_set *functions_load(struct functions *f, struct call *c, struct bytes code,
                                   struct buf *why)
{
    size_t before = script_vm_mem(f->vm);
    struct library_set *s = NULL;
    struct bytes body;
    struct buf name;

    if (code.len > FUNCTION_CODE_MAX) {
        buf_addf(why, "The code of a library may have at most %d bytes", FUNCTION_CODE_MAX);
        return NULL;
    }
    buf_init(&name, LIBRARY_HEADER_MAX);
    if (library_read_header(code, &name, &body, why) && compile(f, body, why)) {
        s = functions_aside(f);
        if (!run(f, c, s, library_add(s, buf_bytes(&name), code), why)) {
            library_set_free(s);
            s = NULL;
        }
    }
    if (s == NULL)
        clean_up(f, before);
    buf_fini(&name);
    return s;
}

/* ---- Figures --------------------------------------------------------------------------------------- */

size_t functions_mem(void)
{
    return now ? sizeof *now + library_set_mem(now->libraries) : 0;
}

static uint64_t number_of_functions(void)
{
    return now ? library_set_function_count(now->libraries) : 0;
}

static uint64_t number_of_libraries(void)
{
    return now ? library_set_count(now->libraries) : 0;
}

static uint64_t used_memory(void)
{
    return functions_mem();
}

const struct metric function_metrics[] = {
    METRIC_GAUGE("memory", "number_of_functions", number_of_functions,
                 "Functions of all libraries."),
    METRIC_GAUGE("memory", "number_of_libraries", number_of_libraries, "Libraries of functions."),
    METRIC_GAUGE("memory", "used_memory_functions", used_memory,
                 "Bytes that libraries and functions take, without what Lua has for them."),
    METRIC_END,
};
