/*
 * client -- one connection and everything that is known of it.
 *
 * Life of a client, one state at a time:
 *
 *     OPEN      reads, runs requests, is written to
 *     BLOCKED   a command waits (WAIT, BLPOP ...): its next requests stay in the input
 *     PAUSED    CLIENT PAUSE holds its next request back
 *     DRAINING  no more requests are run; closed when its replies are written
 *     CLOSED    the connection is gone; the struct lives until the end of the turn
 *
 * client_set_state() is the only function that moves between them. Input:
 *
 *     in.ptr      in.pos                    in.len       in.cap
 *       | executed  | unfinished or waiting   | room       |
 *
 * The buffer comes from a pool when bytes arrive and goes back when all are executed, so an idle
 * client holds none.
 */
#ifndef KV_SERVER_CLIENT_H
#define KV_SERVER_CLIENT_H

#include "base/metric.h"
#include "base/option.h"
#include "ds/wheel.h"
#include "net/conn.h"
#include "resp/request.h"
#include "server/call.h"
#include "server/client_mem.h"
#include "server/outbuf.h"
#include "server/watch.h"

enum client_state { CLIENT_OPEN, CLIENT_BLOCKED, CLIENT_PAUSED, CLIENT_DRAINING, CLIENT_CLOSED };

enum client_flag {
    CLIENT_AUTHENTICATED = 1 << 0,
    CLIENT_MONITOR = 1 << 1,
    CLIENT_NO_EVICT = 1 << 2,
    CLIENT_NO_TOUCH = 1 << 3,
    CLIENT_REPLY_OFF = 1 << 4,
    CLIENT_REPLY_SKIP = 1 << 5,      /* this request's reply is dropped */
    CLIENT_REPLY_SKIP_NEXT = 1 << 6, /* CLIENT REPLY SKIP was just run */
    CLIENT_UNIX = 1 << 7,
    CLIENT_EOF = 1 << 8,            /* the peer has closed its sending side */
    CLIENT_QUEUED = 1 << 9,         /* in the list of clients with requests to run */
    CLIENT_WRITING = 1 << 10,       /* in the list of clients with replies to write */
    CLIENT_FULL = 1 << 11,          /* the socket takes no more; waiting for on_writable */
    CLIENT_REWIND = 1 << 12,        /* a request of this turn could not run: nor may later ones */
    CLIENT_CAPA_REDIRECT = 1 << 13, /* CLIENT CAPA redirect */
    CLIENT_IMPORT_SOURCE = 1 << 14, /* CLIENT IMPORT-SOURCE ON */
    CLIENT_REPLYING = 1 << 15,      /* a reply is being written: what is pushed waits for its end */
    CLIENT_OVERRUN = 1 << 16, /* over its output limit: is sent nothing more, closed this turn */
};

struct client_input {
    uint8_t *ptr;
    size_t pos, len, cap;
    struct blob *big; /* a big argument being received, its bytes and CRLF */
    uint64_t big_len; /* announced length of its body */
    size_t big_at;    /* where its body would begin, counted from pos */
    bool big_done;
};

/* Called when a blocked client's time is up; writes the reply. */
typedef void client_unblock_fn(struct call *c);

struct block_wait;
struct multi;
struct subscriber;
struct tracking;

struct client {
    uint64_t id;
    struct conn *conn;
    enum client_state state;
    unsigned flags;
    uint8_t proto;
    unsigned db;
    char *name, *lib_name, *lib_ver; /* NULL when not set */
    char *addr, *laddr;              /* NULL before the first question */
    uint64_t created_us, active_us;  /* monotonic */
    uint64_t stranger_us;            /* accepted or RESET then: the time to authenticate begins */
    struct request_parser parser;
    struct client_input in;
    struct outbuf out;
    struct outbuf *held;     /* pushes that wait for the end of the reply being written, or NULL */
    uint64_t output_soft_us; /* since when its replies are above the soft limit; 0: they are not */
    struct client_mem mem;
    struct command_state *last_cmd;
    uint64_t commands; /* run so far */
    uint64_t bytes_in, bytes_out;
    struct client *prev, *next;  /* all clients */
    uint64_t picked_by;          /* the last client_filter_begin() that has picked it */
    unsigned queue_at, write_at; /* places in the lists that CLIENT_QUEUED, _WRITING tell of */
    unsigned parsed;             /* requests in this turn's batch */
    uint32_t gather_mark;        /* belongs to server/gather */
    bool unparsed;               /* there may be more of them than its share of the turn */
    uint64_t ran_ns;             /* how long those of this turn took so far */
    struct wheel_node timeout;   /* BLOCKED with a time limit; at_ms 0: none */
    client_unblock_fn *on_unblock;
    struct job *job;               /* the client waits for it, or NULL */
    struct block_wait *block;      /* the keys that it waits for, or NULL */
    struct multi *multi;           /* requests that wait for EXEC, or NULL */
    struct subscriber *subscriber; /* what it is subscribed to, or NULL */
    struct tracking *tracking;     /* client-side caching, or NULL: never switched on */
    struct watching watching;
    const struct bytes *argv; /* of the request being run */
    unsigned argc;
};

void clients_init(struct loop *loop, struct store *store);
/* Closes every client and frees the pools. */
void clients_fini(void);

/* A connection was accepted. Over maxclients, or refused by protected mode: tells why and closes. */
void client_accept(int fd);

/* The only way between states; logs the move. CLOSED closes the connection. */
void client_set_state(struct client *c, enum client_state state);
/* Close at once (pending replies are lost), or when the replies are written. */
void client_close(struct client *c);
void client_close_after_reply(struct client *c);

