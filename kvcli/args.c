#include "args.h"

#include "base/num.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

/* What an option's handler sees; value is NULL for options that take none. */
struct parse {
    struct args *a;
    const char *option, *value;
    bool has_proto;
};

struct cli_option {
    const char *name, *alias; /* alias may be NULL */
    const char *value_name;   /* NULL: a flag */
    bool (*set)(struct parse *p);
    const char *help;
};

static bool refuse(const struct parse *p, const char *why)
{
    fprintf(stderr, "kvcli: %s '%s': %s\n", p->option, p->value, why);
    return false;
}

static bool parse_range(const struct parse *p, const char *text, int64_t min, int64_t max,
                        int64_t *out)
{
    int64_t n;

    if (!num_parse_int(bytes_str(text), &n) || n < min || n > max) {
        fprintf(stderr, "kvcli: %s '%s': must be a number from %lld to %lld\n", p->option, text,
                (long long)min, (long long)max);
        return false;
    }
    *out = n;
    return true;
}

/* Seconds with decimals, at most about a month. */
static bool parse_seconds(const struct parse *p, int64_t units_per_second, int64_t *out)
{
    double seconds;

    if (!num_parse_double(bytes_str(p->value), &seconds) || !(seconds >= 0) || seconds > 2e6)
        return refuse(p, "must be a number of seconds");
    *out = (int64_t)llround(seconds * (double)units_per_second);
    return true;
}

static bool set_host(struct parse *p)
{
    p->a->target.host = p->value;
    return true;
}

static bool set_port(struct parse *p)
{
    int64_t port;

    if (!parse_range(p, p->value, 0, UINT16_MAX, &port))
        return false;
    p->a->target.port = (uint16_t)port;
    return true;
}

static bool set_socket(struct parse *p)
{
    p->a->target.socket_path = p->value;
    return true;
}

static bool set_password(struct parse *p)
{
    p->a->target.password = p->value;
    p->a->warns_of_password = true;
    return true;
}

static bool set_user(struct parse *p)
{
    p->a->target.user = p->value;
    return true;
}

static bool set_askpass(struct parse *p)
{
    p->a->asks_password = true;
    return true;
}

/* Replaces %XX by its byte, in place. False for anything else behind a '%', and for %00. */
static bool decode_percent(char *text)
{
    char *to = text;

    for (const char *from = text; *from != '\0'; to++) {
        unsigned c;
        int used = 0;

        if (*from != '%') {
            *to = *from++;
            continue;
        }
        if (sscanf(from, "%%%2x%n", &c, &used) != 1 || used != 3 || c == 0)
            return false;
        *to = (char)c;
        from += used;
    }
    *to = '\0';
    return true;
}

/* user:password or password alone, as it stands before the '@'. */
static bool set_uri_login(struct parse *p, char *login)
{
    char *colon = strchr(login, ':');
    char *password = colon != NULL ? colon + 1 : login;

    if (colon != NULL)
        *colon = '\0';
    if (!decode_percent(login) || (colon != NULL && !decode_percent(password)))
        return refuse(p, "bad %-escape");
    if (colon != NULL && *login != '\0')
        p->a->target.user = login;
    p->a->target.password = password;
    p->a->warns_of_password = true;
    return true;
}

/* redis://[[user:]password@][host][:port][/db]. Cut up in place: argv lives as long as we do. */
static bool set_uri(struct parse *p)
{
    static const char scheme[] = "redis://";
    struct session_target *t = &p->a->target;
    char *rest, *at, *slash, *colon, *end;
    int64_t port;

    if (strncmp(p->value, "rediss://", 9) == 0)
        return refuse(p, "TLS is not supported yet");
    if (strncmp(p->value, scheme, sizeof scheme - 1) != 0) {
        fprintf(stderr, "Invalid URI scheme\n");
        return false;
    }
    rest = (char *)p->value + sizeof scheme - 1;
    slash = strchr(rest, '/');
    if (slash != NULL) {
        *slash = '\0';
        if (slash[1] != '\0' && !parse_range(p, slash + 1, 0, INT32_MAX, &t->db))
            return false;
    }
    at = strrchr(rest, '@');
    if (at != NULL) {
        *at = '\0';
        if (!set_uri_login(p, rest))
            return false;
        rest = at + 1;
    }
    /* An IPv6 address stands in brackets, as its colons would be taken for the port's. */
    end = *rest == '[' ? strchr(rest, ']') : NULL;
    colon = strchr(end != NULL ? end : rest, ':');
    if (colon != NULL) {
        if (!parse_range(p, colon + 1, 0, UINT16_MAX, &port))
            return false;
        t->port = (uint16_t)port;
        *colon = '\0';
    }
    if (end != NULL) {
        *end = '\0';
        rest++;
    }
    if (*rest != '\0')
        t->host = rest;
    return true;
}

