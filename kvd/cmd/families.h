/*
 * families -- the command rows of every family; main.c registers them.
 */
#ifndef KV_CMD_FAMILIES_H
#define KV_CMD_FAMILIES_H

#include "server/command.h"

extern const struct command string_commands[];       /* GET SET ... */
extern const struct command counter_commands[];      /* INCR ... INCREX */
extern const struct command lcs_commands[];          /* LCS */
extern const struct command bitmap_commands[];       /* SETBIT GETBIT BITCOUNT BITPOS */
extern const struct command bitop_commands[];        /* BITOP */
extern const struct command bitfield_commands[];     /* BITFIELD BITFIELD_RO */
extern const struct command list_commands[];         /* LPUSH LRANGE LSET LTRIM ... */
extern const struct command list_find_commands[];    /* LPOS LINSERT LREM */
extern const struct command list_pop_commands[];     /* LPOP LMPOP BLPOP BLMPOP ... */
extern const struct command list_move_commands[];    /* LMOVE LMOVEM BLMOVE ... */
extern const struct command hash_commands[];         /* HSET HGET ... HSCAN */
extern const struct command hash_ttl_commands[];     /* HEXPIRE HTTL ... HSETEX HGETDEL */
extern const struct command set_commands[];          /* SADD SREM ... SSCAN */
extern const struct command set_algebra_commands[];  /* SINTER SUNION SDIFF ... */
extern const struct command zset_commands[];         /* ZADD ZREM ZSCORE ZRANK ZSCAN ... */
extern const struct command zset_range_commands[];   /* ZRANGE ZCOUNT ZREMRANGEBYSCORE ... */
extern const struct command zset_pop_commands[];     /* ZPOPMIN BZPOPMIN ZMPOP ... */
extern const struct command zset_algebra_commands[]; /* ZUNION ZINTER ZDIFF ... */
extern const struct command hyperloglog_commands[];  /* PFADD PFCOUNT PFMERGE ... */
extern const struct command geo_commands[];          /* GEOADD GEOPOS GEODIST GEOHASH */
extern const struct command geo_search_commands[];   /* GEOSEARCH GEORADIUS ... */
extern const struct command generic_commands[];      /* DEL EXISTS RENAME ... */
extern const struct command copy_commands[];         /* COPY */
extern const struct command expire_commands[];       /* EXPIRE TTL PERSIST ... */
extern const struct command scan_commands[];         /* KEYS SCAN RANDOMKEY DBSIZE */
extern const struct command sort_commands[];         /* SORT SORT_RO */
extern const struct command object_commands[];       /* OBJECT */
extern const struct command dump_commands[];         /* DUMP RESTORE */
extern const struct command connection_commands[];   /* AUTH HELLO PING SELECT RESET QUIT ECHO */
extern const struct command transaction_commands[];  /* MULTI EXEC DISCARD WATCH UNWATCH */
extern const struct command script_commands[];       /* EVAL EVALSHA SCRIPT ... */
extern const struct command function_commands[];     /* FUNCTION FCALL FCALL_RO */
extern const struct command client_commands[];       /* CLIENT */
extern const struct command command_commands[];      /* COMMAND */
extern const struct command config_commands[];       /* CONFIG */
extern const struct command server_commands[];       /* INFO FLUSHALL TIME SWAPDB SHUTDOWN LOLWUT */
extern const struct command memory_commands[];       /* MEMORY */
extern const struct command debug_commands[];        /* DEBUG */
extern const struct command stream_commands[];       /* XADD XTRIM XSETID XCFGSET XIDMPRECORD */
extern const struct command stream_delete_commands[];  /* XDEL XDELEX XACK XACKDEL */
extern const struct command stream_range_commands[];   /* XRANGE XREVRANGE XLEN */
extern const struct command stream_read_commands[];    /* XREAD XREADGROUP */
extern const struct command stream_group_commands[];   /* XGROUP */
extern const struct command stream_pending_commands[]; /* XPENDING */
extern const struct command stream_claim_commands[];   /* XCLAIM XAUTOCLAIM XNACK */
extern const struct command stream_info_commands[];    /* XINFO */
extern const struct command pubsub_commands[];         /* SUBSCRIBE ... PUBLISH PUBSUB */

#endif
