/*
 * checks.c - see checks.h.
 *
 * Comparisons are written so that NAN trips nothing: `x > limit`, never
 * `!(x <= limit)`. A sentence names the figure and its limit, so that a reader
 * sees by how much a run failed and need not look for it.
 */
#include "harness/validity/checks.h"

#include "base/format.h"

#include <inttypes.h>
#include <math.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

/* Writes a sentence and returns it, for a check to return. */
__attribute__((format(printf, 2, 3))) static const char *say(
	char text[REASON_TEXT], const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(text, REASON_TEXT, format, arguments);
	va_end(arguments);
	return text;
}

const char *check_accounting(const struct evidence *seen,
			     char text[REASON_TEXT])
{
	uint64_t known = seen->completed + seen->failed + seen->in_flight;

	if (seen->issued == known)
		return NULL;
	if (seen->issued < known)
		return say(text, "%" PRIu64 " more task%s ended than issued",
			   known - seen->issued,
			   known - seen->issued == 1 ? "" : "s");
	return say(text, "%" PRIu64 " task%s unaccounted for",
		   seen->issued - known, seen->issued - known == 1 ? "" : "s");
}

/* A step back is counted by task, not by read: of such a task none of the three
 * times can be trusted. */
const char *check_clock(const struct evidence *seen, char text[REASON_TEXT])
{
	if (seen->backwards)
		return say(text, "the clock stepped back in %" PRIu64 " task%s",
			   seen->backwards, seen->backwards == 1 ? "" : "s");
	if (seen->clock_read_ns > CHECK_CLOCK_NS)
		return say(text,
			   "reading the clock costs %.0f ns (limit %.0f ns)",
			   seen->clock_read_ns, CHECK_CLOCK_NS);
	return NULL;
}

/* Set beside all that the workers used, so it never trips a sound run. */
const char *check_compute(const struct evidence *seen, char text[REASON_TEXT])
{
	if (!(seen->work_ns > (1 + CHECK_WORK_OFF) * seen->cpu_ns))
		return NULL;
	return say(text,
		   "the tasks cannot have done their work: it takes %.4g s of "
		   "CPU time, and %.4g s were used",
		   seen->work_ns / 1e9, seen->cpu_ns / 1e9);
}

/* How much of the lag is the check's business: a slow task hides more. */
static double lag_allowed(const struct evidence *seen, double least)
{
	return fmax(least, CHECK_LAG_SHARE * seen->response_p50_ns);
}

/* The longest lag stands beside the 99th percentile because a long run hides
 * a stop in it: 50 ms of 10 s are less than 1 % of the arrivals, and yet all of
 * its p99.9. */
const char *check_generator(const struct evidence *seen, char text[REASON_TEXT])
{
	double off = seen->posted_rate / seen->planned_rate - 1;

	if (!seen->open)
		return NULL;
	if (seen->posted < seen->planned)
		return say(text,
			   "the load generator posted only %" PRIu64
			   " of %" PRIu64 " arrivals",
			   seen->posted, seen->planned);
	if (seen->posted >= CHECK_ARRIVALS && fabs(off) > CHECK_RATE_OFF)
		return say(text,
			   "the load generator's rate was off by %.1f %% "
			   "(limit %.0f %%)",
			   off * 100, CHECK_RATE_OFF * 100);
	if (seen->lag_p99_ns > lag_allowed(seen, CHECK_LAG_NS))
		return say(text,
			   "the load generator was late: p99 lag %.0f µs "
			   "(limit %.0f µs)",
			   seen->lag_p99_ns / 1e3,
			   lag_allowed(seen, CHECK_LAG_NS) / 1e3);
	if (seen->lag_max_ns > lag_allowed(seen, CHECK_LAG_MOST_NS))
		return say(text,
			   "the load generator stood still for %.0f ms (limit "
			   "%.0f ms)",
			   seen->lag_max_ns / 1e6,
			   lag_allowed(seen, CHECK_LAG_MOST_NS) / 1e6);
	return NULL;
}

const char *check_peer(const struct evidence *seen, char text[REASON_TEXT])
{
	if (seen->peer_share > BOTTLENECK_PEER)
		return say(text,
			   "the peer used %.0f %% of its CPU (limit %.0f %%)",
			   seen->peer_share * 100, BOTTLENECK_PEER * 100);
	if (seen->peer_capacity < CHECK_PEER_SPARE * seen->peer_rate)
		return say(text,
			   "the peer was too slow: asked for %.0f/s, it could "
			   "serve %.0f/s (at least %.0f times as many are "
			   "needed)",
			   seen->peer_rate, seen->peer_capacity,
			   CHECK_PEER_SPARE);
	return NULL;
}

/* Whether tasks in flight grow from quarter to quarter, by more than is
 * nothing, and by more than chance would have it. */
static bool piles_up(const struct evidence *seen)
{
	const double *quarters = seen->quarters;
	double arrived = (double)seen->issued / 2;
	double growth = quarters[3] - quarters[1];
	double deviations = growth / sqrt(arrived);

	return seen->open && quarters[1] < quarters[2] &&
	       quarters[2] < quarters[3] && growth > CHECK_PILE * arrived &&
	       (deviations > CHECK_CERTAIN ||
		(deviations > CHECK_CHANCE &&
		 quarters[3] > CHECK_GROWTH * quarters[1]));
}

