/*
 * reasons.c - see reasons.h. The names are those that results have
 * (harness/validity/reason.c); a name that is not known here is shown as it is.
 */
#include "analysis/words/reasons.h"

#include <string.h>

/* Said as what went wrong, since it stands beside a number of runs that did. */
const char *check_meaning(const char *name)
{
	static const char *const meanings[][2] = {
		{"setup", "something could not be set up"},
		{"limit", "the machine cannot hold it"},
		{"capacity", "how much it can do is not known"},
		{"crashed", "the run's process ended without a result"},
		{"timeout", "the run did not end in time"},
		{"interrupted", "the run was interrupted"},
		{"died", "a worker, the peer or the load generator died"},
		{"failed", "tasks failed"},
		{"stuck", "no task ended any more"},
		{"answers", "wrong answers"},
		{"empty", "no task ended in the measured time"},
		{"output", "a file could not be written"},
		{"accounting", "tasks issued and tasks ended do not add up"},
		{"clock", "the clock stepped back or is too slow to read"},
		{"generator", "the generator was late or sent too few"},
		{"peer", "the other end was too busy to keep up"},
		{"overload", "arrivals exceed capacity"},
		{"faults", "memory was first touched while time counted"},
		{"steady", "the run never settled"},
		{"compute", "its tasks cannot have done their work"},
		{"little", "tasks in flight do not match throughput × "
			   "response"},
		{"bounds", "faster than is possible"},
		{"invariant", "what has to hold in the end did not"},
		{"noise", "the machine was noisy"},
	};

	for (size_t i = 0; i < sizeof meanings / sizeof *meanings; i++)
		if (!strcmp(meanings[i][0], name))
			return meanings[i][1];
	return "";
}

/* The check of a name, new if it was not there; the last one if there is no
 * room. */
static struct check_count *find(struct check_count checks[MOST_CHECKS],
				size_t *n, const char *name)
{
	size_t i = 0;

	while (i < *n && strcmp(checks[i].name, name))
		i++;
	if (i == MOST_CHECKS)
		return &checks[MOST_CHECKS - 1];
	if (i == *n)
		checks[(*n)++] = (struct check_count){.name = name};
	return &checks[i];
}

/* Whether a run before this one failed the same check. */
static bool failed_before(const struct summary *cell, size_t run)
{
	for (size_t i = 0; i < run; i++)
		if (!cell->runs[i].valid &&
		    !strcmp(cell->runs[i].check, cell->runs[run].check))
			return true;
	return false;
}

/* A cell may fail several checks in turn; it counts once for each. */
static void count_cell(const struct summary *cell,
		       struct check_count checks[MOST_CHECKS], size_t *n)
{
	for (size_t i = 0; i < cell->n_runs; i++) {
		struct check_count *check;

		if (cell->runs[i].valid)
			continue;
		check = find(checks, n, cell->runs[i].check);
		check->runs++;
		check->cells += !failed_before(cell, i);
	}
}

/* Few checks: sorting them by insertion keeps equal ones in the order in which
 * they were met. */
size_t checks_count(const struct analysis *analysis,
		    struct check_count checks[MOST_CHECKS])
{
	size_t n = 0;

	for (size_t i = 0; i < analysis->n_summaries; i++)
		count_cell(&analysis->summaries[i], checks, &n);
	for (size_t i = 1; i < n; i++)
		for (size_t k = i; k && checks[k].runs > checks[k - 1].runs;
		     k--) {
			struct check_count swap = checks[k];

			checks[k] = checks[k - 1];
			checks[k - 1] = swap;
		}
	return n;
}
