/*
 * version -- what we are, and what we look like to clients.
 *
 * The Makefile defines KVD_VERSION and KVD_GIT (the commit, as hex digits).
 */
#ifndef KV_SERVER_VERSION_H
#define KV_SERVER_VERSION_H

#ifndef KVD_VERSION
#define KVD_VERSION "0.0.0"
#endif
#ifndef KVD_GIT
#define KVD_GIT "00000000"
#endif

/* The Redis whose protocol, commands and files we follow: HELLO, INFO redis_version. */
#define REDIS_VERSION "7.2.4"

#endif
