/*
 * gates.c - reasons begin with the name of their gate and a colon; other
 * sentences ("the peer died") belong to no gate.
 */
#include "analysis/gates.h"

#include <ctype.h>
#include <string.h>

/* Only letters, so that "cannot bind to CPUs 0: ..." is no gate called "cannot
 * bind to CPUs 0". */
char *gate_name(const char *reason, char to[GATE_NAME])
{
	size_t n = 0;

	while (reason && n < GATE_NAME - 1 && isalpha((unsigned char)reason[n]))
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
const char *gate_meaning(const char *name)
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
		{"noise", "the machine was disturbed"},
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
static struct gate *find(struct gate gates[MOST_GATES], size_t *n,
			 const char *name)
{
	size_t i = 0;

	while (i < *n && strcmp(gates[i].name, name))
		i++;
	if (i == MOST_GATES)
		return &gates[MOST_GATES - 1];
	if (i == *n) {
		gates[i] = (struct gate){0};
		strcpy(gates[i].name, name);
		++*n;
	}
	return &gates[i];
}

/* Whether a run before this one failed the same gate. */
static bool failed_before(const struct summary *cell, size_t run,
			  const char *name)
{
	char before[GATE_NAME];

	for (size_t i = 0; i < run; i++)
		if (!cell->runs[i].valid &&
		    !strcmp(gate_name(cell->runs[i].reason, before), name))
			return true;
	return false;
}

/* A cell may fail several gates in turn; it counts once for each. */
static void count_cell(const struct summary *cell,
		       struct gate gates[MOST_GATES], size_t *n)
{
	char name[GATE_NAME];

	for (size_t i = 0; i < cell->n_runs; i++) {
		struct gate *gate;

		if (cell->runs[i].valid)
			continue;
		gate = find(gates, n, gate_name(cell->runs[i].reason, name));
		gate->runs++;
		gate->cells += !failed_before(cell, i, name);
	}
}

/* Few gates: sorting them by insertion keeps equal ones in the order in which
 * they were met. */
size_t gates_count(const struct analysis *analysis,
		   struct gate gates[MOST_GATES])
{
	size_t n = 0;

	for (size_t i = 0; i < analysis->n_summaries; i++)
		count_cell(&analysis->summaries[i], gates, &n);
	for (size_t i = 1; i < n; i++)
		for (size_t k = i; k && gates[k].runs > gates[k - 1].runs;
		     k--) {
			struct gate swap = gates[k];

			gates[k] = gates[k - 1];
			gates[k - 1] = swap;
		}
	return n;
}
