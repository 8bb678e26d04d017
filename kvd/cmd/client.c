/* CLIENT */
#include "base/clock.h"
#include "base/mem.h"
#include "base/num.h"
#include "base/size.h"
#include "cmd/client_filter.h"
#include "cmd/families.h"
#include "cmd/tracking.h"
#include "server/job.h"
#include "server/reply.h"

enum { EXCERPT_MAX = 128 }; /* bytes of an argument that an error repeats */

/* CLIENT ID */
static void cmd_id(struct call *c)
{
    reply_int(c, (int64_t)c->client->id);
}

/* ---- Names --------------------------------------------------------------------------------------- */

/* CLIENT SETNAME connection-name */
static void cmd_setname(struct call *c)
{
    if (client_set_name(c->client, arg_bytes(c)) == KV_OK)
        reply_ok(c);
    else
        reply_error(c, "ERR Client names cannot contain spaces, newlines or special characters.");
}

/* CLIENT GETNAME */
static void cmd_getname(struct call *c)
{
    if (c->client->name)
        reply_bulk_str(c, c->client->name);
    else
        reply_null(c);
}

/* CLIENT SETINFO LIB-NAME libname | LIB-VER libver */
static void cmd_setinfo(struct call *c)
{
    struct bytes option = arg_bytes(c), value = arg_bytes(c);
    bool is_name = bytes_is_word(option, "lib-name");
    char **field = is_name ? &c->client->lib_name : &c->client->lib_ver;

    if (!is_name && !bytes_is_word(option, "lib-ver")) {
        reply_errorf(c, "ERR Unrecognized option '%.*s'", (int)size_min(option.len, EXCERPT_MAX),
                     (const char *)option.ptr);
    } else if (!client_is_printable(value)) {
        reply_errorf(c, "ERR %s cannot contain spaces, newlines or special characters.",
                     is_name ? "lib-name" : "lib-ver");
    } else {
        mem_free(*field);
        *field = value.len > 0 ? mem_bytesdup(value) : NULL;
        reply_ok(c);
    }
}

/* ---- What is known of clients -------------------------------------------------------------------- */

/* CLIENT INFO */
static void cmd_info(struct call *c)
{
    struct buf text = { .limit = BUF_UNLIMITED };

    client_info_line(c->client, &text);
    buf_add_byte(&text, '\n');
    reply_verbatim(c, "txt", buf_bytes(&text));
    buf_fini(&text);
}

/* ---- All or some clients ------------------------------------------------------------------------- */

/* CLIENT LIST and CLIENT KILL with filters: a line takes about a microsecond and the end of a
 * connection several, so that thousands of them are work for more than one turn. */
struct selection {
    struct client_filter filter;
    unsigned killed;
    bool kills_self;
};

static bool list_step(void *state, struct outbuf *gathered, uint64_t until_ns)
{
    struct selection *s = state;
    struct client *found;

    while (client_filter_next(&s->filter, &found)) {
        if (found != NULL) {
            outbuf_prepare(gathered);
            client_info_line(found, outbuf_tail(gathered));
            buf_add_byte(outbuf_tail(gathered), '\n');
        }
        if (clock_mono_ns() >= until_ns)
            return false;
    }
    return true;
}

static void list_reply(struct call *c, void *state, struct outbuf *gathered)
{
    (void)state;
    reply_gathered_text(c, "txt", gathered);
}

static bool kill_step(void *state, struct outbuf *gathered, uint64_t until_ns)
{
    struct selection *s = state;
    struct client *found;

    (void)gathered;
    while (client_filter_next(&s->filter, &found)) {
        s->killed += found != NULL;
        if (found && found->id == s->filter.me)
            s->kills_self = true;
        else if (found)
            client_close(found);
        if (clock_mono_ns() >= until_ns)
            return false;
    }
    return true;
}

/* Who kills himself gets the reply first. */
static void kill_reply(struct call *c, void *state, struct outbuf *gathered)
{
    const struct selection *s = state;

    (void)gathered;
    reply_int(c, s->killed);
    if (s->kills_self)
        client_close_after_reply(c->client);
}

static void selection_free(void *state)
{
    struct selection *s = state;

    client_filter_fini(&s->filter);
    mem_free_sized(s, sizeof *s);
}

