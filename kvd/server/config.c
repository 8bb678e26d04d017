#include "server/config.h"

#include "base/log.h"
#include "base/mem.h"
#include "net/addr.h"
#include "server/client.h"
#include "server/command.h"
#include "server/server.h"
#include "server/version.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

int config_debug_access, config_protected_access;

/* ---- The command line ---------------------------------------------------------------------------- */

/* What the command line asks for. Its directives become a text like a config file's, a directive a
 * line, so that one parser reads both. */
struct request {
    const char *file; /* NULL: none */
    bool from_stdin;
    bool help, version, check;
    struct buf text;
};

/* True for the words that are no directives. */
static bool take_switch(struct request *r, const char *word)
{
    bool is_help = strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0;
    bool is_version = strcmp(word, "--version") == 0 || strcmp(word, "-v") == 0;
    bool is_check = strcmp(word, "--check-config") == 0;
    bool is_stdin = strcmp(word, "-") == 0;

    r->help = r->help || is_help;
    r->version = r->version || is_version;
    r->check = r->check || is_check;
    r->from_stdin = r->from_stdin || is_stdin;
    return is_help || is_version || is_check || is_stdin;
}

static bool is_directive(const char *word)
{
    return strncmp(word, "--", 2) == 0;
}

/* Appends the directive at argv[i] and its values; returns where the next one starts. The last word
 * is not "--".
 *
 * As redis-server has it: the word behind the name is a value even if it begins with "--" (a
 * password may), but not behind save, whose value may be left out; "--name value" may also be one
 * word, and "-- name value" has the name in a word of its own. */
static int take_directive(struct request *r, int argc, char **argv, int i)
{
    const char *name = argv[i++] + 2;
    bool is_save, any_value;

    if (*name == '\0')
        name = argv[i++];
    is_save = strcasecmp(name, "save") == 0;
    any_value = !is_save && strchr(name, ' ') == NULL;
    buf_add_str(&r->text, name);
    if (is_save && (i == argc || is_directive(argv[i])))
        buf_add_str(&r->text, " \"\"");
    for (; i < argc && (any_value || !is_directive(argv[i])); i++) {
        if (i == argc - 1 && strcmp(argv[i], "-") == 0)
            break; /* standard input */
        buf_add_byte(&r->text, ' ');
        buf_add_quoted(&r->text, bytes_str(argv[i]));
        any_value = false;
    }
    buf_add_byte(&r->text, '\n');
    return i;
}

static void refuse_word(const char *word)
{
    if (is_directive(word))
        fprintf(stderr, "kvd: '--' at the end: the name of a directive is missing\n");
    else if (word[0] == '-')
        fprintf(stderr, "kvd: '%s': directives begin with two dashes: '-%s'\n", word, word);
    else
        fprintf(stderr, "kvd: '%s': the config file comes first, then directives as --name value\n",
                word);
}

static bool read_arguments(struct request *r, int argc, char **argv)
{
    int i = 1;

    while (i < argc && take_switch(r, argv[i]))
        i++;
    if (i < argc && argv[i][0] != '-')
        r->file = argv[i++];
    while (i < argc) {
        if (take_switch(r, argv[i])) {
            i++;
        } else if (is_directive(argv[i]) && strcmp(argv[argc - 1], "--") != 0) {
            i = take_directive(r, argc, argv, i);
        } else {
            refuse_word(argv[i]);
            return false;
        }
    }
    return true;
}

/* ---- Help ---------------------------------------------------------------------------------------- */

static void print_help(const struct option_set *options)
{
    struct buf text;

    buf_init(&text, BUF_UNLIMITED);
    option_help(options, &text);
    puts(
        "Usage: kvd [file | -] [--directive value ...]\n"
        "       kvd --check-config [file | -] [--directive value ...]\n"
        "       kvd --help | -h | --version | -v\n"
        "\n"
        "The file holds a directive a line; \"-\" reads it from standard input. Directives on the\n"
        "command line are read last and win.\n"
        "\n"
        "  kvd /etc/kvd.conf --port 7000\n"
        "  kvd --bind 127.0.0.1 ::1 --save \"\" --maxclients 100\n"
        "  echo 'port 7000' | kvd -\n"
        "\n"
        "Directives:\n");
    fwrite(text.ptr, 1, text.len, stdout);
    buf_fini(&text);
}

static void print_version(void)
{
    printf("kvd v=%s sha=%s redis=%s malloc=%s bits=%zu\n", KVD_VERSION, KVD_GIT, REDIS_VERSION,
           mem_allocator_name(), 8 * sizeof(void *));
}

/* ---- Loading ------------------------------------------------------------------------------------- */

