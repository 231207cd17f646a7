/*
 * health.c - the machine box. Most values are taken over all runs, valid or
 * not: a run that failed for noise tells most about it.
 */
#include "analysis/verdict/health.h"

#include "analysis/read/arena.h"
#include "base/format.h"
#include "base/noisy_rounds.h"
#include "base/sorted.h"

#include <math.h>
#include <stdlib.h>

const char *const grade_words[] = {
	[GRADE_GOOD] = "good",
	[GRADE_MIND] = "caution",
	[GRADE_BAD] = "bad",
	[GRADE_UNKNOWN] = "not measured",
};

/* Where good ends and where bad begins, and what to do in between and there. */
static const struct {
	const char *name;
	double good, bad;
	const char *advice;
} limits[HEALTH_ROWS] = {
	[HEALTH_STEAL] = {"steal time", 0.01, 0.05,
			  "The hypervisor gave CPU time to others: measure at "
			  "a quieter hour, or on a dedicated machine."},
	[HEALTH_SPEED] = {"CPU speed", 0.03, 0.10,
			  "CPU speed varied: set the governor to performance, "
			  "turn turbo off, stop other programs."},
	[HEALTH_HICCUPS] = {"1 ms timer wake-up latency", 3e5, 2e6,
			    "Programs were woken late: response times below "
			    "this are the machine's own. Stop other programs, "
			    "or use a dedicated machine."},
	[HEALTH_CLOCK] = {"cost of reading the clock", 60, 250,
			  "Each task pays for reading the clock twice: use the "
			  "clock source tsc, and treat figures of short tasks "
			  "with caution."},
	[HEALTH_HARNESS] = {"harness overhead per task", 100, 200,
			    "Part of every task is avt itself: treat figures "
			    "of tasks shorter than 100 times this with "
			    "caution."},
	[HEALTH_ROUNDS] = {"noisy rounds", 0.10, 0.30,
			   "Many rounds were noisy: repeat the bench when the "
			   "machine is quiet."},
	[HEALTH_SELF] = {"smallest detectable difference", 1.05, 1.10,
			 "Differences that matter may go unseen: measure more "
			 "rounds, longer runs, or on a quieter machine."},
};

/* A figure of a run, NAN if it has none. */
typedef double figure_of_run(const struct analysis *analysis,
			     const struct measured *run);

/* What the hypervisor took, as the run itself was told: it misses long stalls,
 * which the next two see. */
static double steal(const struct analysis *analysis, const struct measured *run)
{
	(void)analysis;
	return run->steal;
}

/* How late a sleeper of 1 ms woke beside the run, in 1 of 100 times. */
static double hiccup(const struct analysis *analysis,
		     const struct measured *run)
{
	(void)analysis;
	return run->hiccup_p99_ns;
}

/* How late it woke at worst: all that a short run knows. */
static double hiccup_max(const struct analysis *analysis,
			 const struct measured *run)
{
	(void)analysis;
	return run->hiccup_max_ns;
}

/* Speed is relative to the session's own median, since there is no right speed
 * of a machine; a run that did not take it is left out, not called steady. */
static double speed_off(const struct analysis *analysis,
			const struct measured *run)
{
	return isfinite(run->speed_ns)
		       ? noisy_speed_off(run->speed_ns, analysis->speed_ns)
		       : NAN;
}

/* What a share p of all runs stays at or below; NAN if none has a figure. */
static double over_runs(const struct analysis *analysis, figure_of_run *of,
			double p)
{
	double *values = calloc(analysis->n_runs + 1, sizeof *values);
	double found;
	size_t n = 0;

	for (size_t i = 0; values && i < analysis->n_summaries; i++)
		for (size_t j = 0; j < analysis->summaries[i].n_runs; j++) {
			double value =
				of(analysis, &analysis->summaries[i].runs[j]);

			if (isfinite(value))
				values[n++] = value;
		}
	sorted_make(values, n);
	found = sorted_quantile(values, n, p);
	free(values);
	return found;
}