const char *check_overload(const struct evidence *seen, char text[REASON_TEXT])
{
	double done = (double)seen->completed / (double)seen->issued;

	if (seen->drained_late)
		return say(text,
			   "%" PRIu64
			   " task%s still in flight when the drain gave up",
			   seen->in_flight, seen->in_flight == 1 ? "" : "s");
	if (seen->open && done < CHECK_COMPLETED)
		return say(text,
			   "arrivals exceed capacity: %.1f %% of tasks "
			   "completed (at least %.0f %%)",
			   done * 100, CHECK_COMPLETED * 100);
	if (piles_up(seen))
		return say(text,
			   "arrivals exceed capacity: tasks in flight grew "
			   "from %.1f to %.1f",
			   seen->quarters[1], seen->quarters[3]);
	return NULL;
}

/* First touches of memory are charged to whoever makes them: to a pool of a
 * thousand, a thousand times. */
const char *check_faults(const struct evidence *seen, char text[REASON_TEXT])
{
	double tasks = (double)seen->completed;

	if (seen->completed < CHECK_FAULTS_TASKS ||
	    !(seen->faults > CHECK_FAULTS_EACH * tasks))
		return NULL;
	return say(text,
		   "%.0f page faults while %.0f tasks ran (limit: one for "
		   "%.0f tasks)",
		   seen->faults, tasks, 1 / CHECK_FAULTS_EACH);
}

/* Says how long the run has to be. */
static const char *too_short(const struct evidence *seen,
			     char text[REASON_TEXT])
{
	double rate = seen->measured / seen->window_ns * 1e9;
	double mean = seen->response_mean_ns;
	char each[FORMAT_TEXT], warmup[FORMAT_TEXT], window[FORMAT_TEXT];

	format_time((double)steady_warmup_ns(mean), warmup);
	format_time((double)steady_window_ns(mean, rate), window);
	return say(text,
		   "the run is too short to tell: %.0f tasks of %s; it needs "
		   "%s after a warm-up of %s",
		   seen->measured, format_time(mean, each), window, warmup);
}

const char *check_steady(const struct evidence *seen, char text[REASON_TEXT])
{
	const struct steady *steady = &seen->steady;

	if (!seen->steady_asked)
		return NULL;
	if (!seen->steady_known)
		return too_short(seen, text);
	if (steady->steady)
		return NULL;
	if (steady->cut > 0.5)
		return say(text,
			   "no steady state: still changing at %.0f %% of the "
			   "run",
			   steady->cut * 100);
	return say(text,
		   "still warming up at %.0f %% of the run (warm-up was %.0f "
		   "%%)",
		   steady->cut * 100, steady->warmup * 100);
}

const char *check_little(const struct evidence *seen, char text[REASON_TEXT])
{
	double n = seen->little_in_flight, x_r = seen->little_x_r;
	double most = seen->open ? CHECK_LITTLE_OPEN : CHECK_LITTLE_CLOSED;

	if (!(fabs(n - x_r) > most * n))
		return NULL;
	return say(text,
		   "Little's law is off: %.4g tasks in flight, but throughput "
		   "× response is %.4g",
		   n, x_r);
}

const char *check_bounds(const struct evidence *seen, char text[REASON_TEXT])
{
	double cpu = seen->cpu_ns / seen->cpu_most_ns;

	if (cpu > 1 + CHECK_BOUND)
		return say(text, "used %.1f %% of the CPU time available",
			   cpu * 100);
	if (seen->in_service > (1 + CHECK_BOUND) * seen->in_service_most)
		return say(text, "%.1f tasks in service at once (limit %.0f)",
			   seen->in_service, seen->in_service_most);
	if (seen->throughput > (1 + CHECK_BOUND) * seen->ceiling)
		return say(text, "%.4g tasks/s, but at most %.4g are possible",
			   seen->throughput, seen->ceiling);
	return NULL;
}

/* First what makes every other figure wrong, last what could only follow from
 * it. */
const char *checks_first(const struct evidence *seen, enum check *check,
			 char text[REASON_TEXT])
{
	static const struct {
		enum check check;
		const char *(*fails)(const struct evidence *, char *);
	} checks[] = {
		{CHECK_ACCOUNTING, check_accounting},
		{CHECK_CLOCK, check_clock},
		{CHECK_COMPUTE, check_compute},
		{CHECK_GENERATOR, check_generator},
		{CHECK_PEER, check_peer},
		{CHECK_OVERLOAD, check_overload},
		{CHECK_FAULTS, check_faults},
		{CHECK_STEADY, check_steady},
		{CHECK_LITTLE, check_little},
		{CHECK_BOUNDS, check_bounds},
	};

	for (size_t i = 0; i < sizeof checks / sizeof *checks; i++) {
		*check = checks[i].check;
		if (checks[i].fails(seen, text))
			return text;
	}
	return NULL;
}
