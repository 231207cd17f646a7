/*
 * test_workloads.c - every registered workload keeps its contract: answers that
 * depend on the seed alone, balanced opens and closes, sane parameters.
 *
 * The bodies are driven by a table of blocking awaitables of the test's own,
 * and again by one that answers PENDING first every time, as a loop may.
 */
#include "harness/support/compute.h"
#include "harness/peer/peer.h"
#include "harness/cell/registry.h"
#include "harness/support/scratch.h"

#include <dirent.h>
#include <errno.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

enum { SEEDS = 21, SLOTS = 3 };

static bool pending_first; /* answer PENDING before anything else */
static bool was_pending;
static int adopted, released;

/* Whether this call is the one to put off. */
static bool put_off(void)
{
	was_pending = pending_first && !was_pending;
	return was_pending;
}

static enum progress test_sleep(struct task *task, int64_t ns)
{
	struct timespec left = {ns / S, ns % S};

	(void)task;
	if (put_off())
		return PENDING;
	while (nanosleep(&left, &left) < 0)
		;
	return DONE;
}

static enum progress test_read(struct task *task, int fd, void *to, size_t size)
{
	if (put_off())
		return PENDING;
	for (size_t got = 0; got < size;) {
		ssize_t n = read(fd, (char *)to + got, size - got);

		if (n <= 0)
			return task_fail(task, n ? errno : ECONNRESET);
		got += (size_t)n;
	}
	return DONE;
}

static enum progress test_write(struct task *task, int fd, const void *from,
				size_t size)
{
	if (put_off())
		return PENDING;
	return write(fd, from, size) == (ssize_t)size ? DONE
						      : task_fail(task, errno);
}

static enum progress test_pread(struct task *task, int fd, void *to,
				size_t size, off_t offset)
{
	if (put_off())
		return PENDING;
	return pread(fd, to, size, offset) == (ssize_t)size
		       ? DONE
		       : task_fail(task, EIO);
}

static int test_adopt(struct task *task, int fd)
{
	(void)task;
	adopted++;
	return fd >= 0 ? 0 : -1;
}

static enum progress test_connect(struct task *task, int fd,
				  const struct sockaddr *to, socklen_t size)
{
	if (put_off())
		return PENDING;
	return connect(fd, to, size) < 0 ? task_fail(task, errno) : DONE;
}

/* Its descriptors block. */
static enum progress test_ready(struct task *task, int fd, unsigned readiness)
{
	(void)task;
	assert_true(fd >= 0 && readiness);
	return put_off() ? PENDING : DONE;
}

static enum progress test_yield(struct task *task)
{
	(void)task;
	return put_off() ? PENDING : DONE;
}

static enum progress test_offload(struct task *task, offloaded *function)
{
	int error;

	if (put_off())
		return PENDING;
	error = function(task);
	return error ? task_fail(task, error) : DONE;
}

static int held;

static enum progress test_lock(struct task *task, unsigned which)
{
	(void)which;
	if (put_off())
		return PENDING;
	assert_true(held == 0 && task->worker);
	held++;
	return DONE;
}

static void test_unlock(struct task *task, unsigned which)
{
	(void)task;
	(void)which;
	held--;
}

static void test_release(struct task *task, int fd)
{
	(void)task;
	assert_true(fd >= 0);
	released++;
}

static const struct awaitables table = {.sleep = test_sleep,
					.read = test_read,
					.write = test_write,
					.connect = test_connect,
					.ready = test_ready,
					.pread = test_pread,
					.yield = test_yield,
					.offload = test_offload,
					.lock = test_lock,
					.unlock = test_unlock,
					.adopt = test_adopt,
					.release = test_release};

static int count_descriptors(void)
{
	DIR *dir = opendir("/proc/self/fd");
	int n = 0;

	assert_non_null(dir);
	while (readdir(dir))
		n++;
	closedir(dir);
	return n;
}

static void open_slot(const struct workload *workload, struct task *task)
{
	static struct worker worker = {.awaitables = &table};

	*task = (struct task){.worker = &worker};
	task->state = calloc(1, workload->state_size + 1);
	assert_non_null(task->state);
	if (workload->open)
		assert_int_equal(workload->open(task), 0);
}

static void close_slot(const struct workload *workload, struct task *task)
{
	if (workload->close)
		workload->close(task);
	free(task->state);
}

static uint64_t answer(const struct workload *workload, struct task *task,
		       uint64_t seed)
{
	enum progress progress;

	task->seed = seed;
	task->resume = NULL;
	do
		progress = workload->run(task);
	while (progress == PENDING);
	assert_int_equal(progress, DONE);
	assert_null(task->resume);
	return task->answer;
}