/* Grades a value, the smaller the better, and gives advice. */
static void grade(struct health *row, enum health_row which, double value)
{
	row->name = limits[which].name;
	row->grade = isnan(value)                  ? GRADE_UNKNOWN
		     : value <= limits[which].good ? GRADE_GOOD
		     : value <= limits[which].bad  ? GRADE_MIND
						   : GRADE_BAD;
	row->advice = row->grade == GRADE_MIND || row->grade == GRADE_BAD
			      ? limits[which].advice
			      : "";
	if (row->grade == GRADE_UNKNOWN)
		snprintf(row->value, sizeof row->value, "–");
}

/* A short run has too few sleeps for a percentile; its latest one stands in. */
static void check_hiccups(const struct analysis *analysis, struct health *row)
{
	double late = over_runs(analysis, hiccup, 0.50);
	double latest = over_runs(analysis, hiccup_max, 1);
	bool borne = isfinite(late);
	char usual[FORMAT_TEXT], most[FORMAT_TEXT];

	if (!borne)
		late = over_runs(analysis, hiccup_max, 0.50);
	snprintf(row->value, HEALTH_TEXT, "%s %s, max %s",
		 borne ? "p99" : "median", format_time(late, usual),
		 format_time(latest, most));
	grade(row, HEALTH_HICCUPS, late);
}

/* The 95th percentile: one bad run in a hundred is what rounds are for. */
static void check_runs(const struct analysis *analysis,
		       struct health rows[HEALTH_ROWS])
{
	double stolen = over_runs(analysis, steal, 0.95);
	double off = over_runs(analysis, speed_off, 0.95);

	snprintf(rows[HEALTH_STEAL].value, HEALTH_TEXT, "p95 %.1f\u00a0%%",
		 100 * stolen);
	snprintf(rows[HEALTH_SPEED].value, HEALTH_TEXT,
		 "95\u00a0%% of runs within ±%.1f\u00a0%%", 100 * off);
	grade(&rows[HEALTH_STEAL], HEALTH_STEAL, stolen);
	grade(&rows[HEALTH_SPEED], HEALTH_SPEED, off);
	check_hiccups(analysis, &rows[HEALTH_HICCUPS]);
}

/* Both were measured once, before the bench: neither depends on a run. */
static void check_costs(const struct analysis *analysis,
			struct health rows[HEALTH_ROWS])
{
	const struct machine *machine = &analysis->machine;

	format_time(machine->clock_ns, rows[HEALTH_CLOCK].value);
	format_time(machine->harness_ns, rows[HEALTH_HARNESS].value);
	grade(&rows[HEALTH_CLOCK], HEALTH_CLOCK, machine->clock_ns);
	grade(&rows[HEALTH_HARNESS], HEALTH_HARNESS, machine->harness_ns);
}

/* Noisy rounds beyond the 3 in 10 that may be dropped are in the verdicts, so
 * what counts is how many were noisy, the dropped ones among them. */
static void check_rounds(const struct analysis *analysis, struct health *row)
{
	double share = analysis->n_rounds ? (double)analysis->n_noisy /
						    (double)analysis->n_rounds
					  : NAN;

	snprintf(row->value, HEALTH_TEXT, "%zu of %zu, %zu dropped",
		 analysis->n_noisy, analysis->n_rounds, analysis->n_dropped);
	grade(row, HEALTH_ROUNDS, share);
}

/* In the order of enum health_row: from what the runs saw to what that means
 * for a reader, the smallest difference. */
void health_check(const struct analysis *analysis,
		  struct health rows[HEALTH_ROWS])
{
	double seen = analysis_detectable(analysis);
	char least[FORMAT_TEXT];

	check_runs(analysis, rows);
	check_costs(analysis, rows);
	check_rounds(analysis, &rows[HEALTH_ROUNDS]);
	snprintf(rows[HEALTH_SELF].value, HEALTH_TEXT, "about %s",
		 format_joined(format_percent_up(seen - 1, least)));
	grade(&rows[HEALTH_SELF], HEALTH_SELF, seen);
}
