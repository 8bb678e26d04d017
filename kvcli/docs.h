/*
 * docs -- what a server says about its commands, from the reply to COMMAND DOCS.
 *
 * A catalogue is a list sorted by name. Subcommands stand for themselves, with a blank where the
 * server has '|': "CONFIG", "CONFIG GET", "CONFIG HELP", ... Names are in upper case.
 */
#ifndef KVCLI_DOCS_H
#define KVCLI_DOCS_H

#include "base/bytes.h"
#include "resp/read.h"

struct doc {
    char *name;
    char *syntax; /* of the arguments: "key value [NX|XX] [GET]"; "" if there are none */
    char *summary, *since, *group, *complexity; /* "" if the server does not say */
    bool has_subcommands;
};

struct docs;

/* From the reply, as RESP2 arrays or RESP3 maps. What is not understood is left out, so the worst
 * that a strange server gets is an empty catalogue. */
struct docs *docs_new(const struct resp_value *reply);
void docs_free(struct docs *d); /* accepts NULL */

size_t docs_count(const struct docs *d);
const struct doc *docs_at(const struct docs *d, size_t i);

/* The command that the words begin with, its name being two words for a subcommand; *used says how
 * many words that took. NULL if there is none. */
const struct doc *docs_find(const struct docs *d, const struct bytes *words, unsigned count,
                            unsigned *used);

#endif
