#include "session.h"

#include "base/mem.h"
#include "base/num.h"
#include "resp/write.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { READ_CHUNK = 16 * 1024 };

/* What CLIENT REPLY has asked for. */
enum replies { REPLIES_ON, REPLIES_OFF, REPLIES_SKIP };

struct session {
    struct session_target target; /* its strings are ours */
    int fd;                       /* -1: not connected */
    struct resp_reader *reader;
    bool is_multi;
    enum replies replies;
    int64_t db;       /* the connection's, where target.db is what to select after a dial */
    int64_t multi_db; /* what EXEC will leave us in */
    int proto;
    char error[256];
    char address[256];
};

static volatile sig_atomic_t interrupted;

static void on_interrupt(int sig)
{
    (void)sig;
    interrupted = 1;
}

void session_catch_interrupt(void)
{
    struct sigaction sa = { .sa_handler = on_interrupt }; /* no SA_RESTART: waits must end */

    sigaction(SIGINT, &sa, NULL);
}

bool session_take_interrupt(void)
{
    bool was = interrupted;

    interrupted = 0;
    return was;
}

static char *dup_or_null(const char *s)
{
    return s != NULL ? mem_strdup(s) : NULL;
}

static void set_string(const char **field, const char *value)
{
    char *copy = dup_or_null(value);

    mem_free((char *)*field);
    *field = copy;
}

static void set_bytes(const char **field, struct bytes value)
{
    mem_free((char *)*field);
    *field = mem_bytesdup(value);
}

static void name_address(struct session *s)
{
    const struct session_target *t = &s->target;
    bool is_ipv6 = strchr(t->host, ':') != NULL;

    if (t->socket_path != NULL)
        snprintf(s->address, sizeof s->address, "redis %s", t->socket_path);
    else
        snprintf(s->address, sizeof s->address, is_ipv6 ? "[%s]:%u" : "%s:%u", t->host,
                 (unsigned)t->port);
}

struct session *session_new(const struct session_target *t)
{
    struct session *s = mem_zalloc(sizeof *s);

    s->target = *t;
    s->target.host = mem_strdup(t->host);
    s->target.socket_path = dup_or_null(t->socket_path);
    s->target.user = dup_or_null(t->user);
    s->target.password = dup_or_null(t->password);
    s->fd = -1;
    name_address(s);
    return s;
}

void session_free(struct session *s)
{
    if (s == NULL)
        return;
    session_disconnect(s);
    mem_free((char *)s->target.host);
    mem_free((char *)s->target.socket_path);
    mem_free((char *)s->target.user);
    mem_free((char *)s->target.password);
    mem_free(s);
}

void session_disconnect(struct session *s)
{
    if (s->fd >= 0)
        close(s->fd);
    s->fd = -1;
    resp_reader_free(s->reader);
    s->reader = NULL;
    s->is_multi = false;
    s->replies = REPLIES_ON;
}

static enum session_result lose(struct session *s, const char *why)
{
    snprintf(s->error, sizeof s->error, "Error: %s", why);
    session_disconnect(s);
    return SESSION_LOST;
}

void session_set_address(struct session *s, const char *host, uint16_t port)
{
    session_disconnect(s);
    set_string(&s->target.socket_path, NULL);
    set_string(&s->target.host, host);
    s->target.port = port;
    s->target.db = 0;
    name_address(s);
}

/* Tells what part of the handshake failed. */
static void warn(const struct session *s, const char *what, const struct resp_value *reply)
{
    if (!s->target.is_quiet)
        fprintf(stderr, "%s failed: %.*s\n", what, BYTES_ARG(reply->text));
}

/* One request of the handshake; *done says whether the server agreed. what names it for the user,
 * NULL: a refusal does not matter. */
static enum session_result agree(struct session *s, const char *what, const struct bytes *argv,
                                 unsigned argc, bool *done)
{
    struct resp_value *reply;
    enum session_result result = session_call(s, argv, argc, &reply);

    *done = false;
    if (result != SESSION_OK)
        return result;
    *done = reply->type != RESP_ERROR;
    if (!*done && what != NULL)
        warn(s, what, reply);
    resp_value_free(reply);
    return SESSION_OK;
}

static enum session_result authenticate(struct session *s)
{
    const struct session_target *t = &s->target;
    struct bytes argv[3] = { BYTES_LIT("AUTH") };
    unsigned argc = 1;
    bool done;

    if (t->password == NULL)
        return SESSION_OK;
    if (t->user != NULL)
        argv[argc++] = bytes_str(t->user);
    argv[argc++] = bytes_str(t->password);
    return agree(s, "AUTH", argv, argc, &done);
}

static enum session_result choose_proto(struct session *s)
{
    /* A server too old for HELLO speaks RESP2 anyway. */
    bool is_three = s->target.proto == 3, done;
    struct bytes argv[2] = { BYTES_LIT("HELLO"), bytes_str(is_three ? "3" : "2") };
    enum session_result result = SESSION_OK;

