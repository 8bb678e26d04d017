/*
 * directives -- what a stock redis.conf may hold for parts that are still to come.
 *
 * Each value is checked, kept for CONFIG GET and REWRITE, and used by nobody: the rows own their
 * variables. A part that arrives takes its rows from here into its own table. Names, types, ranges
 * and defaults are those of Redis 7.2; directives that only later versions or Valkey have say so.
 */
#include "base/mem.h"
#include "base/num.h"
#include "server/config.h"
#include "server/lazyfree.h"

#include <stdlib.h>
#include <string.h>

bool lazyfree_user_del, lazyfree_user_flush;

/* Rows with a variable of their own; more fields, such as .alias, may follow the summary. */
#define LATER(n, kind, var, dflt, fl, text, ...)                                                   \
    {                                                                                              \
        .name = (n), .type = (kind), .value = (var), .fallback = (dflt),                           \
        .flags = OPT_LATER | (fl), .summary = (text), __VA_ARGS__                                  \
    }
#define YES_NO(n, dflt, fl, text, ...)                                                             \
    LATER(n, OPT_BOOL, &(bool){ false }, dflt, fl, text, __VA_ARGS__)
#define NUMBER(n, dflt, lo, hi, fl, text, ...)                                                     \
    LATER(n, OPT_INT, &(int64_t){ 0 }, dflt, fl, text, .min = (lo), .max = (hi), __VA_ARGS__)
#define SIZE(n, dflt, lo, hi, fl, text, ...)                                                       \
    LATER(n, OPT_MEMORY, &(uint64_t){ 0 }, dflt, fl, text, .min = (lo), .max = (hi), __VA_ARGS__)
#define CHOICE(n, dflt, list, fl, text, ...)                                                       \
    LATER(n, OPT_ENUM, &(int){ 0 }, dflt, fl, text, .names = (list), __VA_ARGS__)
#define TEXT(n, dflt, fl, text, ...)                                                               \
    LATER(n, OPT_STRING, &(char *){ NULL }, dflt, fl, text, .max = 64 * 1024, __VA_ARGS__)

/* ---- Lists of names ------------------------------------------------------------------------------ */

#define NAMES(id, ...) static const struct option_name id[] = { __VA_ARGS__, { NULL, 0 } }

NAMES(fsync_names, { "everysec", 0 }, { "always", 1 }, { "no", 2 });
NAMES(sanitize_names, { "no", 0 }, { "yes", 1 }, { "clients", 2 });
NAMES(diskless_names, { "disabled", 0 }, { "on-empty-db", 1 }, { "swapdb", 2 }, { "flushdb", 3 });
NAMES(propagation_names, { "ignore", 0 }, { "panic", 1 }, { "panic-on-replicas", 2 });
NAMES(endpoint_names, { "ip", 0 }, { "hostname", 1 }, { "unknown-endpoint", 2 });
NAMES(channel_names, { "allchannels", 0 }, { "resetchannels", 1 });
NAMES(tls_auth_names, { "no", 0 }, { "yes", 1 }, { "optional", 2 });
NAMES(tls_user_names, { "off", 0 }, { "CN", 1 }, { "URI", 2 });
NAMES(rdb_version_names, { "strict", 0 }, { "relaxed", 1 });

/* ---- Checks -------------------------------------------------------------------------------------- */

/* Files of snapshot and log are named, not placed: they go to dir. */
static bool check_file_name(struct bytes value, const char **why)
{
    *why = "it must be the name of a file in dir, not a path";
    return value.len > 0 && memchr(value.ptr, '/', value.len) == NULL;
}

