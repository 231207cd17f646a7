/*
 * judge.c - makes the checks, and writes down what they saw. The checks and
 * their limits are in checks.c; what they look at comes from harness/gather.c.
 *
 * What went wrong as a whole (a worker died, tasks failed) is a reason of its
 * own, and then no check is made: its figures are those of another run.
 */
#include "harness/validity/judge.h"

#include "harness/validity/checks.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>

/* Steal beyond this share of the CPU time makes a run noisy; so does CPU time
 * of other programs beyond that share. */
#define STEAL_MOST  0.01
#define OTHERS_MOST 0.1

/* The generator came late, whatever that means to the contestant: beyond this
 * no check is sure to pass. */
#define LATE_P99_NS 250e3

static const char *plural(uint64_t n)
{
	return n == 1 ? "" : "s";
}

/* The error that most tasks failed with, among those not said yet; its count
 * becomes negative, which is to say that it has been. */
static const char *next_error(json_t *errors, json_int_t *count)
{
	const char *name, *most = NULL;
	json_t *value;

	*count = 0;
	json_object_foreach(errors, name, value)
	{
		if (json_integer_value(value) <= *count)
			continue;
		most = name;
		*count = json_integer_value(value);
	}
	if (most)
		json_object_set_new(errors, most, json_integer(-*count));
	return most;
}

/* ": ECONNRESET 11, EPIPE 1", the most frequent first. */
static const char *failed_by_name(const json_t *counts, char *to, size_t size)
{
	json_t *errors = json_copy((json_t *)counts);
	const char *name;
	json_int_t count;
	size_t length = 0;

	*to = '\0';
	while ((name = next_error(errors, &count)) && length < size)
		length += (size_t)snprintf(to + length, size - length,
					   "%s%s %lld", length ? ", " : ": ",
					   name, (long long)count);
	json_decref(errors);
	return to;
}

/* What went wrong with the run as a whole. */
static void name_failures(json_t *line, const struct evidence *seen)
{
	char errors[REASON_TEXT / 2];

	if (seen->interrupted)
		reason_add(line, CHECK_INTERRUPTED, "interrupted");
	if (seen->peer_died)
		reason_add(line, CHECK_DIED, "the peer died");
	if (seen->generator_died)
		reason_add(line, CHECK_DIED, "the load generator died");
	if (seen->error)
		reason_add(line, seen->error_check, "%s", seen->error);
	if (seen->replaced)
		reason_add(line, CHECK_DIED,
			   "%u worker%s died, %" PRIu64 " task%s lost",
			   seen->replaced, plural(seen->replaced), seen->lost,
			   plural(seen->lost));
	if (seen->failed)
		reason_add(line, CHECK_FAILED,
			   "%" PRIu64 " of %" PRIu64 " tasks failed%s",
			   seen->failed, seen->issued,
			   failed_by_name(seen->errors, errors, sizeof errors));
	if (seen->wrong_answer)
		reason_add(line, CHECK_ANSWERS, "%s", seen->wrong_answer);
}

/* What MSER-5 cut, whether or not it counted. */
static void set_steady(json_t *line, const struct evidence *seen)
{
	const struct steady *steady = &seen->steady;

	/* Where it was not asked for, the line says so already. */
	if (json_is_string(json_object_get(line, "steady")))
		return;
	json_object_set_new(line, "steady",
			    seen->steady_known
				    ? json_pack("{s:f, s:b, s:f}", "cut",
						steady->cut, "steady",
						(int)steady->steady, "warmup",
						steady->warmup)
				    : json_null());
}

/* Also where the check passes: how far off is a figure of its own. */
static void set_little(json_t *line, const struct evidence *seen)
{
	double n = seen->little_in_flight, x_r = seen->little_x_r;

	json_object_set_new(line, "little",
			    n > 0 && isfinite(x_r)
				    ? json_pack("{s:f, s:f, s:f}", "in_flight",
						n, "x_r", x_r, "off",
						fabs(n - x_r) / n)
				    : json_null());
}

/* The share may be a little above 1: bounds has a tolerance. */
static void set_ceiling(json_t *line, const struct evidence *seen)
{
	double share = seen->throughput / seen->ceiling;

	json_object_set_new(line, "ceiling",
			    isfinite(seen->ceiling) ? json_real(seen->ceiling)
						    : json_null());
	json_object_set_new(line, "ceiling_share",
			    isfinite(share) ? json_real(share) : json_null());
}

static void set_bottleneck(json_t *line, const struct evidence *seen)
{
	const char *name = bottleneck_name(&seen->bottleneck);

	json_object_set_new(line, "bottleneck",
			    name ? json_string(name) : json_null());
}

/* Notes a cause of noise; takes the sentence. */
static void add_cause(json_t *to, const char *cause, json_t *text)
{
	json_array_append_new(
		to, json_pack("{s:s, s:o}", "cause", cause, "text", text));
}

/* How late the generator may come is fixed here: its check has patience with
 * slow tasks, and would look at an outcome. */
static void set_noisy(json_t *line, const struct evidence *seen)
{
	json_t *to = json_array();

	if (seen->steal > STEAL_MOST)
		add_cause(to, "steal",
			  json_sprintf("steal %.1f %%", seen->steal * 100));
	if (seen->throttled > 0)
		add_cause(to, "throttled",
			  json_sprintf("throttled %.0f time%s", seen->throttled,
				       seen->throttled > 1 ? "s" : ""));
	if (seen->others > OTHERS_MOST)
		add_cause(to, "others",
			  json_sprintf("other programs used %.0f %%",
				       seen->others * 100));
	if (seen->open && (seen->lag_p99_ns > LATE_P99_NS ||
			   seen->lag_max_ns > CHECK_LAG_MOST_NS))
		add_cause(to, "generator",
			  json_sprintf("the load generator was up to %.1f ms "
				       "late",
				       seen->lag_max_ns / 1e6));
	json_object_set_new(line, "noisy", to);
}

/* A run of which nothing ended inside the window may pass every check, since
 * none of them has anything to look at; so the last reason is of its own. */
void judge_run(json_t *line, const struct evidence *seen)
{
	char text[REASON_TEXT];
	enum check check;

	name_failures(line, seen);
	if (json_is_true(json_object_get(line, "valid")) &&
	    checks_first(seen, &check, text))
		reason_add(line, check, "%s", text);
	if (seen->empty)
		reason_add(line, CHECK_EMPTY,
			   "no task ended in the measured time");
	set_steady(line, seen);
	set_little(line, seen);
	set_ceiling(line, seen);
	set_bottleneck(line, seen);
	set_noisy(line, seen);
}
