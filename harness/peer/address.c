/*
 * address.c - see address.h.
 */
#include "harness/peer/address.h"

#include <errno.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <unistd.h>

enum { BACKLOG = 65535 };

/* Closes a socket that is of no use: -1, errno as it was. */
static int abandon(int fd)
{
	int error = errno;

	close(fd);
	errno = error;
	return -1;
}

/* Small messages must not wait for an acknowledgement. Accepted sockets inherit
 * this from the one that listens. */
static int no_delay(int fd, const struct address *address)
{
	const int on = 1;

	if (address->any.sa_family != AF_INET)
		return 0;
	return setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
}

int address_listen(struct address *address)
{
	int fd = socket(address->any.sa_family,
			SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);

	if (fd < 0)
		return -1;
	if (no_delay(fd, address) == 0 &&
	    bind(fd, &address->any, address->size) == 0 &&
	    listen(fd, BACKLOG) == 0) {
		address->size = sizeof address->local;
		if (getsockname(fd, &address->any, &address->size) == 0)
			return fd;
	}
	return abandon(fd);
}

/* A connect() cut short by a signal goes on by itself: waits for its end. */
static int finish_connect(int fd)
{
	struct pollfd connected = {.fd = fd, .events = POLLOUT};
	int error = 0;
	socklen_t size = sizeof error;

	while (poll(&connected, 1, -1) < 0)
		if (errno != EINTR)
			return -1;
	if (getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &size) < 0)
		return -1;
	errno = error;
	return error ? -1 : 0;
}

int address_connect(const struct address *to)
{
	int fd = socket(to->any.sa_family, SOCK_STREAM | SOCK_CLOEXEC, 0);

	if (fd < 0)
		return -1;
	if (no_delay(fd, to) == 0 &&
	    (connect(fd, &to->any, to->size) == 0 ||
	     (errno == EINTR && finish_connect(fd) == 0)))
		return fd;
	return abandon(fd);
}
