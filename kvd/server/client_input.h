/*
 * client_input -- what a client has sent and has not been run yet: struct client_input of client.h.
 *
 *     ptr     | run |  requests, complete or not ...   |  room  |
 *             0    pos                                len      cap
 *
 * Bytes are read into a pooled chunk; a longer unfinished request gets memory of its own, which doubles as bytes
 * arrive. A big argument is received into a blob, which may become its value without a copy; until its last
 * byte is there what precedes it waits in the buffer. A client without bytes holds no buffer.
 */
#ifndef KV_SERVER_CLIENT_INPUT_H
#define KV_SERVER_CLIENT_INPUT_H

#include "server/client_list.h"

/* The socket is readable: reads once, and puts the client on the list of those that may have requests. */
void client_input_receive(struct client *c);

/* After the turn: what is left is nothing, complete requests for a later turn, or the start of one. */
void client_input_settle(struct client *c);

void client_input_release(struct client_input *in);

#endif
