/*
 * supervise.c - the course of a run: ready, gate, window, drain, memory, leave.
 *
 * One thread that sleeps in poll on what workers tell (an eventfd), on signals
 * (a signalfd: Ctrl-C, children that end) and on time. What it does while time
 * counts is one wake-up a second, to see whether tasks still end, and one at the
 * end of the window.
 */
#include "harness/record/clock.h"
#include "harness/load/futex.h"
#include "harness/load/generator.h"
#include "harness/record/recorder.h"
#include "harness/record/totals.h"
#include "harness/peer/peer.h"
#include "harness/machine/memory.h"
#include "harness/run.h"
#include "harness/stuck.h"

#include <errno.h>
#include <inttypes.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

enum {
	POST_LIMIT_S = 1,  /* for a generator that is late */
	DRAIN_LIMIT_S = 5, /* at least, for tasks in flight at the end */
	DRAIN_LIMIT_P99 = 10,
	LEAVE_LIMIT_S = 2,  /* for workers after the queue was emptied */
	LOOK_AGAIN_MS = 50, /* after a worker died: is anything in flight? */
};

/* The supervisor's own state. */
struct supervisor {
	struct run *run;
	run_reaper *reaper;
	void *context;
	struct stuck stuck;
};

/* Whether a child has ended; it stays to be reaped by who started it. */
static bool has_ended(pid_t pid)
{
	siginfo_t info = {0};

	return pid > 0 &&
	       waitid(P_PID, (id_t)pid, &info, WEXITED | WNOHANG | WNOWAIT) ==
		       0 &&
	       info.si_pid == pid;
}

static void look_at_children(struct run *run)
{
	run->peer_died |= has_ended(run->peer);
	run->generator_died |=
		has_ended(run->generator) && !atomic_load(&run->posting->done);
}

/* Ends the load now: nothing arrives any more. */
static void end_load(struct run *run, int64_t until)
{
	if (until < atomic_load(&run->control->until_ns))
		atomic_store(&run->control->until_ns, until);
	queues_close(&run->queues);
}

static void take_signal(struct supervisor *self, uint32_t number)
{
	struct run *run = self->run;

	if (number != SIGCHLD)
		run->interrupted = true;
	else
		look_at_children(run);
	if (number == SIGCHLD && self->reaper)
		self->reaper(run, self->context);
}

/* Sleeps until something happens or an instant has come. */
static void wait_event(struct supervisor *self, int64_t until)
{
	struct pollfd fds[] = {{.fd = self->run->event_fd, .events = POLLIN},
			       {.fd = self->run->signal_fd, .events = POLLIN}};
	int64_t left = until == INT64_MAX ? 3600 * S : until - clock_now();
	struct timespec timeout = clock_timespec(left > 0 ? left : 0);
	struct signalfd_siginfo info;
	uint64_t count;

	if (ppoll(fds, 2, &timeout, NULL) <= 0)
		return;
	while (read(self->run->event_fd, &count, sizeof count) < 0 &&
	       errno == EINTR)
		;
	while (read(self->run->signal_fd, &info, sizeof info) == sizeof info)
		take_signal(self, info.ssi_signo);
}

static bool must_stop(const struct run *run)
{
	return run->interrupted || run->peer_died || run->generator_died ||
	       atomic_load(&run->control->has_error) == 2;
}

/* All workers at the gate? Else why not is in control->error. */
static bool wait_ready(struct supervisor *self)
{
	struct run *run = self->run;

	while (atomic_load(&run->control->ready) < run->workers) {
		if (run->interrupted)
			run_fail(run, CHECK_INTERRUPTED, "interrupted");
		else if (run->peer_died || run->generator_died)
			run_fail(run, CHECK_DIED, "the %s died during set-up",
				 run->peer_died ? "peer" : "generator");
		if (!run_may_start(run) || must_stop(run))
			return false;
		wait_event(self, run->start_limit);
	}
	return !must_stop(run);
}

static void open_gate(struct run *run)
{
	struct control *control = run->control;

	run->peer_cpu_opened = peer_cpu_ns();
	control->opened_ns = clock_now();
	control->from_ns = control->opened_ns + run->warmup_ns;
	atomic_store(&control->until_ns,
		     run->duration_ns ? control->from_ns + run->duration_ns
				      : INT64_MAX);
	atomic_store(&control->gate, 1);
	futex_wake(&control->gate, INT_MAX);
}

static bool all_finished(const struct run *run)
{
	return atomic_load(&run->control->finished) >= run->workers;
}

/* A worker killed between taking a task and putting in the next leaves a closed
 * load one task short. Where that was the last one, nobody would ever move. */
static void restart_if_still(struct run *run)
{
	for (unsigned i = 0; i < run->workers; i++)
		if (atomic_load(&run->recorders[i].stage) == BUSY ||
		    atomic_load(&run->recorders[i].stage) == STARTING)
			return;
	if (queue_posted(run->queues.first) == queue_taken(run->queues.first))
		queue_post(run->queues.first,
			   clock_now() - run->control->opened_ns);
}

/* The window is over, and so is the schedule of an open load. */
static bool window_over(const struct run *run)
{
	int64_t late = clock_now() - atomic_load(&run->control->until_ns);

	return late >= 0 && (!run_is_open(run) || late >= POST_LIMIT_S * S ||
			     atomic_load(&run->posting->done));
}