static bool load_file(struct option_set *options, const char *file, struct buf *err)
{
    char path[PATH_MAX];

    if (realpath(file, path) == NULL) {
        buf_addf(err, "%s: %s", file, strerror(errno));
        return false;
    }
    server.config_file = mem_strdup(path);
    return option_load_file(options, path, err);
}

static bool load_stdin(struct option_set *options, struct buf *err)
{
    struct buf text;
    char chunk[4096];
    ssize_t n;
    bool ok;

    buf_init(&text, OPTION_TEXT_MAX + 1);
    while ((n = read(STDIN_FILENO, chunk, sizeof chunk)) > 0 || (n < 0 && errno == EINTR))
        buf_add(&text, chunk, n > 0 ? (size_t)n : 0);
    ok = n == 0 && !text.failed;
    if (ok)
        ok = option_load_text(options, buf_bytes(&text), "standard input", err);
    else
        buf_addf(err, "standard input: %s", strerror(text.failed ? EFBIG : errno));
    buf_fini(&text);
    return ok;
}

static bool load_all(struct option_set *options, const struct request *r, struct buf *err)
{
    return (r->file == NULL || load_file(options, r->file, err)) &&
           (!r->from_stdin || load_stdin(options, err)) &&
           option_load_text(options, buf_bytes(&r->text), "command line", err);
}

/* ---- Directives of parts still to come ----------------------------------------------------------- */

struct later {
    const struct option_set *options;
    struct buf names;
};

static void note_later(void *ctx, const char *name, const struct option *o)
{
    struct later *l = ctx;

    if (!(o->flags & OPT_LATER) || name != o->name || !option_is_set(l->options, o))
        return;
    buf_add_str(&l->names, l->names.len > 0 ? ", " : "");
    buf_add_str(&l->names, name);
}

/* The names that the user set, separated by commas; the caller frees them with buf_fini(). */
static struct buf later_names(const struct option_set *options)
{
    struct later l = { .options = options };

    buf_init(&l.names, BUF_UNLIMITED);
    option_each(options, BYTES_LIT("*"), note_later, &l);
    return l.names;
}

void config_log_later(const struct option_set *options)
{
    struct buf names = later_names(options);

    if (names.len > 0)
        log_notice("config: kept for parts still to come: %s", buf_cstr(&names));
    buf_fini(&names);
}

static void print_check(const struct option_set *options)
{
    struct buf names = later_names(options);

    puts("config ok");
    if (names.len > 0)
        printf("kept for parts still to come: %s\n", buf_cstr(&names));
    buf_fini(&names);
}

/* ---- config_load --------------------------------------------------------------------------------- */

static enum config_result load(const struct request *r, struct option_set *options)
{
    struct buf err;
    bool ok;

    buf_init(&err, BUF_UNLIMITED);
    ok = load_all(options, r, &err);
    if (!ok)
        fprintf(stderr, "kvd: %s\n", buf_cstr(&err));
    else if (r->check)
        print_check(options);
    buf_fini(&err);
    if (!ok)
        return CONFIG_EXIT_ERROR;
    return r->check ? CONFIG_EXIT_OK : CONFIG_RUN;
}

enum config_result config_load(int argc, char **argv, struct option_set *options)
{
    struct request r = { 0 };
    enum config_result result = CONFIG_EXIT_OK;

    buf_init(&r.text, BUF_UNLIMITED);
    if (!read_arguments(&r, argc, argv))
        result = CONFIG_EXIT_ERROR;
    else if (r.help)
        print_help(options);
    else if (r.version)
        print_version();
    else
        result = load(&r, options);
    buf_fini(&r.text);
    return result;
}

/* ---- CONFIG REWRITE ------------------------------------------------------------------------------ */

static bool read_whole(int fd, struct buf *out)
{
    ssize_t n;

    do {
        const size_t step = 64 * 1024;

        n = read(fd, buf_room(out, step), step);
        out->len += n > 0 ? (size_t)n : 0;
        if (out->len > OPTION_TEXT_MAX) {
            errno = EFBIG;
            return false;
        }
    } while (n > 0 || (n < 0 && errno == EINTR));
    return n == 0;
}

static bool write_all(int fd, struct bytes data)
{
    while (data.len > 0) {
        ssize_t n = write(fd, data.ptr, data.len);

        if (n < 0 && errno != EINTR)
            return false;
        data = bytes_from(data, n > 0 ? (size_t)n : 0);
    }
    return true;
}