static const struct job_type list_job = { list_step, list_reply, selection_free };
static const struct job_type kill_job = { kill_step, kill_reply, selection_free };

/* CLIENT LIST [filter ...] */
static void cmd_list(struct call *c)
{
    struct selection *s = mem_zalloc(sizeof *s);

    if (!client_filter_args(c, &s->filter, FILTER_FOR_LIST)) {
        selection_free(s);
        return;
    }
    client_filter_begin(&s->filter);
    job_run(c, &list_job, s);
}

/* CLIENT KILL ip:port */
static void kill_addr(struct call *c)
{
    struct bytes addr = arg_bytes(c);
    struct client *victim = client_first();

    while (victim && !bytes_eq(addr, bytes_str(client_addr(victim))))
        victim = client_next(victim);
    if (victim == NULL) {
        reply_error(c, "ERR No such client");
        return;
    }
    reply_ok(c);
    if (victim == c->client)
        client_close_after_reply(victim);
    else
        client_close(victim);
}

static void kill_filtered(struct call *c)
{
    struct selection *s = mem_zalloc(sizeof *s);

    s->filter.skip_me = true;
    if (!client_filter_args(c, &s->filter, FILTER_FOR_KILL)) {
        selection_free(s);
        return;
    }
    client_filter_begin(&s->filter);
    job_run(c, &kill_job, s);
}

/* CLIENT KILL ip:port | filter ... */
static void cmd_kill(struct call *c)
{
    if (args_left(c) == 1)
        kill_addr(c);
    else
        kill_filtered(c);
}

/* ---- Waiting ------------------------------------------------------------------------------------- */

/* CLIENT UNBLOCK client-id [TIMEOUT|ERROR] */
static void cmd_unblock(struct call *c)
{
    struct bytes id_text = arg_bytes(c);
    struct client *target;
    bool with_error = false;
    int64_t id;

    if (args_left(c) > 1) {
        reply_bad_use(c);
        return;
    }
    if (args_left(c) == 1 && !arg_word(c, "timeout")) {
        with_error = arg_word(c, "error");
        if (!with_error) {
            reply_error(c, "ERR CLIENT UNBLOCK reason should be TIMEOUT or ERROR");
            return;
        }
    }
    if (!num_parse_int(id_text, &id)) {
        reply_err(c, KV_NOT_INT);
        return;
    }
    target = client_find((uint64_t)id);
    if (target == NULL || !client_is_unblockable(target)) {
        reply_int(c, 0);
        return;
    }
    client_unblock(target, with_error);
    reply_int(c, 1);
}

/* CLIENT PAUSE timeout [WRITE|ALL] */
static void cmd_pause(struct call *c)
{
    struct bytes time_text = arg_bytes(c);
    bool writes_only = false;
    int64_t until_ms;

    if (args_left(c) > 1) {
        reply_bad_use(c);
        return;
    }
    if (args_left(c) == 1 && !arg_word(c, "all")) {
        writes_only = arg_word(c, "write");
        if (!writes_only) {
            reply_error(c, "ERR CLIENT PAUSE mode must be WRITE or ALL");
            return;
        }
    }
    if (!num_parse_int(time_text, &until_ms)) {
        reply_error(c, "ERR timeout is not an integer or out of range");
    } else if (until_ms < 0) {
        reply_error(c, "ERR timeout is negative");
    } else if (!num_add(&until_ms, store_now_ms(c->store))) {
        reply_error(c, "ERR timeout is out of range");
    } else {
        clients_pause(until_ms, writes_only);
        reply_ok(c);
    }
}

/* CLIENT UNPAUSE */
static void cmd_unpause(struct call *c)
{
    clients_unpause();
    reply_ok(c);
}

/* ---- Switches of the connection ------------------------------------------------------------------ */

/* CLIENT REPLY ON|OFF|SKIP */
static void cmd_reply(struct call *c)
{
    unsigned *flags = &c->client->flags;

    if (arg_word(c, "on")) {
        *flags &= ~(unsigned)(CLIENT_REPLY_OFF | CLIENT_REPLY_SKIP);
        client_choose_output(c);
        reply_ok(c);
    } else if (arg_word(c, "off")) {
        *flags |= CLIENT_REPLY_OFF;
    } else if (arg_word(c, "skip")) {
        if (!(*flags & CLIENT_REPLY_OFF)) /* RESET, which ends the silence, has a reply */
            *flags |= CLIENT_REPLY_SKIP_NEXT;
    } else {
        reply_syntax(c);
    }
}

