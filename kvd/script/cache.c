#include "script/cache.h"

#include "base/hash.h"
#include "base/mem.h"
#include "ds/table.h"
#include "script/functions.h"
#include "script/shebang.h"
#include "server/memory_use.h"

#include <lauxlib.h>

enum {
    EVAL_MAX = 500,
    TABLE_SHARE = 14, /* bytes of a table for each element, about */
};

static struct script_vm *vm; /* made when the first script comes */
static struct table *by_sha, *by_text;
static struct script *newest, *oldest;
static unsigned short_lived; /* in that list */
static size_t bytes_kept;
static uint64_t evicted;

/* ---- The tables ----------------------------------------------------------------------------------- */

static struct bytes sha_of(const void *elem)
{
    return bytes_make(((const struct script *)elem)->sha, SHA1_HEX);
}

static struct bytes text_of(const void *elem)
{
    const struct script *s = elem;

    return bytes_make(s->text, s->len);
}

static uint64_t sha_hash(const void *elem)
{
    return hash_bytes(sha_of(elem));
}

static bool sha_match(const void *elem, struct bytes key)
{
    return bytes_eq(sha_of(elem), key);
}

static uint64_t text_hash(const void *elem)
{
    return hash_bytes(text_of(elem));
}

static bool text_match(const void *elem, struct bytes key)
{
    return bytes_eq(text_of(elem), key);
}

static const struct table_type sha_table = { sha_hash, sha_match },
                               text_table = { text_hash, text_match };

static void open_cache(void)
{
    if (vm != NULL)
        return;
    vm = script_vm_new(SCRIPT_EVAL);
    by_sha = table_new(&sha_table);
    by_text = table_new(&text_table);
}

static size_t size_of(const struct script *s)
{
    return sizeof *s + s->len;
}

/* ---- Those that may go ----------------------------------------------------------------------------- */

static void list_add(struct script *s)
{
    s->newer = NULL;
    s->older = newest;
    if (newest)
        newest->newer = s;
    else
        oldest = s;
    newest = s;
    short_lived++;
}

static void list_remove(struct script *s)
{
    *(s->newer ? &s->newer->older : &newest) = s->older;
    *(s->older ? &s->older->newer : &oldest) = s->newer;
    short_lived--;
}

static void evict_oldest(void)
{
    struct script *s = oldest;

    list_remove(s);
    table_unlink(by_sha, sha_hash(s), s);
    table_unlink(by_text, text_hash(s), s);
    luaL_unref(script_vm_lua(vm), LUA_REGISTRYINDEX, s->function);
    bytes_kept -= size_of(s);
    evicted++;
    mem_free_sized(s, size_of(s));
}

static void note_use(struct script *s, bool loads)
{
    if (s->stays || (newest == s && !loads))
        return;
    list_remove(s);
    if (loads)
        s->stays = true;
    else
        list_add(s);
}

/* ---- Getting --------------------------------------------------------------------------------------- */

static bool compile(struct bytes body, struct buf *why)
{
    lua_State *L = script_vm_lua(vm);
    size_t len;
    const char *message;

    if (script_compile(vm, body, "@user_script"))
        return true;
    message = lua_tolstring(L, -1, &len);
    buf_add_str(why, "ERR Error compiling script (new function): ");
    buf_add(why, message, message ? len : 0);
    lua_pop(L, 1);
    return false;
}

/* The function is on the stack; it is taken. */
static struct script *add(struct bytes text, unsigned flags, bool loads)
{
    struct script *s = mem_zalloc(sizeof *s + text.len);

    sha1_hex(text, s->sha);
    s->flags = flags;
    s->function = luaL_ref(script_vm_lua(vm), LUA_REGISTRYINDEX);
    s->stays = loads;
    s->len = text.len;
    if (text.len > 0)
        memcpy(s->text, text.ptr, text.len);
    table_add(by_sha, sha_hash(s), s);
    table_add(by_text, text_hash(s), s);
    bytes_kept += size_of(s);
    if (!loads)
        list_add(s);
    if (short_lived > EVAL_MAX)
        evict_oldest();
    return s;
}

struct script *script_cache_get(struct bytes text, bool loads, struct buf *why)
{
    struct script *s;
    struct bytes body;
    unsigned flags;

    open_cache();
    s = table_find(by_text, hash_bytes(text), text);
    if (s != NULL) {
        note_use(s, loads);
        return s;
    }
    if (!shebang_read(text, &flags, &body, why) || !compile(body, why))
        return NULL;
    return add(text, flags, loads);
}

struct script *script_cache_find(struct bytes sha)
{
    char lower[SHA1_HEX];
    struct bytes key = bytes_make(lower, sizeof lower);
    struct script *s;

    if (sha.len != SHA1_HEX || vm == NULL)
        return NULL;
    for (unsigned i = 0; i < SHA1_HEX; i++)
        lower[i] = (char)(sha.ptr[i] >= 'A' && sha.ptr[i] <= 'Z' ? sha.ptr[i] + 32 : sha.ptr[i]);
    s = table_find(by_sha, hash_bytes(key), key);
    if (s != NULL)
        note_use(s, false);
    return s;
}

struct script_vm *script_cache_push(const struct script *s)
{
    lua_rawgeti(script_vm_lua(vm), LUA_REGISTRYINDEX, s->function);
    return vm;
}

static void free_script(void *ctx, void *elem)
{
    struct script *s = elem;

    (void)ctx;
    mem_free_sized(s, size_of(s));
}

void script_cache_flush(bool later)
{
    if (vm == NULL)
        return;
    if (later)
        script_vm_free_later(vm);
    else
        script_vm_free(vm);
    table_free(by_text, NULL, NULL);
    table_free(by_sha, free_script, NULL);
    vm = NULL;
    by_sha = by_text = NULL;
    newest = oldest = NULL;
    short_lived = 0;
    bytes_kept = 0;
}

void script_cache_fini(void)
{
    script_cache_flush(false);
}

size_t script_cache_mem(void)
{
    return vm ? bytes_kept + 2 * TABLE_SHARE * table_count(by_sha) : 0;
}

void script_cache_memory_use(size_t *all, size_t *caches)
{
    *caches = script_cache_mem();
    *all = *caches + functions_mem() + script_mem(SCRIPT_EVAL) + script_mem(SCRIPT_FUNCTION);
}

/* ---- Metrics --------------------------------------------------------------------------------------- */

static uint64_t cache_mem(void)
{
    return script_cache_mem();
}

static uint64_t cached(void)
{
    return vm ? table_count(by_sha) : 0;
}

static void human_lines(struct buf *out)
{
    size_t eval = script_mem(SCRIPT_EVAL);

    memory_use_human_line(out, "used_memory_lua", eval);
    memory_use_human_line(out, "used_memory_vm_total", eval + script_mem(SCRIPT_FUNCTION));
    memory_use_human_line(out, "used_memory_scripts", script_cache_mem() + functions_mem());
}

const struct metric script_cache_metrics[] = {
    { .section = "memory", .name = "scripts", .kind = METRIC_LINES, .text = human_lines },
    METRIC_GAUGE("memory", "used_memory_scripts_eval", cache_mem,
                 "Memory of the texts of cached scripts."),
    METRIC_GAUGE("memory", "number_of_cached_scripts", cached, "Scripts in the cache."),
    METRIC_COUNTER("stats", "evicted_scripts", &evicted,
                   "Scripts of EVAL that others have taken the place of in the cache."),
    METRIC_END,
};
