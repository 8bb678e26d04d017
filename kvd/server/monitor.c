#include "server/monitor.h"

#include "base/clock.h"
#include "base/size.h"
#include "server/block.h"
#include "server/client.h"
#include "server/push.h"
#include "server/redact.h"
#include "server/reply.h"

enum { ARG_SHOWN_MAX = 1 << 20 }; /* bytes shown of an argument */

unsigned monitor_clients;

/* The form of addresses here: ip:port, or unix: and the path of our socket. */
static void add_addr(struct buf *line, struct client *c)
{
    struct bytes addr = bytes_str(client_addr(c));

    if (c->flags & CLIENT_UNIX) {
        buf_add_str(line, "unix:");
        addr.len -= strlen(":0");
    }
    buf_add_bytes(line, addr);
}

static void add_arg(struct buf *line, struct bytes arg)
{
    buf_add_byte(line, ' ');
    buf_add_quoted(line, bytes_make(arg.ptr, size_min(arg.len, ARG_SHOWN_MAX)));
    if (arg.len > ARG_SHOWN_MAX)
        buf_addf(line, "... (%zu more bytes)", arg.len - ARG_SHOWN_MAX);
}

/* The line is built once; each watching client gets a copy in its replies. */
void monitor_feed(const struct call *c)
{
    struct buf line = { .limit = BUF_UNLIMITED };
    int64_t now = clock_wall_us();

    buf_addf(&line, "+%lld.%06lld [%u ", (long long)(now / 1000000), (long long)(now % 1000000),
             c->client->db);
    if (c->sink != NULL)
        buf_add_str(&line, "lua");
    else
        add_addr(&line, c->client);
    buf_add_byte(&line, ']');
    for (unsigned i = 0; i < c->argc; i++)
        add_arg(&line, redact_arg(c->cmd, c->argv, i));
    buf_add(&line, "\r\n", 2);
    for (struct client *m = client_first(); m; m = client_next(m)) {
        if (m->flags & CLIENT_MONITOR)
            push_send(m, buf_bytes(&line));
    }
    buf_fini(&line);
}

void monitor_leave(struct client *c)
{
    if (!(c->flags & CLIENT_MONITOR))
        return;
    c->flags &= ~(unsigned)CLIENT_MONITOR;
    monitor_clients--;
}

/* MONITOR */
static void cmd_monitor(struct call *c)
{
    if (!block_is_allowed(c)) {
        reply_error(c, "ERR MONITOR isn't allowed for DENY BLOCKING client");
        return;
    }
    if (!(c->client->flags & CLIENT_MONITOR))
        monitor_clients++;
    c->client->flags |= CLIENT_MONITOR;
    reply_ok(c);
}

const struct command monitor_commands[] = {
    { "monitor", 1, CMD_ADMIN | CMD_NOSCRIPT | CMD_LOADING | CMD_STALE, .handler = cmd_monitor,
      .group = "server", .since = "1.0.0",
      .complexity = "O(1); every later request costs O(N) for N monitoring clients.",
      .summary = "Shows every request the server runs, as it runs." },
    COMMAND_END,
};