/* The client whose request is being run, or NULL; for the crash report. */
extern struct client *client_running;

/* Walks all clients, oldest first. The walk survives the closing of any client. */
struct client *client_first(void);
struct client *client_next(const struct client *c);
struct client *client_find(uint64_t id); /* NULL if there is none */
unsigned client_count(void);
unsigned client_blocked_count(void);

/* maxclients; and lowers it, where the system has no descriptors for so many. */
unsigned client_limit(void);
void client_limit_to(unsigned most);

/* CLIENT SETNAME and HELLO SETNAME: an empty name removes it. KV_SYNTAX if it has blanks, control or
 * other than printable ASCII characters. */
enum kv_err client_set_name(struct client *c, struct bytes name);
bool client_is_printable(struct bytes text);

/* The request being run has changed whether its client wants replies: its own reply goes where they
 * go now. */
void client_choose_output(struct call *c);

/* RESET: back to what a client is that has just connected. */
void client_reset(struct client *c);

/* ip:port of the peer and of our end. The system is asked once; the texts live as long as the client. */
const char *client_addr(struct client *c);
const char *client_laddr(struct client *c);

/* Closes the client if the replies that wait for it, and what is being gathered for one, are over its
 * client-output-buffer-limit. */
void client_check_output(struct client *c);
/* True if it would; asked by who must not close anybody now. */
bool client_is_over_output(struct client *c);

/* There may be requests to run: they are looked at in this turn or the next. */
void client_queue(struct client *c);

/* Something was (or is about to be) appended to c->out: it will be written at the end of the turn.
 * Messages outside a request go through push.h, which does so. */
void client_touch_output(struct client *c);

/* ---- Blocking ------------------------------------------------------------------------------------ */

/* The command now running does not reply yet. At deadline_ms (Unix; 0 = never) on_timeout replies; inside
 * another request it does so at once. */
void client_block(struct call *c, int64_t deadline_ms, client_unblock_fn *on_timeout);
/* As client_block, but only client_end_wait ends it; not inside another request. */
void client_hold(struct call *c);
/* Until the next call the store judges deadlines, and notes accesses, as for a request of this client; of
 * nobody if NULL. Requests see to it themselves: this is for what is done for a client later. */
void client_judge_as(const struct client *c);
/* Ends the wait of a blocked client with this reply. */
void client_end_wait(struct client *c, client_unblock_fn *reply);
/* Runs the command that a blocked client waits in once more; false if it has to wait for the end of
 * CLIENT PAUSE or of a job. If it has replied now, the caller calls client_wait_over(). */
bool client_retry(struct client *c, const struct bytes *argv, unsigned argc);
void client_wait_over(struct client *c);
/* True if CLIENT UNBLOCK may end the client's wait. */
bool client_is_unblockable(const struct client *c);
/* Ends the wait: with the timeout's reply, or with "-UNBLOCKED client unblocked via CLIENT UNBLOCK". */
void client_unblock(struct client *c, bool with_error);
/* Ends waits whose time is up. */
void clients_check_timeouts(int64_t now_ms);
int64_t clients_next_timeout_ms(void);

/* ---- CLIENT PAUSE -------------------------------------------------------------------------------- */

/* until_ms: Unix ms. A new pause extends the end and may widen from writes to all. */
void clients_pause(int64_t until_ms, bool writes_only);
void clients_unpause(void);
/* True if a request with these flags of its row has to wait. One that would be refused anyway is refused at
 * once. */
bool clients_is_paused_for(uint32_t flags);
/* Whatever paused clients, and those blocked on keys, are held back by may be over: each looks again. */
void clients_look_again(void);
bool clients_paused(bool *writes_only, int64_t *until_ms);

/* ---- One loop turn ------------------------------------------------------------------------------- */

/* Parses the requests of all clients that have some, prefetches what they touch, runs them. */
void clients_run(void);
/* True if requests are left for the next turn: the loop must not wait. */
bool clients_have_work(void);
/* Writes what can be written. */
void clients_write(void);
/* A share of the periodic work: idle timeouts, buffer trimming. Called hz times a second. */
void clients_cron(void);

/* ---- For CLIENT LIST and INFO -------------------------------------------------------------------- */

/* What CLIENT LIST may show as flags= and capa=, and may be asked for. */
#define CLIENT_FLAG_LETTERS "NOSMPxXdcbuUAtRBIeT"
#define CLIENT_CAPA_LETTERS "r"
enum { CLIENT_FLAGS_MAX = sizeof CLIENT_FLAG_LETTERS };

/* Writes the letters that hold for the client, NUL-terminated. */
void client_flag_letters(const struct client *c, char out[CLIENT_FLAGS_MAX]);
/* The line of CLIENT LIST, without a newline. */
void client_info_line(struct client *c, struct buf *out);
/* Memory held for this client; and for its input alone. */
size_t client_mem(const struct client *c);
size_t client_input_mem(const struct client *c);
/* "normal", "pubsub", "replica", "master". */
const char *client_type_name(const struct client *c);

/* requirepass; "" when none. Comparison takes the same time for every wrong password. */
bool client_password_ok(struct bytes password);
bool client_password_set(void);
/* False while the client has still to give the password; without one nobody has to. */
bool client_is_authenticated(const struct client *c);

/* Requests run, of all clients. */
extern uint64_t clients_commands;

extern const struct option client_options[];
extern const struct metric client_metrics[];

#endif
