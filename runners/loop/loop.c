/*
 * loop.c - the life of a loop: open the slots, take turns and poll until
 * nothing is in flight, close. See loop.h.
 */
#include "runners/loop/loop.h"

#include "harness/record/clock.h"
#include "harness/fault/fault.h"
#include "harness/record/recorder.h"
#include "harness/worker.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/timerfd.h>
#include <unistd.h>

/* Slots that fail to open again this often in a row end the run. */
enum { REOPEN_MOST = 100 };

/* loop->armed once the timerfd has fired: readable until it is set again. */
#define FIRED INT64_C(-1)

/* Arming it again, or disarming it, is what makes it unreadable: no read. */
static void on_timer(struct ev_loop *ev, ev_io *watcher, int events)
{
	struct loop *loop = watcher->data;

	(void)ev;
	(void)events;
	loop->armed = FIRED;
}

/* Arms the timerfd for the wheel's next work, if it is not yet. */
static void arm(struct loop *loop)
{
	int64_t next = loop->wheel.count ? wheel_next(&loop->wheel) : 0;
	struct itimerspec when = {.it_value = clock_timespec(next)};

	if (next == loop->armed)
		return;
	recorder_called(loop->worker.recorder, 1);
	timerfd_settime(loop->timer_fd, TFD_TIMER_ABSTIME, &when, NULL);
	loop->armed = next;
}

/* Instants of tasks are read from the clock again: this one only sorts out who
 * is due. */
static void expire(struct loop *loop)
{
	struct timer *timer, *next;

	if (!loop->wheel.count)
		return;
	timer = wheel_expired(&loop->wheel, clock_now());
	for (; timer; timer = next) {
		struct slot *slot =
			(struct slot *)((char *)timer -
					offsetof(struct slot, wait));

		next = timer->next;
		slot->task.waiting = WAIT_NONE;
		loop->found++;
		slots_put(&loop->ready, slot);
	}
}

/* One call of libev is one epoll_wait(); what it tells epoll before, each watcher
 * that was started has counted. */
static void poll_by_libev(struct loop *loop, int how)
{
	recorder_called(loop->worker.recorder, 1);
	ev_run(loop->ev, how);
}

/* A turn begins. If there is something to do that the loop was waiting for, it
 * has woken up for it. */
static void note_turn(struct loop *loop)
{
	struct recorder *recorder = loop->worker.recorder;

	recorder->wakeups += loop->found > 0;
	recorder->events += loop->found;
	loop->found = 0;
}

/* Whether there is a task, or may be one. */
static bool goes_on(const struct loop *loop)
{
	return loop->in_flight || !intake_over(loop);
}

/* Queues what has become ready; sleeps if nothing has.
 * Timers are noted before: who waits for one is not stuck. */
static void poll_once(struct loop *loop)
{
	expire(loop);
	if (!loop->ready.count && goes_on(loop) && intake_may_sleep(loop)) {
		recorder_waits(loop->worker.recorder, WAIT_TIMER,
			       loop->wheel.count);
		arm(loop);
		poll_by_libev(loop, EVRUN_ONCE);
		expire(loop);
	} else if (loop->outside) {
		poll_by_libev(loop, EVRUN_NOWAIT);
	}
}

/* After a failure the slot holds nothing and starts from nothing: nobody knows
 * what state its connection is in. Its peer may be slow to come back, so a few
 * tries. */
static bool reopen(struct slot *slot)
{
	struct worker *worker = slot->task.worker;

	slot_unwatch(slot);
	loop_unlock_all(&slot->task);
	worker_close_slot(worker, &slot->task);
	for (int tries = 0; tries < REOPEN_MOST; tries++)
		if (worker_open_slot(worker, &slot->task))
			return true;
	run_fail(worker->run, CHECK_FAILED,
		 "cannot open a slot again after a failed task: %s",
		 strerrordesc_np(slot->task.error));
	return false;
}

