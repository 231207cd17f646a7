/*
 * main.c - the known answers as a table, and some of them for other programs.
 *
 *	oracle              all groups; status 1 if a row does not hold
 *	oracle mdc C RHO    the mean wait of M/D/C at a load, in services
 *	oracle contrast     "A B" a line: ratio, 95 % from, to, outcome
 *	oracle signedrank   "D" a line: d, 95 % from, to, 90 % from, to
 *	oracle ranksum M    the same of two sessions, M lines of one first
 */
#include "tests/oracle/oracle.h"
#include "tests/oracle/theory.h"

#include "analysis/stats/ranksum.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_ROUNDS = 100, SCRATCH = 12 * MOST_ROUNDS * MOST_ROUNDS };

/* Prints a row as run.py prints its own. */
static void print_row(const struct row *row, void *context)
{
	static const char *const signs[] = {"", "at most ", "at least "};
	char expected[40], tolerance[40] = "";
	bool holds = oracle_holds(row);

	snprintf(expected, sizeof expected, "%s%.9g", signs[row->relation],
		 row->expected);
	if (row->relation == NEAR && row->tolerance > 0)
		snprintf(tolerance, sizeof tolerance, "+-%.3g", row->tolerance);
	else if (row->relation == NEAR)
		snprintf(tolerance, sizeof tolerance, "exact");
	printf("  %-42s %16s %15.9g %9s  %s\n", row->what, expected,
	       row->measured, tolerance, holds ? "ok" : "NOT");
	*(bool *)context &= holds;
}

/* Every group under its name: the status for the shell. */
static int print_all(void)
{
	bool all = true;

	for (const struct group *group = oracle_groups; group->name; group++) {
		printf("\n%s\n", group->name);
		group->rows(print_row, &all);
		fflush(stdout);
	}
	return all ? 0 : 1;
}

/* The verdict on rounds that run.py has measured, by the code that a report
 * uses. Status 2: too few rounds. */
static int print_contrast(void)
{
	static double d[MOST_ROUNDS], scratch[SCRATCH];
	struct contrast contrast;
	double a, b;
	size_t n = 0;

	while (n < MOST_ROUNDS && scanf("%lf %lf", &a, &b) == 2)
		d[n++] = log(a / b);
	if (n < FEWEST_ROUNDS)
		return 2;
	contrast = stats_contrast(d, n, scratch);
	printf("%.6f %.6f %.6f %s\n", contrast.ratio, contrast.low,
	       contrast.high, outcome_words[stats_outcome(&contrast)]);
	return 0;
}

/* As d, which is what R prints. */
static void print_logs(const struct contrast *contrast)
{
	printf("%.17g %.17g %.17g %.17g %.17g\n", log(contrast->ratio),
	       log(contrast->low), log(contrast->high), log(contrast->low90),
	       log(contrast->high90));
}

/* Numbers from the input, one session or two. Status 2: too few of them. */
static int print_intervals(size_t first)
{
	static double d[MOST_ROUNDS], scratch[SCRATCH];
	struct contrast contrast;
	size_t n = 0;

	while (n < MOST_ROUNDS && scanf("%lf", &d[n]) == 1)
		n++;
	if (n < first + FEWEST_ROUNDS || (first && first < FEWEST_ROUNDS))
		return 2;
	contrast = first ? ranksum_contrast(d, first, d + first, n - first,
					    scratch)
			 : stats_contrast(d, n, scratch);
	print_logs(&contrast);
	return 0;
}

int main(int argc, char **argv)
{
	if (argc == 1)
		return print_all();
	if (argc == 4 && strcmp(argv[1], "mdc") == 0) {
		printf("%.9f\n", theory_mdc((unsigned)atoi(argv[2]),
					    strtod(argv[3], NULL)));
		return 0;
	}
	if (argc == 2 && strcmp(argv[1], "contrast") == 0)
		return print_contrast();
	if (argc == 2 && strcmp(argv[1], "signedrank") == 0)
		return print_intervals(0);
	if (argc == 3 && strcmp(argv[1], "ranksum") == 0)
		return print_intervals((size_t)atoi(argv[2]));
	fprintf(stderr, "oracle: nothing, mdc C RHO, contrast, signedrank or "
			"ranksum M\n");
	return 2;
}
