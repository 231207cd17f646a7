/*
 * peer.c - starts and ends the peer, and connects to it; see peer.h.
 *
 * Sockets are bound and listening before the fork, so there is nothing to wait
 * for but the peer's word that it could set itself up. What the peer does is in
 * peer_server.c and peer_conn.c.
 */
#include "harness/peer.h"

#include "harness/clock.h"
#include "harness/fault.h"
#include "harness/peer_server.h"
#include "harness/workload.h"

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { BACKLOG = 65535, PATIENCE_MS = 1000 };

/* Where something listens. */
struct address {
	union {
		struct sockaddr any;
		struct sockaddr_in tcp;
		struct sockaddr_un local;
	};
	socklen_t size;
};

static struct address addresses[2]; /* by enum transport */
static pid_t pid = -1;
static int control = -1;

const char *const transports[] = {"tcp", "unix", NULL};

/* Closes what is open without touching errno. */
static void close_all(const int *fds, int n)
{
	int error = errno;

	for (int i = 0; i < n; i++)
		if (fds[i] >= 0)
			close(fds[i]);
	errno = error;
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

/* Listens on an address, whose open part the kernel chooses and fills in. */
static int listen_on(struct address *address)
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
	close_all(&fd, 1);
	return -1;
}

/* Port 0 and an empty unix name: the kernel chooses. */
static int listen_on_both(int listeners[2])
{
	addresses[TRANSPORT_TCP] = (struct address){
		.tcp = {.sin_family = AF_INET,
			.sin_addr.s_addr = htonl(INADDR_LOOPBACK)},
		.size = sizeof(struct sockaddr_in)};
	addresses[TRANSPORT_UNIX] = (struct address){
		.local = {.sun_family = AF_UNIX}, .size = sizeof(sa_family_t)};
	for (int i = 0; i < 2; i++) {
		listeners[i] = listen_on(&addresses[i]);
		if (listeners[i] < 0)
			return -1;
	}
	return 0;
}

/* Forks the peer. In the child this does not return. */
static pid_t start(int its_control, const int listeners[2], const char *cpus)
{
	pid_t parent = getpid(), child = fork();

	if (child != 0)
		return child;
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != parent)
		_exit(1); /* it died before that call */
	fault_hog_peer();
	server_run(its_control, listeners[0], listeners[1], cpus);
}

/* Waits for the peer's word: 0, or -1 with the errno that it reports. */
static int hear(void)
{
	int error;
	ssize_t n;

	do
		n = recv(control, &error, sizeof error, 0);
	while (n < 0 && errno == EINTR);
	if (n == sizeof error && error == 0)
		return 0;
	errno = n == sizeof error ? error : ECHILD;
	return -1;
}

pid_t peer_start(const char *cpus)
{
	/* Its end of the control socket, the two that listen, our end. */
	int fds[4] = {-1, -1, -1, -1}, pair[2];

	if (pid >= 0) {
		errno = EALREADY;
		return -1;
	}
	if (listen_on_both(&fds[1]) < 0 ||
	    socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) < 0) {
		close_all(fds, 4);
		return -1;
	}
	fds[0] = pair[0];
	fds[3] = pair[1];
	pid = start(fds[0], &fds[1], cpus);
	if (pid < 0) {
		close_all(fds, 4);
		return -1;
	}
	close_all(fds, 3);
	control = fds[3];
	if (hear() < 0) {
		int error = errno;
		peer_stop();
		errno = error;
	}
	return pid;
}

int64_t peer_cpu_ns(void)
{
	struct timespec used;
	clockid_t clock;

	if (pid < 0 || clock_getcpuclockid(pid, &clock) != 0 ||
	    clock_gettime(clock, &used) < 0)
		return -1;
	return used.tv_sec * NS_PER_S + used.tv_nsec;
}

/* Shutting down reaches the peer even where workers still hold the socket; its
 * own end closes when it exits. */
void peer_stop(void)
{
	struct pollfd ended = {.fd = control};

	if (pid < 0)
		return;
	shutdown(control, SHUT_WR);
	if (poll(&ended, 1, PATIENCE_MS) <= 0)
		kill(pid, SIGKILL);
	close(control);
	while (waitpid(pid, NULL, 0) < 0 && errno == EINTR)
		;
	pid = control = -1;
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

int peer_connect(enum transport transport)
{
	const struct address *to = &addresses[transport];
	int fd = socket(to->any.sa_family, SOCK_STREAM | SOCK_CLOEXEC, 0);

	if (fd < 0)
		return -1;
	if (no_delay(fd, to) == 0) {
		if (connect(fd, &to->any, to->size) == 0)
			return fd;
		if (errno == EINTR && finish_connect(fd) == 0)
			return fd;
	}
	close_all(&fd, 1);
	return -1;
}

/* Sends the peer two descriptors in one message. */
static int hand_over(const int fds[2])
{
	union {
		struct cmsghdr header;
		char bytes[CMSG_SPACE(2 * sizeof(int))];
	} rights = {.header = {.cmsg_len = CMSG_LEN(2 * sizeof(int)),
			       .cmsg_level = SOL_SOCKET,
			       .cmsg_type = SCM_RIGHTS}};
	char byte = 0;
	struct iovec data = {&byte, 1};
	struct msghdr message = {.msg_iov = &data,
				 .msg_iovlen = 1,
				 .msg_control = &rights,
				 .msg_controllen = sizeof rights};
	ssize_t n;

	memcpy(CMSG_DATA(&rights.header), fds, 2 * sizeof(int));
	do
		n = sendmsg(control, &message, MSG_NOSIGNAL);
	while (n < 0 && errno == EINTR);
	return n < 0 ? -1 : 0;
}

int peer_pipes(int fds[2])
{
	int there[2], back[2], result;

	if (pipe2(there, O_CLOEXEC) < 0)
		return -1;
	if (pipe2(back, O_CLOEXEC) < 0) {
		close_all(there, 2);
		return -1;
	}
	result = hand_over((int[]){there[0], back[1]});
	close_all((int[]){there[0], back[1]}, 2);
	if (result < 0)
		close_all((int[]){there[1], back[0]}, 2);
	fds[0] = back[0];
	fds[1] = there[1];
	return result;
}
