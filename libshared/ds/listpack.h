/*
 * listpack -- strings and integers in one run of bytes, readable in both directions.
 *
 * Format: the listpack of Redis 7 RDB files; integers little-endian, lengths in bytes.
 *
 *     offset  size  field
 *     0       4     total length, header and end mark included
 *     4       2     number of elements; 65535 = unknown, count by walking
 *     6       ...   elements: encoding and payload, then back length (1 to 5 bytes)
 *     last    1     end mark, 0xFF
 *
 *     encoding byte(s)         element
 *     0xxxxxxx                 integer 0 to 127
 *     10xxxxxx                 string of x (0 to 63) bytes
 *     110xxxxx xxxxxxxx        integer of 13 bits, two's complement, high bits first
 *     1110xxxx xxxxxxxx        string of x (0 to 4095) bytes, high bits first
 *     11110000  4 bytes        string of so many bytes
 *     11110001  2 bytes        integer of 16 bits
 *     11110010  3 bytes        integer of 24 bits
 *     11110011  4 bytes        integer of 32 bits
 *     11110100  8 bytes        integer of 64 bits
 *
 * The back length is the size of encoding and payload, 7 bits a byte, the most significant byte first
 * and the high bit set in all but that one, so that it is read from its end. It takes 1 byte up to 127,
 * 2 below 2^14 - 1, 3 below 2^21 - 1, 4 below 2^28 - 1, else 5: a size with only ones in 14, 21 or 28
 * bits takes a byte more than it needs, as redis-server writes it and expects it.
 *
 *     ["hi", 5]:  0D 00 00 00 | 02 00 | 82 68 69 03 | 05 01 | FF
 *
 * A text that is an integer (num.h) is always held as one, in the shortest form.
 *
 * A position is the byte offset of an element; 0 is none. It stays valid when the pack's memory moves,
 * and until an element at or before it changes size. The functions that read take bytes that
 * lp_validate() has accepted or that this module made.
 */
#ifndef KV_DS_LISTPACK_H
#define KV_DS_LISTPACK_H

#include "ds/item.h"
#include "ds/pack.h"

enum {
    LP_EMPTY = 7,       /* bytes of a listpack without elements */
    LP_ELEM_EXTRA = 11, /* most bytes that an element takes beyond its text */
};
#define LP_BYTES_MAX                                                                               \
    ((size_t)1 << 30) /* no change makes a longer one; owners convert far earlier */

/* Makes p, which is empty, an empty listpack. */
void lp_init(struct pack *p);

size_t lp_bytes(const uint8_t *lp);
size_t lp_count(const uint8_t *lp);

/* ---- Positions ----------------------------------------------------------------------------------- */

size_t lp_first(const uint8_t *lp);
size_t lp_last(const uint8_t *lp);
size_t lp_next(const uint8_t *lp, size_t pos); /* 0 behind the last */
size_t lp_prev(const uint8_t *lp, size_t pos); /* 0 before the first */
/* index from 0; negative ones count from the end. Walks from the nearer end. 0 if there is none. */
size_t lp_seek(const uint8_t *lp, int64_t index);
/* Where an appended element will be: the offset of the end mark. */
size_t lp_end(const uint8_t *lp);

/* ---- Reading ------------------------------------------------------------------------------------- */

struct item lp_get(const uint8_t *lp, size_t pos);

struct item lp_take_long(const uint8_t *lp, size_t *pos); /* as lp_take, for any element */

/* As lp_get at *pos, which moves on to the next element (0 behind the last): one decoding for both. Inline,
 * since streams are read by it, and for the elements that most are: integers up to 127 and texts up to 63
 * bytes, whose back length is one byte. */
static inline struct item lp_take(const uint8_t *lp, size_t *pos)
{
    const uint8_t *e = lp + *pos;
    size_t len = *e < 0x80 ? 0 : *e & 0x3f, next = *pos + 2 + len;

    if (__builtin_expect(*e >= 0xc0, 0))
        return lp_take_long(lp, pos);
    *pos = lp[next] == 0xff ? 0 : next;
    return *e < 0x80 ? item_of_int(*e) : item_of_bytes(bytes_make(e + 1, len));
}

