#include "cmd/flush_wait.h"

#include "server/background.h"
#include "server/block.h"
#include "server/client.h"
#include "server/reply.h"
#include "server/server.h"

/* On the loop's thread: what the client waits for is free. */
static void on_done(void *client_id)
{
    struct client *c = client_find((uint64_t)(uintptr_t)client_id);

    if (c != NULL)
        client_end_wait(c, reply_ok);
}

/* On the background thread, behind what it was given before. */
static void done(void *client_id)
{
    loop_post(server.loop, on_done, client_id);
}

void flush_wait(struct call *c)
{
    if (!block_is_allowed(c)) {
        reply_ok(c);
        return;
    }
    client_hold(c);
    background_run(done, (void *)(uintptr_t)c->client->id);
}
