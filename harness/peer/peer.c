/*
 * peer.c - starts and ends the peer, and connects to it; see peer.h.
 *
 * Sockets are bound and listening before the fork, so there is nothing to wait
 * for but the peer's word that it could set itself up. What the peer does is in
 * upstream.c, listening and connecting in address.c.
 */
#include "harness/peer/peer.h"

#include "harness/record/clock.h"
#include "harness/fault/fault.h"
#include "harness/peer/address.h"
#include "harness/peer/upstream.h"
#include "harness/contract/workload.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { PATIENCE_MS = 1000 };

static struct address addresses[2]; /* by enum transport */
static pid_t pid = -1;
static int control = -1;

/* How often each way was taken, by all processes of the run. */
static _Atomic unsigned *taken;

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
		listeners[i] = address_listen(&addresses[i]);
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

/* Workers that are processes connect by themselves, so the counts are shared.
 */
static bool count_ways(void)
{
	void *shared;

	if (!taken) {
		shared = mmap(NULL, PEER_WAYS * sizeof *taken,
			      PROT_READ | PROT_WRITE,
			      MAP_SHARED | MAP_ANONYMOUS, -1, 0);
		if (shared == MAP_FAILED)
			return false;
		taken = shared;
	}
	for (int i = 0; i < PEER_WAYS; i++)
		atomic_store(&taken[i], 0);
	return true;
}

bool peer_way(enum peer_way *way)
{
	unsigned most = 0;

	for (int i = 0; taken && i < PEER_WAYS; i++)
		if (atomic_load(&taken[i]) > most) {
			most = atomic_load(&taken[i]);
			*way = (enum peer_way)i;
		}
	return most > 0;
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
	if (!count_ways()) {
		close_all(fds, 4);
		return -1;
	}
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
	clockid_t clock;

	if (pid < 0 || clock_getcpuclockid(pid, &clock) != 0)
		return -1;
	return clock_cpu(clock);
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

int peer_connect(enum transport transport)
{
	int fd = address_connect(&addresses[transport]);

	if (fd >= 0)
		atomic_fetch_add(&taken[transport], 1);
	return fd;
}

/* Whoever asks for an address will connect to it. */
void peer_address(enum transport transport, struct sockaddr_storage *address,
		  socklen_t *size)
{
	*size = addresses[transport].size;
	memset(address, 0, sizeof *address);
	memcpy(address, &addresses[transport].any, *size);
	atomic_fetch_add(&taken[transport], 1);
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
	else
		atomic_fetch_add(&taken[PEER_PIPES], 1);
	fds[0] = back[0];
	fds[1] = there[1];
	return result;
}
