/*
 * format -- a reply as text: for a person, for a pipe, or as CSV. JSON has a module of its own.
 *
 *     FORMAT_HUMAN          FORMAT_RAW        FORMAT_CSV
 *     1) "a\n"              a<newline>        "a\n",1,"k","v"
 *     2) (integer) 1        1
 *     3) 1# "k" => "v"      k v
 *
 * The texts are those of redis-cli, byte for byte, since scripts parse them and transcripts in
 * manuals show them. What redis-cli 7.0 cannot read has forms of ours: big numbers, and attributes,
 * which only FORMAT_HUMAN shows, as "1| key => value" lines above the value they describe.
 */
#ifndef KVCLI_FORMAT_H
#define KVCLI_FORMAT_H

#include "base/buf.h"
#include "resp/read.h"

enum format_form {
    FORMAT_HUMAN,
    FORMAT_RAW,
    FORMAT_CSV,
    FORMAT_JSON,
    FORMAT_QUOTED_JSON,
};

struct format {
    enum format_form form;
    struct bytes item_delimiter; /* FORMAT_RAW: between the items of an aggregate */
    struct bytes
        reply_delimiter; /* FORMAT_RAW: after a reply; the other forms end with a newline */
};

/* Appends the reply and its end. */
void format_reply(struct buf *out, const struct resp_value *v, const struct format *f);

/* True if the reply of this command is a text for people (INFO, CLIENT LIST), which FORMAT_HUMAN and
 * FORMAT_RAW leave to format_text. RESP3 marks it as verbatim, RESP2 cannot. */
bool format_is_text_command(const struct bytes *argv, unsigned argc);
/* The bare bytes, with a newline at the end unless they bring one. */
void format_text(struct buf *out, const struct resp_value *v);

#endif
