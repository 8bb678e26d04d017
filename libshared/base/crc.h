/*
 * crc -- the three checksums of our formats.
 *
 *     crc16    XMODEM: polynomial 0x1021, initial 0, not reflected. "123456789" -> 0x31C3.
 *              Maps a key to its cluster slot.
 *     crc32c   Castagnoli, reflected, initial and final inversion. "123456789" -> 0xE3069283.
 *              Chained over AOF batches. Uses the CPU instruction where there is one.
 *     crc64    Jones: polynomial 0xad93d23594c935a9, reflected, initial 0, no inversion.
 *              "123456789" -> 0xe9c6d914c4b8d9ca. Ends RDB files and DUMP payloads.
 *
 * crc32c and crc64 continue from a previous value: start with 0.
 */
#ifndef KV_BASE_CRC_H
#define KV_BASE_CRC_H

#include "base/bytes.h"

uint16_t crc16(struct bytes data);
uint32_t crc32c(uint32_t crc, struct bytes data);
uint32_t crc32c_by_table(uint32_t crc, struct bytes data); /* without the instruction, for tests */
uint64_t crc64(uint64_t crc, struct bytes data);
/* The crc64 of a head and a tail, from those of each of them. */
uint64_t crc64_join(uint64_t head, uint64_t tail, size_t tail_len);

#endif
