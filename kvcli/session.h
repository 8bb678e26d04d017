/*
 * session -- one connection to a server, kept usable while servers come and go.
 *
 *     session_send  ->  lost since the last reply?  ->  dial, HELLO, AUTH, SELECT  ->  the request
 *     session_is_answered  ->  no, if CLIENT REPLY said so
 *     session_receive  ->  one reply or push at a time
 *     session_track  ->  what the request changed (db, protocol, user, MULTI), for the next dial
 *
 * A connection that the server closed while nobody looked is noticed before a request goes out, and
 * replaced silently. One that breaks while a reply is due is reported instead: the server may have
 * executed the request, so sending it again is the user's decision.
 *
 * A handshake that the server refuses in part (a wrong password, a db out of range) is told on
 * standard error and the connection is used as it is, as redis-cli does: the request that follows
 * gets its own, more precise error.
 */
#ifndef KVCLI_SESSION_H
#define KVCLI_SESSION_H

#include <stdbool.h>
#include "base/bytes.h"
#include "net/dial.h"
#include "resp/read.h"

struct session_target {
    const char *host;
    uint16_t port;
    const char *socket_path; /* overrides host and port; NULL: TCP */
    const char *user;        /* NULL: the default user */
    const char *password;    /* NULL: no AUTH */
    int64_t db;
    int proto; /* 2 or 3; 0: no HELLO, which is RESP2 */
    enum dial_family family;
    int connect_timeout_ms; /* 0: the system's */
    int reply_timeout_ms;   /* 0: for ever */
    bool is_quiet;          /* nothing on standard error */
};

enum session_result {
    SESSION_OK,
    SESSION_LOST,        /* not connected any more; session_error says why */
    SESSION_INTERRUPTED, /* Ctrl-C while waiting; the connection was dropped */
};

struct session;

/* Copies the target's strings. Does not connect. */
struct session *session_new(const struct session_target *t);
void session_free(struct session *s); /* accepts NULL */

/* A new connection, closing the old one. */
enum session_result session_connect(struct session *s);
void session_disconnect(struct session *s);
/* Another server from now on; user, password and protocol stay, db and MULTI do not. */
void session_set_address(struct session *s, const char *host, uint16_t port);

/* Connects first if needed. */
enum session_result session_send(struct session *s, const struct bytes *argv, unsigned argc);
/* Whether the request just sent gets a reply, which CLIENT REPLY may have turned off; once per request,
 * as this is also how the session learns of it. A new connection replies to everything. */
bool session_is_answered(struct session *s, const struct bytes *argv, unsigned argc);
/* True if the request asks for silence from a server that is not silent now. */
bool session_will_mute(const struct session *s, const struct bytes *argv, unsigned argc);
/* The next reply or push: *out is the caller's, to be freed with resp_value_free. */
enum session_result session_receive(struct session *s, struct resp_value **out);
/* session_send, and the reply; pushes before it are dropped. */
enum session_result session_call(struct session *s, const struct bytes *argv, unsigned argc,
                                 struct resp_value **out);
/* Remembers what a request did to the connection, if its reply says that it did. */
void session_track(struct session *s, const struct bytes *argv, unsigned argc,
                   const struct resp_value *reply);

bool session_is_connected(const struct session *s);
bool session_is_multi(const struct session *s);
int64_t session_db(
    const struct session *s); /* the one in use, which is not target.db if that was refused */
int session_proto(const struct session *s); /* 2 or 3 */
/* What went wrong, as a line for the user. */
const char *session_error(const struct session *s);
/* "127.0.0.1:6379", "[::1]:6379" or "redis /path/to/socket". */
const char *session_address(const struct session *s);
/* What the next dial would use: it follows SELECT, HELLO, AUTH and RESET. Borrowed. */
const struct session_target *session_target(const struct session *s);

/* From now on Ctrl-C ends the wait in session_receive, and nothing else. */
void session_catch_interrupt(void);
/* True once after each Ctrl-C. */
bool session_take_interrupt(void);

#endif
