/*
 * supervise.c - the course of a run: ready, gate, window, drain, memory, leave.
 *
 * One thread that sleeps in poll on what workers tell (an eventfd), on signals
 * (a signalfd: Ctrl-C, children that end) and on time. What it does while time
 * counts is one wake-up a second, to see whether tasks still end, and one at the
 * end of the window.
 *
 * A run is stuck when for long no task has ended though some are in flight, no
 * worker computes, and nobody waits for a timer, which will come. How long is
 * long: 5 s, 100 mean responses, and twice what the workload's parameters let
 * one task take.
 */
#include "harness/record/clock.h"
#include "harness/load/futex.h"
#include "harness/load/generator.h"
#include "harness/record/recorder.h"
#include "harness/peer/peer.h"
#include "harness/machine/memory.h"
#include "harness/run.h"

#include <errno.h>
#include <inttypes.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

enum {
	POST_LIMIT_S = 1,  /* for a generator that is late */
	DRAIN_LIMIT_S = 5, /* at least, for tasks in flight at the end */
	DRAIN_LIMIT_P99 = 10,
	LEAVE_LIMIT_S = 2, /* for workers after the line was cleared */
	STILL_S = 5,       /* without the end of a task, at least: stuck */
	STILL_RESPONSES = 100,
	STILL_LOOKS = 5,    /* in that time */
	LOOK_AGAIN_MS = 50, /* after a worker died: is anything in flight? */
};

/* Share of one CPU: workers that use more are not stuck, but compute. */
#define STILL_CPU 0.05

/* Whether tasks still end. */
struct progress_seen {
	uint64_t ended;   /* when last looked at */
	int64_t since;    /* when they last did, as far as is known */
	int64_t look;     /* when to look again */
	int64_t cpu_from; /* CPU time of all workers when first found still */
	int64_t cpu_at;   /* when that was; 0: they move */
};

