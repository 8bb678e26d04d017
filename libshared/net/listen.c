#include "net/listen.h"

#include "base/assert.h"
#include "base/log.h"
#include "base/mem.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <limits.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

enum {
    ERR_TEXT_MAX = 256,
    PAUSE_US = 100 * 1000, /* without accepting, after the system ran out of something */
    MODE_BITS = 07777,
};

struct listener {
    struct loop *loop;
    struct loop_io *io;
    struct loop_timer *resume; /* ends a pause for want of descriptors */
    listen_fn *fn;
    void *ctx;
    char *name; /* for the log: as configured */
    char *path; /* of the Unix socket file that we made, absolute; else NULL */
    dev_t dev;  /* the file's identity: somebody may put another in its place */
    ino_t ino;
    int fd; /* -1: freed, waiting for the end of the turn */
    unsigned accept_max;
    uint16_t port;
    bool paused;   /* by the owner */
    bool starving; /* by the timer: the last accept found no descriptor or memory */
    bool said;     /* this shortage is in the log; a connection accepted ends it */
};

/* ---- Accepting ------------------------------------------------------------------------------- */

static void watch(struct listener *li)
{
    loop_io_watch(li->io, li->paused || li->starving ? 0 : LOOP_READ);
}

static void on_resume(void *ctx)
{
    struct listener *li = ctx;

    li->starving = false;
    watch(li);
}

/* Errors of the one connection that was to be accepted (man accept lists them): the next may do. */
static bool is_connection_error(int err)
{
    switch (err) {
    case ECONNABORTED:
    case EINTR:
    case EPERM: /* a firewall rule */
    case EPROTO:
    case ENETDOWN:
    case ENOPROTOOPT:
    case EHOSTDOWN:
    case ENONET:
    case EHOSTUNREACH:
    case EOPNOTSUPP:
    case ENETUNREACH:
        return true;
    default:
        return false;
    }
}

/* For want of descriptors or memory, mostly. The socket stays readable, so without a pause every
 * turn would try again and fail. */
static void starve(struct listener *li, int err)
{
    if (!li->said)
        log_warning("listen: %s: cannot accept: %s; trying every %d ms", li->name, strerror(err),
                    PAUSE_US / 1000);
    li->said = true;
    li->starving = true;
    watch(li);
    loop_timer_start(li->resume, PAUSE_US, 0);
}

/* Connections that fail count as well, so that a flood of them is bounded too. */
static void on_acceptable(void *ctx, unsigned events)
{
    struct listener *li = ctx;

    (void)events;
    /* fn may pause or free the listener. */
    for (unsigned i = 0; i < li->accept_max && li->fd >= 0 && !li->paused; i++) {
        int fd = accept4(li->fd, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);

        if (fd >= 0) {
            li->said = false;
            li->fn(li->ctx, fd);
        } else if (errno == EAGAIN) {
            return;
        } else if (!is_connection_error(errno)) {
            starve(li, errno);
            return;
        }
    }
}

/* ---- Making the socket ----------------------------------------------------------------------- */

static bool set_option(int fd, int level, int option, uint32_t value)
{
    return setsockopt(fd, level, option, &value, sizeof value) == 0;
}

/* Writes "WHERE: WHAT: reason" and keeps errno for the caller's caller. */
static enum kv_err refuse(char *err_text, const char *where, const char *what)
{
    int err = errno;

    snprintf(err_text, ERR_TEXT_MAX, "%.150s: %s: %s", where, what, strerror(err));
    errno = err;
    return KV_IO;
}

/* close(), which does not disturb errno. */
static void discard(int fd)
{
    int err = errno;

    if (fd >= 0)
        close(fd);
    errno = err;
}

static enum kv_err start(struct listener *li, const struct listen_config *config, char *err_text)
{
    if (config->mark != 0 && !set_option(li->fd, SOL_SOCKET, SO_MARK, config->mark))
        return refuse(err_text, li->name, "setting the socket mark");
    if (listen(li->fd, config->backlog) != 0)
        return refuse(err_text, li->name, "listen");
    return KV_OK;
}

static int bind_tcp(const struct addrinfo *ai, const char **failed)
{
    int fd = socket(ai->ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, ai->ai_protocol);

    *failed = "socket";
    if (fd < 0)
        return -1;
    *failed = "setting options";
    if (!set_option(fd, SOL_SOCKET, SO_REUSEADDR, 1) ||
        (ai->ai_family == AF_INET6 && !set_option(fd, IPPROTO_IPV6, IPV6_V6ONLY, 1)))
        goto fail;
    *failed = "bind";
    if (bind(fd, ai->ai_addr, ai->ai_addrlen) != 0)
        goto fail;
    return fd;
fail:
    discard(fd);
    return -1;
}