/* Makes a rename in the folder of path last. */
static bool sync_folder(const char *path)
{
    char folder[PATH_MAX];
    char *slash;
    bool ok;
    int fd;

    snprintf(folder, sizeof folder, "%s", path);
    slash = strrchr(folder, '/');
    slash[slash == folder] = '\0'; /* "/" keeps its slash */
    fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    ok = fd >= 0 && fsync(fd) == 0;
    if (fd >= 0)
        close(fd);
    return ok;
}

/* Replaces the file: a crash leaves the old text or the new, never a mix. Owner and permissions
 * stay. */
static bool replace_file(const char *path, const struct stat *old, struct bytes text)
{
    char temp[PATH_MAX];
    bool ok;
    int fd, saved_errno;

    errno = ENAMETOOLONG;
    if ((size_t)snprintf(temp, sizeof temp, "%s.XXXXXX", path) >= sizeof temp)
        return false;
    fd = mkostemp(temp, O_CLOEXEC);
    if (fd < 0)
        return false;
    /* Only root can give a file away: others can only replace their own. */
    ok = write_all(fd, text) && (fchown(fd, old->st_uid, old->st_gid) == 0 || errno == EPERM) &&
         fchmod(fd, old->st_mode & 07777) == 0 && fsync(fd) == 0;
    ok = close(fd) == 0 && ok;
    ok = ok && rename(temp, path) == 0;
    saved_errno = errno;
    if (!ok)
        unlink(temp);
    errno = saved_errno;
    return ok && sync_folder(path);
}

enum kv_err config_rewrite(const struct option_set *options)
{
    struct buf old_text, new_text;
    struct stat st;
    bool ok;
    int fd, saved_errno;

    if (server.config_file == NULL)
        return KV_NOT_FOUND;
    buf_init(&old_text, BUF_UNLIMITED);
    buf_init(&new_text, BUF_UNLIMITED);
    /* Opened for writing, so that a file made read-only is not replaced behind its owner's back. */
    fd = open(server.config_file, O_RDWR | O_CLOEXEC);
    ok = fd >= 0 && fstat(fd, &st) == 0 && read_whole(fd, &old_text);
    if (ok) {
        option_rewrite(options, buf_bytes(&old_text), &new_text);
        ok = replace_file(server.config_file, &st, buf_bytes(&new_text));
    }
    saved_errno = errno;
    if (ok)
        log_notice("config: %s rewritten", server.config_file);
    else
        log_warning("config: rewriting %s: %s", server.config_file, strerror(saved_errno));
    if (fd >= 0)
        close(fd);
    buf_fini(&old_text);
    buf_fini(&new_text);
    errno = saved_errno;
    return ok ? KV_OK : KV_IO;
}

/* ---- rename-command ------------------------------------------------------------------------------ */

static struct buf renamed = { .limit = BUF_UNLIMITED }; /* a line per renamed command */

static bool set_rename(const struct bytes *words, unsigned count, const char **why)
{
    if (count != 2) {
        *why = "wrong number of arguments: it takes the old name and the new one";
        return false;
    }
    if (!command_rename(words[0], words[1], why))
        return false;
    if (renamed.len > 0)
        buf_add_byte(&renamed, '\n');
    buf_add_quoted(&renamed, words[0]);
    buf_add_byte(&renamed, ' ');
    buf_add_quoted(&renamed, words[1]);
    return true;
}

static void get_rename(struct buf *out)
{
    buf_add_bytes(out, buf_bytes(&renamed));
}

bool config_grants(int access, const struct client *client)
{
    return access == ACCESS_YES ||
           (access == ACCESS_LOCAL && addr_peer_is_local(conn_fd(client->conn)));
}

/* ---- Directives ---------------------------------------------------------------------------------- */

static const struct option_name access_names[] = {
    { "no", ACCESS_NO },
    { "yes", ACCESS_YES },
    { "local", ACCESS_LOCAL },
    { NULL, 0 },
};

static int module_access;

const struct option config_options[] = {
    { .name = "rename-command",
      .type = OPT_CUSTOM,
      .flags = OPT_MULTI | OPT_SENSITIVE | OPT_HIDDEN,
      .summary = "Gives a command another name; the new name \"\" removes it.",
      .set = set_rename,
      .get = get_rename },
    OPTION_ENUM("enable-debug-command", &config_debug_access, "no", access_names, OPT_FIXED,
                "Who may use DEBUG: nobody, everybody, or clients on this machine."),
    OPTION_ENUM("enable-protected-configs", &config_protected_access, "no", access_names, OPT_FIXED,
                "Who may change protected directives such as dir by CONFIG SET."),
    OPTION_ENUM("enable-module-command", &module_access, "no", access_names, OPT_FIXED,
                "Accepted; there is no MODULE command."),
    OPTION_END,
};
