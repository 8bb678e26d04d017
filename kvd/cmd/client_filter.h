/*
 * client_filter -- which clients CLIENT LIST and CLIENT KILL mean.
 *
 *     [ID id ...] [TYPE type] [USER name] [ADDR ip:port] [LADDR ip:port] [IP ip] [NAME name]
 *     [LIB-NAME name] [LIB-VER version] [DB index] [FLAGS letters] [CAPA letters] [MAXAGE seconds]
 *     [IDLE seconds] [SKIPME yes|no]
 *
 * A client is meant if all of the filters fit it. Each but SKIPME has a NOT- form that fits the other
 * clients. Of a filter given twice the last counts, but the ids of several ID filters add up.
 *
 * With tens of thousands of clients this is work for several turns. The candidates are noted at the
 * beginning; each is looked at when it is asked for, if it is still there.
 */
#ifndef KV_CMD_CLIENT_FILTER_H
#define KV_CMD_CLIENT_FILTER_H

#include "server/client.h"

enum filter_kind {
    FILTER_TYPE,
    FILTER_USER,
    FILTER_ADDR,
    FILTER_LADDR,
    FILTER_IP,
    FILTER_NAME,
    FILTER_LIB_NAME,
    FILTER_LIB_VER,
    FILTER_FLAGS,
    FILTER_CAPA,
    FILTER_DB,
    FILTER_MAXAGE,
    FILTER_IDLE,
    FILTER_KINDS
};

struct filter_value {
    bool given;
    struct bytes text; /* a copy */
    int64_t number;
};

struct id_list {
    int64_t *v;
    unsigned count, cap;
};

/* Index 0: the filter; 1: its NOT- form. */
struct client_filter {
    struct filter_value values[FILTER_KINDS][2];
    struct id_list ids[2];
    bool skip_me;
    uint64_t me;          /* the client that asks */
    uint64_t *candidates; /* ids */
    unsigned count, next;
};

enum filter_use { FILTER_FOR_LIST, FILTER_FOR_KILL };

/* Reads the rest of the arguments; skip_me is left to the caller's default if SKIPME is not there.
 * False: an error was replied. client_filter_fini() in every case. */
bool client_filter_args(struct call *c, struct client_filter *f, enum filter_use use);
void client_filter_fini(struct client_filter *f);

/* Notes the candidates: in the order of the ids if there are any, else the oldest first; none of them
 * twice. */
void client_filter_begin(struct client_filter *f);
/* The next candidate: *out is NULL if it is gone or not meant. False: there are no more. */
bool client_filter_next(struct client_filter *f, struct client **out);

#endif
