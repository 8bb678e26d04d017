/*
 * kvcli -- the client a person types into and a script pipes into.
 *
 *     kvcli SET k v           one command
 *     kvcli < commands.txt    a script, a command per line
 *     kvcli                   a prompt
 */
#include "args.h"
#include "base/clock.h"
#include "base/mem.h"
#include "console.h"
#include "prompt.h"
#include "resp/inline.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <termios.h>
#include <unistd.h>

static bool read_all(int fd, struct buf *out)
{
    for (;;) {
        uint8_t *room = buf_room(out, 64 * 1024);
        ssize_t n = room != NULL ? read(fd, room, 64 * 1024) : -1;

        if (n == 0)
            return true;
        if (n < 0 && errno != EINTR)
            return false;
        if (n > 0)
            out->len += (size_t)n;
    }
}

/* Reads a password from the terminal, which shows nothing of it. False without a terminal. */
static bool ask_password(struct buf *out)
{
    FILE *tty = fopen("/dev/tty", "r+e");
    struct termios old, silent;
    char *line = NULL;
    size_t cap = 0;
    ssize_t n;

    if (tty == NULL || tcgetattr(fileno(tty), &old) != 0) {
        fprintf(stderr, "kvcli: --askpass needs a terminal\n");
        if (tty != NULL)
            fclose(tty);
        return false;
    }
    silent = old;
    silent.c_lflag &= ~(tcflag_t)ECHO;
    fputs("Please input password: ", tty);
    fflush(tty);
    tcsetattr(fileno(tty), TCSAFLUSH, &silent);
    n = getline(&line, &cap, tty);
    tcsetattr(fileno(tty), TCSAFLUSH, &old);
    fputc('\n', tty);
    fclose(tty);
    if (n > 0)
        buf_add(out, line, (size_t)n - (line[n - 1] == '\n'));
    free(line); /* getline's */
    return n > 0;
}

/* A word of the command line spelled as at the prompt. Its bytes go to text. */
static bool unquote(struct bytes *word, struct buf *text)
{
    unsigned count;
    struct bytes plain;

    if (!inline_split(*word, text, &plain, 1, &count) || count != 1)
        return false;
    *word = plain;
    return true;
}

/* The command to run: the words given, with what -x and -X read in its place. The slices point into
 * argv, text and input. False (said on standard error) if it cannot be made up. */
static bool gather_words(const struct args *a, struct bytes *words, unsigned *count,
                         struct buf *text, struct buf *input)
{
    bool takes_input = a->has_stdin_last || a->stdin_tag != NULL, is_used = a->has_stdin_last;
    size_t total = 0;

    for (unsigned i = 0; i < a->word_count; i++)
        total += strlen(a->words[i]);
    buf_room(text, total + 1); /* so that the words do not move */
    if (takes_input && !read_all(STDIN_FILENO, input)) {
        fprintf(stderr, "kvcli: standard input: %s\n", strerror(errno));
        return false;
    }
    *count = a->word_count;
    for (unsigned i = 0; i < a->word_count; i++) {
        words[i] = bytes_str(a->words[i]);
        if (a->stdin_tag != NULL && strcmp(a->words[i], a->stdin_tag) == 0) {
            words[i] = buf_bytes(input);
            is_used = true;
        } else if (a->is_quoted && !unquote(&words[i], text)) {
            fprintf(stderr, "Invalid quoted string\n");
            return false;
        }
    }
    if (a->has_stdin_last)
        words[(*count)++] = buf_bytes(input);
    if (takes_input && !is_used) {
        fprintf(stderr, "Using -X option but stdin tag not match.\n");
        return false;
    }
    return true;
}

/* The command on our own command line. */
static int run_command(struct console *c, const struct args *a)
{
    struct bytes *words = mem_alloc((a->word_count + 1) * sizeof *words);
    struct buf text, input;
    unsigned count;
    int code = EXIT_FAILURE;

    buf_init(&text, BUF_UNLIMITED);
    buf_init(&input, BUF_UNLIMITED);
    if (gather_words(a, words, &count, &text, &input)) {
        enum console_result result = console_run(c, words, count, a->repeat);

        if (result == CONSOLE_OK || (result == CONSOLE_ERROR && !a->exits_with_error))
            code = EXIT_SUCCESS;
    }
    buf_fini(&text);
    buf_fini(&input);
    mem_free(words);
    return code;
}

/* A command per line of standard input. A lost connection ends the script: what follows was written
 * for a server that has executed what came before. */
static int run_script(struct console *c, const struct args *a)
{
    enum console_result result = CONSOLE_OK;
    bool had_error = false;
    char *line = NULL;
    size_t cap = 0;
    ssize_t n;

    while (result != CONSOLE_LOST && result != CONSOLE_QUIT &&
           (n = getline(&line, &cap, stdin)) > 0) {
        if (line[n - 1] == '\n')
            n--;
        result = console_line(c, bytes_make(line, (size_t)n));
        had_error |= result == CONSOLE_ERROR;
    }
    free(line); /* getline's */
    if (result == CONSOLE_LOST || (had_error && a->exits_with_error))
        return EXIT_FAILURE;
    return EXIT_SUCCESS;
}

static int run(const struct args *a)
{
    bool is_prompt = a->word_count == 0 && isatty(STDIN_FILENO);
    enum console_mode mode = a->word_count > 0 ? CONSOLE_ONCE
                             : is_prompt       ? CONSOLE_PROMPT
                                               : CONSOLE_SCRIPT;
    struct session *s = session_new(&a->target);
    struct console *c = console_new(s, a, mode);
    int code = EXIT_FAILURE;

    /* The prompt also serves without a server: it tries again with each command. */
    if (session_connect(s) != SESSION_OK)
        fprintf(stderr, "%s\n", session_error(s));
    else if (a->is_verbose)
        fprintf(stderr, "Connected to %s, RESP%d\n", session_address(s), session_proto(s));
    if (is_prompt)
        code = prompt_run(c, s);
    else if (session_is_connected(s))
        code = a->word_count > 0 ? run_command(c, a) : run_script(c, a);
    console_free(c);
    session_free(s);
    return code;
}

int main(int argc, char **argv)
{
    struct buf password;
    struct args a;
    int code = EXIT_FAILURE;

    mem_thread_start();
    clock_init();
    switch (args_parse(&a, argc, argv, isatty(STDOUT_FILENO))) {
    case ARGS_HELP:
        args_print_help();
        return EXIT_SUCCESS;
    case ARGS_VERSION:
        printf("kvcli " KVD_VERSION " (git:" KVD_GIT ")\n");
        return EXIT_SUCCESS;
    case ARGS_BAD:
        return EXIT_FAILURE;
    case ARGS_RUN:
        break;
    }
    if (a.warns_of_password && !a.asks_password)
        fputs("Warning: Using a password with '-a' or '-u' option on the command line interface "
              "may not be safe.\n",
              stderr);
    buf_init(&password, BUF_UNLIMITED);
    if (!a.asks_password || ask_password(&password)) {
        if (a.asks_password)
            a.target.password = buf_cstr(&password);
        code = run(&a);
    }
    buf_fini(&password);
    return code;
}