static bool check_host_name(struct bytes value, const char **why)
{
    *why = "Hostnames may only contain alphanumeric characters, hyphens or dots";
    for (size_t i = 0; i < value.len; i++) {
        uint8_t c = ascii_lower(value.ptr[i]);

        if (!(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9') && c != '-' && c != '.')
            return false;
    }
    return true;
}

/* Starting without the users of a configuration would let everybody in as the default user. */
static bool check_no_acl_file(struct bytes value, const char **why)
{
    *why = "users are not supported yet, and starting without them would let everybody in";
    return value.len == 0;
}

/* ---- save ---------------------------------------------------------------------------------------- */

/* "save seconds changes ...": a snapshot after so many seconds if there were so many changes. */
static struct save_points {
    struct save_point {
        int64_t seconds, changes;
    } * at;
    unsigned count;
    bool is_default; /* the first line of the user replaces the default */
} save_points;

static void save_add(int64_t seconds, int64_t changes)
{
    struct save_points *s = &save_points;

    s->at = mem_realloc(s->at, (s->count + 1) * sizeof *s->at);
    s->at[s->count++] = (struct save_point){ seconds, changes };
}

static void save_reset(void)
{
    save_points.count = 0;
    save_add(3600, 1);
    save_add(300, 100);
    save_add(60, 10000);
    save_points.is_default = true;
}

static bool save_set(const struct bytes *words, unsigned count, const char **why)
{
    int64_t seconds, changes;
    bool is_empty = count == 1 && words[0].len == 0;

    *why = "Invalid save parameters";
    if (!is_empty && (count == 0 || count % 2 != 0))
        return false;
    for (unsigned i = 0; i + 1 < count; i += 2)
        if (!num_parse_int(words[i], &seconds) || !num_parse_int(words[i + 1], &changes) ||
            seconds < 1 || changes < 0)
            return false;
    if (is_empty || save_points.is_default)
        save_points.count = 0;
    save_points.is_default = false;
    for (unsigned i = 0; i + 1 < count; i += 2) {
        num_parse_int(words[i], &seconds);
        num_parse_int(words[i + 1], &changes);
        save_add(seconds, changes);
    }
    return true;
}

static void save_get(struct buf *out)
{
    for (unsigned i = 0; i < save_points.count; i++)
        buf_addf(out, "%s%lld %lld", i > 0 ? "\n" : "", (long long)save_points.at[i].seconds,
                 (long long)save_points.at[i].changes);
}

/* ---- replicaof ----------------------------------------------------------------------------------- */

static struct {
    char *host; /* NULL: a primary */
    int64_t port;
} primary;

static bool replicaof_set(const struct bytes *words, unsigned count, const char **why)
{
    bool is_none = count == 1 && words[0].len == 0;
    int64_t port = 0;

    is_none =
        is_none || (count == 2 && bytes_is_word(words[0], "no") && bytes_is_word(words[1], "one"));
    if (!is_none) {
        *why = "wrong number of arguments";
        if (count != 2)
            return false;
        *why = "Invalid master port";
        if (!num_parse_int(words[1], &port) || port < 0 || port > 65535)
            return false;
        *why = "the host is missing";
        if (words[0].len == 0 || memchr(words[0].ptr, '\0', words[0].len) != NULL)
            return false;
    }
    mem_free(primary.host);
    primary.host = is_none ? NULL : mem_bytesdup(words[0]);
    primary.port = port;
    return true;
}

static void replicaof_get(struct buf *out)
{
    if (primary.host != NULL)
        buf_addf(out, "%s %lld", primary.host, (long long)primary.port);
}

/* ---- shutdown-on-sigint, shutdown-on-sigterm ------------------------------------------------------ */

enum { SHUTDOWN_SAVE = 1 << 0, SHUTDOWN_NOSAVE = 1 << 1 };

/* In the order of the bits. */
static const char *const shutdown_words[4] = { "save", "nosave", "now", "force" };

static unsigned sigint_how, sigterm_how; /* 0: default */

static bool how_set(unsigned *how, const struct bytes *words, unsigned count, const char **why)
{
    unsigned given = 0;

    *why = "argument(s) must be one of the following: default, save, nosave, now, force";
    for (unsigned i = 0; i < count; i++) {
        unsigned bit = 0;

        while (bit < 4 && !bytes_is_word(words[i], shutdown_words[bit]))
            bit++;
        if (bit < 4)
            given |= 1u << bit;
        else if (count != 1 || !bytes_is_word(words[0], "default"))
            return false;
    }
    *why = "shutdown options SAVE and NOSAVE can't be used simultaneously";
    if ((given & SHUTDOWN_SAVE) && (given & SHUTDOWN_NOSAVE))
        return false;
    *how = given;
    return true;
}

static void how_get(unsigned how, struct buf *out)
{
    if (how == 0)
        buf_add_str(out, "default");
    for (unsigned bit = 0; bit < 4; bit++)
        if (how & 1u << bit)
            buf_addf(out, "%s%s", how & ((1u << bit) - 1) ? " " : "", shutdown_words[bit]);
}

static bool sigint_set(const struct bytes *words, unsigned count, const char **why)
{
    return how_set(&sigint_how, words, count, why);
}

static bool sigterm_set(const struct bytes *words, unsigned count, const char **why)
{
    return how_set(&sigterm_how, words, count, why);
}

static void sigint_get(struct buf *out)
{
    how_get(sigint_how, out);
}

static void sigterm_get(struct buf *out)
{
    how_get(sigterm_how, out);
}

/* ---- What is refused ----------------------------------------------------------------------------- */

static bool refuse_module(const struct bytes *words, unsigned count, const char **why)
{
    (void)words;
    (void)count;
    *why = "modules cannot be loaded: kvd has no module interface";
    return false;
}

static bool refuse_user(const struct bytes *words, unsigned count, const char **why)
{
    (void)words;
    (void)count;
    *why = "users are not supported yet, and starting without them would let everybody in";
    return false;
}

static void get_nothing(struct buf *out)
{
    (void)out;
}

/* ---- Rows ---------------------------------------------------------------------------------------- */

const struct option later_options[] = {
    /* Deleting; activerehashing: the table never needs to be rehashed by an idle server. */
    OPTION_BOOL("lazyfree-lazy-user-del", &lazyfree_user_del, "yes", OPT_LIVE,
                "DEL frees big values on the background thread, as UNLINK."),
    OPTION_BOOL("lazyfree-lazy-user-flush", &lazyfree_user_flush, "yes", OPT_LIVE,
                "FLUSHALL and FLUSHDB free on the background thread unless SYNC is given."),
    OPTION_BOOL("activerehashing", &(bool){ false }, "yes", OPT_LIVE,
                "Accepted; tables grow and shrink in steps that need no help."),

    /* Memory. */
    YES_NO("jemalloc-bg-thread", "yes", OPT_LIVE, "Let a thread give free memory back."),

    /* Snapshots. */
    { .name = "save",
      .type = OPT_CUSTOM,
      .flags = OPT_LIVE | OPT_MULTI | OPT_LATER,
      .summary = "Seconds and changes after which a snapshot is saved; \"\": never.",
      .set = save_set,
      .get = save_get,
      .reset = save_reset },
    TEXT("dbfilename", "dump.rdb", OPT_LIVE | OPT_PROTECTED, "File name of the snapshot.",
         .check = check_file_name),
    YES_NO("stop-writes-on-bgsave-error", "yes", OPT_LIVE, "Refuse writes while saving fails."),
    YES_NO("rdbchecksum", "yes", OPT_FIXED, "Write and verify a checksum of the snapshot."),
    YES_NO("rdb-del-sync-files", "no", OPT_LIVE,
           "Delete snapshot files that were only made for replicas."),
    YES_NO("rdb-save-incremental-fsync", "yes", OPT_LIVE, "Sync a snapshot while it is written."),
    CHOICE("rdb-version-check", "strict", rdb_version_names, OPT_LIVE,
           "Whether snapshots of newer versions are refused (Valkey 8.1)."),
    CHOICE("sanitize-dump-payload", "no", sanitize_names, OPT_LIVE,
           "Accepted; serialized values are always validated."),
    NUMBER("key-load-delay", "0", INT32_MIN, INT32_MAX, OPT_LIVE | OPT_HIDDEN,
           "Microseconds of delay per key loaded, for tests."),
    SIZE("loading-process-events-interval-bytes", "2mb", 1024, INT32_MAX, OPT_FIXED | OPT_HIDDEN,
         "Bytes loaded between two looks at clients."),

    /* The append-only file. */
    YES_NO("appendonly", "no", OPT_LIVE, "Keep a log of all changes."),
    TEXT("appendfilename", "appendonly.aof", OPT_FIXED, "Base of the log's file names.",
         .check = check_file_name),
    TEXT("appenddirname", "appendonlydir", OPT_FIXED, "Folder of the log, in dir.",
         .check = check_file_name),
    CHOICE("appendfsync", "everysec", fsync_names, OPT_LIVE, "When the log is on the disk."),
    YES_NO("no-appendfsync-on-rewrite", "no", OPT_LIVE, "Do not sync the log while rewriting."),
    NUMBER("auto-aof-rewrite-percentage", "100", 0, INT32_MAX, OPT_LIVE,
           "Growth in percent at which the log is rewritten; 0: never."),
    SIZE("auto-aof-rewrite-min-size", "64mb", 0, INT64_MAX, OPT_LIVE,
         "Size below which it is not."),
    YES_NO("aof-load-truncated", "yes", OPT_LIVE, "Accept a log whose last entry is cut."),
    SIZE("aof-load-corrupt-tail-max-size", "0", 0, INT64_MAX, OPT_LIVE,
         "Bytes of a damaged end that may be dropped (Redis 8)."),
    YES_NO("aof-use-rdb-preamble", "yes", OPT_LIVE, "Begin the log with a snapshot."),
    YES_NO("aof-timestamp-enabled", "no", OPT_LIVE, "Note the time in the log."),
    YES_NO("aof-rewrite-incremental-fsync", "yes", OPT_LIVE, "Sync the log while rewriting."),
    YES_NO("aof-disable-auto-gc", "no", OPT_LIVE, "Leave old log files in place."),

    /* Replication. */
    { .name = "replicaof",
      .alias = "slaveof",
      .type = OPT_CUSTOM,
      .flags = OPT_LATER,
      .fallback = "",
      .summary = "Host and port of the primary to follow.",
      .set = replicaof_set,
      .get = replicaof_get },
    TEXT("masterauth", "", OPT_LIVE | OPT_SENSITIVE, "Password for the primary.",
         .alias = "primaryauth"),
    TEXT("masteruser", "", OPT_LIVE | OPT_SENSITIVE, "User for the primary.",
         .alias = "primaryuser"),
    YES_NO("replica-serve-stale-data", "yes", OPT_LIVE,
           "Answer reads while the primary is out of reach.", .alias = "slave-serve-stale-data"),
    YES_NO("replica-read-only", "yes", OPT_LIVE, "Refuse writes on a replica.",
           .alias = "slave-read-only"),
    YES_NO("replica-lazy-flush", "yes", OPT_LIVE,
           "Free the old data set in the background when a full synchronization begins.",
           .alias = "slave-lazy-flush"),
    YES_NO("replica-ignore-maxmemory", "yes", OPT_LIVE, "Leave eviction to the primary.",
           .alias = "slave-ignore-maxmemory"),
    YES_NO("replica-ignore-disk-write-errors", "no", OPT_LIVE,
           "Let a replica go on when it cannot write its files."),
    NUMBER("replica-priority", "100", 0, INT32_MAX, OPT_LIVE,
           "Lower is promoted first by Sentinel; 0: never.", .alias = "slave-priority"),
    TEXT("replica-announce-ip", "", OPT_LIVE, "Address that the primary shows for us.",
         .alias = "slave-announce-ip"),
    NUMBER("replica-announce-port", "0", 0, 65535, OPT_LIVE, "Port that the primary shows for us.",
           .alias = "slave-announce-port"),
    YES_NO("replica-announced", "yes", OPT_LIVE, "Let Sentinel show this replica to clients."),
    YES_NO("repl-diskless-sync", "yes", OPT_LIVE, "Send snapshots to replicas without a file."),
    NUMBER("repl-diskless-sync-delay", "5", 0, INT32_MAX, OPT_LIVE,
           "Seconds to wait for more replicas before sending."),
    NUMBER("repl-diskless-sync-max-replicas", "0", 0, INT32_MAX, OPT_LIVE,
           "Replicas that need not be waited for longer; 0: no limit."),
    CHOICE("repl-diskless-load", "disabled", diskless_names, OPT_LIVE,
           "How a replica loads a snapshot without a file."),
    YES_NO("repl-disable-tcp-nodelay", "no", OPT_LIVE, "Fewer, larger packets to replicas."),
    NUMBER("repl-ping-replica-period", "10", 1, INT32_MAX, OPT_LIVE,
           "Seconds between pings to replicas.", .alias = "repl-ping-slave-period"),
    NUMBER("repl-timeout", "60", 1, INT32_MAX, OPT_LIVE, "Seconds until a silent link is closed."),
    SIZE("repl-backlog-size", "1mb", 1, INT64_MAX, OPT_LIVE,
         "Bytes kept for replicas that come back."),
    NUMBER("repl-backlog-ttl", "3600", 0, INT64_MAX, OPT_LIVE,
           "Seconds without replicas after which they are dropped; 0: never."),
    NUMBER("min-replicas-to-write", "0", 0, INT32_MAX, OPT_LIVE,
           "Refuse writes with fewer good replicas.", .alias = "min-slaves-to-write"),
    NUMBER("min-replicas-max-lag", "10", 0, INT32_MAX, OPT_LIVE,
           "Seconds of lag up to which a replica is good.", .alias = "min-slaves-max-lag"),
    CHOICE("propagation-error-behavior", "ignore", propagation_names, OPT_LIVE,
           "What to do when a command from the primary fails."),
    YES_NO("dual-channel-replication-enabled", "no", OPT_LIVE,
           "A second link for the snapshot of a full synchronization (Valkey 8)."),
    YES_NO("repl-rdb-channel", "no", OPT_LIVE, "The same (Redis 8)."),
    TEXT("availability-zone", "", OPT_LIVE, "Zone that clients are told of (Valkey 8)."),

    /* Cluster. */
    YES_NO("cluster-enabled", "no", OPT_FIXED, "Be a node of a cluster."),
    TEXT("cluster-config-file", "nodes.conf", OPT_FIXED, "File of the node's own state."),
    NUMBER("cluster-node-timeout", "15000", 0, INT64_MAX, OPT_LIVE,
           "Milliseconds until a silent node is suspected."),
    NUMBER("cluster-port", "0", 0, 65535, OPT_FIXED, "Port of the bus; 0: port + 10000."),
    NUMBER("cluster-ping-interval", "1000", 1, INT32_MAX, OPT_LIVE | OPT_HIDDEN,
           "Milliseconds between pings to a random node."),
    NUMBER("cluster-databases", "1", 1, INT32_MAX, OPT_FIXED,
           "Databases of a cluster node (Valkey 9)."),
    NUMBER("cluster-replica-validity-factor", "10", 0, INT32_MAX, OPT_LIVE,
           "Timeouts after which a replica is too old to be promoted; 0: never.",
           .alias = "cluster-slave-validity-factor"),
    YES_NO("cluster-replica-no-failover", "no", OPT_LIVE, "Never promote this replica by itself.",
           .alias = "cluster-slave-no-failover"),
    NUMBER("cluster-migration-barrier", "1", 0, INT32_MAX, OPT_LIVE,
           "Replicas that a primary keeps when others have none."),
    YES_NO("cluster-allow-replica-migration", "yes", OPT_LIVE,
           "Let replicas move to primaries that have none."),
    YES_NO("cluster-require-full-coverage", "yes", OPT_LIVE,
           "Refuse requests while a slot has no owner."),
    YES_NO("cluster-allow-reads-when-down", "no", OPT_LIVE, "Answer reads all the same."),
    YES_NO("cluster-allow-pubsubshard-when-down", "yes", OPT_LIVE,
           "Serve sharded channels all the same."),
    SIZE("cluster-link-sendbuf-limit", "0", 0, INT64_MAX, OPT_LIVE,
         "Bytes waiting for a node at which its link is closed; 0: no limit."),
    TEXT("cluster-announce-ip", "", OPT_LIVE, "Address that other nodes use."),
    NUMBER("cluster-announce-port", "0", 0, 65535, OPT_LIVE, "Port that clients use; 0: port."),
    NUMBER("cluster-announce-tls-port", "0", 0, 65535, OPT_LIVE, "The same for TLS."),
    NUMBER("cluster-announce-bus-port", "0", 0, 65535, OPT_LIVE, "Bus port that nodes use."),
    TEXT("cluster-announce-hostname", "", OPT_LIVE, "Host name that clients are told.",
         .check = check_host_name),
    TEXT("cluster-announce-human-nodename", "", OPT_LIVE, "Name of this node in logs.",
         .check = check_host_name),
    TEXT("cluster-announce-client-ipv4", "", OPT_LIVE, "Address for clients (Valkey 8)."),
    TEXT("cluster-announce-client-ipv6", "", OPT_LIVE, "Address for clients (Valkey 8)."),
    CHOICE("cluster-preferred-endpoint-type", "ip", endpoint_names, OPT_LIVE,
           "What redirections name."),
    NUMBER("cluster-manual-failover-timeout", "5000", 1, INT32_MAX, OPT_LIVE,
           "Milliseconds of a failover by hand (Valkey 8.1)."),
    YES_NO("cluster-slot-stats-enabled", "no", OPT_LIVE, "Count per slot (Redis 8, Valkey 8)."),
    NUMBER("cluster-slot-migration-log-max-len", "1000", 0, INT64_MAX, OPT_LIVE,
           "Slot migrations remembered (Valkey 9)."),
    SIZE("slot-migration-max-failover-repl-bytes", "0", 0, INT64_MAX, OPT_LIVE,
         "Bytes missing at which a slot is handed over (Valkey 9)."),
    SIZE("cluster-slot-migration-handoff-max-lag-bytes", "1mb", 0, INT64_MAX, OPT_LIVE,
         "The same (Redis 8.4)."),
    NUMBER("cluster-slot-migration-write-pause-timeout", "10000", 0, INT64_MAX, OPT_LIVE,
           "Milliseconds that writes may wait for it (Redis 8.4)."),

    /* Security. */
    { .name = "user",
      .type = OPT_CUSTOM,
      .flags = OPT_MULTI | OPT_SENSITIVE | OPT_HIDDEN | OPT_LATER,
      .summary = "Refused: users are not supported yet.",
      .set = refuse_user,
      .get = get_nothing },
    TEXT("aclfile", "", OPT_FIXED, "File of users; refused yet.", .check = check_no_acl_file),
    CHOICE("acl-pubsub-default", "resetchannels", channel_names, OPT_LIVE,
           "Channels of a new user."),
    NUMBER("acllog-max-len", "128", 0, INT64_MAX, OPT_LIVE, "Entries of ACL LOG."),
    { .name = "loadmodule",
      .type = OPT_CUSTOM,
      .flags = OPT_MULTI | OPT_SENSITIVE | OPT_HIDDEN,
      .summary = "Refused: there is no module interface.",
      .set = refuse_module,
      .get = get_nothing },
    TEXT("ignore-warnings", "", OPT_LIVE, "Warnings of the host that do not stop the start."),

    /* TLS. */
    NUMBER("tls-port", "0", 0, 65535, OPT_LIVE, "Port for TLS; 0: none."),
    TEXT("tls-cert-file", "", OPT_LIVE, "Certificate of the server."),
    TEXT("tls-key-file", "", OPT_LIVE, "Its private key."),
    TEXT("tls-key-file-pass", "", OPT_LIVE | OPT_SENSITIVE, "The key's password."),
    TEXT("tls-client-cert-file", "", OPT_LIVE, "Certificate for outgoing connections."),
    TEXT("tls-client-key-file", "", OPT_LIVE, "Its private key."),
    TEXT("tls-client-key-file-pass", "", OPT_LIVE | OPT_SENSITIVE, "The key's password."),
    TEXT("tls-dh-params-file", "", OPT_LIVE, "Diffie-Hellman parameters."),
    TEXT("tls-ca-cert-file", "", OPT_LIVE, "Authorities whose certificates are trusted."),
    TEXT("tls-ca-cert-dir", "", OPT_LIVE, "Folder of such certificates."),
    CHOICE("tls-auth-clients", "yes", tls_auth_names, OPT_LIVE,
           "Whether clients need a certificate."),
    CHOICE("tls-auth-clients-user", "off", tls_user_names, OPT_LIVE,
           "Field of a client's certificate that names its user (Valkey 9)."),
    YES_NO("tls-replication", "no", OPT_LIVE, "TLS to the primary."),
    YES_NO("tls-cluster", "no", OPT_LIVE, "TLS on the cluster bus."),
    TEXT("tls-protocols", "", OPT_LIVE, "Versions allowed, such as \"TLSv1.2 TLSv1.3\"."),
    TEXT("tls-ciphers", "", OPT_LIVE, "Ciphers up to TLS 1.2."),
    TEXT("tls-ciphersuites", "", OPT_LIVE, "Ciphers of TLS 1.3."),
    YES_NO("tls-prefer-server-ciphers", "no", OPT_LIVE, "The server's order of ciphers counts."),
    YES_NO("tls-session-caching", "yes", OPT_LIVE, "Let clients resume sessions."),
    NUMBER("tls-session-cache-size", "20480", 0, INT32_MAX, OPT_LIVE, "Sessions kept."),
    NUMBER("tls-session-cache-timeout", "300", 0, INT32_MAX, OPT_LIVE, "Seconds they are kept."),
    NUMBER("tls-auto-reload-interval", "0", 0, INT32_MAX, OPT_LIVE,
           "Seconds between looks for new certificates; 0: none (Valkey 9)."),
    NUMBER("max-new-tls-connections-per-cycle", "1", 1, 1000, OPT_LIVE,
           "TLS connections accepted per turn of the loop."),

    /* What is watched. */
    YES_NO("key-memory-histograms", "no", OPT_FIXED, "Count keys by size (Redis 8)."),
    SIZE("commandlog-request-larger-than", "1mb", 0, INT64_MAX, OPT_LIVE,
         "Bytes at which a request is logged (Valkey 8.1)."),
    NUMBER("commandlog-large-request-max-len", "128", 0, INT64_MAX, OPT_LIVE,
           "Large requests kept (Valkey 8.1)."),
    SIZE("commandlog-reply-larger-than", "1mb", 0, INT64_MAX, OPT_LIVE,
         "Bytes at which a reply is logged (Valkey 8.1)."),
    NUMBER("commandlog-large-reply-max-len", "128", 0, INT64_MAX, OPT_LIVE,
           "Large replies kept (Valkey 8.1)."),

    /* Threads and processors. */
    NUMBER("io-threads", "1", 1, 256, OPT_FIXED, "Threads that read and write connections."),
    YES_NO("io-threads-do-reads", "no", OPT_FIXED, "Let them read, too."),
    NUMBER("events-per-io-thread", "2", 0, INT32_MAX, OPT_LIVE | OPT_HIDDEN,
           "Events at which a thread is woken (Valkey 8)."),
    NUMBER("prefetch-batch-max-size", "16", 0, 128, OPT_LIVE,
           "Requests whose keys are fetched together (Valkey 8)."),
    TEXT("server-cpulist", "", OPT_FIXED, "Processors of the main thread.",
         .alias = "server_cpulist"),
    TEXT("bio-cpulist", "", OPT_FIXED, "Processors of the background thread.",
         .alias = "bio_cpulist"),
    TEXT("aof-rewrite-cpulist", "", OPT_FIXED, "Processors that rewrite the log.",
         .alias = "aof_rewrite_cpulist"),
    TEXT("bgsave-cpulist", "", OPT_FIXED, "Processors that save a snapshot.",
         .alias = "bgsave_cpulist"),
    YES_NO("dynamic-hz", "yes", OPT_LIVE, "Raise hz with the number of clients."),

    /* Scripts. */
    YES_NO("lua-enable-insecure-api", "no", OPT_LIVE, "Old functions of Lua (Valkey 8.1)."),
    TEXT("locale-collate", "", OPT_LIVE, "Locale by which SORT compares."),
    YES_NO("extended-redis-compatibility", "no", OPT_LIVE, "Accepted (Valkey 8)."),
    NUMBER("watchdog-period", "0", 0, INT32_MAX, OPT_LIVE | OPT_HIDDEN,
           "Milliseconds of a turn that is reported with its stack; 0: off."),

    /* The end. */
    NUMBER("shutdown-timeout", "10", 0, INT32_MAX, OPT_LIVE,
           "Seconds that a shutdown waits for replicas."),
    { .name = "shutdown-on-sigint",
      .type = OPT_CUSTOM,
      .flags = OPT_LIVE | OPT_LATER,
      .fallback = "default",
      .summary = "How SIGINT ends the server: default, or some of save, nosave, now, force.",
      .set = sigint_set,
      .get = sigint_get },
    { .name = "shutdown-on-sigterm",
      .type = OPT_CUSTOM,
      .flags = OPT_LIVE | OPT_LATER,
      .fallback = "default",
      .summary = "How SIGTERM ends the server, in the same words.",
      .set = sigterm_set,
      .get = sigterm_get },
    OPTION_END,
};