/* Gives up on what is in flight: wakes loops, empties queues, and waits a
 * little for workers that can still come back. */
static void give_up(struct supervisor *self)
{
	struct run *run = self->run;
	int64_t limit = clock_now() + LEAVE_LIMIT_S * S;

	atomic_store(&run->control->abandon, 1);
	run->left = queues_abandon(&run->queues);
	while (!all_finished(run) && clock_now() < limit)
		wait_event(self, clock_now() + LOOK_AGAIN_MS * MS);
	run->stuck = run->workers - atomic_load(&run->control->finished);
}

/* Ends a run that is stuck, and says so. What blocking workers wait for is
 * known now, what loops wait for once they have given up. */
static void end_stuck(struct supervisor *self)
{
	struct run *run = self->run;
	double still = (double)(clock_now() - self->stuck.since) / (double)S;
	uint64_t flight = stuck_in_flight(run);
	char waits[REASON_TEXT / 2];

	end_load(run, clock_now());
	give_up(self);
	stuck_say_waits(run, waits, sizeof waits);
	run_fail(run, CHECK_STUCK,
		 "no task ended in %.*f s (deadlock or missed wake-up), "
		 "%" PRIu64 " in flight%s",
		 still < 2, still, flight, waits);
}

/* Until the window is over, or a batch is done. */
static void wait_window(struct supervisor *self)
{
	struct run *run = self->run;

	while (!all_finished(run) && !must_stop(run) && !window_over(run)) {
		int64_t until = atomic_load(&run->control->until_ns);
		int64_t now = clock_now();

		if (stuck_now(&self->stuck, run)) {
			end_stuck(self);
			return;
		}
		if (until <= now)
			until = now + LOOK_AGAIN_MS * MS;
		if (run->replaced && !run_is_open(run)) {
			restart_if_still(run);
			if (until > now + LOOK_AGAIN_MS * MS)
				until = now + LOOK_AGAIN_MS * MS;
		}
		wait_event(self,
			   until < self->stuck.look ? until : self->stuck.look);
	}
}

static int64_t drain_limit(const struct run *run)
{
	static struct hist all;
	int64_t limit = DRAIN_LIMIT_S * S, p99;

	totals_response(run->recorders, run->workers, &all);
	p99 = hist_quantile(&all, 0.99);
	return DRAIN_LIMIT_P99 * p99 > limit ? DRAIN_LIMIT_P99 * p99 : limit;
}

/* Waits for the tasks in flight; gives up on the rest in the end. If none has
 * ended all the while, though they should, the run is stuck, else overloaded.
 */
static void drain(struct supervisor *self)
{
	struct run *run = self->run;
	int64_t limit = clock_now() + DRAIN_LIMIT_S * S;
	bool extended = false;

	stuck_is_still(&self->stuck, run);
	while (!all_finished(run) && clock_now() < limit) {
		int64_t look = self->stuck.look;

		wait_event(self, limit < look ? limit : look);
		if (!all_finished(run) && stuck_now(&self->stuck, run)) {
			end_stuck(self);
			return;
		}
		if (clock_now() >= limit && !extended) {
			limit += drain_limit(run) - DRAIN_LIMIT_S * S;
			extended = true;
		}
	}
	if (all_finished(run))
		return;
	if (stuck_is_still(&self->stuck, run) &&
	    clock_now() - self->stuck.since > (DRAIN_LIMIT_S - 1) * S &&
	    stuck_likely_ns(run->workload) < DRAIN_LIMIT_S * S) {
		end_stuck(self);
		return;
	}
	run->drained_late = true;
	give_up(self);
}

/* Memory of the process and of workers that are processes. */
static void look_at_memory(const struct run *run, struct memory *memory)
{
	*memory = (struct memory){0};
	if (memory_read(getpid(), memory) < 0)
		memory->peak = memory->anon = -1;
	for (unsigned i = 0; run->pids && i < run->workers; i++)
		if (run->pids[i] > 0)
			memory_read(run->pids[i], memory);
}

static void let_go(struct control *control)
{
	atomic_store(&control->leave, 1);
	futex_wake(&control->leave, INT_MAX);
}

static int call_off(struct run *run)
{
	atomic_store(&run->control->called_off, 1);
	let_go(run->control);
	atomic_store(&run->control->gate, 1);
	futex_wake(&run->control->gate, INT_MAX);
	return -1;
}

static int supervise(struct supervisor *self)
{
	struct run *run = self->run;
	struct memory memory;

	if (!wait_ready(self))
		return call_off(run);
	if (run->runner->fed_by == QUEUE && !run_is_open(run))
		run_fill_queue(run);
	open_gate(run);
	stuck_is_still(&self->stuck, run);
	wait_window(self);
	if (!atomic_load(&run->control->abandon)) {
		end_load(run, must_stop(run) ? clock_now() : INT64_MAX);
		drain(self);
	}
	run->finished_ns = clock_now();
	run->peer_cpu_finished = peer_cpu_ns();
	run->left += queues_abandon(&run->queues);
	look_at_memory(run, &memory);
	run->memory_peak = memory.peak;
	run->memory_used = memory.anon;
	let_go(run->control);
	return 0;
}

int run_supervise(struct run *run, run_reaper *reaper, void *context)
{
	struct supervisor self = {
		.run = run, .reaper = reaper, .context = context};

	return supervise(&self);
}
