#include "net/addr.h"

#include "base/num.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sys/un.h>

union sockaddr_any {
    struct sockaddr sa;
    struct sockaddr_in in;
    struct sockaddr_in6 in6;
    struct sockaddr_un un;
};

/* Every connection is shown so, in a log line or a list of thousands: without printf. */
static void format_ipv4(const void *ip, in_port_t port, char *out)
{
    const uint8_t *part = ip;

    for (unsigned i = 0; i < 4; i++) {
        out += num_format_uint(out, part[i]);
        *out++ = i < 3 ? '.' : ':';
    }
    out[num_format_uint(out, ntohs(port))] = '\0';
}

static void format_ipv6(const struct in6_addr *ip, in_port_t port, char *out)
{
    char text[INET6_ADDRSTRLEN];

    inet_ntop(AF_INET6, ip, text, sizeof text);
    snprintf(out, ADDR_TEXT_MAX, "[%s]:%u", text, (unsigned)ntohs(port));
}

/* Copies through locals, because a sockaddr need not be aligned for its family. */
static void format_in6(const struct sockaddr *sa, char *out)
{
    struct sockaddr_in6 in6;

    memcpy(&in6, sa, sizeof in6);
    if (IN6_IS_ADDR_V4MAPPED(&in6.sin6_addr))
        format_ipv4(&in6.sin6_addr.s6_addr[12], in6.sin6_port, out);
    else
        format_ipv6(&in6.sin6_addr, in6.sin6_port, out);
}

/* "?" for a control character: the text goes into lines. An abstract name starts with '@'. */
static void format_unix(const struct sockaddr *sa, socklen_t len, char *out)
{
    struct sockaddr_un un = { 0 };
    size_t path_len, n = 0;

    memcpy(&un, sa, len < sizeof un ? len : sizeof un);
    path_len = (len < sizeof un ? len : sizeof un) - offsetof(struct sockaddr_un, sun_path);
    if (un.sun_path[0] != '\0')
        path_len = strnlen(un.sun_path, path_len);
    else
        out[n++] = '@';
    for (size_t i = n; i < path_len; i++)
        out[n++] =
            (unsigned char)un.sun_path[i] < ' ' || un.sun_path[i] == 127 ? '?' : un.sun_path[i];
    memcpy(out + n, ":0", sizeof ":0");
}

void addr_format(const struct sockaddr *sa, socklen_t len, char *out)
{
    _Static_assert(sizeof(struct sockaddr_un) + sizeof ":0" <= ADDR_TEXT_MAX, "a path fits");
    struct sockaddr_in in;

    if (len >= sizeof in && sa->sa_family == AF_INET) {
        memcpy(&in, sa, sizeof in);
        format_ipv4(&in.sin_addr, in.sin_port, out);
    } else if (len >= sizeof(struct sockaddr_in6) && sa->sa_family == AF_INET6) {
        format_in6(sa, out);
    } else if (len > offsetof(struct sockaddr_un, sun_path) && sa->sa_family == AF_UNIX) {
        format_unix(sa, len, out);
    } else {
        memcpy(out, "?:0", sizeof "?:0");
    }
}

static socklen_t name_of(int fd, bool peer, union sockaddr_any *a)
{
    socklen_t len = sizeof *a;

    memset(a, 0, sizeof *a);
    if ((peer ? getpeername(fd, &a->sa, &len) : getsockname(fd, &a->sa, &len)) != 0)
        return 0;
    return len;
}

/* As a rule only the listening end of a Unix connection has a name: it stands for both ends. */
static void describe(int fd, bool peer, char *out)
{
    union sockaddr_any a;
    socklen_t len = name_of(fd, peer, &a);

    if (len > 0 && a.sa.sa_family == AF_UNIX) {
        len = name_of(fd, false, &a);
        if (len <= offsetof(struct sockaddr_un, sun_path))
            len = name_of(fd, true, &a);
    }
    addr_format(&a.sa, len, out);
}

void addr_peer(int fd, char *out)
{
    describe(fd, true, out);
}

void addr_local(int fd, char *out)
{
    describe(fd, false, out);
}

static bool is_loopback_ipv4(const void *ip)
{
    return *(const uint8_t *)ip == 127; /* 127.0.0.0/8, the most significant byte first */
}

bool addr_peer_is_local(int fd)
{
    union sockaddr_any a;

    if (name_of(fd, true, &a) == 0)
        return false;
    switch (a.sa.sa_family) {
    case AF_UNIX:
        return true;
    case AF_INET:
        return is_loopback_ipv4(&a.in.sin_addr);
    case AF_INET6:
        return IN6_IS_ADDR_LOOPBACK(&a.in6.sin6_addr) ||
               (IN6_IS_ADDR_V4MAPPED(&a.in6.sin6_addr) &&
                is_loopback_ipv4(&a.in6.sin6_addr.s6_addr[12]));
    default:
        return false;
    }
}
