/*
 * timers_libev.c - many waits on plain libev: how late, and how much memory.
 *
 * TIMERS sleeps of DELAY_MS are in flight at once, as in the sleep workload; a
 * timer that fires is started again until RUN_MS have passed (0: each fires
 * once). What starts during the first WARMUP_MS is not recorded. Prints
 * lateness p50 and p99 in ns, and bytes of resident memory per timer, all in.
 */
#include "tests/perf/perf.h"

#include "harness/record/clock.h"
#include "harness/record/hist.h"
#include "harness/contract/workload.h"

#include <ev.h>

static const char usage[] = "timers_libev TIMERS DELAY_MS WARMUP_MS RUN_MS";

/* One sleep, as small as libev lets it be. */
struct sleep {
	ev_timer timer; /* first: found by a cast */
	int64_t started;
};

static int64_t from, until; /* the instants of WARMUP_MS and RUN_MS */
static struct hist slept;

static void start(struct ev_loop *loop, struct sleep *sleep)
{
	sleep->started = clock_now();
	ev_timer_again(loop, &sleep->timer);
}

static void on_timer(struct ev_loop *loop, ev_timer *timer, int events)
{
	struct sleep *sleep = (struct sleep *)timer;
	int64_t now = clock_now();

	(void)events;
	if (sleep->started >= from)
		hist_add(&slept, now - sleep->started);
	if (now < until)
		start(loop, sleep);
	else
		ev_timer_stop(loop, timer);
}

/* The most memory this process has had resident, in bytes. */
static double peak_bytes(void)
{
	char line[128];
	double kib = 0;
	FILE *file = fopen("/proc/self/status", "re");

	if (!file)
		perf_die("/proc/self/status");
	while (fgets(line, sizeof line, file))
		if (sscanf(line, "VmHWM: %lf", &kib) == 1)
			break;
	fclose(file);
	return kib * 1024;
}

int main(int argc, char **argv)
{
	struct ev_loop *loop = ev_default_loop(EVBACKEND_EPOLL);
	struct sleep *sleeps;
	uint64_t timers;
	double delay;

	if (argc != 5)
		perf_usage(usage);
	timers = perf_count(argv[1], usage);
	delay = (double)perf_count(argv[2], usage) / 1e3;
	sleeps = calloc(timers, sizeof *sleeps);
	if (!loop || !sleeps)
		perf_die("timers");
	hist_reset(&slept);
	from = clock_now() + (int64_t)perf_count(argv[3], usage) * MS;
	until = from + (int64_t)perf_count(argv[4], usage) * MS;
	ev_now_update(loop);
	for (uint64_t i = 0; i < timers; i++) {
		ev_timer_init(&sleeps[i].timer, on_timer, 0., delay);
		start(loop, &sleeps[i]);
	}
	ev_run(loop, 0);
	printf("%.0f %.0f %.1f\n",
	       (double)hist_quantile(&slept, 0.50) - delay * 1e9,
	       (double)hist_quantile(&slept, 0.99) - delay * 1e9,
	       peak_bytes() / (double)timers);
	free(sleeps);
	return 0;
}
