/*
 * fuzz_script -- any text as a script in the sandbox, where it may call all but commands. It ends, within its
 * time and memory, and the sandbox is as it was: what a script sees of it is compared before and after.
 */
#include "script/engine.h"

#include "base/clock.h"
#include "script/shebang.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { LIMIT_MS = 20 };

static const char look[] =
    "local all = {} "
    "for _, name in ipairs({'_G', 'string', 'table', 'math', 'redis', 'cjson', 'bit', 'struct'}) "
    "do "
    "  for k, v in pairs(_G[name]) do "
    "    if k ~= 'KEYS' and k ~= 'ARGV' then all[#all + 1] = tostring(k) .. tostring(v) end "
    "  end "
    "end "
    "table.sort(all) all = table.concat(all) .. ('x'):rep(2) .. tostring(#redis) "
    "error({err = redis.sha1hex(all)})";

static struct script_vm *vm;
static char before[64];

static bool run(struct bytes text, struct buf *why)
{
    struct call c = { 0 };

    if (!script_compile(vm, text, "@user_script")) {
        lua_settop(script_vm_lua(vm), 0);
        return false;
    }
    return script_run_load(vm, &c, LIMIT_MS, why);
}

/* The sandbox as a sum, in out. */
static void look_around(char out[64])
{
    struct buf sum = { .limit = 4096 };

    run(bytes_str(look), &sum);
    if (sum.len != 40)
        abort();
    memcpy(out, buf_cstr(&sum), 41);
    buf_fini(&sum);
}

static void open_once(void)
{
    static struct option_set *options;

    if (vm != NULL)
        return;
    clock_init();
    options = option_set_new();
    option_set_add(options, script_options);
    vm = script_vm_new(SCRIPT_EVAL);
    look_around(before);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct buf why = { .limit = 1 << 20 };
    struct bytes body;
    unsigned flags;
    char after[64];

    open_once();
    if (shebang_read(bytes_make(data, size), &flags, &body, &why)) {
        buf_clear(&why);
        run(body, &why);
    }
    buf_fini(&why);
    if (lua_gettop(script_vm_lua(vm)) != 0)
        abort();
    look_around(after);
    if (strcmp(before, after) != 0)
        abort();
    return 0;
}
