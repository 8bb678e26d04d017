/* What is shown of a client: addresses, the line of CLIENT LIST and what it is made of. */
#include "base/clock.h"
#include "base/mem.h"
#include "net/addr.h"
#include "server/block.h"
#include "server/client.h"
#include "server/job.h"
#include "server/multi.h"
#include "server/subscription.h"
#include "server/tracking.h"

const char *client_addr(struct client *c)
{
    char text[ADDR_TEXT_MAX];

    if (c->flags & CLIENT_UNIX)
        return client_laddr(c);
    if (c->addr == NULL) {
        addr_peer(conn_fd(c->conn), text);
        c->addr = mem_strdup(text);
    }
    return c->addr;
}

const char *client_laddr(struct client *c)
{
    char text[ADDR_TEXT_MAX];

    if (c->laddr == NULL) {
        addr_local(conn_fd(c->conn), text);
        c->laddr = mem_strdup(text);
    }
    return c->laddr;
}

const char *client_type_name(const struct client *c)
{
    return c->subscriber ? "pubsub" : "normal";
}

size_t client_input_mem(const struct client *c)
{
    return c->in.cap + (c->in.big ? c->in.big->cap : 0);
}

size_t client_mem(const struct client *c)
{
    return sizeof *c + client_input_mem(c) + request_mem(&c->parser) + outbuf_mem(&c->out) +
           (c->held ? outbuf_mem(c->held) : 0) + job_mem(c->job) + block_mem(c->block) +
           multi_mem(c) + c->watching.bytes + subscription_mem(c) + tracking_mem(c);
}

void client_flag_letters(const struct client *c, char out[CLIENT_FLAGS_MAX])
{
    char *p = out;

    if (c->flags & CLIENT_MONITOR)
        *p++ = 'O';
    if (c->subscriber != NULL)
        *p++ = 'P';
    if (c->multi != NULL)
        *p++ = 'x';
    if (c->state == CLIENT_BLOCKED || c->state == CLIENT_PAUSED)
        *p++ = 'b';
    if (tracking_flags(c) & TRACKING_ON)
        *p++ = 't';
    if (tracking_flags(c) & TRACKING_BROKEN)
        *p++ = 'R';
    if (tracking_flags(c) & TRACKING_BCAST)
        *p++ = 'B';
    if (c->watching.broken)
        *p++ = 'd';
    if (c->state == CLIENT_DRAINING)
        *p++ = 'c';
    if (c->flags & CLIENT_UNIX)
        *p++ = 'U';
    if (c->flags & CLIENT_NO_EVICT)
        *p++ = 'e';
    if (c->flags & CLIENT_NO_TOUCH)
        *p++ = 'T';
    if (c->flags & CLIENT_IMPORT_SOURCE)
        *p++ = 'I';
    if (p == out)
        *p++ = 'N';
    *p = '\0';
}

static void add_text(struct buf *out, struct bytes name, const char *text)
{
    buf_add_bytes(out, name);
    if (text != NULL)
        buf_add_str(out, text);
}

static void add_number(struct buf *out, struct bytes name, uint64_t n)
{
    buf_add_bytes(out, name);
    buf_add_uint(out, n);
}

#define TEXT(name, text) add_text(out, BYTES_LIT(name), (text))
#define NUMBER(name, n)  add_number(out, BYTES_LIT(name), (uint64_t)(n))

/* There may be tens of thousands of lines: printf would take most of the time. */
void client_info_line(struct client *c, struct buf *out)
{
    uint64_t now = clock_mono_us();
    char letters[CLIENT_FLAGS_MAX];

    client_flag_letters(c, letters);
    NUMBER("id=", c->id);
    TEXT(" addr=", client_addr(c));
    TEXT(" laddr=", client_laddr(c));
    NUMBER(" fd=", conn_fd(c->conn));
    TEXT(" name=", c->name);
    NUMBER(" age=", (now - c->created_us) / 1000000);
    NUMBER(" idle=", (now - c->active_us) / 1000000);
    TEXT(" flags=", letters);
    NUMBER(" db=", c->db);
    NUMBER(" sub=", subscription_count(c, TOPIC_CHANNEL));
    NUMBER(" psub=", subscription_count(c, TOPIC_PATTERN));
    NUMBER(" ssub=", subscription_count(c, TOPIC_SHARD_CHANNEL));
    TEXT(" multi=", c->multi ? "" : "-1");
    if (c->multi)
        NUMBER("", multi_count(c));
    NUMBER(" watch=", c->watching.count);
    NUMBER(" qbuf=", c->in.len - c->in.pos + (c->in.big ? c->in.big->len : 0));
    NUMBER(" qbuf-free=", c->in.cap - c->in.len);
    NUMBER(" argv-mem=", request_mem(&c->parser));
    NUMBER(" multi-mem=", multi_mem(c));
    NUMBER(" rbs=", c->out.tail.cap);
    NUMBER(" rbp=0 obl=", c->out.tail.len);
    NUMBER(" oll=", c->out.node_count);
    NUMBER(" omem=", c->out.node_bytes);
    NUMBER(" tot-mem=", client_mem(c));
    TEXT(" events=", c->flags & CLIENT_FULL ? "rw" : "r");
    TEXT(" cmd=", c->last_cmd ? c->last_cmd->full_name : "NULL");
    TEXT(" user=default redir=", "");
    buf_add_int(out, tracking_redirect(c));
    NUMBER(" resp=", c->proto);
    TEXT(" lib-name=", c->lib_name);
    TEXT(" lib-ver=", c->lib_ver);
    NUMBER(" tot-net-in=", c->bytes_in);
    NUMBER(" tot-net-out=", c->bytes_out);
    NUMBER(" tot-cmds=", c->commands);
    TEXT(" capa=", c->flags & CLIENT_CAPA_REDIRECT ? "r" : "");
}