/* The supervisor's own state. */
struct supervisor {
	struct run *run;
	run_reaper *reaper;
	void *context;
	struct progress_seen seen;
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

static uint64_t tasks_ended(const struct run *run)
{
	uint64_t ended = 0;

	for (unsigned i = 0; i < run->workers; i++)
		ended += run->recorders[i].completed + run->recorders[i].failed;
	return ended;
}

/* Tasks that have arrived and not ended. */
static uint64_t tasks_in_flight(const struct run *run)
{
	uint64_t ended = tasks_ended(run), issued = 0;

	if (run->runner->fed_by == QUEUE || run_is_open(run))
		issued = queues_posted(&run->queues);
	else
		for (unsigned i = 0; i < run->workers; i++)
			issued += run->recorders[i].issued;
	return issued > ended ? issued - ended : 0;
}

/* What the durations among a workload's parameters let one task take. */
static int64_t likely_ns(const struct workload *workload)
{
	const struct param *param = workload->params;
	int64_t sum = 0;

	for (; param && param->name; param++)
		if (param->kind == PARAM_DURATION)
			sum += *param->value;
	return sum * (workload->requests ? *workload->requests : 1);
}

/* The least time without the end of a task that is suspicious. */
static int64_t still_least(const struct run *run)
{
	return run->still_ns ? run->still_ns : STILL_S * S;
}

/* The time that is. The mean response is by Little's law: in flight x time /
 * ended. */
static int64_t still_limit(const struct run *run, uint64_t ended)
{
	double limit = (double)still_least(run);
	double likely = 2 * (double)likely_ns(run->workload), mean = 0;

	if (ended)
		mean = (double)tasks_in_flight(run) *
		       (double)(clock_now() - run->control->opened_ns) /
		       (double)ended;
	limit = likely > limit ? likely : limit;
	return (int64_t)(STILL_RESPONSES * mean > limit ? STILL_RESPONSES * mean
							: limit);
}

/* CPU time of all workers, and of this thread, which hardly has any. */
static int64_t workers_cpu(const struct run *run)
{
	int64_t sum = clock_cpu(CLOCK_PROCESS_CPUTIME_ID);
	clockid_t clock;

	for (unsigned i = 0; run->pids && i < run->workers; i++)
		if (run->pids[i] > 0 &&
		    clock_getcpuclockid(run->pids[i], &clock) == 0)
			sum += clock_cpu(clock);
	return sum;
}

/* How many tasks, as far as it is known, wait for something. */
static uint64_t tasks_waiting(const struct run *run, enum wait what)
{
	uint64_t sum = 0;

	for (unsigned i = 0; i < run->workers; i++)
		sum += atomic_load(&run->recorders[i].waits[what]);
	return sum;
}

/* Looks whether anything has moved since the last look. Who was stopped itself
 * meanwhile, with the whole process, has seen nothing and begins anew. */
static bool is_still(struct supervisor *self)
{
	struct progress_seen *seen = &self->seen;
	struct run *run = self->run;
	int64_t now = clock_now(), period = still_least(run) / STILL_LOOKS;
	uint64_t ended = tasks_ended(run);
	bool late = now > seen->look + period;

	seen->look = now + period;
	if (late || ended != seen->ended || !tasks_in_flight(run) ||
	    tasks_waiting(run, WAIT_TIMER)) {
		seen->ended = ended;
		seen->since = now;
		seen->cpu_at = 0;
		return false;
	}
	if (!seen->cpu_at) {
		seen->cpu_at = now;
		seen->cpu_from = workers_cpu(run);
		return false;
	}
	return (double)(workers_cpu(run) - seen->cpu_from) <=
	       STILL_CPU * (double)(now - seen->cpu_at);
}

/* Looks if it is time to. */
static bool is_stuck(struct supervisor *self)
{
	return clock_now() >= self->seen.look && is_still(self) &&
	       clock_now() - self->seen.since >=
		       still_limit(self->run, self->seen.ended);
}

/* Blocking workers that run something else than an await. */
static uint64_t tasks_running(const struct run *run)
{
	uint64_t running = 0;

	for (unsigned i = 0; i < run->workers; i++) {
		const struct recorder *recorder = &run->recorders[i];
		bool waits = false;

		for (int what = WAIT_NONE + 1; what < WAIT_KINDS; what++)
			waits |= atomic_load(&recorder->waits[what]) > 0;
		running += !waits && atomic_load(&recorder->stage) == BUSY;
	}
	return running;
}

static size_t say_one(char *to, size_t size, size_t length, const char *what,
		      uint64_t tasks)
{
	if (!tasks || length >= size)
		return length;
	return length + (size_t)snprintf(to + length, size - length,
					 "%s%s (%" PRIu64 ")",
					 length ? ", " : ", waiting for ", what,
					 tasks);
}

/* ", waiting for lock (2), worker (14)", and whoever is in no await. */
static void say_waits(const struct run *run, char *to, size_t size)
{
	static const char *const names[WAIT_KINDS] = {
		[WAIT_READ] = "read",       [WAIT_WRITE] = "write",
		[WAIT_CONNECT] = "connect", [WAIT_READY] = "readiness",
		[WAIT_TIMER] = "timer",     [WAIT_LOCK] = "lock",
		[WAIT_HELPER] = "helper",
	};
	uint64_t running = tasks_running(run);
	size_t length = 0;

	*to = '\0';
	for (int i = WAIT_NONE + 1; i < WAIT_KINDS; i++)
		length = say_one(to, size, length, names[i],
				 tasks_waiting(run, (enum wait)i));
	length = say_one(to, size, length, "a free worker", run->left);
	if (running && length < size)
		snprintf(to + length, size - length, ", running (%" PRIu64 ")",
			 running);
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
	double still = (double)(clock_now() - self->seen.since) / (double)S;
	uint64_t flight = tasks_in_flight(run);
	char waits[REASON_TEXT / 2];

	end_load(run, clock_now());
	give_up(self);
	say_waits(run, waits, sizeof waits);
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

		if (is_stuck(self)) {
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
			   until < self->seen.look ? until : self->seen.look);
	}
}

static int64_t drain_limit(const struct run *run)
{
	static struct hist all;
	int64_t limit = DRAIN_LIMIT_S * S, p99;

	hist_reset(&all);
	for (unsigned i = 0; i < run->workers; i++)
		hist_merge(&all, &run->recorders[i].response);
	p99 = hist_quantile(&all, 0.99);
	return DRAIN_LIMIT_P99 * p99 > limit ? DRAIN_LIMIT_P99 * p99 : limit;
}

/* Waits for the tasks in flight; gives up on the rest in the end: what has not
 * moved all the while is stuck, what has moved is too much. */
static void drain(struct supervisor *self)
{
	struct run *run = self->run;
	int64_t limit = clock_now() + DRAIN_LIMIT_S * S;
	bool extended = false;

	is_still(self);
	while (!all_finished(run) && clock_now() < limit) {
		int64_t look = self->seen.look;

		wait_event(self, limit < look ? limit : look);
		if (!all_finished(run) && is_stuck(self)) {
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
	if (is_still(self) &&
	    clock_now() - self->seen.since > (DRAIN_LIMIT_S - 1) * S) {
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
	is_still(self);
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