static void set_flag(struct call *c, unsigned flag)
{
    if (arg_word(c, "on")) {
        c->client->flags |= flag;
        reply_ok(c);
    } else if (arg_word(c, "off")) {
        c->client->flags &= ~flag;
        reply_ok(c);
    } else {
        reply_syntax(c);
    }
}

/* CLIENT NO-EVICT ON|OFF */
static void cmd_no_evict(struct call *c)
{
    set_flag(c, CLIENT_NO_EVICT);
}

/* CLIENT NO-TOUCH ON|OFF */
static void cmd_no_touch(struct call *c)
{
    set_flag(c, CLIENT_NO_TOUCH);
}

/* CLIENT IMPORT-SOURCE ON|OFF */
static void cmd_import_source(struct call *c)
{
    if (!store_is_importing())
        reply_error(c, "ERR import-mode is off, so there is nothing to import");
    else
        set_flag(c, CLIENT_IMPORT_SOURCE);
}

/* CLIENT CAPA capability [capability ...]: those that we do not know are for other servers. */
static void cmd_capa(struct call *c)
{
    while (args_left(c) > 0)
        if (bytes_is_word(arg_bytes(c), "redirect"))
            c->client->flags |= CLIENT_CAPA_REDIRECT;
    reply_ok(c);
}

/* CLIENT HELP */
static void cmd_help(struct call *c)
{
    reply_help(c);
}

/* ---- Rows ---------------------------------------------------------------------------------------- */

#define ALWAYS CMD_NOSCRIPT | CMD_LOADING | CMD_STALE
#define ROW    .acl = ACL_CONNECTION, .group = "connection"

static const char to_all[] = "request_policy:all_nodes response_policy:all_succeeded";