/* Runs the seeds in several slots; answers must not depend on the slot. */
static void collect(const struct workload *workload, uint64_t answers[SEEDS])
{
	int before = count_descriptors();
	struct task slots[SLOTS];

	was_pending = false;
	for (int i = 0; i < SLOTS; i++)
		open_slot(workload, &slots[i]);
	for (uint64_t seed = 0; seed < SEEDS; seed++) {
		answers[seed] = answer(workload, &slots[seed % SLOTS], seed);
		assert_true(answers[seed] ==
			    answer(workload, &slots[(seed + 1) % SLOTS], seed));
	}
	for (int i = 0; i < SLOTS; i++)
		close_slot(workload, &slots[i]);
	assert_int_equal(count_descriptors(), before);
}

static void prove(const char *name, const struct workload *workload)
{
	uint64_t first[SEEDS], second[SEEDS];

	print_message("# %s\n", name);
	if (workload->setup)
		assert_int_equal(workload->setup(), 0);
	pending_first = false;
	collect(workload, first);
	pending_first = true;
	collect(workload, second);
	assert_memory_equal(first, second, sizeof first);
	for (int i = 0; i < SEEDS; i++)
		for (int j = 0; j < i; j++)
			assert_true(first[i] != first[j]);
	if (workload->teardown)
		assert_int_equal(workload->teardown(), 0);
}

/* Short, so that the whole table takes no time. */
static void shorten(const struct workload *workload)
{
	const struct param *p = workload->params;

	for (; p && p->name; p++)
		if (p->kind == PARAM_DURATION)
			*p->value = 100 * US;
}

static void test_defaults(void **state)
{
	const struct named_workload *w = registry_workloads;

	(void)state;
	for (; w->name; w++) {
		shorten(w->workload);
		prove(w->name, w->workload);
	}
}

/* Every parameter at its limits, as far as they are quick, and every choice. */
static void test_extremes(void **state)
{
	const struct named_workload *w = registry_workloads;

	(void)state;
	for (; w->name; w++) {
		const struct param *p = w->workload->params;

		for (; p && p->name; p++) {
			int64_t value = *p->value, most = 0;

			*p->value = p->least;
			prove(w->name, w->workload);
			if (p->kind == PARAM_PERCENT)
				most = p->most;
			while (p->choices && p->choices[most + 1])
				most++;
			*p->value = most ? most : value;
			prove(w->name, w->workload);
			*p->value = value;
		}
	}
}

static void check_param(const struct param *p)
{
	int64_t choices = 0;

	assert_true(*p->name && strlen(p->help) > 0);
	while (p->choices && p->choices[choices])
		choices++;
	assert_true((p->kind == PARAM_CHOICE) == (choices > 0));
	assert_in_range(*p->value, p->least, choices ? choices - 1 : p->most);
}

static void test_tables(void **state)
{
	const struct named_workload *w = registry_workloads;

	(void)state;
	assert_non_null(w->name);
	for (; w->name; w++) {
		const struct workload *workload = w->workload;

		assert_true(*w->name && workload->summary && workload->run);
		assert_in_range(strlen(workload->summary), 10, 60);
		assert_true(!workload->open || workload->close);
		for (const struct param *p = workload->params; p && p->name;
		     p++)
			check_param(p);
	}
}

/* Descriptors that wait must be known to the loop. */
static void test_adopts(void **state)
{
	struct task task;

	(void)state;
	adopted = 0;
	open_slot(registry_workload("pipe"), &task);
	close_slot(registry_workload("pipe"), &task);
	assert_int_equal(adopted, 2);
	open_slot(registry_workload("call"), &task);
	close_slot(registry_workload("call"), &task);
	assert_int_equal(adopted, 3);
	released = 0;
	if (registry_workload("connect")->setup)
		registry_workload("connect")->setup();
	open_slot(registry_workload("connect"), &task);
	answer(registry_workload("connect"), &task, 1);
	close_slot(registry_workload("connect"), &task);
	assert_int_equal(adopted, 4);
	assert_int_equal(released, 1); /* before it was closed */
}

static int start(void **state)
{
	(void)state;
	scratch_set(".");
	compute_set_rate(1000);
	return peer_start("") > 0 ? 0 : -1;
}

static int stop(void **state)
{
	(void)state;
	peer_stop();
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_tables),
		cmocka_unit_test(test_adopts),
		cmocka_unit_test(test_defaults),
		cmocka_unit_test(test_extremes),
	};

	signal(SIGPIPE, SIG_IGN);
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("workloads", tests, start, stop);
}
