#include "server/notify.h"

#include <errno.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

bool notify_is_wanted(void)
{
    const char *name = getenv("NOTIFY_SOCKET");

    return name != NULL && (name[0] == '/' || name[0] == '@');
}

bool notify_send(const char *lines)
{
    struct sockaddr_un to = { .sun_family = AF_UNIX };
    const char *name = getenv("NOTIFY_SOCKET");
    size_t len = name != NULL ? strlen(name) : 0;
    int fd, saved_errno;
    bool ok;

    errno = len == 0 ? ENOENT : ENAMETOOLONG;
    if (len == 0 || len >= sizeof to.sun_path)
        return false;
    memcpy(to.sun_path, name, len);
    if (name[0] == '@')
        to.sun_path[0] = '\0';
    fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (fd < 0)
        return false;
    ok = sendto(fd, lines, strlen(lines), MSG_NOSIGNAL, (const struct sockaddr *)&to,
                (socklen_t)(offsetof(struct sockaddr_un, sun_path) + len)) >= 0;
    saved_errno = errno;
    close(fd);
    errno = saved_errno;
    return ok;
}