static bool set_db(struct parse *p)
{
    return parse_range(p, p->value, 0, INT32_MAX, &p->a->target.db);
}

static bool set_resp2(struct parse *p)
{
    p->a->target.proto = 2;
    p->has_proto = true;
    return true;
}

static bool set_resp3(struct parse *p)
{
    p->a->target.proto = 3;
    p->has_proto = true;
    return true;
}

static bool set_ipv4(struct parse *p)
{
    p->a->target.family = DIAL_IPV4;
    return true;
}

static bool set_ipv6(struct parse *p)
{
    p->a->target.family = DIAL_IPV6;
    return true;
}

static bool set_timeout(struct parse *p)
{
    int64_t ms;

    if (!parse_seconds(p, 1000, &ms))
        return false;
    p->a->target.connect_timeout_ms = (int)ms;
    return true;
}

static bool set_repeat(struct parse *p)
{
    return parse_range(p, p->value, -1, INT64_MAX, &p->a->repeat);
}

static bool set_interval(struct parse *p)
{
    return parse_seconds(p, 1000000, &p->a->interval_us);
}

static bool set_stdin_last(struct parse *p)
{
    p->a->has_stdin_last = true;
    return true;
}

static bool set_stdin_tag(struct parse *p)
{
    p->a->stdin_tag = p->value;
    return true;
}

static bool set_quoted_input(struct parse *p)
{
    p->a->is_quoted = true;
    return true;
}

static bool set_exit_code(struct parse *p)
{
    p->a->exits_with_error = true;
    return true;
}

static bool set_form(struct parse *p, enum format_form form)
{
    p->a->format.form = form;
    return true;
}

static bool set_raw(struct parse *p)
{
    return set_form(p, FORMAT_RAW);
}

static bool set_human(struct parse *p)
{
    return set_form(p, FORMAT_HUMAN);
}

static bool set_csv(struct parse *p)
{
    return set_form(p, FORMAT_CSV);
}

static bool set_json(struct parse *p)
{
    return set_form(p, FORMAT_JSON);
}

static bool set_quoted_json(struct parse *p)
{
    return set_form(p, FORMAT_QUOTED_JSON);
}

static bool set_item_delimiter(struct parse *p)
{
    p->a->format.item_delimiter = bytes_str(p->value);
    return true;
}

static bool set_reply_delimiter(struct parse *p)
{
    p->a->format.reply_delimiter = bytes_str(p->value);
    return true;
}

static bool set_show_pushes(struct parse *p)
{
    char first = p->value[0];

    if (first != 'y' && first != 'n')
        return refuse(p, "must be yes or no");
    p->a->shows_pushes = first == 'y';
    return true;
}

static bool set_verbose(struct parse *p)
{
    p->a->is_verbose = true;
    return true;
}

/* The order is that of --help. --no-auth-warning is a case of its own: it wins wherever it stands. */
static const struct cli_option options[] = {
    { "-h", NULL, "host", set_host, "server host (127.0.0.1)" },
    { "-p", NULL, "port", set_port, "server port (6379)" },
    { "-s", NULL, "path", set_socket, "Unix socket, instead of host and port" },
    { "-u", NULL, "uri", set_uri, "redis://user:password@host:port/db" },
    { "-n", NULL, "db", set_db, "database number (0)" },
    { "-4", NULL, NULL, set_ipv4, "IPv4 only" },
    { "-6", NULL, NULL, set_ipv6, "IPv6 only" },
    { "-t", NULL, "seconds", set_timeout, "give up connecting after this time" },
    { "-a", "--pass", "password", set_password, "password; KVCLI_AUTH or REDISCLI_AUTH is safer" },
    { "--user", NULL, "name", set_user, "user of the password" },
    { "--askpass", NULL, NULL, set_askpass, "ask for the password" },
    { "--no-auth-warning", NULL, NULL, NULL, "do not warn about -a and -u" },
    { "-2", NULL, NULL, set_resp2, "speak RESP2" },
    { "-3", NULL, NULL, set_resp3, "speak RESP3" },
    { "-r", NULL, "count", set_repeat, "run the command so many times, -1 for ever" },
    { "-i", NULL, "seconds", set_interval, "wait between repeats" },
    { "-x", NULL, NULL, set_stdin_last, "read the last argument from standard input" },
    { "-X", NULL, "tag", set_stdin_tag, "read the argument spelled tag from standard input" },
    { "--quoted-input", NULL, NULL, set_quoted_input, "arguments may be \"quoted\\x00\" as typed" },
    { "-e", NULL, NULL, set_exit_code, "an error reply gives exit code 1" },
    { "--raw", NULL, NULL, set_raw, "bare replies (the default unless on a terminal)" },
    { "--no-raw", NULL, NULL, set_human, "replies for people, on a pipe too" },
    { "--csv", NULL, NULL, set_csv, "replies as CSV" },
    { "--json", NULL, NULL, set_json, "replies as JSON; speaks RESP3 unless -2 is given" },
    { "--quoted-json", NULL, NULL, set_quoted_json, "JSON in ASCII: bytes as \\xHH" },
    { "-d", NULL, "text", set_item_delimiter, "raw: between the items of a reply (newline)" },
    { "-D", NULL, "text", set_reply_delimiter, "raw: after each reply (newline)" },
    { "--show-pushes", NULL, "yes|no", set_show_pushes, "print pushes (yes on a terminal)" },
    { "--verbose", NULL, NULL, set_verbose, "say what is connected to" },
};