static uint16_t bound_port(int fd)
{
    struct sockaddr_storage ss = { 0 };
    socklen_t len = sizeof ss;
    struct sockaddr_in in;
    struct sockaddr_in6 in6;

    if (getsockname(fd, (struct sockaddr *)&ss, &len) != 0)
        return 0;
    memcpy(&in, &ss, sizeof in);
    memcpy(&in6, &ss, sizeof in6);
    return ntohs(ss.ss_family == AF_INET6 ? in6.sin6_port : in.sin_port);
}

static enum kv_err open_tcp(struct listener *li, const struct listen_config *config, char *err_text)
{
    bool any4 = strcmp(config->address, "*") == 0, any6 = strcmp(config->address, "::*") == 0;
    struct addrinfo hints = { .ai_socktype = SOCK_STREAM, .ai_flags = AI_PASSIVE };
    struct addrinfo *list;
    const char *failed = "";
    char port[8];
    int rc;

    hints.ai_family = any4 ? AF_INET : any6 ? AF_INET6 : AF_UNSPEC;
    snprintf(port, sizeof port, "%u", (unsigned)config->port);
    rc = getaddrinfo(any4 || any6 ? NULL : config->address, port, &hints, &list);
    if (rc != 0) {
        snprintf(err_text, ERR_TEXT_MAX, "%.150s: %s", li->name, gai_strerror(rc));
        return KV_NOT_FOUND;
    }
    for (const struct addrinfo *ai = list; ai != NULL && li->fd < 0; ai = ai->ai_next)
        li->fd = bind_tcp(ai, &failed);
    rc = errno;
    freeaddrinfo(list);
    errno = rc;
    if (li->fd < 0)
        return refuse(err_text, li->name, failed);
    li->port = bound_port(li->fd);
    return start(li, config, err_text);
}

/* ---- Unix sockets ---------------------------------------------------------------------------- */

static int unix_socket(void)
{
    return socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
}

/* Makes way for our socket: removes a socket file that nobody listens on, refuses any other file.
 * Whether somebody listens, only a connection tells. */
static enum kv_err clear_path(const struct sockaddr_un *un, char *err_text)
{
    struct stat st;
    int fd, rc, err;

    if (lstat(un->sun_path, &st) != 0)
        return errno == ENOENT ? KV_OK : refuse(err_text, un->sun_path, "stat");
    if (!S_ISSOCK(st.st_mode)) {
        snprintf(err_text, ERR_TEXT_MAX, "%s: exists and is not a socket", un->sun_path);
        return KV_EXISTS;
    }
    fd = unix_socket();
    if (fd < 0)
        return refuse(err_text, un->sun_path, "socket");
    rc = connect(fd, (const struct sockaddr *)un, sizeof *un);
    err = errno;
    close(fd);
    /* EAGAIN: it listens, but its backlog is full. */
    if (rc == 0 || err == EAGAIN) {
        snprintf(err_text, ERR_TEXT_MAX, "%s: another process listens there", un->sun_path);
        return KV_EXISTS;
    }
    errno = err;
    if (err != ECONNREFUSED)
        return refuse(err_text, un->sun_path, "connecting to the socket that is there");
    if (unlink(un->sun_path) != 0 && errno != ENOENT)
        return refuse(err_text, un->sun_path, "removing the stale socket");
    return KV_OK;
}

static enum kv_err find_group(const char *name, gid_t *gid, char *err_text)
{
    struct group grp, *found = NULL;
    size_t room = 1024;
    char *buf = NULL;
    int rc;

    do {
        room *= 2;
        buf = mem_realloc(buf, room);
        rc = getgrnam_r(name, &grp, buf, room, &found);
    } while (rc == ERANGE && room < 1024 * 1024);
    if (found != NULL)
        *gid = found->gr_gid;
    mem_free(buf);
    if (found != NULL)
        return KV_OK;
    snprintf(err_text, ERR_TEXT_MAX, "no group is called %.150s", name);
    return KV_NOT_FOUND;
}

/* Gives the bound socket's file its group, then its mode. Nobody can connect before listen(), so
 * there is no moment at which the file lets the wrong ones in; the order serves those who look. */
