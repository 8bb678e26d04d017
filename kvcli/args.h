/*
 * args -- the command line of kvcli: options, then the words of one command.
 */
#ifndef KVCLI_ARGS_H
#define KVCLI_ARGS_H

#include "base/bytes.h"
#include "format.h"
#include "session.h"

struct args {
    struct session_target target; /* host and the like point into argv or the environment */
    struct format format;
    bool shows_pushes;     /* print RESP3 pushes between replies */
    bool exits_with_error; /* -e: an error reply is an exit code */
    bool is_verbose;
    bool warns_of_password; /* it stands where `ps` shows it */
    bool asks_password;
    bool has_stdin_last;   /* -x */
    const char *stdin_tag; /* -X: this argument is read from stdin; NULL: none */
    bool is_quoted;        /* --quoted-input: words are spelled as at the prompt */
    int64_t repeat;        /* -1: for ever */
    int64_t interval_us;   /* between repeats */
    char **words;          /* borrowed from argv: the command; none: script or prompt */
    unsigned word_count;
};

enum args_result {
    ARGS_RUN,
    ARGS_HELP,
    ARGS_VERSION,
    ARGS_BAD, /* said on standard error */
};

/* is_tty says what standard output is: people get the human form and pushes, pipes do not. */
enum args_result args_parse(struct args *a, int argc, char **argv, bool is_tty);

void args_print_help(void);

#endif