/* What becomes of a slot without a task: in a closed load the next one arrives,
 * and it is true. Else the slot lies idle, or has no more to do. */
static bool arrive(struct loop *loop, struct slot *slot, int64_t now)
{
	struct run *run = loop->worker.run;

	if (loop->queue) {
		loop->in_flight--;
		slots_put(&loop->idle, slot);
		return false;
	}
	if (loop->next_seed >= run->tasks ||
	    now >= atomic_load_explicit(&run->control->until_ns,
					memory_order_relaxed)) {
		loop->in_flight--;
		return false;
	}
	slot->task.seed = loop->next_seed;
	slot->task.resume = NULL;
	slot->arrive = now;
	loop->next_seed += run->workers;
	recorder_count(&loop->worker.recorder->issued);
	return true;
}

/* Runs a slot until it waits or its task ends; true if that was the end, and
 * the slot's next task has arrived. */
static bool proceed(struct loop *loop, struct slot *slot)
{
	struct run *run = loop->worker.run;
	struct task *task = &slot->task;
	enum progress progress;
	int64_t end;

	progress = fault_body(run->workload, task);
	if (progress == PENDING)
		return false;
	end = clock_now();
	if (progress == DONE) {
		fault_stamps(&slot->arrive, &slot->start);
		recorder_ended(loop->worker.recorder, task, slot->arrive,
			       slot->start, end,
			       atomic_load_explicit(&run->control->until_ns,
						    memory_order_relaxed));
	} else {
		recorder_failed(loop->worker.recorder, task->error);
		if (!reopen(slot)) {
			loop->in_flight--;
			return false;
		}
	}
	return arrive(loop, slot, end);
}

/* A slot whose task has waited goes on with its next one at once, as a thread
 * does that sends its next request, up to that one's first wait. One that ends
 * without a wait is the last of this step: the slot goes behind all that are
 * ready, so tasks that only compute cannot keep the loop. The end of the one is
 * the start of the other, which saves a look at the clock. */
static void step(struct loop *loop, struct slot *slot)
{
	bool waited = slot->task.resume;

	if (!waited)
		slot->start = clock_now();
	if (!proceed(loop, slot))
		return;
	slot->start = slot->arrive;
	if (!waited || proceed(loop, slot))
		slots_put(&loop->ready, slot);
}

/* A turn is what was ready when it began: what becomes ready meanwhile waits
 * for the next one, so no task can keep the loop from its poll. */
static void take_turns(struct loop *loop)
{
	struct control *control = loop->worker.run->control;

	for (unsigned i = 0; i < loop->n_slots; i++) {
		struct slot *slot = &loop->slots[i];

		loop->in_flight++;
		if (arrive(loop, slot, loop->worker.recorder->opened_ns))
			slots_put(&loop->ready, slot);
	}
	while (goes_on(loop) &&
	       !atomic_load_explicit(&control->abandon, memory_order_relaxed)) {
		if (loop->queue)
			intake_take(loop);
		note_turn(loop);
		for (unsigned n = loop->ready.count; n > 0; n--)
			step(loop, slots_take(&loop->ready));
		poll_once(loop);
	}
}

/* Told to give up: says what its tasks were waiting for. */
static void tell_waits(struct loop *loop)
{
	uint32_t waits[WAIT_KINDS] = {0};

	for (unsigned i = 0; i < loop->n_open; i++)
		waits[loop->slots[i].task.waiting]++;
	for (int i = WAIT_NONE + 1; i < WAIT_KINDS; i++)
		recorder_waits(loop->worker.recorder, (enum wait)i, waits[i]);
}

/* A job_done. */
static void helped(struct task *task)
{
	task->moved = 1;
	slot_ready_elsewhere(task_slot(task));
}

