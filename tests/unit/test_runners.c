/*
 * test_runners.c - one body, every model: each awaitable on each runner, exact
 * accounting, failures, locks, and workers that are killed.
 *
 * The workloads here are made for the test and reach the runners directly; a
 * run is built by hand as harness/measure.c builds it, in a forked child.
 */
#include "harness/record/clock.h"
#include "harness/support/compute.h"
#include "harness/worker.h"
#include "harness/cell/cell.h"
#include "harness/cell/registry.h"
#include "harness/run.h"
#include "harness/validity/answers.h"

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
	char message[CONTROL_ERROR];
	char wrong[RUN_WRONG];
	uint64_t counter; /* guarded by lock 0 */
	uint64_t opened, closed;
	uint64_t per_slot[CONCURRENCY]; /* tasks that a slot has ended */
	uint64_t last;                  /* the slot of the last end, from 1 */
	uint64_t at_once; /* tasks that began right after their slot's last */
} * outcome;

/* ---- a body that uses every awaitable ---- */

struct everything {
	int timer, pair[2], listener, client, accepted, file, i;
	char *bulk;
	uint64_t ticks;
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
	AWAIT(await_ready(task, my->pair[1], READABLE));
	AWAIT(await_ready(task, my->pair[1], READABLE | WRITABLE));
	AWAIT(await_read(task, my->pair[1], &my->held, sizeof my->held));
	task->answer += my->held;

