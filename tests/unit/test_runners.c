/*
 * test_runners.c - one body, every model: each awaitable on each runner, exact
 * accounting, failures, locks, and workers that are killed.
 *
 * The workloads here are made for the test and reach the runners directly; a
 * run is built by hand as harness/measure.c builds it, in a forked child.
 */
#include "harness/record/clock.h"
#include "harness/support/compute.h"
#include "harness/record/recorder.h"
#include "harness/cell/registry.h"
#include "harness/run.h"

#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/timerfd.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

enum { TASKS = 300, CONCURRENCY = 16, BULK = 300000 };

/* What a run left behind, in shared memory. */
struct outcome {
	int result;
	uint64_t completed, failed, issued, answers, left;
	unsigned replaced, stuck;
	int error; /* of the first failure */
	char message[RUN_ERROR];
	uint64_t counter; /* guarded by lock 0 */
	uint64_t opened, closed;
} * outcome;

/* ---- a body that uses every awaitable ---- */

struct everything {
	int timer, pair[2], listener, client, accepted, file, i;
	char *bulk;
	uint64_t ticks;
	size_t got, total;
	uint64_t held;
	struct sockaddr_un address;
	socklen_t address_size;
};

static int everything_open(struct task *task)
{
	struct everything *my = task->state;
	struct sockaddr_un any = {.sun_family = AF_UNIX};

	my->accepted = -1;
	my->bulk = calloc(1, BULK);
	my->timer = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC);
	my->file = open("/proc/self/exe", O_RDONLY | O_CLOEXEC);
	my->listener = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	my->client = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	my->address_size = sizeof my->address;
	if (!my->bulk || my->timer < 0 || my->file < 0 || my->listener < 0 ||
	    my->client < 0 ||
	    socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, my->pair) < 0 ||
	    bind(my->listener, (void *)&any, sizeof any.sun_family) < 0 ||
	    listen(my->listener, 1) < 0 ||
	    getsockname(my->listener, (void *)&my->address, &my->address_size) <
		    0)
		return -1;
	return task_adopt(task, my->timer) | task_adopt(task, my->pair[0]) |
	       task_adopt(task, my->pair[1]) | task_adopt(task, my->listener) |
	       task_adopt(task, my->client);
}

static void everything_close(struct task *task)
{
	struct everything *my = task->state;

	free(my->bulk);
	close(my->timer);
	close(my->file);
	close(my->pair[0]);
	close(my->pair[1]);
	close(my->listener);
	close(my->client);
	if (my->accepted >= 0)
		close(my->accepted);
}

static int triple(struct task *task)
{
	task->answer *= 3;
	return 0;
}

static enum progress everything_run(struct task *task)
{
	const struct itimerspec soon = {.it_value = {.tv_nsec = 200000}};
	struct everything *my = task->state;

	TASK_BEGIN(task);
	task->answer = task->seed + 1;
	for (my->i = 0; my->i < 3; my->i++) /* a loop around awaits */
		switch (my->i) {            /* and a switch */
		case 0:
			AWAIT(await_sleep(task, 100 * US));
			break;
		case 1:
			AWAIT(await_yield(task));
			/* fall through */
		default:
			AWAIT(await_offload(task, triple));
		}
	timerfd_settime(my->timer, 0, &soon, NULL);
	AWAIT(await_read(task, my->timer, &my->ticks, sizeof my->ticks));
	task->answer += my->ticks;

	AWAIT(await_write(task, my->pair[0], &task->seed, sizeof task->seed));
	for (my->total = 0; my->total < sizeof my->held; my->total += my->got)
		AWAIT(await_read_some(task, my->pair[1],
				      (char *)&my->held + my->total,
				      sizeof my->held - my->total, &my->got));
	task->answer += my->held;

	if (my->accepted < 0) {
		AWAIT(await_connect(task, my->client, (void *)&my->address,
				    my->address_size));
		AWAIT(await_accept(task, my->listener, &my->accepted));
	}
	AWAIT(await_write(task, my->accepted, "hello", 5));
	AWAIT(await_read(task, my->client, my->bulk, 5));
	task->answer += (unsigned char)my->bulk[4];