static bool start_helpers(struct loop *loop)
{
	struct run *run = loop->worker.run;

	if (!run->helpers)
		return true;
	loop->helpers = helpers_start(run->helpers, helped,
				      &loop->worker.recorder->usage);
	if (!loop->helpers)
		run_fail(run, CHECK_SETUP, "cannot start %u helpers: %s",
			 run->helpers, strerrordesc_np(errno));
	return loop->helpers;
}

static void stop_helpers(struct loop *loop)
{
	helpers_stop(loop->helpers);
	loop->helpers = NULL;
}

/* Tasks in flight are dealt out to the loops evenly, the first ones get the
 * rest. States lie side by side, each at a multiple of 16 bytes. */
static bool open_slots(struct loop *loop)
{
	struct run *run = loop->worker.run;
	size_t size = (run->workload->state_size + 15) & ~(size_t)15;
	unsigned index = loop->worker.recorder->index;

	loop->n_slots = run->concurrency / run->workers +
			(index < run->concurrency % run->workers);
	loop->slots = calloc(loop->n_slots, sizeof *loop->slots);
	loop->states = calloc(loop->n_slots, size);
	if (loop->n_slots && (!loop->slots || (size && !loop->states))) {
		run_fail(run, CHECK_SETUP, "no memory for %u tasks",
			 loop->n_slots);
		return false;
	}
	for (; loop->n_open < loop->n_slots; loop->n_open++) {
		struct slot *slot = &loop->slots[loop->n_open];

		slot->task.state = loop->states + loop->n_open * size;
		if (!worker_open_first(&loop->worker, &slot->task, loop->n_open,
				       loop->n_slots))
			return false;
	}
	return true;
}

/* Whatever fails here has said so to the run; close_loop() closes what was
 * opened. */
static bool open_loop(struct loop *loop)
{
	struct run *run = loop->worker.run;

	slots_init(&loop->ready);
	slots_init(&loop->inbox);
	wheel_init(&loop->wheel, clock_now(), run->slack_ns);
	/* The environment must not choose another backend in silence. */
	loop->ev = ev_loop_new(EVFLAG_NOENV | EVBACKEND_EPOLL);
	loop->timer_fd =
		timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC);
	if (!loop->ev || loop->timer_fd < 0) {
		run_fail(run, CHECK_SETUP, "cannot make loop %u of %u: %s",
			 loop->worker.recorder->index + 1, run->workers,
			 strerrordesc_np(errno));
		return false;
	}
	ev_io_init(&loop->timer_watcher, on_timer, loop->timer_fd, EV_READ);
	loop->timer_watcher.data = loop;
	ev_io_start(loop->ev, &loop->timer_watcher);
	ev_async_init(&loop->inbox_watcher, loop_empty_inbox);
	loop->inbox_watcher.data = loop;
	ev_async_start(loop->ev, &loop->inbox_watcher);
	loop->next_seed = loop->worker.recorder->index;
	intake_init(loop);
	return start_helpers(loop) && open_slots(loop);
}

/* Helpers first: they may still be at work on a slot. */
static void close_loop(struct loop *loop)
{
	stop_helpers(loop);
	for (unsigned i = 0; i < loop->n_open; i++) {
		slot_unwatch(&loop->slots[i]);
		worker_close_slot(&loop->worker, &loop->slots[i].task);
	}
	if (loop->ev)
		ev_loop_destroy(loop->ev);
	if (loop->timer_fd >= 0)
		close(loop->timer_fd);
	free(loop->states);
	free(loop->slots);
}

void loop_worker(struct run *run, unsigned index)
{
	struct loop loop = {
		.worker = {.awaitables = &loop_awaitables,
			   .recorder = &run->recorders[index],
			   .run = run},
		.inbox_mutex = PTHREAD_MUTEX_INITIALIZER,
	};

	open_loop(&loop);
	if (worker_ready(&loop.worker)) {
		take_turns(&loop);
		if (atomic_load(&run->control->abandon))
			tell_waits(&loop);
		stop_helpers(&loop);
		worker_done(&loop.worker);
	}
	close_loop(&loop);
}
