/*
 * addr -- socket addresses as text: "127.0.0.1:6379", "[::1]:6379", "/tmp/kvd.sock:0".
 */
#ifndef KV_NET_ADDR_H
#define KV_NET_ADDR_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/socket.h>

enum { ADDR_TEXT_MAX = 140 };

/* ip:port of the peer (or of our own end); IPv4-mapped addresses as IPv4. A Unix socket gives its
 * path and :0. out has room for ADDR_TEXT_MAX; "?:0" if the descriptor has none. */
void addr_peer(int fd, char *out);
void addr_local(int fd, char *out);
void addr_format(const struct sockaddr *sa, socklen_t len, char *out);
/* True if the peer is on this host: loopback or a Unix socket. */
bool addr_peer_is_local(int fd);

#endif