	AWAIT(await_pread(task, my->file, my->bulk, 4, 0));
	task->answer += (unsigned char)my->bulk[1]; /* the E of ELF */

	AWAIT(await_lock(task, 0));
	my->held = outcome->counter;
	AWAIT(await_sleep(task, 10 * US));
	outcome->counter = my->held + 1;
	task_unlock(task, 0);
	TASK_END(task);
}

static const struct workload everything = {
	.summary = "every awaitable",
	.state_size = sizeof(struct everything),
	.locks = 1,
	.open = everything_open,
	.close = everything_close,
	.run = everything_run,
};

/* ---- a body that fails at every seventh seed ---- */

static int counted_open(struct task *task)
{
	(void)task;
	__atomic_add_fetch(&outcome->opened, 1, __ATOMIC_SEQ_CST);
	return 0;
}

static void counted_close(struct task *task)
{
	(void)task;
	__atomic_add_fetch(&outcome->closed, 1, __ATOMIC_SEQ_CST);
}

static enum progress failing_run(struct task *task)
{
	char byte;

	TASK_BEGIN(task);
	if (task->seed % 7 == 0)
		AWAIT(await_read(task, -1, &byte, 1)); /* EBADF */
	AWAIT(await_yield(task));
	task->answer = task->seed;
	TASK_END(task);
}

static const struct workload failing = {
	.summary = "fails now and then",
	.open = counted_open,
	.close = counted_close,
	.run = failing_run,
};

static int no_open(struct task *task)
{
	(void)task;
	errno = EMFILE;
	return -1;
}

static const struct workload unopenable = {
	.summary = "cannot be opened", .open = no_open, .run = failing_run};

/* ---- a body that kills its worker at one seed ---- */

static enum progress deadly_run(struct task *task)
{
	TASK_BEGIN(task);
	if (task->seed == TASKS / 2)
		raise(SIGKILL);
	AWAIT(await_sleep(task, 50 * US));
	TASK_END(task);
}

static const struct workload deadly = {.summary = "kills its worker",
				       .run = deadly_run};

/* ---- one run, in a child of its own ---- */

static void note(const struct run *run)
{
	for (unsigned i = 0; i < run->workers; i++) {
		const struct recorder *recorder = &run->recorders[i];

		outcome->completed += recorder->completed;
		outcome->failed += recorder->failed;
		outcome->issued += recorder->issued;
		outcome->answers += recorder->answers;
		if (recorder->failed)
			outcome->error = recorder->failures[0].error;
	}
	if (run->runner->fed_by == QUEUE)
		outcome->issued = run_posted(run);
	outcome->left = run->left;
	outcome->replaced = run->replaced;
	outcome->stuck = run->stuck;
	strcpy(outcome->message, run->control->error);
}

static void run_here(struct run *run)
{
	sigset_t signals;

	sigfillset(&signals);
	sigprocmask(SIG_BLOCK, &signals, NULL);
	compute_set_rate(1000);
	if (run_init(run) < 0)
		_exit(1);
	outcome->result = run->runner->run(run);
	note(run);
	run_free(run);
}

