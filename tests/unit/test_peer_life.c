/*
 * test_peer_life.c - the peer's start and end, and what it used: stopped,
 * orphaned, killed, or never able to start.
 */
#include "harness/peer/peer.h"

#include "harness/contract/workload.h"

#include <errno.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

static pid_t peer;

static int start(void **state)
{
	(void)state;
	peer = peer_start("");
	return peer > 0 ? 0 : -1;
}

static int stop(void **state)
{
	(void)state;
	peer_stop();
	return 0;
}

static void test_cpu(void **state)
{
	int64_t before = peer_cpu_ns();
	int fds[2];
	char byte = 0;

	(void)state;
	assert_true(before >= 0);
	assert_int_equal(peer_pipes(fds), 0);
	for (int i = 0; i < 200; i++) {
		assert_int_equal(write(fds[1], &byte, 1), 1);
		assert_int_equal(read(fds[0], &byte, 1), 1);
	}
	assert_true(peer_cpu_ns() > before);
	close(fds[0]);
	close(fds[1]);
}

/* Without descriptors the peer refuses at once: nobody is left hanging. */
static void test_refuses(void **state)
{
	const struct rlimit few = {30, 30};
	const struct peer_request request = {.seed = 1};
	struct peer_reply reply;
	int fds[60], served = 0;

	assert_int_equal(prlimit(peer, RLIMIT_NOFILE, &few, NULL), 0);
	for (int i = 0; i < 60; i++) {
		fds[i] = peer_connect(TRANSPORT_UNIX);
		assert_true(fds[i] >= 0);
	}
	for (int i = 0; i < 60; i++) {
		send(fds[i], &request, sizeof request, MSG_NOSIGNAL);
		served += read(fds[i], &reply, sizeof reply) == sizeof reply;
		close(fds[i]);
	}
	assert_in_range(served, 10, 30);
	peer_stop();
	assert_int_equal(start(state), 0);
}

static void test_stop(void **state)
{
	int fd = peer_connect(TRANSPORT_TCP);
	char byte;

	peer_stop();
	assert_int_equal(kill(peer, 0), -1);
	assert_int_equal(errno, ESRCH);
	assert_int_equal(waitpid(peer, NULL, WNOHANG), -1);
	assert_true(peer_cpu_ns() == -1);
	assert_true(read(fd, &byte, 1) <= 0);
	close(fd);
	for (int transport = 0; transport < 2; transport++) {
		assert_int_equal(peer_connect((enum transport)transport), -1);
		assert_int_equal(errno, ECONNREFUSED);
	}
	peer_stop();
	assert_int_equal(start(state), 0);
}

/* A run that is killed takes its peer with it. */
static void test_killed_starter(void **state)
{
	int pipe_fds[2];
	pid_t starter, its_peer;

	prctl(PR_SET_CHILD_SUBREAPER, 1UL);
	assert_int_equal(pipe(pipe_fds), 0);
	peer_stop();
	starter = fork();
	if (starter == 0) {
		its_peer = peer_start("");
		if (write(pipe_fds[1], &its_peer, sizeof its_peer) < 0)
			_exit(1);
		pause();
	}
	close(pipe_fds[1]);
	assert_int_equal(read(pipe_fds[0], &its_peer, sizeof its_peer),
			 sizeof its_peer);
	assert_true(its_peer > 0);
	kill(starter, SIGKILL);
	waitpid(starter, NULL, 0);
	assert_int_equal(waitpid(its_peer, NULL, 0), its_peer);
	close(pipe_fds[0]);
	assert_int_equal(start(state), 0);
}

static void test_bad_cpus(void **state)
{
	peer_stop();
	assert_int_equal(peer_start("no"), -1);
	assert_int_equal(errno, EINVAL);
	assert_true(peer_cpu_ns() == -1);
	assert_int_equal(start(state), 0);
}

static void test_killed_peer(void **state)
{
	int fd = peer_connect(TRANSPORT_TCP), fds[2];
	char byte = 0;

	assert_int_equal(peer_pipes(fds), 0);
	assert_int_equal(write(fds[1], &byte, 1), 1);
	assert_int_equal(read(fds[0], &byte, 1), 1);
	kill(peer, SIGKILL);
	assert_true(read(fd, &byte, 1) <= 0);
	assert_int_equal(read(fds[0], &byte, 1), 0);
	assert_int_equal(write(fds[1], &byte, 1), -1);
	assert_int_equal(errno, EPIPE);
	peer_stop();
	close(fd);
	close(fds[0]);
	close(fds[1]);
	assert_int_equal(start(state), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cpu),
		cmocka_unit_test(test_refuses),
		cmocka_unit_test(test_stop),
		cmocka_unit_test(test_killed_starter),
		cmocka_unit_test(test_bad_cpus),
		cmocka_unit_test(test_killed_peer),
	};

	signal(SIGPIPE, SIG_IGN);
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("peer life", tests, start, stop);
}
