/* AUTH HELLO PING ECHO SELECT QUIT RESET */
#include "cmd/families.h"
#include "server/pubsub.h"
#include "server/push.h"
#include "server/reply.h"
#include "server/version.h"

enum { WRONG_PASSWORD_MS = 100 }; /* a failed attempt takes so long, whoever guesses */

static void wrong_password(struct call *c)
{
    reply_error(c, "WRONGPASS invalid username-password pair or user is disabled.");
}

/* There is one user, "default", until the ACL has more. Without a password anything opens it. */
static bool credentials_ok(struct bytes user, struct bytes password)
{
    bool known = bytes_eq(user, BYTES_LIT("default"));

    if (!client_password_set())
        return known;
    return client_password_ok(password) && known;
}

static void authenticate_or_wait(struct call *c, bool ok)
{
    if (ok)
        c->client->flags |= CLIENT_AUTHENTICATED;
    else
        client_block(c, store_now_ms(c->store) + WRONG_PASSWORD_MS, wrong_password);
}

/* AUTH [username] password */
static void cmd_auth(struct call *c)
{
    struct bytes user = BYTES_LIT("default"), password;
    bool ok;

    if (c->argc > 3) {
        reply_syntax(c);
        return;
    }
    if (c->argc == 2 && !client_password_set()) {
        reply_error(c, "ERR AUTH <password> called without any password configured for the default "
                       "user. Are you sure your configuration is correct?");
        return;
    }
    if (c->argc == 3)
        user = arg_bytes(c);
    password = arg_bytes(c);
    ok = credentials_ok(user, password);
    authenticate_or_wait(c, ok);
    if (ok)
        reply_ok(c);
}

static void hello_reply(struct call *c)
{
    reply_map(c, 7);
    reply_bulk_str(c, "server");
    reply_bulk_str(c, "redis");
    reply_bulk_str(c, "version");
    reply_bulk_str(c, REDIS_VERSION);
    reply_bulk_str(c, "proto");
    reply_int(c, c->proto);
    reply_bulk_str(c, "id");
    reply_int(c, (int64_t)c->client->id);
    reply_bulk_str(c, "mode");
    reply_bulk_str(c, "standalone");
    reply_bulk_str(c, "role");
    reply_bulk_str(c, "master");
    reply_bulk_str(c, "modules");
    reply_array(c, 0);
}

struct hello {
    int64_t proto;
    bool auth, set_name;
    struct bytes user, password, name;
};

/* False: an error was replied. */
static bool hello_args(struct call *c, struct hello *h)
{
    if (args_left(c) > 0 && !num_parse_int(arg_bytes(c), &h->proto)) {
        reply_error(c, "ERR Protocol version is not an integer or out of range");
        return false;
    }
    if (h->proto < 2 || h->proto > 3) {
        reply_error(c, "NOPROTO unsupported protocol version");
        return false;
    }
    while (args_left(c) > 0) {
        struct bytes option = arg_peek(c);

        if (args_left(c) >= 3 && arg_word(c, "auth")) {
            h->auth = true;
            h->user = arg_bytes(c);
            h->password = arg_bytes(c);
        } else if (args_left(c) >= 2 && arg_word(c, "setname")) {
            h->set_name = true;
            h->name = arg_bytes(c);
        } else {
            reply_errorf(c, "ERR Syntax error in HELLO option '%.*s'",
                         (int)(option.len < 128 ? option.len : 128), (const char *)option.ptr);
            return false;
        }
    }
    if (h->set_name && !client_is_printable(h->name)) {
        reply_error(c, "ERR Client names cannot contain spaces, newlines or special characters.");
        return false;
    }
    return true;
}

/* HELLO [protover [AUTH username password] [SETNAME clientname]] */
static void cmd_hello(struct call *c)
{
    struct hello h = { .proto = c->proto };

    if (!hello_args(c, &h))
        return;
    if (h.auth && !credentials_ok(h.user, h.password)) {
        authenticate_or_wait(c, false);
        return;
    }
    if (h.auth)
        authenticate_or_wait(c, true);
    if (!client_is_authenticated(c->client)) {
        reply_error(c,
                    "NOAUTH HELLO must be called with the client already authenticated, otherwise "
                    "the HELLO <proto> AUTH <user> <pass> option can be used to authenticate the "
                    "client and select the RESP protocol version at the same time");
        return;
    }
    if (h.set_name)
        client_set_name(c->client, h.name);
    /* In EXEC: messages in the version so far would follow a reply in the other. */
    if (h.proto != c->client->proto)
        push_drop(c->client);
    c->client->proto = (uint8_t)h.proto;
    c->proto = (int)h.proto;
    hello_reply(c);
}