    s->proto = 2;
    if (s->target.proto == 0)
        return SESSION_OK;
    result = agree(s, is_three ? "HELLO 3" : NULL, argv, 2, &done);
    if (result == SESSION_OK && done)
        s->proto = s->target.proto;
    return result;
}

static enum session_result select_db(struct session *s)
{
    char digits[NUM_INT_MAX], what[sizeof "SELECT " + NUM_INT_MAX];
    size_t len = num_format_int(digits, s->target.db);
    struct bytes argv[2] = { BYTES_LIT("SELECT"), bytes_make(digits, len) };
    enum session_result result;
    bool done;

    s->db = 0;
    if (s->target.db == 0)
        return SESSION_OK;
    snprintf(what, sizeof what, "SELECT %.*s", (int)len, digits);
    result = agree(s, what, argv, 2, &done);
    if (result == SESSION_OK && done)
        s->db = s->target.db;
    return result;
}

enum session_result session_connect(struct session *s)
{
    const struct session_target *t = &s->target;
    enum session_result result;
    enum kv_err err;

    session_disconnect(s);
    if (t->socket_path != NULL)
        err = dial_unix(t->socket_path, t->connect_timeout_ms, &s->fd, s->error);
    else
        err = dial_tcp(t->host, t->port, t->family, t->connect_timeout_ms, &s->fd, s->error);
    if (err != KV_OK) {
        s->fd = -1; /* the error is dial's, a whole sentence */
        return SESSION_LOST;
    }
    s->reader = resp_reader_new(NULL);
    result = authenticate(s);
    if (result == SESSION_OK)
        result = choose_proto(s);
    if (result == SESSION_OK)
        result = select_db(s);
    return result;
}

/* True if the server hung up while nothing was expected from it. */
static bool is_stale(const struct session *s)
{
    char c;
    ssize_t n = recv(s->fd, &c, 1, MSG_PEEK | MSG_DONTWAIT);

    return n == 0 || (n < 0 && errno != EAGAIN && errno != EWOULDBLOCK && errno != EINTR);
}

static enum session_result write_request(struct session *s, const struct bytes *argv, unsigned argc)
{
    struct buf request;
    size_t sent = 0;

    buf_init(&request, BUF_UNLIMITED);
    resp_request(&request, argv, argc);
    while (sent < request.len) {
        ssize_t n = send(s->fd, request.ptr + sent, request.len - sent, MSG_NOSIGNAL);

        if (n > 0)
            sent += (size_t)n;
        else if (errno != EINTR)
            break;
    }
    if (sent < request.len) {
        buf_fini(&request);
        return lose(s, strerror(errno));
    }
    buf_fini(&request);
    return SESSION_OK;
}

enum session_result session_send(struct session *s, const struct bytes *argv, unsigned argc)
{
    /* Within MULTI the queue died with the connection: the user has to know. */
    bool can_replace = !s->is_multi;

    if (s->fd >= 0 && is_stale(s)) {
        lose(s, "Server closed the connection");
        if (!can_replace)
            return SESSION_LOST;
    }
    if (s->fd < 0) {
        enum session_result result = session_connect(s);

        if (result != SESSION_OK)
            return result;
    }
    return write_request(s, argv, argc);
}

static bool is_client_reply(const struct bytes *argv, unsigned argc, const char *mode)
{
    return argc == 3 && bytes_is_word(argv[0], "client") && bytes_is_word(argv[1], "reply") &&
           bytes_is_word(argv[2], mode);
}

bool session_will_mute(const struct session *s, const struct bytes *argv, unsigned argc)
{
    return s->replies == REPLIES_ON && !s->is_multi &&
           (is_client_reply(argv, argc, "off") || is_client_reply(argv, argc, "skip"));
}

bool session_is_answered(struct session *s, const struct bytes *argv, unsigned argc)
{
    enum replies before = s->replies;
    bool is_reset = bytes_is_word(argv[0], "reset");

    if (s->is_multi)
        return true; /* at least with QUEUED */
    if (is_client_reply(argv, argc, "on")) {
        s->replies = REPLIES_ON;
        return true;
    }
    if (is_client_reply(argv, argc, "off")) {
        s->replies = REPLIES_OFF;
        return false;
    }
    if (is_client_reply(argv, argc, "skip")) {
        s->replies = before == REPLIES_OFF ? REPLIES_OFF : REPLIES_SKIP;
        return false;
    }
    if (before == REPLIES_SKIP || is_reset)
        s->replies = REPLIES_ON;
    return before == REPLIES_ON || (before == REPLIES_OFF && is_reset);
}

/* Waits for bytes. SIGINT is let in only here, so that it cannot slip by between a check and the
 * wait. */
static enum session_result wait_readable(struct session *s)
{
    struct pollfd p = { .fd = s->fd, .events = POLLIN };
    int timeout_ms = s->target.reply_timeout_ms;
    struct timespec limit = { timeout_ms / 1000, timeout_ms % 1000 * 1000000L };
    sigset_t block, old;
    int n, reason;