/* How the element is encoded, for DEBUG: "int" or "str" and the bits of the number or length, such as
 * "str6"; "uint7" for the integers of one byte. */
const char *lp_encoding_name(const uint8_t *lp, size_t pos);

/* A text to compare elements with; what it is as an integer is worked out once. */
struct lp_needle {
    struct bytes text;
    int64_t number;
    bool is_int;
};
struct lp_needle lp_needle(struct bytes text);
bool lp_equals(const uint8_t *lp, size_t pos, const struct lp_needle *n);

/* The first equal element at from, from + (skip + 1) elements, ...; 0 if there is none (or from is 0). */
size_t lp_find(const uint8_t *lp, size_t from, const struct lp_needle *n, unsigned skip);

/* ---- Changing ------------------------------------------------------------------------------------
 *
 * Texts must not lie in the listpack that is changed. */

/* Bytes that the text (or integer) takes as an element. */
size_t lp_size_of(struct bytes text);
size_t lp_size_of_item(const struct item *it);

/* Inserts before the element at pos; lp_end() appends. Returns the new element's position: pos. */
size_t lp_insert(struct pack *p, size_t pos, struct bytes text);
size_t lp_insert_item(struct pack *p, size_t pos, const struct item *it);
void lp_append(struct pack *p, struct bytes text);
void lp_append_item(struct pack *p, const struct item *it);
void lp_prepend(struct pack *p, struct bytes text);

void lp_replace(struct pack *p, size_t pos, struct bytes text);
void lp_replace_item(struct pack *p, size_t pos, const struct item *it);

/* Appends several elements for the price of one. Room for `most` bytes is made at the end; each element is
 * written where the last one ended, and takes LP_ELEM_EXTRA bytes beyond its text at most; lp_append_end()
 * takes what was written, count elements up to `end`, in.
 *
 *     at = lp_append_begin(p, most);
 *     at = lp_write_int(at, 5);
 *     at = lp_write_text(at, text);
 *     lp_append_end(p, at, 2);
 */
uint8_t *lp_append_begin(struct pack *p, size_t most);
uint8_t *lp_write_int(uint8_t *at, int64_t n);
uint8_t *lp_write_text(uint8_t *at, struct bytes text);
void lp_append_end(struct pack *p, const uint8_t *end, size_t count);

/* Deletes count elements from pos on, as many as there are. Returns the position of what followed
 * them (pos), or 0 if nothing did. */
size_t lp_delete(struct pack *p, size_t pos, size_t count);

/* At the head, without moving what is behind it: the listpack grows or shrinks at its front, and begins
 * where is returned. Prepending takes the element's bytes from the room before lp, which is the caller's;
 * NULL, and nothing is changed, if that is too little. Dropping: count < lp_count(). */
uint8_t *lp_prepend_below(uint8_t *lp, size_t room, const struct item *it);
uint8_t *lp_drop_front(uint8_t *lp, size_t count);

/* Deletes the first max elements that equal the needle (from_end: the last), all in one pass. Returns
 * how many. */
size_t lp_remove(struct pack *p, const struct lp_needle *n, size_t max, bool from_end);

/* Appends all elements of other. */
void lp_join(struct pack *p, const uint8_t *other);
/* Moves the elements from pos on to out, which is empty. */
void lp_split(struct pack *p, size_t pos, struct pack *out);

/* ---- From outside -------------------------------------------------------------------------------- */

/* True if data is exactly one well-formed listpack: lengths, back lengths, shortest or longer forms
 * alike, end mark and count. Whatever it accepts can be read and changed safely. */
bool lp_validate(struct bytes data);

/* Asserts the same of one of our own; for tests and DEBUG. */
void lp_check(const uint8_t *lp);

#endif
