/*
 * test_peer_capacity.c - what the peer could do is asked of it on the way that its
 * clients took, by whichever process, and of a peer that is there.
 */
#include "harness/peer/capacity.h"

#include "harness/peer/peer.h"
#include "harness/contract/workload.h"

#include <math.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

static int start(void **state)
{
	(void)state;
	return peer_start("") > 0 ? 0 : -1;
}

static int stop(void **state)
{
	(void)state;
	peer_stop();
	return 0;
}

/* A process of its own connects, as the worker of a pool does. */
static void connect_elsewhere(enum peer_way way)
{
	int fds[2], status;
	pid_t child = fork();

	if (child == 0)
		_exit(way == PEER_PIPES
			      ? peer_pipes(fds) < 0
			      : peer_connect((enum transport)way) < 0);
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(status, 0);
}

/* More than 100 and fewer than a billion a second: it was driven, and the CPU
 * time that it took is known. */
static void assert_driven(void)
{
	double capacity = peer_capacity();

	assert_true(capacity > 100 && capacity < 1e9);
}

static void nobody_connected(void **state)
{
	enum peer_way way;

	(void)state;
	assert_false(peer_way(&way));
	assert_true(isnan(peer_capacity()));
}

static void every_way(void **state)
{
	(void)state;
	for (int i = 0; i < PEER_WAYS; i++) {
		enum peer_way way;

		connect_elsewhere((enum peer_way)i);
		assert_true(peer_way(&way));
		assert_int_equal(way, i);
		assert_driven();
		peer_stop();
		assert_true(peer_start("") > 0);
		assert_false(peer_way(&way)); /* counted anew */
	}
}

/* Whoever asks for an address connects to it, and is counted. */
static void by_address(void **state)
{
	struct sockaddr_storage address;
	socklen_t size;
	enum peer_way way;
	int fd;

	(void)state;
	for (int i = TRANSPORT_TCP; i <= TRANSPORT_UNIX; i++) {
		peer_address((enum transport)i, &address, &size);
		fd = socket(address.ss_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
		assert_int_equal(connect(fd, (struct sockaddr *)&address, size),
				 0);
		close(fd);
	}
	peer_address(TRANSPORT_UNIX, &address, &size);
	assert_true(peer_way(&way));
	assert_int_equal(way, PEER_UNIX);
}

static void most_often(void **state)
{
	enum peer_way way;

	(void)state;
	connect_elsewhere(PEER_TCP);
	connect_elsewhere(PEER_PIPES);
	connect_elsewhere(PEER_PIPES);
	assert_true(peer_way(&way));
	assert_int_equal(way, PEER_PIPES);
}

static void nobody_there(void **state)
{
	(void)state;
	connect_elsewhere(PEER_UNIX);
	peer_stop();
	assert_true(isnan(peer_capacity()));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(nobody_connected, start, stop),
		cmocka_unit_test_setup_teardown(every_way, start, stop),
		cmocka_unit_test_setup_teardown(by_address, start, stop),
		cmocka_unit_test_setup_teardown(most_often, start, stop),
		cmocka_unit_test_setup_teardown(nobody_there, start, stop),
	};

	signal(SIGPIPE, SIG_IGN);
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("peer capacity", tests, NULL, NULL);
}