/* A client that listens in RESP2 takes everything for a message. */
static void reply_pong(struct call *c)
{
    reply_array(c, 2);
    reply_bulk_str(c, "pong");
    reply_bulk(c, args_left(c) > 0 ? arg_bytes(c) : BYTES_LIT(""));
}

/* PING [message] */
static void cmd_ping(struct call *c)
{
    if (c->argc > 2)
        reply_arity(c);
    else if (pubsub_is_listening(c->client))
        reply_pong(c);
    else if (c->argc == 2)
        reply_bulk(c, arg_bytes(c));
    else
        reply_simple(c, "PONG");
}

/* ECHO message */
static void cmd_echo(struct call *c)
{
    reply_bulk(c, arg_bytes(c));
}

/* SELECT index */
static void cmd_select(struct call *c)
{
    const struct db *db = arg_db(c);

    if (args_end(c) != KV_OK) {
        reply_err(c, c->err);
        return;
    }
    c->client->db = store_db_index(db);
    reply_ok(c);
}

/* QUIT */
static void cmd_quit(struct call *c)
{
    pubsub_catch_up(c->client); /* later it would get no more */
    reply_ok(c);
    client_close_after_reply(c->client);
}

/* RESET */
static void cmd_reset(struct call *c)
{
    client_reset(c->client);
    client_choose_output(c);
    c->proto = c->client->proto;
    reply_simple(c, "RESET");
}

const struct command connection_commands[] = {
    { "auth", -2, CMD_NOSCRIPT | CMD_LOADING | CMD_STALE | CMD_FAST | CMD_NO_AUTH | CMD_ALLOW_BUSY,
      .acl = ACL_CONNECTION, .handler = cmd_auth, .group = "connection", .since = "1.0.0",
      .complexity = "O(N), N being the length of the password.",
      .summary = "Authenticates the connection.", .args = "[ username@6.0.0 ] password",
      .history = "6.0.0: Added ACL style (username and password)." },
    { "hello", -1, CMD_NOSCRIPT | CMD_LOADING | CMD_STALE | CMD_FAST | CMD_NO_AUTH | CMD_ALLOW_BUSY,
      .acl = ACL_CONNECTION, .handler = cmd_hello, .group = "connection", .since = "6.0.0",
      .complexity = "O(1)", .summary = "Switches the protocol version and tells about the server.",
      .args = "[ arguments={ protover:integer [ AUTH auth={ username password } ] [ SETNAME "
              "clientname ] } ]",
      .history = "6.2.0: protover is optional: without it the reply tells the current context." },
    { "ping", -1, CMD_FAST | CMD_LISTENING, .acl = ACL_CONNECTION, .handler = cmd_ping,
      .group = "connection", .since = "1.0.0", .complexity = "O(1)",
      .summary = "Answers PONG, or the message given.", .args = "[ message ]",
      .tips = "request_policy:all_shards response_policy:all_succeeded" },
    { "echo", 2, CMD_LOADING | CMD_STALE | CMD_FAST, .acl = ACL_CONNECTION, .handler = cmd_echo,
      .group = "connection", .since = "1.0.0", .complexity = "O(1)",
      .summary = "Answers the message given.", .args = "message" },
    { "select", 2, CMD_LOADING | CMD_STALE | CMD_FAST, .acl = ACL_CONNECTION, .handler = cmd_select,
      .group = "connection", .since = "1.0.0", .complexity = "O(1)",
      .summary = "Chooses the database of the connection.", .args = "index:integer" },
    { "quit", -1,
      CMD_NOSCRIPT | CMD_LOADING | CMD_STALE | CMD_FAST | CMD_NO_AUTH | CMD_ALLOW_BUSY |
          CMD_AT_ONCE | CMD_LISTENING,
      .acl = ACL_CONNECTION, .handler = cmd_quit, .group = "connection", .since = "1.0.0",
      .complexity = "O(1)", .summary = "Closes the connection once its replies are written.",
      .deprecated = "7.2.0", .replaced_by = "just closing the connection" },
    { "reset", 1,
      CMD_NOSCRIPT | CMD_LOADING | CMD_STALE | CMD_FAST | CMD_NO_AUTH | CMD_ALLOW_BUSY |
          CMD_AT_ONCE | CMD_LISTENING,
      .acl = ACL_CONNECTION, .handler = cmd_reset, .group = "connection", .since = "6.2.0",
      .complexity = "O(1)", .summary = "Brings the connection back to how it began." },
    COMMAND_END,
};
