/*
 * reasons.c - reasons begin with the name of their gate and a colon; other
 * sentences ("the peer died") belong to no gate.
 */
#include "analysis/words/reasons.h"

#include <ctype.h>
#include <string.h>

/* Only letters, so that "cannot bind to CPUs 0: ..." is no gate called "cannot
 * bind to CPUs 0". */
char *check_name(const char *reason, char to[CHECK_NAME])
{
	size_t n = 0;

	while (reason && n < CHECK_NAME - 1 &&
	       isalpha((unsigned char)reason[n]))
		n++;
	if (!n || reason[n] != ':') {
		strcpy(to, "other");
		return to;
	}
	memcpy(to, reason, n);
	to[n] = '\0';
	return to;
}

/* Said as what went wrong, since it stands beside a number of runs that did. */
const char *check_meaning(const char *name)
{
	static const char *const meanings[][2] = {
		{"accounting", "tasks issued and tasks ended do not add up"},
		{"clock", "the clock stepped back or is too slow to read"},
		{"generator", "arrivals were posted late or too few"},
		{"peer", "the other end was too busy to keep up"},
		{"overload", "more arrives than can be done"},
		{"steady", "the run never settled"},
		{"little", "tasks in flight do not match throughput times "
			   "response"},
		{"bounds", "faster than is possible"},
		{"answers", "wrong answers"},
		{"invariant", "what has to hold in the end did not"},
		{"stuck", "tasks waited for ever"},
		{"noise", "the machine was noisy"},
		{"limit", "the machine cannot hold it"},
		{"other", "named below"},
	};

	for (size_t i = 0; i < sizeof meanings / sizeof *meanings; i++)
		if (!strcmp(meanings[i][0], name))
			return meanings[i][1];
	return "";
}

/* The gate of a name, new if it was not there; the last one if there is no
 * room. */
static struct gate *find(struct gate checks[MOST_CHECKS], size_t *n,
			 const char *name)
{
	size_t i = 0;

	while (i < *n && strcmp(checks[i].name, name))
		i++;
	if (i == MOST_CHECKS)
		return &checks[MOST_CHECKS - 1];
	if (i == *n) {
		checks[i] = (struct gate){0};
		strcpy(checks[i].name, name);
		++*n;
	}
	return &checks[i];
}

/* Whether a run before this one failed the same gate. */
static bool failed_before(const struct summary *cell, size_t run,
			  const char *name)
{
	char before[CHECK_NAME];

	for (size_t i = 0; i < run; i++)
		if (!cell->runs[i].valid &&
		    !strcmp(check_name(cell->runs[i].reason, before), name))
			return true;
	return false;
}

/* A cell may fail several checks in turn; it counts once for each. */
static void count_cell(const struct summary *cell,
		       struct gate checks[MOST_CHECKS], size_t *n)
{
	char name[CHECK_NAME];

	for (size_t i = 0; i < cell->n_runs; i++) {
		struct gate *gate;

		if (cell->runs[i].valid)
			continue;
		gate = find(checks, n, check_name(cell->runs[i].reason, name));
		gate->runs++;
		gate->cells += !failed_before(cell, i, name);
	}
}

/* Few checks: sorting them by insertion keeps equal ones in the order in which
 * they were met. */
size_t checks_count(const struct analysis *analysis,
		    struct gate checks[MOST_CHECKS])
{
	size_t n = 0;

	for (size_t i = 0; i < analysis->n_summaries; i++)
		count_cell(&analysis->summaries[i], checks, &n);
	for (size_t i = 1; i < n; i++)
		for (size_t k = i; k && checks[k].runs > checks[k - 1].runs;
		     k--) {
			struct gate swap = checks[k];

			checks[k] = checks[k - 1];
			checks[k - 1] = swap;
		}
	return n;
}
