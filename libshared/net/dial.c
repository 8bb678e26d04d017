#include "net/dial.h"

#include "base/clock.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

enum { ERR_TEXT_MAX = 256 };

static const uint64_t NS_PER_MS = 1000000;

static enum kv_err fail_tcp(char *err_text, const char *host, uint16_t port, const char *reason,
                            enum kv_err err)
{
    snprintf(err_text, ERR_TEXT_MAX, "Could not connect to kvd at %.150s:%u: %s", host,
             (unsigned)port, reason);
    return err;
}

static enum kv_err fail_unix(char *err_text, const char *path, int err)
{
    snprintf(err_text, ERR_TEXT_MAX, "Could not connect to kvd at %.150s: %s", path, strerror(err));
    errno = err;
    return KV_IO;
}

/* Waits until the connection that fd has begun is made or has failed; 0 or an errno. */
static int wait_connected(int fd, int timeout_ms)
{
    uint64_t deadline_ns = clock_mono_ns() + (uint64_t)timeout_ms * NS_PER_MS;
    struct pollfd p = { .fd = fd, .events = POLLOUT };
    int left_ms = timeout_ms > 0 ? timeout_ms : -1;
    socklen_t len = sizeof(int);
    int err = 0, n;

    while ((n = poll(&p, 1, left_ms)) < 0 && errno == EINTR) {
        uint64_t now_ns = clock_mono_ns();

        if (timeout_ms > 0)
            left_ms = now_ns < deadline_ns ? (int)((deadline_ns - now_ns) / NS_PER_MS) : 0;
    }
    if (n < 0)
        return errno;
    if (n == 0)
        return ETIMEDOUT;
    return getsockopt(fd, SOL_SOCKET, SO_ERROR, &err, &len) == 0 ? err : errno;
}

/* 0 and *out, or an errno. */
static int try_address(const struct addrinfo *ai, int timeout_ms, int *out)
{
    int fd = socket(ai->ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, ai->ai_protocol);
    int on = 1, err = 0;

    if (fd < 0)
        return errno;
    if (connect(fd, ai->ai_addr, ai->ai_addrlen) != 0)
        err = errno == EINPROGRESS || errno == EINTR ? wait_connected(fd, timeout_ms) : errno;
    /* SOCK_NONBLOCK is the only status flag that was set. */
    if (err == 0 && (fcntl(fd, F_SETFL, 0) != 0 ||
                     setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on) != 0))
        err = errno;
    if (err != 0) {
        close(fd);
        return err;
    }
    *out = fd;
    return 0;
}

enum kv_err dial_tcp(const char *host, uint16_t port, enum dial_family family, int timeout_ms,
                     int *fd, char *err_text)
{
    struct addrinfo hints = { .ai_socktype = SOCK_STREAM };
    struct addrinfo *list;
    int err = 0, rc;
    char service[8];

    hints.ai_family = family == DIAL_IPV4 ? AF_INET : family == DIAL_IPV6 ? AF_INET6 : AF_UNSPEC;
    snprintf(service, sizeof service, "%u", (unsigned)port);
    rc = getaddrinfo(host, service, &hints, &list);
    if (rc != 0)
        return fail_tcp(err_text, host, port, gai_strerror(rc), KV_NOT_FOUND);
    for (const struct addrinfo *ai = list; ai != NULL; ai = ai->ai_next) {
        err = try_address(ai, timeout_ms, fd);
        if (err == 0)
            break;
    }
    freeaddrinfo(list);
    if (err == 0)
        return KV_OK;
    errno = err;
    return fail_tcp(err_text, host, port, strerror(err), KV_IO);
}

/* A Unix connection is made at once or waits for room in the server's backlog, which no poll
 * reports: the send timeout bounds that wait. */
enum kv_err dial_unix(const char *path, int timeout_ms, int *out, char *err_text)
{
    struct timeval limit = { .tv_sec = timeout_ms / 1000, .tv_usec = timeout_ms % 1000 * 1000 };
    static const struct timeval no_limit;
    struct sockaddr_un un = { .sun_family = AF_UNIX };
    int fd, rc, err;

    if (strlen(path) >= sizeof un.sun_path)
        return fail_unix(err_text, path, ENAMETOOLONG);
    memcpy(un.sun_path, path, strlen(path));
    fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0)
        return fail_unix(err_text, path, errno);
    (void)setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
    do {
        rc = connect(fd, (const struct sockaddr *)&un, sizeof un);
    } while (rc != 0 && errno == EINTR);
    if (rc != 0) {
        err = errno == EAGAIN ? ETIMEDOUT : errno;
        close(fd);
        return fail_unix(err_text, path, err);
    }
    (void)setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &no_limit, sizeof no_limit);
    *out = fd;
    return KV_OK;
}
