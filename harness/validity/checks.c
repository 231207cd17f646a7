/*
 * checks.c - see checks.h.
 *
 * Comparisons are written so that NAN trips nothing: `x > limit`, never
 * `!(x <= limit)`. A reason names the figure and its limit, so that a reader
 * sees by how much a run failed and need not look for it.
 */
#include "harness/validity/checks.h"

#include <inttypes.h>
#include <math.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

/* Writes a reason and returns it, for a gate to return. */
__attribute__((format(printf, 2, 3))) static const char *say(
	char reason[CHECK_REASON], const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(reason, CHECK_REASON, format, arguments);
	va_end(arguments);
	return reason;
}

const char *check_accounting(const struct evidence *figures,
			     char reason[CHECK_REASON])
{
	uint64_t known =
		figures->completed + figures->failed + figures->in_flight;

	if (figures->issued == known)
		return NULL;
	return say(reason, "accounting: %" PRId64 " tasks missing",
		   (int64_t)(figures->issued - known));
}

/* A step back is counted by task, not by read: of such a task none of the three
 * times can be trusted. */
const char *check_clock(const struct evidence *figures,
			char reason[CHECK_REASON])
{
	if (figures->backwards)
		return say(reason,
			   "clock: time stepped back in %" PRIu64 " task%s",
			   figures->backwards,
			   figures->backwards == 1 ? "" : "s");
	if (figures->clock_read_ns > CHECK_CLOCK_NS)
		return say(reason, "clock: a read costs %.0f ns, at most %.0f",
			   figures->clock_read_ns, CHECK_CLOCK_NS);
	return NULL;
}

/* How much of the lag is the gate's business: a slow task hides more. */
static double lag_allowed(const struct evidence *figures, double least)
{
	return fmax(least, CHECK_LAG_SHARE * figures->response_p50_ns);
}

/* The longest lag stands beside the 99th percentile because a long run hides
 * a stop in it: 50 ms of 10 s are less than 1 % of the arrivals, and yet all of
 * its p99.9. */
const char *check_generator(const struct evidence *figures,
			    char reason[CHECK_REASON])
{
	double off = figures->posted_rate / figures->planned_rate - 1;

	if (!figures->open)
		return NULL;
	if (figures->posted < figures->planned)
		return say(reason,
			   "generator: %" PRIu64 " of %" PRIu64 " posted",
			   figures->posted, figures->planned);
	if (figures->posted >= CHECK_ARRIVALS && fabs(off) > CHECK_RATE_OFF)
		return say(reason,
			   "generator: rate off by %.1f %%, at most %.0f %%",
			   off * 100, CHECK_RATE_OFF * 100);
	if (figures->lag_p99_ns > lag_allowed(figures, CHECK_LAG_NS))
		return say(reason,
			   "generator: p99 of its lag %.0f us, at most %.0f",
			   figures->lag_p99_ns / 1e3,
			   lag_allowed(figures, CHECK_LAG_NS) / 1e3);
	if (figures->lag_max_ns > lag_allowed(figures, CHECK_LAG_MOST_NS))
		return say(reason,
			   "generator: stood still for %.0f ms, at most %.0f",
			   figures->lag_max_ns / 1e6,
			   lag_allowed(figures, CHECK_LAG_MOST_NS) / 1e6);
	return NULL;
}

const char *check_peer(const struct evidence *figures,
		       char reason[CHECK_REASON])
{
	if (figures->peer_share > CHECK_PEER_SHARE)
		return say(reason,
			   "peer: used %.0f %% of its CPU, at most %.0f %%",
			   figures->peer_share * 100, CHECK_PEER_SHARE * 100);
	if (figures->peer_capacity < CHECK_PEER_SPARE * figures->peer_rate)
		return say(reason,
			   "peer: asked %.0f/s, could serve %.0f/s, at least "
			   "%.0f times as many are wanted",
			   figures->peer_rate, figures->peer_capacity,
			   CHECK_PEER_SPARE);
	return NULL;
}

/* Whether tasks in flight grow from quarter to quarter, by more than is
 * nothing, and by more than chance would have it. */
static bool piles_up(const struct evidence *figures)
{
	const double *quarters = figures->quarters;
	double arrived = (double)figures->issued / 2;
	double growth = quarters[3] - quarters[1];
	double deviations = growth / sqrt(arrived);

	return figures->open && quarters[1] < quarters[2] &&
	       quarters[2] < quarters[3] && growth > CHECK_PILE * arrived &&
	       (deviations > CHECK_CERTAIN ||
		(deviations > CHECK_CHANCE &&
		 quarters[3] > CHECK_GROWTH * quarters[1]));
}

const char *check_overload(const struct evidence *figures,
			   char reason[CHECK_REASON])
{
	double done = (double)figures->completed / (double)figures->issued;

	if (figures->drained_late)
		return say(reason,
			   "overload: %" PRIu64
			   " tasks still in flight after the drain",
			   figures->in_flight);
	if (figures->open && done < CHECK_COMPLETED)
		return say(reason, "overload: %.1f %% completed, at least %.0f",
			   done * 100, CHECK_COMPLETED * 100);
	if (piles_up(figures))
		return say(reason,
			   "overload: tasks in flight grow from %.1f to %.1f",
			   figures->quarters[1], figures->quarters[3]);
	return NULL;
}

const char *check_steady(const struct evidence *figures,
			 char reason[CHECK_REASON])
{
	const struct steady *steady = &figures->steady;

	if (!figures->steady_known || steady->steady)
		return NULL;
	if (steady->cut > 0.5)
		return say(reason,
			   "steady: no steady state, still changing at %.0f %%",
			   steady->cut * 100);
	return say(reason,
		   "steady: still warming up at %.0f %%, warm-up was %.0f %%",
		   steady->cut * 100, steady->warmup * 100);
}

const char *check_little(const struct evidence *figures,
			 char reason[CHECK_REASON])
{
	double n = figures->little_in_flight, x_r = figures->little_x_r;
	double most = figures->open ? CHECK_LITTLE_OPEN : CHECK_LITTLE_CLOSED;

	if (!(fabs(n - x_r) > most * n))
		return NULL;
	return say(reason,
		   "little: %.4g tasks in flight, throughput x response %.4g",
		   n, x_r);
}

const char *check_bounds(const struct evidence *figures,
			 char reason[CHECK_REASON])
{
	double cpu = figures->cpu_ns / figures->cpu_most_ns;

	if (cpu > 1 + CHECK_BOUND)
		return say(reason,
			   "bounds: used %.1f %% of the CPU time there was",
			   cpu * 100);
	if (figures->in_service > (1 + CHECK_BOUND) * figures->in_service_most)
		return say(reason,
			   "bounds: %.1f tasks in service, at most %.0f",
			   figures->in_service, figures->in_service_most);
	return NULL;
}

/* First what makes every other figure wrong, last what could only follow from
 * it. */
const char *checks_first(const struct evidence *figures,
			 char reason[CHECK_REASON])
{
	static const char *(*const checks[])(const struct evidence *,
					     char *) = {
		check_accounting, check_clock,  check_generator, check_peer,
		check_overload,   check_steady, check_little,    check_bounds,
	};

	for (size_t i = 0; i < sizeof checks / sizeof *checks; i++)
		if (checks[i](figures, reason))
			return reason;
	return NULL;
}