static enum kv_err set_access(const struct listen_config *config, const char *path, char *err_text)
{
    if (config->unix_group != NULL && config->unix_group[0] != '\0') {
        gid_t gid = 0;
        enum kv_err err = find_group(config->unix_group, &gid, err_text);
        if (err != KV_OK)
            return err;
        if (lchown(path, (uid_t)-1, gid) != 0)
            return refuse(err_text, path, "setting the group");
    }
    if (config->unix_mode != 0 &&
        fchmodat(AT_FDCWD, path, config->unix_mode & MODE_BITS, AT_SYMLINK_NOFOLLOW) != 0)
        return refuse(err_text, path, "setting the permissions");
    return KV_OK;
}

static enum kv_err open_unix(struct listener *li, const struct listen_config *config,
                             char *err_text)
{
    struct sockaddr_un un = { .sun_family = AF_UNIX };
    char absolute[PATH_MAX];
    enum kv_err err;
    struct stat st;

    if (strlen(config->address) >= sizeof un.sun_path) {
        errno = ENAMETOOLONG;
        return refuse(err_text, config->address, "bind");
    }
    memcpy(un.sun_path, config->address, strlen(config->address));
    err = clear_path(&un, err_text);
    if (err != KV_OK)
        return err;
    li->fd = unix_socket();
    if (li->fd < 0)
        return refuse(err_text, li->name, "socket");
    /* On Linux bind() creates the file with the mode of the socket's inode, less the umask. */
    if (config->unix_mode != 0 && fchmod(li->fd, config->unix_mode & MODE_BITS) != 0)
        return refuse(err_text, li->name, "setting the permissions");
    if (bind(li->fd, (const struct sockaddr *)&un, sizeof un) != 0)
        return refuse(err_text, li->name, "bind");
    /* The working directory may change before the file is removed. */
    if (realpath(un.sun_path, absolute) == NULL || lstat(absolute, &st) != 0)
        return refuse(err_text, li->name, "stat");
    li->path = mem_strdup(absolute);
    li->dev = st.st_dev;
    li->ino = st.st_ino;
    err = set_access(config, absolute, err_text);
    return err == KV_OK ? start(li, config, err_text) : err;
}

static void remove_socket_file(const struct listener *li)
{
    struct stat st;

    if (li->path != NULL && lstat(li->path, &st) == 0 && st.st_dev == li->dev &&
        st.st_ino == li->ino)
        unlink(li->path);
}

/* ---- The listener ---------------------------------------------------------------------------- */

static bool is_path(const char *address)
{
    return strchr(address, '/') != NULL;
}

static char *name_of(const struct listen_config *config)
{
    char text[300];

    if (is_path(config->address))
        snprintf(text, sizeof text, "%s", config->address);
    else
        snprintf(text, sizeof text, strchr(config->address, ':') ? "[%.256s]:%u" : "%.256s:%u",
                 config->address, (unsigned)config->port);
    return mem_strdup(text);
}

enum kv_err listener_new(struct loop *l, const struct listen_config *config, listen_fn *fn,
                         void *ctx, struct listener **out, char *err_text)
{
    struct listener *li = mem_zalloc(sizeof *li);
    enum kv_err err;
    int saved;

    kv_assert(config->accept_max > 0);
    li->loop = l;
    li->fn = fn;
    li->ctx = ctx;
    li->fd = -1;
    li->accept_max = config->accept_max;
    li->name = name_of(config);
    err =
        is_path(config->address) ? open_unix(li, config, err_text) : open_tcp(li, config, err_text);
    if (err != KV_OK) {
        saved = errno;
        listener_free(li);
        errno = saved;
        return err;
    }
    li->io = loop_io_new(l, li->fd, on_acceptable, li);
    li->resume = loop_timer_new(l, on_resume, li);
    watch(li);
    *out = li;
    return KV_OK;
}

static void destroy(void *p)
{
    struct listener *li = p;

    mem_free(li->name);
    mem_free(li->path);
    mem_free(li);
}

void listener_free(struct listener *li)
{
    if (li == NULL)
        return;
    loop_timer_free(li->resume);
    loop_io_free(li->io);
    remove_socket_file(li);
    if (li->fd >= 0)
        close(li->fd);
    li->fd = -1;
    loop_defer_free(li->loop, li, destroy);
}

void listener_pause(struct listener *li, bool paused)
{
    li->paused = paused;
    watch(li);
}

uint16_t listener_port(const struct listener *li)
{
    return li->port;
}

int listener_fd(const struct listener *li)
{
    return li->fd;
}
