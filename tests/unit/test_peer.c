/*
 * test_peer.c - the peer as its clients see it: right digests, delays that are
 * never cut short, requests in pieces and in rows, thousands of connections,
 * and pipes. Its start and end are in test_peer_life.c.
 */
#include "harness/peer/peer.h"

#include "harness/record/clock.h"
#include "harness/machine/cpus.h"
#include "harness/contract/workload.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

enum { MANY = 2000, PIPES = 300, ROW = 3000 };

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

static int connected(enum transport transport)
{
	int fd = peer_connect(transport);

	assert_true(fd >= 0);
	return fd;
}

static void ask(int fd, uint64_t seed, int64_t delay_ns)
{
	struct peer_request request = {.seed = seed, .delay_ns = delay_ns};

	assert_int_equal(write(fd, &request, sizeof request), sizeof request);
}

static void expect(int fd, uint64_t seed)
{
	struct peer_reply reply;
	size_t got = 0;

	while (got < sizeof reply) {
		ssize_t n = read(fd, (char *)&reply + got, sizeof reply - got);

		assert_true(n > 0);
		got += (size_t)n;
	}
	assert_true(reply.seed == seed);
	assert_true(reply.digest == mix64(seed));
}

static void test_digest(void **state)
{
	(void)state;
	for (int transport = 0; transport < 2; transport++) {
		int fd = connected((enum transport)transport);

		for (uint64_t seed = 0; seed < 100; seed++) {
			ask(fd, seed * seed * seed, 0);
			expect(fd, seed * seed * seed);
		}
		close(fd);
	}
}

static void test_never_early(void **state)
{
	const int64_t delays[] = {1, 10 * US, 777 * US, 30 * MS};
	int fd = connected(TRANSPORT_TCP);

	(void)state;
	for (size_t i = 0; i < sizeof delays / sizeof *delays; i++) {
		int64_t start_ns = clock_now();

		ask(fd, i, delays[i]);
		expect(fd, i);
		assert_true(clock_now() - start_ns >= delays[i]);
	}
	close(fd);
}

/* A short delay is not held up by a long one, nor the other way round. */
static void test_order_of_delays(void **state)
{
	int late = connected(TRANSPORT_UNIX), soon = connected(TRANSPORT_UNIX);
	struct pollfd pending = {.fd = late, .events = POLLIN};

	(void)state;
	ask(late, 1, 60 * S);
	ask(soon, 2, 1 * MS);
	expect(soon, 2);
	assert_int_equal(poll(&pending, 1, 0), 0);
	close(late);
	ask(soon, 3, 1 * MS);
	expect(soon, 3);
	close(soon);
}

static void test_in_pieces(void **state)
{
	struct peer_request request = {.seed = 42};
	int fd = connected(TRANSPORT_TCP);

	(void)state;
	for (size_t i = 0; i < sizeof request; i++)
		assert_int_equal(write(fd, (char *)&request + i, 1), 1);
	expect(fd, 42);
	close(fd);
}

/* Sent ahead, with and without delays: answered one by one, in order. */
static void test_in_a_row(void **state)
{
	(void)state;
	for (int transport = 0; transport < 2; transport++) {
		int fd = connected((enum transport)transport);

		for (uint64_t i = 0; i < 50; i++)
			ask(fd, i, i % 3 ? 0 : 200 * US);
		for (uint64_t i = 0; i < 50; i++)
			expect(fd, i);
		close(fd);
	}
}

static void *send_row(void *fd)
{
	for (uint64_t i = 0; i < ROW; i++)
		ask(*(int *)fd, i, 0);
	return NULL;
}

/* A client that does not take its replies blocks itself, and nobody else. */
static void test_slow_reader(void **state)
{
	(void)state;
	for (int transport = 0; transport < 2; transport++) {
		int slow = connected((enum transport)transport);
		int other = connected((enum transport)transport);
		pthread_t sender;

		assert_int_equal(pthread_create(&sender, NULL, send_row, &slow),
				 0);
		clock_sleep_until(clock_now() + 30 * MS);
		ask(other, 7, 0);
		expect(other, 7);
		for (uint64_t i = 0; i < ROW; i++)
			expect(slow, i);
		pthread_join(sender, NULL);
		close(slow);
		close(other);
	}
}

static void test_many(void **state)
{
	static int fds[MANY];

	(void)state;
	for (int transport = 0; transport < 2; transport++) {
		for (uint64_t i = 0; i < MANY; i++) {
			fds[i] = connected((enum transport)transport);
			ask(fds[i], i, (int64_t)(i % 7) * MS);
		}
		for (uint64_t i = 0; i < MANY; i++) {
			expect(fds[i], i);
			ask(fds[i], ~i, 0);
		}
		for (uint64_t i = 0; i < MANY; i++) {
			expect(fds[i], ~i);
			close(fds[i]);
		}
	}
}

static void test_pipes(void **state)
{
	static int fds[PIPES][2];
	char text[200], back[200];

	(void)state;
	memset(text, 'x', sizeof text);
	for (int i = 0; i < PIPES; i++)
		assert_int_equal(peer_pipes(fds[i]), 0);
	for (int i = 0; i < PIPES; i++)
		assert_int_equal(write(fds[i][1], text, sizeof text),
				 sizeof text);
	for (int i = 0; i < PIPES; i++) {
		for (size_t got = 0; got < sizeof back;) {
			ssize_t n =
				read(fds[i][0], back + got, sizeof back - got);

			assert_true(n > 0);
			got += (size_t)n;
		}
		assert_memory_equal(text, back, sizeof text);
		close(fds[i][0]);
		close(fds[i][1]);
	}
}

/* Fills both pipes to the brim, then takes everything back. */
static void test_full_pipe(void **state)
{
	char chunk[4096] = {0};
	int fds[2];
	size_t sent = 0;
	ssize_t n;

	(void)state;
	assert_int_equal(peer_pipes(fds), 0);
	assert_int_equal(fcntl(fds[1], F_SETFL, O_NONBLOCK), 0);
	for (int rest = 0; rest < 3; rest++) {
		while ((n = write(fds[1], chunk, sizeof chunk)) > 0)
			sent += (size_t)n;
		clock_sleep_until(clock_now() + 10 * MS);
	}
	for (; sent > 0; sent -= (size_t)n) {
		n = read(fds[0], chunk, sent < 4096 ? sent : 4096);
		assert_true(n > 0);
	}
	close(fds[1]);
	assert_int_equal(read(fds[0], chunk, 1), 0);
	close(fds[0]);
}

/* Workers that are forked share the control socket. */
static void test_forked_clients(void **state)
{
	(void)state;
	for (int i = 0; i < 4; i++) {
		if (fork() == 0) {
			int fds[2];
			char byte = (char)i;

			if (peer_pipes(fds) < 0 || write(fds[1], &byte, 1) < 1)
				_exit(1);
			_exit(read(fds[0], &byte, 1) == 1 && byte == i ? 0 : 1);
		}
	}
	for (int i = 0; i < 4; i++) {
		int status;

		wait(&status);
		assert_int_equal(status, 0);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_digest),
		cmocka_unit_test(test_never_early),
		cmocka_unit_test(test_order_of_delays),
		cmocka_unit_test(test_in_pieces),
		cmocka_unit_test(test_in_a_row),
		cmocka_unit_test(test_slow_reader),
		cmocka_unit_test(test_many),
		cmocka_unit_test(test_pipes),
		cmocka_unit_test(test_full_pipe),
		cmocka_unit_test(test_forked_clients),
	};

	signal(SIGPIPE, SIG_IGN);
	cpus_raise_limits();
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("peer", tests, start, stop);
}
