/*
 * chunk -- a pool of 16 KiB buffers for what clients send and are sent.
 *
 * Most requests and replies are gone by the end of the turn, so a few chunks, warm in the cache, serve
 * any number of clients.
 */
#ifndef KV_SERVER_CHUNK_H
#define KV_SERVER_CHUNK_H

#include <stddef.h>
#include <stdint.h>

enum { CHUNK_SIZE = 16 * 1024 };

uint8_t *chunk_take(void);
/* A chunk goes back to the pool; a buffer of another capacity is freed. */
void chunk_give(uint8_t *ptr, size_t cap);

/* Frees the chunks that were not needed since the last trim. Called now and then. */
void chunk_trim(void);
size_t chunk_pool_bytes(void);

#endif