    sigemptyset(&block);
    sigaddset(&block, SIGINT);
    sigprocmask(SIG_BLOCK, &block, &old);
    do {
        if (interrupted) {
            n = -1;
            reason = EINTR;
            break;
        }
        n = ppoll(&p, 1, timeout_ms > 0 ? &limit : NULL, &old);
        reason = errno;
    } while (n < 0 && reason == EINTR);
    sigprocmask(SIG_SETMASK, &old, NULL);

    if (n > 0)
        return SESSION_OK;
    if (n == 0)
        return lose(s, "No reply in time");
    if (reason != EINTR)
        return lose(s, strerror(reason));
    session_disconnect(s);
    snprintf(s->error, sizeof s->error, "Interrupted");
    return SESSION_INTERRUPTED;
}

enum session_result session_receive(struct session *s, struct resp_value **out)
{
    uint8_t chunk[READ_CHUNK];

    if (s->fd < 0)
        return SESSION_LOST;
    for (;;) {
        enum session_result result;
        ssize_t n;

        switch (resp_reader_next(s->reader, out)) {
        case RESP_READY:
            return SESSION_OK;
        case RESP_BAD:
            return lose(s, resp_reader_error(s->reader));
        case RESP_MORE:
            break;
        }
        result = wait_readable(s);
        if (result != SESSION_OK)
            return result;
        n = read(s->fd, chunk, sizeof chunk);
        if (n > 0)
            resp_reader_feed(s->reader, bytes_make(chunk, (size_t)n));
        else if (n == 0)
            return lose(s, "Server closed the connection");
        else if (errno != EINTR)
            return lose(s, strerror(errno));
    }
}

enum session_result session_call(struct session *s, const struct bytes *argv, unsigned argc,
                                 struct resp_value **out)
{
    /* The handshake runs on a connection that is there already: no session_send, which dials. */
    enum session_result result =
        s->fd >= 0 ? write_request(s, argv, argc) : session_send(s, argv, argc);

    while (result == SESSION_OK) {
        result = session_receive(s, out);
        if (result != SESSION_OK || (*out)->type != RESP_PUSH)
            break;
        resp_value_free(*out);
    }
    return result;
}

static void track_auth(struct session *s, const struct bytes *words, unsigned count)
{
    if (count == 2) {
        set_bytes(&s->target.user, words[0]);
        set_bytes(&s->target.password, words[1]);
    } else if (count == 1) {
        set_string(&s->target.user, NULL);
        set_bytes(&s->target.password, words[0]);
    }
}

static void track_hello(struct session *s, const struct bytes *argv, unsigned argc)
{
    int64_t proto;

    if (argc < 2 || !num_parse_int(argv[1], &proto))
        return;
    s->proto = s->target.proto = (int)proto;
    for (unsigned i = 2; i + 2 < argc; i++)
        if (bytes_is_word(argv[i], "auth")) {
            track_auth(s, &argv[i + 1], 2);
            i += 2;
        }
}

/* SELECT inside MULTI takes effect with EXEC. */
static void track_queued(struct session *s, const struct bytes *argv, unsigned argc)
{
    if (argc == 2 && bytes_is_word(argv[0], "select"))
        num_parse_int(argv[1], &s->multi_db);
}

void session_track(struct session *s, const struct bytes *argv, unsigned argc,
                   const struct resp_value *reply)
{
    bool is_queued = reply->type == RESP_SIMPLE && bytes_eq(reply->text, BYTES_LIT("QUEUED"));
    struct bytes name = argv[0];

    if (bytes_is_word(name, "exec") && s->is_multi) {
        /* EXEC ends MULTI even when it refuses, but only a result means that it ran. */
        s->is_multi = false;
        if (reply->type == RESP_ARRAY)
            s->db = s->target.db = s->multi_db;
        return;
    }
    if (reply->type == RESP_ERROR)
        return;
    if (is_queued && s->is_multi) {
        track_queued(s, argv, argc);
    } else if (bytes_is_word(name, "multi")) {
        s->is_multi = true;
        s->multi_db = s->db;
    } else if (bytes_is_word(name, "discard")) {
        s->is_multi = false;
    } else if (bytes_is_word(name, "select") && argc == 2) {
        if (num_parse_int(argv[1], &s->db))
            s->target.db = s->db;
    } else if (bytes_is_word(name, "auth")) {
        track_auth(s, &argv[1], argc - 1);
    } else if (bytes_is_word(name, "hello")) {
        track_hello(s, argv, argc);
    } else if (bytes_is_word(name, "reset")) {
        s->is_multi = false;
        s->db = s->target.db = 0;
        s->proto = 2;
        s->target.proto = 0;
        set_string(&s->target.user, NULL);
        set_string(&s->target.password, NULL);
    }
}

bool session_is_connected(const struct session *s)
{
    return s->fd >= 0;
}

bool session_is_multi(const struct session *s)
{
    return s->is_multi;
}

int session_proto(const struct session *s)
{
    return s->proto;
}

int64_t session_db(const struct session *s)
{
    return s->db;
}

const char *session_error(const struct session *s)
{
    return s->error;
}

const char *session_address(const struct session *s)
{
    return s->address;
}

const struct session_target *session_target(const struct session *s)
{
    return &s->target;
}
