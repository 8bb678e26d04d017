/*
 * kvd -- the data node. Here the parts are made and connected; calls go down, news comes up.
 */
#include "base/clock.h"
#include "base/hash.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/rand.h"
#include "cmd/families.h"
#include "obj/hash.h"
#include "obj/hll.h"
#include "obj/list.h"
#include "obj/rdb_prim.h"
#include "obj/set.h"
#include "obj/stream_idmp.h"
#include "obj/zset.h"
#include "script/cache.h"
#include "script/functions.h"
#include "server/client.h"
#include "server/config.h"
#include "server/defrag_pace.h"
#include "server/gather.h"
#include "server/keyspace_events.h"
#include "server/latency.h"
#include "server/memory.h"
#include "server/memory_use.h"
#include "server/monitor.h"
#include "server/process.h"
#include "server/pubsub.h"
#include "server/server.h"
#include "server/slowlog.h"
#include "server/stats.h"
#include "server/tracking.h"
#include "store/access.h"
#include "store/defrag.h"
#include "store/evict.h"

#include <string.h>
#include <unistd.h>

static int64_t databases;
static char *hash_seed;

static const struct option main_options[] = {
    OPTION_INT("databases", &databases, "16", 1, 65536, OPT_FIXED, "Number of databases."),
    OPTION_STRING(
        "hash-seed", &hash_seed, "", OPT_FIXED,
        "Seed of the key hash, so that several nodes scan in the same order; empty: random."),
    OPTION_END,
};

static const struct option *const option_tables[] = {
    server_options, client_options,   process_options,     main_options,    store_options,
    expire_options, access_options,   slowlog_options,     latency_options, config_options,
    later_options,  hash_options,     set_options,         zset_options,    list_options,
    rdb_options,    defrag_options,   defrag_pace_options, evict_options,   client_mem_options,
    hll_options,    stream_options,   stream_idmp_options, gather_options,  keyspace_events_options,
    script_options, tracking_options,
};

static const struct metric *const metric_tables[] = {
    process_metrics,    server_metrics, client_metrics,      expire_metrics,       store_metrics,
    memory_use_metrics, defrag_metrics, defrag_pace_metrics, content_metrics,      stats_metrics,
    latency_metrics,    evict_metrics,  memory_metrics,      client_mem_metrics,   lateness_metrics,
    gather_metrics,     pubsub_metrics, script_metrics,      script_cache_metrics, tracking_metrics,
    function_metrics,
};

/* clang-format off */
static const struct command *const families[] = {
    string_commands,
    counter_commands,
    lcs_commands,
    generic_commands,
    expire_commands,
    scan_commands,
    object_commands,
    connection_commands,
    client_commands,
    command_commands,
    config_commands,
    server_commands,
    slowlog_commands,
    latency_commands,
    monitor_commands,
    debug_commands,
    hash_commands,
    hash_ttl_commands,
    set_commands,
    set_algebra_commands,
    zset_commands,
    zset_range_commands,
    zset_pop_commands,
    zset_algebra_commands,
    list_commands,
    list_find_commands,
    list_pop_commands,
    list_move_commands,
    sort_commands,
    dump_commands,
    copy_commands,
    memory_commands,
    bitmap_commands,
    bitop_commands,
    bitfield_commands,
    hyperloglog_commands,
    geo_commands,
    geo_search_commands,
    stream_commands,
    stream_delete_commands,
    stream_range_commands,
    stream_read_commands,
    stream_group_commands,
    stream_pending_commands,
    stream_claim_commands,
    stream_info_commands,
    transaction_commands,
    pubsub_commands,
    script_commands,
    function_commands,
};
/* clang-format on */

#define COUNT(a) (sizeof(a) / sizeof *(a))

static void gather(void)
{
    server.options = option_set_new();
    server.metrics = metric_set_new();
    for (unsigned i = 0; i < COUNT(families); i++)
        command_register(families[i]);
    for (unsigned i = 0; i < COUNT(option_tables); i++)
        option_set_add(server.options, option_tables[i]);
    for (unsigned i = 0; i < COUNT(metric_tables); i++)
        metric_set_add(server.metrics, metric_tables[i]);
}

static void create(void)
{
    if (hash_seed[0])
        hash_seed_set(bytes_str(hash_seed));
    else
        hash_seed_random();
    rand_hex(server.run_id, sizeof server.run_id - 1);
    clock_update();
    server.start_ms = clock_now_ms();
    server.store = store_new((unsigned)databases, clock_now_ms());
    memory_use_on_scripts(script_cache_memory_use);
    server.loop = loop_new();
}

int main(int argc, char **argv)
{
    int status;

    mem_thread_start();
    clock_init();
    server.argc = argc;
    server.argv = argv;
    gather();
    switch (config_load(argc, argv, server.options)) {
    case CONFIG_EXIT_OK:
        return 0;
    case CONFIG_EXIT_ERROR:
        return 1;
    case CONFIG_RUN:
        break;
    }
    if (!process_start())
        return 1;
    process_install_crash_report();
    config_log_later(server.options);
    create();
    status = server_run();
    script_cache_fini();
    functions_free(functions_replace(NULL));
    loop_free(server.loop);
    store_free(server.store);
    process_fini();
    return status;
}
