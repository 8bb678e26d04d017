#include "script/vm.h"

#include "base/assert.h"
#include "base/clock.h"
#include "base/mem.h"
#include "base/size.h"
#include "script/alarm.h"
#include "script/api.h"
#include "script/run.h"
#include "script/sandbox.h"
#include "server/background.h"

#include <string.h>

enum {
    GARBAGE_MIN = 4 * 1024 * 1024, /* growth that is looked at */
    COLLECT_NS = 2 * 1000 * 1000,
    STEP_KB = 256,
    BIG = 1024 * 1024, /* a block whose pages take some 0.3 ms */
    PIECE = 128 * 1024,
    PAGE = 4096,
};

static struct script_vm *vms;

/* Of a big block the system makes the pages when they are written for the first time, and that takes longer than what
 * Lua does with it. So they are written here, in pieces between which the script may be left; not inside a command,
 * which is not made for it. What was at p, so many bytes, is taken over. */
static void *allocate_big(const struct script_vm *vm, void *p, size_t old, size_t size)
{
    uint8_t *wider = mem_alloc(size);

    for (size_t at = 0, len; at < size; at += len) {
        len = size_min(size - at, PIECE);
        if (at < old)
            memcpy(wider + at, (uint8_t *)p + at, size_min(len, old - at));
        for (size_t i = 0; i < len; i += PAGE)
            if (at + i >= old)
                wider[at + i] = 0;
        if (alarm_is_due && vm->limit != SIZE_MAX)
            run_may_go_on();
    }
    if (p != NULL)
        mem_free_sized(p, old);
    return wider;
}

static void *allocate(void *ctx, void *p, size_t old, size_t size)
{
    struct script_vm *vm = ctx;

    if (size == 0) {
        if (p != NULL)
            mem_free_sized(p, old);
        vm->used -= p != NULL ? old : 0;
        return NULL;
    }
    old = p != NULL ? old : 0;
    if (kv_unlikely(size > old && (vm->used > vm->limit || size - old > vm->limit - vm->used)))
        return NULL;
    vm->used += size - old;
    if (size >= BIG && size > old)
        return allocate_big(vm, p, old, size);
    return p != NULL ? mem_realloc(p, size) : mem_alloc(size);
}

static int on_panic(lua_State *L)
{
    (void)L;
    kv_assert(!"an error in Lua that nobody caught");
    return 0;
}

struct script_vm *script_vm_new(enum script_kind kind)
{
    struct script_vm *vm = mem_zalloc(sizeof *vm);

    vm->kind = kind;
    vm->limit = SIZE_MAX;
    vm->lua = lua_newstate(allocate, vm);
    kv_assert(vm->lua != NULL);
    lua_atpanic(vm->lua, on_panic);
    sandbox_open(vm);
    vm->next = vms;
    vms = vm;
    return vm;
}

static void forget(struct script_vm *vm)
{
    struct script_vm **at = &vms;

    while (*at != vm)
        at = &(*at)->next;
    *at = vm->next;
}

void script_vm_free(struct script_vm *vm)
{
    if (vm == NULL)
        return;
    forget(vm);
    lua_close(vm->lua);
    mem_free_sized(vm, sizeof *vm);
}

static void close_later(void *arg)
{
    struct script_vm *vm = arg;

    lua_close(vm->lua);
    mem_free_sized(vm, sizeof *vm);
}

void script_vm_free_later(struct script_vm *vm)
{
    if (vm == NULL)
        return;
    forget(vm);
    background_run(close_later, vm);
}

lua_State *script_vm_lua(const struct script_vm *vm)
{
    return vm->lua;
}

size_t script_vm_mem(const struct script_vm *vm)
{
    return sizeof *vm + vm->used;
}

size_t script_mem(enum script_kind kind)
{
    size_t sum = 0;

    for (const struct script_vm *vm = vms; vm != NULL; vm = vm->next)
        sum += vm->kind == kind ? script_vm_mem(vm) : 0;
    return sum;
}

void script_vm_add(struct script_vm *vm, const char *name, lua_CFunction fn)
{
    lua_rawgeti(vm->lua, LUA_REGISTRYINDEX, vm->api);
    lua_pushcfunction(vm->lua, fn);
    lua_setfield(vm->lua, -2, name);
    lua_pop(vm->lua, 1);
}

void vm_collect(struct script_vm *vm, size_t before)
{
    uint64_t until_ns;

    if (kv_likely(vm->used < before || vm->used - before < GARBAGE_MIN))
        return;
    until_ns = clock_mono_ns() + COLLECT_NS;
    while (!lua_gc(vm->lua, LUA_GCSTEP, STEP_KB) && clock_mono_ns() < until_ns)
        ;
}