enum { OPTION_COUNT = sizeof options / sizeof *options };

static const struct cli_option *find_option(const char *word)
{
    for (size_t i = 0; i < OPTION_COUNT; i++)
        if (strcmp(word, options[i].name) == 0 ||
            (options[i].alias != NULL && strcmp(word, options[i].alias) == 0))
            return &options[i];
    return NULL;
}

static void set_defaults(struct args *a, bool is_tty)
{
    const char *password = getenv("KVCLI_AUTH");

    if (password == NULL)
        password = getenv("REDISCLI_AUTH");
    if (password != NULL && *password == '\0')
        password = NULL;
    *a = (struct args){
        .target = { .host = "127.0.0.1", .port = 6379, .password = password },
        .format = { .form = is_tty ? FORMAT_HUMAN : FORMAT_RAW,
                    .item_delimiter = BYTES_LIT("\n"),
                    .reply_delimiter = BYTES_LIT("\n") },
        .shows_pushes = is_tty,
        .repeat = 1,
    };
}

enum args_result args_parse(struct args *a, int argc, char **argv, bool is_tty)
{
    struct parse p = { .a = a };
    bool hides_warning = false;
    int i = 1;

    set_defaults(a, is_tty);
    for (; i < argc && argv[i][0] == '-'; i++) {
        const struct cli_option *o = find_option(argv[i]);

        if (strcmp(argv[i], "--help") == 0 || (strcmp(argv[i], "-h") == 0 && i + 1 == argc))
            return ARGS_HELP;
        if (strcmp(argv[i], "--version") == 0 || strcmp(argv[i], "-v") == 0)
            return ARGS_VERSION;
        if (o == NULL || (o->value_name != NULL && i + 1 == argc)) {
            fprintf(stderr, "Unrecognized option or bad number of args for: '%s'\n", argv[i]);
            return ARGS_BAD;
        }
        if (o->set == NULL) {
            hides_warning = true;
            continue;
        }
        p.option = argv[i];
        p.value = o->value_name != NULL ? argv[++i] : NULL;
        if (!o->set(&p))
            return ARGS_BAD;
    }
    if (hides_warning)
        a->warns_of_password = false;
    if (!p.has_proto && (a->format.form == FORMAT_JSON || a->format.form == FORMAT_QUOTED_JSON))
        a->target.proto = 3; /* so that maps are objects and doubles numbers */
    a->words = argv + i;
    a->word_count = (unsigned)(argc - i);
    if (a->has_stdin_last && a->stdin_tag != NULL) {
        fprintf(stderr, "Options -x and -X are mutually exclusive.\n");
        return ARGS_BAD;
    }
    return ARGS_RUN;
}

void args_print_help(void)
{
    printf("kvcli " KVD_VERSION "\n\n"
           "Usage: kvcli [options] [command [argument ...]]\n\n");
    for (size_t i = 0; i < OPTION_COUNT; i++) {
        const struct cli_option *o = &options[i];
        char head[64];

        snprintf(head, sizeof head, "%s%s%s%s%s%s", o->name, o->alias != NULL ? ", " : "",
                 o->alias != NULL ? o->alias : "", o->value_name != NULL ? " <" : "",
                 o->value_name != NULL ? o->value_name : "", o->value_name != NULL ? ">" : "");
        printf("  %-22s %s\n", head, o->help);
    }
    printf("  %-22s %s\n  %-22s %s\n\n", "--help", "show this text", "-v, --version",
           "show the version");
    printf(
        "Without a command, kvcli reads commands: at a prompt from a terminal, else a line each\n"
        "from standard input.\n\n"
        "  kvcli set greeting hello\n"
        "  kvcli -x set photo < photo.jpg\n"
        "  kvcli --json hgetall user:1 | jq .name\n"
        "  kvcli -r -1 -i 1 dbsize\n");
}