static const struct command client_subs[] = {
    { "caching", 3, ALWAYS, ROW, .handler = cmd_client_caching, .since = "6.0.0",
      .complexity = "O(1)",
      .summary = "Chooses whether what the next request reads is tracked, in OPTIN or OPTOUT mode.",
      .args = "mode=( YES | NO )" },
    { "capa", -3, ALWAYS, ROW, .handler = cmd_capa, .since = "7.2.0", .complexity = "O(1)",
      .summary = "Tells the server what the client understands.", .args = "capability ..." },
    { "getname", 2, ALWAYS, ROW, .handler = cmd_getname, .since = "2.6.9", .complexity = "O(1)",
      .summary = "Returns the name of the connection." },
    { "getredir", 2, ALWAYS, ROW, .handler = cmd_client_getredir, .since = "6.0.0",
      .complexity = "O(1)",
      .summary = "Returns the client that the connection's invalidations are sent to." },
    { "help", 2, CMD_LOADING | CMD_STALE, ROW, .handler = cmd_help, .since = "5.0.0",
      .complexity = "O(1)", .summary = "Shows this text." },
    { "id", 2, ALWAYS, ROW, .handler = cmd_id, .since = "5.0.0", .complexity = "O(1)",
      .summary = "Returns the number of the connection, which is never used again." },
    { "import-source", 3, ALWAYS, ROW, .handler = cmd_import_source, .since = "8.1.0",
      .complexity = "O(1)",
      .summary = "Lets the connection see what has expired, while import-mode is on (Valkey).",
      .args = "enabled=( ON | OFF )" },
    { "info", 2, ALWAYS, ROW, .handler = cmd_info, .since = "6.2.0", .complexity = "O(1)",
      .summary = "Tells about the connection.", .tips = "nondeterministic_output" },
    { "kill", -3, CMD_ADMIN | ALWAYS, ROW, .handler = cmd_kill, .since = "2.4.0",
      .complexity = "O(N) where N is the number of client connections",
      .summary = "Closes the connection from an address, or those that fit the filters.",
      .args = "filter=( old-format !2.8.12 | new-format=( [ ID client-id:integer@2.8.12 ] | "
              "[ TYPE client-type=( NORMAL | MASTER@3.2.0 | SLAVE | REPLICA@5.0.0 | PUBSUB "
              ")@2.8.12 ] | [ USER username ] | [ ADDR addr ] | [ LADDR laddr@6.2.0 ] | [ SKIPME "
              "skipme=( YES | NO ) ] | [ MAXAGE maxage:integer@7.4.0 ] ) ... )",
      .history = "2.8.12: Added the filters.; 2.8.12: Added ID.; 3.2.0: Added TYPE master.; "
                 "5.0.0: Added TYPE replica.; 6.2.0: Added LADDR.; 7.4.0: Added MAXAGE." },
    { "list", -2, CMD_ADMIN | ALWAYS, ROW, .handler = cmd_list, .since = "2.4.0",
      .complexity = "O(N) where N is the number of client connections",
      .summary = "Tells about all connections, or those that fit the filters.",
      .args = "[ TYPE client-type=( NORMAL | MASTER | REPLICA | PUBSUB )@5.0.0 ] [ ID "
              "client-id:integer@6.2.0 ... ]",
      .tips = "nondeterministic_output",
      .history =
          "2.8.12: Added the number of the connection.; 5.0.0: Added TYPE.; 6.2.0: Added ID, "
          "laddr and the memory fields." },
    { "no-evict", 3, CMD_ADMIN | ALWAYS, ROW, .handler = cmd_no_evict, .since = "7.0.0",
      .complexity = "O(1)",
      .summary = "Protects the connection from being closed when memory is short.",
      .args = "enabled=( ON | OFF )" },
    { "no-touch", 3, ALWAYS, ROW, .handler = cmd_no_touch, .since = "7.2.0", .complexity = "O(1)",
      .summary = "Chooses whether the connection's requests count as accesses of their keys.",
      .args = "enabled=( ON | OFF )" },
    { "pause", -3, CMD_ADMIN | ALWAYS, ROW, .handler = cmd_pause, .since = "3.0.0",
      .complexity = "O(1)", .summary = "Holds back all requests of clients, or those that write.",
      .args = "timeout:integer [ mode=( WRITE | ALL )@6.2.0 ]",
      .history = "6.2.0: Added WRITE and ALL." },
    { "reply", 3, ALWAYS, ROW, .handler = cmd_reply, .since = "3.2.0", .complexity = "O(1)",
      .summary = "Chooses whether requests are replied to.", .args = "action=( ON | OFF | SKIP )" },
    { "setinfo", 4, ALWAYS, ROW, .handler = cmd_setinfo, .since = "7.2.0", .complexity = "O(1)",
      .summary = "Notes the name or version of the client's library.",
      .args = "attr=( LIB-NAME libname | LIB-VER libver )", .tips = to_all },
    { "setname", 3, ALWAYS, ROW, .handler = cmd_setname, .since = "2.6.9", .complexity = "O(1)",
      .summary = "Names the connection.", .args = "connection-name", .tips = to_all },
    { "tracking", -3, ALWAYS, ROW, .handler = cmd_client_tracking, .since = "6.0.0",
      .complexity = "O(1). PREFIX costs O(N*M) for N given prefixes and M that the connection has.",
      .summary = "Has the connection told when what it has read changes, for client-side caching.",
      .args = "status=( ON | OFF ) [ REDIRECT client-id:integer ] [ PREFIX prefix *... ] [ BCAST ] "
              "[ OPTIN ] [ OPTOUT ] [ NOLOOP ]" },
    { "trackinginfo", 2, ALWAYS, ROW, .handler = cmd_client_trackinginfo, .since = "6.2.0",
      .complexity = "O(1)", .summary = "Tells how the connection's reads are tracked." },
    { "unblock", -3, CMD_ADMIN | ALWAYS, ROW, .handler = cmd_unblock, .since = "5.0.0",
      .complexity = "O(log N) where N is the number of client connections",
      .summary = "Ends the wait of another connection's command.",
      .args = "client-id:integer [ unblock-type=( TIMEOUT | ERROR ) ]" },
    { "unpause", 2, CMD_ADMIN | ALWAYS, ROW, .handler = cmd_unpause, .since = "6.2.0",
      .complexity = "O(N) where N is the number of paused clients",
      .summary = "Ends CLIENT PAUSE." },
    COMMAND_END,
};

const struct command client_commands[] = {
    { "client", -2, 0, .group = "connection", .since = "2.4.0",
      .complexity = "Depends on subcommand.", .summary = "Manages the connections of clients.",
      .subs = client_subs },
    COMMAND_END,
};