/* Runs a batch of TASKS, or by duration; asserts that the child ended well. */
static void do_run(const struct workload *workload, const char *runner,
		   unsigned workers, unsigned helpers, int64_t duration_ns)
{
	struct run run = {.workload = workload,
			  .runner = registry_runner(runner),
			  .workers = workers,
			  .helpers = helpers,
			  .concurrency = CONCURRENCY,
			  .tasks = duration_ns ? UINT64_MAX : TASKS,
			  .duration_ns = duration_ns,
			  .event_fd = -1,
			  .signal_fd = -1,
			  .peer = -1};
	int status;
	pid_t pid;

	memset(outcome, 0, sizeof *outcome);
	pid = fork();
	if (pid == 0) {
		run_here(&run);
		exit(0); /* lets a leak checker look */
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

/* Every way to run tasks. */
static const struct contestants {
	const char *runner;
	unsigned workers, helpers;
} contestants[] = {{"serial", 1, 0}, {"threads", 1, 0}, {"threads", 4, 0},
		   {"procs", 1, 0},  {"procs", 4, 0},   {"async", 1, 0},
		   {"async", 3, 0},  {"async", 1, 2},   {"async", 2, 2}};

#define FOR_EACH(c)                                     \
	for (const struct contestants *c = contestants; \
	     c < contestants + sizeof contestants / sizeof *contestants; c++)

static void every_awaitable_in_every_model(void **state)
{
	uint64_t answers = 0;

	(void)state;
	FOR_EACH(c)
	{
		do_run(&everything, c->runner, c->workers, c->helpers, 0);
		assert_int_equal(outcome->result, 0);
		assert_int_equal(outcome->completed, TASKS);
		assert_int_equal(outcome->issued, TASKS);
		assert_int_equal(outcome->failed, 0);
		assert_int_equal(outcome->counter, TASKS);
		if (answers)
			assert_int_equal(outcome->answers, answers);
		answers = outcome->answers;
	}
}

static void failures_are_counted_and_reopened(void **state)
{
	uint64_t fail = (TASKS + 6) / 7;

	(void)state;
	FOR_EACH(c)
	{
		do_run(&failing, c->runner, c->workers, c->helpers, 0);
		assert_int_equal(outcome->issued, TASKS);
		assert_int_equal(outcome->failed, fail);
		assert_int_equal(outcome->completed, TASKS - fail);
		assert_int_equal(outcome->error, EBADF);
		assert_int_equal(outcome->opened, outcome->closed);
		assert_true(outcome->opened >= fail);
	}
}

static void a_duration_accounts_for_everything(void **state)
{
	(void)state;
	FOR_EACH(c)
	{
		do_run(&everything, c->runner, c->workers, c->helpers, 20 * MS);
		assert_int_equal(outcome->result, 0);
		assert_true(outcome->completed > 0);
		assert_int_equal(outcome->issued, outcome->completed);
		assert_int_equal(outcome->counter, outcome->completed);
	}
}

/* No worker is begun with once the time for it is over, by whichever pool. */
static void a_slow_start_is_called_off(void **state)
{
	const char *const runners[] = {"procs", "threads"};

	(void)state;
	for (int i = 0; i < 2; i++) {
		struct run run = {.workload = &everything,
				  .runner = registry_runner(runners[i]),
				  .workers = 3,
				  .concurrency = CONCURRENCY,
				  .tasks = TASKS,
				  .event_fd = -1,
				  .signal_fd = -1,
				  .peer = -1,
				  .generator = -1};

		assert_int_equal(run_init(&run), 0);
		run.start_limit = 0;
		assert_int_equal(run.runner->run(&run), -1);
		assert_int_equal(atomic_load(&run.control->ready), 0);
		assert_non_null(strstr(run.control->error, "limit: 0 of 3 "));
		assert_non_null(strstr(run.control->error, " after 60 s"));
		run_free(&run);
	}
}

static void what_cannot_open_says_so(void **state)
{
	(void)state;
	FOR_EACH(c)
	{
		do_run(&unopenable, c->runner, c->workers, c->helpers, 0);
		assert_int_equal(outcome->result, -1);
		assert_non_null(strstr(outcome->message, "cannot open slot"));
		assert_non_null(strstr(outcome->message, "Too many open files: "
							 "ulimit -n is "));
	}
}

static void a_killed_worker_loses_one_task(void **state)
{
	(void)state;
	for (unsigned workers = 1; workers <= 4; workers += 3) {
		do_run(&deadly, "procs", workers, 0, 0);
		assert_int_equal(outcome->issued, TASKS);
		assert_int_equal(outcome->completed, TASKS - 1);
		assert_int_equal(outcome->replaced, 1);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_awaitable_in_every_model),
		cmocka_unit_test(failures_are_counted_and_reopened),
		cmocka_unit_test(a_duration_accounts_for_everything),
		cmocka_unit_test(what_cannot_open_says_so),
		cmocka_unit_test(a_slow_start_is_called_off),
		cmocka_unit_test(a_killed_worker_loses_one_task),
	};

	outcome = mmap(NULL, sizeof *outcome, PROT_READ | PROT_WRITE,
		       MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (outcome == MAP_FAILED)
		return 1;
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