	if (my->accepted < 0) {
		AWAIT(await_connect(task, my->client, (void *)&my->address,
				    my->address_size));
		my->accepted = accept(my->listener, NULL, NULL);
		if (my->accepted < 0 || task_adopt(task, my->accepted) < 0)
			return task_fail(task, errno);
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

/* ---- a body that closes and reopens its descriptor, time and again ---- */

enum { REUSES = 10000 };

struct reusing {
	int fds[2];
	unsigned char byte;
};

/* await_ready() does not try before it waits: the loop watches every pipe. */
static enum progress reusing_run(struct task *task)
{
	struct reusing *my = task->state;

	TASK_BEGIN(task);
	if (pipe2(my->fds, O_CLOEXEC) < 0)
		return task_fail(task, errno);
	task_adopt(task, my->fds[0]);
	if (write(my->fds[1], "a", 1) != 1)
		return task_fail(task, errno);
	AWAIT(await_ready(task, my->fds[0], READABLE));
	AWAIT(await_read(task, my->fds[0], &my->byte, 1));
	task_release(task, my->fds[0]);
	close(my->fds[0]);
	close(my->fds[1]);
	task->answer = my->byte;
	TASK_END(task);
}

static const struct workload reusing = {.summary = "a new pipe for each task",
					.state_size = sizeof(struct reusing),
					.run = reusing_run};

/* ---- a body that fails while it holds two locks ---- */

static enum progress failing_holder_run(struct task *task)
{
	TASK_BEGIN(task);
	AWAIT(await_lock(task, 0));
	AWAIT(await_lock(task, 1));
	AWAIT(await_sleep(task, 20 * US));
	if (task->seed % 7 == 0)
		return task_fail(task, EPROTO);
	outcome->counter++;
	task_unlock(task, 1);
	task_unlock(task, 0);
	task_unlock(task, 0); /* of one that is not held: nothing */
	TASK_END(task);
}

static const struct workload failing_holder = {
	.summary = "fails with locks", .locks = 2, .run = failing_holder_run};

static enum progress lockless_run(struct task *task)
{
	TASK_BEGIN(task);
	AWAIT(await_lock(task, 3));
	TASK_END(task);
}

static const struct workload lockless = {.summary = "takes a lock that there "
						    "is not",
					 .locks = 2,
					 .run = lockless_run};

/* ---- bodies that wait for ever ---- */

/* Two locks, taken in opposite orders. */
static enum progress crossing_run(struct task *task)
{
	TASK_BEGIN(task);
	AWAIT(await_lock(task, (unsigned)task->seed % 2));
	AWAIT(await_sleep(task, 5 * MS));
	AWAIT(await_lock(task, (unsigned)(task->seed + 1) % 2));
	task_unlock(task, (unsigned)task->seed % 2);
	task_unlock(task, (unsigned)(task->seed + 1) % 2);
	TASK_END(task);
}

static const struct workload crossing = {
	.summary = "locks in opposite orders", .locks = 2, .run = crossing_run};

/* The first tasks consume what the others produce. */
static int goods[2];

static int trade_setup(void)
{
	return pipe2(goods, O_CLOEXEC);
}

static int trade_open(struct task *task)
{
	return task_adopt(task, goods[0]);
}

static void trade_close(struct task *task)
{
	(void)task;
}

static enum progress trade_run(struct task *task)
{
	TASK_BEGIN(task);
	if (task->seed < CONCURRENCY / 2)
		AWAIT(await_read(task, goods[0], task->state, 1));
	else if (task->seed < CONCURRENCY)
		AWAIT(await_write(task, goods[1], "a", 1));
	TASK_END(task);
}

static const struct workload trade = {.summary = "producers and consumers",
				      .state_size = 1,
				      .setup = trade_setup,
				      .open = trade_open,
				      .close = trade_close,
				      .run = trade_run};

/* ---- a body whose answers depend on what its slot did before ---- */

static enum progress unsteady_run(struct task *task)
{
	uint64_t *before = task->state;

	TASK_BEGIN(task);
	AWAIT(await_yield(task));
	task->answer = task->seed + *before;
	++*before;
	TASK_END(task);
}

static const struct workload unsteady = {.summary = "answers wrongly, later on",
					 .state_size = sizeof(uint64_t),
					 .run = unsteady_run};

static enum progress right_run(struct task *task)
{
	TASK_BEGIN(task);
	AWAIT(await_lock(task, 0));
	AWAIT(await_sleep(task, MS));
	task_unlock(task, 0);
	task->answer = mix64(task->seed);
	TASK_END(task);
}

static const struct workload right = {
	.summary = "answers rightly", .locks = 1, .run = right_run};

static int no_open(struct task *task)
{
	(void)task;
	errno = EMFILE;
	return -1;
}

static const struct workload unopenable = {
	.summary = "cannot be opened", .open = no_open, .run = failing_run};

/* ---- slots that wait beside slots that only compute ---- */

struct turn {
	uint64_t slot;
};

static int turn_open(struct task *task)
{
	((struct turn *)task->state)->slot = outcome->opened++;
	return 0;
}

/* A yield is a wait whose end needs no clock. */
static enum progress turn_run(struct task *task)
{
	struct turn *my = task->state;

	if (!task->resume && outcome->last == my->slot + 1)
		outcome->at_once++;
	TASK_BEGIN(task);
	if (my->slot % 2 == 0)
		AWAIT(await_yield(task));
	outcome->per_slot[my->slot]++;
	outcome->last = my->slot + 1;
	TASK_END(task);
}

static const struct workload turn = {.summary = "waits in every other slot",
				     .state_size = sizeof(struct turn),
				     .open = turn_open,
				     .run = turn_run};

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
		outcome->issued = queues_posted(&run->queues);
	outcome->left = run->left;
	outcome->replaced = run->replaced;
	outcome->stuck = run->stuck;
	strcpy(outcome->message, run->control->error);
	strcpy(outcome->wrong, run->wrong);
}

static bool check_answers;

static void run_here(struct run *run)
{
	sigset_t signals;

	sigfillset(&signals);
	sigprocmask(SIG_BLOCK, &signals, NULL);
	compute_set_rate(1000);
	if (run->workload->setup && run->workload->setup() < 0)
		_exit(1);
	if (run_init(run) < 0)
		_exit(1);
	outcome->result = run->runner->run(run);
	if (check_answers)
		answers_check(run);
	note(run);
	if (run->stuck)
		execl("/bin/true", "true", NULL); /* no leak: threads in use */
	run_free(run);
}

/* Makes a run in a child of its own; asserts that the child ended well. */
static void do_this(struct run *run)
{
	int status;
	pid_t pid;

	run->event_fd = run->signal_fd = -1;
	run->slack_ns = CELL_SLACK_NS;
	run->peer = run->generator = -1;
	memset(outcome, 0, sizeof *outcome);
	pid = fork();
	if (pid == 0) {
		run_here(run);
		exit(0); /* lets a leak checker look */
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

/* A batch of so many tasks. */
static void do_tasks(const struct workload *workload, const char *runner,
		     unsigned workers, unsigned concurrency, uint64_t tasks)
{
	struct run run = {.workload = workload,
			  .runner = registry_runner(runner),
			  .workers = workers,
			  .concurrency = concurrency,
			  .tasks = tasks};

	do_this(&run);
}

/* A batch of TASKS, or by duration. */
static void do_run(const struct workload *workload, const char *runner,
		   unsigned workers, unsigned helpers, int64_t duration_ns)
{
	struct run run = {.workload = workload,
			  .runner = registry_runner(runner),
			  .workers = workers,
			  .helpers = helpers,
			  .concurrency = CONCURRENCY,
			  .tasks = duration_ns ? UINT64_MAX : TASKS,
			  .duration_ns = duration_ns};

	do_this(&run);
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
		assert_non_null(strstr(run.control->error, "only 0 of 3 "));
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

/* Who has waited goes on with the next task, who has not goes to the end of
 * the line: so each slot has a task a turn, and nobody starves. */
static void a_loop_lets_every_slot_go_on(void **state)
{
	uint64_t waited = 0;

	(void)state;
	do_tasks(&turn, "async", 1, CONCURRENCY, TASKS);
	assert_int_equal(outcome->completed, TASKS);
	for (unsigned i = 0; i < CONCURRENCY; i++) {
		assert_in_range(outcome->per_slot[i], TASKS / CONCURRENCY - 1,
				TASKS / CONCURRENCY + 2);
		waited += i % 2 ? 0 : outcome->per_slot[i];
	}
	assert_int_equal(outcome->at_once, waited - CONCURRENCY / 2);
}

static void descriptors_are_used_again(void **state)
{
	(void)state;
	do_tasks(&reusing, "async", 1, 1, REUSES);
	assert_int_equal(outcome->completed, REUSES);
	assert_int_equal(outcome->failed, 0);
	do_run(&reusing, "threads", 4, 0, 0);
	assert_int_equal(outcome->completed, TASKS);
}

static void who_fails_gives_its_locks_back(void **state)
{
	uint64_t fail = (TASKS + 6) / 7;

	(void)state;
	FOR_EACH(c)
	{
		do_run(&failing_holder, c->runner, c->workers, c->helpers, 0);
		assert_int_equal(outcome->result, 0);
		assert_int_equal(outcome->failed, fail);
		assert_int_equal(outcome->completed, TASKS - fail);
		assert_int_equal(outcome->counter, TASKS - fail);
		assert_int_equal(outcome->error, EPROTO);
	}
}

static void a_lock_that_there_is_not(void **state)
{
	(void)state;
	FOR_EACH(c)
	{
		do_run(&lockless, c->runner, c->workers, c->helpers, 0);
		assert_string_equal(outcome->message,
				    "lock 3 does not exist: the workload "
				    "declares 2, counted from 0");
		assert_true(outcome->completed == 0);
	}
}

/* In a batch nothing else would ever end it. */
static void stuck_here(const struct workload *workload, const char *runner,
		       unsigned workers, int64_t duration_ns, const char *why)
{
	struct run run = {.workload = workload,
			  .runner = registry_runner(runner),
			  .workers = workers,
			  .concurrency = CONCURRENCY,
			  .tasks = duration_ns ? UINT64_MAX : TASKS,
			  .duration_ns = duration_ns,
			  .still_ns = 200 * MS};

	do_this(&run);
	if (!strstr(outcome->message, why))
		print_message("# %s\n", outcome->message);
	assert_non_null(strstr(outcome->message, "no task ended in "));
	assert_non_null(strstr(outcome->message, why));
	/* A loop comes back: it is woken although it sleeps. */
	assert_int_equal(outcome->stuck,
			 registry_runner(runner)->fed_by == QUEUE ? workers
								  : 0);
}

static void a_deadlock_is_said(void **state)
{
	(void)state;
	stuck_here(&crossing, "async", 1, 0,
		   "16 in flight, waiting for lock (16)");
	stuck_here(&crossing, "async", 1, 10 * MS, "waiting for lock (16)");
	stuck_here(&crossing, "threads", 4, 0,
		   "16 in flight, waiting for lock (4), a free worker (12)");
	stuck_here(&crossing, "procs", 4, 0, "waiting for lock (4)");
}

static void a_pool_too_small_for_producers(void **state)
{
	(void)state;
	stuck_here(&trade, "threads", 4, 0,
		   "16 in flight, waiting for read (4), a free worker (12)");
	do_run(&trade, "async", 1, 0, 0);
	assert_int_equal(outcome->completed, TASKS);
	do_run(&trade, "procs", CONCURRENCY, 0, 0);
	assert_int_equal(outcome->completed, TASKS);
}

/* Who waits for a timer, or computes, is not stuck. */
static enum progress slow_run(struct task *task)
{
	TASK_BEGIN(task);
	if (task->seed % 2)
		AWAIT(await_sleep(task, 900 * MS));
	else
		task->answer = compute(task->seed, 200000000);
	TASK_END(task);
}

static void slow_tasks_are_not_stuck(void **state)
{
	static const struct workload slow = {.summary = "takes its time",
					     .run = slow_run};
	const char *const runners[] = {"async", "threads", "procs"};

	(void)state;
	for (int i = 0; i < 3; i++) {
		struct run run = {.workload = &slow,
				  .runner = registry_runner(runners[i]),
				  .workers = 2,
				  .concurrency = 2,
				  .tasks = 2,
				  .still_ns = 200 * MS};

		do_this(&run);
		assert_string_equal(outcome->message, "");
		assert_int_equal(outcome->completed, 2);
	}
}

static void wrong_answers_are_found(void **state)
{
	(void)state;
	check_answers = true;
	FOR_EACH(c)
	{
		do_run(&unsteady, c->runner, c->workers, c->helpers, 50 * MS);
		assert_non_null(strstr(outcome->wrong, "seed "));
		assert_non_null(strstr(outcome->wrong, ", serial gives "));
		do_run(&right, c->runner, c->workers, c->helpers, 20 * MS);
		assert_true(outcome->completed > 0);
		assert_string_equal(outcome->wrong, "");
	}
	do_run(&failing, "async", 1, 0, 0); /* the last sample is 256 */
	assert_string_equal(outcome->wrong, "");
	check_answers = false;
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
		cmocka_unit_test(descriptors_are_used_again),
		cmocka_unit_test(a_loop_lets_every_slot_go_on),
		cmocka_unit_test(who_fails_gives_its_locks_back),
		cmocka_unit_test(a_lock_that_there_is_not),
		cmocka_unit_test(wrong_answers_are_found),
		cmocka_unit_test(a_deadlock_is_said),
		cmocka_unit_test(a_pool_too_small_for_producers),
		cmocka_unit_test(slow_tasks_are_not_stuck),
	};

	outcome = mmap(NULL, sizeof *outcome, PROT_READ | PROT_WRITE,
		       MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (outcome == MAP_FAILED)
		return 1;
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
